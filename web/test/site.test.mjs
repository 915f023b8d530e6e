// The built site as a whole: every page, under a sub-path, on a plain host.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { assertClean, interactive, named, siteDir, start } from "./harness.mjs";

const files = readdirSync(siteDir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(siteDir, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"));
const plain = files.filter((name) => !/\.(br|gz)$/.test(name));
const pages = plain.filter((name) => name.endsWith(".html"));
const lessons = pages.filter((name) => name === "index.html" || /^lessons\/.+\//.test(name));
const text = (name) => readFileSync(join(siteDir, name), "utf8");

// address is how a browser reaches a page: folders by their name alone.
const address = (name) => name.replace(/(^|\/)index\.html$/, "$1");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

// told are the lessons as their files tell them.
const folder = new URL("../../engine/scenario/lessons/", import.meta.url);
const told = readdirSync(folder).filter((name) => name.endsWith(".txtar")).map((name) => {
  const source = readFileSync(new URL(name, folder), "utf8");
  const answer = /^answer (.*(?:\n  .*)*)/m.exec(source)[1].replace(/\s+/g, " ");
  return { slug: name.replace(".txtar", ""), question: source.split("\n")[0], answer };
});

describe("the files of the site", () => {
  it("hold a page for each lesson, the manual and the rest", () => {
    assert.ok(pages.includes("index.html") && pages.includes("404.html") && pages.includes("format/index.html"));
    assert.ok(pages.includes("facts/index.html") && pages.includes("claims/index.html"));
    assert.ok(told.length >= 37, `${told.length} lessons`);
    for (const { slug } of told) {
      for (const folder of ["lessons", "embed"]) assert.ok(pages.includes(`${folder}/${slug}/index.html`), `${folder}/${slug}/`);
    }
  });

  for (const { slug, question, answer } of told) {
    it(`tell search engines and previews of links the question and the answer: ${slug}`, () => {
      const page = text(`lessons/${slug}/index.html`);
      const unescaped = (t) => t.replace(/&#(\d+);|&(amp|lt|gt|quot);/g, (_, n, name) => (n ? String.fromCodePoint(n) : { amp: "&", lt: "<", gt: ">", quot: '"' }[name]));
      const of = (pattern) => unescaped(pattern.exec(page)?.[1] ?? "");
      assert.ok(of(/<title>([^<]*)</).startsWith(question), of(/<title>([^<]*)</));
      assert.ok(of(/property="og:title" content="([^"]*)"/).startsWith(question));
      assert.equal(of(/name="description" content="([^"]*)"/), answer);
      assert.equal(of(/property="og:description" content="([^"]*)"/), answer);
      assert.ok(unescaped(page.replace(/<[^>]*>/g, "")).includes(question), "it can be read in the page itself");
    });
  }

  for (const [suffix, unpack] of [
    [".br", brotliDecompressSync],
    [".gz", gunzipSync],
  ]) {
    it(`have the same in ${suffix} beside them`, () => {
      for (const name of plain) {
        assert.ok(existsSync(join(siteDir, name + suffix)), `${name}${suffix} is missing`);
        assert.ok(unpack(readFileSync(join(siteDir, name + suffix))).equals(readFileSync(join(siteDir, name))), name);
      }
    });
  }

  it("carry no trace of the machine that built them", () => {
    const tenant = "http://127.0.0.1:8090"; // where `go run ./app tenant` answers: cURL commands go there
    for (const name of plain.filter((n) => /\.(html|js|css|svg)$/.test(n))) {
      assert.doesNotMatch(text(name).replaceAll(tenant, ""), /127\.0\.0\.1|localhost:|file:\/\/|og:url/, name);
    }
  });
});

describe("every page", () => {
  for (const name of pages) {
    const page = text(name);

    it(`${name}: has a policy without unsafe-inline and unsafe-eval, and inline only what it names`, () => {
      const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
      assert.match(policy ?? "", /default-src 'none'|default-src &#39;none&#39;/);
      assert.doesNotMatch(policy, /unsafe-inline|[^-]unsafe-eval/);
      for (const [, kind, content] of page.matchAll(/<(style|script)>([^<]*)/g)) {
        const hash = `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
        const allowed = policy.replaceAll("&#39;", "'").split(";").find((part) => part.trim().startsWith(kind)) ?? "";
        assert.ok(allowed.includes(hash), `the hash of the ${kind}`);
      }
      assert.ok((page.match(/<script>/g) ?? []).length <= 1, "inline scripts");
      assert.doesNotMatch(page, /<style[^>]|<script(?![^>]* src=)[^>]|\sstyle=|\son[a-z]+=/i, "inline styles, scripts or handlers");
    });

    it(`${name}: names files relative to itself, and all are there`, () => {
      for (const [, target] of page.matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (/^(https?|mailto):/.test(target)) continue; // a link to somewhere else
        assert.doesNotMatch(target, /^\//, `${target} would leave the site's folder`);
        const path = new URL(target, "http://site/" + address(name)).pathname.slice(1);
        const file = path === "" || path.endsWith("/") ? path + "index.html" : path;
        if (name !== "404.html") assert.ok(existsSync(join(siteDir, file)), `${target} leads to ${file}, which is not there`);
      }
    });

    it(`${name}: has title, description, language, and can be zoomed`, () => {
      assert.match(page, /<html lang="en">/);
      assert.match(page, /<title>[^<]{5,}<\/title>/);
      assert.match(page, /<meta name="description" content="[^"]{20,}">/);
      assert.match(page, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
      assert.doesNotMatch(page, /maximum-scale|user-scalable/);
    });

    // There are many lessons, all drawn by the same program: each opens in one
    // of the two, the site's own pages in both.
    const looks = /^(lessons|embed)\/./.test(name) ? [pages.indexOf(name) % 2 === 0] : [false, true];
    it(`${name}: opens without a fault, ${looks.map((dark) => (dark ? "dark" : "light")).join(" and ")}`, async () => {
      for (const dark of looks) {
        const opened = await site.openPage(address(name), { dark });
        if (lessons.includes(name)) await interactive(opened);
        await assertClean(opened);
      }
    });
  }
});

describe("a lesson", () => {
  it("can be read before and without scripts", async () => {
    const page = await site.openPage("", { scripts: false });
    for (const region of ["Tenant", "Stage", "Inspector", "Time"]) {
      await page.getByRole("region", { name: region, exact: true }).waitFor({ timeout: 2000 });
    }
    await page.context().close();
  });

  it("does not move when the program takes over", async () => {
    const page = await site.openPage("");
    await interactive(page);
    await page.waitForTimeout(500);
    const shift = await page.evaluate(
      () =>
        new Promise((resolve) => {
          let total = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) total += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(total), 100);
        }),
    );
    assert.ok(shift < 0.02, `cumulative layout shift ${shift}; expected next to none`);
    await assertClean(page);
  });

  it("loads the editor after the first paint", async () => {
    const page = await site.openPage("");
    await interactive(page);
    await page.waitForFunction(() => customElements.get("code-editor"));
    const { paint, loaded } = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      loaded: performance.getEntriesByType("resource").find((r) => /\/editor\.\w+\.js$/.test(r.name)).startTime,
    }));
    assert.ok(loaded > paint, `editor asked for at ${loaded} ms, first paint at ${paint} ms`);
    await assertClean(page);
  });

  it("keeps what was typed before the program ran", async () => {
    const slow = await start({ delay: { ".wasm": 1500 } });
    try {
      const page = await slow.openPage("");
      const area = page.getByRole("textbox", { name: "Rule code" });
      await area.focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("// typed early\n");
      await interactive(page);
      await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
      const value = await page.evaluate(() => document.querySelector("code-editor").value);
      assert.match(value, /^\/\/ typed early\n/);
      await assertClean(page);
    } finally {
      await slow.close();
    }
  });
});

describe("any address", () => {
  for (const [prefix, path] of [
    ["/", ""],
    ["/a blank/\u00fc%/", "index.html"],
    ["/a blank/\u00fc%/", "lessons/remember-this-device/"],
  ]) {
    it(`is fine for the site: ${prefix}${path}`, async () => {
      const other = await start({ prefix });
      try {
        const page = await other.openPage(path);
        await interactive(page);
        await page.getByRole("region", { name: "Stage", exact: true }).waitFor();
        await assertClean(page);
      } finally {
        await other.close();
      }
    });
  }
});

describe("when something is missing", () => {
  it("runs on a host that serves .wasm under a wrong type", async () => {
    const wrong = await start({ types: { ".wasm": "application/octet-stream" } });
    try {
      const page = await wrong.openPage("");
      await interactive(page);
      await assertClean(page);
    } finally {
      await wrong.close();
    }
  });

  it("says so when WebAssembly is missing, and stays readable", async () => {
    const page = await site.openPage("", { before: () => delete globalThis.WebAssembly });
    await page.getByText("has no WebAssembly").waitFor();
    assert.ok(await page.getByRole("region", { name: "Stage", exact: true }).isVisible());
    await assertClean(page);
  });

  it("says so when the program cannot be fetched", async () => {
    const broken = await start({ pages: { [named("app.wasm")]: "this is no program" } });
    try {
      const page = await broken.openPage("");
      await page.getByText("could not be started").waitFor();
      assert.ok(await page.getByRole("region", { name: "Stage", exact: true }).isVisible());
      await page.context().close();
    } finally {
      await broken.close();
    }
  });
});

describe("the harness", () => {
  const made = (body) => `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'">${body}`;

  for (const [what, body, expected] of [
    ["a policy violation", made("<script>1</script>"), /policy: script-src/],
    ["a style attribute", made('<p style="color:red">x</p>'), /policy: style-src/],
    ["an uncaught error", "<!doctype html><script>throw new Error('boom')</script>", /uncaught: Error: boom/],
    ["a console error", "<!doctype html><script>console.error('boom')</script>", /console: boom/],
    ["a file that is not there", '<!doctype html><img src="nowhere.png" alt="">', /404/],
    ["a foreign request", '<!doctype html><img src="http://localhost:9/x.png" alt="">', /foreign request/],
  ]) {
    it(`notices ${what}`, async () => {
      const broken = await start({ pages: { "broken.html": body } });
      try {
        const page = await broken.openPage("broken.html");
        await page.waitForTimeout(100);
        assert.match(page.faults().join("\n"), expected);
      } finally {
        await broken.close();
      }
    });
  }
});

describe("the size of files", () => {
  it("is what it was built for", () => {
    // A page is read before anything else arrives.
    for (const name of pages) {
      const bytes = statSync(join(siteDir, name + ".br")).size;
      assert.ok(bytes < 60_000, `${name} is ${bytes} bytes compressed; expected less than 60 kB`);
    }
  });
});
