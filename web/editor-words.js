// The names that a rule or an action can touch, for completion in the editor.
// Those behind a dot come from engine/script/members.txt, the others are facts
// 1.7 and 1.8. What the simulator does not know is left out on purpose: a name
// that is offered here does something.

import { snippetCompletion } from "@codemirror/autocomplete";
import { completionPath } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import { scriptMembers } from "./editor-members.js";

// members maps a dotted path to what stands behind its next dot:
// name, kind of completion, one line of explanation, type and fact.
export const members = {
  ...scriptMembers,
  "": [
    ...scriptMembers[""],
    ["exports", "property", "exports.onExecutePostLogin = async (event, api) => {}", "object 2.1"],
    ["console", "property", "messages for the Logs panel", "object 1.7"],
  ],
  console: ["log", "info", "warn", "error"].map((name) => [name, "method", "a line for the Logs panel", "function 1.7"]),
};

// helpFor says what a path is: { title, type, text, fact }, or null.
export function helpFor(path) {
  const list = members[path.slice(0, -1).join(".")] ?? [];
  const found = list.find(([name]) => name === path.at(-1));
  if (!found) return null;
  const [, , text, kind] = found;
  const [type, fact] = kind.split(" ");
  const words = [type.replace(/[!=?]/g, "")];
  if (type.endsWith("?")) words.push("may be undefined");
  if (type.startsWith("=")) words.push("not there before a script writes it");
  if (type.startsWith("!")) words.push("known, but not simulated");
  return { title: path.join("."), type: words.join(", "), text, fact };
}

// Values of strings, by what the text before the string ends with.
const strings = [
  {
    before: /protocol\s*[!=]==?\s*$/,
    values: ["oauth2-refresh-token", "oauth2-device-code", "oidc-basic-profile"],
  },
  { before: /(provider\s*:|enable\()\s*$/, values: ["any", "none", "guardian", "google-authenticator", "duo"] },
  { before: /device_type\s*[!=]==?\s*$/, values: ["display"] },
];

const snippets = [
  snippetCompletion("function ${mfa}(user, context, callback) {\n\t${}\n\tcallback(null, user, context);\n}", {
    label: "rule",
    type: "keyword",
    detail: "function (user, context, callback)",
  }),
  snippetCompletion("exports.onExecutePostLogin = async (event, api) => {\n\t${}\n};", {
    label: "action",
    type: "keyword",
    detail: "exports.onExecutePostLogin",
  }),
];

// completeNames is the completion source: members after a dot, known values
// inside a string, everything else at the start of a name.
export function completeNames(context) {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (node.name === "String") return completeString(context, node);
  const path = completionPath(context);
  if (!path) return null;
  const key = path.path.join(".");
  const list = Object.hasOwn(members, key) ? members[key] : null;
  if (!list) return null;
  if (key === "" && path.name === "" && !context.explicit) return null;
  const real = list.filter(([, , , kind]) => !kind.startsWith("!"));
  const options = real.map(([label, type, info]) => ({ label, type, detail: info, boost: 1 }));
  return {
    from: context.pos - path.name.length,
    options: key === "" ? options.concat(snippets) : options,
    validFor: /^[\w$]*$/,
  };
}

function completeString(context, node) {
  const before = context.state.sliceDoc(Math.max(0, node.from - 60), node.from);
  const known = strings.find((entry) => entry.before.test(before));
  if (!known) return null;
  return {
    from: node.from + 1,
    options: known.values.map((label) => ({ label, type: "text" })),
    validFor: /^[\w-]*$/,
  };
}
