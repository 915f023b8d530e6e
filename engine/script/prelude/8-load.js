// From text to functions. The host compiles; a generator asks it to by
// yielding E (evaluate) or C (compile only), a file name and the code, and is
// resumed with { value } or { error }.

// isBlank tells code of nothing but white space and comments: a rule like that
// does nothing and goes on.
const isBlank = (code) => exec(/^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*$/, code) !== null;

// withoutSemicolons blanks out semicolons behind the end of the code, or
// returns null when there are none. Trying the last ones first is enough: what
// stands between must be white space or comments.
const withoutSemicolons = (code) => {
  let result = null;
  for (let at = code.length - 1; at >= 0; at--) {
    if (code[at] !== ';' || !isBlank(slice(result ?? code, at + 1))) continue;
    result = `${slice(result ?? code, 0, at)} ${slice(result ?? code, at + 1)}`;
  }
  return result;
};

// broken describes a script that cannot run.
const broken = (reason, text, place) => ({ __proto__: null, reason, error: 'access_denied', text, place });

const brokenBy = (script, error) => {
  const place = placeOf(error);
  if (isObject(error) && isPrototypeOf(SyntaxErrorProto, error) && (place === null || place.source === script)) {
    return broken('syntax', messageOf(error), place ?? { __proto__: null, source: script, line: 1, column: 1 });
  }
  return failureOf(error);
};

const file = (script) => `${script.kind}:${script.index}`;

// Sizes that the service does not accept (facts 1.1, 2.11). Here a remark is
// enough: the code runs.
const codeChars = 100000;
const secretKeyChars = 128;
const secretChars = 4096;

const remarkSizes = (script) => {
  if (script.code.length > codeChars) {
    remark(`the code is longer than 100 kB: the service ${script.kind === 'action' ? 'does not store such an Action' : 'advises against such rules'}`, null);
  }
  const keys = script.secrets ? ownKeys(script.secrets) : list();
  for (let i = 0; i < keys.length; i++) {
    if (keys[i].length > secretKeyChars) remark(`the name of a secret is longer than ${secretKeyChars} characters`, null);
    if (script.secrets[keys[i]].length > secretChars) remark(`the secret ${cut(keys[i], 60)} is longer than ${secretChars} characters`, null);
  }
};

const nesting = 100; // brackets inside each other: more may be too much for a Worker's stack

// tooDeep returns the place at which the brackets of a code are nested too
// deeply, or null. Brackets in texts and comments count too; nobody writes so.
const tooDeep = (script) => {
  let depth = 0;
  for (let i = 0; i < script.code.length; i++) {
    const c = script.code[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if ((c === ')' || c === ']' || c === '}') && depth > 0) depth--;
    if (depth > nesting) return placeAt(script, i);
  }
  return null;
};

// brokenBefore finds what is wrong with a code before it is parsed.
const brokenBefore = (script) => {
  const place = tooDeep(script);
  return place === null ? null : broken('syntax', `Brackets are nested more than ${nesting} levels deep`, place);
};

// parseAlone checks that code is one whole in two different frames, so that it
// cannot close the frame around it and start something else.
function* parseAlone(script, frames) {
  for (let i = 0; i < frames.length; i++) {
    script.shift = frames[i].before.length;
    const got = yield `C${file(script)}\n${frames[i].before}${script.code}\n${frames[i].after}`;
    if (got.failed) return got.value;
  }
  return undefined;
}

const ruleFrames = [{ before: '(', after: ')' }, { before: '[', after: ']' }];

// loadRule compiles one rule to script.call; script.broken says why not.
function* loadRule(script) {
  if (isBlank(script.code)) return;
  script.broken = brokenBefore(script);
  if (script.broken !== null) return;
  let error = yield* parseAlone(script, ruleFrames);
  const cleaned = error === undefined ? null : withoutSemicolons(script.code);
  if (cleaned !== null) {
    const original = script.code;
    script.code = cleaned;
    const second = yield* parseAlone(script, ruleFrames);
    if (second === undefined) {
      script.semicolon = placeOf(error);
      error = undefined;
    } else {
      script.code = original;
    }
  }
  if (error !== undefined) {
    script.broken = brokenBy(script, error);
    return;
  }
  const got = yield `E${file(script)}\n[${script.code}\n]`;
  if (got.failed) {
    script.broken = brokenBy(script, got.value);
    return;
  }
  const call = got.value.length === 1 ? got.value[0] : got.value;
  if (typeof call === 'function') {
    script.call = call;
    return;
  }
  const what = got.value.length === 1 ? inspect(call) : 'several expressions';
  script.broken = broken('syntax', `A rule must be one function (user, context, callback), not ${cut(what, 60)}`,
    { __proto__: null, source: script, line: 1, column: 1 });
}

const actionFrames = [
  { before: '(function(exports,require,module){', after: '})' },
  { before: '[function(exports,require,module){', after: '}]' },
];

// loadAction runs the top level of one Action and finds its handler. What the
// top level throws comes back on every run, so it is not kept.
function* loadAction(script) {
  if (isBlank(script.code)) {
    script.loaded = true;
    return;
  }
  run.failure = brokenBefore(script);
  if (run.failure !== null) return;
  remarkSizes(script);
  const error = yield* parseAlone(script, actionFrames);
  if (error !== undefined) {
    run.failure = brokenBy(script, error);
    return;
  }
  const got = yield `E${file(script)}\n${actionFrames[1].before}${script.code}\n${actionFrames[1].after}`;
  if (got.failed) {
    fail(got.value);
    return;
  }
  const module = {};
  const exports = {};
  set(module, 'exports', exports);
  try {
    apply(got.value[0], exports, [exports, requireModule, module]);
    const call = module.exports.onExecutePostLogin;
    const back = module.exports.onContinuePostLogin;
    script.call = typeof call === 'function' ? call : null;
    script.back = typeof back === 'function' ? back : null;
    if (script.call === null) remark('the Action does nothing: exports.onExecutePostLogin is not a function', null);
    script.loaded = script.call !== null;
  } catch (thrown) {
    fail(thrown);
  }
}
