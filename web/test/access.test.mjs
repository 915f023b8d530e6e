// Accessibility of the pages, by axe: every page, wide and narrow, light and
// dark, with the program running.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, offered, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

// violations runs axe in a page and words what it finds.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.target.join(" ")} (${n.failureSummary})`));
}

// Pages without the program.
const plain = ["lessons/", "write/", "format/", "facts/", "claims/", "hosting/", "embedding/", "404.html"];

describe("axe finds nothing", () => {
  for (const path of ["", "lessons/remember-this-device/", "embed/the-display-that-stopped/", ...plain]) {
    for (const [width, height] of [
      [1280, 900],
      [375, 720],
    ]) {
      for (const dark of [false, true]) {
        it(`on /${path} at ${width} px, ${dark ? "dark" : "light"}`, async () => {
          const page = await site.openPage(path, { width, height, dark });
          if (!plain.includes(path)) {
            await interactive(page);
            await page.waitForFunction(() => !document.querySelector("code-editor") || document.querySelector("code-editor").shadowRoot);
          }
          assert.deepEqual(await violations(page), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
          await assertClean(page);
        });
      }
    }
  }
});

// What is closed at first: every tab, every menu, the fields, the dialog, the
// offer, and a step before and after.
const patience = { timeout: 15_000 };

async function tabs(page, check) {
  for (const name of ["Parts of the tenant", "Parts of the step"]) {
    const list = page.getByRole("tablist", { name });
    for (const tab of await list.getByRole("tab").all()) {
      await tab.click();
      await page.waitForFunction((e) => e.ariaSelected === "true", await tab.elementHandle(), patience);
      await check(`the tab ${await tab.innerText()}`);
    }
  }
}

async function menus(page, check) {
  for (const menu of await page.locator("details:visible").all()) {
    await menu.locator("summary").first().click();
    await check(`the menu ${await menu.locator("summary").first().innerText()}`);
    await menu.evaluate((e) => (e.open = false));
  }
}

async function fields(page, check) {
  await page.keyboard.press("e");
  await page.locator("#step-text").fill("ada: fly");
  await page.locator("#step-text").press("Enter");
  await page.locator("#step-text-flaw").waitFor(patience);
  await check("the field for a step, with a mistake in it");
  await page.locator("#step-text").press("Escape");
  await page.locator("#step-text").waitFor({ ...patience, state: "detached" });
  await page.getByRole("button", { name: "Edit all steps as text" }).click();
  await page.locator("#steps-text").waitFor(patience);
  await check("the field for all steps");
  await page.locator("#steps-text").press("Escape");
}

describe("axe finds nothing that is opened", () => {
  for (const dark of [false, true]) {
    it(`in ${dark ? "dark" : "light"}`, async () => {
      const page = await site.openPage("", { dark });
      await interactive(page);
      await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
      const check = async (what) => assert.deepEqual(await violations(page), [], what);
      await tabs(page, check);
      await menus(page, check);
      await fields(page, check);
      await page.locator("#steps-text").waitFor({ ...patience, state: "detached" });
      await page.locator("#step-13").focus();
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor(patience);
      await check("the list of shortcuts");
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: /Policy/ }).click();
      await page.getByRole("radio", { name: /^Always/ }).check();
      await page.locator(".difference").getByRole("button", { name: /^Step \d+/ }).first().click();
      await page.getByRole("region", { name: "Before and after" }).waitFor(patience);
      await check("a step before and after");
      await assertClean(page);
    });

    it(`in the offer to go on, and after a fault, in ${dark ? "dark" : "light"}`, async () => {
      const page = await site.openPage("", { dark });
      await interactive(page);
      const other = await offered(page, site.root, patience);
      assert.deepEqual(await violations(other), [], "the offer");
      await other.close();
      await page.evaluate(() => (window.mfaSite.keep = () => { throw new Error("broken on purpose"); })); // prettier-ignore
      await page.getByRole("button", { name: "+1h" }).click();
      await page.getByRole("heading", { name: "The playground failed" }).waitFor(patience);
      assert.deepEqual(await violations(page), [], "the page after a fault");
      await page.evaluate(() => window.mfaSite.recover("broken on purpose"));
      await page.getByRole("dialog", { name: "The playground has stopped" }).waitFor(patience);
      assert.deepEqual(await violations(page), [], "the dialog after the end");
      await page.context().close();
    });
  }
});
