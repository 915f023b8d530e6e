// Names: what scripts may touch, what of that is not simulated, and what they
// may have meant.

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

const knownNames = dict(); // path -> names, made when first asked for
const namesOf = (path) => knownNames[path] ?? (knownNames[path] = names(known[path] ?? ''));

// lastName returns the last part of a dotted name.
const lastName = (name) => slice(name, lastIndexOf(name, '.') + 1);

// notSimulated says by name that a known member is missing here.
const notSimulated = (name) => remark(`${name} is not simulated`, here(lastName(name)));

// plainName leaves out what people mix up: clientId, client_id.
const plainName = (name) => {
  let plain = '';
  for (let i = 0; i < name.length; i++) if (name[i] !== '_') plain += name[i];
  return lowerCase(plain);
};

// distance counts the characters to add, take away or replace, up to 3.
const distance = (a, b) => {
  if (a.length > b.length + 2 || b.length > a.length + 2) return 3;
  let row = list();
  for (let j = 0; j <= b.length; j++) push(row, j);
  for (let i = 1; i <= a.length; i++) {
    const next = list();
    push(next, i);
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const other = (row[j] < next[j - 1] ? row[j] : next[j - 1]) + 1;
      push(next, swap < other ? swap : other);
    }
    row = next;
  }
  return row[b.length];
};

// nearest returns the known name that a misspelt one may stand for, or ''.
const nearest = (path, name) => {
  if (name.length < 4 || name.length > 40) return '';
  const keys = ownKeys(namesOf(path));
  const plain = plainName(name);
  let best = '';
  let least = name.length < 6 ? 2 : 3;
  for (let i = 0; i < keys.length; i++) {
    const d = distance(plain, plainName(keys[i]));
    if (d < least) {
      best = keys[i];
      least = d;
    }
  }
  return best;
};

// missed is called when a script reads or writes a member that is not there.
const missed = (path, name) => {
  const all = namesOf(path);
  if (all[name]) return;
  if (all[`!${name}`] || all['!*']) {
    notSimulated(`${path}.${name}`);
    return;
  }
  const meant = nearest(path, name);
  if (meant !== '') remark(`${path}.${name} is not a member; did you mean ${meant[0] === '!' ? slice(meant, 1) : meant}?`, here(name));
};

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

// guard wraps an object so that touching a known member that is not simulated,
// or a misspelt one, leaves a remark. The member itself is undefined, as in
// reality; what can only be called is a function that throws.
const guards = dict(); // path -> handler
const guard = (target, path) => new ProxyCtor(target, guards[path] ?? (guards[path] = {
  __proto__: null,
  get(object, key) {
    const value = object[key];
    if (value !== undefined || typeof key !== 'string' || hasOwn(object, key)) return value;
    const calls = slice(path, 0, 4) === 'api.' || path === 'auth0.users';
    if (calls && (namesOf(path)[`!${key}`] || namesOf(path)['!*'])) return refusal(`${path}.${key}`);
    missed(path, key);
    return value;
  },
}));
