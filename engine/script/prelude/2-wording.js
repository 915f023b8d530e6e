// The real service runs Node, and its error messages reach the wire. Where
// QuickJS words an error differently, this table says it as Node does. What
// the table does not know stays as QuickJS says it.

// calleeOf names the expression that was called, as Node does: o['a'] is o.a.
const calleeOf = (place) => {
  let text = (place === null ? '' : expressionText(place)) || '(intermediate value)';
  for (let match = exec(quotedMember, text); match !== null; match = exec(quotedMember, text)) {
    text = slice(text, 0, match.index) + '.' + match[1] + slice(text, match.index + match[0].length);
  }
  return text;
};
const quotedMember = /\[['"]([\w$]+)['"]\]/;

// memberOf names the last member of the expression at a place.
const memberOf = (place) => {
  const text = place === null ? '' : slice(lineText(place.source, place.line), place.column - 1);
  const match = exec(/\.([\w$]+)\s*(?:[-+*/]?=|[;})]|$)/, text);
  return match === null ? '' : match[1];
};

// tokenAt names what stands at the place of a syntax error, as Node does.
const tokenAt = (place) => {
  const text = place === null ? '' : slice(lineText(place.source, place.line), place.column - 1);
  const match = exec(/^\s*(?:([A-Za-z_$][\w$]*)|(\d[\w.]*)|(['"])|(`)|(=>|[=!]==?|&&|\|\||\.\.\.|[^\s]))/, text);
  if (match === null) return 'Unexpected end of input';
  if (match[1] !== undefined) return (reserved[match[1]] ? 'Unexpected token \'' : 'Unexpected identifier \'') + match[1] + '\'';
  if (match[2] !== undefined) return 'Unexpected number';
  if (match[3] !== undefined) return 'Unexpected string';
  if (match[4] !== undefined) return 'Unexpected template string';
  return `Unexpected token '${match[5]}'`;
};

const reserved = {
  __proto__: null, break: 1, case: 1, catch: 1, class: 1, const: 1, continue: 1, debugger: 1, default: 1, delete: 1,
  do: 1, else: 1, export: 1, extends: 1, false: 1, finally: 1, for: 1, function: 1, if: 1, import: 1, in: 1,
  instanceof: 1, new: 1, null: 1, return: 1, super: 1, switch: 1, this: 1, throw: 1, true: 1, try: 1, typeof: 1,
  var: 1, void: 1, while: 1, with: 1,
};

const isNew = (place) => {
  if (place === null) return false;
  const before = slice(lineText(place.source, place.line), 0, expressionStart(place) - 1);
  return exec(/\bnew\s+$/, before) !== null;
};

// A syntax error past the last line of the code is the end of the code: what
// the engine saw there is what the prelude put behind it.
const pastEnd = (place) => place !== null && place.line > 0 && exec(/^\s*$/, restOf(place)) !== null;
const restOf = (place) => {
  let start = 0;
  for (let n = 1; n < place.line; n++) {
    start = indexOf(place.source.code, '\n', start) + 1;
    if (start === 0) return '';
  }
  return slice(place.source.code, start + place.column - 1);
};
const syntax = (place) => {
  if (place !== null && exec(/^\s*import\b[^(]/, lineText(place.source, place.line)) !== null) {
    return 'Cannot use import statement outside a module';
  }
  if (pastEnd(place)) return 'Unexpected end of input';
  return place !== null && inArguments(place) ? 'missing ) after argument list' : tokenAt(place);
};

// inArguments tells whether the innermost open bracket before a place is that
// of a call.
const inArguments = (place) => {
  const code = place.source.code;
  let depth = 0;
  for (let at = offsetOf(place) - 1; at >= 0; at--) {
    const c = code[at];
    if (c === ')' || c === ']' || c === '}') depth++;
    if (c !== '(' && c !== '[' && c !== '{') continue;
    if (depth-- > 0) continue;
    const before = slice(code, at > 100 ? at - 100 : 0, at);
    return c === '(' && exec(/[\w$)\]]\s*$/, before) !== null &&
      exec(/(?:\b(?:if|while|for|switch|catch|with|function)|\bfunction\s*\*?\s*[\w$]+)\s*$/, before) === null;
  }
  return false;
};

// destructured words a failed destructuring. The engine gives the place of what
// ran before it; the place is moved when only one destructuring follows.
const destructured = (place) => {
  const unknown = 'Cannot destructure a value that is undefined or null';
  if (place === null) return unknown;
  const pattern = /\b(?:const|let|var)\s*\{\s*([\w$]+)[^{}]*\}\s*=\s*([\w$.]+)/;
  const start = place.line === 0 ? 0 : offsetOf(place);
  const rest = slice(place.source.code, start);
  const match = exec(pattern, rest);
  if (match === null || exec(pattern, slice(rest, match.index + match[0].length)) !== null) return unknown;
  const found = placeAt(place.source, start + match.index);
  place.line = found.line;
  place.column = found.column;
  return `Cannot destructure property '${match[1]}' of '${match[2]}' as it is ${match[2] === 'null' ? 'null' : 'undefined'}.`;
};

const wording = {
  __proto__: null,
  type: [
    [/^cannot read property 'Symbol\.iterator' of (null|undefined)$/, (m) => `${m[1]} is not iterable`],
    [/^cannot read property '([^]*)' of (null|undefined)$/, (m) => `Cannot read properties of ${m[2]} (reading '${m[1]}')`],
    [/^cannot set property '([^]*)' of (null|undefined)$/, (m) => `Cannot set properties of ${m[2]} (setting '${m[1]}')`],
    [/^not a function$/, (m, place, sites) => {
      if (sites.length > 0 && sites[0].isNative()) return null;
      return `${calleeOf(place)} is not a ${isNew(place) ? 'constructor' : 'function'}`;
    }],
    [/^not a constructor$/, (m, place) => `${calleeOf(place)} is not a constructor`],
    [/^'([^]*)' is read-only$/, (m, place) => {
      const member = memberOf(place);
      return member === m[1] ? `Cannot assign to read only property '${m[1]}' of object '#<Object>'` : 'Assignment to constant variable.';
    }],
    [/^Cannot convert undefined or null to object$/, (m, place, sites) =>
      (sites.length > 0 && sites[0].isNative() ? null : destructured(place))],
    [/^invalid 'instanceof' right operand$/, () => 'Right-hand side of \'instanceof\' is not callable'],
    [/^class constructors must be invoked with 'new'$/, (m, place, sites) =>
      `Class constructor ${sites.length > 0 ? sites[0].getFunctionName() : ''} cannot be invoked without 'new'`],
    [/^object is not extensible$/, (m, place) => {
      const member = memberOf(place);
      return member ? `Cannot add property ${member}, object is not extensible` : null;
    }],
    [/^no setter for property$/, (m, place) => {
      const member = memberOf(place);
      return member ? `Cannot set property ${member} of #<Object> which has only a getter` : null;
    }],
    [/^cannot convert symbol to string$/, () => 'Cannot convert a Symbol value to a string'],
    [/^cannot convert BigInt to number$/, () => 'Cannot mix BigInt and other types, use explicit conversions'],
    [/^circular reference$/, () => 'Converting circular structure to JSON'],
    [/^empty array$/, () => 'Reduce of empty array with no initial value'],
  ],
  range: [
    [/^invalid array length$/, () => 'Invalid array length'],
    [/^invalid string length$/, () => 'Invalid string length'],
    [/^Date value is NaN$/, () => 'Invalid time value'],
    [/^BigInt division by zero$/, () => 'Division by zero'],
    [/^invalid number of digits$/, (m, place, sites) => {
      const name = sites.length > 0 ? sites[0].getFunctionName() : '';
      return name === 'toFixed' ? 'toFixed() digits argument must be between 0 and 100' : null;
    }],
  ],
  reference: [
    [/^([^]*) is not initialized$/, (m) => (m[1] === 'this'
      ? 'Must call super constructor in derived class before accessing \'this\' or returning from derived constructor'
      : `Cannot access '${m[1]}' before initialization`)],
    [/^could not load module '([^]*)'$/, (m) => `import('${m[1]}'): modules are not simulated`],
  ],
  syntax: [
    [/^unexpected token in expression: /, (m, place) => syntax(place)],
    [/^(?:expecting |Unexpected (?:identifier|token|number|string|template))/, (m, place) => syntax(place)],
    [/^(?:variable|identifier|property|parameter|field) name expected$/, (m, place) => syntax(place)],
    [/^function name expected$/, (m, place) => (pastEnd(place) ? 'Unexpected end of input' : 'Function statements require a function name')],
    [/^unexpected end of string$/, () => 'Invalid or unexpected token'],
    [/^unexpected end of comment$/, () => 'Invalid or unexpected token'],
    [/^unexpected end of regexp$/, () => 'Invalid regular expression: missing /'],
    [/^invalid redefinition of [^]*$/, (m, place) => {
      const text = place === null ? '' : slice(lineText(place.source, place.line), 0, place.column - 1);
      const match = exec(/([\w$]+)[\s=;,]*$/, text);
      const at = place === null ? null : exec(/^[\w$]+/, restOf(place));
      const name = at !== null ? at[0] : match !== null ? match[1] : '';
      return name ? `Identifier '${name}' has already been declared` : null;
    }],
    [/^return not in a function$/, () => 'Illegal return statement'],
  ],
};

// wordingFor picks the table of an error by its class.
const wordingFor = (proto) => {
  if (proto === TypeErrorProto) return wording.type;
  if (proto === RangeErrorProto) return wording.range;
  if (proto === ReferenceErrorProto) return wording.reference;
  if (proto === SyntaxErrorProto) return wording.syntax;
  return null;
};

// translate rewrites the message of a new error of the engine in place.
const translate = (error, place, sites) => {
  const proto = getPrototypeOf(error);
  const property = getOwnPropertyDescriptor(error, 'message');
  if (property === undefined || typeof property.value !== 'string') return;
  if (proto === InternalErrorProto && property.value === 'string too long') {
    setPrototypeOf(error, RangeErrorProto);
    hide(error, 'message', 'Invalid string length');
    return;
  }
  const table = wordingFor(proto);
  if (table === null || property.value.length > 500) return;
  for (let i = 0; i < table.length; i++) {
    const match = exec(table[i][0], property.value);
    if (match === null) continue;
    const text = table[i][1](match, place, sites);
    if (text !== null) hide(error, 'message', text);
    return;
  }
};

// isOutOfMemory tells the engine's own error; a bare null is what is left of
// it when there was no memory even for the error.
const isOutOfMemory = (error) =>
  error === null || (isObject(error) && getPrototypeOf(error) === InternalErrorProto && ownText(error, 'message') === 'out of memory');
