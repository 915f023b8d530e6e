// The search for a counterexample, as a person goes about it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, named, start } from "./harness.mjs";
import { linkTo } from "./link.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const native = readFileSync(new URL("../../engine/grid/testdata/counterexample.txtar", import.meta.url), "utf8");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 90_000 };
const form = (page) => page.getByRole("form", { name: "Find a counterexample" });
const result = (page) => page.getByRole("region", { name: "Result of the search" });
const find = (page) => form(page).getByRole("button", { name: "Find a counterexample" }).click();
const titled = (page, text) => page.getByText(text, { exact: true }).waitFor(patience);

// opened opens a lesson with the tab.
async function opened(lesson, view = {}) {
  const page = await site.openPage(`lessons/${lesson}/`, view);
  await interactive(page);
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  if (view.width < 1200) await page.getByRole("navigation", { name: "Panels" }).getByRole("button", { name: "Inspector" }).click();
  await page.getByRole("tab", { name: "Search" }).click();
  await form(page).waitFor(patience);
  return page;
}

// claim says what must hold.
async function claim(page, about, must) {
  await form(page).getByLabel("About").selectOption(about);
  await form(page).getByLabel("Must hold").selectOption(must);
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join()}`);
}

describe("find a counterexample", () => {
  it("finds the way round a rule, and opens it as a scenario that undo leads back from", async () => {
    const page = await opened("bypass-on-prompt-none");
    const steps = await page.locator(".steps .step").count();
    await claim(page, "Everybody", "no tokens on a password alone");
    await titled(page, "Nobody gets tokens on a password alone.");
    await find(page);
    await result(page).getByText(/^Counterexample in 1 step, the shortest there is with the policy as it is\. \d+ cases covered until then\.$/).waitFor(patience);
    await result(page).getByText(/Protocol: prompt=none/).waitFor(patience);
    await result(page).getByRole("button", { name: "Open it as a scenario" }).click();
    await page.getByRole("list", { name: "Steps" }).getByRole("button", { name: "ada: visit portal prompt=none" }).waitFor(patience);
    assert.equal(await page.locator(".steps .step").count(), 1);
    const why = page.getByRole("tabpanel", { name: "Why" });
    await why.getByText("No second factor was asked for").waitFor(patience);
    await why.getByText(/not mfa not-asked/).waitFor(patience); // the expectation, which does not hold
    await page.locator(".top-tools").getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction((n) => document.querySelectorAll(".steps .step").length === n, steps, patience);
    await assertClean(page);
  });

  it("finds the same as the native search, byte for byte", async () => {
    const page = await opened("bypass-on-prompt-none");
    await claim(page, "ada", "asked at least every so many days");
    await titled(page, "Ada is asked at least every 30 days.");
    await find(page);
    await result(page).getByRole("button", { name: "Open it as a scenario" }).click(patience);
    await page.waitForFunction(() => localStorage.getItem("mfa-playground:work:bypass-on-prompt-none")?.includes("Counterexample"), null, patience);
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem("mfa-playground:work:bypass-on-prompt-none"))[0].text);
    assert.equal(kept, native);
    await assertClean(page);
  });

  it("sees the display refused after an edit of the rule, and not once it is exempt", async () => {
    const page = await opened("the-display-that-stopped");
    const write = (code) =>
      page.evaluate((value) => {
        const editor = document.querySelector("code-editor");
        editor.value = value;
        editor.dispatchEvent(new CustomEvent("edit", { detail: { value }, bubbles: true }));
      }, code);
    const ask = "context.multifactor = { provider: 'any', allowRememberBrowser: false }; callback(null, user, context); }";
    await write(`function mfa(user, context, callback) { ${ask}`);
    await claim(page, "the display", "never refused");
    await find(page);
    await result(page).getByText(/A refresh exchange has no browser/).waitFor(patience);
    await write(
      `function mfa(user, context, callback) { if (context.protocol === 'oauth2-refresh-token') return callback(null, user, context); ${ask}`,
    );
    await result(page).getByText(/has been changed since/).waitFor(patience);
    await find(page);
    await result(page).getByText(/^No counterexample among \d{3,} cases\.$/).waitFor(patience);
    await result(page).getByText(/Varied, with so many values: Policy \(3\), Protocol \(8\)/).waitFor(patience);
    await assertClean(page);
  });

  it("tells how far it is, lets one work meanwhile, and can be cancelled", async () => {
    const page = await opened("remember-this-device");
    await claim(page, "Everybody", "no tokens on a password alone");
    await find(page);
    const bar = page.getByRole("progressbar", { name: "Search" });
    await bar.waitFor(patience);
    await page.waitForFunction(() => document.querySelector("progress")?.value > 1, null, patience);
    const at = () => page.evaluate(() => Number(document.querySelector("[role=slider]").ariaValueNow));
    const before = await at();
    await page.keyboard.press("k");
    await page.waitForFunction((was) => Number(document.querySelector("[role=slider]").ariaValueNow) === was - 1, before, patience);
    assert.ok(await bar.isVisible(), "the search goes on");
    await form(page).getByRole("button", { name: "Cancel" }).click();
    await result(page).getByText(/^Cancelled\. No counterexample among the first \d+ cases\.$/).waitFor(patience);
    await page.locator("#announcer").filter({ hasText: /^Search cancelled after \d+ cases$/ }).waitFor({ ...patience, state: "attached" });
    const text = await result(page).innerText();
    await page.waitForTimeout(700);
    assert.equal(await result(page).innerText(), text, "nothing is searched any more");
    await assertClean(page);
  });

  it("varies what one wants, and says how much that was", async () => {
    const page = await opened("remember-this-device");
    await claim(page, "ada", "asked for a second factor every time");
    await form(page).getByText("What varies: 8 of 8").click();
    for (const box of await form(page).getByRole("checkbox").all()) await box.uncheck();
    await form(page).getByText("What varies: 0 of 8").waitFor(patience);
    await find(page);
    await result(page).getByText("No counterexample among 1 case.").waitFor(patience);
    await result(page).getByText(/nothing but the scenario itself/).waitFor(patience);
    await form(page).getByRole("checkbox", { name: "Age of auth0-mf" }).check();
    await find(page);
    await result(page).getByText(/^Counterexample in 2 steps/).waitFor(patience);
    await assertClean(page);
  });

  it("says whether it holds with the policy as it is, before it tries another", async () => {
    const page = await opened("closed-browser-forgets");
    await form(page).getByText("What varies: 8 of 8").click();
    for (const name of ["Enrolled factor", "Persistent or not"]) await form(page).getByRole("checkbox", { name }).uncheck();
    await find(page);
    await result(page).getByText(/^It holds with the policy as it is, in all of \d+ cases\. With another one there is a counterexample in 1 step, the shortest there is\.$/).waitFor(patience);
    await result(page).getByText(/^Policy: Never; SSO session: 1 h ago\./).waitFor(patience);
    await result(page).getByText(/: Policy \(3\), Protocol \(7\), Age of auth0-mf \(7\), SSO session \(7\), Person \(1\), Application \(1\)\.$/).waitFor(patience);
    await assertClean(page);
  });

  it("says who took part where not everybody could", async () => {
    const many = (n, line) => Array.from({ length: n }, (_, i) => line(i)).join("\n");
    const text = `A crowd

-- tenant --
start 2026-11-02T08:00:00Z
policy always
${many(20, (i) => `person p${i} email=p${i}@example.com`)}
${many(30, (i) => `app app${i} type=spa`)}
browser p0 person=p0

-- steps --
p0: visit app0
`;
    const page = await site.openPage(`${linkTo(text, 1)}&tab=search`);
    await interactive(page);
    await form(page).getByRole("option", { name: "p19", exact: true }).waitFor({ ...patience, state: "attached" });
    await claim(page, "Everybody", "never asked for a second factor");
    await find(page);
    await result(page).getByText(/Person \(\d+ of 20: p0, p1, [p\d, ]+\), Application \(\d+ of 30: app0, app1, [ap\d, ]+\)\.$/).waitFor(patience);
    await page.getByRole("tab", { name: "Grid" }).click();
    await page.getByRole("combobox", { name: "Rows" }).selectOption("Application");
    await page.getByText("60 cells, of the first 20 of 30 applications", { exact: true }).waitFor(patience);
    await assertClean(page);
  });

  it("says what is wrong with a number, and needs the keyboard alone", async () => {
    const page = await opened("remember-this-device");
    const tab = page.getByRole("tab", { name: "Search" });
    await page.keyboard.press("1");
    await form(page).waitFor({ ...patience, state: "detached" });
    await page.keyboard.press(await tab.getAttribute("aria-keyshortcuts"));
    await form(page).waitFor(patience);
    await form(page).getByLabel("Must hold").selectOption("asked at least every so many days");
    const days = form(page).getByLabel("Days");
    await days.fill("soon");
    await days.press("Tab");
    await page.getByRole("alert").filter({ hasText: '"soon" is no number of days; expected 1 to 365' }).waitFor(patience);
    assert.equal(await days.getAttribute("aria-invalid"), "true");
    await days.fill("400");
    await days.press("Enter");
    await page.getByRole("alert").filter({ hasText: "400" }).waitFor(patience);
    await days.fill("5");
    await days.press("Tab");
    await titled(page, "Everybody is asked at least every 5 days.");
    await form(page).getByRole("button", { name: "Find a counterexample" }).focus();
    await page.keyboard.press("Enter");
    await result(page).getByText(/^Counterexample in/).waitFor(patience);
    await page.locator("#announcer").filter({ hasText: /^Counterexample in/ }).waitFor({ ...patience, state: "attached" });
    await assertClean(page);
  });

  it("loads its program for who searches, and for nobody else", async () => {
    const page = await opened("bypass-on-prompt-none");
    const loaded = () => site.server.asked.filter((name) => name === named("seek.wasm")).length;
    const before = loaded();
    await page.waitForTimeout(500);
    assert.equal(loaded(), before);
    await find(page);
    await result(page).waitFor(patience);
    assert.equal(loaded(), before + 1);
    await find(page);
    await result(page).waitFor(patience);
    assert.equal(loaded(), before + 1, "once for all searches");
    await assertClean(page);
  });

  it("says so when its program cannot be loaded", async () => {
    const broken = await start({ pages: { [named("seek.wasm")]: "this is no program" } });
    try {
      const page = await broken.openPage("lessons/bypass-on-prompt-none/#tab=search");
      await interactive(page);
      await find(page);
      await result(page).getByText(/The search could not be loaded/).waitFor(patience);
      assert.ok(await form(page).getByRole("button", { name: "Find a counterexample" }).isEnabled(), "one can try again");
      await page.context().close();
    } finally {
      await broken.close();
    }
  });

  for (const [width, dark] of [
    [1280, false],
    [1280, true],
    [375, false],
    [320, true],
  ]) {
    it(`has nothing that axe finds, and fits, at ${width} px, ${dark ? "dark" : "light"}`, async () => {
      const page = await opened("bypass-on-prompt-none", { width, height: 760, dark });
      await form(page).getByText(/^What varies/).click();
      await form(page).getByLabel("Must hold").selectOption("asked at least every so many days");
      await form(page).getByLabel("Days").waitFor(patience);
      assert.deepEqual(await violations(page), [], "the form");
      await find(page);
      await result(page).getByRole("button", { name: "Open it as a scenario" }).waitFor(patience);
      assert.deepEqual(await violations(page), [], "the result");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
      await assertClean(page);
    });
  }
});
