// Coverage: which lines of a script a run goes through. The script engine does
// not tell, so a copy of the code says so itself: before each statement stands
// a call of the recorder (script-trace.js) with the statement's number.
//
//   probe(code, kind, base) → { code, statements: [{ id, lines }], names } or null
//
// No line moves, and what the code does is the same: tests play every script of
// the repository with and without. Columns do move; so the copy is played only
// for its lines, and never for an outcome. Null stands for code that cannot be
// read; it does not run either.

import { javascriptLanguage } from "@codemirror/lang-javascript";

// recorder is the name of the function that notes where a run is. It is no word
// that a person writes.
export const recorder = "ɵ";

const bodies = new Set(["Block", "SwitchBody", "Script"]);
const functions = new Set(["FunctionExpression", "FunctionDeclaration", "ArrowFunction", "MethodDeclaration"]);
// What has a single statement for a body, and where that is counted from.
const holders = new Set(["IfStatement", "ForStatement", "WhileStatement", "DoStatement", "WithStatement"]);
const statement = /(?:Statement|VariableDeclaration|ClassDeclaration)$/;

function childrenOf(node) {
  const list = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
}

// Probes collects the changes that make the copy.
class Probes {
  constructor(code, kind, base) {
    this.kind = kind;
    this.base = base;
    // A rule is an expression: in parentheses it is read as one.
    this.shift = kind === "rule" ? 1 : 0;
    this.code = code;
    this.text = kind === "rule" ? `(${code}\n)` : code;
    this.tree = javascriptLanguage.parser.parse(this.text);
    this.starts = [0];
    for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) this.starts.push(at + 1);
    this.changes = [];
    this.statements = [];
    this.names = {};
  }

  // lineOf is the line of a position of the text, from 1.
  lineOf(at) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= at - this.shift) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  // note gives a piece of code a number, under which its run is recorded.
  note(node) {
    const id = this.base + this.statements.length;
    this.statements.push({ id, lines: this.linesOf(node) });
    return `${recorder}(${id})`;
  }

  // linesOf are the lines of a statement without those of blocks inside it,
  // whose statements speak for themselves.
  linesOf(node) {
    const inner = new Set();
    const visit = (child) => {
      if (bodies.has(child.name) || child.name === "ClassBody") {
        for (let n = this.lineOf(child.from) + 1; n <= this.lineOf(child.to - 1); n++) inner.add(n);
        return;
      }
      if (child !== node && this.body(child)) return span(child);
      childrenOf(child).forEach(visit);
    };
    const first = this.lineOf(node.from);
    const span = (child) => {
      for (let n = Math.max(this.lineOf(child.from), first + 1); n <= this.lineOf(child.to - 1); n++) inner.add(n);
    };
    visit(node);
    const lines = [];
    for (let n = first; n <= this.lineOf(node.to - 1); n++) if (!inner.has(n)) lines.push(n);
    return lines;
  }

  // body tells whether a node is the single statement that another one holds, or
  // the expression that an arrow returns.
  body(node) {
    const parent = node.parent;
    if (!parent) return false;
    if (holders.has(parent.name)) return statement.test(node.name) && node.name !== "VariableDeclaration";
    return parent.name === "ArrowFunction" && node.name !== "Block" && parent.lastChild.from === node.from;
  }

  put(at, text, close = false, from = at) {
    this.changes.push({ at, text, close, from });
  }

  visit(node) {
    if (this.body(node)) this.wrap(node);
    else if (bodies.has(node.parent?.name) && statement.test(node.name) && !this.untouched(node)) {
      this.put(node.from, `${this.note(node)};`);
    }
    if (functions.has(node.name)) this.enter(node);
    childrenOf(node).forEach((child) => this.visit(child));
  }

  // untouched are statements that nothing may stand before: the expression that
  // a rule is, and directives.
  untouched(node) {
    if (node.parent.name === "Script" && this.kind === "rule") return true;
    const only = node.name === "ExpressionStatement" && node.firstChild?.name === "String" && /^;?$/.test(this.text.slice(node.firstChild.to, node.to).trim());
    if (!only) return false;
    for (let before = node.prevSibling; before && before.name !== "{"; before = before.prevSibling) {
      if (before.name !== "ExpressionStatement" || before.firstChild?.name !== "String") return false;
    }
    return true;
  }

  // wrap records a body that is no block: in braces, or as a sequence.
  wrap(node) {
    if (node.parent.name === "ArrowFunction") {
      this.put(node.from, `(${this.note(node)},`);
      this.put(node.to, ")", true, node.from);
      return;
    }
    this.put(node.from, `{${this.note(node)};`);
    this.put(node.to, "}", true, node.from);
  }

  // enter records what the function was given that the tenant calls.
  enter(node) {
    const parameters = node.getChild("ParamList");
    const block = node.getChild("Block");
    if (!parameters || !block || !this.isMain(node)) return;
    const given = this.kind === "rule" ? 2 : 1;
    const names = [];
    let place = 0;
    for (const child of childrenOf(parameters)) {
      if (child.name === ",") place++;
      else if (place < given) names.push(...this.defined(child));
    }
    if (names.length === 0) return;
    const id = this.base + this.statements.length;
    this.statements.push({ id, lines: [] });
    for (const name of names) this.names[name] = true;
    this.put(this.afterDirectives(block), `${recorder}(${id},{__proto__:null,${names.join(",")}});`);
  }

  afterDirectives(block) {
    let at = block.from + 1;
    for (const child of childrenOf(block)) if (statement.test(child.name) && this.untouched(child)) at = child.to;
    return at;
  }

  defined(node) {
    if (node.name === "VariableDefinition") return [this.text.slice(node.from, node.to)];
    return ["ArrayPattern", "ObjectPattern", "PatternProperty"].includes(node.name) ? childrenOf(node).flatMap((child) => this.defined(child)) : [];
  }

  // isMain tells whether the tenant calls a function: the first one of a rule,
  // the handlers of an action.
  isMain(node) {
    if (this.kind !== "rule") return /exports\.on(?:Execute|Continue)PostLogin\s*=\s*$/.test(this.text.slice(0, node.from));
    if (this.main) return false;
    this.main = true;
    return true;
  }

  // result carries the changes out: at one place, what ends there comes first,
  // the innermost before the others.
  result() {
    const order = (a, b) => a.at - b.at || b.close - a.close || (a.close ? b.from - a.from : 0);
    let [text, last] = ["", 0];
    for (const change of this.changes.sort(order)) {
      text += this.text.slice(last, change.at) + change.text;
      last = change.at;
    }
    text += this.text.slice(last);
    return this.kind === "rule" ? text.slice(1, -2) : text;
  }
}

// firstFault is where the parser did not understand the code, or -1.
function firstFault(probes) {
  let at = -1;
  probes.tree.iterate({ enter: (node) => void (at = at < 0 && node.type.isError ? node.from : at) });
  return at < 0 ? at : Math.max(0, at - probes.shift);
}

// faultOf is where a code cannot be read, or -1.
export const faultOf = (code, kind) => (code.trim() === "" ? -1 : firstFault(new Probes(code, kind, 0)));

// A probe may not stand in code that the parser did not understand.
export function probe(code, kind, base = 0) {
  const probes = new Probes(code, kind, base);
  if (firstFault(probes) >= 0) return null;
  probes.visit(probes.tree.topNode);
  return { code: probes.result(), statements: probes.statements, names: Object.keys(probes.names) };
}
