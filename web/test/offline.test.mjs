// Reading without a network, and new versions: kept after the first visit, never
// mixed, offered and not forced.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { interactive, siteDir, start } from "./harness.mjs";
import { filesOf, nextVersion, style } from "./versions.mjs";

let next;
before(() => {
  next = nextVersion();
});
after(() => next?.remove());

// visit opens a page and waits until the site is kept.
async function visit(site, path = "") {
  const page = await site.openPage(path, { offline: true });
  await interactive(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller, null, { timeout: 60_000 });
  return page;
}

// go follows an address as a person types it: the whole document anew.
async function go(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
}

// loaded lists the assets that a page has used, and the version that it is of.
const loaded = (page) =>
  page.evaluate(() => ({
    assets: performance.getEntriesByType("resource").map((r) => r.name.replace(/^.*\/assets\//, "assets/")),
    style: document.querySelector('link[rel="stylesheet"]').href.replace(/^.*\/assets\//, "assets/"),
  }));

describe("without a network, after the first visit", () => {
  let site;
  let page;
  let root;
  before(async () => {
    site = await start();
    page = await visit(site);
    root = site.root;
    await site.server.close(); // nobody answers any more
  });
  after(() => site?.browser.close());

  for (const path of ["", "index.html", "?from=mail", "lessons/remember-this-device/", "lessons/remember-this-device/index.html#at=3"]) {
    it(`the playground opens and answers: /${path}`, async () => {
      await go(page, root + path);
      await interactive(page);
      assert.ok(await page.getByRole("region", { name: "Stage", exact: true }).isVisible());
    });
  }

  it("rules run, and the editor is there", async () => {
    await go(page, root);
    await interactive(page);
    await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
    await page.getByRole("textbox", { name: "Rule code" }).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("context.unknown.member;\n");
    await page.locator("[data-changed]").first().waitFor({ timeout: 15_000 });
  });

  it("a link that somebody shared opens", async () => {
    await page.waitForFunction(() => /#.*s=/.test(location.href)); // a moment after the edit
    const link = page.url();
    await go(page, link);
    await interactive(page);
    const code = await page.evaluate(() => document.querySelector("code-editor textarea, code-editor").value);
    assert.match(code, /context\.unknown\.member/);
  });

  for (const path of ["format/", "facts/", "claims/"]) {
    it(`the manual can be read: /${path}`, async () => {
      await go(page, root + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
    });
  }

  it("an address without a page says so", async () => {
    await go(page, root + "lessons/no-such-lesson/");
    await page.getByText("There is no page at this address").waitFor();
  });
});

describe("a new version", () => {
  let site;
  let page;
  before(async () => {
    site = await start();
    page = await visit(site);
  });
  after(() => site?.close());

  it("is offered, not forced, and taken when the reader says so", async () => {
    await page.evaluate(() => (window.untouched = true));
    site.server.use(next.dir);
    // Somebody comes back to the page after a while.
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
    const offer = page.getByRole("status").filter({ hasText: "A new version is ready" });
    await offer.waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => window.untouched), true, "the page was left alone");

    // Whatever else is opened meanwhile is of the old version, as a whole.
    await page.goto(site.root + "lessons/remember-this-device/");
    await interactive(page);
    const old = await loaded(page);
    assert.equal(old.style, style(siteDir));
    assert.ok(!old.assets.includes(style(next.dir)), old.assets.join(" "));

    await offer.waitFor({ timeout: 60_000 });
    await Promise.all([page.waitForEvent("load"), offer.getByRole("button", { name: "Reload now" }).click()]);
    await interactive(page);
    const now = await loaded(page);
    assert.equal(now.style, style(next.dir));
    assert.ok(!now.assets.includes(style(siteDir)), now.assets.join(" "));
  });

  it("can wait", async () => {
    site.server.use(siteDir); // the old one is the newer one now
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
    const offer = page.getByRole("status").filter({ hasText: "A new version is ready" });
    await offer.getByRole("button", { name: "Later" }).click({ timeout: 60_000 });
    await offer.waitFor({ state: "detached" });
    assert.equal((await loaded(page)).style, style(next.dir));
  });

  it("waits while the guided start is there, and covers none of its cards", async () => {
    await page.goto(site.root); // what waits is offered again
    await interactive(page);
    const offer = page.getByRole("status").filter({ hasText: "A new version is ready" });
    await offer.waitFor({ timeout: 60_000 });
    await page.locator(".more-menu summary").click();
    await page.getByRole("button", { name: "Guided start" }).click();
    for (let n = 1; n <= 5; n++) {
      const card = page.getByRole("dialog", { name: `Guided start, ${n}` });
      await card.waitFor({ timeout: 60_000 });
      assert.ok(!(await offer.isVisible()), `it covers step ${n}`);
      await card.getByRole("button", { name: n < 5 ? "Next" : "Done", exact: true }).click();
    }
    await offer.waitFor({ timeout: 60_000 });
  });

  it("keeps the work that is going on", async () => {
    await page.goto(site.root); // what waits is offered again
    await interactive(page);
    const offer = page.getByRole("status").filter({ hasText: "A new version is ready" });
    const button = offer.getByRole("button", { name: "Reload now" });
    await button.waitFor({ timeout: 60_000 });
    await page.getByRole("textbox", { name: "Rule code" }).getByText("Type here").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("context.multifactor = { provider: 'any' }; // not saved anywhere");
    await Promise.all([page.waitForEvent("load"), button.click()]); // at once: the address has not followed yet
    await interactive(page);
    assert.equal((await loaded(page)).style, style(siteDir), "the new version");
    assert.match(await page.evaluate(() => document.querySelector("code-editor").value), /provider: 'any' \}; \/\/ not saved anywhere/);
    await page.getByText("display stuck").first().waitFor();
  });
});

describe("versions never mix", () => {
  it("in the service worker: it keeps all of one version or nothing", async () => {
    // The upload of the next version has come halfway.
    const worker = readFileSync(`${siteDir}/sw.js`, "utf8");
    const site = await start({ pages: { "sw.js": worker } });
    site.server.use(next.dir);
    try {
      const page = await site.openPage("", { offline: true });
      await interactive(page);
      await page.waitForTimeout(6000);
      assert.deepEqual(await page.evaluate(() => caches.keys()), []);
      assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
    } finally {
      await site.close();
    }
  });

  it("in the browser's cache: an old page gets its own files, or says that it is old", async () => {
    // The host lets everything be kept for an hour, but the browser has dropped the program.
    const kept = { "Cache-Control": "max-age=3600" };
    const site = await start({ headers: (name) => (name.endsWith(".wasm") ? { "Cache-Control": "no-store" } : kept) });
    try {
      const page = await site.openPage("");
      await interactive(page);
      site.server.use(next.dir);
      const link = page.url();
      await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<a id="again" data-plain href="./">again</a>'));
      await page.locator("#again").click(); // a click on a link may use the cache
      await interactive(page);
      assert.equal(page.url().split("#")[0], link.split("#")[0]);
      const { style: used, assets } = await loaded(page);
      const other = used === style(siteDir) ? style(next.dir) : style(siteDir);
      assert.ok(!assets.includes(other), assets.join(" "));
    } finally {
      await site.close();
    }
  });
});

describe("what is kept", () => {
  it("is every page of the site and all that they load, and nothing else", () => {
    const names = Object.keys(filesOf(siteDir));
    for (const name of ["", "404.html", "lessons/the-display-that-stopped/", "format/", "facts/", "claims/"]) assert.ok(names.includes(name), name);
    for (const name of names) assert.doesNotMatch(name, /^embed[/.]|\.(br|gz)$|packed|sw\.js|files\.json|_headers/);
  });
});
