// The promise of the engine: the same scenario gives the same frames natively
// and in a browser. Every scenario file of the project is played by both.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { interactive, start } from "./harness.mjs";
import { build, top } from "./tenant.mjs";

const folders = ["engine/scenario/testdata", "engine/scenario/lessons"];
const files = folders.flatMap((folder) =>
  readdirSync(join(top, folder))
    .filter((name) => name.endsWith(".txtar"))
    .map((name) => `${folder}/${name}`),
);

// natively plays all files and returns what `run -json` prints, by file.
function natively() {
  const run = spawnSync(build(), ["run", "-json", ...files], { cwd: top, encoding: "utf8", maxBuffer: 1 << 30 });
  assert.ok(run.status < 2, `run -json ended with ${run.status}: ${run.stderr}`);
  return new Map(JSON.parse(run.stdout).scenarios.map((scenario) => [scenario.file, scenario]));
}

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("every scenario has the frames of the native engine", { timeout: 300_000 }, async () => {
  assert.ok(files.length > 200, `${files.length} scenario files were found; expected more than 200`);
  const expected = natively();
  const page = await site.openPage("");
  await interactive(page);
  const different = [];
  for (const file of files) {
    const text = readFileSync(join(top, file), "utf8");
    const played = await page.evaluate(([text, file]) => window.mfaPlayground.run(text, file), [text, file]);
    if (JSON.stringify(JSON.parse(played)) !== JSON.stringify(expected.get(file))) different.push(file);
  }
  assert.deepEqual(different, []);
});

test("a file that cannot be read is refused with file, line and column", async () => {
  const page = await site.openPage("");
  await interactive(page);
  const refused = await page.evaluate(() => window.mfaPlayground.run("No tenant\n\n-- steps --\nwait 5x\n", "mine.txtar").catch((e) => e.message));
  assert.match(refused, /^mine\.txtar:\d+:\d+: /);
});
