// Which code keeps nothing from one run to the next (web/script-pure.js). Code
// that does must never be taken for one that does not.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keepsNothing } from "../script-pure.js";

const rule = (code) => keepsNothing(JSON.stringify({ rules: [{ name: "mfa", code }] }));
const inRule = (body) => rule(`function mfa(user, context, callback) {\n${body}\n  callback(null, user, context);\n}`);
const action = (code) => keepsNothing(JSON.stringify({ actions: [{ name: "mfa", code }] }));

describe("code that keeps nothing", () => {
  it("is what the lessons are made of", () => {
    for (const body of [
      "", "// a remark", "context.multifactor = { provider: 'any', allowRememberBrowser: false };",
      "const methods = (context.authentication && context.authentication.methods) || [];\n  if (methods.some(m => m.name === 'mfa')) return callback(null, user, context);",
      "user.app_metadata = user.app_metadata || {}; user.app_metadata.count = 1; console.log(JSON.stringify(user), Date.now());",
      "if (context.stats.loginsCount % 3 === 0) return callback(new UnauthorizedError('no'));",
      "const first = context.request.query.x[0];",
    ]) assert.ok(inRule(body), body);
    assert.ok(rule(""));
    assert.ok(action("exports.onExecutePostLogin = async (event, api) => {\n  if (event.client.metadata.mfa === 'on') api.multifactor.enable('any', { allowRememberBrowser: true });\n};\n"));
  });

  it("is not what reaches anything shared", () => {
    for (const body of [
      "global.n = 1;", "count = 1;", "mfa.n = 1;", "this.n = 1;", "Math.n = 1;", "const m = Math; m.n = 1;", "Object.assign(Math, user);",
      "configuration.n = 1;", "user.constructor.n = 1;", "user['constructor'].n = 1;", "user[context.key].n = 1;", "[].__proto__.n = 1;",
      "user.email.trim.n = 1;", "[].map.n = 1;", "const f = user.email.trim; f.n = 1;", "eval('n = 1');", "setTimeout(() => {}, 1);",
      "user.x = `${1}`;", "user.x = /a/.test('a');", "function inner() {} inner.n = 1;", "const { trim } = user.email; trim.n = 1;",
      "arguments.callee.n = 1;", "user.gl\\u006fbal = 1;", "console.log.n = 1;", "Object.getPrototypeOf(user).n = 1;", "require('x');",
      "} n = 1; function other() {", "callback.call.n = 1;",
    ]) assert.ok(!inRule(body), body);
    assert.ok(!action("let n = 0;\nexports.onExecutePostLogin = async (event, api) => { n++; };"));
    assert.ok(!action("exports.onExecutePostLogin = async (event, api) => {};\nexports.onContinuePostLogin = async (event, api) => {};"));
    assert.ok(!rule("(() => { let n = 0; return function (user, context, callback) { n++; callback(null, user, context); }; })()"));
  });
});
