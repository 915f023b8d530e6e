// grid-export.js writes a grid for elsewhere: as a picture, as a table for
// spreadsheets, and as a document.

// said is how a cell ends, in words.
export function said(cell) {
  const more = { remembered: "the browser is remembered", "not-asked": "nothing requires it", denied: "by code" }[cell.kind];
  if (cell.kind === "asked") return `${cell.word}, ${cell.offered ? "with" : "without"} the tick box`;
  return more ? `${cell.word}, ${more}` : cell.word;
}

// reasons are the sentences that tell why.
export const reasons = (grid, cell) => (cell.why ?? []).map((i) => grid.texts[i]);

// apartIn are the cells in which two versions that are compared differ, by number.
const apartIn = ({ against }) => new Map((against?.list ?? []).filter(({ at }) => at >= 0).map((one) => [one.at, one.cells]));

// compared tells whether two versions have been compared.
const compared = ({ against }) => Boolean(against && !against.note);

// each goes through the cells with the titles of their row and column.
const each = ({ rows, cols, cells, was }) =>
  cells.map((cell, i) => ({
    cell, was: was[i], i,
    row: rows.values[Math.floor(i / cols.values.length)].title, column: cols.values[i % cols.values.length].title,
  }));

// field is one field of RFC 4180. A spreadsheet would run what begins like a
// formula, so that such a text gets a quote in front.
function field(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function asCSV(grid) {
  const names = compared(grid) ? grid.against.names : [];
  const apart = apartIn(grid);
  const lines = [[grid.rows.title, grid.cols.title, "Outcome", "In words", "Was", "Why", ...names.flatMap((name) => [name, `${name}: why`])]];
  for (const { cell, was, row, column, i } of each(grid)) {
    const sides = names.flatMap((_, side) => {
      const one = apart.get(i)?.[side];
      return one ? [said(one), reasons(grid, one).join(" ")] : ["", ""]; // they are equal
    });
    lines.push([row, column, cell.word, said(cell), was ? said(was) : "", reasons(grid, cell).join(" "), ...sides]);
  }
  return lines.map((line) => line.map(field).join(",")).join("\r\n") + "\r\n";
}

// plain escapes what Markdown, or HTML in it, would take for markup.
const plain = (text) => text.replace(/[\\`*_[\]<>&|~$#]/g, "\\$&").replace(/\s+/g, " ");

export function asMarkdown(grid) {
  const { rows, cols } = grid;
  const wide = cols.values.length;
  const lines = [
    `# ${plain(grid.name)}`, "", `${plain(rows.title)} by ${plain(cols.title)}. Bold: changed by the last edit.`, "",
    `| ${plain(rows.title)} | ${cols.values.map(({ title }) => plain(title)).join(" | ")} |`,
    `|${" --- |".repeat(wide + 1)}`,
  ];
  const all = each(grid);
  rows.values.forEach(({ title }, r) => {
    const row = all.slice(r * wide, (r + 1) * wide).map(({ cell, was }) => (was ? `**${plain(said(cell))}**` : plain(said(cell))));
    lines.push(`| ${plain(title)} | ${row.join(" | ")} |`);
  });
  lines.push("", "## Why", "");
  for (const { cell, was, row, column } of all) {
    const before = was ? ` Before the edit: ${plain(said(was))}.` : "";
    lines.push(`- ${plain(row)}, ${plain(column)}: **${plain(said(cell))}**. ${plain(reasons(grid, cell).join(" "))}${before}`);
  }
  if (compared(grid)) lines.push(...comparison(grid));
  lines.push("", "Made with the MFA Playground, which imitates the MFA behaviour of an Auth0 tenant; it is independent of Auth0.", "");
  return lines.join("\n");
}

// comparison says where two versions differ, with the reasons of both.
function comparison(grid) {
  const { names, apart, of, list } = grid.against;
  const [one, other] = names.map(plain);
  if (!apart) return ["", `## ${one} and ${other}`, "", `Equal in all ${of} cells.`];
  const lines = ["", `## ${one} and ${other} differ in ${apart} of ${of} cells`, ""];
  for (const { title, cells } of list) {
    lines.push(`- ${plain(title)}`);
    cells.forEach((cell, side) => lines.push(`  - ${plain(names[side])}: **${plain(said(cell))}**. ${plain(reasons(grid, cell).join(" "))}`));
  }
  if (apart > list.length) lines.push("", `And ${apart - list.length} more.`);
  return lines;
}

const colours = {
  asked: ["#fdf0d5", "#8a5200"], remembered: ["#dcf3e7", "#0a6a45"], "not-asked": ["#e9edf1", "#46525f"],
  refused: ["#fce6e4", "#b3201a"], denied: ["#f8e4f5", "#86207a"], away: ["#e9ebfb", "#3646c4"], impossible: ["#ffffff", "#5a6472"],
};

const xml = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, " ");

export function asSVG(grid) {
  const { rows, cols, name } = grid;
  const letter = 6.6; // width of one at 12 px
  const widthOf = (texts) => Math.ceil(Math.max(...texts.map((text) => text.length)) * letter) + 20;
  const head = widthOf([rows.title, ...rows.values.map(({ title }) => title)]);
  const wide = Math.max(110, widthOf(cols.values.map(({ title }) => title)));
  const high = 30;
  const top = 62;
  const width = head + wide * cols.values.length + 20;
  const height = top + high * rows.values.length + 20;
  const parts = [];
  const text = (x, y, content, more = "") => parts.push(`<text x="${x}" y="${y}" ${more}>${xml(content)}</text>`);
  text(10, 22, name, 'font-weight="600" font-size="14"');
  text(10, top - 10, rows.title, 'fill="#5a6472"');
  cols.values.forEach(({ title }, c) => text(head + wide * c + 10, top - 10, title, 'font-weight="600"'));
  rows.values.forEach(({ title }, r) => text(10, top + high * r + 19, title, 'font-weight="600"'));
  const apart = apartIn(grid);
  each(grid).forEach(({ cell, was, row, column }, i) => {
    const [fill, ink] = colours[cell.kind];
    const x = head + wide * (i % cols.values.length);
    const y = top + high * Math.floor(i / cols.values.length);
    const sides = (apart.get(i) ?? []).map((side, n) => ` ${grid.against.names[n]}: ${said(side)}.`).join("");
    const why = `${row}, ${column}: ${said(cell)}. ${reasons(grid, cell).join(" ")}${sides}`;
    const marked = Boolean(was || sides);
    parts.push(
      `<g><title>${xml(why)}</title><rect x="${x}" y="${y}" width="${wide - 2}" height="${high - 2}" fill="${fill}" stroke="${marked ? ink : fill}"${marked ? ' stroke-width="2"' : ""}/>`,
      `<text x="${x + 10}" y="${y + 19}" fill="${ink}">${xml(cell.word)}${marked ? " *" : ""}</text></g>`,
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="#171c24"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>\n`;
}
