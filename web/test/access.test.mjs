// Accessibility of the pages, by axe: every page, wide and narrow, light and
// dark, with the program running.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

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

describe("axe finds nothing", () => {
  for (const path of ["", "lessons/remember-this-device/", "lessons/", "write/", "format/", "facts/", "claims/"]) {
    for (const [width, height] of [
      [1280, 900],
      [375, 720],
    ]) {
      for (const dark of [false, true]) {
        it(`on /${path} at ${width} px, ${dark ? "dark" : "light"}`, async () => {
          const page = await site.openPage(path, { width, height, dark });
          if (!/^(lessons|write|format|facts|claims)\/$/.test(path)) {
            await interactive(page);
            await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
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
