// The grid: many cases at a glance, what an edit changed in them, why each ends
// as it does, and where two versions of the code differ.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";
import { startHost, started, inside } from "./host.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 60_000 };
const asks = "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}";

// opened opens the tab with a click, as somebody would, unless the address does.
async function opened(path = "", view = {}) {
  const page = await site.openPage(path, view);
  await interactive(page);
  if (!path.includes("tab=grid")) await page.getByRole("tab", { name: "Grid" }).click();
  await page.getByRole("gridcell").last().waitFor(patience);
  return page;
}

const cell = (page, name) => page.getByRole("gridcell", { name });

// saved is the name and the text of what the grid is saved as.
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `Save the grid as ${name}` }).click()]);
  return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
}

async function type(page, code) {
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot, null, patience);
  await page.getByRole("textbox", { name: "Rule code" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(code);
}

describe("the grid", () => {
  it("shows any two dimensions, and the address opens the same again", async () => {
    const page = await opened();
    await page.getByRole("grid", { name: "Protocol by Policy" }).waitFor();
    await page.getByRole("combobox", { name: "Rows" }).selectOption("Age of auth0-mf");
    await page.getByRole("combobox", { name: "Columns" }).selectOption("SSO session");
    await page.getByRole("grid", { name: "Age of auth0-mf by SSO session" }).waitFor(patience);
    await page.getByRole("rowheader", { name: "20 d, used 3 d ago" }).waitFor();
    await page.getByRole("columnheader", { name: "No session" }).waitFor();
    await page.waitForFunction(() => location.hash.includes("rows=cookie-age&cols=session"), null, patience);
    const hash = await page.evaluate(() => location.hash);
    const again = await opened(hash);
    await again.getByRole("grid", { name: "Age of auth0-mf by SSO session" }).waitFor(patience);
    await again.getByRole("combobox", { name: "Columns" }).selectOption("Age of auth0-mf"); // both the same: they change places
    await again.getByRole("grid", { name: "SSO session by Age of auth0-mf" }).waitFor(patience);
    await assertClean(again);
    await assertClean(page);
  });

  it("follows what is typed and marks the cells that it changed", async () => {
    const page = await opened();
    await cell(page, /^Refresh, Never: skipped, nothing requires it/).waitFor();
    await type(page, asks);
    await cell(page, /^Refresh, Never: refused\. Changed by the edit, was skipped.*A refresh exchange has no browser/).waitFor(patience);
    await page.getByRole("status").filter({ hasText: /24 cells, \d+ changed by the edit/ }).waitFor();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await cell(page, /^Refresh, Never: skipped/).waitFor(patience);
    await assertClean(page);
  });

  it("tells the reasons of the cell that is pointed at, and says why a cell cannot be", async () => {
    const page = await opened();
    await cell(page, /^Code flow, Always/).hover();
    await page.locator(".grid-detail", { hasText: /Code flow · Always.*The policy is "Always"/s }).waitFor();
    await cell(page, /^Password grant, Never: not possible\. No application of this tenant/).hover();
    await page.locator(".grid-detail", { hasText: "none of them may use the grant" }).waitFor();
    await page.getByRole("combobox", { name: "Columns" }).selectOption("Age of auth0-mf");
    await cell(page, /^Refresh, 6 d: not possible\. A refresh exchange has no browser: no auth0-mf cookie/).waitFor(patience);
    await assertClean(page);
  });

  it("opens a cell as a scenario by the keyboard, and undo comes back", async () => {
    const page = await opened();
    await cell(page, /^Code flow, Never/).focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
    await page.locator(".grid-detail", { hasText: "prompt=none · Always" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Why", selected: true }).waitFor(patience);
    await page.locator(".why", { hasText: "the answer is login_required" }).waitFor(patience);
    await page.locator("[id^=step-]", { hasText: "visit portal prompt=none" }).waitFor();
    assert.equal(await page.locator("[id^=step-]").count(), 1);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.waitForFunction(() => document.querySelectorAll("[id^=step-]").length === 13, null, patience);
    await assertClean(page);
  });

  it("tells a finger the reasons first, and opens the cell at the second touch or by the button", async () => {
    const page = await opened("#tab=grid", { touch: true });
    const open = page.locator(".grid-detail").getByRole("button", { name: "Open" });
    const scenario = () => page.locator("[id^=step-]").count();
    await cell(page, /^prompt=none, Always/).tap();
    await page.locator(".grid-detail", { hasText: /prompt=none · Always.*login_required/s }).waitFor(patience);
    await cell(page, /^Refresh, Never/).tap();
    await page.locator(".grid-detail", { hasText: /Refresh · Never/ }).waitFor(patience);
    assert.equal(await scenario(), 13, "nothing was opened so far");
    await cell(page, /^Refresh, Never/).tap();
    await page.getByRole("tab", { name: "Why", selected: true }).waitFor(patience);
    await page.waitForFunction(() => document.querySelectorAll("[id^=step-]").length === 1, null, patience);
    await page.getByRole("button", { name: "Undo" }).first().tap();
    await page.getByRole("tab", { name: "Grid" }).tap();
    await cell(page, /^Code flow, Always/).tap(patience);
    await open.tap();
    await page.locator("[id^=step-]", { hasText: "ada: sign-in" }).waitFor(patience);
    await assertClean(page);
  });

  it("is saved as a picture, for spreadsheets and as a document", async () => {
    const page = await opened();
    const [svgName, svg] = await saved(page, "SVG");
    assert.match(svgName, /-grid\.svg$/);
    const shapes = await page.evaluate((text) => {
      const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
      return [drawn.querySelectorAll("parsererror").length, drawn.querySelectorAll("g").length];
    }, svg);
    assert.deepEqual(shapes, [0, 24]);
    const [csvName, csv] = await saved(page, "CSV");
    assert.match(csvName, /\.csv$/);
    const lines = csv.trimEnd().split("\r\n");
    assert.equal(lines.length, 25);
    assert.equal(lines[0], "Protocol,Policy,Outcome,In words,Was,Why");
    assert.match(lines[2], /^Code flow,Always,challenged,"challenged, with the tick box",,"The policy is ""Always""/);
    const [, markdown] = await saved(page, "Markdown");
    assert.match(markdown, /\| Code flow \| skipped, nothing requires it \| challenged, with the tick box \|/);
    assert.match(markdown, /- Refresh, Never: \*\*skipped, nothing requires it\*\*\. /);
    await assertClean(page);
  });
});

describe("the comparison over the grid", () => {
  it("finds a version equal to itself, and lists where an edit differs from the original", async () => {
    const page = await opened("#tab=grid&versus=original");
    await page.getByRole("heading", { name: /^Original and Now: equal in all \d{3,} cells$/ }).waitFor(patience);
    await type(page, asks);
    await page.getByRole("heading", { name: /^Original and Now differ in \d+ of \d{3,} cells$/ }).waitFor(patience);
    const first = page.locator(".grid-apart li").first();
    assert.match(await first.innerText(), /Original[\s\S]*skipped[\s\S]*did not ask for a second factor[\s\S]*Now[\s\S]*challenged[\s\S]*sets context\.multifactor/);
    await first.getByRole("button").click();
    await page.getByRole("tab", { name: "Why", selected: true }).waitFor(patience);
    await assertClean(page);
  });

  it("compares a Rule with an Action", async () => {
    const page = await opened("lessons/rule-default-and-action-default/#tab=grid");
    await page.getByRole("combobox", { name: "Compare with" }).selectOption("Rule with Action");
    await page.getByRole("heading", { name: /^As a Rule and As an Action differ in \d+ of \d+ cells$/ }).waitFor(patience);
    assert.match(await page.locator(".grid-apart").innerText(), /means true in a rule[\s\S]*means false in an action/i);
    const csv = (await saved(page, "CSV"))[1].split("\r\n");
    assert.match(csv[0], /,Why,As a Rule,As a Rule: why,As an Action,As an Action: why$/);
    assert.match(csv[1], /^Code flow,.*,"challenged, with the tick box",".*",.*"challenged, without the tick box",".*means false in an action/);
    const markdown = (await saved(page, "Markdown"))[1];
    assert.match(markdown, /## As a Rule and As an Action differ in \d+ of \d+ cells/);
    assert.match(markdown, /- Protocol: Code flow; Policy: Never\n  - As a Rule: \*\*challenged, with the tick box\*\*\. .*\n  - As an Action: \*\*challenged, without the tick box\*\*\. /);
    assert.match((await saved(page, "SVG"))[1], /As a Rule: challenged, with the tick box\. As an Action: challenged, without the tick box\.<\/title>/);
    await assertClean(page);
  });
});

describe("the grid in somebody's page", () => {
  const tag = (attributes) => (root) => `<script async src="${root}embed.js"></script><mfa-playground id="a" ${attributes}></mfa-playground>`;
  const pages = {
    "grid.html": tag('lesson="the-display-that-stopped" panels="code,grid"'),
    "chosen.html": tag('lesson="the-display-that-stopped" panels="grid" rows="session" cols="cookie-age" versus="original"'),
    "kinds.html": tag('lesson="rule-default-and-action-default" panels="grid" versus="kinds"'),
    "locked.html": tag('lesson="the-display-that-stopped" panels="grid" readonly'),
  };
  let host;
  before(async () => {
    host = await startHost((root) => Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, page(root)])));
  });
  after(() => host?.close());

  it("is a panel of an embed", async () => {
    const page = await started(host, "grid.html", "a");
    const frame = inside(page, "#a iframe");
    await frame.getByRole("gridcell", { name: /^Code flow, Always: challenged/ }).waitFor(patience);
    await page.assertClean();
  });

  it("has the rows, the columns and the comparison that the tag asks for, and follows the tag", async () => {
    const page = await started(host, "chosen.html", "a");
    const frame = inside(page, "#a iframe");
    await frame.getByRole("grid", { name: "SSO session by Age of auth0-mf" }).waitFor(patience);
    await frame.getByRole("heading", { name: /^Original and Now: equal in all \d{3,} cells$/ }).waitFor(patience);
    assert.deepEqual(await frame.getByRole("combobox").evaluateAll((list) => list.map((e) => e.value)), ["session", "cookie-age", "original"]);
    const change = (name, value) => page.locator("#a").evaluate((e, [n, v]) => e.setAttribute(n, v), [name, value]);
    await change("rows", "acr-values");
    await frame.getByRole("grid", { name: "acr_values by Age of auth0-mf" }).waitFor(patience);
    await change("cols", "person");
    await frame.getByRole("grid", { name: "acr_values by Person" }).waitFor(patience);
    await frame.getByRole("columnheader", { name: "ada" }).waitFor(patience);
    await change("versus", "baseline");
    await frame.getByText("Nothing has been edited so far: there is nothing to compare with.").waitFor(patience);
    await page.locator("#a").evaluate((e, code) => e.setCode(code), asks);
    await frame.getByRole("heading", { name: /^Before and Now differ in \d+ of \d+ cells$/ }).waitFor(patience);
    await page.assertClean();
  });

  it("compares a Rule with an Action, and its cells open where readers may change something", async () => {
    let page = await started(host, "kinds.html", "a");
    let frame = inside(page, "#a iframe");
    await frame.getByRole("heading", { name: /^As a Rule and As an Action differ in \d+ of \d+ cells$/ }).waitFor(patience);
    await frame.getByRole("gridcell", { name: /^prompt=none, Always/ }).click();
    await frame.locator(".embed-where", { hasText: /^Step 1 of 1, ada: visit portal prompt=none/ }).waitFor(patience);
    await frame.getByRole("tab", { name: "Grid" }).click();
    await frame.getByRole("gridcell").first().waitFor(patience); // the way back
    await page.assertClean();

    page = await started(host, "locked.html", "a");
    frame = inside(page, "#a iframe");
    await frame.getByRole("gridcell", { name: /^prompt=none, Always/ }).click(patience);
    await frame.getByRole("contentinfo").getByText("This example is read-only").waitFor(patience);
    await frame.locator(".embed-where", { hasText: /^Step 13 of 13/ }).waitFor(patience);
    await page.assertClean();
  });

  for (const [width, dark] of [[375, false], [375, true], [800, false], [800, true]]) {
    it(`fits, and axe finds nothing, at ${width} px, ${dark ? "dark" : "light"}`, async () => {
      const page = await started(host, "chosen.html", "a", { width, dark });
      await page.locator("#a").evaluate((e, theme) => e.setAttribute("theme", theme), dark ? "dark" : "light");
      const frame = page.frames()[1];
      await frame.getByRole("gridcell").last().waitFor(patience);
      await frame.getByRole("heading", { name: /^Original and Now/ }).waitFor(patience);
      const height = () => frame.evaluate(() => document.body.getBoundingClientRect().height);
      const before = await height();
      for (const i of [0, 35]) {
        await frame.getByRole("gridcell").nth(i).focus();
        await frame.locator(".grid-detail li").first().waitFor(patience);
        assert.equal(await height(), before, "the page around moves with the reasons");
      }
      assert.ok(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "wider than its frame");
      await frame.evaluate(axe);
      const found = await frame.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join()}`), []);
      await page.assertClean();
    });
  }
});
