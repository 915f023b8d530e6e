// How console shows values: the common part of Node's util.inspect. Getters
// are not run; what a script's own Proxy traps do is the script's business.

const inspectDepth = 2; // levels below the top, as in Node
const inspectItems = 100; // entries of one object, as in Node
const inspectText = 10000; // characters of one string, as in Node
const lineWidth = 72; // an object that fits is shown on one line

const quoteText = (text) => {
  const cut = text.length > inspectText ? `${slice(text, 0, inspectText)}...` : text;
  const body = slice(quote(cut), 1, -1);
  if (indexOf(cut, '\'') >= 0) return indexOf(cut, '"') < 0 ? `"${cut}"` : `"${body}"`;
  let out = '';
  for (let i = 0; i < body.length; i++) { // undo the escapes of double quotes
    if (body[i] === '\\' && body[i + 1] === '"') continue;
    out += body[i];
    if (body[i] === '\\') { i++; out += body[i]; }
  }
  return `'${out}'`;
};

const inspectPrimitive = (value) => {
  switch (typeof value) {
    case 'string': return quoteText(value);
    case 'bigint': return `${toText(value)}n`;
    case 'symbol': return symbolText(value);
    case 'number': return value === 0 && 1 / value < 0 ? '-0' : toText(value);
    default: return toText(value);
  }
};

// className returns the name of the class of an object, or null.
const className = (value) => {
  for (let proto = getPrototypeOf(value), depth = 0; proto !== null && depth < 8; proto = getPrototypeOf(proto), depth++) {
    const property = getOwnPropertyDescriptor(proto, 'constructor');
    if (property !== undefined && typeof property.value === 'function') return ownText(property.value, 'name');
  }
  return null;
};

const inspectFunction = (value) => {
  const name = ownText(value, 'name');
  return name ? `[Function: ${name}]` : '[Function (anonymous)]';
};

const inspectKey = (key) => {
  if (typeof key === 'symbol') return `[${symbolText(key)}]`;
  return exec(/^[A-Za-z_$][\w$]*$/, key) !== null ? key : quoteText(key);
};

// brand runs a method that only the right kind of object accepts.
const brand = (method, value) => {
  try {
    return method(value);
  } catch {
    return undefined;
  }
};

const inspectProperty = (property, depth, seen) => {
  if (property === undefined) return 'undefined';
  if (hasOwn(property, 'value')) return inspect(property.value, depth + 1, seen);
  if (property.get === undefined) return '[Setter]';
  return property.set === undefined ? '[Getter]' : '[Getter/Setter]';
};

// entriesOf lists the shown entries of an object.
const entriesOf = (value, array, depth, seen) => {
  const entries = list();
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (array && key === 'length') continue;
    const property = getOwnPropertyDescriptor(value, key);
    if (property === undefined || !property.enumerable) continue;
    if (entries.length >= inspectItems) {
      push(entries, `... ${keys.length - i} more items`);
      break;
    }
    const shown = inspectProperty(property, depth, seen);
    const index = array && typeof key === 'string' && exec(/^\d+$/, key) !== null;
    push(entries, index ? shown : `${inspectKey(key)}: ${shown}`);
  }
  return entries;
};

const addCollection = (entries, value, depth, seen) => {
  if (brand(mapSize, value) !== undefined) {
    mapForEach(value, (item, key) => push(entries, `${inspect(key, depth + 1, seen)} => ${inspect(item, depth + 1, seen)}`));
    return `Map(${mapSize(value)}) `;
  }
  if (brand(setSize, value) !== undefined) {
    setForEach(value, (item) => push(entries, inspect(item, depth + 1, seen)));
    return `Set(${setSize(value)}) `;
  }
  return null;
};

const joinEntries = (entries, depth, open, close) => {
  if (entries.length === 0) return open + close;
  let width = 0;
  let line = '';
  let many = false;
  for (let i = 0; i < entries.length; i++) {
    width += entries[i].length + 2;
    many = many || indexOf(entries[i], '\n') >= 0;
    line += (i > 0 ? ', ' : '') + entries[i];
  }
  if (!many && width <= lineWidth) return `${open} ${line} ${close}`;
  let indent = '\n';
  for (let i = 0; i < depth; i++) indent += '  ';
  let text = open;
  for (let i = 0; i < entries.length; i++) text += `${indent}  ${entries[i]}${i < entries.length - 1 ? ',' : ''}`;
  return text + indent + close;
};

const inspectObject = (value, depth, seen) => {
  const name = className(value);
  const array = isArray(value);
  if (isError(value)) {
    const stack = brand(errorStack, value);
    return typeof stack === 'string' && stack ? stack : `[${name}]`;
  }
  if (isPrototypeOf(RegExpProto, value)) {
    const text = brand(regexpText, value);
    if (text !== undefined) return text;
  }
  if (brand(dateTime, value) !== undefined) return dateTime(value) !== dateTime(value) ? 'Invalid Date' : dateISO(value);
  if (depth > inspectDepth) return array ? '[Array]' : `[${name || 'Object: null prototype'}]`;
  push(seen, value);
  let entries = list();
  let prefix = addCollection(entries, value, depth, seen);
  if (prefix === null) {
    prefix = name === null ? '[Object: null prototype] ' : name === 'Object' || name === 'Array' ? '' : `${name} `;
    entries = entriesOf(value, array, depth, seen);
  }
  seen.length--;
  return array ? prefix + joinEntries(entries, depth, '[', ']') : prefix + joinEntries(entries, depth, '{', '}');
};

// inspect returns the text of any value.
const inspect = (value, depth = 0, seen = list()) => {
  if (!isObject(value)) return inspectPrimitive(value);
  if (typeof value === 'function') return inspectFunction(value);
  for (let i = 0; i < seen.length; i++) if (seen[i] === value) return '[Circular *1]';
  return inspectObject(value, depth, seen);
};

// formatDirective renders one %x of a console format, or null when x is none.
const formatDirective = (letter, value) => {
  switch (letter) {
    case 's': return typeof value === 'string' ? value : inspect(value, 1);
    case 'd': return isObject(value) ? 'NaN' : toText(typeof value === 'symbol' ? NaN : toNumber(value));
    case 'i': return isObject(value) ? 'NaN' : toText(typeof value === 'symbol' ? NaN : trunc(toNumber(value)));
    case 'f': return typeof value === 'symbol' || isObject(value) ? 'NaN' : toText(toNumber(value));
    case 'j': return apply(quote, undefined, [value]) ?? 'undefined';
    case 'o':
    case 'O': return inspect(value);
    default: return null;
  }
};

// format joins the arguments of console.log into one text, as Node does.
const format = (args) => {
  let text = '';
  let next = 0;
  if (args.length > 0 && typeof args[0] === 'string') {
    next = 1;
    const template = args[0];
    let from = 0;
    for (let at = indexOf(template, '%'); at >= 0; at = indexOf(template, '%', at)) {
      const letter = template[at + 1];
      const shown = letter === '%' && args.length > 1 ? '%' : next < args.length ? formatDirective(letter, args[next]) : null;
      if (shown === null || letter === undefined) { at++; continue; }
      if (letter !== '%') next++;
      text += slice(template, from, at) + shown;
      from = at += 2;
    }
    text += slice(template, from);
  }
  for (let i = next; i < args.length; i++) {
    if (i > 0) text += ' ';
    text += typeof args[i] === 'string' ? args[i] : inspect(args[i]);
  }
  return text;
};
