// broken.js tells where a text that should be JSON is broken, and what was expected
// there. Browsers word that each in their own way: some without a place, some
// with a piece of the text, in which a secret can be.

// Broken is what is wrong with a text at an index.
export class Broken extends Error {
  constructor(text, at, expected) {
    const before = text.slice(0, at).split("\n");
    const place = text.trim() ? `, line ${before.length}, column ${before.at(-1).length + 1}` : ": the file is empty";
    super(`${place}${text.trim() ? ":" : ";"} expected ${expected}`);
  }
}

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const begin = new RegExp(`[[{]|${string.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, "y");

// fault returns what is wrong with a text that JSON.parse refuses (RFC 8259).
export function fault(text) {
  let at = 0;
  const take = (pattern, expected) => {
    for (const part of [space, pattern]) {
      part.lastIndex = at;
      const [found] = part.exec(text) ?? [];
      if (found === undefined) throw new Broken(text, at, `${expected} (JSON)`);
      at += found.length;
      if (part === pattern) return found;
    }
  };
  const list = (end, one) => {
    if (take(new RegExp(`\\${end}?`, "y"), "")) return;
    do one();
    while (take(new RegExp(`,|\\${end}`, "y"), `"," or "${end}"`) === ",");
  };
  const member = () => {
    take(string, "a name in double quotes");
    take(/:/y, '":"');
    value();
  };
  const value = () => {
    const first = take(begin, "a value");
    if (first === "[") list("]", value);
    if (first === "{") list("}", member);
  };
  try {
    value();
    take(/$/y, "the end");
  } catch (error) {
    return error;
  }
  return new Broken(text, 0, "JSON");
}
