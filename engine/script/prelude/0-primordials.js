// The language as it was before any script of the tenant ran. Scripts may
// replace whatever they can reach (Object.prototype, JSON, Promise, ...); the
// prelude must neither notice nor care, so from here on it
//
//   - calls built-in methods only through the constants of this file,
//   - keeps its own data in objects and lists without a prototype,
//   - never iterates, spreads or destructures an array.

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, ownKeys } = Reflect;

// uncurry turns a method into a function that takes `this` first.
const { bind, call } = Function.prototype;
const uncurry = apply(bind, bind, [call]);

const ErrorCtor = Error;
const TypeErrorCtor = TypeError;
const DateCtor = Date;
const Symbol_toPrimitive = Symbol.toPrimitive;
const PromiseCtor = Promise;
const ProxyCtor = Proxy;
const RegExpProto = RegExp.prototype;
const isArray = Array.isArray;
const isError = Error.isError;
const isPrototypeOf = uncurry(Object.prototype.isPrototypeOf);
const quote = JSON.stringify; // of primitives only: objects would be asked for toJSON
const parseJSON = JSON.parse;
const toText = String; // of primitives only
const promiseThen = uncurry(Promise.prototype.then);
const reject = Promise.reject;
const promiseReject = (error) => apply(reject, PromiseCtor, [error]);
const resolve = Promise.resolve;
const promiseResolve = (value) => apply(resolve, PromiseCtor, [value]);
const mapForEach = uncurry(Map.prototype.forEach);
const setForEach = uncurry(Set.prototype.forEach);
const mapSize = uncurry(getOwnPropertyDescriptor(Map.prototype, 'size').get);
const setSize = uncurry(getOwnPropertyDescriptor(Set.prototype, 'size').get);
const dateISO = uncurry(Date.prototype.toISOString);
const dateTime = uncurry(Date.prototype.getTime);
const regexpText = uncurry(RegExp.prototype.toString);
const symbolText = uncurry(Symbol.prototype.toString);
const errorStack = uncurry(getOwnPropertyDescriptor(Error.prototype, 'stack').get);
const places = new WeakMap(); // error -> where in a script it was made
const placeOfError = uncurry(WeakMap.prototype.get);
const rememberPlace = uncurry(WeakMap.prototype.set);
const lowerCase = uncurry(String.prototype.toLowerCase);
const freeze = Object.freeze;
const power = Math.pow;
const encodeText = encodeURIComponent;
const decodeText = decodeURIComponent;
const fromCode = String.fromCharCode;
const wellFormed = uncurry(String.prototype.toWellFormed);
const slice = uncurry(String.prototype.slice);
const charCode = uncurry(String.prototype.charCodeAt);
const indexOf = uncurry(String.prototype.indexOf);
const lastIndexOf = uncurry(String.prototype.lastIndexOf);
const exec = uncurry(RegExp.prototype.exec);
const imul = Math.imul;
const trunc = Math.trunc;
const toNumber = Number;
const TypeErrorProto = TypeError.prototype;
const RangeErrorProto = RangeError.prototype;
const ReferenceErrorProto = ReferenceError.prototype;
const SyntaxErrorProto = SyntaxError.prototype;
const InternalErrorProto = InternalError.prototype;

// Locks on what decides how await, then, yield* and template literals (which
// QuickJS makes calls of concat) work: the prelude cannot capture these.
const GeneratorProto = getPrototypeOf(getPrototypeOf((function* () {})()));
const lock = (object, key) => defineProperty(object, key, { __proto__: null, writable: false, configurable: false });
lock(Promise.prototype, 'constructor');
defineProperty(Promise, Symbol.species, { __proto__: null, configurable: false });
lock(Iterator.prototype, Symbol.iterator);
lock(GeneratorProto, 'next');
lock(String.prototype, 'concat');

const generatorNext = uncurry(GeneratorProto.next);
const list = () => {
  const items = [];
  setPrototypeOf(items, null);
  return items;
};
const dict = () => ({ __proto__: null });
const push = (items, item) => { items[items.length] = item; };
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const hasOwn = (object, key) => getOwnPropertyDescriptor(object, key) !== undefined;

// set and hide define ordinary properties; listings of the object do not show
// hidden ones. The descriptors have no prototype, or a script could add to them.
const set = (object, key, value) =>
  defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
const hide = (object, key, value) => {
  defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  return object;
};

// bare takes the prototype away from an object of parsed JSON, so that a member
// that is left out is not looked up where scripts can put one.
const bare = (object) => {
  if (isObject(object)) setPrototypeOf(object, null);
  return object;
};

// bareTree does so for a whole tree of parsed JSON.
const bareTree = (value) => {
  if (!isObject(value)) return value;
  setPrototypeOf(value, null);
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) bareTree(value[keys[i]]);
  return value;
};

// copyValue returns an ordinary copy of a value of parsed JSON.
const copyValue = (value) => {
  if (!isObject(value)) return value;
  return isArray(value) ? copyList(value, copyValue) : copyMap(value);
};

// copyMap returns an ordinary object with the entries of a parsed map, which
// may be nested.
const copyMap = (map) => {
  const copy = {};
  const keys = isObject(map) ? ownKeys(map) : list();
  for (let i = 0; i < keys.length; i++) set(copy, keys[i], copyValue(map[keys[i]]));
  return copy;
};

// copyStrings returns an ordinary object with the entries of a parsed map.
const copyStrings = (map) => {
  const copy = {};
  if (!isObject(map)) return copy;
  const keys = ownKeys(map);
  for (let i = 0; i < keys.length; i++) {
    set(copy, keys[i], map[keys[i]]);
  }
  return copy;
};

// copyList returns an ordinary array with the items of a parsed array.
const copyList = (items, convert) => {
  const copy = [];
  for (let i = 0; items && i < items.length; i++) {
    set(copy, i, convert ? convert(items[i]) : items[i]);
  }
  return copy;
};
