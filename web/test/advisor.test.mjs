// The advisor by itself: each remark where it belongs, silence where it does
// not, and fixes after which the remark is gone.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { advise } from "../advisor.js";
import { members } from "../editor-words.js";

const rule = (body) => `function mfa(user, context, callback) {\n${body}\n}`;
const action = (body) => `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;
const back = "  callback(null, user, context);";

// apply carries a fix out, as the editor does.
const apply = (code, { changes }) =>
  [...changes].sort((a, b) => b.from - a.from).reduce((text, c) => text.slice(0, c.from) + c.insert + text.slice(c.to), code);

// Each case: kind, code, the words of the one remark that is looked for, and
// what the fix makes of the code (a part of it).
const cases = {
  "methods without a guard in a rule": ["rule", rule(`  if (context.authentication.methods.length) {}\n${back}`), "undefined on a refresh exchange", "context.authentication?.methods"],
  "methods without a guard in an action": ["action", action("  const m = event.authentication.methods;"), "undefined on a refresh exchange", "event.authentication?.methods"],
  "no way out for refresh in a rule": ["rule", rule(`  context.multifactor = { provider: 'any', allowRememberBrowser: true };\n${back}`), "403 mfa_required", "{\n  if (context.protocol === 'oauth2-refresh-token') return callback(null, user, context);\n  context"],
  "no way out for refresh in an action": ["action", action("  api.multifactor.enable('any', { allowRememberBrowser: true });"), "403 mfa_required", "=> {\n  if (event.transaction?.protocol === 'oauth2-refresh-token') return;\n"],
  "the silent default of a rule": ["rule", rule(`  context.multifactor = { provider: 'any' };\n${back}`), "in a Rule that means true", "{ provider: 'any', allowRememberBrowser: true }"],
  "the silent default of an action": ["action", action("  api.multifactor.enable('any');"), "in an Action that means false", "enable('any', { allowRememberBrowser: true })"],
  "the silent default with other options": ["action", action("  api.multifactor.enable('duo', { providerOptions: {} });"), "in an Action that means false", "{ allowRememberBrowser: true, providerOptions: {} }"],
  "a condition that stops the renewal": ["rule", rule(`  const done = (context.authentication?.methods ?? []).some((m) => m.name === 'mfa');\n  if (!done) context.multifactor = { provider: 'any', allowRememberBrowser: true };\n${back}`), "does not renew", "allowRememberBrowser: false"],
  "a bypass on prompt=none in a rule": ["rule", rule(`  if (context.request.query.prompt === 'none') return callback(null, user, context);\n${back}`), "Anybody can send prompt=none", "if ((context.authentication?.methods ?? []).some((m) => m.name === 'mfa')) return"],
  "a bypass on prompt=none in an action": ["action", action("  if (event.transaction.prompt.includes('none')) return;"), "Anybody can send prompt=none", "(event.authentication?.methods ?? [])"],
  "an else without callback": ["rule", rule("  if (user.email) {\n    callback(null, user, context);\n  } else {\n    console.log('no');\n  }"), "without calling back", "\n  callback(null, user, context);\n}"],
  "a return without callback": ["rule", rule("  if (!user.email) return;\n  if (user.name) callback(null, user, context);"), "does not call back", "if (!user.email) return callback(null, user, context);"],
  "two callbacks": ["rule", rule(`  if (!user.email) {\n    callback(new Error('no'));\n  }\n${back}`), "second time", "return callback(new Error('no'));"],
  "a semicolon at the end": ["rule", rule(back) + ";\n", "semicolon after the closing brace", "}\n"],
  "a wait beyond the budget": ["rule", rule("  setTimeout(() => callback(null, user, context), 25000);"), "20 seconds", ", 1000)"],
  "a misspelt member": ["action", action("  if (event.transactaction) return;"), "Was transaction meant?", "event.transaction)"],
  "a misspelt member of a rule": ["rule", rule(`  if (context.clientMetdata) {}\n${back}`), "Was clientMetadata meant?", "context.clientMetadata)"],
  "a name of rules in an action": ["action", action("  if (context.protocol === 'oauth2-refresh-token') return;"), "belongs to Rules", "event.transaction?.protocol ==="],
};

describe("the advisor", () => {
  for (const [name, [kind, code, words, fixed]] of Object.entries(cases)) {
    it(`knows ${name}`, () => {
      const about = (text) => advise(text, kind, members).filter((r) => r.message.includes(words));
      const found = about(code);
      assert.equal(found.length, 1, JSON.stringify(advise(code, kind, members), null, 1));
      assert.ok(found[0].to > found[0].from && found[0].facts && found[0].fix.label);
      const after = apply(code, found[0].fix);
      assert.ok(after.includes(fixed), after);
      assert.deepEqual(about(after), [], "the fix leaves the remark");
    });
  }

  it("measures the size", () => {
    const code = action(`  /* ${"x".repeat(101 * 1024)} */`);
    const [found] = advise(code, "action", members);
    assert.match(found.message, /100 kB/);
    assert.deepEqual(advise(apply(code, found.fix), "action", members), []);
  });

  const quiet = {
    "the template of a rule": ["rule", rule(`  // Type here\n\n${back}`)],
    "the cure": ["rule", rule(`  if (context.protocol === 'oauth2-refresh-token' && context.clientMetadata.device_type === 'display') {\n    return callback(null, user, context);\n  }\n  context.multifactor = { provider: 'any', allowRememberBrowser: false };\n${back}`)],
    "the cure as an action": ["action", action("  if (event.transaction?.protocol === 'oauth2-refresh-token' && event.client.metadata.device_type === 'display') return;\n  api.multifactor.enable('any', { allowRememberBrowser: false });")],
    "a guard in front": ["rule", rule(`  const done = context.authentication && context.authentication.methods.some((m) => m.name === 'pwd');\n${back}`)],
    "both branches": ["rule", rule("  if (user.email) callback(null, user, context);\n  else callback(new Error('no'));")],
    "a callback given away": ["rule", rule("  check(user, callback);")],
    "a callback in a promise": ["rule", rule("  Promise.resolve().then(() => callback(null, user, context));")],
    "an early return of a callback": ["rule", rule(`  if (!user.email) return callback(new Error('no'));\n${back}`)],
    "members of one's own": ["rule", rule(`  user.favourite = context.whatever;\n${back}`)],
    "enable none": ["action", action("  api.multifactor.enable('none');")],
    "half a function": ["rule", "function mfa(user, context, callback) {"],
    "nothing": ["rule", ""],
  };
  for (const [name, [kind, code]] of Object.entries(quiet)) {
    it(`says nothing about ${name}`, () => assert.deepEqual(advise(code, kind, members), []));
  }
});
