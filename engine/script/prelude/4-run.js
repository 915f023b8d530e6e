// One run of the pipeline: what it knows, what scripts said and did, and how
// all that is written down as the verdict.

// Limits. The first is documented for Actions (facts 2.11); the others are
// assumptions of this playground, chosen so that no script floods the page.
const actionConsoleChars = 256; // stored per Action
const ruleConsoleChars = 4096; // per rule
const consoleLines = 100; // per script and run
const descriptionChars = 1024; // of an error that reaches the wire
const diagnosticCount = 100; // per run
const budgetMS = 20000; // of virtual time: the rules, and the actions, each (facts 1.8, 2.11)
const timeoutText = 'Request to Webtask exceeded allowed execution time'; // facts 1.8
const memoryText = 'The script used more memory than its container has'; // assumption

let program = null; // { rules, actions, configuration }: lists of scripts
let job = null; // the parsed Job of this run
let run = null; // what this run has gathered

const newRun = () => ({
  __proto__: null,
  stop: null, // a finished stop
  rule: null, // directive of the rules
  action: null, // directive of the actions
  idClaims: dict(), // name -> JSON text
  accessClaims: dict(),
  fates: list(), // { script, outcome }
  console: list(),
  diagnostics: list(),
  current: null, // the script that is running
  deadline: 0, // virtual time at which the stage is out of time
  printed: 0, // characters and
  lines: 0, // lines of the current script
  settled: true, // the current script is done
  failure: null, // what it failed with: { reason, error, text, place }
  errors: list(), // thrown outside any call of ours since the last look
});

// cut bounds a text and replaces halves of surrogate pairs, which UTF-8 cannot
// carry.
const cut = (text, most) => wellFormed(text.length > most ? `${slice(text, 0, most - 1)}…` : text);

// placeIn turns a frame's place into one that the verdict shows; without a
// frame only the running script is known.
const placeIn = (place) => {
  const source = place === null || place === undefined ? run.current : place.source;
  return {
    __proto__: null,
    kind: source === null ? 'rule' : source.kind,
    script: source === null ? '' : source.script,
    line: place ? place.line : 0,
    column: place ? place.column : 0,
  };
};

// remark adds a diagnostic; the same remark at the same place is made once.
const remark = (text, place) => {
  const all = run.diagnostics;
  const at = placeIn(place);
  for (let i = 0; i < all.length; i++) {
    if (all[i].text === text && all[i].place.line === at.line && all[i].place.script === at.script && all[i].place.kind === at.kind) return;
  }
  if (all.length < diagnosticCount) push(all, { __proto__: null, place: at, text: cut(text, descriptionChars) });
};

// lastName returns the last part of a dotted name.
const lastName = (name) => slice(name, lastIndexOf(name, '.') + 1);

// notSimulated says by name that a known member is missing here.
const notSimulated = (name) => remark(`${name} is not simulated`, here(lastName(name)));

// refuse remarks on a call that cannot be done here and returns the error for
// it, placed where the script calls.
const refuse = (text, name) => {
  const place = here(name);
  remark(text, place);
  const error = new ErrorCtor(text);
  if (place !== null) rememberPlace(places, error, place);
  return error;
};

// refusal returns a function for a known member that cannot be called here.
const refusal = (name) => hide(function () {
  throw refuse(`${name} is not simulated`, lastName(name));
}, 'name', name);

// guard wraps an object so that touching a known member that is not simulated
// leaves a remark; the member itself is undefined, as it may be in reality.
const guard = (target, path, missing) => new ProxyCtor(target, {
  __proto__: null,
  get(object, key) {
    if (typeof key === 'string' && missing[key] === true && !hasOwn(object, key)) notSimulated(`${path}.${key}`);
    return object[key];
  },
});

const names = (text) => {
  const set = dict();
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== ' ') continue;
    set[slice(text, from, at)] = true;
    from = at + 1;
  }
  return set;
};

// messageOf returns what the wire says about a thrown or passed value.
const messageOf = (value) => {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return inspectPrimitive(value);
  const message = value.message; // may run a script's accessor: its own affair
  if (typeof message === 'string' && message !== '') return message;
  if (isError(value)) return ownText(value, 'name') || 'Error';
  return inspect(value);
};

const placeOf = (value) => (isObject(value) ? placeOfError(places, value) : undefined) ?? null;

// failureOf describes an uncaught exception. Reading the message may itself
// throw, when a script made it so.
const failureOf = (value) => {
  if (isOutOfMemory(value)) return { __proto__: null, reason: 'memory', error: 'access_denied', text: memoryText, place: null };
  let text = 'Error';
  try {
    text = messageOf(value);
  } catch {
    // The value has no readable message.
  }
  return { __proto__: null, reason: 'threw', error: 'access_denied', text, place: placeOf(value) };
};

// fail ends the current script, unless it is done already.
const fail = (value) => {
  const failure = failureOf(value);
  if (run.settled && failure.reason !== 'memory') {
    remark(`threw after it was done, too late to matter: ${failure.text}`, failure.place);
    return;
  }
  run.settled = true;
  run.failure = failure;
};

// ---- The verdict as text: the keys and their order are those of verdict.go.

const placeJSON = (place) => {
  let text = `"kind":${quote(place.kind)},"script":${quote(place.script)}`;
  if (place.line > 0) text += `,"line":${place.line}`;
  if (place.column > 0) text += `,"column":${place.column}`;
  return text;
};

const joinJSON = (items, one) => {
  let text = '[';
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + one(items[i]);
  return `${text}]`;
};

const directiveJSON = (d) => {
  const remember = d.remember === undefined ? '' : `,"allow_remember_browser":${d.remember ? 'true' : 'false'}`;
  return `{${placeJSON(d.place)},"provider":${quote(d.provider)}${remember}}`;
};

const claimsJSON = (claims) => {
  const keys = ownKeys(claims);
  let text = '{';
  for (let i = 0; i < keys.length; i++) text += `${i > 0 ? ',' : ''}${quote(keys[i])}:${claims[keys[i]]}`;
  return `${text}}`;
};

const stopJSON = (s) =>
  `{${placeJSON(s.place)},"reason":${quote(s.reason)},"error":${quote(s.error)},"error_description":${quote(s.text)}}`;

const verdictJSON = () => {
  const parts = list();
  if (run.stop !== null) push(parts, `"stop":${stopJSON(run.stop)}`);
  if (run.rule !== null) push(parts, `"rule":${directiveJSON(run.rule)}`);
  if (run.action !== null) push(parts, `"action":${directiveJSON(run.action)}`);
  if (ownKeys(run.idClaims).length > 0) push(parts, `"id_token_claims":${claimsJSON(run.idClaims)}`);
  if (ownKeys(run.accessClaims).length > 0) push(parts, `"access_token_claims":${claimsJSON(run.accessClaims)}`);
  if (run.fates.length > 0) {
    push(parts, `"runs":${joinJSON(run.fates, (f) =>
      `{"kind":${quote(f.script.kind)},"script":${quote(f.script.script)},"outcome":${quote(f.outcome)}}`)}`);
  }
  if (run.console.length > 0) {
    push(parts, `"console":${joinJSON(run.console, (l) =>
      `{${placeJSON(l.place)},"level":${quote(l.level)},"text":${quote(l.text)}}`)}`);
  }
  if (run.diagnostics.length > 0) {
    push(parts, `"diagnostics":${joinJSON(run.diagnostics, (d) => `{${placeJSON(d.place)},"text":${quote(d.text)}}`)}`);
  }
  let text = '{';
  for (let i = 0; i < parts.length; i++) text += (i > 0 ? ',' : '') + parts[i];
  return `${text}}`;
};
