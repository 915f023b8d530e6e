// <mfa-grid data-grid="..."> draws a grid of cases that the program has
// evaluated (app/play/grid_draw.go), tells why a cell ends as it does, opens it,
// and saves it all. It is loaded with the tab that shows it.

import { asCSV, asMarkdown, asSVG, reasons, said } from "./grid-export.js";

const several = { application: "applications", person: "people", code: "ways to switch the code" }; // of which there can be too many
const icons = { away: "right", impossible: "dots" };
const legend = [
  ["asked", "challenged", "a second factor is asked for"],
  ["remembered", "skipped", "required, but the browser is remembered"],
  ["not-asked", "skipped", "nothing requires it"],
  ["refused", "refused", "required, and there is nobody to ask"],
  ["denied", "refused", "code ended the sign-in"],
  ["away", "sent away", "to another page first"],
  ["impossible", "not possible", "the values do not go together"],
];

function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

const picture = (kind) => make("i", { "data-c": `icon ${icons[kind] ?? kind}` });

// outcome is a cell in a word with its icon.
const outcome = (cell, shut = false) =>
  make("span", { class: "grid-outcome", "data-mark": cell.kind }, picture(cell.kind), make("span", shut ? { class: "sr" } : {}, cell.word));

class Grid extends HTMLElement {
  static observedAttributes = ["data-grid"];
  grid = null;
  shape = "";
  at = 0; // the cell that Tab leads to

  connectedCallback() {
    if (!this.table) this.build();
    this.read();
    // A narrow list of tabs shows the one that a link has opened.
    const tab = document.getElementById("tab-grid");
    const over = tab ? tab.getBoundingClientRect().right - tab.parentElement.getBoundingClientRect().right : 0;
    if (over > 0) tab.parentElement.scrollLeft += over;
  }

  attributeChangedCallback() {
    if (this.isConnected && this.table) this.read();
  }

  build() {
    this.sum = make("p", { class: "grid-sum", role: "status" });
    this.table = make("table", { role: "grid", "data-keys": "arrows" });
    this.detail = make("div", { class: "grid-detail", role: "region", "aria-label": "Reasons of the cell", tabindex: "0" });
    this.beside = make("section", { class: "grid-apart", hidden: "" });
    const list = make("ul", { class: "grid-legend", "aria-label": "Legend" });
    for (const [kind, word, what] of legend) list.append(make("li", {}, outcome({ kind, word }), ` ${what}`));
    const save = make("div", { class: "grid-save", role: "group", "aria-label": "Save the grid" }, "Save as");
    for (const [title, ending, type, write] of [
      ["SVG", ".svg", "image/svg+xml", asSVG],
      ["CSV", ".csv", "text/csv", asCSV],
      ["Markdown", ".md", "text/markdown", asMarkdown],
    ]) {
      const button = make("button", { class: "plain", "aria-label": `Save the grid as ${title}` }, title);
      button.addEventListener("click", () => this.save(ending, type, write));
      save.append(button);
    }
    const head = make("div", { class: "grid-head" }, this.sum, save);
    this.append(head, make("div", { class: "grid-scroll" }, this.table), this.detail, this.beside, list);
    this.table.addEventListener("click", (event) => this.press(event.target.closest("td")));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("pointerdown", (event) => this.touch(event, event.target.closest("td")));
    this.table.addEventListener("pointerover", (event) => event.pointerType !== "touch" && this.tell(event.target.closest("td")));
    this.table.addEventListener("pointerleave", () => this.tell(this.table.querySelector("td:focus") ?? null));
    this.table.addEventListener("focusin", (event) => this.focusOn(event.target.closest("td")));
  }

  // read takes a grid over. Cells of the same grid are changed where they are, so
  // that nobody loses the place.
  read() {
    const text = this.dataset.grid;
    if (!text || text === this.text) return;
    this.text = text;
    this.grid = JSON.parse(text);
    const { rows, cols } = this.grid;
    const shape = JSON.stringify([rows, cols]);
    if (shape !== this.shape) this.frame();
    this.shape = shape;
    this.apart = new Map((this.grid.against?.list ?? []).filter(({ at }) => at >= 0).map((one) => [one.at, one]));
    [...this.table.querySelectorAll("td")].forEach((td, i) => this.cell(td, i));
    this.summary();
    this.compared();
    this.tell(this.shown ?? null);
  }

  frame() {
    const { rows, cols } = this.grid;
    this.table.setAttribute("aria-label", `${rows.title} by ${cols.title}`);
    const corner = make("th", { scope: "col", class: "grid-corner" }, make("span", {}, rows.title), make("span", {}, cols.title));
    const head = make("tr", {}, corner);
    for (const { title } of cols.values) head.append(make("th", { scope: "col" }, title));
    const body = make("tbody");
    rows.values.forEach(({ title }, r) => {
      const row = make("tr", {}, make("th", { scope: "row" }, title));
      cols.values.forEach((_, c) => row.append(make("td", { role: "gridcell", tabindex: "-1", "data-at": r * cols.values.length + c })));
      body.append(row);
    });
    this.table.replaceChildren(make("thead", {}, head), body);
    this.at = Math.min(this.at, rows.values.length * cols.values.length - 1);
    this.shown = null;
    const first = this.table.querySelectorAll("td")[this.at];
    if (first) first.tabIndex = 0;
  }

  // titles are the values of a cell.
  titles(i) {
    const { rows, cols } = this.grid;
    return [rows.values[Math.floor(i / cols.values.length)].title, cols.values[i % cols.values.length].title];
  }

  cell(td, i) {
    const cell = this.grid.cells[i];
    const was = this.grid.was[i];
    const apart = this.apart.get(i);
    const name = [`${this.titles(i).join(", ")}: ${said(cell)}.`];
    if (was) name.push(`Changed by the edit, was ${said(was)}.`);
    if (apart) name.push(`${this.grid.against.names[0]}: ${said(apart.cells[0])}. ${this.grid.against.names[1]}: ${said(apart.cells[1])}.`);
    name.push(...reasons(this.grid, cell));
    const label = name.join(" ");
    if (td.getAttribute("aria-label") === label) return;
    td.setAttribute("aria-label", label);
    td.dataset.mark = cell.kind;
    td.toggleAttribute("data-changed", Boolean(was));
    td.toggleAttribute("data-apart", Boolean(apart));
    const shut = cell.kind === "impossible";
    td.toggleAttribute("data-shut", shut);
    td.replaceChildren(outcome(cell, shut)); // its icon says enough, and leaves the room to the others
    if (was) td.append(make("small", {}, `was ${was.word}${was.word === cell.word ? `, ${said(was).split(", ")[1] ?? "otherwise"}` : ""}`));
    if (apart) {
      const side = said(apart.cells[0]) === said(cell) ? 1 : 0; // the version that the cell itself does not show
      const other = apart.cells[side];
      td.append(make("small", {}, `${this.grid.against.names[side]}: ${other.word === cell.word ? (said(other).split(", ")[1] ?? other.word) : other.word}`));
    }
  }

  summary() {
    const { cells, was, busy, against } = this.grid;
    const changed = Object.keys(was).length;
    const parts = [`${cells.length} cells`];
    for (const { name, of, values } of [this.grid.rows, this.grid.cols]) {
      if (of) parts.push(`of the first ${values.length} of ${of} ${several[name]}`);
    }
    if (changed) parts.push(`${changed} changed by the edit`);
    if (busy) parts.push("comparing");
    else if (against && !against.note) {
      parts.push(against.apart ? `${against.apart} of ${against.of} compared cells differ` : `equal in all ${against.of} cells`);
    }
    const text = parts.join(", ");
    if (this.sum.textContent !== text) this.sum.textContent = text;
  }

  // compared lists where two versions differ, each with both reasons.
  compared() {
    const { against } = this.grid;
    this.beside.hidden = !against;
    if (!against) return;
    if (against.note) return this.beside.replaceChildren(make("p", { class: "hint" }, against.note));
    const heading = make("h3", {}, against.apart
      ? `${against.names[0]} and ${against.names[1]} differ in ${against.apart} of ${against.of} cells`
      : `${against.names[0]} and ${against.names[1]}: equal in all ${against.of} cells`);
    const hint = make("p", { class: "hint" }, "Compared in the cells above and in those of every other two dimensions.");
    const list = make("ol");
    against.list.forEach((one, i) => {
      const open = make("button", { class: "quiet" }, one.title);
      open.addEventListener("click", () => this.send(`=${i}`));
      const sides = one.cells.map((cell, side) =>
        make("div", {}, make("b", {}, against.names[side]), outcome(cell), make("p", {}, reasons(this.grid, cell).join(" "))));
      list.append(make("li", {}, open, make("div", { class: "grid-sides" }, ...sides)));
    });
    const rest = against.apart - against.list.length;
    this.beside.replaceChildren(heading, hint, list, ...(rest > 0 ? [make("p", { class: "hint" }, `and ${rest} more`)] : []));
  }

  // tell shows why a cell ends as it does.
  tell(td) {
    this.shown = td;
    if (!td?.isConnected) {
      this.detail.replaceChildren(make("p", { class: "hint" }, "Point at a cell for its reasons, or touch it. A click, or Enter, opens it as a scenario."));
      return;
    }
    const i = Number(td.dataset.at);
    const cell = this.grid.cells[i];
    const list = (of) => make("ul", {}, ...reasons(this.grid, of).map((text) => make("li", {}, text)));
    const head = make("div", { class: "grid-said" }, make("h3", {}, this.titles(i).join(" \u00b7 ")), make("p", {}, outcome(cell), said(cell).slice(cell.word.length)));
    if (this.byTouch) {
      const button = make("button", { class: "plain" }, "Open");
      button.addEventListener("click", () => this.open(td));
      head.append(button);
    }
    const parts = [head, list(cell)];
    const was = this.grid.was[i];
    if (was) parts.push(make("p", { class: "hint" }, `Before the edit: ${said(was)}, because`), list(was));
    this.detail.replaceChildren(...parts);
  }

  focusOn(td) {
    if (!td) return;
    for (const other of this.table.querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    td.tabIndex = 0;
    this.at = Number(td.dataset.at);
    this.tell(td);
  }

  key(event) {
    const td = event.target.closest("td");
    if (!td) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.open(td);
    }
    const wide = this.grid.cols.values.length;
    const all = this.grid.cells.length;
    const i = Number(td.dataset.at);
    const column = i % wide;
    const way = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const sideways = (by) => (column + by >= 0 && column + by < wide ? i + by : i);
    const to = {
      ArrowRight: () => sideways(way),
      ArrowLeft: () => sideways(-way),
      ArrowDown: () => (i + wide < all ? i + wide : i),
      ArrowUp: () => (i - wide >= 0 ? i - wide : i),
      Home: () => (event.ctrlKey ? 0 : i - column),
      End: () => (event.ctrlKey ? all - 1 : i - column + wide - 1),
      PageUp: () => column,
      PageDown: () => all - wide + column,
    }[event.key]?.();
    if (to === undefined) return;
    event.preventDefault();
    this.table.querySelectorAll("td")[to].focus();
  }

  // A finger cannot point: its first touch tells the reasons, a second one opens.
  touch({ pointerType }, td) {
    this.byTouch = pointerType === "touch";
    this.peek = this.byTouch && this.shown !== td;
  }

  press(td) {
    if (this.peek) this.tell(td);
    else this.open(td);
    this.peek = false;
  }

  open(td) {
    if (td) this.send(td.dataset.at);
  }

  send(value) {
    this.dispatchEvent(new CustomEvent("edit", { detail: { value } }));
  }

  save(ending, type, write) {
    const name = this.grid.name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "") || "grid";
    const link = make("a", { download: `${name}-grid${ending}`, "data-plain": "yes" });
    link.href = URL.createObjectURL(new Blob([write(this.grid)], { type: `${type};charset=utf-8` }));
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

customElements.define("mfa-grid", Grid);
