// The globals of a script: those of Node that are simulated, those of the
// rules, and a clear word about the rest. There are no host objects: nothing
// here reaches a network, a file, a page or another origin.

// ---- console

const print = (name, level, args) => {
  const script = run.current;
  if (script === null) return;
  const most = script.kind === 'action' ? actionConsoleChars : ruleConsoleChars;
  const place = here(name);
  if (run.lines >= consoleLines) {
    remark(`console output is cut after ${consoleLines} lines`, null);
    return;
  }
  if (run.printed >= most) return;
  const text = format(args);
  const room = most - run.printed;
  run.lines++;
  run.printed += text.length;
  if (text.length > room) remark(`console output of this ${script.kind} is cut after ${most} characters`, null);
  push(run.console, { __proto__: null, place: placeIn(place), level, text: cut(text, room) });
};

const makeConsole = () => {
  const made = {};
  const add = (name, level) => hide(made, name, function (...args) { print(name, level, args); });
  add('log', 'log');
  add('debug', 'log');
  add('dir', 'log');
  add('group', 'log');
  add('info', 'info');
  add('warn', 'warn');
  add('error', 'error');
  add('trace', 'error');
  hide(made, 'assert', function (condition, ...args) {
    if (condition) return;
    const text = list();
    push(text, args.length > 0 ? `Assertion failed: ${format(args)}` : 'Assertion failed');
    print('assert', 'error', text);
  });
  const inert = names('table time timeEnd timeLog count countReset groupCollapsed groupEnd clear dirxml');
  const keys = ownKeys(inert);
  for (let i = 0; i < keys.length; i++) hide(made, keys[i], function () { notSimulated(`console.${keys[i]}`); });
  return made;
};

// ---- timers, in virtual time

const longestTimer = 2147483647; // ms; Node makes longer ones 1
let clock = 0; // virtual time, epoch milliseconds
let timers = list(); // { id, due, every, call, args }
let timerCount = 0;
const timerHandles = new WeakMap();
const timerOf = uncurry(WeakMap.prototype.get);
const nameTimer = uncurry(WeakMap.prototype.set);

const delayOf = (ms) => {
  const wanted = typeof ms === 'number' ? trunc(ms) : typeof ms === 'string' ? trunc(toNumber(ms)) : 1;
  return wanted >= 1 && wanted <= longestTimer ? wanted : 1;
};

const addTimer = (name, call, ms, repeat, args) => {
  if (typeof call !== 'function') {
    throw new TypeErrorCtor(`The "callback" argument must be of type function. Received ${inspect(call)}`);
  }
  const delay = delayOf(ms);
  const id = ++timerCount;
  push(timers, { __proto__: null, id, due: clock + delay, every: repeat ? delay : 0, call, args });
  const handle = {};
  hide(handle, 'ref', function () { return handle; });
  hide(handle, 'unref', function () { return handle; });
  hide(handle, 'hasRef', function () { return true; });
  hide(handle, Symbol_toPrimitive, function () { return id; });
  nameTimer(timerHandles, handle, id);
  return handle;
};

const clearTimer = (handle) => {
  const id = isObject(handle) ? timerOf(timerHandles, handle) : toNumber(handle);
  const kept = list();
  for (let i = 0; i < timers.length; i++) if (timers[i].id !== id) push(kept, timers[i]);
  timers = kept;
};

// takeTimer removes and returns the timer that is due first, or null.
const takeTimer = () => {
  let first = -1;
  for (let i = 0; i < timers.length; i++) {
    if (first < 0 || timers[i].due < timers[first].due) first = i;
  }
  if (first < 0) return null;
  const timer = timers[first];
  const kept = list();
  for (let i = 0; i < timers.length; i++) if (i !== first) push(kept, timers[i]);
  timers = kept;
  if (timer.every > 0) {
    push(timers, { __proto__: null, id: timer.id, due: timer.due + timer.every, every: timer.every, call: timer.call, args: timer.args });
  }
  return timer;
};

// ---- randomness: one seed per run, so that every host draws the same

let randomState = 0;
const random = () => {
  randomState = (randomState + 0x6d2b79f5) | 0;
  let t = imul(randomState ^ (randomState >>> 15), 1 | randomState);
  t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

// ---- modules and what needs a host

// Rules may name a version, actions may not (facts 1.1, 2.1).
const requireModule = (name) => {
  const shown = typeof name === 'string' ? name : inspect(name);
  if (run.current !== null && run.current.kind === 'action' && exec(/^@?[^@]+@/, shown) !== null) {
    throw refuse(`require('${shown}'): an action names no version, its dependencies are declared outside the code`, 'require');
  }
  throw refuse(`require('${shown}'): modules are not simulated`, 'require');
};

// refusePromise is for members that return promises in reality.
const refusePromise = (name) => hide(function () {
  return promiseReject(refuse(`${name} is not simulated`, lastName(name)));
}, 'name', name);

// absent are globals of Node that exist in reality and not here.
const absent = names('Buffer process URL URLSearchParams TextEncoder TextDecoder AbortController Intl structuredClone crypto Headers Request Response FormData Blob WebSocket');

const installGlobals = () => {
  const Type = { __proto__: null };
  Type.setTimeout = function setTimeout(call, ms, ...args) { return addTimer('setTimeout', call, ms, false, args); };
  Type.setInterval = function setInterval(call, ms, ...args) { return addTimer('setInterval', call, ms, true, args); };
  Type.setImmediate = function setImmediate(call, ...args) { return addTimer('setImmediate', call, 1, false, args); };
  Type.clearTimeout = function clearTimeout(handle) { clearTimer(handle); };
  Type.clearInterval = function clearInterval(handle) { clearTimer(handle); };
  Type.clearImmediate = function clearImmediate(handle) { clearTimer(handle); };
  Type.fetch = refusePromise('fetch');
  Type.require = function require(name) { return requireModule(name); };
  Type.console = makeConsole();
  Type.global = globalThis;
  const keys = ownKeys(Type);
  for (let i = 0; i < keys.length; i++) hide(globalThis, keys[i], Type[keys[i]]);
  hide(Math, 'random', function random_() { return random(); });
  hide(Math.random, 'name', 'random');
  deleteProperty(globalThis, 'InternalError'); // Node has none
  hide(globalThis, 'performance', globalThis.performance);
  const missing = ownKeys(absent);
  for (let i = 0; i < missing.length; i++) {
    const name = missing[i];
    defineProperty(globalThis, name, {
      __proto__: null,
      get() { notSimulated(name); return undefined; },
      set(value) { hide(globalThis, name, value); },
      enumerable: false,
      configurable: true,
    });
  }
};

// ---- globals that only rules have (facts 1.7)

class UnauthorizedError extends Error {
  constructor(message) {
    super(message);
    hide(this, 'message', message === undefined ? '' : toText(message));
  }
}
hide(UnauthorizedError.prototype, 'name', 'UnauthorizedError');
const UnauthorizedProto = UnauthorizedError.prototype;

// updateMetadata is auth0.users.update*Metadata: keys are merged, null removes.
// What is stored changes at once for the service and not in `user` (facts 1.3).
const updateMetadata = (name, which) => hide(function (id, changes) {
  const path = `auth0.users.${name}`;
  const into = run.kept[which];
  if (id !== job.user.user_id) return promiseReject(refuse(`${path} is simulated for the person who signs in only, not for ${inspect(id)}`, name));
  if (!isObject(changes) || isArray(changes)) return promiseReject(refuse(`${path} expects an object of changes second, not ${inspect(changes)}`, name));
  const text = apply(quote, undefined, [changes]);
  const parsed = typeof text === 'string' ? bare(parseJSON(text)) : dict();
  const keys = isObject(parsed) ? ownKeys(parsed) : list();
  for (let i = 0; i < keys.length; i++) into[keys[i]] = apply(quote, undefined, [bareTree(parsed[keys[i]])]);
  return promiseResolve({ user_id: id });
}, 'name', name);
const updateUserMetadata = updateMetadata('updateUserMetadata', 'user');
const updateAppMetadata = updateMetadata('updateAppMetadata', 'app');

// The token is a text to pass on: there is nothing here that would accept it.
const makeAuth0 = () => guard({
  accessToken: 'management-api-token-of-the-playground',
  domain: job.request.hostname,
  users: guard({ updateUserMetadata, updateAppMetadata }, 'auth0.users'),
}, 'auth0');

const enterRules = () => {
  hide(globalThis, 'configuration', freeze(copyStrings(program.configuration))); // read-only (facts 1.7)
  hide(globalThis, 'auth0', makeAuth0());
  hide(globalThis, 'UnauthorizedError', UnauthorizedError);
};

const leaveRules = () => {
  deleteProperty(globalThis, 'configuration');
  deleteProperty(globalThis, 'auth0');
  deleteProperty(globalThis, 'UnauthorizedError');
};
