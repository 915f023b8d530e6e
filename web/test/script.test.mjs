// The page's script host runs the same corpus as the native one, with the same
// bytes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { corpus, compact } from "./corpus.mjs";
import { startSandbox } from "./sandbox.mjs";

let sandbox;
before(async () => (sandbox = await startSandbox()));
after(() => sandbox?.close());

// runCase runs in the page.
async function runCase({ number, program, jobs }) {
  await ask({ op: "open", container: number, program });
  const verdicts = [];
  for (const job of jobs) verdicts.push(await ask({ op: "run", container: number, job }));
  await ask({ op: "close", container: number });
  return verdicts;
}

test("every verdict of the corpus has the bytes of the native host", async (t) => {
  const cases = corpus();
  assert.ok(cases.length > 100, `only ${cases.length} cases`);
  for (const [number, { name, program, runs }] of cases.entries()) {
    await t.test(name, async () => {
      const verdicts = await sandbox.page.evaluate(runCase, { number, program, jobs: runs.map((run) => run.job) });
      assert.deepEqual(verdicts, runs.map((run) => run.verdict));
    });
  }
});

test("many containers live side by side", async () => {
  const code = "function (user, context, callback) { global.n = (global.n || 0) + 1; console.log(n); callback(null); }";
  const program = JSON.stringify({ rules: [{ name: "count", code }] });
  const [{ runs }] = corpus();
  const texts = await sandbox.page.evaluate(async ({ program, job }) => {
    for (const container of [901, 902, 903]) await ask({ op: "open", container, program });
    const texts = [];
    for (const container of [901, 902, 901, 903, 901]) {
      texts.push(JSON.parse(await ask({ op: "run", container, job })).console[0].text);
    }
    return texts;
  }, { program, job: runs[0].job });
  assert.deepEqual(texts, ["1", "1", "2", "1", "3"]);
});

test("mistakes of the caller are errors, not silence", async () => {
  const failed = (message) => sandbox.page.evaluate((m) => ask(m).then(() => "fine", (e) => e.message), message);
  assert.match(await failed({ op: "run", container: 12345, job: "{}" }), /there is no container 12345/);
  assert.notEqual(await failed({ op: "nonsense" }), "fine");
});

test("nothing was refused, fetched or thrown on the way", () => assert.deepEqual(sandbox.faults, []));

test("compact keeps every byte inside strings", () => {
  assert.equal(compact('{\n  "a b": "c  \\" d",\n  "e": [1, 2]\n}\n'), '{"a b":"c  \\" d","e":[1,2]}');
});
