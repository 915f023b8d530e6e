// Measures how smoothly the Inspector scrolls through a list of 2,000 requests:
// the time between frames, and the frames in which the rows in sight had not
// been drawn yet.

import { beenHere, launch } from "../test/harness.mjs";
import { serve } from "../test/server.mjs";
import { siteDir } from "./sizes.mjs";

const rowsMin = 2000;
const framesMeasured = 240;
const pixelsPerFrame = 40; // 2,400 pixels a second: a brisk turn of the wheel

// fill makes the display fail for months, a week a step: each keeps a hundred
// of its tries.
export async function fill(page) {
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot, null, { timeout: 30_000 });
  const editor = page.getByRole("textbox", { name: "Rule code" });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("function mfa(user, context, callback) { context.multifactor = { provider: 'any' }; callback(null, user, context); }");
  await page.getByRole("tab", { name: /^Requests/ }).click();
  await page.getByRole("button", { name: "Whole scenario", pressed: false }).click();
  await page.getByRole("button", { name: "Group equal", pressed: true }).click();
  await page.getByRole("button", { name: "Group equal", pressed: false }).waitFor();
  const rows = async () => Number(await page.getByRole("grid", { name: "Requests" }).getAttribute("aria-rowcount")) - 1;
  for (let steps = 0; steps < 60 && (await rows()) < rowsMin; steps++) {
    const before = await rows();
    await page.getByRole("button", { name: /^\+ ?7 ?d/ }).click();
    await page.waitForFunction((n) => Number(document.querySelector(".request-table").ariaRowCount) - 1 > n, before, { timeout: 10_000 });
  }
  return rows();
}

// scrolled turns the wheel for a while and returns the ms between frames, and
// in how many of them the middle of the table was empty.
export function scrolled(page, frames, pixels) {
  return page.evaluate(
    ([frames, pixels]) =>
      new Promise((resolve) => {
        const table = document.querySelector(".table-scroll");
        const { left, top, width, height } = table.getBoundingClientRect();
        const times = [];
        let blank = 0;
        let last = 0;
        let by = pixels;
        const frame = (now) => {
          if (last > 0) times.push(now - last);
          last = now;
          if (document.elementFromPoint(left + width / 2, top + height / 2)?.closest(".spacer")) blank++;
          if (times.length === frames) return resolve({ times, blank });
          const before = table.scrollTop;
          table.scrollTop += by;
          if (table.scrollTop === before) by = -by;
          requestAnimationFrame(frame);
        };
        table.scrollTop = 0;
        requestAnimationFrame(frame);
      }),
    [frames, pixels],
  );
}

// scroll returns the rows of the table of figures.
export async function scroll() {
  const server = await serve(siteDir, { prefix: "/bench/" });
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.addInitScript(beenHere);
    await page.goto(server.root);
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 30_000 });
    const rows = await fill(page);
    const { times, blank } = await scrolled(page, framesMeasured, pixelsPerFrame);
    const sorted = times.sort((a, b) => a - b);
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
    const name = `requests: scroll ${rows.toLocaleString("en")} rows`;
    return [
      { name: `${name}: frame, median`, value: at(0.5), budget: 17, unit: "ms", digits: 1 },
      { name: `${name}: frame, p95`, value: at(0.95), budget: 34, unit: "ms", digits: 1 },
      { name: `${name}: frames with rows missing`, value: (100 * blank) / times.length, budget: 0, unit: "%", digits: 1 },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
