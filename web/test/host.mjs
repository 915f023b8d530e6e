// A page of somebody else with embeds in it, for the tests: on an origin of its
// own, under a strict policy.

import assert from "node:assert/strict";
import { launch, siteDir } from "./harness.mjs";
import { serve } from "./server.mjs";

// sample is a scenario as a docs author writes one.
export const sample = `A remembered browser

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy always
person ada email=ada@example.com factors=otp
app portal type=spa name="Ada's portal"
api https://api.quotes.example
rule mfa
browser ada person=ada

-- rules/mfa.js --
function mfa(user, context, callback) {
  if (1 < 2 && user.email) {
    callback(null, user, context);
  }
}

-- steps --
ada: visit portal
ada: sign-in
ada: pass otp remember
`;

// startHost serves the site and the pages of the host and starts a browser. pages
// is a function of the site's address: { "name.html": text of the body }. Options:
//   headers  more headers of the site's files, as of serve
//   policy   the host's Content-Security-Policy, a function of the site's origin
//   flags    more flags of the browser
export async function startHost(pages, { headers, flags, policy = (site) => `default-src 'none'; script-src ${site}; frame-src ${site}` } = {}) {
  const site = await serve(siteDir, { prefix: "/play/", headers });
  const bodies = pages(site.root);
  const documents = Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      name,
      body.startsWith("<!doctype") ? body : `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>${body}</html>`,
    ]),
  );
  const host = await serve(siteDir, {
    pages: documents,
    host: "localhost", // the site is another one, also for the browser's storage
    headers: () => ({ "Content-Security-Policy": policy(site.origin) }),
  });
  const browser = await launch(flags);
  const close = async () => {
    await browser.close();
    await Promise.all([site.close(), host.close()]);
  };
  const open = (name, view = {}) => openHost(browser, host.root + name, view);
  return { site, host, browser, open, close };
}

// openHost opens a page of the host. Its events are in window.heard, as
// [id of the element, type, detail].
async function openHost(browser, address, { width = 1000, height = 800, dark = false, scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()} (${message.location().url})`));
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error}`));
  await page.exposeFunction("__violated", (text) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => window.__violated?.(`${e.effectiveDirective} refused ${e.blockedURI || e.sample}`));
    window.heard = [];
    for (const type of ["ready", "step", "outcome", "solved", "problem"]) {
      addEventListener(type, (e) => window.heard.push([e.target.id, type, e.detail]), true);
    }
  });
  await page.goto(address);
  page.assertClean = async () => {
    assert.deepEqual(faults, [], "faults on the host's page");
    await context.close();
  };
  return page;
}

// heard waits for an event of an element and returns its detail.
export async function heard(page, id, type, nth = 0) {
  const found = await page.waitForFunction(
    ([i, t, n]) => window.heard.filter(([from, kind]) => from === i && kind === t)[n],
    [id, type, nth],
    { timeout: 90_000 },
  );
  return (await found.jsonValue())[2];
}

// inside is the content of an embed.
export const inside = (page, selector) => page.frameLocator(selector);

// started opens a page and waits until the embed with the id answers.
export async function started(host, name, id, view) {
  const page = await host.open(name, view);
  await page.locator("#" + id).scrollIntoViewIfNeeded();
  await heard(page, id, "ready");
  return page;
}
