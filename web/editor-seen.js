// What the editor shows of runs: help and values at a name, lines that ran in
// the selected step or never, what was logged at its line, and a list of what a
// run was given.

import { syntaxTree } from "@codemirror/language";
import { Prec, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutterLineClass, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { javascriptLanguage } from "@codemirror/lang-javascript";
import { helpFor } from "./editor-words.js";

// --- Names and their values ------------------------------------------------------

// pathOf returns a chain of plain names as a list, or null.
function pathOf(text, node) {
  if (node?.name === "VariableName" || node?.name === "VariableDefinition") return [text(node)];
  if (node?.name !== "MemberExpression") return null;
  const before = pathOf(text, node.firstChild);
  return before && node.lastChild.name === "PropertyName" ? [...before, text(node.lastChild)] : null;
}

// pathAt is the chain that ends with the name at a position.
function pathAt(state, at, side) {
  const node = syntaxTree(state).resolveInner(at, side);
  const text = ({ from, to }) => state.sliceDoc(from, to);
  const chain = node.name === "PropertyName" ? node.parent : node;
  const path = pathOf(text, chain);
  return path && { path, from: node.from, to: node.to };
}

const missing = Symbol("undefined");

// valueOf looks a path up in what a run was given. JSON has no undefined: what
// is not there was undefined.
function valueOf(given, path) {
  if (!Object.hasOwn(given, path[0])) return null; // a name of the script's own
  let value = given;
  for (const name of path) {
    if (value === null || value === missing || typeof value !== "object" || !Object.hasOwn(value, name)) {
      return Array.isArray(value) || typeof value === "string" ? null : missing; // length, some, includes
    }
    value = value[name];
  }
  return value;
}

const longest = 400; // characters of a value

function printed(value, room = longest) {
  if (value === missing) return "undefined";
  const text = JSON.stringify(value);
  return text.length > room ? `${text.slice(0, room)}…` : text;
}

// mentioned lists the chains in a code that begin with what it is given, the
// longest only, each once.
function mentioned(code, roots) {
  const tree = javascriptLanguage.parser.parse(code);
  const text = ({ from, to }) => code.slice(from, to);
  const found = new Map();
  tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "MemberExpression" && node.name !== "VariableName") return;
      if (node.parent?.name === "MemberExpression" && node.parent.firstChild.from === node.from) return;
      const path = pathOf(text, node);
      if (path && path.length > 1 && roots.includes(path[0])) found.set(path.join("."), path);
      return pathOf(text, node) ? false : undefined;
    },
  });
  return [...found.values()];
}

// --- Help ------------------------------------------------------------------------

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

function helpNode(host, path) {
  const help = helpFor(path);
  const runs = host.runs();
  const values = runs.map((run) => valueOf(run.given, path)).filter((value) => value !== null);
  if (!help && values.length === 0) return null;
  const node = element("div", "cm-help");
  node.append(element("code", "cm-help-name", path.join(".")));
  if (help) {
    node.append(element("span", "cm-help-type", help.type));
    if (help.text) node.append(element("p", "", help.text));
  }
  const distinct = [...new Set(values.map((value) => printed(value)))];
  for (const value of distinct.slice(0, 4)) {
    node.append(element("p", "cm-help-value", runs.length > 1 && distinct.length > 1 ? "in one run: " : "in this step: ", element("code", "", value)));
  }
  if (help) node.append(element("p", "cm-help-fact", `Fact sheet, section ${help.fact}`));
  return node;
}

function tooltipAt(host, state, at, side) {
  const found = pathAt(state, at, side);
  const dom = found && helpNode(host, found.path);
  return dom ? { pos: found.from, end: found.to, above: true, create: () => ({ dom }) } : null;
}

const setHelp = StateEffect.define();

// help shows what is known about a name: under the mouse, and with Ctrl-I (Cmd-I)
// at the cursor until it moves.
export function help(host) {
  const field = StateField.define({
    create: () => null,
    update(tooltip, transaction) {
      for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
      return transaction.docChanged || transaction.selection ? null : tooltip;
    },
    provide: (f) => showTooltip.from(f),
  });
  const show = (view) => {
    const at = view.state.selection.main.head;
    const tooltip = tooltipAt(host, view.state, at, 1) ?? tooltipAt(host, view.state, at, -1);
    view.dispatch({ effects: setHelp.of(tooltip) });
    if (tooltip) host.say(tooltip.create().dom.textContent);
    return true;
  };
  const hide = (view) => {
    if (!view.state.field(field)) return false;
    view.dispatch({ effects: setHelp.of(null) });
    return true;
  };
  return [
    hoverTooltip((view, at, side) => tooltipAt(host, view.state, at, side)),
    field,
    Prec.high(keymap.of([{ key: "Mod-i", run: show }, { key: "Escape", run: hide }])),
  ];
}

// --- Lines -------------------------------------------------------------------------

const setLines = StateEffect.define(); // { ran, never, part, console }
const ranLine = Decoration.line({ class: "cm-ran" });
const marker = (elementClass) => new (class extends GutterMarker {
  elementClass = elementClass;
})();
const markers = { never: marker("cm-neverGutter"), part: marker("cm-partGutter"), ran: marker("cm-ranGutter") };

class Logged extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }
  eq(other) {
    return other.text === this.text;
  }
  toDOM() {
    const node = element("span", "cm-logged", this.text);
    node.setAttribute("aria-hidden", "true"); // the list below says it
    return node;
  }
}

// coverage draws what is known of the lines; edits move it until there is news.
export const coverage = StateField.define({
  create: () => ({ lines: Decoration.none, gutter: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setLines)) return drawn(transaction.state.doc, effect.value);
    if (!transaction.docChanged) return value;
    return { lines: value.lines.map(transaction.changes), gutter: value.gutter.map(transaction.changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.lines),
    gutterLineClass.compute([field], (state) => state.field(field).gutter),
  ],
});

function drawn(doc, { ran, never, part, logged }) {
  const [lines, gutter] = [new RangeSetBuilder(), new RangeSetBuilder()];
  for (let n = 1; n <= doc.lines; n++) {
    const line = doc.line(n);
    if (ran.has(n)) lines.add(line.from, line.from, ranLine);
    const texts = logged.get(n);
    if (texts) lines.add(line.to, line.to, Decoration.widget({ widget: new Logged(texts.slice(-3).join("  ")), side: 1 }));
    const which = never.has(n) ? "never" : part.has(n) ? "part" : ran.has(n) ? "ran" : "";
    if (which) gutter.add(line.from, line.from, markers[which]);
  }
  return { lines: lines.finish(), gutter: gutter.finish() };
}

const nothing = { ran: new Set(), never: new Set(), part: new Set(), logged: new Map() };

// linesOf sorts the lines of a script by what runs passed.
function linesOf(script, runs) {
  if (!script || script.ever.size === 0) return nothing;
  const made = { ran: new Set(), never: new Set(), part: new Set(), logged: new Map() };
  const ever = new Set();
  for (const { id, lines } of script.statements) {
    const passed = script.ever.has(id);
    const here = runs.some((run) => run.passed.has(id));
    for (const n of lines) {
      (passed ? ever : made.never).add(n);
      if (here) made.ran.add(n);
    }
  }
  for (const n of made.never) {
    if (!ever.has(n)) continue;
    made.never.delete(n);
    made.part.add(n);
  }
  for (const run of runs) {
    for (const { line, text } of run.console) made.logged.set(line, [...(made.logged.get(line) ?? []), text]);
  }
  return made;
}

// --- What a run saw -----------------------------------------------------------------

const listed = (numbers) => {
  const parts = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`)).join(", ");
};

// Seen is the list below the editor, for one script in one step.
export class Seen {
  constructor(host) {
    this.node = element("details", "seen");
    this.count = element("span", "");
    this.summary = element("summary", "", "Seen by this run ", this.count);
    this.body = element("div", "seen-body");
    this.node.append(this.summary, this.body);
    this.node.addEventListener("toggle", () => {
      host.toggleAttribute("data-seen", this.node.open); // the page makes room
      this.fill();
    });
    this.at = -1; // the run that is shown; -1 is the last
    this.script = null;
    this.runs = [];
    this.lines = nothing;
  }

  // show takes what is known of a script, and the number of the step, and returns
  // what tells the editor's lines.
  show(script, step) {
    this.script = script;
    this.runs = script ? script.runs.filter((run) => run.step === step) : [];
    if (this.at >= this.runs.length) this.at = -1;
    this.lines = linesOf(script, this.runs);
    const count = this.runs.length;
    const ran = count === 0 ? "did not run in this step" : count === 1 ? "1 run in this step" : `${count} runs in this step`;
    const never = this.lines.never.size > 0 ? `, never run: line ${listed(this.lines.never)}` : "";
    return this.tell(ran + never);
  }

  // clear shows that nothing is known, because nothing ran or nobody has looked.
  clear(looked) {
    this.script = null;
    this.runs = [];
    this.lines = nothing;
    return this.tell(looked ? "did not run in this scenario" : "not looked at yet");
  }

  tell(text) {
    if (this.count.textContent !== text) this.count.textContent = text;
    this.fill();
    return setLines.of(this.lines);
  }

  fill() {
    if (!this.node.open) return;
    const run = this.runs.at(this.at);
    const parts = [];
    if (this.runs.length > 1) parts.push(this.picker());
    if (run) parts.push(...this.table(run));
    parts.push(this.legend());
    this.body.replaceChildren(...parts);
  }

  picker() {
    const select = element("select", "");
    select.setAttribute("aria-label", "Run");
    this.runs.forEach((run, i) => select.append(new Option(`run ${i + 1} of ${this.runs.length}: ${run.outcome}`, i)));
    select.value = String(this.at < 0 ? this.runs.length - 1 : this.at);
    select.addEventListener("change", () => {
      this.at = Number(select.value);
      this.fill();
      this.body.querySelector("select").focus();
    });
    return select;
  }

  table(run) {
    const rows = mentioned(this.script.code, Object.keys(run.given))
      .map((path) => {
        // A method at the end belongs to what it is called on.
        while (path.length > 1 && valueOf(run.given, path) === null) path = path.slice(0, -1);
        return path;
      })
      .filter((path, i, all) => path.length > 1 && all.findIndex((other) => other.join() === path.join()) === i)
      .map((path) => {
        const name = element("th", "", element("code", "", path.join(".")));
        name.scope = "row";
        return element("tr", "", name, element("td", "", element("code", "", printed(valueOf(run.given, path)))));
      });
    const table = element("table", "", element("caption", "", "At the start of the run"), element("tbody", "", ...rows));
    const logged = run.console.map(({ line, level, text }) => element("li", `level-${level}`, line ? `line ${line}: ` : "", element("code", "", text)));
    return [
      ...(rows.length > 0 ? [table] : [element("p", "", "The code reads nothing of what it was given.")]),
      ...(logged.length > 0 ? [element("p", "", "Console"), element("ul", "", ...logged)] : []),
      ...(this.runs.length === 1 ? [element("p", "", run.outcome === "continued" ? "It went on." : `It ${run.outcome}`)] : []),
    ];
  }

  legend() {
    const { ran, never, part } = this.lines;
    const say = (className, text, lines) => (lines.size > 0 ? [element("span", className, `${text}: ${listed(lines)}`)] : []);
    return element("p", "legend", ...say("legend-ran", "Ran in this step", ran), ...say("legend-never", "Never run by any step", never), ...say("legend-part", "Run in part only", part));
  }
}
