// What comes in: a tenant's configuration, chosen as files, as a folder or as an
// archive, or dropped. As a person does it.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { zipSync, strToU8 } from "fflate";
import { assertClean, interactive, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// violations runs axe in a page and words what it finds.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.target.join(" ")}`));
}

let site, scratch;
before(async () => {
  site = await start();
  scratch = mkdtempSync(join(tmpdir(), "import-"));
});
after(async () => {
  await site?.close();
  rmSync(scratch, { recursive: true });
});

// importing opens the dialog; sheet is it.
async function importing() {
  const page = await site.openPage("");
  await interactive(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("dialog", { name: "Export" }).getByRole("button", { name: "Import a tenant" }).click();
  const sheet = page.getByRole("dialog", { name: "Import a tenant" });
  await page.waitForFunction(() => customElements.get("file-import"));
  return { page, sheet };
}

// onDisk lays files out in a folder of their own and returns its path.
function onDisk(name, files) {
  const folder = join(scratch, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

// drop drags files and folders from outside over the page and lets them go there.
async function drop(page, target, files) {
  const { x, y, width, height } = await target.boundingBox();
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const send = (type) => cdp.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height - 4, data });
  await send("dragEnter");
  await send("dragOver");
  await page.locator("file-import[data-over]").waitFor();
  await send("drop");
}

const code = "function (user, context, callback) {\n  callback(null, user, context);\n}\n";

// tenant is what the Deploy CLI exports, with a secret wherever it can have one.
const tenant = {
  "tenant.json": { session_lifetime: 168, idle_session_lifetime: 72.5, friendly_name: "Quotes", support_email: "x@example.com" },
  "config.json": { AUTH0_DOMAIN: "quotes.example", AUTH0_CLIENT_SECRET: "LEAK" },
  ".env": "AUTH0_CLIENT_SECRET=LEAK\n",
  ".git/config.json": { token: "LEAK" },
  "node_modules/auth0/index.js": "LEAK",
  "rules/Force MFA.json": { name: "Force MFA", enabled: true, order: 1, stage: "login_success", script: "./Force MFA.js" },
  "rules/Force MFA.js": code,
  "rules-configs/API_KEY.json": { key: "API_KEY", value: "LEAK" },
  "actions/notify.json": {
    name: "notify", code: "./actions/notify/code.js", supported_triggers: [{ id: "post-login", version: "v3" }],
    dependencies: [{ name: "axios", version: "1.0.0" }], secrets: [{ name: "HOOK", value: "LEAK" }],
  },
  "actions/notify/code.js": "exports.onExecutePostLogin = async (event, api) => {};\n",
  "triggers/triggers.json": { "post-login": [{ action_name: "notify" }] },
  "guardian/policies.json": ["all-applications"],
  "guardian/providers/sms-twilio.json": { name: "twilio", auth_token: "LEAK", sid: "LEAK" },
  "emails/provider.json": { name: "smtp", credentials: { smtp_pass: "LEAK" } },
  "clients/Shop.json": {
    name: "<b>Shop</b>", app_type: "spa", client_id: "shop1", client_secret: "LEAK", signing_keys: [{ cert: "LEAK" }],
    client_metadata: { tier: "gold", api_secret: "LEAK" }, logo_uri: "https://cdn.example/logo.png",
  },
  "clients/Auth0 Dashboard.json": { name: "All Applications", global: true, client_secret: "LEAK" },
  "connections/google-oauth2.json": { name: "google-oauth2", options: { client_secret: "LEAK" } },
  "database-connections/users/database.json": { name: "users", options: { customScripts: { login: "LEAK" } } },
};

const taken = ["the MFA policy: always", 'rule "Force MFA"', 'action "notify"', 'client "<b>Shop</b>" as shop1 of type spa'];
const left = [
  "tenant: friendly_name, support_email", "connections: google-oauth2", "database-connections: users/database", "guardian/providers: sms-twilio",
  "emails: provider", "config.json", 'client "<b>Shop</b>": logo_uri', "client \"All Applications\": the tenant's own", 'action "notify": the npm module axios',
];
const secrets = ['client "<b>Shop</b>": client_secret', 'client "<b>Shop</b>": signing_keys', 'client "<b>Shop</b>", client_metadata: api_secret', 'action "notify": secret HOOK', "rules config: API_KEY"];

// reported checks the report on the tenant, takes it over, and looks for secrets
// wherever the page could have put them.
async function reported(page, sheet) {
  await sheet.getByRole("button", { name: "Use this tenant" }).waitFor();
  for (const [title, texts] of Object.entries({ "Taken over": taken, "Not simulated": left, Secrets: secrets })) {
    const list = await sheet.getByRole("list", { name: title }).innerText();
    for (const text of texts) assert.ok(list.includes(text), `${title} lacks ${text}:\n${list}`);
  }
  assert.deepEqual(await violations(page), []);
  await sheet.getByRole("button", { name: "Use this tenant" }).click();
  await sheet.waitFor({ state: "detached" });
  await page.getByText("MFA asked").first().waitFor();
  await page.waitForFunction(() => /s=/.test(location.hash));
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const save = page.getByRole("button", { name: "Save Scenario file" });
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  const text = readFileSync(await download.path(), "utf8");
  assert.match(text, /\npolicy always\n/);
  assert.match(text, /\naction notify secret\.HOOK="\(not imported\)"\n/);
  const held = await page.evaluate(() => document.documentElement.outerHTML + location.href + JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.doesNotMatch(text + held, /LEAK/);
}

describe("a folder of the Deploy CLI", () => {
  it("is picked", async () => {
    const { page, sheet } = await importing();
    await sheet.getByLabel("A folder").setInputFiles(onDisk("picked", tenant));
    await reported(page, sheet);
    await assertClean(page);
  });

  it("is dropped", async () => {
    const { page, sheet } = await importing();
    await drop(page, page.locator("file-import"), [onDisk("dropped", tenant)]);
    await reported(page, sheet);
    await assertClean(page);
  });

  it("is dropped as its single files", async () => {
    const folder = onDisk("single", { "tenant.yaml": "guardianPolicies:\n  policies: [all-applications]\n" });
    const { page, sheet } = await importing();
    await drop(page, page.locator("file-import"), [join(folder, "tenant.yaml")]);
    await sheet.getByText("the MFA policy: always").waitFor();
    await assertClean(page);
  });

  it("says what is broken in it, where, and what was expected, and takes the rest", async () => {
    const folder = onDisk("broken", {
      "tenant.json": '{\n  "session_lifetime": 168,\n  oops\n}\n',
      "rules/mfa.json": { name: "mfa", script: "./mfa.js" },
      "clients/Shop.json": "",
      "notes.txt": "x",
      "guardian/policies.json": ["all-applications"],
    });
    const { page, sheet } = await importing();
    await sheet.getByLabel("A folder").setInputFiles(folder);
    await sheet.getByText("the MFA policy: always").waitFor();
    const list = await sheet.getByRole("list", { name: "Cannot be read" }).innerText();
    assert.match(list, /broken\/tenant\.json, line 3, column 3: expected a name in double quotes/);
    assert.match(list, /broken\/clients\/Shop\.json: the file is empty; expected a value/);
    assert.match(await sheet.getByRole("list", { name: "Not simulated" }).innerText(), /rule "mfa": its code, \.\/mfa\.js, is not among the files[^]*broken\/notes\.txt: no \.json, \.yaml or \.js/);
    await assertClean(page);
  });

  it("that is another folder says what was expected, and nothing changes", async () => {
    const { page, sheet } = await importing();
    await drop(page, page.locator("file-import"), [onDisk("other", { "src/index.js": "x", "package.json": "{" })]);
    await sheet.getByRole("alert").filter({ hasText: "There is no tenant configuration in these files; expected the folder or the tenant.yaml" }).waitFor();
    assert.match(await sheet.getByRole("list", { name: "Cannot be read" }).innerText(), /other\/package\.json, line 1, column 2: expected a name in double quotes/);
    assert.equal(await sheet.getByRole("button", { name: "Use this tenant" }).count(), 0);
    await page.keyboard.press("Escape");
    await page.getByText("display working").first().waitFor();
    await assertClean(page);
  });
});

describe("files and archives", () => {
  async function chosen(files) {
    const { page, sheet } = await importing();
    await sheet.getByLabel("Files, or a .zip").setInputFiles(files);
    return { page, sheet };
  }

  it("are an archive: it lists what is left out, and plays the tenant", async () => {
    const parts = Object.entries(tenant).map(([path, value]) => [`t/${path}`, strToU8(typeof value === "string" ? value : JSON.stringify(value))]);
    const { page, sheet } = await chosen({ name: "tenant.zip", mimeType: "application/zip", buffer: Buffer.from(zipSync(Object.fromEntries(parts))) });
    await reported(page, sheet);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.getByText("display working").first().waitFor();
    await assertClean(page);
  });

  it("are YAML", async () => {
    const yaml = "tenant:\n  session_lifetime: 24\nclients:\n  - name: Shop\n    app_type: regular_web\n    jwt: @@TIME@@\nguardianPolicies:\n  policies: [confidence-score]\n";
    const { page, sheet } = await chosen({ name: "tenant.yaml", mimeType: "text/yaml", buffer: Buffer.from(yaml) });
    await sheet.getByText("the MFA policy: adaptive").waitFor();
    await sheet.getByText('client "Shop": jwt').waitFor();
    await assertClean(page);
  });

  for (const [what, file, says] of [
    ["another archive", { name: "x.zip", buffer: Buffer.from(zipSync({ "a.js": strToU8("1") })) }, "There is no tenant configuration"],
    ["no archive", { name: "x.zip", buffer: Buffer.from("hello") }, "cannot be unpacked"],
    ["a bomb", { name: "x.zip", buffer: Buffer.from(zipSync({ "tenant.json": new Uint8Array(30_000_000) })) }, "holds more than 20 MB"],
  ]) {
    it(`says what is wrong with ${what}`, async () => {
      const { page, sheet } = await chosen({ mimeType: "application/zip", ...file });
      await sheet.getByText(says).waitFor();
      await assertClean(page);
    });
  }
});
