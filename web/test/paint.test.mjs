// The first paint of a lesson: what can be read in it, and that nothing moves
// from then until the program has taken over.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, noteMoves, start } from "./harness.mjs";

// The panels' style is late: the browser has to wait for it in the middle of
// the document, as it does on a slow line, and the program has to wait too.
const slow = { delay: { ".css": 1200 } };

let site;
before(async () => {
  site = await start(slow);
});
after(() => site?.close());

// watch runs in the page ahead of its own scripts. It notes what is on the
// screen at the first paint, what moves, and how the page is styled in the
// moment in which the program replaces it.
function watch() {
  const seen = (window.seen = { first: null, taken: null });
  const inView = (selector) =>
    [...document.querySelectorAll(selector)]
      .filter((element) => {
        const { width, height, top, bottom } = element.getBoundingClientRect();
        return element.checkVisibility() && width > 0 && height > 0 && top >= 0 && bottom <= innerHeight;
      })
      .map((element) => element.innerText.trim())
      .join(" ");
  new PerformanceObserver((list) => {
    if (seen.first || !list.getEntriesByName("first-contentful-paint").length) return;
    seen.first = {
      title: inView("h1") + " / " + inView(".lessons b"),
      story: inView(".story summary"),
      outcome: inView(".outcome"),
      goal: inView(".goal"),
      panels: document.querySelectorAll(".panel").length,
    };
    // The rest of the story opens at once, without any script of the page.
    document.querySelector(".story summary").click();
    seen.first.opened = document.querySelector(".story-text")?.innerText ?? "";
    document.querySelector(".story summary").click();
  }).observe({ type: "paint", buffered: true });
  const take = new MutationObserver(() => {
    const page = document.querySelector(".app");
    if (!seen.page) seen.page = page;
    if (!page || page === seen.page) return;
    take.disconnect();
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    seen.taken = { panel: style(".panel-stage").display, mask: style("[data-c~=icon]").maskImage, hidden: style("main").contentVisibility };
    seen.page = null;
  });
  take.observe(document, { childList: true, subtree: true });
}

describe("the first paint", () => {
  for (const path of ["", "lessons/remember-this-device/"]) {
    for (const [width, height] of [
      [1280, 900],
      [375, 720],
    ]) {
      for (const dark of [false, true]) {
        it(`of /${path} can be read and stays where it is, at ${width} px, ${dark ? "dark" : "light"}`, async () => {
          const page = await site.openPage(path, { width, height, dark, before: [watch, noteMoves] });
          await interactive(page);
          await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
          await page.waitForTimeout(300);
          const { first, taken, moved } = await page.evaluate(() => ({ ...window.seen, moved: window.moved }));
          assert.match(first.title, /^MFA Playground \/ .{10,}/);
          assert.match(first.story, /^The story\s.{30,}/);
          assert.match(first.opened, /.{300,}/s, "the whole story");
          assert.match(first.outcome, /^The outcome\sStep (\d+) of \1, .+: .*MFA not asked/);
          assert.equal(first.panels, 0, "panels that the first paint had to wait for");
          assert.deepEqual(moved, [], "what moved");
          assert.equal(taken?.panel, "flex", "the panels are styled when the program takes over");
          assert.match(taken.mask, /svg/, "the icons are there when the program takes over");
          assert.equal(taken.hidden, "visible", "nothing is hidden when the program takes over");
          await assertClean(page);
        });
      }
    }
  }

  it("waits for what would move it, when the page comes in parts", async () => {
    const slowly = await start({ pause: { after: '<section class="goal"', ms: 700 } });
    try {
      const page = await slowly.openPage("", { before: [watch, noteMoves] });
      await interactive(page);
      const { first, moved } = await page.evaluate(() => ({ ...window.seen, moved: window.moved }));
      assert.match(first.outcome, /^The outcome\s/);
      assert.match(first.goal, /^The goal\s/, "what came with the second part");
      assert.deepEqual(moved, [], "what moved");
      await assertClean(page);
    } finally {
      await slowly.close();
    }
  });

  it("can be read without scripts", async () => {
    const page = await site.openPage("", { scripts: false });
    assert.match(await page.locator(".outcome").innerText(), /Step \d+ of \d+, .+: MFA not asked/);
    assert.ok(await page.getByRole("region", { name: "Stage", exact: true }).isVisible());
    await page.getByText("The story").click();
    assert.match(await page.locator(".story-text").innerText(), /.{300,}/s);
    await page.context().close();
  });
});
