// What leaves the page: links and their claims, exports. Each as a person does it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, strFromU8 } from "fflate";
import validate from "har-validator";
import jsQR from "jsqr";
import { assertClean, interactive, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// violations runs axe in a page and words what it finds.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.target.join(" ")}`));
}

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

async function opened(path = "", view = {}) {
  const page = await site.openPage(path, view);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await interactive(page);
  return page;
}

async function dialog(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  const sheet = page.getByRole("dialog", { name });
  await sheet.waitFor();
  return sheet;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

async function copied(page, sheet, name) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await sheet.getByRole("button", { name, exact: true }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
  return clipboard(page);
}

async function saved(page, sheet, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

// edit types a line into the rule.
async function edit(page, code) {
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  await page.evaluate((text) => {
    const editor = document.querySelector("code-editor");
    const value = editor.value.replace("  callback(null", `  ${text}\n  callback(null`);
    editor.value = value;
    editor.dispatchEvent(new CustomEvent("edit", { detail: { value } }));
  }, code);
  await page.getByText("MFA asked").first().waitFor();
}

const asks = "context.multifactor = { provider: 'any', allowRememberBrowser: false };";

describe("the dialog Share", () => {
  it("copies a link that opens the same and is verified", async () => {
    const page = await opened();
    await edit(page, asks);
    const sheet = await dialog(page, "Share");
    const link = await copied(page, sheet, "Copy the link to the scenario");
    assert.ok(link.length - site.root.length < 150, `the link adds ${link.length - site.root.length} characters; expected less than 150`);
    const moment = await copied(page, sheet, "Copy the link to this moment");
    assert.match(moment, /at=\d+&tab=why/);
    await assertClean(page);
    const other = await opened(link.slice(site.root.length));
    await other.getByText("Verified: every step ends as it did").waitFor();
    assert.match(await other.evaluate(() => document.querySelector("code-editor").textContent + document.querySelector("code-editor").getAttribute("value")), /allowRememberBrowser: false/);
    await other.getByRole("button", { name: "Dismiss what the link claims" }).click();
    await other.getByText("Verified:").waitFor({ state: "detached" });
    await assertClean(other);
  });

  for (const [what, change, says] of [
    ["another outcome", (link) => link.replace(/(is=\d+\.)..../, "$1AAAA"), /Differs: .* by the same engine version/],
    ["another version", (link) => link.replace(/is=\d+\.../, "is=777.AA"), /Differs: this link was made with engine version 777; here, version \d+/],
    ["nonsense", (link) => link.replace(/is=.*/, "is=<b>verified</b>"), /Not verified: what this link says/],
  ]) {
    it(`shows what the rules produce when a link claims ${what}`, async () => {
      const page = await opened();
      const link = await copied(page, await dialog(page, "Share"), "Copy the link to the scenario");
      await assertClean(page);
      const other = await opened(change(link).slice(site.root.length));
      await other.getByText(says).waitFor();
      assert.equal(await other.getByText(/^Verified/).count(), 0);
      assert.match(await other.locator(".outcome").textContent(), /display working/);
      await assertClean(other);
    });
  }

  it("opens the link of another lesson, or of an earlier edition, from the site's bases", async () => {
    const link = (await readFile(new URL("../../engine/scenario/testdata/links/2-remember-this-device.link", import.meta.url), "utf8")).trim();
    const page = await opened(`#s=${link}`);
    await page.waitForFunction(() => document.querySelector(".lessons") && location.hash.includes("s=2"));
    await page.getByText("lovelace@example.com").first().waitFor({ state: "attached" }).catch(() => {});
    await page.getByRole("button", { name: "Share", exact: true }).click();
    assert.equal(await page.getByText("cannot be opened").count(), 0);
    await assertClean(page);
  });

  it("draws a QR code that a camera reads as the link", async () => {
    const page = await opened();
    const sheet = await dialog(page, "Share");
    const link = await sheet.getByRole("textbox", { name: "Link to the scenario" }).inputValue();
    const code = sheet.getByRole("img", { name: "QR code of the link" });
    await code.waitFor();
    const png = await code.screenshot();
    const pixels = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, data: [...pen.getImageData(0, 0, image.width, image.height).data] };
    }, png.toString("base64"));
    assert.equal(jsQR(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height)?.data, link);
    await assertClean(page);
  });

  it("copies Markdown and sequence diagrams", async () => {
    const page = await opened();
    const sheet = await dialog(page, "Share");
    assert.match(await copied(page, sheet, "Copy as Markdown"), /^\[Why did my connected display .+\]\(<http.*at=13&tab=why.*>\): Step 13 of 13/);
    const all = await copied(page, sheet, "Copy all steps");
    assert.match(all, /^sequenceDiagram\n {2}participant p1 as .+\n/);
    const one = await copied(page, sheet, "Copy this step");
    assert.ok(one.length < all.length && one.includes("13. wait 1d"), one);
    await assertClean(page);
  });

  it("opens, moves and closes by keyboard, gives the focus back, and has no fault for axe", async () => {
    for (const [name, dark] of [["Share", false], ["Export", true]]) {
      const page = await opened("", { dark });
      const button = page.getByRole("button", { name, exact: true });
      await button.focus();
      await page.keyboard.press("Enter");
      const sheet = page.getByRole("dialog", { name });
      await sheet.waitFor();
      await page.keyboard.press("Tab");
      assert.ok(await sheet.evaluate((d) => d.contains(document.activeElement)));
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "detached" });
      assert.ok(await button.evaluate((b) => b === document.activeElement), "the focus is back");
      await assertClean(page);
    }
  });
});

describe("the dialog Export", () => {
  let page, sheet;
  before(async () => {
    page = await opened();
    sheet = await dialog(page, "Export");
  });
  after(() => assertClean(page));

  it("saves the scenario file", async () => {
    const { name, content } = await saved(page, sheet, "Save Scenario file");
    assert.match(name, /^why-did-my-connected-display[\w-]*\.txtar$/);
    assert.match(content.toString(), /^Why did my connected display .+\n[^]*-- tenant --\n/);
  });

  it("saves an HTTP archive that fits the schema of HAR 1.2", async () => {
    const { name, content } = await saved(page, sheet, "Save HTTP archive (HAR)");
    assert.match(name, /\.har$/);
    const har = JSON.parse(content);
    await validate.har(har);
    assert.ok(har.log.entries.length > 10 && har.log.entries.some((e) => e.response.cookies.some((c) => c.name === "auth0" && c.secure)));
    assert.ok(har.log.entries.some((e) => e.request.postData?.params.some((p) => p.name === "grant_type")));
    for (const { response } of har.log.entries) assert.equal(response.statusText, STATUS_CODES[response.status]);
  });

  it("saves an HTTP archive that another program opens, and answers from", async () => {
    const { content } = await saved(page, sheet, "Save HTTP archive (HAR)");
    const { entries } = JSON.parse(content).log;
    const shown = entries.find(({ request, response }) => request.method === "GET" && response.status === 200 && /Log in/.test(response.content.text));
    const token = entries.find(({ request, response }) => request.url === new URL("/oauth/token", shown.request.url).href && response.status === 200);
    const folder = mkdtempSync(join(tmpdir(), "har-"));
    writeFileSync(join(folder, "x.har"), content);
    const context = await site.browser.newContext();
    await context.routeFromHAR(join(folder, "x.har"), { notFound: "abort" }); // Playwright's reader
    const reader = await context.newPage();
    const response = await reader.goto(shown.request.url);
    assert.equal(response.status(), 200);
    assert.equal(await reader.locator("body").innerText(), shown.response.content.text.trim());
    const answer = await reader.evaluate(async ({ url, postData }) => {
      const response = await fetch(url, { method: "POST", body: postData.text, headers: { "Content-Type": postData.mimeType } });
      return [response.statusText, await response.text()];
    }, token.request);
    assert.deepEqual(answer, ["OK", token.response.content.text]);
    await context.close();
    rmSync(folder, { recursive: true });
  });

  it("saves and copies cURL and Markdown", async () => {
    const script = (await saved(page, sheet, "Save cURL")).content.toString();
    assert.match(script, /^#!\/bin\/sh\n/);
    assert.match(script, /\ncurl "\$TENANT"'\/oauth\/token' \\\n {2}-H 'Content-Type: application\/x-www-form-urlencoded' \\\n {2}-H 'User-Agent: [^']+' \\\n {2}--data-raw '/);
    assert.equal(await copied(page, sheet, "Copy cURL"), script);
    const text = (await saved(page, sheet, "Save Markdown")).content.toString();
    assert.match(text, /^# Why did my connected display .+\n/);
    assert.match(text, /## Rule `mfa`\n\n```js\nfunction mfa[^]*## What happens\n\n```text\n2026-11-02 08:00:00 {2}display: power on\n/);
  });

  it("saves the timeline as a picture that stands by itself", async () => {
    const svg = (await saved(page, sheet, "SVG Timeline")).content.toString();
    assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.doesNotMatch(svg, /\sstyle=|\sclass=|data-c|url\((?!#)|light-dark|var\(/);
    assert.match(svg, /fill="#[0-9a-f]{6}"/);
    assert.match(svg, />SSO session</);
    const png = (await saved(page, sheet, "PNG Timeline")).content;
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.ok(png.readUInt32BE(16) > 1000 && png.length > 5000, `${png.readUInt32BE(16)} pixels, ${png.length} bytes`);
  });

  it("saves rules and actions as a folder that can be imported again", async () => {
    const { name, content } = await saved(page, sheet, "Save Rules and actions");
    const files = unzipSync(new Uint8Array(content));
    assert.match(name, /^why-did-.+\.zip$/);
    assert.deepEqual(Object.keys(files).sort(), ["actions/mfa.json", "actions/mfa/code.js", "rules/mfa.js", "rules/mfa.json", "triggers/triggers.json"]);
    assert.equal(JSON.parse(strFromU8(files["rules/mfa.json"])).stage, "login_success");
    const other = await opened();
    await (await dialog(other, "Export")).getByRole("button", { name: "Import a tenant" }).click();
    const imports = other.getByRole("dialog", { name: "Import a tenant" });
    await imports.getByLabel("Files, or a .zip").setInputFiles({ name: "x.zip", mimeType: "application/zip", buffer: content });
    await imports.getByText('rule "mfa"').waitFor();
    assert.equal(await imports.getByRole("heading", { name: /Not simulated/ }).count(), 0);
    await assertClean(other);
  });
});
