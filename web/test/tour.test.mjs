// The guided start: shown once, on the first visit, beside a page that stays at
// work; left at any time; found again in the menu.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, noteMoves, start } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const frame = `<!doctype html><html lang="en"><title>Host</title><iframe src="./" title="The playground" width="1200" height="800"></iframe></html>`;

let site;
before(async () => {
  site = await start({ pages: { "frame.html": frame } });
});
after(() => site?.close());

const patience = { timeout: 15_000 };
const card = (page, n = "") => page.getByRole("dialog", { name: new RegExp(`^Guided start, ${n}`) });
const press = (page, name) => card(page).getByRole("button", { name, exact: true }).click();
const gone = (page) => card(page).waitFor({ ...patience, state: "detached" });
const focused = (page, text) =>
  page.waitForFunction((want) => (document.activeElement?.ariaLabel ?? document.activeElement?.textContent)?.startsWith(want), text, patience);
const newcomer = async (path = "", view = {}) => {
  const page = await site.openPage(path, { newcomer: true, ...view });
  await interactive(page);
  return page;
};
const welcomed = async (view) => {
  const page = await newcomer("", view);
  await card(page, 1).waitFor(patience);
  return page;
};

// through goes to the end by the buttons alone and calls look at every step.
async function through(page, look = () => {}) {
  for (let n = 1; n <= 5; n++) {
    await card(page, n).waitFor(patience);
    await look(n);
    await press(page, n === 2 ? "Write it for me" : n < 5 ? "Next" : "Done");
  }
  await gone(page);
}

// calm waits for what an idle page would still do, and that no card comes.
async function calm(page) {
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot, null, patience);
  await page.waitForTimeout(1500);
  assert.equal(await page.locator(".tour").count(), 0, "the guided start is not shown");
}

describe("the first visit", () => {
  it("is a guided start, which is never shown twice", async () => {
    const page = await welcomed();
    await press(page, "Skip");
    await gone(page);
    const other = await page.context().newPage();
    await other.goto(site.root);
    await interactive(other);
    await calm(other);
    await other.close();
    await assertClean(page);
  });

  it("counts as soon as it is shown, whatever becomes of it", async () => {
    const page = await welcomed();
    const other = await page.context().newPage();
    await other.goto(site.root);
    await interactive(other);
    await calm(other);
    await other.close();
    await card(page, 1).waitFor(patience);
    await assertClean(page);
  });

  it("takes less than a minute to read, in four or five small steps", async () => {
    const page = await welcomed();
    let words = 0;
    await through(page, async () => {
      const text = await page.locator("#tour-title, #tour-text").allInnerTexts();
      const n = text.join(" ").split(/\s+/).length;
      assert.ok(n <= 50, `${n} words in a step`);
      words += n;
    });
    assert.ok(words <= 180, `${words} words: who reads 200 a minute has no time left to act`);
    await assertClean(page);
  });

  it("waits until the page answers, and moves nothing", async () => {
    const page = await welcomed({ before: noteMoves });
    await page.waitForTimeout(300);
    const { at, ready, moved } = await page.evaluate(() => ({
      at: performance.getEntriesByType("resource").filter((e) => /\/tour\.\w+\.(js|css)$/.test(e.name)).map((e) => e.startTime),
      ready: performance.getEntriesByName("interactive")[0].startTime,
      moved: window.moved,
    }));
    assert.equal(at.length, 2, "its script and its style");
    for (const time of at) assert.ok(time > ready, `asked for at ${time} ms, interactive at ${ready} ms`);
    assert.deepEqual(moved, []);
    await assertClean(page);
  });
});

describe("the guided start", () => {
  it("goes on when one does what it says", async () => {
    const page = await welcomed();
    await press(page, "Next");
    await card(page, 2).waitFor(patience);
    const line = await page.locator("#tour-text pre").innerText();
    await page.locator("code-editor .cm-content").waitFor(patience);
    await page.getByRole("textbox", { name: "Rule code" }).getByText("Type here").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(line); // at once: a slow machine would pause in the middle of it
    await card(page, 3).waitFor(patience);
    assert.match(await page.locator("code-editor").evaluate((e) => e.value), /context\.multifactor = \{ provider: 'any', allowRememberBrowser: false \};/);
    assert.match(await page.locator("#tour-text").innerText(), /refresh is refused/);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "code-editor", "who types is left alone");
    await press(page, "Next");
    await page.getByRole("group", { name: "Let time pass after this step" }).getByRole("button", { name: "+7d" }).click();
    await card(page, 5).waitFor(patience);
    await page.locator(".top-tools").getByRole("button", { name: "Share" }).click();
    await page.getByRole("dialog", { name: "Share", exact: true }).waitFor(patience);
    await gone(page);
    await assertClean(page);
  });

  it("writes the line for who likes, as an edit that can be undone", async () => {
    const page = await welcomed();
    const code = () => page.locator("code-editor").evaluate((e) => e.value);
    const before = await code();
    await press(page, "Next");
    await press(page, "Write it for me");
    await card(page, 3).waitFor(patience);
    assert.match(await code(), /\n {2}context\.multifactor = .*;\n {2}callback\(null, user, context\);\n\}/);
    await page.getByLabel("Display screen").filter({ hasText: "mfa_required" }).waitFor(patience);
    await press(page, "Skip");
    await page.locator(".top-tools").getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction((was) => document.querySelector("code-editor").value === was, before, patience);
    await assertClean(page);
  });

  it("points at the control that each step is about, and leaves it free", async () => {
    const page = await welcomed();
    const about = { 1: ".device-body", 2: "code-editor", 3: ".decision", 4: ".waits", 5: ".top-tools .primary" };
    await through(page, async (n) => {
      await page.waitForFunction((selector) => {
        const box = (e) => e.getBoundingClientRect();
        const [target, ring, over] = [box(document.querySelector(selector)), box(document.querySelector(".tour-ring:not([hidden])")), box(document.querySelector(".tour"))];
        const apart = over.right <= ring.left || over.left >= ring.right || over.bottom <= ring.top || over.top >= ring.bottom;
        return apart && Math.abs(target.left - ring.left) < 2 && Math.abs(target.top - ring.top) < 2 && over.top >= 0 && over.bottom <= innerHeight;
      }, about[n], patience); // prettier-ignore
    });
    await assertClean(page);
  });

  it("can be gone through with the keyboard alone", async () => {
    const page = await welcomed();
    await focused(page, "Next");
    await page.keyboard.press("Enter");
    await card(page, 2).waitFor(patience);
    await focused(page, "Next");
    for (const name of ["Back", "Skip", "Write it for me"]) {
      await page.keyboard.press("Shift+Tab");
      await focused(page, name);
    }
    await page.keyboard.press("Enter");
    await card(page, 3).waitFor(patience);
    await focused(page, "Next");
    await page.keyboard.press("Enter");
    await card(page, 4).waitFor(patience);
    await card(page).getByRole("button", { name: /^Go to/ }).focus();
    await page.keyboard.press("Enter");
    await focused(page, "+7d");
    await page.keyboard.press("Enter");
    await card(page, 5).waitFor(patience);
    await focused(page, "Done"); // the focus comes back to the card that sent it
    await page.keyboard.press("Enter");
    await gone(page);
    await focused(page, "Share");
    await assertClean(page);
  });

  it("is told to a screen reader, step by step", async () => {
    const page = await welcomed();
    assert.ok(await page.locator(".tour").evaluate((e) => document.getElementById(e.getAttribute("aria-describedby")).innerText.length > 40));
    const told = card(page).getByRole("status");
    assert.equal(await told.innerText(), "", "what the focus leads to is not told twice");
    await press(page, "Next");
    await told.filter({ hasText: /^Guided start, 2 of 5\. Ask everybody for a second factor\. .*context\.multifactor/ }).waitFor({ ...patience, state: "attached" });
    await press(page, "Write it for me");
    await told.filter({ hasText: /^Guided start, 3 of 5\. / }).waitFor({ ...patience, state: "attached" });
    await assertClean(page);
  });

  it("takes the focus from nobody who is at work", async () => {
    const page = await welcomed({
      before: () => {
        const atWork = () => {
          if (document.querySelector(".tour")) return;
          const editor = document.querySelector("code-editor");
          (editor?.shadowRoot?.querySelector(".cm-content") ?? editor?.querySelector("textarea"))?.focus();
          requestAnimationFrame(atWork);
        };
        atWork();
      },
    });
    assert.equal(await page.evaluate(() => document.activeElement.localName), "code-editor");
    await card(page).getByRole("status").filter({ hasText: /1 of 5/ }).waitFor({ ...patience, state: "attached" });
    await page.keyboard.press("Escape"); // the editor's, not the card's
    await card(page, 1).waitFor(patience);
    await assertClean(page);
  });

  for (const key of ["Escape in the card", "Escape on the page"]) {
    it(`is skipped by ${key}`, async () => {
      const page = await welcomed();
      if (/page/.test(key)) await page.getByRole("heading", { name: "MFA Playground" }).click();
      await page.keyboard.press("Escape");
      await gone(page);
      assert.equal(await page.locator(".tour-ring").count(), 0);
      await assertClean(page);
    });
  }

  it("is found again in the menu, on every lesson, and gives the focus back", async () => {
    const page = await site.openPage("lessons/remember-this-device/");
    await interactive(page);
    const menu = page.locator(".more-menu summary");
    await menu.click();
    await page.getByRole("button", { name: "Guided start" }).click();
    await card(page, 1).waitFor(patience);
    assert.doesNotMatch(await page.locator("#tour-text").innerText(), /display/, "it tells of the story that is there");
    await focused(page, "Next");
    await page.keyboard.press("Escape");
    await gone(page);
    assert.ok(await menu.evaluate((e) => e === document.activeElement));
    await menu.click();
    await page.getByRole("button", { name: "Guided start" }).click();
    await through(page);
    await assertClean(page);
  });
});

describe("nobody is guided who came for something else:", () => {
  for (const [who, path] of [
    ["who follows a link to a step", "#at=3"],
    ["who follows a link to a scenario", "#s=9abc"],
    ["who opens a lesson", "lessons/remember-this-device/"],
    ["the reader of an embed", "embed/the-display-that-stopped/"],
  ]) {
    it(who, async () => {
      const page = await newcomer(path);
      await calm(page);
      await assertClean(page);
    });
  }

  it("the reader of somebody's page with a frame", async () => {
    const page = await site.openPage("frame.html", { newcomer: true });
    const inner = page.frames()[1];
    await inner.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot, null, { timeout: 30_000 });
    await page.waitForTimeout(1500);
    assert.equal(await inner.locator(".tour").count(), 0);
    await assertClean(page);
  });

  it("who has switched scripts off", async () => {
    const page = await site.openPage("", { newcomer: true, scripts: false });
    assert.equal(await page.locator(".tour").count(), 0);
    await page.context().close();
  });

  it("who has work here from before", async () => {
    const page = await newcomer("", { before: () => localStorage.setItem("mfa-playground:work:some-lesson", "[]") });
    await calm(page);
    await assertClean(page);
  });
});

describe("the card", () => {
  it("needs no storage, and stays away once it was skipped", async () => {
    const refuse = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }); // prettier-ignore
    const page = await welcomed({ before: refuse });
    await page.keyboard.press("Escape");
    await gone(page);
    await calm(page);
    await assertClean(page);
  });

  it("is not on paper", async () => {
    const page = await welcomed();
    await page.emulateMedia({ media: "print" });
    await page.locator(".printout").waitFor(patience);
    assert.ok(!(await page.locator(".tour").isVisible()));
    assert.ok(!(await page.locator(".tour-ring").first().isVisible()));
    await assertClean(page);
  });

  for (const [width, height] of [
    [320, 640],
    [375, 720],
    [1280, 900],
  ]) {
    for (const dir of ["ltr", "rtl"]) {
      const dark = dir === "rtl";
      it(`lies within ${width} px and above what it is about, ${dir}, ${dark ? "dark" : "light"}`, async () => {
        const page = await welcomed({ width, height, dark, reducedMotion: true });
        await page.evaluate((d) => (document.documentElement.dir = d), dir);
        await through(page, async (n) => {
          await page.waitForFunction(() => {
            const box = (e) => e.getBoundingClientRect();
            const [over, ring] = [box(document.querySelector(".tour")), box(document.querySelector(".tour-ring:not([hidden])"))];
            const inside = over.left >= 0 && over.right <= innerWidth && over.top >= 0 && over.bottom <= innerHeight;
            return inside && ring.top < (innerWidth < 640 ? over.top - 20 : innerHeight) && document.documentElement.scrollWidth <= innerWidth;
          }, null, patience); // prettier-ignore
          for (const button of await page.locator(".tour button:visible").all()) {
            const box = await button.boundingBox();
            assert.ok(box.height >= 24 && box.width >= 24 && box.y + box.height <= height, `${await button.innerText()} in step ${n}`);
          }
          assert.equal(await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length), 0, "nothing moves");
          await page.evaluate(axe);
          const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
          assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((e) => e.target).join()}`), [], `step ${n}`);
        });
        await assertClean(page);
      });
    }
  }
});
