// The site on hosts of every kind, and in browsers where something is missing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { heard, inside, startHost } from "./host.mjs";
import { assertClean, interactive, named, siteDir, skipTour, start, withSettings } from "./harness.mjs";

// on serves the site with options, opens its first page and hands both over.
async function on(options, view, check) {
  const site = await start(options);
  try {
    const page = await site.openPage("", view);
    await check(page, site);
  } finally {
    await site.close();
  }
}

const stage = (page) => page.getByRole("region", { name: "Stage", exact: true });

describe("on any host", () => {
  it("runs under a path on a server without any special header", async () => {
    await on({ prefix: "/docs/v2/play/" }, {}, async (page) => {
      await interactive(page);
      await assertClean(page);
    });
  });

  it("runs where .wasm has a wrong type or none", async () => {
    for (const type of ["application/octet-stream", "text/plain"]) {
      await on({ types: { ".wasm": type } }, {}, async (page) => {
        await interactive(page);
        await assertClean(page);
      });
    }
  });

  it("has headers for those that read _headers, each of them once", () => {
    const rules = readFileSync(join(siteDir, "_headers"), "utf8").trim().split(/\n(?=\S)/);
    const of = Object.fromEntries(rules.map((rule) => [rule.split("\n")[0], rule.split("\n").slice(1).map((line) => line.trim())]));
    assert.ok(of["/assets/*"].includes("Cache-Control: public, max-age=31536000, immutable"));
    assert.ok(of["/embed.js"].includes("Access-Control-Allow-Origin: *"));
    assert.ok(of["/sw.js"].includes("Cache-Control: no-cache"));
    assert.ok(!of["/*"].some((line) => line.startsWith("Cache-Control")), "hosts join the headers of all rules that match");
  });
});

it("the lines for S3 upload every file once, packed, with its type and how long it may be kept", () => {
  const manual = readFileSync(new URL("../HOSTING.md", import.meta.url), "utf8");
  const [, loop] = /```\n(find [^]*?)```/.exec(manual.split("\n## Amazon S3")[1]);
  const { stdout, stderr, status } = spawnSync("sh", ["-euc", `aws() { printf '%s\\001' "$@"; echo; }\n${loop}`], { cwd: siteDir, encoding: "utf8", maxBuffer: 1e7 });
  assert.equal(status, 0, stderr);
  const uploads = new Map();
  for (const words of stdout.trim().split("\n").map((line) => line.split("\x01").slice(0, -1))) {
    const [s3, cp, from, to, ...options] = words;
    assert.deepEqual([s3, cp, options.length], ["s3", "cp", 6], words.join(" "));
    const name = to.replace("s3://BUCKET/play/", "");
    assert.ok(!uploads.has(name) && from === `${name}.br` && existsSync(join(siteDir, from)), words.join(" "));
    uploads.set(name, Object.fromEntries([0, 2, 4].map((i) => [options[i], options[i + 1]])));
  }
  const files = readdirSync(siteDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => join(entry.parentPath, entry.name).slice(siteDir.length + 1)).filter((name) => !/\.(br|gz)$|^_headers$/.test(name));
  assert.deepEqual([...uploads.keys()].sort(), names.sort());
  const sent = (name) => Object.values(uploads.get(name));
  const kept = "public, max-age=31536000, immutable";
  assert.deepEqual(sent("index.html"), ["br", "text/html; charset=utf-8", "no-cache"]);
  assert.deepEqual(sent("embed.js"), ["br", "text/javascript", "public, max-age=3600"]);
  for (const [name, type] of [["app.wasm", "application/wasm"], ["boot.js", "text/javascript"], ["style.css", "text/css"], ["icon.svg", "image/svg+xml"]]) {
    assert.deepEqual(sent(named(name)), ["br", type, kept], name);
  }
});

describe("under a policy that the host sends", () => {
  // What the manual says that it has to allow, and nothing else.
  const manual = readFileSync(new URL("../HOSTING.md", import.meta.url), "utf8").split("\n## The policy\n")[1].split("\n## ")[0];
  const asked = [...manual.matchAll(/`((?:script|img|connect|worker|style)-src [^`]+)`/g)].map(([, line]) => line);
  const [own, embeds] = [asked.filter((line) => !line.includes("blob:")), asked.filter((line) => line.includes("blob:"))];
  // What is inline in a page is allowed by its hash, which the page's own policy has.
  const policyOf = (file, lines) => {
    const page = readFileSync(join(siteDir, file), "utf8").replaceAll("&#39;", "'");
    const [, own] = /Content-Security-Policy" content="([^"]+)"/.exec(page);
    const hashed = (line) => [line, ...(own.split("; ").find((other) => other.startsWith(line.split(" ")[0])).match(/'sha256-[^']+'/g) ?? [])].join(" ");
    return ["default-src 'none'", "base-uri 'none'", "form-action 'none'", ...lines.map(hashed)].join("; ");
  };

  it("as the manual has it, the playground runs", async () => {
    assert.deepEqual(own.map((line) => line.split(" ")[0]).sort(), ["connect-src", "img-src", "script-src", "style-src", "worker-src"]);
    await on({ headers: () => ({ "Content-Security-Policy": policyOf("index.html", own) }) }, {}, async (page) => {
      await interactive(page);
      await page.locator("code-editor .cm-content").waitFor();
      await assertClean(page);
    });
  });

  it("as the manual has it, embeds run, also in a sandbox", async () => {
    const lesson = "embed/the-display-that-stopped/";
    const names = own.map((line) => line.split(" ")[0]);
    const lines = [...own.filter((line) => !embeds.some((e) => e.split(" ")[0] === line.split(" ")[0])), ...embeds.map((e) => own[names.indexOf(e.split(" ")[0])] + e.replace(/^\S+/, ""))];
    const headers = () => ({ "Content-Security-Policy": policyOf(`${lesson}index.html`, lines) });
    const host = await startHost((root) => ({ "index.html": `<iframe id="f" title="boxed" sandbox="allow-scripts" width="900" height="700" src="${root}${lesson}"></iframe>` }), { headers });
    try {
      const page = await host.open("index.html");
      await page.frames()[1].waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
      await page.assertClean();
    } finally {
      await host.close();
    }
  });
});

describe("where something is missing", () => {
  it("WebAssembly forbidden by the host: the outcome, and why nothing moves", async () => {
    const headers = () => ({ "Content-Security-Policy": "script-src 'self'" });
    await on({ headers }, {}, async (page) => {
      await page.getByText("nothing can be changed here: this site's policy forbids WebAssembly").waitFor();
      assert.ok(await stage(page).isVisible());
      assert.match(await page.locator(".outcome").innerText(), /Step \d+ of \d+/);
      await page.context().close();
    });
  });

  it("no scripts: the lesson can be read", async () => {
    await on({}, { scripts: false }, async (page) => {
      assert.ok(await stage(page).isVisible());
      assert.match(await page.locator(".outcome").innerText(), /Step \d+ of \d+/);
      await page.context().close();
    });
  });

  it("no storage: all but keeping works", async () => {
    const before = () => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
          configurable: true,
          get() {
            throw new DOMException("Access is denied for this document.", "SecurityError");
          },
        });
      }
    };
    await on({}, { before }, async (page) => {
      await interactive(page);
      await skipTour(page);
      await page.getByRole("button", { name: "Previous step" }).click();
      await page.waitForFunction(() => /at=12/.test(location.hash));
      await assertClean(page);
    });
  });

  it("no storage, as the browser's own setting has it: the same", async () => {
    const site = await start();
    const context = await withSettings({ profile: { default_content_setting_values: { cookies: 2 } } });
    try {
      const page = await context.newPage();
      const faults = [];
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.addInitScript(() => {
        try {
          localStorage.length;
        } catch (error) {
          window.refused = error.name;
        }
      });
      await page.goto(site.root);
      await interactive(page);
      await skipTour(page);
      assert.equal(await page.evaluate(() => window.refused), "SecurityError");
      await page.getByRole("button", { name: "Previous step" }).click();
      await page.waitForFunction(() => /at=12/.test(location.hash));
      await page.waitForTimeout(4000); // the service worker is refused, too
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      await site.close();
    }
  });

  it("storage partitioned by the page around: an embed works, and sees nothing of the playground's", async () => {
    const host = await startHost((root) => ({ "index.html": `<script async src="${root}embed.js"></script><mfa-playground id="a" lesson="the-display-that-stopped"></mfa-playground>` }), {
      flags: ["--disable-features=MediaRouter"], // Playwright switches the partitions off; the last such flag counts
    });
    try {
      const page = await host.open("index.html");
      const own = await page.context().newPage();
      await own.goto(host.site.root);
      await own.evaluate(() => localStorage.setItem("probe", "the playground's own"));
      await heard(page, "a", "ready");
      const frame = page.frames().find((frame) => frame.url().startsWith(host.site.root));
      assert.equal(await frame.evaluate(() => localStorage.getItem("probe")), null, "the browser keeps them apart");
      await page.evaluate(() => document.getElementById("a").goTo(4));
      await inside(page, "#a iframe").locator(".embed-where", { hasText: /^Step 4 of/ }).waitFor();
      await page.assertClean();
    } finally {
      await host.close();
    }
  });

  it("no service worker: all but reading offline works", async () => {
    await on({}, { before: () => delete Navigator.prototype.serviceWorker }, async (page) => {
      await interactive(page);
      await page.waitForTimeout(4000);
      assert.equal(await page.evaluate(() => "serviceWorker" in navigator), false);
      await assertClean(page);
    });
  });
});
