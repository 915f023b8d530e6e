// The harness of the browser tests: a real Chromium, the built site on a plain
// server, and pages that remember everything that went wrong in them.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";
import { serve } from "./server.mjs";

// siteDir is the built site; SITE names another one.
export const siteDir = process.env.SITE ?? join(dirname(fileURLToPath(import.meta.url)), "..", "..", "dist");

// named returns the name that a file has in the site: the build puts the digest
// of its content into it, and lists them all.
export const named = (name) => JSON.parse(readFileSync(join(siteDir, "files.json"), "utf8"))[name] ?? name;

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// launch starts the browser, with more flags if there are any.
export function launch(more = []) {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: [...flags, ...more] });
}

// withSettings starts the browser as somebody has set it up: preferences are those
// of a profile. It resolves to a context.
export async function withSettings(preferences) {
  const profile = mkdtempSync(join(tmpdir(), "profile-"));
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  process.on("exit", () => rmSync(profile, { recursive: true, force: true })); // the browser writes to it to its end
  return chromium.launchPersistentContext(profile, { executablePath: findChromium(), headless: true, args: flags });
}

// start serves the site under a sub-path and starts a browser. Options are
// those of serve. It resolves to { root, server, browser, openPage, close }.
export async function start(options = {}) {
  if (!existsSync(join(siteDir, "files.json"))) {
    throw new Error(`there is no site in ${siteDir}; expected a built one: make build`);
  }
  const server = await serve(siteDir, { prefix: "/under/a/path/", ...options });
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await server.close();
  };
  const openPage = (path = "", view = {}) => open(browser, server.root + path, view);
  return { root: server.root, server, browser, openPage, close };
}

// noteMoves runs in a page ahead of its scripts and lists in window.moved what
// moved without anybody's doing. The editor gives the element of one line to
// another when it marks lines: it counts as moved, though every line stays where
// it is.
export function noteMoves() {
  window.moved = [];
  const inEditor = ({ previousRect, currentRect }) => {
    const editor = document.querySelector("code-editor");
    const box = editor?.shadowRoot && editor.getBoundingClientRect();
    return box && [previousRect, currentRect].every((r) => r.top > box.top && r.bottom < box.bottom && r.left > box.left);
  };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      if (sources.length && sources.every(inEditor)) continue;
      window.moved.push(`${value}: ${sources.map((s) => s.node?.className || s.node?.nodeName).join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

// beenHere runs in a page ahead of its scripts: this visit is not the first.
export function beenHere() {
  try {
    localStorage.setItem("mfa-playground:guided", "yes");
  } catch {
    // a page without storage
  }
}

// offered lets a week pass in a page, and returns another one, opened as anew,
// that offers to go on with that work.
export async function offered(page, root, patience) {
  await page.getByRole("button", { name: "+7d" }).click();
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("mfa-playground:work:")), null, patience);
  const other = await page.context().newPage();
  await other.goto(root);
  await other.getByRole("button", { name: "Continue it" }).waitFor(patience);
  return other;
}

// open opens an address in a profile of its own. Options: width, height, dark,
// reducedMotion, scripts (false switches them off), offline (true lets the site's
// service worker in, which would otherwise be busy beside every test), touch (a
// screen that is touched), newcomer
// (true is somebody's first visit, with its guided start: web/welcome.js), and
// before, a function (or several) that runs in the page ahead of its own scripts. The page
// gets a method `faults()`, the list of what went wrong so far.
async function open(browser, url, view) {
  const { width = 1280, height = 900, dark = false, reducedMotion = true, scripts = true, offline = false, touch = false, newcomer = false, before } = view;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
    javaScriptEnabled: scripts,
    hasTouch: touch,
    serviceWorkers: offline ? "allow" : "block",
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error}`));
  page.on("requestfailed", (request) => faults.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin) faults.push(`foreign request: ${request.url()}`);
  });
  // What a policy refuses in the page is told to the page; in workers it ends
  // as a console error.
  await page.exposeFunction("__violated", (text) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) =>
      window.__violated(`${e.effectiveDirective} refused ${e.blockedURI || e.sample} at ${e.sourceFile}:${e.lineNumber}`),
    );
  });
  if (!newcomer) await page.addInitScript(beenHere);
  for (const each of [before ?? []].flat()) await page.addInitScript(each);
  page.faults = () => faults;
  await page.goto(url);
  return page;
}

// skipTour leaves the guided start, which greets who is here for the first time:
// also everybody whose browser keeps nothing.
export async function skipTour(page) {
  const tour = page.getByRole("dialog", { name: /^Guided start/ });
  await tour.getByRole("button", { name: "Skip" }).click({ timeout: 30_000 });
  await tour.waitFor({ state: "detached" });
}

// assertClean fails when anything went wrong in a page, and closes it.
export async function assertClean(page) {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.deepEqual(page.faults(), [], `faults on ${page.url()}`);
  await page.context().close();
}

// interactive waits until the program has painted its first replay and its
// controls answer.
export async function interactive(page) {
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 30_000 });
}
