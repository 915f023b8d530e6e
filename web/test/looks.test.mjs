// Pictures of each panel, tab and state in every shape, kept in web/build/looks
// for people to look at. While one is taken nothing may be cut off without a
// way to read it, and nothing may be wider than the window.

import assert from "node:assert/strict";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { interactive, offered, start } from "./harness.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "build", "looks");
const patience = { timeout: 20_000 };
const remember = "lessons/remember-this-device/";

let site;
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  site = await start();
});
after(() => site?.close());

async function opened(path, view) {
  const page = await site.openPage(path, view);
  await interactive(page);
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  return page;
}

// cut lists texts that do not fit their box, where neither an ellipsis with a
// title nor a scroll bar tells the rest.
const cut = (page) =>
  page.evaluate(() => {
    const faults = [];
    for (const e of document.querySelectorAll("body *")) {
      if (!e.checkVisibility({ visibilityProperty: true }) || e.closest(".sr, svg, [hidden]") || e.scrollWidth <= e.clientWidth + 1) continue;
      const { overflowX, display } = getComputedStyle(e);
      if (!/hidden|clip/.test(overflowX) || display === "inline" || !e.innerText?.trim()) continue;
      // A summary opens what it begins to tell.
      if (!e.closest("[title], summary") && !e.querySelector("[title]")) faults.push(`${e.localName}.${e.className}: ${e.innerText.slice(0, 60)}`);
    }
    return faults;
  });

const faults = [];

async function picture(page, name) {
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled" });
  assert.ok(statSync(file).size > 5000, `${name} shows something`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${name} is ${wide} px wider than the window`);
  for (const text of await cut(page)) faults.push(`cut off in ${name}: ${text}`);
}

// done fails when a picture of a page showed a fault; all of them are taken first.
async function done(page) {
  assert.deepEqual(faults.splice(0), []);
  await page.context().close();
}

// show opens a panel where one is shown at a time.
async function show(page, name) {
  const choice = page.getByRole("navigation", { name: "Panels" }).getByRole("button", { name });
  if (await choice.isVisible()) await choice.click();
  await page.getByRole("region", { name, exact: true }).waitFor(patience);
}

async function everyTab(page, panel, list, shot) {
  await show(page, panel);
  for (const tab of await page.getByRole("tablist", { name: list }).getByRole("tab").all()) {
    await tab.click();
    await page.waitForFunction((e) => e.ariaSelected === "true", await tab.elementHandle(), patience);
    await page.getByText("Computing the grid").waitFor({ ...patience, state: "detached" });
    await picture(page, `${shot}-${panel}-${(await tab.innerText()).split(/\W/)[0]}`.toLowerCase());
  }
}

describe("every panel and tab", () => {
  for (const [shot, width, height, dark, dir] of [
    ["1280-light", 1280, 900, false, "ltr"],
    ["1920-dark", 1920, 1080, true, "ltr"],
    ["375-dark", 375, 812, true, "ltr"],
    ["320-light", 320, 640, false, "ltr"],
    ["640-zoom-200", 640, 450, false, "ltr"],
    ["1280-rtl", 1280, 900, false, "rtl"],
    ["375-rtl", 375, 812, true, "rtl"],
  ]) {
    it(`at ${shot}`, async () => {
      const page = await opened(`${remember}#at=6`, { width, height, dark });
      await page.evaluate((d) => (document.documentElement.dir = d), dir);
      await everyTab(page, "Tenant", "Parts of the tenant", shot);
      await everyTab(page, "Inspector", "Parts of the step", shot);
      for (const panel of ["Stage", "Time"]) {
        await show(page, panel);
        await picture(page, `${shot}-${panel}`.toLowerCase());
      }
      await done(page);
    });
  }
});

describe("what is seldom seen", () => {
  for (const [shot, width, height, dark] of [
    ["1280-light", 1280, 900, false],
    ["375-dark", 375, 812, true],
  ]) {
    it(`the offer to go on, and both screens after a fault, at ${shot}`, async () => {
      const page = await opened("", { width, height, dark });
      await show(page, "Time");
      const other = await offered(page, site.root, patience);
      await picture(other, `${shot}-offer`);
      await other.close();
      await page.evaluate(() => (window.mfaSite.keep = () => { throw new Error("broken on purpose"); })); // prettier-ignore
      await page.getByRole("button", { name: "+1h" }).click();
      await page.getByRole("heading", { name: "The playground failed" }).waitFor(patience);
      await picture(page, `${shot}-crash`);
      await page.getByRole("button", { name: "Start again with this scenario" }).click();
      await interactive(page);
      await page.evaluate(() => {
        const mark = performance.mark.bind(performance);
        performance.mark = (name) => {
          if (name === "painted") throw new Error("broken on purpose");
          return mark(name);
        };
        [...document.querySelectorAll(".waits button")].find((b) => b.textContent === "+1h").click();
      });
      await page.getByRole("dialog", { name: "The playground has stopped" }).waitFor(patience);
      await picture(page, `${shot}-recover`);
      await done(page);
    });

    it(`more contrast, forced colours and paper, at ${shot}`, async () => {
      const page = await opened(`${remember}#at=6`, { width, height, dark });
      await page.emulateMedia({ contrast: "more" });
      await picture(page, `${shot}-contrast`);
      await page.emulateMedia({ contrast: null, forcedColors: "active" });
      await picture(page, `${shot}-forced`);
      await page.emulateMedia({ forcedColors: null, media: "print" });
      await page.locator(".printout").waitFor(patience);
      await page.screenshot({ path: join(folder, `${shot}-paper.png`), fullPage: true });
      await done(page);
    });
  }

  it("the errors of a form, of a step and of code", async () => {
    const page = await opened("", {});
    await page.getByRole("tab", { name: /Policy/ }).click();
    await page.getByLabel("Idle session lifetime").fill("soon");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.locator(".fault").waitFor(patience);
    await page.locator("#step-13").focus();
    await page.keyboard.press("e");
    await page.locator("#step-text").fill("ada: fly");
    await page.keyboard.press("Enter");
    await page.locator("#step-text-flaw").waitFor(patience);
    await picture(page, "1280-light-mistakes");
    await done(page);
  });
});
