// The list of steps: insert, change, duplicate, move, remove, and edit as text.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 15_000 };
const list = (page) => page.getByRole("list", { name: "Steps" });
const texts = (page) => list(page).locator(".step-text").allInnerTexts();
const tool = (page, name) => page.getByRole("group", { name: "Edit the steps" }).getByRole("button", { name });
const opened = async (path = "", view = {}) => {
  const page = await site.openPage(path, view);
  await interactive(page);
  return page;
};

// shows waits until the steps are these, from the first on.
async function shows(page, first) {
  await page
    .waitForFunction((want) => {
      const now = [...document.querySelectorAll(".steps .step-text")].map((e) => e.textContent);
      return want.every((text, i) => now[i] === text);
    }, first, patience)
    .catch(async () => assert.deepEqual((await texts(page)).slice(0, first.length), first));
}

const select = (page, n) => list(page).getByRole("button").nth(n - 1).click();

describe("the list of steps", () => {
  it("is edited step by step, and every edit is undone", async () => {
    const page = await opened();
    const start = (await list(page).locator(".step-text").evaluateAll((all) => all.map((e) => e.textContent)));
    await select(page, 1);
    await tool(page, "Insert a step after this one").click();
    const field = page.getByRole("textbox", { name: "New step 2" });
    await field.fill("ada: visit portal");
    await field.press("Enter");
    await shows(page, [start[0], "ada: visit portal", start[1]]);
    await tool(page, "Edit this step").click();
    const again = page.getByRole("textbox", { name: "Step 2" });
    assert.equal(await again.inputValue(), "ada: visit portal");
    await again.fill("wait 2d");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await shows(page, [start[0], "+ 2 d", start[1]]);
    await tool(page, "Duplicate this step").click();
    await shows(page, [start[0], "+ 2 d", "+ 2 d", start[1]]);
    await tool(page, "Move this step later").click();
    await shows(page, [start[0], "+ 2 d", start[1], "+ 2 d"]);
    await tool(page, "Move this step earlier").click();
    await shows(page, [start[0], "+ 2 d", "+ 2 d", start[1]]);
    await tool(page, "Remove this step").click();
    await shows(page, [start[0], "+ 2 d", start[1]]);
    for (let i = 0; i < 6; i++) await page.getByRole("button", { name: "Undo" }).first().click();
    await shows(page, start);
    await assertClean(page);
  });

  it("tells at the field what is wrong, and loses nothing", async () => {
    const page = await opened();
    await page.keyboard.press("e");
    const field = page.getByRole("textbox", { name: /^Step 13/ });
    await page.waitForFunction(() => document.activeElement?.id === "step-text", null, patience);
    await field.fill("ada: fly");
    await field.press("Enter");
    await page.getByRole("alert").filter({ hasText: /Character 6: unknown verb "fly".*expected visit, sign-in/ }).waitFor(patience);
    assert.equal(await field.inputValue(), "ada: fly");
    assert.equal(await field.getAttribute("aria-describedby"), "step-text-flaw");
    await field.press("Escape");
    await field.waitFor({ ...patience, state: "detached" });
    await page.waitForFunction(() => document.activeElement?.id === "step-13", null, patience);
    await assertClean(page);
  });

  it("can be edited as text, as a whole", async () => {
    const page = await opened();
    await tool(page, "Edit all steps as text").click();
    const field = page.getByRole("textbox", { name: "Steps as text" });
    const text = await field.inputValue();
    assert.match(text, /^# Monday[\s\S]*display: power on/m);
    await field.fill("ada: visit portal\nwait a while\n");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: /Line 2, character 6: "a" is not a duration|Line 2/ }).waitFor(patience);
    await field.fill("ada: visit portal\n# Later\nwait 3d\nada: visit portal\n");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await shows(page, ["ada: visit portal", "+ 3 d", "ada: visit portal"]);
    assert.equal((await texts(page)).length, 3);
    await assertClean(page);
  });

  it("shows skipped steps as skipped", async () => {
    const page = await opened();
    const skipped = list(page).locator('[data-mark="skipped"]').first();
    assert.match(await skipped.innerText(), /skipped/);
    const look = await skipped.locator(".step-text").evaluate((e) => getComputedStyle(e).textDecorationLine);
    assert.equal(look, "line-through");
    assert.match(await skipped.getByRole("button").getAttribute("title"), /skipped/);
    await assertClean(page);
  });
});
