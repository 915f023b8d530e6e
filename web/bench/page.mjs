// Measures the page in Chromium: cold load against an empty go-app page of the
// same run, and the way from a keystroke to its outcome on the screen.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beenHere, launch } from "../test/harness.mjs";
import { serve } from "../test/server.mjs";
import { fileIn, siteDir, top } from "./sizes.mjs";

const loads = 15; // of each page, in turn
const paints = 60; // first paints of each page, in turn
const keystrokes = 40;
const stepsMin = 30; // of story 1 while typing

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

// middle is the mean without the tenth at either end. First paints fall on the
// frames of the screen, 16 ms apart, and are told in steps of 4 ms: a median
// would only name the most usual frame.
const middle = (list) => {
  const cut = Math.floor(list.length / 10);
  const kept = [...list].sort((a, b) => a - b).slice(cut, list.length - cut);
  return kept.reduce((sum, ms) => sum + ms, 0) / kept.length;
};

// emptySite builds the page that the playground is compared with: a single
// element in the document, with the loader and the worker, that go-app's own
// generator makes.
function emptySite() {
  const dir = mkdtempSync(join(tmpdir(), "empty-"));
  mkdirSync(join(dir, "web"));
  go(["run", "./web/bench/empty", dir]);
  go(["build", "-trimpath", "-ldflags=-s -w", "-o", join(dir, "web", "app.wasm"), "./web/bench/empty"], {
    GOOS: "js",
    GOARCH: "wasm",
  });
  copyFileSync(fileIn(siteDir, "wasm_exec.js"), join(dir, "wasm_exec.js")); // go-app's is older than the toolchain
  copyFileSync(fileIn(siteDir, "icon.svg"), join(dir, "web", "icon.svg"));
  return dir;
}

function go(args, env = {}) {
  const run = spawnSync("go", args, { cwd: top, env: { ...process.env, ...env }, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`go ${args.join(" ")}: ${run.stderr}`);
}

// load opens an address in a fresh profile and returns when it reached what is
// named, in ms: its first paint of content, or being interactive.
async function load(browser, url, named) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, named, { timeout: 30_000 });
  const ms = await page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, named);
  await context.close();
  return ms;
}

// inTurn loads two addresses in turn and returns the times of both. The first
// pair warms the machine up.
async function inTurn(browser, times, named, ...addresses) {
  const lists = addresses.map(() => []);
  for (let i = 0; i <= times; i++) {
    for (const [k, url] of addresses.entries()) {
      const ms = await load(browser, url, named);
      if (i > 0) lists[k].push(ms);
    }
  }
  return lists;
}

async function coldLoads(browser, root) {
  const dir = emptySite();
  const empty = await serve(dir);
  try {
    const [ready, readyEmpty] = (await inTurn(browser, loads, "interactive", root, empty.root)).map(median);
    const [paint, paintEmpty] = (await inTurn(browser, paints, "first-contentful-paint", root, empty.root)).map(middle);
    const ms = (name, value) => ({ name, value, unit: "ms", digits: 0 });
    return [
      ms("cold load: interactive", ready),
      ms("cold load: empty go-app page", readyEmpty),
      { name: "cold load: ratio", value: ready / readyEmpty, budget: 1.6, unit: "times" },
      ms("first paint: content", paint),
      ms("first paint: empty go-app page", paintEmpty),
      { name: "first paint: ratio", value: paint / paintEmpty, budget: 1, unit: "times" },
    ];
  } finally {
    await empty.close();
    rmSync(dir, { recursive: true });
  }
}

// typed presses one key and returns the ms from the key to the frame in which
// its outcome is on the screen. Nothing is taken off: the page's own pause for
// typing is in it.
async function typed(page, key) {
  await page.evaluate(() => {
    performance.clearMarks("painted");
    window.benchKey = new Promise((resolve) =>
      addEventListener("keydown", () => resolve(performance.now()), { capture: true, once: true }),
    );
  });
  await page.keyboard.press(key);
  await page.waitForFunction(() => performance.getEntriesByName("painted").length > 0, null, { polling: 5 });
  return page.evaluate(async () => performance.getEntriesByName("painted").at(-1).startTime - (await window.benchKey));
}

async function typing(browser, root) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(beenHere);
  await page.goto(root);
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 30_000 });
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  const steps = await lengthen(page);
  await page.getByRole("textbox", { name: "Rule code" }).focus();
  await page.keyboard.press("Control+End");
  const times = [];
  for (let i = 0; i < keystrokes + 5; i++) {
    // A comment grows below the code: every replay runs the rule and changes
    // no outcome.
    const ms = await typed(page, i < 2 ? "/" : "abcdefghij"[i % 10]);
    if (i >= 5) times.push(ms);
  }
  await context.close();
  return [{ name: `keystroke to outcome, ${steps} steps: median`, value: median(times), budget: 50, unit: "ms", digits: 1 }];
}

// lengthen lets days pass until the story has its 30 steps, and returns their
// number.
async function lengthen(page) {
  const count = () => page.locator("[id^=step-]").count();
  for (let i = await count(); i < stepsMin; i++) {
    await page.getByRole("button", { name: /^\+ ?1 ?d/ }).click();
    await page.waitForFunction((n) => document.querySelectorAll("[id^=step-]").length > n, i);
  }
  return count();
}

// page returns the rows of everything measured in the browser.
export async function page() {
  const server = await serve(siteDir, { prefix: "/bench/" });
  const browser = await launch();
  try {
    return [...(await coldLoads(browser, server.root)), ...(await typing(browser, server.root))];
  } finally {
    await browser.close();
    await server.close();
  }
}
