// The site on hosts of every kind, and in browsers where something is missing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertClean, interactive, siteDir, skipTour, start } from "./harness.mjs";

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

describe("where something is missing", () => {
  it("WebAssembly forbidden by the host: the outcome, and why nothing moves", async () => {
    const headers = () => ({ "Content-Security-Policy": "script-src 'self'" });
    await on({ headers }, {}, async (page) => {
      await page.getByText("nothing can be changed here").waitFor();
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

  it("no service worker: all but reading offline works", async () => {
    await on({}, { before: () => delete Navigator.prototype.serviceWorker }, async (page) => {
      await interactive(page);
      await page.waitForTimeout(4000);
      assert.equal(await page.evaluate(() => "serviceWorker" in navigator), false);
      await assertClean(page);
    });
  });
});
