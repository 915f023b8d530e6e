// The advisor: what somebody who knows the field would say about a rule or an
// action, each remark with a fix that is one click away.
//
//   advise(code, kind, members)  kind: "rule" or "action"
//   → [{from, to, severity, message, facts, fix: {label, changes: [{from, to, insert}]}}]
//
// It reads the code only, as the editor's own parser sees it; what the last run
// did is told elsewhere. members maps a dotted path to the names behind its
// next dot (editor-words.js). Each check is one function below, listed in
// `checks`; "facts" names the section of the fact sheet that it rests on.

import { javascriptLanguage } from "@codemirror/lang-javascript";

// A Script is code with the questions that checks ask of it.
class Script {
  constructor(code, kind, members) {
    this.code = code;
    this.kind = kind;
    this.members = members;
    this.tree = javascriptLanguage.parser.parse(code);
    this.whole = { from: 0, to: code.length };
  }

  text(node) {
    return this.code.slice(node.from, node.to);
  }

  // all lists the nodes of the given names, in the order of the text.
  all(...names) {
    const found = [];
    this.tree.iterate({
      enter: (node) => {
        if (names.includes(node.name)) found.push(node.node);
      },
    });
    return found;
  }

  // path returns a member expression of plain names as a list, or null:
  // context.request.query → ["context", "request", "query"].
  path(node) {
    if (node?.name === "VariableName") return [this.text(node)];
    if (node?.name !== "MemberExpression") return null;
    const before = this.path(node.firstChild);
    const last = node.lastChild;
    return before && last.name === "PropertyName" ? [...before, this.text(last)] : null;
  }

  // calls lists the calls of a function by its dotted name.
  calls(name) {
    return this.all("CallExpression").filter((call) => this.path(call.firstChild)?.join(".") === name);
  }

  // main is the function that the tenant calls.
  get main() {
    const functions = this.all("FunctionExpression", "FunctionDeclaration", "ArrowFunction");
    if (this.kind === "rule") return functions[0];
    return functions.find((f) => /exports\.onExecutePostLogin\s*=\s*(async\s*)?$/.test(this.code.slice(0, f.from))) ?? functions[0];
  }

  // body is the block of the main function.
  get body() {
    return this.main?.getChild("Block");
  }

  // demands are the places that ask for a second factor.
  get demands() {
    if (this.kind === "action") {
      return this.calls("api.multifactor.enable").filter((call) => !/^\(\s*['"]none['"]/.test(this.text(call.getChild("ArgList"))));
    }
    return this.all("AssignmentExpression").filter(
      (a) => this.path(a.firstChild)?.join(".") === "context.multifactor" && a.getChild("ObjectExpression"),
    );
  }

  // remembering is what a demand says about remembered browsers: the property,
  // or null when it is left out.
  remembering(demand) {
    const object = this.within(demand, "ObjectExpression")[0];
    return (object && this.within(object, "Property").find((p) => /^['"]?allowRememberBrowser\b/.test(this.text(p)))) ?? null;
  }

  within(outer, name) {
    return this.all(name).filter((node) => node.from >= outer.from && node.to <= outer.to);
  }

  // indentOf is the indentation of the line at a position.
  indentOf(at) {
    const start = this.code.lastIndexOf("\n", at - 1) + 1;
    return /^[ \t]*/.exec(this.code.slice(start))[0];
  }

  // atTop is a change that adds a line as the first of the main function.
  atTop(line) {
    const at = this.body.from + 1;
    const indent = this.indentOf(this.body.from) + "  ";
    return [{ from: at, to: at, insert: `\n${indent}${line}` }];
  }
}

const remark = (node, severity, facts, message, label, changes) => ({
  from: node.from,
  to: node.to,
  severity,
  message,
  facts,
  fix: { label, changes },
});

const insert = (at, text) => [{ from: at, to: at, insert: text }];
const replace = (node, text) => [{ from: node.from, to: node.to, insert: text }];

// --- The checks ----------------------------------------------------------------

// Methods are undefined where there is no session: on a refresh exchange.
function unguardedAuthentication(s) {
  const name = s.kind === "rule" ? "context.authentication" : "event.authentication";
  const uses = s.all("MemberExpression").filter((node) => s.path(node)?.join(".") === name);
  const bare = (node) => node.nextSibling?.name === "." || node.nextSibling?.name === "?." || node.nextSibling?.name === "[";
  if (uses.some((node) => !bare(node))) return []; // somewhere it is tested by itself
  return uses
    .filter((node) => node.nextSibling.name === ".")
    .map((node) =>
      remark(node, "warning", "1.5", `${name} is undefined on a refresh exchange, where there is no session: this throws, and the exchange ends in access_denied.`,
        "Use ?. so that it is safe", replace(node.nextSibling, "?.")),
    );
}

// MFA on a refresh exchange can only be refused: nobody is there.
function noWayOutForRefresh(s) {
  if (!s.body || s.code.includes("oauth2-refresh-token")) return [];
  const guard =
    s.kind === "rule"
      ? "if (context.protocol === 'oauth2-refresh-token') return callback(null, user, context);"
      : "if (event.transaction?.protocol === 'oauth2-refresh-token') return;";
  return s.demands.slice(0, 1).map((demand) =>
    remark(demand, "info", "6.4", "This also asks on refresh exchanges. Nobody is there to answer, so applications and devices that renew a token get 403 mfa_required.",
      "Leave refresh exchanges out", s.atTop(guard)),
  );
}

// The same silence means yes in a rule and no in an action.
function silentDefault(s) {
  return s.demands
    .filter((demand) => !s.remembering(demand) && !/ignoreCookie/.test(s.text(demand)))
    .map((demand) => {
      if (s.kind === "rule") {
        const object = demand.getChild("ObjectExpression");
        const last = object.lastChild.prevSibling;
        const empty = last.name === "{";
        const text = empty ? " allowRememberBrowser: true " : ", allowRememberBrowser: true";
        return remark(demand, "info", "1.6", "allowRememberBrowser is left out: in a Rule that means true, in an Action false. Say it, so that it survives the move.",
          "Write allowRememberBrowser: true", insert(last.name === "," ? last.from : last.to, text));
      }
      const list = demand.getChild("ArgList");
      const object = list.getChild("ObjectExpression");
      const at = object ? object.from + 1 : list.lastChild.from;
      const text = object ? " allowRememberBrowser: true," : ", { allowRememberBrowser: true }";
      return remark(demand, "info", "2.5", "allowRememberBrowser is left out: in an Action that means false, so there is no tick box and everybody is asked every time.",
        "Write allowRememberBrowser: true", insert(at, text));
    });
}

// A skip because the session has passed MFA does not renew auth0-mf.
function renewalStops(s) {
  if (!/methods/.test(s.code) || !/['"]mfa['"]/.test(s.code)) return [];
  return s.demands
    .filter((demand) => {
      const said = s.remembering(demand);
      return said ? /:\s*true$/.test(s.text(said)) : s.kind === "rule";
    })
    .map((demand) => {
      const said = s.remembering(demand);
      const change = said
        ? replace(said.lastChild, "false")
        : insert(demand.getChild("ObjectExpression").lastChild.prevSibling.to, ", allowRememberBrowser: false");
      return remark(demand, "info", "4.4", "Sessions that have passed MFA are skipped here, and a skip does not renew a remembered browser: auth0-mf dies after 7 days of such skips, ticked or not.",
        "Ask once per session only, without remembering", change);
    });
}

// Whoever knows the password can send prompt=none himself.
function bypassOnSilence(s) {
  return s
    .all("BinaryExpression", "CallExpression")
    .filter((node) => {
      const text = s.text(node);
      if (node.name === "CallExpression") return /prompt\??\.includes\(\s*['"]none['"]\s*\)$/.test(text);
      return /^[^&|]*\bprompt\s*===?\s*['"]none['"]$/.test(text);
    })
    .map((node) => {
      const holder = s.kind === "rule" ? "context" : "event";
      return remark(node, "error", "1.10", "Anybody can send prompt=none. Somebody who has only the password leaves the MFA page, asks again silently, and gets tokens.",
        "Test what the session has passed instead",
        replace(node, `(${holder}.authentication?.methods ?? []).some((m) => m.name === 'mfa')`));
    });
}

// settles tells whether a list of statements calls back, or throws, on every
// way through it.
function settles(s, statements) {
  return statements.some((node) => {
    switch (node.name) {
      case "Block":
        return settles(s, childrenOf(node));
      case "IfStatement": {
        const [first, second] = branches(node);
        return Boolean(second) && settles(s, [first]) && settles(s, [second]);
      }
      case "TryStatement":
        return childrenOf(node).filter((c) => c.name === "Block").every((block) => settles(s, [block])) &&
          childrenOf(node).filter((c) => c.name === "CatchClause").every((c) => settles(s, childrenOf(c)));
      case "ThrowStatement":
        return true;
      case "ReturnStatement":
      case "ExpressionStatement":
        // Given away, or called in a function inside: it may be called later.
        return /\bcallback\b/.test(s.text(node));
      default:
        return /Statement|Declaration/.test(node.name) && node.name !== "FunctionDeclaration" && /\bcallback\s*\(/.test(s.text(node));
    }
  });
}

function childrenOf(node) {
  const list = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
}

// branches are the statements of an if: what is done, and what else.
function branches(node) {
  return childrenOf(node).filter((c) => !["if", "else", "ParenthesizedExpression"].includes(c.name));
}

const parameter = (s, n) => s.main?.getChild("ParamList")?.getChildren("VariableDefinition")[n];

// A rule that never calls back hangs for 20 seconds and fails the login.
function noCallback(s) {
  if (s.kind !== "rule" || !s.body) return [];
  const third = parameter(s, 2);
  if (!third || s.text(third) !== "callback" || settles(s, childrenOf(s.body))) return [];
  const bare = returnsWithout(s);
  if (bare) {
    return [remark(bare, "error", "1.8", "This way out does not call back: after 20 seconds the login fails.",
      "Call back here", replace(bare, "return callback(null, user, context);"))];
  }
  const indent = s.indentOf(s.body.from) + "  ";
  return [remark({ from: s.body.to - 1, to: s.body.to }, "error", "1.8", "There is a way to this end without calling back: after 20 seconds the login fails.",
    "Call back at the end", insert(s.code.lastIndexOf("\n", s.body.to - 1) + 1 || s.body.to - 1, `${indent}callback(null, user, context);\n`))];
}

const returnsWithout = (s) => s.within(s.body, "ReturnStatement").find((node) => /^return\s*;?$/.test(s.text(node)));

// The second call is unpredictable on the real service.
function twoCallbacks(s) {
  if (s.kind !== "rule" || !s.body) return [];
  const list = childrenOf(s.body);
  const found = [];
  list.forEach((node, i) => {
    if (node.name !== "IfStatement" || !list.slice(i + 1).some((later) => /^(return\s+)?callback\s*\(/.test(s.text(later)))) return;
    for (const call of s.within(node, "CallExpression")) {
      const statement = call.parent;
      if (s.text(call.firstChild) !== "callback" || statement?.name !== "ExpressionStatement") continue;
      const next = statement.nextSibling;
      if (next && ["ReturnStatement", "ThrowStatement"].includes(next.name)) continue;
      found.push(remark(call, "warning", "1.8", "The function goes on after this and calls back a second time, which has no defined result.",
        "Return here", insert(call.from, "return ")));
    }
  });
  return found;
}

// Everything behind the closing brace breaks a rule, even a semicolon.
function trailingSemicolon(s) {
  const end = /\}\s*(;)\s*$/.exec(s.code);
  if (s.kind !== "rule" || !end) return [];
  const from = s.code.lastIndexOf(";");
  return [remark({ from, to: from + 1 }, "warning", "1.1", "A semicolon after the closing brace breaks a rule on the real service.",
    "Remove it", [{ from, to: from + 1, insert: "" }])];
}

const sizeLimit = 100 * 1024; // of an action, and advised for all rules (facts 1.1, 2.11)
const timeLimit = 20000; // milliseconds for the whole chain (facts 1.8, 2.11)

function limits(s) {
  const found = [];
  if (new TextEncoder().encode(s.code).length > sizeLimit) {
    const comments = s.all("LineComment", "BlockComment").map((c) => ({ from: c.from, to: c.to, insert: "" }));
    found.push(remark({ from: 0, to: 1 }, "warning", s.kind === "rule" ? "1.1" : "2.11", "This is more than the 100 kB that the service allows.",
      "Remove the comments", comments));
  }
  for (const call of s.calls("setTimeout")) {
    const delay = call.getChild("ArgList").getChild("Number");
    if (!delay || Number(s.text(delay)) < timeLimit) continue;
    found.push(remark(call, "warning", s.kind === "rule" ? "1.8" : "2.11", "The whole chain has 20 seconds; waiting this long fails the login.",
      "Wait one second", replace(delay, "1000")));
  }
  return found;
}

// near is the known name that a misspelt one was probably meant to be.
function near(name, known) {
  const limit = name.length > 10 ? 3 : name.length > 5 ? 2 : 1;
  let best = null;
  for (const candidate of known) {
    const distance = edits(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

// edits counts the letters to change, add, remove or swap.
function edits(a, b) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}

// A misspelt member is silently undefined. Only names close to a known one are
// remarked on: scripts may put members of their own there.
function misspelt(s) {
  const found = [];
  for (const node of s.all("MemberExpression")) {
    const path = s.path(node);
    if (!path || path.length < 2) continue;
    const known = s.members[path.slice(0, -1).join(".")]?.map(([name]) => name);
    const name = path.at(-1);
    if (!known || known.includes(name)) continue;
    const meant = near(name, known);
    if (!meant) continue;
    found.push(remark(node.lastChild, "warning", s.kind === "rule" ? "1.4" : "2.2", `${path.join(".")} is not there, so it is undefined. Was ${meant} meant?`,
      `Change it to ${meant}`, replace(node.lastChild, meant)));
  }
  return found;
}

// What a name of rules is called in actions (facts 9.3).
const moved = {
  "context.protocol": "event.transaction?.protocol",
  "context.clientID": "event.client.client_id",
  "context.clientName": "event.client.name",
  "context.clientMetadata": "event.client.metadata",
  "context.connection": "event.connection.name",
  "context.connectionID": "event.connection.id",
  "context.connectionStrategy": "event.connection.strategy",
  "context.authentication": "event.authentication",
  "context.request": "event.request",
  "context.riskAssessment": "event.authentication?.riskAssessment",
  "context.sessionID": "event.session?.id",
  "context.tenant": "event.tenant.id",
  "user.user_metadata": "event.user.user_metadata",
  "user.app_metadata": "event.user.app_metadata",
  "user.email": "event.user.email",
  "user.user_id": "event.user.user_id",
};

function ruleNamesInAction(s) {
  if (s.kind !== "action") return [];
  const own = new Set(s.all("VariableDefinition").map((node) => s.text(node)));
  return s
    .all("MemberExpression")
    .filter((node) => {
      const path = s.path(node);
      return path && !own.has(path[0]) && Object.hasOwn(moved, path.join("."));
    })
    .map((node) => {
      const path = s.path(node).join(".");
      return remark(node, "error", "9.3", `${path} belongs to Rules; an Action has ${moved[path]}.`, `Change it to ${moved[path]}`, replace(node, moved[path]));
    });
}

const checks = [
  unguardedAuthentication, noWayOutForRefresh, silentDefault, renewalStops, bypassOnSilence, noCallback,
  twoCallbacks, trailingSemicolon, limits, misspelt, ruleNamesInAction,
];

// advise returns every remark, sorted by place. Code that does not parse gets
// none: the syntax error is told first, and guesses about half a function are
// noise.
export function advise(code, kind, members) {
  const s = new Script(code, kind, members);
  if (code.trim() === "" || s.all("⚠").length > 0) return [];
  return checks.flatMap((check) => check(s)).sort((a, b) => a.from - b.from || a.to - b.to);
}
