// Tells of a program that it keeps nothing from one run to the next, so that a
// container may serve runs that must not know of each other: opening one for
// each would take ten times as long. It looks at words, not at meanings, and
// every word that it does not know counts as a way to keep something.

const keywords = new Set(
  ("async await break case catch const continue default do else false finally for function if in instanceof let new null of return " +
    "switch throw true try typeof undefined var void while").split(" "),
);
const given = new Set("user context callback event api configuration".split(" ")); // made anew for each run
const globals = new Set("Array Boolean Date Error JSON Math Number Object String UnauthorizedError console isNaN parseFloat parseInt".split(" "));
const reaching = new Set( // members that lead to what all runs share
  ("__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ apply arguments bind call callee caller constructor " +
    "defineProperties defineProperty exports getOwnPropertyDescriptor getOwnPropertyDescriptors getPrototypeOf global globalThis prototype " +
    "setPrototypeOf").split(" "),
);

const word = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const text = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
const blank = /\s+|\/\/[^\n]*|\/\*[^]*?\*\//y;
const number = /\d[\w.]*/y;

// shared are the methods that every text, list and object has: they may be
// called, but as values they are things that all runs have in common.
const plainData = new Set(["length", "name", "message", "description"]);
const shared = new Set(
  [Object, Array, String, Number, Boolean, Date, Error, RegExp, Promise, Function]
    .flatMap((of) => Object.getOwnPropertyNames(of.prototype))
    .filter((name) => !plainData.has(name)),
);

// wordsOf takes code apart: words, texts as "'", numbers as "0", and single signs.
// It returns null for what it cannot read for sure: templates, regular
// expressions and divisions, escapes.
function wordsOf(code) {
  const words = [];
  for (let at = 0; at < code.length; ) {
    const taken = (kind) => {
      kind.lastIndex = at;
      const found = kind.exec(code);
      if (found) at = kind.lastIndex;
      return found?.[0];
    };
    if (taken(blank)) continue;
    const found = taken(word);
    if (found) words.push(found);
    else if (taken(text)) words.push("'");
    else if (taken(number)) words.push("0");
    else if ("`/\\#@".includes(code[at])) return null;
    else words.push(code[at++]);
  }
  return words;
}

// declared are the names that a piece of code declares: behind const, let and
// var, and parameters. Patterns and lists are left to be unknown words.
function declared(words) {
  const names = new Set();
  words.forEach((w, i) => {
    if (["const", "let", "var", "catch"].includes(words[i - 1]) && /^[\p{ID_Start}$_]/u.test(w)) names.add(w);
    if (words[i - 1] === "(" && words[i - 2] === "catch") names.add(w);
    if (w === "=" && words[i + 1] === ">") {
      if (words[i - 1] !== ")") names.add(words[i - 1]);
      else for (let k = i - 2; k >= 0 && words[k] !== "("; k--) if (words[k] !== ",") names.add(words[k]);
    }
  });
  return names;
}

// local tells whether words use nothing but what belongs to one run.
function local(words) {
  const names = declared(words);
  return words.every((w, i) => {
    if (w === "[" && /^(?:[\])']|[\p{ID_Start}$_].*)$/u.test(words[i - 1] ?? "") && !keywords.has(words[i - 1])) {
      return words[i + 1] === "0" && words[i + 2] === "]"; // any other member may be meant
    }
    if (!/^[\p{ID_Start}$_]/u.test(w)) return true;
    if (words[i - 1] === "." && words[i - 2] !== ".") return !reaching.has(w) && (!shared.has(w) || words[i + 1] === "(");
    if (reaching.has(w)) return false;
    if (keywords.has(w) || given.has(w) || names.has(w)) return !globals.has(w);
    if (words[i + 1] === ":" && (words[i - 1] === "{" || words[i - 1] === ",")) return true; // the key of a member
    // A global is called, or one of its members is; nothing is put into it.
    if (!globals.has(w)) return false;
    return words[i + 1] === "(" || (words[i + 1] === "." && words[i + 3] === "(");
  });
}

// behind returns what follows the head of a script, or null if that is none of
// the usual ones.
function behind(words, heads) {
  for (const head of heads) {
    if (head.every((w, i) => w === "*" || w === words[i])) return words.slice(head.length);
  }
  return null;
}

const split = (line) => line.split(" ");
const ruleHeads = ["function * ( user , context , callback ) {", "function ( user , context , callback ) {", "async function * ( user , context , callback ) {"].map(split);
const actionHeads = ["async ( event , api ) = > {", "async ( event ) = > {", "( event , api ) = > {"].map((head) => split(`exports . onExecutePostLogin = ${head}`));

// whole tells whether the words end with the brace that closes the function.
function whole(words) {
  let depth = 1;
  const end = words.findIndex((w) => (depth += w === "{" ? 1 : w === "}" ? -1 : 0) === 0);
  return end >= 0 && words.slice(end + 1).every((w) => w === ";");
}

function pure(code, heads) {
  const words = wordsOf(code);
  if (words === null) return false;
  if (words.length === 0) return true;
  const body = behind(words, heads);
  return body !== null && whole(body) && local(body) && !words.includes("configuration");
}

// keepsNothing tells it of a program as package script has it.
export function keepsNothing(program) {
  const { rules = [], actions = [] } = JSON.parse(program);
  const none = (list, heads) => list.every(({ code }) => pure(code, heads));
  return none(rules, ruleHeads) && none(actions, actionHeads);
}
