// The pages that documentation generators make of the recipes in EMBED.md. The
// sources lie in recipes/, beside them what Hugo 0.111.3, MkDocs 1.4.2 and
// Docusaurus 3.9.2 built of them (its own scripts and styles left out).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { startHost } from "./host.mjs";

const generators = ["hugo", "mkdocs", "docusaurus"];
const folder = join(dirname(fileURLToPath(import.meta.url)), "recipes");
const built = (name) => readFileSync(join(folder, name, "built.html"), "utf8");

let host;
before(async () => {
  host = await startHost(
    (root) => Object.fromEntries(generators.map((name) => [name + ".html", built(name).replaceAll("https://playground.example/", root)])),
    { policy: (site) => `script-src ${site}; frame-src ${site}` },
  );
});
after(() => host?.close());

describe("a page made by", () => {
  for (const name of generators) {
    it(`${name} has a lesson, a scenario of its own and a fenced block`, async () => {
      const page = await host.open(name + ".html");
      const embeds = page.locator("mfa-playground");
      await page.waitForFunction(() => document.querySelectorAll("mfa-playground").length === 3);
      for (const [i, where] of [/^Step 13 of 13/, /^Step 2 of 3, ada: sign-in/, /^Step 3 of 3/].entries()) {
        await embeds.nth(i).evaluate((e) => e.start());
        await embeds.nth(i).scrollIntoViewIfNeeded();
        const bar = page.frameLocator(`mfa-playground >> nth=${i} >> iframe`).locator(".embed-where", { hasText: where });
        await bar.waitFor({ timeout: 60_000 });
        assert.equal(await page.frameLocator(`mfa-playground >> nth=${i} >> iframe`).getByRole("alert").count(), 0);
      }
      assert.ok(!(await page.locator("code").first().isVisible()), "the fenced block has gone");
      await page.context().close();
    });
  }
});
