// Prints rows { name, value, budget, unit, digits, over } as one table. A
// budget is a most unless atLeast is set.

const format = (number, digits = 2) =>
  number === undefined ? "" : number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

// judge tells whether a row keeps its budget: "", "ok" or "OVER".
export function judge({ value, budget, atLeast }) {
  if (budget === undefined) return "";
  return (atLeast ? value >= budget : value <= budget) ? "ok" : "OVER";
}

export function print(rows) {
  const cells = rows.map((row) => [
    row.name,
    format(row.value, row.digits),
    row.budget === undefined ? "" : `${row.atLeast ? ">=" : "<="} ${format(row.budget, row.digits)}`,
    row.unit ?? "",
    judge(row),
  ]);
  const head = ["", "value", "budget", "unit", ""];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  for (const line of [head, ...cells]) {
    const padded = line.map((text, i) => (i === 1 || i === 2 ? text.padStart(widths[i]) : text.padEnd(widths[i])));
    console.log(padded.join("  ").trimEnd());
  }
}
