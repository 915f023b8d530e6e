// The sizes that have a budget, read from a built site.

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const siteDir = process.env.SITE ?? join(top, "dist");

const megabyte = 1_000_000; // bytes
const program = ["app.wasm"];
const engines = ["quickjs.wasm", "prelude.js", "script-worker.js", "editor.js"];

// fileIn returns the path of a file in a site: the build gives each a name with
// its digest and lists them.
export function fileIn(dir, name) {
  const names = JSON.parse(readFileSync(join(dir, "files.json"), "utf8"));
  return join(dir, names[name] ?? name);
}

// size returns the bytes that a browser downloads for a file.
function size(name) {
  const file = fileIn(siteDir, name) + ".br";
  try {
    return statSync(file).size;
  } catch {
    throw new Error(`there is no ${file}; expected a site built with its compressed variants: make build`);
  }
}

const sum = (names) => names.reduce((total, name) => total + size(name), 0);

// sizes returns rows of the table: { name, value, budget, unit }.
export function sizes() {
  const row = (name, names, budgetMB) => {
    const value = sum(names) / megabyte;
    return { name, value, budget: budgetMB, unit: "MB br", digits: 3 };
  };
  return [
    row("app.wasm", program, 1.75),
    row("app.wasm + script engine + editor", [...program, ...engines], 2.2),
    { name: "seek.wasm, for who searches", value: sum(["seek.wasm"]) / megabyte, unit: "MB br", digits: 3 },
    ...engines.map((name) => ({ name: `  of that ${name}`, value: sum([name]) / megabyte, unit: "MB br", digits: 3 })),
  ];
}
