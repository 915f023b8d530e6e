// Lessons as a person goes through them: try something wrong, read what broke,
// take a hint, solve it, come back later.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 20_000 };
const lesson = "lessons/second-app-asks-again/";

const goal = (page) => page.getByRole("region", { name: "The goal" });
const list = (page) => goal(page).locator(".checks > li");

// says waits until the line of the goal has a text.
async function says(page, expected) {
  await goal(page)
    .filter({ hasText: expected })
    .waitFor(patience)
    .catch(async () => assert.match(await goal(page).innerText(), expected, "in the goal"));
}

// write replaces the code in the editor.
async function write(page, code) {
  await page.locator("code-editor .cm-content").waitFor(patience); // it loads after the first paint
  await page.getByRole("textbox", { name: "Rule code" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(code); // pasted: what the editor completes while somebody types is tested elsewhere
}

const wrong =
  "function mfa(user, context, callback) { context.multifactor = { provider: 'any', allowRememberBrowser: true }; callback(null, user, context); }";
const right =
  "function mfa(user, context, callback) { const m = context.authentication && context.authentication.methods || []; " +
  "if (!m.some((x) => x.name === 'mfa')) context.multifactor = { provider: 'any' }; callback(null, user, context); }";

async function opened(path = lesson, view = {}) {
  const page = await site.openPage(path, view);
  await interactive(page);
  return page;
}

describe("a lesson", () => {
  it("shows its question, its goal and what is missing before any script runs", async () => {
    const page = await site.openPage(lesson, { scripts: false });
    assert.match(await page.title(), /Why does a second app ask for MFA again/);
    assert.match(await goal(page).innerText(), /0 of 4 checks met|[123] of 4 checks met/);
    assert.match(await page.locator('meta[name="description"]').getAttribute("content"), /Single sign-on skips the sign-in page/);
    await page.context().close();
  });

  it("tells what a wrong fix broke, is solved by the right one, and stays solved", async () => {
    const page = await opened();
    await says(page, /asked again in the shop/);
    await write(page, wrong);
    await says(page, /Ada passed her code a minute ago and is asked again in the shop/);
    await write(page, right);
    await says(page, /Solved/);
    await says(page, /4 of 4 checks met/);
    await says(page, /Single sign-on is no memory of MFA/);
    await page.locator("#announcer").filter({ hasText: /Solved: In one session/ }).waitFor({ ...patience, state: "attached" });
    await goal(page).getByRole("link", { name: "Next lesson" }).waitFor(patience);

    // later, in another tab of this browser
    const later = await page.context().newPage();
    await later.goto(site.root + "lessons/");
    await later.getByText("1 of", { exact: false }).first().waitFor(patience);
    const item = later.locator('[data-slug="second-app-asks-again"]');
    assert.equal(await item.locator(".lesson-mark").innerText(), "solved");
    later.on("dialog", (dialog) => dialog.accept());
    await later.getByRole("button", { name: "Forget progress" }).click();
    await later.getByText(/0 of \d+ solved/).waitFor(patience);
    await later.reload();
    await later.getByText(/0 of \d+ solved/).waitFor(patience);
    await assertClean(page);
  });

  it("says its goal in full, whichever lesson it is and however wide the window", async () => {
    const slugs = readdirSync(new URL("../../engine/scenario/lessons/", import.meta.url)).filter((name) => name.endsWith(".txtar"));
    assert.ok(slugs.length >= 37);
    for (const width of [1280, 375]) {
      const page = await site.openPage("", { scripts: false, width });
      for (const name of slugs) {
        await page.goto(`${site.root}lessons/${name.replace(".txtar", "")}/`);
        const cut = await page.locator(".goal-lead, .goal-news").evaluateAll((list) => list.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent));
        assert.deepEqual(cut, [], `${name} at ${width} px`);
      }
      await page.context().close();
    }
  });

  it("says on its first screen what it is not, and what is guessed, with facts", async () => {
    const page = await site.openPage("");
    await interactive(page);
    await page.getByText("An independent imitation of an Auth0 tenant's MFA; not affiliated.").waitFor(patience);
    await page.getByText("What is guessed", { exact: true }).press("Enter");
    const links = page.locator(".guesses li a");
    assert.ok((await links.count()) > 20);
    assert.match(await links.first().getAttribute("href"), /facts\/#\d/);
    await page.keyboard.press("Escape");
    await links.first().waitFor({ ...patience, state: "hidden" });
    await assertClean(page);
  });

  it("gives its hints one by one", async () => {
    const page = await opened();
    for (const n of [1, 2, 3]) {
      await goal(page).getByRole("button", { name: `Hint ${n} of 3` }).click();
      await page.waitForFunction((n) => document.querySelectorAll(".hints > li").length === n, n, patience);
    }
    assert.equal(await goal(page).getByRole("button", { name: "Hint 3 of 3" }).isDisabled(), true);
    await assertClean(page);
  });

  it("shows its solution as an edit that can be undone", async () => {
    const page = await opened();
    await goal(page).getByRole("button", { name: "Checks and solution" }).click();
    assert.equal(await list(page).count(), 4);
    await goal(page).getByRole("button", { name: "Show it as an action" }).click();
    await says(page, /Solved/);
    await page.getByRole("textbox", { name: "Action code" }).filter({ hasText: /m\.name === 'mfa'/ }).waitFor(patience);
    await page.getByRole("button", { name: "Undo", exact: true }).first().click();
    await says(page, /of 4 checks met/);
    await goal(page).getByText(/^The goal$/).waitFor(patience);
    await assertClean(page);
  });

  it("is solved by a setting of the display, where the fix is none of the code", async () => {
    const page = await opened("lessons/device-code-expired/");
    await says(page, /Ada comes after an hour/);
    const tenant = page.getByRole("region", { name: "Tenant", exact: true });
    await tenant.getByRole("tab", { name: "Apps & people" }).click();
    await tenant.getByRole("button", { name: /naive firmware/ }).click();
    const choice = tenant.getByRole("combobox", { name: "When its code runs out" });
    await choice.selectOption("stop");
    await says(page, /connects nothing after an hour/);
    await choice.selectOption("renew");
    await says(page, /Solved/);
    await assertClean(page);
  });

  it("is solved by what an application does, and its checks keep to those steps", async () => {
    const page = await opened("lessons/mfa-token-is-expired/");
    await says(page, /after eleven minutes/);
    const steps = page.getByRole("list", { name: "Steps" }).getByRole("button", { name: "mobile: post" });
    assert.equal(await steps.count(), 2);
    await goal(page).getByRole("button", { name: "Checks and solution" }).click();
    await goal(page).getByRole("button", { name: "Show it begin again" }).click();
    await says(page, /Solved/);
    await steps.nth(2).waitFor(patience);
    assert.equal(await steps.count(), 3);
    await assertClean(page);
  });

  it("opens a check as a scenario, and comes back", async () => {
    const page = await opened();
    await goal(page).getByRole("button", { name: "Checks and solution" }).click();
    await goal(page).getByRole("button", { name: /Open as a scenario: Neither does an application/ }).click();
    await page.getByRole("list", { name: "Steps" }).getByRole("button", { name: "ben: visit wiki" }).first().waitFor(patience);
    await page.getByRole("button", { name: "Undo", exact: true }).first().click();
    await page.getByRole("list", { name: "Steps" }).getByRole("button", { name: "ada: visit shop" }).waitFor(patience);
    await assertClean(page);
  });

  it("can be solved where nothing may be kept", async () => {
    const refuse = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
    const page = await opened(lesson, { before: refuse });
    await goal(page).getByRole("button", { name: "Checks and solution" }).click();
    await goal(page).getByRole("button", { name: "Show it as a rule" }).click();
    await says(page, /Solved/);
    await assertClean(page);
  });

  for (const [width, dark] of [
    [1280, false],
    [375, true],
  ]) {
    it(`has nothing for axe to find with everything open, at ${width} px`, async () => {
      const page = await opened(lesson, { width, dark });
      await goal(page).getByRole("button", { name: "Hint 1 of 3" }).click();
      await page.waitForFunction(() => document.querySelectorAll(".hints > li").length === 1, null, patience);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} (${n.failureSummary})`)), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
      await assertClean(page);
    });
  }
});

describe("the list of lessons", () => {
  it("finds a lesson by the words of its question or answer", async () => {
    const page = await site.openPage("lessons/");
    const shown = () => page.locator("[data-slug]:visible").count();
    const all = await shown();
    assert.ok(all >= 38, `${all} lessons are listed`);
    await page.getByRole("searchbox", { name: "Search the lessons" }).fill("leeway seconds");
    await page.getByRole("status").filter({ hasText: "1 lesson found" }).waitFor(patience);
    await page.getByRole("link", { name: /both tabs signed out/ }).waitFor(patience);
    assert.equal(await shown(), 1);
    await page.getByRole("searchbox", { name: "Search the lessons" }).fill("");
    assert.equal(await shown(), all);
    await assertClean(page);
  });

  it("exports progress and imports it again", async () => {
    const page = await site.openPage("lessons/");
    const imported = (text) =>
      page.locator("#progress-file").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await imported('{"version":1,"solved":["lost-laptop","unknown"]}');
    await page.getByText("1 solved lesson was read from p.json").waitFor(patience);
    await page.getByText(/^1 of \d+ solved/).waitFor(patience);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export progress" }).click()]);
    assert.deepEqual(JSON.parse(readFileSync(await download.path(), "utf8")), { version: 1, solved: ["lost-laptop"] });
    for (const bad of ["hello", '{"version":2,"solved":[]}', "[]"]) {
      await imported(bad);
      await page.getByText(/p\.json was not taken over/).waitFor(patience);
      await page.getByText(/^1 of \d+ solved/).waitFor(patience);
    }
    await assertClean(page);
  });

  it("forgets progress for who says so twice, and only then", async () => {
    const page = await site.openPage("lessons/");
    const reset = page.getByRole("button", { name: "Forget progress" });
    assert.ok(await reset.isDisabled(), "nothing is there to be forgotten");
    const solved = ["lost-laptop", "the-hanging-rule"];
    await page.locator("#progress-file").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ version: 1, solved })) });
    await page.getByText("2 solved lessons were read from p.json").waitFor(patience);
    page.once("dialog", (dialog) => dialog.dismiss());
    await reset.click();
    await page.getByText(/^2 of \d+ solved/).waitFor(patience);
    page.once("dialog", (dialog) => dialog.accept());
    await reset.click();
    await page.getByText("Forgotten: no lesson counts as solved").waitFor(patience);
    await page.getByText(/^0 of \d+ solved/).waitFor(patience);
    await page.reload();
    await page.getByText(/^0 of \d+ solved/).waitFor(patience);
    await assertClean(page);
  });

  it("can be read without scripts", async () => {
    const page = await site.openPage("lessons/", { scripts: false });
    assert.ok((await page.locator("[data-slug]:visible").count()) >= 38);
    assert.equal(await page.getByRole("searchbox").count(), 0);
    await page.context().close();
  });
});
