// The Tenant panel as somebody uses it: forms, scripts and their templates,
// and what the editor shows of runs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => (site = await start()));
after(() => site?.close());

async function open(tab, view) {
  const page = await site.openPage("", view);
  await interactive(page);
  if (tab) await page.getByRole("tab", { name: tab }).click();
  return page;
}

const panel = (page) => page.getByRole("region", { name: "Tenant", exact: true });
const head = (page, name) => panel(page).getByRole("button", { name, exact: false }).and(page.locator("[aria-expanded]"));
const field = (page, name) => panel(page).getByRole("textbox", { name, exact: true });
const pick = (page, name) => panel(page).getByRole("combobox", { name, exact: true });
const box = (page, name) => panel(page).getByRole("checkbox", { name, exact: true });
const undo = (page) => page.getByRole("button", { name: "Undo", exact: true }).first().click();

// write types into a field and leaves it with Enter.
async function write(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

async function holds(page, name, text) {
  await page.waitForFunction(([label, value]) => {
    const found = [...document.querySelectorAll("label")].find((l) => l.textContent === label);
    return found && document.getElementById(found.htmlFor)?.value === value;
  }, [name, text]);
}

describe("settings", () => {
  it("change lifetimes, name what is wrong at its field, and undo", async () => {
    const page = await open("Policy & sessions");
    await write(page, "Idle session lifetime", "soon");
    const fault = panel(page).getByText(/"soon" is not a duration|expected one such as/);
    await fault.waitFor();
    assert.equal(await field(page, "Idle session lifetime").inputValue(), "soon", "what was typed stays");
    assert.equal(await field(page, "Idle session lifetime").getAttribute("aria-invalid"), "true");
    await write(page, "Idle session lifetime", "2h");
    await fault.waitFor({ state: "detached" });
    await head(page, "Sessions").getByText("2h / 7d").waitFor();
    await pick(page, "Plan").selectOption("self-service");
    await write(page, "Absolute session lifetime", "2000h");
    await panel(page).getByText(/too long for the plan self-service/).waitFor();
    await undo(page);
    await head(page, "Sessions").getByText("2h / 7d").waitFor();
    await undo(page);
    await holds(page, "Idle session lifetime", "72h");
    await box(page, "Persistent session cookies").uncheck();
    await write(page, "Ephemeral: idle", "1h");
    await holds(page, "Ephemeral: idle", "1h");
    await write(page, "Ephemeral: idle", "");
    await holds(page, "Ephemeral: idle", "");
    await assertClean(page);
  });

  it("switch factors on, off, and in order", async () => {
    const page = await open("Policy & sessions");
    await head(page, "Factors").click();
    await box(page, "email").check();
    await head(page, "Factors").getByText("7 on").waitFor();
    await panel(page).getByRole("button", { name: "Offer sms earlier" }).click();
    const names = () => panel(page).locator("ol.factors label").allTextContents();
    await page.waitForFunction(() => document.querySelectorAll("ol.factors label")[1].textContent === "sms");
    assert.deepEqual((await names()).slice(0, 3), ["otp", "sms", "push-notification"]);
    // By keyboard: the focus stays with the factor, wherever it stands now.
    await box(page, "otp").focus();
    await page.keyboard.press("Space");
    await head(page, "Factors").getByText("6 on").waitFor();
    await page.waitForFunction(() => document.activeElement.id === "set-factors-otp" && !document.activeElement.checked);
    assert.ok(await box(page, "sms").isChecked());
    for (const [name, left] of [["sms", 5], ["push-notification", 4], ["voice", 3]]) {
      await box(page, name).click();
      await head(page, "Factors").getByText(`${left} on`).waitFor();
    }
    await box(page, "webauthn-roaming").click();
    await panel(page).getByText(/no independent factor/).waitFor();
    assert.ok(await box(page, "webauthn-roaming").isChecked(), "the last independent one stays");
    await box(page, "Customize MFA Factors using Actions").check();
    await assertClean(page);
  });

  it("set the policy, the risk, attack protection, a profile and an assumption", async () => {
    const page = await open("Policy & sessions");
    await panel(page).getByRole("radio", { name: /^Use Adaptive MFA/ }).check();
    await head(page, "Multi-factor policy").getByText("Use Adaptive MFA").waitFor();
    await head(page, "Risk assessment").click();
    await pick(page, "Overall confidence").selectOption("low");
    await head(page, "Risk assessment").getByText("confidence low").waitFor();
    await pick(page, "NewDevice").selectOption("low/no_match");
    await head(page, "Attack protection").click();
    await box(page, "Bot Detection").check();
    await write(page, "Requests in a minute", "many");
    await panel(page).getByText(/"many" is not a rate/).waitFor();
    await write(page, "Requests in a minute", "5");
    await head(page, "Attack protection").getByText("bots, 5 a minute").waitFor();
    await head(page, "Profile").click();
    await panel(page).getByRole("radio", { name: /^2026, Actions/ }).check();
    await head(page, "Profile").getByText("2026-actions").waitFor();
    await head(page, "Assumptions").click();
    await panel(page).getByRole("radio", { name: /Logging out removes the cookie/ }).check();
    await page.waitForFunction(() => document.querySelector(".panel-tenant [name=logout-clears-mf][value=yes]").checked);
    await head(page, "Domain and start").click();
    await write(page, "Domain", "other.example");
    await panel(page).locator(".host", { hasText: "other.example" }).waitFor();
    await assertClean(page);
  });

  it("show what is fixed locked, with reason and source, and close by keyboard", async () => {
    const page = await open("Policy & sessions");
    const group = panel(page).getByRole("group", { name: /Remembered browsers/ });
    await group.getByText("30 days").waitFor();
    assert.equal(await group.getByRole("textbox").count(), 0);
    assert.match(await group.getByRole("link", { name: "fact 4.3" }).getAttribute("href"), /facts\/#4\.3/);
    await head(page, "Remembered browsers").focus();
    await page.keyboard.press("Enter");
    await group.waitFor({ state: "detached" });
    assert.equal(await head(page, "Remembered browsers").getAttribute("aria-expanded"), "false");
    await assertClean(page);
  });
});

describe("applications, people and what they sit before", () => {
  it("change an application, its tokens and its metadata", async () => {
    const page = await open("Apps & people");
    await head(page, "Quotes display").click();
    await write(page, "device_type", "");
    await field(page, "device_type").waitFor({ state: "detached" });
    await write(page, "Add to metadata", "kind");
    await panel(page).getByText(/expected KEY=VALUE/).waitFor();
    assert.equal(await field(page, "Add to metadata").inputValue(), "kind");
    await write(page, "Add to metadata", "kind=e-paper");
    await holds(page, "kind", "e-paper");
    assert.equal(await field(page, "Add to metadata").inputValue(), "", "ready for the next");
    await write(page, "Rotation overlap period", "10s");
    await panel(page).getByText(/tokens do not rotate/).waitFor();
    await pick(page, "Rotation").selectOption("rotating");
    await write(page, "Rotation overlap period", "10s");
    await write(page, "Idle lifetime", "7d");
    await holds(page, "Idle lifetime", "7d");
    await write(page, "Name", "E-paper");
    await head(page, "E-paper").waitFor();
    await panel(page).getByRole("button", { name: "Remove this application" }).click();
    await panel(page).locator(".fault").waitFor();
    await write(page, "Add an application", "a b");
    await panel(page).getByText(/"a b" is not a name/).waitFor();
    await write(page, "Add an application", "shop");
    await head(page, "shop").click();
    await panel(page).getByRole("button", { name: "shop", expanded: true }).waitFor();
    await pick(page, "Application type").last().selectOption("web");
    await pick(page, "Owner").last().selectOption("third");
    await head(page, "shop").getByText("Regular web application").waitFor();
    await panel(page).getByRole("button", { name: "Remove this application" }).last().click();
    await head(page, "shop").waitFor({ state: "detached" });
    await head(page, "API").click();
    await write(page, "Access tokens live", "1h");
    await box(page, "Allow Offline Access").uncheck();
    await head(page, "Codes of devices").click();
    await pick(page, "Character set").selectOption("digits");
    await assertClean(page);
  });

  it("add, change and remove people", async () => {
    const page = await open("Apps & people");
    await write(page, "Add a person", "bob");
    await head(page, "Bob").click();
    await write(page, "Email", "bob");
    await panel(page).getByText(/"bob" is not an address/).waitFor();
    await write(page, "Email", "bob@other.example");
    await holds(page, "Email", "bob@other.example");
    await box(page, "otp").uncheck();
    await head(page, "Bob").getByText("no factor").waitFor();
    await box(page, "sms").check();
    await head(page, "Bob").getByText("sms").waitFor();
    await write(page, "Roles", "admin,editor");
    await write(page, "Add to app_metadata", "level=3");
    await holds(page, "level", "3");
    await write(page, "Add to user_metadata", "use_mfa=true");
    await write(page, "Add to the profile", "given_name=Bob");
    await holds(page, "given_name", "Bob");
    await box(page, "Email verified").uncheck();
    await panel(page).getByRole("button", { name: "Remove Bob" }).click();
    await head(page, "Bob").waitFor({ state: "detached" });
    await undo(page);
    await head(page, "Bob").waitFor();
    await assertClean(page);
  });

  it("add connections, and let people sign in there or with a passkey", async () => {
    const page = await open("Apps & people");
    await write(page, "Add a connection", "acme");
    await head(page, "acme").click();
    await pick(page, "Strategy").selectOption("samlp");
    await box(page, "Asks for a second factor of its own").check();
    await head(page, "Ada otp").click();
    await write(page, "Connection", "globex");
    await panel(page).getByText(/unknown connection "globex"/).waitFor();
    await write(page, "Connection", "acme");
    await holds(page, "Connection", "acme");
    await panel(page).getByText("samlp|acme|ada").waitFor();
    await box(page, "Has a passkey").check();
    await assertClean(page);
  });

  it("add and change browsers and displays", async () => {
    const page = await open("Apps & people");
    await write(page, "Add a browser", "phone");
    await head(page, "phone").click();
    await pick(page, "Third-party cookies").selectOption("blocked");
    await write(page, "IP address", "home");
    await panel(page).getByText(/"home" is not an IP address/).waitFor();
    await write(page, "IP address", "198.51.100.7");
    await write(page, "Add to geoip", "countryCode=DE");
    await holds(page, "countryCode", "DE");
    await panel(page).getByRole("button", { name: "Remove this browser" }).click();
    await head(page, "phone").waitFor({ state: "detached" });
    await head(page, "display").last().click();
    await pick(page, "Firmware").selectOption("careful");
    await head(page, "careful firmware").waitFor();
    await write(page, "Polls every", "often");
    await panel(page).getByText(/"poll=often" is not a duration/).waitFor();
    await write(page, "Polls every", "1s");
    await holds(page, "Polls every", "1s");
    await pick(page, "When its code runs out").selectOption("renew");
    await write(page, "Add a display", "kitchen");
    await head(page, "kitchen").waitFor();
    await assertClean(page);
  });
});

const editor = (page) => panel(page).getByRole("textbox", { name: /(Rule|Action) code/ });
const upgraded = (page) => page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);

describe("scripts", () => {
  it("are added from a template, renamed, moved, switched off and deleted by keyboard", async () => {
    const page = await open();
    await upgraded(page);
    await panel(page).getByRole("button", { name: "Add a rule" }).focus();
    await page.keyboard.press("Enter");
    const templates = panel(page).getByRole("group", { name: "Templates of a new rule" });
    await templates.getByRole("button", { name: /^Empty/ }).waitFor();
    for (let i = 0; i < 4; i++) await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Displays may renew/);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("code-editor").value.includes("device_type === 'display'"));
    await templates.waitFor({ state: "detached" });
    const names = () => panel(page).locator(".script-name").allTextContents();
    assert.deepEqual(await names(), ["mfa", "spare-displays"]);
    await panel(page).getByRole("button", { name: "Run spare-displays earlier" }).click();
    await page.waitForFunction(() => document.querySelector(".script-name").textContent === "spare-displays");
    await panel(page).getByRole("button", { name: "Rename spare-displays" }).click();
    await write(page, "New name", "m fa");
    await panel(page).getByText(/"m fa" is not a name/).waitFor();
    await write(page, "New name", "first");
    await panel(page).getByRole("button", { name: "Rename first" }).waitFor();
    assert.deepEqual(await names(), ["first", "mfa"]);
    await panel(page).getByRole("switch", { name: 'Rule "first" is on' }).click();
    await panel(page).getByText("did not run in this step").first().waitFor();
    await panel(page).getByRole("button", { name: "Delete first" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".script-name").length === 1);
    await undo(page);
    await page.waitForFunction(() => document.querySelectorAll(".script-name").length === 2);
    await head(page, "Configuration of the rules").click();
    await write(page, "Add to them", "GROUP=admins");
    await holds(page, "GROUP", "admins");
    await page.getByRole("tab", { name: "Actions" }).click();
    await head(page, "Secrets of mfa").click();
    await write(page, "Add to them", "KEY=secret");
    await holds(page, "KEY", "secret");
    await assertClean(page);
  });
});

const asking = "function mfa(user, context, callback) {\n  if (context.protocol === 'oauth2-refresh-token') {\n    console.log('renewed', user.email);\n    return callback(null, user, context);\n  }\n  if (user.email === 'nobody') {\n    callback(new Error('no'));\n  }\n  context.multifactor = {\n    provider: 'any'\n  };\n  callback(null, user, context);\n}\n";

// ran lists the tinted lines, and those that never ran.
const ran = (page) => page.locator("code-editor .cm-line.cm-ran").count();

describe("what the editor shows of runs", () => {
  it("tints the lines of the selected step, marks those that never ran, and lists values", async () => {
    const page = await open();
    await upgraded(page);
    await editor(page).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(asking);
    await page.locator("#step-7").click(); // the display renews
    await page.waitForFunction(() => document.querySelector("code-editor").shadowRoot.querySelectorAll(".cm-line.cm-ran").length === 3);
    const tinted = await page.locator("code-editor .cm-line.cm-ran").allTextContents();
    assert.match(tinted[0], /if \(context\.protocol/);
    assert.match(tinted[1], /console\.log.*renewed ada@example\.com/, "what was logged stands at its line");
    assert.match(tinted[2], /return callback/);
    assert.equal(await page.locator("code-editor .cm-lineNumbers .cm-neverGutter").textContent(), "7");
    const seen = page.locator("code-editor summary");
    assert.match(await seen.textContent(), /1 run in this step, never run: line 7/);
    await seen.focus();
    await page.keyboard.press("Enter");
    const row = page.getByRole("row", { name: /context\.protocol/ });
    await row.getByText('"oauth2-refresh-token"').waitFor();
    await page.getByText("Ran in this step: 2–4").waitFor();
    // Another step: other lines, other values.
    await page.locator("#step-4").click();
    await row.getByText('"oauth2-device-code"').waitFor();
    await page.getByText("Ran in this step: 2, 6, 9–12").waitFor();
    // Under the mouse, and at the cursor by keyboard.
    await page.locator("code-editor .cm-line", { hasText: "if (context.protocol" }).getByText("protocol", { exact: true }).hover();
    await page.locator("code-editor .cm-help").getByText('"oauth2-device-code"').waitFor();
    await page.mouse.move(0, 0);
    await page.locator("code-editor .cm-help").waitFor({ state: "detached" });
    await editor(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight"); // in "context"
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight"); // in "protocol"
    await page.keyboard.press("Control+i");
    await page.locator("code-editor .cm-help").getByText("which grant or flow this login is").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("code-editor .cm-help").waitFor({ state: "detached" });
    await assertClean(page);
  });

  it("lets several runs of one step be told apart", async () => {
    const page = await open();
    await upgraded(page);
    await page.locator("#step-13").click();
    await page.getByRole("button", { name: "+7d" }).click();
    const seen = page.locator("code-editor summary");
    await page.waitForFunction(() => /[2-9] runs in this step/.test(document.querySelector("code-editor").shadowRoot.querySelector("summary").textContent));
    await seen.click();
    const runs = page.getByRole("combobox", { name: "Run", exact: true });
    await runs.waitFor();
    const count = await runs.locator("option").count();
    assert.ok(count > 1, `${count} runs`);
    await runs.selectOption("0");
    assert.equal(await runs.inputValue(), "0");
    await assertClean(page);
  });

  it("follows an endless loop without holding anything up", async () => {
    const page = await open();
    await upgraded(page);
    await editor(page).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("function mfa(user, context, callback) {\n  if (user.email) for (;;);\n  callback(null, user, context);\n}\n");
    await page.locator("#step-4").click();
    await page.waitForFunction(() => document.querySelector("code-editor").shadowRoot.querySelectorAll(".cm-line.cm-ran").length === 1);
    assert.equal(await ran(page), 1);
    assert.equal(await page.locator("code-editor .cm-lineNumbers .cm-neverGutter").textContent(), "3");
    await assertClean(page);
  });
});

describe("axe finds nothing", () => {
  for (const dark of [false, true]) {
    it(`in the open groups and lists, ${dark ? "dark" : "light"}`, async () => {
      const page = await open("Policy & sessions", { dark });
      const check = async () => {
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document.querySelector(".panel-tenant"), { resultTypes: ["violations"] }));
        assert.deepEqual(found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`)), []);
      };
      const openAll = async () => {
        const closed = panel(page).locator('.group-head [aria-expanded="false"]');
        for (let left = await closed.count(); left > 0; left--) {
          await closed.first().click();
          await page.waitForFunction((n) => document.querySelectorAll('.panel-tenant .group-head [aria-expanded="false"]').length < n, left);
        }
      };
      await write(page, "Idle session lifetime", "soon");
      await openAll();
      await check();
      await page.getByRole("tab", { name: "Apps & people" }).click();
      await openAll();
      await check();
      await page.getByRole("tab", { name: "Rules" }).click();
      await upgraded(page);
      await panel(page).getByRole("button", { name: "Rename mfa" }).click();
      await panel(page).getByRole("button", { name: "Add a rule" }).click();
      await page.waitForFunction(() => /in this step/.test(document.querySelector("code-editor").shadowRoot.querySelector("summary").textContent));
      await page.locator("code-editor summary").click();
      await openAll();
      await check();
      await assertClean(page);
    });
  }
});
