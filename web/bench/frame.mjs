// Measures the frame of the page: typing with a long story, dragging the
// playhead through a very long one, and what a thousand edits leave behind.

import { beenHere, launch } from "../test/harness.mjs";
import { serve } from "../test/server.mjs";
import { siteDir } from "./sizes.mjs";

const typingSteps = 40;
const keystrokes = 60;
const scrubbedFrames = 500;
const scrubMs = 4000;
const edits = 1000;
const editsBefore = 300; // the undo list is full from 200 on

export const quantile = (list, q) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};

// open opens the page in a profile of its own, with the editor there.
async function open(browser, root) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(beenHere);
  // The program's own memory is no part of the script heap: it is asked itself.
  await page.addInitScript(() => {
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (...args) => {
      const made = await instantiate.apply(WebAssembly, args);
      window.benchMemory ??= (made.exports ?? made.instance?.exports)?.mem;
      return made;
    };
  });
  await page.goto(root);
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  return page;
}

// lengthen writes the story anew with as many steps as wanted: an hour passes,
// Ada visits her portal, again and again.
async function lengthen(page, count) {
  await page.getByRole("button", { name: "Edit all steps as text" }).click();
  const field = page.getByRole("textbox", { name: "Steps as text" });
  const lines = (await field.inputValue()).trimEnd().split("\n");
  let steps = lines.filter((line) => /^(wait|\w+:)/.test(line.trim())).length;
  for (; steps < count; steps++) lines.push(steps % 2 ? "wait 1h" : "ada: visit portal");
  await field.fill(lines.join("\n"));
  await page.evaluate(() => performance.clearMarks("painted"));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  // Playing so long a story for the first time signs some hundred tokens.
  await page.waitForFunction(() => performance.getEntriesByName("painted").length > 0, null, { timeout: 120_000 });
  await page.waitForTimeout(1000);
}

// typed presses one key and returns the ms from the key to the frame that shows
// its outcome.
async function typed(page, key) {
  await page.evaluate(() => {
    performance.clearMarks("painted");
    window.benchKey = new Promise((resolve) =>
      addEventListener("keydown", () => resolve(performance.now()), { capture: true, once: true }),
    );
  });
  await page.keyboard.press(key);
  await page.waitForFunction(() => performance.getEntriesByName("painted").length > 0, null, { polling: 5, timeout: 60_000 });
  return page.evaluate(async () => performance.getEntriesByName("painted").at(-1).startTime - (await window.benchKey));
}

async function typing(browser, root) {
  const page = await open(browser, root);
  await lengthen(page, typingSteps);
  await page.getByRole("textbox", { name: "Rule code" }).focus();
  await page.keyboard.press("Control+End");
  const times = [];
  for (let i = 0; i < keystrokes + 5; i++) {
    const ms = await typed(page, i < 2 ? "/" : "abcdefghij"[i % 10]);
    if (i >= 5) times.push(ms);
  }
  await page.context().close();
  const name = `keystroke to repaint, ${typingSteps} steps`;
  return [
    { name: `${name}: median`, value: quantile(times, 0.5), budget: 50, unit: "ms", digits: 1 },
    { name: `${name}: 95th of 100`, value: quantile(times, 0.95), budget: 100, unit: "ms", digits: 1 },
  ];
}

// scrubbing drags the playhead to and fro and counts the frames that came. The
// pointer is moved inside the page, faster than any frame rate, so that it is
// the page that is measured and not the pipe to the browser.
async function scrubbing(browser, root) {
  const page = await open(browser, root);
  await lengthen(page, scrubbedFrames);
  const rate = await page.evaluate(async (ms) => {
    const picture = document.querySelector('[data-c="lanes"]');
    const { left, top, width } = picture.getBoundingClientRect();
    const send = (type, part) =>
      picture.dispatchEvent(
        new PointerEvent(type, { bubbles: true, clientX: left + width * part, clientY: top + 40, pointerId: 1, button: 0, buttons: 1 }),
      );
    picture.setPointerCapture = () => {}; // there is no real pointer to capture
    const seen = new Set();
    const frames = [];
    send("pointerdown", 0);
    const start = performance.now();
    await new Promise((resolve) => {
      const move = () => {
        const passed = performance.now() - start;
        if (passed > ms) return resolve();
        const part = 0.66 * Math.abs(((passed / 1500) % 2) - 1);
        send("pointermove", part);
        setTimeout(move, 2);
      };
      const frame = (now) => {
        frames.push(now);
        seen.add(document.querySelector("[role=slider]").ariaValueNow);
        if (now - start < ms) requestAnimationFrame(frame);
      };
      move();
      requestAnimationFrame(frame);
    });
    send("pointerup", 0);
    const gaps = frames.slice(1).map((t, i) => t - frames[i]);
    return { gaps, seen: seen.size };
  }, scrubMs);
  await page.context().close();
  const dropped = rate.gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1000 / 60)) - 1), 0);
  const name = `scrubbing ${scrubbedFrames} frames`;
  return [
    { name: `${name}: rate`, value: 1000 / (rate.gaps.reduce((a, b) => a + b, 0) / rate.gaps.length), budget: 55, atLeast: true, unit: "frames/s", digits: 1 },
    { name: `${name}: frames dropped`, value: (100 * dropped) / (dropped + rate.gaps.length), budget: 5, unit: "%", digits: 1 },
    { name: `${name}: steps seen on the way`, value: rate.seen, budget: 50, atLeast: true, unit: "steps", digits: 0 },
  ];
}

// memory types, undoes nothing, and compares what is in use after some edits
// with what is in use after a thousand more.
async function memory(browser, root) {
  const page = await open(browser, root);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const used = async () => {
    await page.waitForTimeout(500);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const program = await page.evaluate(() => window.benchMemory.buffer.byteLength);
    return { heap: usedSize / 1e6, program: program / 1e6 };
  };
  await page.getByRole("textbox", { name: "Rule code" }).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// ");
  const type = async (n) => {
    for (let i = 0; i < n; i++) await typed(page, i % 2 ? "Backspace" : "x");
  };
  await type(editsBefore);
  const before = await used();
  await type(edits);
  const after = await used();
  await page.context().close();
  return [
    { name: `script heap after ${editsBefore} edits`, value: before.heap, unit: "MB", digits: 1 },
    { name: `script heap after ${edits} more`, value: after.heap, budget: before.heap + 1, unit: "MB", digits: 1 },
    { name: `program memory after ${editsBefore} edits`, value: before.program, unit: "MB", digits: 1 },
    { name: `program memory after ${edits} more`, value: after.program, budget: before.program * 1.1, unit: "MB", digits: 1 },
  ];
}

// frame returns the rows of all this.
export async function frame() {
  const server = await serve(siteDir, { prefix: "/bench/" });
  const browser = await launch();
  try {
    return [...(await typing(browser, server.root)), ...(await scrubbing(browser, server.root)), ...(await memory(browser, server.root))];
  } finally {
    await browser.close();
    await server.close();
  }
}
