// `make bench`: everything that has a budget, measured on this machine, as one
// table. Nothing fails here; the sizes fail `make test` (budget.mjs).

import { frame } from "./frame.mjs";
import { grid } from "./grid.mjs";
import { native } from "./native.mjs";
import { page } from "./page.mjs";
import { rule } from "./rule.mjs";
import { scroll } from "./scroll.mjs";
import { search } from "./search.mjs";
import { sizes } from "./sizes.mjs";
import { print } from "./table.mjs";

const rows = sizes();
for (const [what, measure] of [
  ["the native replay", native],
  ["a rule in the browser", rule],
  ["the page", page],
  ["the grid", grid],
  ["scrolling", scroll],
  ["the search", search],
  ["the frame of the page", frame],
]) {
  console.error(`measuring ${what} ...`);
  try {
    rows.push(...(await measure()));
  } catch (error) {
    console.error(`${what} could not be measured: ${error.message}`);
    process.exitCode = 1;
  }
}
print(rows);
