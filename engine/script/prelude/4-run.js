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

// newKept is what lasts until the pipeline is over, through every suspension: a
// tree of plain values, so that it can be written down as JSON.
const newKept = () => ({
  __proto__: null,
  next: -1, // index of the action that comes next; -1: the rules
  rule: null, // directive of the rules
  action: null, // directive of the actions
  idClaims: dict(), // name -> JSON text
  accessClaims: dict(),
  scope: null, // of the access token, when a script changed it
  app: dict(), // changed metadata: name -> JSON text
  user: dict(),
  recorded: list(), // URLs of recordMethod
  primary: '', // user id of the primary account
  session: null, // orders
  refresh: null,
  transaction: dict(), // metadata: name -> JSON text
  commands: 0, // challenges and enrolments so far
  fates: dict(), // script (rule:0) -> what became of it
});

const newRun = () => ({
  __proto__: null,
  stop: null, // a finished stop
  suspend: null, // what the person has to do before the pipeline goes on
  kept: newKept(),
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
  if (exec(/^(?:jwt|_|request) is not defined$/, failure.text) !== null) {
    remark(`samples use ${slice(failure.text, 0, -15)} without require; it is not simulated`, failure.place);
  }
  run.settled = true;
  run.failure = failure;
};
