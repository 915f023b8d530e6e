// The timeline: zoom, dragging, keys, notes, and letting time pass.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 15_000 };
const remember = "lessons/remember-this-device/";
const playhead = (page) => page.getByRole("slider", { name: "Moment" });
const picture = (page) => page.locator('[data-c="lanes"]');
const span = async (page) => Number(await picture(page).getAttribute("data-span"));
const steps = (page) => page.getByRole("list", { name: "Steps" });
const stepsNow = async (page) => Number(await playhead(page).getAttribute("aria-valuemax"));
const DAY = 86_400_000;

const opened = async (path = "", view = {}) => {
  const page = await site.openPage(path, view);
  await interactive(page);
  return page;
};

// at waits until the playhead is at a step, counted from 1.
const at = (page, n) => page.waitForFunction((want) => document.querySelector("[role=slider]").ariaValueNow === String(want), n, patience);

describe("the timeline", () => {
  it("has a lane for each thing that lasts, and says them as text", async () => {
    const page = await opened();
    const words = await page.locator(".track-box").innerText();
    for (const name of ["SSO session", "Access token", "Refresh token", "Display"]) assert.match(words, new RegExp(name));
    assert.match(words, /Ada is signed in at the tenant, from 2 Nov \d\d:\d\d to 5 Nov 08:00/);
    assert.match(words, /From the selected moment\. SSO session: Ada's session ends for want of use, \d+ Nov/);
    const other = await opened(remember);
    const cookie = await other.locator(".track-box").innerText();
    assert.match(cookie, /auth0-mf[\s\S]*The 7 days without use end, 23 Dec 08:00[\s\S]*The cap: 30 days after the factor was passed, 15 Jan 08:00/);
    await assertClean(other);
    await assertClean(page);
  });

  it("travels by keys on the playhead, and tells the instant and the outcome", async () => {
    const page = await opened(remember);
    await playhead(page).focus();
    await page.keyboard.press("Home");
    await at(page, 1);
    assert.match(await playhead(page).getAttribute("aria-valuetext"), /^Mon 2 Nov 2026, 08:00:00 UTC\. Step 1 of 35, ada: visit portal: /);
    await page.keyboard.press("ArrowRight");
    await at(page, 2);
    assert.match(await playhead(page).getAttribute("aria-valuetext"), /MFA asked/);
    await page.keyboard.press("PageDown");
    await at(page, 12);
    await page.keyboard.press("End");
    await at(page, 35);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "slider", "the focus stays on the playhead");
    await assertClean(page);
  });

  it("travels by dragging, also to where a finger ends", async () => {
    const page = await opened(remember);
    const box = await picture(page).boundingBox();
    const y = box.y + 12;
    await page.mouse.move(box.x + box.width * 0.66, y);
    await page.mouse.down();
    for (const part of [0.5, 0.3, 0.1, 0.02]) await page.mouse.move(box.x + box.width * part, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => Number(document.querySelector("[role=slider]").ariaValueNow) <= 3, null, patience);
    await page.getByRole("region", { name: "Stage", exact: true }).waitFor();
    await page.waitForFunction(() => /at=[123]&/.test(location.hash), null, patience);
    await assertClean(page);
  });

  it("zooms by buttons, keys and the wheel, from minutes to two months, and fits", async () => {
    const page = await opened();
    const whole = await span(page);
    const spans = async (test) => {
      const end = Date.now() + patience.timeout;
      while (!test(await span(page), whole)) {
        assert.ok(Date.now() < end, `the picture goes on showing ${await span(page)} ms: ${test}`);
        await page.waitForTimeout(20);
      }
    };
    await page.getByRole("button", { name: "Zoom in" }).click();
    await spans((now, whole) => now < whole * 0.6);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await spans((now, whole) => now < whole * 0.3);
    await page.getByRole("button", { name: "Zoom out" }).click();
    await spans((now, whole) => now > whole * 0.3 && now < whole);
    await page.getByRole("button", { name: /^(Fit|Show all)/ }).click();
    await spans((now, whole) => now === whole);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await spans((now, whole) => now < whole * 0.6);
    for (let i = 0; i < 14; i++) await page.keyboard.press("+");
    await page.waitForFunction(() => Number(document.querySelector('[data-c="lanes"]').dataset.span) <= 120_000, null, patience);
    for (let i = 0; i < 18; i++) await page.keyboard.press("-");
    await page.waitForFunction((d) => Number(document.querySelector('[data-c="lanes"]').dataset.span) >= 60 * d, DAY, patience);
    await page.keyboard.press("0");
    await page.waitForFunction((w) => Number(document.querySelector('[data-c="lanes"]').dataset.span) === w, whole, patience);
    await picture(page).hover({ position: { x: 300, y: 60 } });
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Control");
    await page.waitForFunction((w) => Number(document.querySelector('[data-c="lanes"]').dataset.span) < w, whole, patience);
    const from = await picture(page).getAttribute("data-from");
    await page.mouse.wheel(200, 0);
    await page.waitForFunction((f) => document.querySelector('[data-c="lanes"]').dataset.from !== f, from, patience);
    assert.equal(await page.evaluate(() => window.visualViewport.scale), 1, "the page itself is not zoomed");
    await assertClean(page);
  });

  it("tells the exact instant and the cause under the pointer", async () => {
    const page = await opened(remember);
    await page.locator('[data-c="spot"] path').first().hover();
    const note = page.locator(".time-note");
    await note.filter({ hasText: /Mon 2 Nov 2026, 08:00:00 UTC[\s\S]*MFA asked\. Rule "mfa" sets/ }).waitFor(patience);
    await page.locator('[data-c~="stretch"][data-c~="remembered"]').first().hover();
    await note.filter({ hasText: /UTC[\s\S]*Ada's browser is remembered/ }).waitFor(patience);
    await page.keyboard.press("Escape");
    await note.waitFor({ ...patience, state: "hidden" });
    await assertClean(page);
  });

  it("marks what was asked, remembered and impossible by different shapes", async () => {
    const page = await opened(remember);
    const shape = (mark) => page.locator(`[data-c="spot"][data-mark="${mark}"] path`).first().getAttribute("d");
    const asked = await shape("asked");
    const remembered = await shape("remembered");
    assert.notEqual(asked, remembered);
    await page.getByRole("button", { name: "More" }).or(page.locator(".more-menu summary")).first().waitFor();
    const other = await opened();
    await other.getByRole("tab", { name: /Policy/ }).click();
    await other.getByRole("tab", { name: /^Rules/ }).click();
    await other.locator("code-editor .cm-content").waitFor(patience);
    await other.getByRole("textbox", { name: "Rule code" }).getByText("Type here").click();
    await other.keyboard.press("End");
    await other.keyboard.type(" \ncontext.multifactor = { provider: 'any' };");
    await other.locator('[data-c="spot"][data-mark="refused"]').first().waitFor({ ...patience, state: "attached" });
    assert.notEqual(await other.locator('[data-c="spot"][data-mark="refused"] path').first().getAttribute("d"), asked);
    await other.locator('[data-c~="stretch"][data-c~="led-red"]').first().waitFor({ ...patience, state: "attached" });
    await assertClean(other);
    await assertClean(page);
  });
});

describe("letting time pass", () => {
  for (const [name, text] of [
    ["+1h", "+ 1 h"],
    ["+1d", "+ 1 d"],
    ["+7d", "+ 7 d"],
    ["+30d", "+ 30 d"],
  ]) {
    it(`${name} adds a wait`, async () => {
      const page = await opened();
      const n = await stepsNow(page);
      await page.getByRole("button", { name, exact: true }).click();
      await at(page, n + 1);
      await steps(page).locator("[aria-current=step]").filter({ hasText: text }).waitFor(patience);
      await assertClean(page);
    });
  }

  it("takes any duration and any date, and says what it cannot read", async () => {
    const page = await opened();
    const field = page.getByRole("textbox", { name: "Wait for a duration, or until a date" });
    const n = await stepsNow(page);
    await field.fill("3d12h");
    await field.press("Enter");
    await at(page, n + 1);
    await steps(page).locator("[aria-current=step]").filter({ hasText: "+ 3 d 12 h" }).waitFor(patience);
    await field.fill("24 Dec 18:30");
    await page.getByRole("button", { name: "Wait", exact: true }).click();
    await at(page, n + 2);
    await page.locator(".now").filter({ hasText: "Thu 24 Dec 2026, 18:30:00 UTC" }).waitFor(patience);
    await field.fill("soon");
    await field.press("Enter");
    await page.getByRole("alert").filter({ hasText: '"soon" cannot be read; expected a duration such as 3d12h' }).waitFor(patience);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await field.inputValue(), "soon", "what was written stays");
    assert.equal(await stepsNow(page), n + 2);
    await field.fill("2026-01-01");
    await field.press("Enter");
    await page.getByRole("alert").filter({ hasText: "is not after the selected moment" }).waitFor(patience);
    await assertClean(page);
  });
});
