// Coverage by probes: code with probes does what it did without, line by line,
// and the lines that it notes are those that ran.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { probe } from "../editor-probe.js";
import { played, trace } from "../script-trace.js";
import { Host } from "../script-vm.js";
import { baseJob, corpus } from "./corpus.mjs";
import { prelude, scripts } from "./sandbox.mjs";

let host;
before(async () => {
  const file = join(scripts, "..", "..", "web", "node_modules", "quickjs-wasi", "quickjs.wasm");
  host = new Host(await WebAssembly.compile(readFileSync(file)), prelude());
});

// probed gives every script of a program its probes, as the page does.
function probed(program) {
  const [copy, found] = [JSON.parse(program), []];
  for (const [kind, list] of [["rule", copy.rules ?? []], ["action", copy.actions ?? []]]) {
    for (const source of list) {
      const made = probe(source.code, kind, found.length * 100000);
      found.push(made);
      if (made) source.code = made.code;
    }
  }
  return { program: JSON.stringify(copy), found };
}

// plain plays a program and returns its verdicts.
function plain(program, jobs) {
  const container = host.open(program);
  try {
    return jobs.map((job) => container.run(job));
  } finally {
    container.close();
  }
}

// alike is a verdict without what probes may change: columns, also in the text
// of a stack; the size of the code; where a counted budget comes to its end; and
// how a TypeError names what an arrow's body calls.
const alike = (verdict) =>
  verdict
    .replace(/,\\*"column\\*":\d+/g, "")
    .replace(/(:\d+):\d+\)/g, "$1)")
    .replace(/(?:,"line":\d+)?(,"reason":"(?:timed-out|memory)")/, "$1")
    .replace(/(?:[\w.$]+|\(intermediate value\)) is not a (?:function|constructor)/g, "it cannot be called")
    .replace(/\{[^{}]*"text":"the code is longer[^{}]*\},?/g, "");

// compare plays a program with and without probes.
function compare(program, jobs) {
  const with_ = probed(program);
  const verdicts = Array.from(played(host, with_.program, jobs), ({ verdict }) => alike(verdict));
  assert.deepEqual(verdicts, plain(program, jobs).map(alike));
  return with_;
}

describe("code with probes", () => {
  it("has the verdicts of the whole corpus", () => {
    for (const { name, program, runs } of corpus()) {
      try {
        compare(program, runs.map((run) => run.job));
      } catch (error) {
        error.message = `${name}: ${error.message}`;
        throw error;
      }
    }
  });

  const login = { ...baseJob };
  const jobs = [
    login,
    { ...login, methods: null, session: undefined, protocol: "oauth2-refresh-token", interactive: false, refresh_token: { id: "1", created_ms: 1 } },
    { ...login, methods: [{ name: "pwd", timestamp_ms: 1 }, { name: "mfa", type: "otp", timestamp_ms: 2 }] },
    { ...login, client: { id: "wall", name: "Wall", metadata: { device_type: "display" } }, protocol: "oauth2-refresh-token", methods: null },
    { ...login, customizable: true, user: { ...login.user, enrolled_factors: [], app_metadata: { level: 1 } } },
  ].map((job) => JSON.stringify(job));

  it("has the verdicts of every scenario of the repository", () => {
    let count = 0;
    const folder = join(scripts, "..", "scenario");
    for (const part of ["testdata", "lessons"]) {
      for (const name of readdirSync(join(folder, part)).filter((n) => n.endsWith(".txtar"))) {
        const [, ...parts] = readFileSync(join(folder, part, name), "utf8").split(/^-- (.+) --\n/m);
        const program = { rules: [], actions: [] };
        for (let i = 0; i < parts.length; i += 2) {
          const [, kind, script] = /^(rules|actions)\/(.*)\.js$/.exec(parts[i]) ?? [];
          if (kind) program[kind].push({ name: script, code: parts[i + 1] });
        }
        count += program.rules.length + program.actions.length;
        for (const kind of ["rules", "actions"]) {
          for (const source of program[kind]) compare(JSON.stringify({ [kind]: [source] }), jobs);
        }
      }
    }
    assert.ok(count > 150, `only ${count} scripts`);
  });

  // Each case: code of an action's body, and what it logs.
  const hard = {
    "an if without braces": "let n = 1\nif (n) n++\nelse n--\nconsole.log(n)",
    "an else if chain": "let n = 0;\nif (n) n = 1; else if (!n) n = 2; else n = 3;\nconsole.log(n);",
    "loops without braces": "let n = 0;\nfor (let i = 0; i < 3; i++) n += i;\nfor (const x of [1, 2]) n += x;\nfor (const k in { a: 1 }) n += k.length;\nwhile (n < 20) n++;\ndo n++; while (n < 30)\nconsole.log(n);",
    "labels": "let n = 0;\nouter: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (j === 1) continue outer; n++; }\nconsole.log(n);",
    "a switch": "switch (2) {\n  case 1: console.log('one'); break;\n  case 2:\n    console.log('two');\n  default: console.log('rest')\n}",
    "arrows of every kind": "const f = (x) => x + 1, g = x => ({ x }), h = (a) => (b) => a + b, k = async () => await 3;\nconsole.log(f(1), g(2).x, h(1)(2), await k(), [1, 2].map((n) => n * 2).join());",
    "names of functions": "const named = () => 1;\nconst o = { m: (x) => x, n() { return 1 } };\nconsole.log(named.name, o.m.name, o.n.name);",
    "no semicolons": "const a = 1\nconst b = a\n  + 1\nconst c = `x${b}`\nconsole.log(c)\n;[1].forEach((n) => console.log(n))",
    "template strings and regular expressions": "const s = `{ if (x) ${[1].map((n) => `${n}`)} }`;\nconst r = /if (x) {\\/ return/g;\nconsole.log(s, r.source, 6 / 2 / 3);",
    "try, catch and finally": "try { throw new Error('x') } catch { console.log('caught') } finally { console.log('last') }",
    "a return of several lines": "const f = () => {\n  return (\n    1 +\n    2\n  );\n};\nconsole.log(f());",
    "directives": "function f() { 'use strict'; return this === undefined }\nconsole.log(f());",
    "classes": "class A { #x = 1; static s = 2; get x() { return this.#x } static { this.t = 3 } }\nconsole.log(new A().x, A.s, A.t);",
    "functions that are used before they stand there": "console.log(f());\nfunction f() { return 1 }",
    "optional chaining and defaults": "const { a = 1, ...rest } = { b: 2 };\nconsole.log(a, rest.b, rest?.c?.d ?? 'none');",
    "generators and awaits": "function* g() { yield 1; yield* [2] }\nfor (const n of g()) console.log(n);\nawait Promise.resolve();\nconsole.log('end');",
    "comments where statements are": "/* one */ console.log(1); // two\nif (true) /* three */ console.log(3);",
    "an empty statement": "if (true);\nfor (;;) { break; }\nconsole.log('here');",
  };
  for (const [name, body] of Object.entries(hard)) {
    it(`can hold ${name}`, () => {
      const code = `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;
      const { found } = compare(JSON.stringify({ actions: [{ name: "a", code }] }), jobs);
      assert.ok(found[0], "it has no probes");
      assert.match(plain(JSON.stringify({ actions: [{ name: "a", code }] }), jobs)[0], /"console":\[/);
    });
  }

  it("keeps its lines", () => {
    for (const body of Object.values(hard)) {
      const code = `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;
      assert.equal(probe(code, "action").code.split("\n").length, code.split("\n").length);
    }
  });

  it("is not made of code that cannot be read", () => {
    assert.equal(probe("function mfa(user, context, callback) {", "rule"), null);
    assert.equal(probe("exports.x = (", "action"), null);
  });
});

// ran returns the lines that each job went through.
function ran(kind, code, list = jobs()) {
  const { program, found } = probed(JSON.stringify({ [`${kind}s`]: [{ name: "x", code }] }));
  return trace(host, program, list).map((text) => {
    const { passed, given } = JSON.parse(text);
    const lines = new Set(found[0].statements.filter(({ id }) => passed[id]).flatMap((s) => s.lines));
    return { lines: [...lines].sort((a, b) => a - b).join(), given: Object.values(given).map((t) => JSON.parse(t)) };
  });
}

const jobs = () => [baseJob, { ...baseJob, protocol: "oauth2-refresh-token", methods: null }].map((job) => JSON.stringify(job));

describe("a trace", () => {
  it("tells the lines of each run of a rule, and what it was given", () => {
    const [login, refresh] = ran("rule", "function mfa(user, context, callback) {\n  if (context.protocol === 'oauth2-refresh-token') {\n    return callback(null, user, context);\n  }\n  context.multifactor = {\n    provider: 'any'\n  };\n  callback(null, user, context);\n}");
    assert.equal(login.lines, "2,5,6,7,8");
    assert.equal(refresh.lines, "2,3");
    assert.equal(refresh.given[0].context.protocol, "oauth2-refresh-token");
    assert.equal(login.given[0].user.email, baseJob.user.email);
  });

  it("tells bodies without braces and callbacks apart from what is around them", () => {
    const [login] = ran("action", "const list = ['a'];\nexports.onExecutePostLogin = async (event, api) => {\n  if (event.user.email === 'nobody')\n    api.access.deny('no');\n  list.forEach((x) => {\n    console.log(x);\n  });\n  const never = () => {\n    console.log('never');\n  };\n};");
    assert.equal(login.lines, "1,2,3,5,6,8");
    assert.equal(login.given[0].event.client.client_id, baseJob.client.id);
  });

  it("ends what never ends, and goes on with the next job", () => {
    const [first, second] = ran("rule", "function (user, context, callback) {\n  if (context.protocol !== 'oauth2-refresh-token') for (;;);\n  callback(null, user, context);\n}");
    assert.equal(first.lines, "2");
    assert.equal(second.lines, "2,3");
  });

  it("knows arguments that are taken apart", () => {
    const [login] = ran("action", "exports.onExecutePostLogin = async ({ client, user: person }, api) => {\n  client.name;\n};");
    assert.equal(login.given[0].client.client_id, baseJob.client.id);
    assert.equal(login.given[0].person.email, baseJob.user.email);
  });
});
