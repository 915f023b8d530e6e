// The page in every shape: narrow and wide windows, zoom, right-to-left, forced
// colours, paper, and the choice of light and dark.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 15_000 };
const panels = ["Tenant", "Stage", "Inspector", "Time"];
const opened = async (path = "", view = {}) => {
  const page = await site.openPage(path, view);
  await interactive(page);
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  return page;
};

// overflow is how much wider than the window the page is.
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// collisions lists controls that lie over each other, or are cut off by the
// window, where nothing scrolls them.
const collisions = (page) =>
  page.evaluate(() => {
    const visible = [...document.querySelectorAll(".app button, .app input, .app select, .app summary")].filter(
      (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0 && !e.closest(".scroller, [hidden]"),
    );
    const boxes = visible.map((e) => ({ e, r: e.getBoundingClientRect(), name: e.ariaLabel || e.textContent.trim() || e.name }));
    const clipped = (e) => {
      for (let up = e.parentElement; up; up = up.parentElement) {
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX + getComputedStyle(up).overflowY)) return up;
      }
      return null;
    };
    const faults = [];
    for (let i = 0; i < boxes.length; i++) {
      const a = boxes[i];
      if ((a.r.left < -1 || a.r.right > innerWidth + 1) && !clipped(a.e)) faults.push(`${a.name} leaves the window`);
      for (let j = i + 1; j < boxes.length; j++) {
        const b = boxes[j];
        if (a.e.contains(b.e) || b.e.contains(a.e) || clipped(a.e) !== clipped(b.e)) continue;
        const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
        const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
        if (wide > 2 && high > 2) faults.push(`${a.name} and ${b.name} overlap`);
      }
    }
    return faults;
  });

async function sound(page, what) {
  assert.ok((await overflow(page)) <= 0, `${what} is ${await overflow(page)} px wider than the window`);
  assert.deepEqual(await collisions(page), [], what);
}

// everyPanel looks at each panel: on a narrow screen they are shown in turn.
async function everyPanel(page, check) {
  for (const name of panels) {
    const choice = page.getByRole("navigation", { name: "Panels" }).getByRole("button", { name });
    if (await choice.isVisible()) await choice.click();
    await page.getByRole("region", { name, exact: true }).waitFor(patience);
    await check(name);
  }
}

describe("the layout", () => {
  // 640 is a window of 1280 at a zoom of 200 %, 320 one at 400 %.
  for (const [width, height] of [
    [320, 640],
    [375, 720],
    [640, 450],
    [1199, 800],
    [1200, 800],
    [1280, 900],
    [1920, 1080],
    [3440, 1440],
  ]) {
    for (const dir of ["ltr", "rtl"]) {
      it(`holds at ${width} px, ${dir}`, async () => {
        const page = await opened("", { width, height });
        await page.evaluate((d) => (document.documentElement.dir = d), dir);
        await everyPanel(page, (name) => sound(page, `${name} at ${width} px`));
        await page.keyboard.press("e");
        await page.locator("#step-text").waitFor(patience);
        await sound(page, "the field for a step");
        await assertClean(page);
      });
    }
  }

  it("keeps time running to the right where text runs to the left", async () => {
    const page = await opened("lessons/remember-this-device/");
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    const x = () => page.evaluate(() => document.querySelector("[role=slider] path").getBoundingClientRect().x);
    const late = await x();
    await page.getByRole("slider", { name: "Moment" }).press("Home");
    await page.waitForFunction(() => document.querySelector("[role=slider]").ariaValueNow === "1", null, patience);
    assert.ok((await x()) < late);
    await assertClean(page);
  });
});

describe("the looks", () => {
  const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it("follow the system, or who chooses, also on the next visit", async () => {
    const page = await opened();
    const light = await background(page);
    await page.locator(".more-menu summary").click();
    await page.getByLabel("Theme").selectOption("dark");
    await page.waitForFunction((was) => getComputedStyle(document.body).backgroundColor !== was, light, patience);
    await page.reload();
    await interactive(page);
    assert.notEqual(await background(page), light, "dark after a reload");
    assert.equal(await page.getByLabel("Theme").inputValue(), "dark", "and the menu says so");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator(".more-menu summary").click();
    await page.getByLabel("Theme").selectOption("light");
    await page.waitForFunction((was) => getComputedStyle(document.body).backgroundColor === was, light, patience);
    await page.getByLabel("Theme").selectOption("");
    await page.waitForFunction((was) => getComputedStyle(document.body).backgroundColor !== was, light, patience);
    await assertClean(page);
  });

  // The scripts of the site come late here: the first paint is long over when
  // they arrive. What it showed is noted in the page itself.
  for (const [system, choice] of [
    ["light", "dark"],
    ["dark", "light"],
  ]) {
    for (const path of ["", "lessons/remember-this-device/", "lessons/", "facts/"]) {
      it(`never flash: ${choice} was chosen, the system is ${system}, /${path}`, async () => {
        const late = await start({ delay: { ".js": 1000 } });
        try {
          const before = `
            try { localStorage.setItem("mfa-playground:theme", "${choice}"); } catch {}
            window.painted = [];
            requestAnimationFrame(function each() {
              if (document.body) window.painted.push([getComputedStyle(document.body).backgroundColor, "mfaSite" in window]);
              requestAnimationFrame(each);
            });`;
          const page = await late.openPage(path, { dark: system === "dark", before });
          await page.waitForTimeout(300);
          const frames = await page.evaluate(() => window.painted);
          assert.equal(frames[0][1], false, "the first paint came before the scripts");
          const dark = ([colour]) => Number(colour.match(/\d+/)[0]) < 128;
          assert.deepEqual(frames.filter((frame) => dark(frame) !== (choice === "dark")), [], `of ${frames.length} frames`);
          assert.deepEqual(page.faults(), []);
          await page.context().close();
        } finally {
          await late.close();
        }
      });
    }
  }

  it("keep every mark and the selected step visible in forced colours", async () => {
    const page = await opened("lessons/remember-this-device/");
    await page.emulateMedia({ forcedColors: "active" });
    const seen = await page.evaluate(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return {
        selected: style(".step-button[aria-current]").outlineStyle,
        ground: style("body").backgroundColor,
        bar: style('[data-c~="stretch"]').fill,
        mark: style('[data-c="spot"] path').fill,
        head: style('[data-c="playhead"] path').fill,
      };
    });
    assert.equal(seen.selected, "solid");
    for (const part of ["bar", "mark", "head"]) assert.notEqual(seen[part], seen.ground, part);
    await assertClean(page);
  });

  it("have more contrast for who wants it", async () => {
    const page = await opened();
    const line = () => page.evaluate(() => getComputedStyle(document.querySelector(".timeline")).borderBlockStartColor);
    const usual = await line();
    await page.emulateMedia({ contrast: "more" });
    assert.notEqual(await line(), usual);
    await assertClean(page);
  });

  for (const reducedMotion of [true, false]) {
    it(`move ${reducedMotion ? "nothing for who wants no motion" : "an arrow that turns for everybody else"}`, async () => {
      const page = await opened("", { reducedMotion });
      const moving = await page.evaluate(() => {
        document.documentElement.dir = "rtl"; // Turns the arrows of the folded groups.
        return document.getAnimations().length;
      });
      assert.equal(moving === 0, reducedMotion, `${moving} moving`);
      await assertClean(page);
    });
  }
});

describe("on paper", () => {
  it("stand the story, the steps with their endings, the reasons and the code", async () => {
    const page = await opened("lessons/remember-this-device/");
    await page.emulateMedia({ media: "print" });
    const paper = page.locator(".printout");
    await paper.waitFor(patience);
    const text = await paper.innerText();
    assert.ok(text.startsWith(await page.locator(".lessons b").evaluate((e) => e.textContent)), "the lesson's title");
    assert.match(text, /Step\tWhat\tHow it ended/);
    assert.match(text, /2\tada: sign-in\tMFA asked/);
    assert.match(text, /6\tada: sign-in\tMFA not asked: remembered/);
    assert.match(text, /Rule "mfa" sets context\.multifactor/);
    assert.match(text, /Rule code\s+function mfa\(user, context, callback\)/);
    assert.ok(!(await page.locator(".app").isVisible()), "the panels stay on the screen");
    const pdf = await page.pdf();
    assert.ok(pdf.length > 20_000, `the document has ${pdf.length} bytes`);
    await page.emulateMedia({ media: "screen" });
    await paper.waitFor({ ...patience, state: "detached" });
    assert.ok(await page.locator(".app").isVisible());
    await assertClean(page);
  });
});
