// The playground in other people's pages: what it loads and when, how it looks,
// what it tells and what it obeys.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { siteDir } from "./harness.mjs";
import { heard, inside, sample, started, startHost } from "./host.mjs";

const classic = (root) => `<script async src="${root}embed.js"></script>`;
const lesson = (id, more = "") => `<mfa-playground id="${id}" lesson="the-display-that-stopped" ${more}></mfa-playground>`;
const far = `<pre>${"\n".repeat(100)}</pre>`;
const asking = "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n";
const frameOf = (id) => `#${id} iframe`;

let host;
before(async () => {
  host = await startHost((root) => ({
    "one.html": classic(root) + `<p><a href="#before">before</a></p>${lesson("a")}<p><a href="#after">after</a></p>`,
    "far.html": classic(root) + far + lesson("a") + lesson("b", 'panels="stage"') + `<mfa-playground id="c" lesson="remember-this-device"></mfa-playground>`,
    "own.html": classic(root) + `<mfa-playground id="a" panels="browser,why">\n  <script type="text/plain">\n${sample.replace(/^/gm, "    ")}</script></mfa-playground>`,
    "broken.html": classic(root) + `<mfa-playground id="a">A title\n\n-- tenant --\nnonsense here</mfa-playground>`,
    "none.html": classic(root) + `<mfa-playground id="a"></mfa-playground>`,
    "order.html": classic(root) + lesson("a", 'panels="display,code,time" step="3" lang="en-GB"'),
    "german.html": classic(root) + lesson("a", 'lang="de"'),
    "locked.html": classic(root) + lesson("a", 'readonly controls="off" panels="tenant,stage"'),
    "hidden.html": classic(root) + lesson("a", 'hide-tenant panels="code,display,why"'),
    "fixed.html": classic(root) + lesson("a", 'height="420" theme="dark"'),
    "fence.html": classic(root) + `<pre id="block"><code class="language-mfa-playground">panels: browser\nstep: 2\n${sample.replaceAll("<", "&lt;")}</code></pre>`,
    "frame.html": `<iframe id="f" title="plain" width="900" height="700" src="${root}embed/the-display-that-stopped/#panels=code,display"></iframe>`,
    "sandbox.html": `<iframe id="f" title="boxed" sandbox="allow-scripts" width="900" height="700" src="${root}embed/the-display-that-stopped/#panels=code,display"></iframe>`,
    "sandbox-search.html": `<iframe id="f" title="boxed" sandbox="allow-scripts" width="700" height="700" src="${root}embed/bypass-on-prompt-none/#panels=search"></iframe>`,
    "sandbox-time.html": `<iframe id="f" title="boxed" sandbox="allow-scripts" width="900" height="700" src="${root}embed/the-display-that-stopped/#panels=time"></iframe>`,
    "stranger.html": `<iframe id="f" title="stranger" width="900" height="700" src="${root}embed/the-display-that-stopped/#host=https://somebody.else.example"></iframe>`,
  }));
});
after(() => host?.close());

const programs = (asked) => asked.filter((name) => /^assets\/app\./.test(name));

describe("what an embed loads", () => {
  it("is a poster until the reader comes near, and then the program once for all", async () => {
    host.site.asked.length = 0;
    const page = await host.open("far.html");
    await page.locator("mfa-playground >> nth=2").waitFor({ state: "attached" });
    await page.waitForTimeout(2000);
    const early = host.site.asked.filter((name) => !/^embed|^assets\/(embed-frame|boot|style|icons)\./.test(name));
    assert.deepEqual(early, [], "more than the posters");
    for (const id of ["a", "b", "c"]) {
      await page.locator("#" + id).scrollIntoViewIfNeeded();
      await heard(page, id, "ready");
    }
    assert.equal(programs(host.site.asked).length, 1, `downloads of the program: ${host.site.asked.join(" ")}`);
    await page.assertClean();
  });

  it("is the outcome, readable while nothing has started", async () => {
    const page = await host.open("far.html");
    await page.locator(frameOf("a")).waitFor({ state: "attached" });
    const frame = inside(page, frameOf("a"));
    await frame.locator(".embed-where", { hasText: /Step 13 of 13/ }).waitFor({ state: "attached", timeout: 15_000 });
    assert.match(await frame.locator("textarea").inputValue(), /function mfa/);
    assert.deepEqual(await page.evaluate(() => window.heard), []);
    await page.assertClean();
  });

  it("can be read where the site's policy forbids WebAssembly, and says why nothing moves", async () => {
    const strict = await startHost((root) => ({ "index.html": classic(root) + lesson("a") }), { headers: () => ({ "Content-Security-Policy": "script-src 'self'" }) });
    try {
      const page = await strict.open("index.html");
      await page.locator("#a").evaluate((e) => e.start());
      const frame = inside(page, frameOf("a"));
      const why = frame.getByText("nothing can be changed here: this site's policy forbids WebAssembly");
      await why.waitFor();
      assert.match(await frame.locator(".embed-where").innerText(), /Step 13 of 13/);
      await page.waitForTimeout(500);
      const { bottom } = await page.frames()[1].evaluate(() => document.getElementById("boot-status").getBoundingClientRect());
      assert.ok(bottom <= (await page.locator(frameOf("a")).evaluate((e) => e.clientHeight)), "the message is in sight");
      await page.context().close();
    } finally {
      await strict.close();
    }
  });

  it("can be read without scripts, in a plain frame", async () => {
    const page = await host.open("frame.html", { scripts: false });
    const frame = inside(page, "#f");
    await frame.getByLabel("Display screen").waitFor();
    assert.match(await frame.locator(".embed-where").innerText(), /Step 13 of 13/);
    await page.context().close();
  });

  it("keeps embed.js within 5 kB", () => {
    const bytes = brotliCompressSync(readFileSync(join(siteDir, "embed.js"))).length;
    assert.ok(bytes <= 5000, `${bytes} bytes`);
  });

  it("is each file once, on a host with the documented headers, as a module", async () => {
    const headers = (name) => ({
      "Access-Control-Allow-Origin": "*",
      ...(name.startsWith("assets/") ? { "Cache-Control": "public, max-age=31536000, immutable" } : {}),
    });
    const good = await startHost(
      (root) => ({ "index.html": `<script type="module" src="${root}embed.js"></script>` + lesson("a") + lesson("b", 'panels="stage"') + lesson("c", 'panels="why"') }),
      { headers },
    );
    try {
      const page = await started(good, "index.html", "a");
      for (const id of ["b", "c"]) {
        await page.locator("#" + id).scrollIntoViewIfNeeded();
        await heard(page, id, "ready");
      }
      await page.waitForTimeout(1500); // editors and script engines follow
      const assets = good.site.asked.filter((name) => name.startsWith("assets/"));
      assert.deepEqual([...assets].sort(), [...new Set(assets)].sort(), "each asset once");
      await page.assertClean();
    } finally {
      await good.close();
    }
  });
});

describe("what an embed shows", () => {
  const parts = (page) => inside(page, frameOf("a")).locator(".part").evaluateAll((list) => list.filter((e) => !e.hidden).map((e) => e.dataset.part));

  it("are the panels that are asked for, in their order, at the step that is asked for", async () => {
    const page = await started(host, "order.html", "a");
    assert.deepEqual(await parts(page), ["display", "code", "time"]);
    const frame = inside(page, frameOf("a"));
    assert.match(await frame.locator(".embed-where").innerText(), /^Step 3 of 13/);
    assert.equal(await frame.locator("html").getAttribute("lang"), "en-GB");
    assert.equal(await frame.getByRole("tablist", { name: "Parts of the tenant" }).count(), 0, "the code alone");
    await page.assertClean();
  });

  it("is in English, and says so when another language is asked for", async () => {
    const page = await host.open("german.html");
    const warned = page.waitForEvent("console", (message) => message.type() === "warning" && /mfa-playground: lang="de"/.test(message.text()));
    await page.locator("#a").evaluate((e) => e.load({ lesson: "remember-this-device" })); // another one, to hear it from the start
    await warned;
    assert.match((await heard(page, "a", "problem")).text, /^lang="de": the playground speaks English only; expected en/);
    assert.equal((await heard(page, "a", "ready")).steps > 0, true);
    assert.equal(await inside(page, frameOf("a")).locator("html").getAttribute("lang"), "en");
    await page.assertClean();
  });

  it("is a scenario of the page's own, with its mistakes by line", async () => {
    let page = await started(host, "own.html", "a");
    const { title, steps, endings } = await heard(page, "a", "ready");
    assert.equal(title, "A remembered browser");
    assert.equal(steps, 3);
    assert.equal(endings[1].mark, "asked");
    await page.assertClean();

    page = await started(host, "broken.html", "a");
    const text = inside(page, frameOf("a")).getByRole("alert");
    await text.filter({ hasText: /cannot be read.*4/s }).waitFor();
    await page.assertClean();

    page = await started(host, "none.html", "a");
    await inside(page, frameOf("a")).getByText("names neither a lesson nor a scenario").waitFor();
    await page.assertClean();
  });

  it("can be looked at only, where it is read-only, and has no buttons where they are off", async () => {
    const page = await started(host, "locked.html", "a");
    const frame = inside(page, frameOf("a"));
    assert.ok(await frame.getByRole("switch").first().isDisabled(), "the switch of the rule");
    for (const name of ["Add a rule", "Rename mfa", "Delete mfa"]) assert.equal(await frame.getByRole("button", { name }).count(), 0, name);
    await frame.locator("code-editor .cm-content").waitFor();
    await frame.locator("code-editor .cm-content").click();
    await page.keyboard.type("x");
    assert.doesNotMatch(await frame.locator("code-editor .cm-content").innerText(), /x$|^x/);
    assert.equal(await frame.getByRole("button", { name: "Undo" }).count(), 0);
    assert.equal(await frame.getByRole("button", { name: "Next step" }).count(), 0);
    await frame.getByRole("tab", { name: /Policy/ }).click();
    for (const radio of await frame.getByRole("radio").all()) assert.ok(await radio.isDisabled(), "a setting");
    assert.deepEqual((await page.evaluate(() => window.heard)).filter(([, type]) => type === "outcome"), []);
    await page.assertClean();
  });

  it("leaves the tenant out, whatever else is asked for", async () => {
    const page = await started(host, "hidden.html", "a");
    assert.deepEqual(await parts(page), ["display", "why"]);
    assert.equal(await inside(page, frameOf("a")).getByRole("region", { name: "Tenant" }).count(), 0);
    await page.assertClean();
  });

  it("links to the playground with what is shown", async () => {
    const page = await started(host, "one.html", "a");
    const link = inside(page, frameOf("a")).getByRole("link", { name: "Open in the playground" });
    await page.evaluate((code) => document.getElementById("a").setCode(code), asking);
    await heard(page, "a", "outcome");
    await page.waitForTimeout(600);
    const address = await link.getAttribute("href");
    assert.match(address, /lessons\/the-display-that-stopped\/#s=/);
    assert.equal(await link.getAttribute("target"), "_blank");
    const [opened] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await opened.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 30_000 });
    assert.match(await opened.evaluate(() => document.querySelector("code-editor textarea, code-editor").value), /provider: 'any'/);
    await page.assertClean();
  });
});

describe("how an embed fits in", () => {
  it("is as high as its content, and follows it", async () => {
    const page = await started(host, "one.html", "a");
    const sizes = async () => ({
      frame: await page.locator(frameOf("a")).evaluate((e) => e.clientHeight),
      content: await inside(page, frameOf("a")).locator("body").evaluate((e) => Math.ceil(e.getBoundingClientRect().height)),
    });
    await page.waitForTimeout(800);
    const first = await sizes();
    assert.equal(first.frame, first.content);
    await page.locator("#a").evaluate((e) => e.setAttribute("panels", "code,stage,inspector,time"));
    await inside(page, frameOf("a")).getByRole("region", { name: "Time", exact: true }).waitFor();
    await page.waitForTimeout(500);
    const second = await sizes();
    assert.equal(second.frame, second.content);
    assert.ok(second.frame > first.frame + 50, `${first.frame} px, then ${second.frame} px`);
    await page.assertClean();
  });

  it("has its controls in order and in sight, however narrow, and nothing on top of anything", async () => {
    for (const [name, width] of [["one.html", 750], ["one.html", 375], ["fixed.html", 700], ["hidden.html", 1000], ["hidden.html", 375]]) {
      const page = await started(host, name, "a", { width });
      const frame = page.frames()[1];
      const { wrong, bar } = await frame.evaluate(() => {
        const box = (e) => e.getBoundingClientRect();
        const [back, at, next] = document.querySelectorAll(".embed-bar [aria-label=Step] > *");
        const wrong = [];
        if (!(box(back).right <= box(at).left && box(at).right <= box(next).left && Math.abs(box(back).top - box(next).top) < 1)) wrong.push("the steps are not in a row");
        const [feet, keys] = [document.querySelector(".device-feet"), document.querySelector(".keys")];
        const text = document.createRange();
        for (const part of feet.children) {
          text.selectNodeContents(part.firstChild);
          const { right, bottom } = box(text);
          if (right > box(keys).left && bottom > box(keys).top) wrong.push(`the keys of the display cover its text at ${Math.round(right)}`);
        }
        if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than its frame");
        return { wrong, bar: box(document.querySelector(".embed-bar")).bottom - innerHeight };
      });
      assert.deepEqual(wrong, [], `${name} at ${width}`);
      assert.ok(bar <= 1, `${name} at ${width}: the bar ends ${bar} px below the frame`);
      await page.assertClean();
    }
  });

  it("has the height that it is given, filled", async () => {
    const page = await started(host, "fixed.html", "a");
    assert.equal(await page.locator(frameOf("a")).evaluate((e) => e.offsetHeight), 420);
    assert.ok((await inside(page, frameOf("a")).locator(".app").evaluate((e) => e.getBoundingClientRect().height)) >= 418);
    assert.equal(await inside(page, frameOf("a")).locator("html").getAttribute("data-theme"), "dark");
    await page.assertClean();
  });

  it("lets the keyboard in and out again", async () => {
    const page = await started(host, "one.html", "a");
    await page.getByRole("link", { name: "before" }).focus();
    // The focus crosses from one process to the other: for a moment it is nowhere.
    const where = async () => {
      await page.waitForFunction(() => document.activeElement !== document.body);
      return page.evaluate(() => document.activeElement.closest("mfa-playground") ? "embed" : document.activeElement.textContent);
    };
    await page.keyboard.press("Tab");
    assert.equal(await where(), "embed");
    let presses = 1;
    while ((await where()) === "embed" && presses < 60) {
      await page.keyboard.press("Tab");
      presses++;
    }
    assert.equal(await where(), "after", `after ${presses} presses of Tab`);
    await page.keyboard.press("Shift+Tab");
    assert.equal(await where(), "embed");
    assert.match(await inside(page, frameOf("a")).locator(":focus").innerText(), /Open in the playground/);
    await page.getByRole("link", { name: "before" }).focus();
    await page.evaluate(() => document.getElementById("a").focus());
    assert.equal(await where(), "embed");
    await page.assertClean();
  });

  it("never scrolls the page around", async () => {
    const page = await host.open("far.html");
    await page.evaluate(() => document.getElementById("a").start());
    await heard(page, "a", "ready");
    await page.evaluate(() => document.getElementById("a").goTo(2));
    await heard(page, "a", "step");
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.assertClean();
  });

  it("follows the host's theme, whatever the system's is", async () => {
    for (const dark of [false, true]) {
      const page = await started(host, "one.html", "a", { dark });
      const background = () => inside(page, frameOf("a")).locator(".embed-bar").evaluate((e) => getComputedStyle(e).backgroundColor);
      const light = await background(); // the host has no dark colours of its own
      await page.evaluate(() => {
        document.body.style.setProperty("color", "#eee");
        document.body.style.setProperty("background", "#111");
      });
      await inside(page, 'mfa-playground iframe').locator('html[data-theme="dark"]').waitFor({ state: "attached" });
      assert.notEqual(await background(), light);
      await page.assertClean();
    }
  });
});

describe("what host and embed say to each other", () => {
  it("are events and commands", async () => {
    const page = await started(host, "one.html", "a");
    const ready = await heard(page, "a", "ready");
    assert.deepEqual([ready.lesson, ready.step, ready.steps, ready.endings.length], ["the-display-that-stopped", 13, 13, 13]);
    const call = (method, ...args) => page.evaluate(([m, list]) => document.getElementById("a")[m](...list), [method, args]);

    await call("goTo", 4);
    assert.equal((await heard(page, "a", "step")).step, 4);

    await call("setCode", asking, "mfa");
    const outcome = await heard(page, "a", "outcome");
    assert.ok(outcome.changed.length > 0 && outcome.endings.some((e) => e.mark === "refused"), JSON.stringify(outcome));
    assert.match(await inside(page, frameOf("a")).locator("code-editor").evaluate((e) => e.value), /provider: 'any'/);

    await call("load", { scenario: sample });
    const loaded = await heard(page, "a", "outcome", 1);
    assert.equal(loaded.steps, 3);
    assert.equal((await heard(page, "a", "step", 1)).step, 3);

    await call("load", { lesson: "remember-this-device" });
    assert.equal((await heard(page, "a", "ready", 1)).lesson, "remember-this-device");
    await call("goTo", 2);
    assert.equal((await heard(page, "a", "step", 2)).step, 2);
    await page.assertClean();
  });

  it("are told when a lesson is solved", async () => {
    const page = await started(host, "one.html", "a");
    await page.evaluate(
      (code) => document.getElementById("a").setCode(code),
      asking.replace("  context.multi", "  if (context.clientMetadata.device_type === 'display' && context.protocol === 'oauth2-refresh-token') {\n    return callback(null, user, context);\n  }\n  context.multi"),
    );
    const solved = await heard(page, "a", "solved");
    assert.equal(solved.steps, 13);
    await page.assertClean();
  });

  it("name what cannot be done", async () => {
    const page = await started(host, "one.html", "a");
    await page.evaluate(() => document.getElementById("a").goTo("x"));
    assert.match((await heard(page, "a", "problem")).text, /step "x": expected a number/);
    await page.evaluate(() => document.getElementById("a").setCode("1", "nobody"));
    assert.match((await heard(page, "a", "problem", 1)).text, /no rule or action "nobody"/);
    await page.evaluate(() => document.getElementById("a").load({ scenario: "nonsense" }));
    assert.match((await heard(page, "a", "problem", 2)).text, /cannot be read/);
    await page.assertClean();
  });

  it("come from nobody else: not to the embed", async () => {
    // The embed was told another host than this page.
    const page = await host.open("stranger.html");
    const frame = page.frames()[1];
    await frame.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 30_000 });
    await page.evaluate(() => {
      window.told = [];
      addEventListener("message", (e) => window.told.push(e.data));
      document.getElementById("f").contentWindow.postMessage({ target: "mfa-playground", type: "goTo", step: 2 }, "*");
    });
    await page.waitForTimeout(500);
    assert.match(await frame.locator(".embed-where").innerText(), /^Step 13/);
    // What the embed tells is addressed to the other host alone; the browser says so.
    assert.deepEqual(await page.evaluate(() => window.told), []);
    await page.context().close();
  });

  it("come from nobody else: not to the host", async () => {
    const page = await started(host, "one.html", "a");
    const before = await page.evaluate(() => window.heard.length);
    await page.evaluate(() => postMessage({ source: "mfa-playground", type: "solved", step: 1 }, "*"));
    // A message with the right sender but another window's origin.
    await page.evaluate((origin) => {
      const forged = new MessageEvent("message", { data: { source: "mfa-playground", type: "solved" }, origin, source: window });
      dispatchEvent(forged);
    }, host.site.origin);
    // A sibling of the embed commands it.
    await page.frames()[1].evaluate(() => postMessage({ target: "mfa-playground", type: "goTo", step: 2 }, "*"));
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.heard.length), before);
    assert.match(await inside(page, frameOf("a")).locator(".embed-where").innerText(), /^Step 13/);
    await page.assertClean();
  });
});

describe("an embed without any script around", () => {
  for (const [name, what] of [
    ["frame.html", "in a plain frame"],
    ["sandbox.html", "in a sandbox without allow-same-origin"],
  ]) {
    it(`plays and can be edited ${what}`, async () => {
      const page = await host.open(name);
      const frame = page.frames()[1];
      await frame.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
      if (name === "sandbox.html") assert.equal(await frame.evaluate(() => self.origin), "null");
      await frame.locator("code-editor .cm-content").waitFor({ timeout: 30_000 });
      await frame.getByRole("textbox", { name: "Rule code" }).getByText("Type here").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.keyboard.type("context.multifactor = { provider: 'any', allowRememberBrowser: false };");
      await frame.locator(".embed-where", { hasText: /refused|stuck/ }).waitFor({ timeout: 30_000 });
      await page.assertClean();
    });
  }

  it("has forms that work in a sandbox without allow-forms, where browsers fire no submit", async () => {
    const page = await host.open("sandbox-time.html");
    const frame = page.frames()[1];
    await frame.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
    const wait = frame.getByRole("textbox", { name: /^Wait/ });
    await wait.fill("3h");
    await wait.press("Enter");
    await frame.locator(".embed-where", { hasText: /^Step 14 of 14, wait 3h/ }).waitFor({ timeout: 30_000 });
    await page.assertClean();
  });

  it("searches for counterexamples in a sandbox, where no Worker starts from an address", async () => {
    const page = await host.open("sandbox-search.html");
    const frame = page.frames()[1];
    await frame.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
    assert.equal(await frame.evaluate(() => self.origin), "null");
    const form = frame.getByRole("form", { name: "Find a counterexample" });
    const result = frame.getByRole("region", { name: "Result of the search" });
    await form.getByRole("button", { name: "Find a counterexample" }).click();
    await result.getByText(/^Counterexample in 1 step, the shortest there is/).waitFor({ timeout: 90_000 });
    await form.getByLabel("About").selectOption("ada");
    await form.getByRole("button", { name: "Find a counterexample" }).click(); // a second one has all it needs
    await result.getByText("Searched for what breaks: Ada never gets tokens on a password alone.").waitFor({ timeout: 90_000 });
    await result.getByRole("button", { name: "Open it as a scenario" }).click();
    await frame.locator(".embed-where", { hasText: /^Step 1 of 1/ }).waitFor({ timeout: 30_000 });
    assert.equal(host.site.asked.filter((name) => /packed-seek/.test(name)).length, 1);
    await page.assertClean();
  });

  it("says what did not load where the search cannot begin, and can try again", async () => {
    const page = await host.open("sandbox-search.html");
    const frame = page.frames()[1];
    await page.route(/packed-seek/, (route) => route.abort(), { times: 1 });
    await frame.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
    const find = frame.getByRole("form", { name: "Find a counterexample" }).getByRole("button", { name: "Find a counterexample" });
    const result = frame.getByRole("region", { name: "Result of the search" });
    await find.click();
    await result.getByText(/^The search has failed \(packed-seek\.\w+\.js did not load\)\.$/).waitFor({ timeout: 30_000 });
    await find.click();
    await result.getByText(/^Counterexample in 1 step/).waitFor({ timeout: 90_000 });
    await page.context().close();
  });

  it("is upgraded from a fenced block of code", async () => {
    const page = await host.open("fence.html");
    const embed = page.locator("mfa-playground");
    await embed.scrollIntoViewIfNeeded();
    await inside(page, "mfa-playground iframe").locator(".embed-where", { hasText: "Step 2 of 3" }).waitFor({ timeout: 45_000 });
    assert.ok(!(await page.locator("#block").isVisible()), "the block has gone");
    await page.assertClean();
  });
});
