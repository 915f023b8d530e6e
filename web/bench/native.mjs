// Runs the Go benchmark of the replay and returns its rows.

import { spawnSync } from "node:child_process";
import { top } from "./sizes.mjs";

// native returns rows for the table: steps per second with and without scripts,
// what a step costs when there are more of them, what a case of the grid and what
// a frame takes.
export function native() {
  const args = ["test", "./app", "./engine", "./engine/grid", "-run", "^$", "-bench", "^Benchmark(Replay|ReplayWithoutScripts|Memory|Cells)$", "-benchtime", "2s"];
  const run = spawnSync("go", args, { cwd: top, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`go ${args.join(" ")}: ${run.stdout}${run.stderr}`);
  const found = {};
  for (const [, name, rest] of run.stdout.matchAll(/^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$/gm)) {
    found[name] = (unit) => Number(new RegExp(`([\\d.e+]+) ${unit}`).exec(rest)[1]);
  }
  for (const name of ["Replay/story", "ReplayWithoutScripts", "Memory/steps=10000", "Cells"]) {
    if (!found[name]) throw new Error(`no result for ${name} in:\n${run.stdout}`);
  }
  const of = (kind) => Object.keys(found).filter((name) => name.startsWith(`${kind}/steps=`));
  const length = (name) => Number(name.split("=")[1]).toLocaleString("en");
  const cost = (name) => ({ name: `native: a step of ${length(name)}`, value: found[name]("ns/step") / 1000, unit: "us", digits: 1 });
  const memory = (name) => ({
    name: `native: memory of a frame of ${length(name)}`,
    value: found[name]("B/frame") / 1000,
    budget: 20,
    unit: "kB",
    digits: 1,
  });
  return [
    { name: "native: story 1", value: found["Replay/story"]("steps/s"), budget: 2000, atLeast: true, unit: "steps/s", digits: 0 },
    { name: "native: a month without scripts", value: found.ReplayWithoutScripts("steps/s"), budget: 20000, atLeast: true, unit: "steps/s", digits: 0 },
    { name: "native: a case of the grid, without its scripts", value: found.Cells("us/cell"), unit: "us", digits: 1 },
    ...of("Replay").map(cost),
    {
      name: "native: a step of 10,000 against one of 100",
      value: found["Replay/steps=10000"]("ns/step") / found["Replay/steps=100"]("ns/step"),
      budget: 1.5,
      unit: "times",
    },
    ...of("Memory").map(memory),
  ];
}
