// deploycli-values.js looks at values that somebody else wrote, notes what was
// looked at, and writes what is taken over as scenario files have it.

export const hidden = "(not imported)"; // stands for the value of every secret
export const room = { scripts: 20, apps: 100, metadata: 10 }; // engine/scenario/limits.go

export const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
export const listOf = (value) => (Array.isArray(value) ? value : []);
export const textOf = (value) => (typeof value === "string" ? value : "");

// isSecret tells whether a key names something that must not travel on. It
// rather takes too much for a secret.
export const isSecret = (key) =>
  /secret|password|credential|private|signing_key|api_?key|auth_token|cert|pem/i.test(key) ||
  /^token$/i.test(key) || (/_token$/i.test(key) && !/^(refresh|id)_token$/i.test(key));

// slug makes a name of a text; named gives each thing of a kind one of its own.
export const slug = (text) => text.replace(/[^A-Za-z0-9_]+/g, "-").slice(0, 36).replace(/^-+|-+$/g, "");
export const isName = (text) => /^[A-Za-z0-9_-]{1,40}$/.test(text);

export function named(taken, text, unless) {
  const base = slug(text) || unless;
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
  taken.add(name);
  return name;
}

// line makes a text one line; ##ENV## and @@ENV@@, which the Deploy CLI replaces
// by values that are not here, become their names.
export const line = (text) =>
  String(text).replace(/(##|@@)(\w+)\1/g, (_, mark, key) => key.toLowerCase()).replace(/[\u0000-\u001f\u007f]/g, " ").slice(0, 200);

export const quoted = (text) => (/^[^\s"\\#=]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, "\\$&")}"`);
export const value = (text) => quoted(line(text));

// duration writes seconds as scenario files do, at most a year.
export function duration(seconds, most = 31_557_600) {
  let rest = Math.max(1, Math.min(Math.floor(seconds), most));
  let text = "";
  for (const [letter, length] of [["d", 86400], ["h", 3600], ["m", 60], ["s", 1]]) {
    if (rest >= length) text += Math.floor(rest / length) + letter;
    rest %= length;
  }
  return text;
}

// Thing is one object of a configuration. It notes what was looked at, so that
// the rest can be listed.
export class Thing {
  constructor(label, value) {
    this.label = label;
    this.values = isObject(value) ? value : {};
    this.seen = new Set();
  }

  get(key) {
    this.seen.add(key);
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined;
  }

  text(key) {
    return textOf(this.get(key));
  }

  number(key) {
    const n = this.get(key);
    return typeof n === "number" && n > 0 ? n : 0;
  }

  part(key) {
    return new Thing(`${this.label}, ${key}`, this.get(key));
  }
}

export const called = (kind, value, key = "name") => {
  const thing = new Thing(kind, value);
  thing.label = `${kind} "${line(thing.text(key))}"`;
  return thing;
};
