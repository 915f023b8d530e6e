// What the tests of the recipes in EMBED.md share: their sources, which lie in
// recipes/, and what a page that was made of them has to be.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// address is where the sources say that the playground is.
export const address = "https://playground.example/";

const folder = join(dirname(fileURLToPath(import.meta.url)), "recipes");

// sources returns the files of a recipe by path, and what was built of them in
// "built.html".
export function sources(name) {
  const root = join(folder, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

// digest is what "built.html" was made of.
export function digest(name) {
  const { "built.html": _, ...rest } = sources(name);
  return createHash("sha256").update(JSON.stringify(rest)).digest("hex");
}

// made tells by which program each page was built, and of which sources.
export const madeFile = join(folder, "made.json");
export const made = () => JSON.parse(readFileSync(madeFile, "utf8"));

// builtFile is where a built page is kept.
export const builtFile = (name) => join(folder, name, "built.html");

// plays checks a page that is open: a lesson, a scenario of the page's own at a
// step, a fenced block that has gone.
export async function plays(page) {
  const embeds = page.locator("mfa-playground");
  await page.waitForFunction(() => document.querySelectorAll("mfa-playground").length === 3);
  for (const [i, where] of [/^Step 13 of 13/, /^Step 2 of 3, ada: sign-in/, /^Step 3 of 3/].entries()) {
    await embeds.nth(i).evaluate((e) => e.start());
    await embeds.nth(i).scrollIntoViewIfNeeded();
    const inside = page.frameLocator(`mfa-playground >> nth=${i} >> iframe`);
    await inside.locator(".embed-where", { hasText: where }).waitFor({ timeout: 60_000 });
    assert.equal(await inside.getByRole("alert").count(), 0);
  }
  assert.ok(!(await page.locator("code").first().isVisible()), "the fenced block has gone");
}
