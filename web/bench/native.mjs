// Runs the Go benchmark of the replay and returns its rows.

import { spawnSync } from "node:child_process";
import { top } from "./sizes.mjs";

// native returns rows for the table: steps per second on story 1, and what a
// step costs when there are more of them.
export function native() {
  const args = ["test", "./app", "-run", "^$", "-bench", "^BenchmarkReplay$", "-benchtime", "2s"];
  const run = spawnSync("go", args, { cwd: top, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`go ${args.join(" ")}: ${run.stdout}${run.stderr}`);
  const found = {};
  for (const [, name, rest] of run.stdout.matchAll(/^BenchmarkReplay\/(\S+?)(?:-\d+)?\s+\d+\s+(.*)$/gm)) {
    const metric = (unit) => Number(new RegExp(`([\\d.e+]+) ${unit}`).exec(rest)[1]);
    found[name] = { perStep: metric("ns/step"), perSecond: metric("steps/s") };
  }
  if (!found.story) throw new Error(`no result for story 1 in:\n${run.stdout}`);
  const cost = (name) => ({ name: `native: a step of ${name.slice(6)}`, value: found[name].perStep / 1000, unit: "us", digits: 1 });
  const longer = Object.keys(found).filter((name) => name.startsWith("steps="));
  return [
    { name: "native: story 1", value: found.story.perSecond, budget: 2000, atLeast: true, unit: "steps/s", digits: 0 },
    ...longer.map(cost),
    {
      name: "native: a step of 10,000 against one of 100",
      value: found["steps=10000"].perStep / found["steps=100"].perStep,
      budget: 1.5,
      unit: "times",
    },
  ];
}
