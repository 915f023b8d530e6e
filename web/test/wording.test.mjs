// The simulator words errors as Node does: here both are asked. A rule's error
// reaches the wire, so its words are part of what is imitated.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { Host } from "../script-vm.js";
import { baseJob } from "./corpus.mjs";
import { prelude, scripts } from "./sandbox.mjs";

const engine = join(scripts, "..", "..", "web", "node_modules", "quickjs-wasi", "quickjs.wasm");
const host = new Host(new WebAssembly.Module(readFileSync(engine)), prelude());

// The bodies of rules that fail. Those that do not parse are marked by /* syntax */.
const bodies = [
  "user.missing.name",
  "null.name",
  "const u = undefined; u.a.b",
  "user.missing.name = 1",
  "const u = undefined; u()",
  "user.nothing()",
  "user.a = {}; user.a.b.c()",
  "user.a = {}; user.a.b()",
  "user['email']()",
  "usr.email",
  "nope()",
  "new nope()",
  "const u = undefined; new u()",
  "new user.Thing()",
  "new (() => {})()",
  "const k = 1; k = 2",
  "x; let x = 1",
  "[...undefined]",
  "const [a] = undefined",
  "const { q } = undefined",
  "const { q } = user.missing",
  "const { q } = null",
  "for (const a of undefined) {}",
  "class A {} A()",
  "class B extends Object { constructor() { this.x = 1; } } new B()",
  "'use strict'; Object.freeze(user).z = 1",
  "'use strict'; Object.freeze({ z: 1 }).z = 2",
  "'use strict'; const o = { get z() { return 1; } }; o.z = 2",
  "'use strict'; undeclared = 1",
  "`${Symbol('s')}`",
  "1n + 1",
  "1n / 0n",
  "[].reduce((a) => a)",
  "new Array(-1)",
  "new Date(NaN).toISOString()",
  "(1).toFixed(200)",
  "(1).toString(99)",
  "'x'.repeat(2 ** 30)",
  "JSON.parse('')",
  "Object.keys(null)",
  "1 instanceof {}",
  "const f = () => f(); f()",
  "throw new RangeError('mine')",
  "const a = ; /* syntax */",
  "if (user { /* syntax */ }",
  "user.email user.name /* syntax */",
  "const a = 1; const a = 2 /* syntax */",
  "const a = 'text /* syntax */",
  "let class = 1 /* syntax */",
  "callback(null, user context) /* syntax */",
  "callback(null, user, context; /* syntax */",
  "if (user.email) { const f = (a b) => 1; } /* syntax */",
  "while (user email) {} /* syntax */",
  "return user.email) /* syntax */",
  "const o = { a: 1 b: 2 } /* syntax */",
  "import x from 'y' /* syntax */",
  "} /* syntax */ }",
  "const a = [1, 2 /* syntax */",
  "if (true) { /* syntax */",
];

function simulated(code) {
  const container = host.open(JSON.stringify({ rules: [{ name: "mfa", code }] }));
  const { stop } = JSON.parse(container.run(JSON.stringify(baseJob)));
  container.close();
  return stop?.error_description;
}

function real(code) {
  try {
    vm.runInNewContext(`rule = ${code}\n`)({ email: "ada@example.com" }, {}, () => {});
  } catch (error) {
    return error.message;
  }
  return undefined;
}

for (const body of bodies) {
  test(body, () => {
    const code = `function mfa(user, context, callback) {\n  ${body}\n}`;
    const expected = real(code);
    assert.ok(expected, "Node finds no fault with this");
    assert.equal(simulated(code), expected);
  });
}
