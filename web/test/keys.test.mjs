// The keyboard: each shortcut does what the list says, and none while typing.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 15_000 };
const opened = async (view = {}) => {
  const page = await site.openPage("", view);
  await interactive(page);
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  return page;
};
const at = (page, n) => page.waitForFunction((want) => document.querySelector("[role=slider]").ariaValueNow === String(want), n, patience);

describe("shortcuts", () => {
  it("are listed by ?, and the list closes by Escape and gives the focus back", async () => {
    const page = await opened();
    await page.locator("#step-13").focus();
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await dialog.waitFor(patience);
    const text = await dialog.innerText();
    for (const what of ["Undo", "Redo", "Next step", "Previous step", "Inspector: Why", "Zoom in", "Insert a step", "Previous and next panel"]) {
      assert.ok(text.includes(what), what);
    }
    await page.keyboard.press("j"); // nothing happens behind a dialog
    await page.keyboard.press("Escape");
    await dialog.waitFor({ ...patience, state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "step-13");
    await assertClean(page);
  });

  it("keep their place on a button that is drawn anew, and find one when it can be pressed no more", async () => {
    const page = await opened();
    const card = page.locator("#step-12");
    await card.focus();
    await page.keyboard.press("Enter");
    await page.locator("#step-12[aria-current]").waitFor(patience);
    assert.equal(await page.evaluate(() => document.activeElement.id), "step-12");
    await page.getByRole("button", { name: "+1h" }).focus();
    await page.keyboard.press("Enter");
    const undo = page.getByRole("button", { name: "Undo", exact: true });
    await page.locator('[aria-label="Undo"]:enabled').waitFor(patience);
    await undo.focus();
    await page.keyboard.press("Enter");
    await page.locator('[aria-label="Undo"]:disabled').waitFor(patience);
    await page.waitForFunction(() => document.activeElement !== document.body, null, patience);
    await assertClean(page);
  });

  it("go through steps, panels and tabs", async () => {
    const page = await opened();
    await page.keyboard.press("k");
    await at(page, 12);
    await page.keyboard.press("j");
    await at(page, 13);
    for (const [key, name] of [
      ["2", /^Requests/],
      ["5", /^Logs/],
      ["1", /^Why/],
    ]) {
      await page.keyboard.press(key);
      await page.getByRole("tab", { name, selected: true }).waitFor(patience);
    }
    const panel = (name) => page.waitForFunction((want) => document.activeElement?.getAttribute("aria-label") === want, name, patience);
    for (const name of ["Tenant", "Stage", "Inspector", "Time", "Tenant"]) {
      await page.keyboard.press("]");
      await panel(name);
    }
    await page.keyboard.press("[");
    await panel("Time");
    await assertClean(page);
  });

  it("show the panel they lead to on a narrow screen", async () => {
    const page = await opened({ width: 375, height: 720 });
    await page.keyboard.press("3");
    await page.getByRole("tab", { name: /^Cookies/, selected: true }).waitFor(patience);
    await page.keyboard.press("]");
    await page.getByRole("region", { name: "Tenant", exact: true }).waitFor(patience);
    await assertClean(page);
  });

  it("leave what is typed alone", async () => {
    const page = await opened();
    const editor = page.getByRole("textbox", { name: "Rule code" });
    await editor.getByText("Type here").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" jk[]1?u");
    await page.waitForFunction(() => document.querySelector("code-editor").value.includes("jk[]1?u"), null, patience);
    await at(page, 13);
    assert.equal(await page.getByRole("dialog").count(), 0);
    await assertClean(page);
  });

  it("close menus by Escape, and a click elsewhere does too", async () => {
    const page = await opened();
    const summary = page.locator(".more-menu summary");
    const print = page.getByRole("button", { name: "Print" });
    await summary.click();
    await print.waitFor(patience);
    await page.keyboard.press("Escape");
    await print.waitFor({ ...patience, state: "hidden" });
    assert.ok(await summary.evaluate((e) => e === document.activeElement));
    await summary.click();
    await print.waitFor(patience);
    await page.getByRole("heading", { name: "MFA Playground" }).click();
    await print.waitFor({ ...patience, state: "hidden" });
    await assertClean(page);
  });
});

describe("a screen reader", () => {
  it("hears where one travels, and what an edit led to", async () => {
    const page = await opened();
    const heard = (expected) =>
      page.locator("#announcer").filter({ hasText: expected }).waitFor({ ...patience, state: "attached" });
    await page.keyboard.press("k");
    await heard(/^Step 12 of 13, wait 18h: /);
    await page.getByRole("button", { name: "+7d" }).click();
    await heard(/^Step 13 of 14, wait 7d: .*\./);
    await page.getByRole("tab", { name: /Policy/ }).click();
    await page.getByRole("radio", { name: /^Always/ }).check();
    await heard(/\d+ of 14 steps now end differently/);
    await assertClean(page);
  });
});

// Both founding stories by keyboard alone: after each press the next Tab must
// go on where the reader was.
describe("the keyboard's place", () => {
  const place = (page) =>
    page.evaluate(() => {
      const now = document.activeElement;
      return now === document.body ? "nowhere" : (now.closest(".panel, .difference")?.getAttribute("aria-label") ?? now.closest(".difference")?.className ?? now.localName);
    });
  // press presses a control by keyboard, and tells where the focus is when the
  // selected step is another one.
  async function press(page, scope, name) {
    const control = scope.getByRole("button", { name, exact: true });
    await control.focus(patience);
    const before = await page.evaluate(() => location.hash);
    await page.keyboard.press("Enter");
    await page.waitForFunction((was) => location.hash !== was, before, patience);
    await page.waitForTimeout(100);
  }

  for (const [width, height] of [
    [1280, 900],
    [375, 812],
  ]) {
    it(`is kept on the stage while a sign-in is gone through, at ${width} px`, async () => {
      const page = await site.openPage("lessons/remember-this-device/#at=1", { width, height });
      await interactive(page);
      const window = page.getByRole("group", { name: "Ada's browser", exact: true });
      for (const name of [/^Sign in as Ada/, "Pass", "Open again", "Back", "Quit browser"]) {
        await press(page, window, name);
        assert.equal(await place(page), "Stage", `after ${name}`);
      }
      await page.keyboard.press("Tab");
      assert.equal(await place(page), "Stage", "the next control is near");
      await assertClean(page);
    });

    it(`is kept at the display, at ${width} px`, async () => {
      const page = await site.openPage("", { width, height });
      await interactive(page);
      const display = page.getByRole("group", { name: "The display", exact: true });
      for (const name of ["Refresh", "Power off", "Power on"]) {
        await press(page, display, name);
        assert.equal(await place(page), "Stage", `after ${name}`);
      }
      await assertClean(page);
    });
  }

  it("is what opened a comparison, when it closes", async () => {
    const page = await opened();
    await page.getByRole("tab", { name: /Policy/ }).click();
    await page.getByRole("radio", { name: /^Always/ }).press("Space");
    const step = page.locator(".difference").getByRole("button", { name: /^Step \d+/ }).first();
    await step.press("Enter");
    await page.getByRole("button", { name: "Close before and after" }).press("Enter");
    await page.getByRole("region", { name: "Before and after" }).waitFor({ ...patience, state: "detached" });
    assert.ok(await step.evaluate((e) => e === document.activeElement));
    await assertClean(page);
  });

  it("is the table, when a cookie was deleted", async () => {
    const page = await site.openPage("lessons/remember-this-device/#at=6&tab=cookies", {});
    await interactive(page);
    await page.getByRole("button", { name: /^Delete .*auth0-mf/ }).press("Enter");
    await page.locator("#cookie-ada-auth0-mf").waitFor({ ...patience, state: "detached" });
    assert.equal(await place(page), "Inspector");
    await assertClean(page);
  });
});
