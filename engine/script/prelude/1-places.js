// Where things happen: every line and column in a verdict comes from here.
//
// The engine asks one hook to format the stack of every new error. Ours notes
// the topmost frame that lies in a script of the tenant, translates the
// message to Node's wording (2-wording.js), and formats the stack as Node
// does. Scripts see Error.prepareStackTrace and Error.stackTraceLimit as
// settings without effect, so they cannot switch the hook off.

// sources maps the file names that the host evaluates, such as rule:0, to
// { kind, script, code, shift }; shift is the width of what the prelude puts
// before the code on its first line.
const sources = dict();
const shownFrames = 6; // in a formatted stack
const stackFrames = 12; // looked at: the prelude's own may lie on top

let probing = false;
let probed = null;

// sitePlace returns the place of one stack frame, or null outside scripts.
const sitePlace = (site) => {
  const file = site.getFileName();
  const source = typeof file === 'string' ? sources[file] : undefined;
  if (source === undefined) return null;
  const line = site.getLineNumber() || 0;
  let column = site.getColumnNumber() || 0;
  if (line === 1) column -= source.shift;
  if (column < 1) return { __proto__: null, source, line: 0, column: 0 }; // the engine does not know
  return { __proto__: null, source, line, column };
};

const firstPlace = (sites) => {
  for (let i = 0; i < sites.length; i++) {
    const place = sitePlace(sites[i]);
    if (place !== null) return place;
  }
  return null;
};

// here returns the place in a script that is calling the prelude now: the start
// of the expression that names what is called, such as api.multifactor.enable.
const here = (name) => {
  probing = true;
  probed = null;
  new ErrorCtor();
  probing = false;
  return probed === null ? null : locate(probed, name);
};

const windowChars = 2000; // how far from the engine's position a name may stand

// locate improves a position. The engine notes positions of operands, so a call
// or assignment is reported at the last operand inside it: go back to the name,
// if it stands before exactly this expression.
const locate = (place, name) => {
  const code = place.source.code;
  const at = offsetOf(place);
  let end = at;
  while (end < code.length && !isWord(charCode(code, end))) end++;
  while (end < code.length && isWord(charCode(code, end))) end++;
  const from = end > windowChars ? end - windowChars : 0;
  let start = lastIndexOf(code, name, end - name.length);
  for (let tries = 0; start >= from && tries < 20; tries++) {
    if (opens(code, start, start + name.length, at)) return placeAt(place.source, start);
    start = start === 0 ? -1 : lastIndexOf(code, name, start - 1);
  }
  return place;
};

// opens tells whether the word from start to end is called or assigned to, and
// the position at lies inside that.
const opens = (code, start, end, at) => {
  if ((start > 0 && isWord(charCode(code, start - 1))) || isWord(charCode(code, end))) return false;
  const match = exec(/^(['"]?\]?\s*)(?:\(|=[^=>])/, slice(code, end, end + 40));
  if (match === null) return false;
  let depth = 0;
  for (let i = end + match[1].length; i < at; i++) {
    const c = code[i];
    if (c === '(' || c === '{' || c === '[') depth++;
    else if (c === ')' || c === '}' || c === ']') depth--;
    if (depth < 0 || (depth === 0 && c === ';')) return false;
  }
  return true;
};

const offsetOf = (place) => {
  let start = 0;
  for (let n = 1; n < place.line; n++) start = indexOf(place.source.code, '\n', start) + 1;
  return start + place.column - 1;
};

const placeAt = (source, offset) => {
  let line = 1;
  let start = 0;
  for (let next = indexOf(source.code, '\n'); next >= 0 && next < offset; next = indexOf(source.code, '\n', start)) {
    line++;
    start = next + 1;
  }
  const place = { __proto__: null, source, line, column: offset - start + 1 };
  place.column = expressionStart(place);
  return place;
};

// lineText returns one line of a source, without its end.
const lineText = (source, line) => {
  let start = 0;
  for (let n = 1; n < line; n++) {
    start = indexOf(source.code, '\n', start) + 1;
    if (start === 0) return '';
  }
  const end = indexOf(source.code, '\n', start);
  return end < 0 ? slice(source.code, start) : slice(source.code, start, end);
};

const isWord = (c) =>
  (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36 || c > 127;

// expressionStart walks left from a place over a chain of member accesses.
const expressionStart = (place) => {
  const text = lineText(place.source, place.line);
  let at = place.column - 1;
  while (at > 0) {
    const c = charCode(text, at - 1);
    if (!isWord(c) && c !== 46 && c !== 63) break; // . and ?
    at--;
  }
  return at + 1;
};

// expressionText returns the member chain around a place, such as
// api.multifactor.enabel, or '' when it is not a plain chain.
const expressionText = (place) => {
  const text = lineText(place.source, place.line);
  const start = expressionStart(place) - 1;
  const match = exec(/^[\w$]+(?:\??\.[\w$]+|\[[\w$'"]+\])*/, slice(text, start));
  return match === null ? '' : match[0];
};

// ownText reads a string property without running a script's accessor.
const ownText = (object, key) => {
  for (let depth = 0; object !== null && depth < 8; depth++) {
    const property = getOwnPropertyDescriptor(object, key);
    if (property !== undefined) return typeof property.value === 'string' ? property.value : '';
    object = getPrototypeOf(object);
  }
  return '';
};

// formatSites lists the frames from the top down to the lowest script; below it
// is only the prelude.
const formatSites = (sites) => {
  let text = '';
  let last = sites.length - 1;
  while (last >= 0 && sitePlace(sites[last]) === null) last--;
  for (let i = 0; i <= last && i < shownFrames; i++) {
    if (sites[i].getFileName() === 'prelude') continue;
    const name = sites[i].getFunctionName();
    const place = sitePlace(sites[i]);
    const where = place === null ? '<anonymous>' : `${place.source.script}:${place.line}:${place.column}`;
    text += name && name !== '<eval>' ? `\n    at ${name} (${where})` : `\n    at ${where}`;
  }
  return text;
};

const onError = (error, sites) => {
  if (probing) {
    probed = firstPlace(sites);
    return '';
  }
  try {
    const place = firstPlace(sites);
    translate(error, place, sites);
    if (place !== null) rememberPlace(places, error, place);
    const name = ownText(error, 'name') || 'Error';
    const message = ownText(error, 'message');
    return (message ? `${name}: ${message}` : name) + formatSites(sites);
  } catch {
    return '';
  }
};

const installErrorHook = () => {
  const inert = (name, initial) => {
    const real = getOwnPropertyDescriptor(ErrorCtor, name);
    let seen = initial;
    defineProperty(ErrorCtor, name, {
      get() { return seen; },
      set(value) { seen = value; },
      enumerable: false,
      configurable: true,
    });
    return real;
  };
  apply(inert('stackTraceLimit', 10).set, ErrorCtor, [stackFrames]);
  apply(inert('prepareStackTrace', undefined).set, ErrorCtor, [onError]);
};
