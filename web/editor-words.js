// The names that a rule or an action can touch, for completion in the editor.
// Sources: facts 1.3 to 1.6 (rules), 2.2 and 2.5 (actions), 1.7 and 1.8
// (globals). What the simulator does not know is left out on purpose: a name
// that is offered here does something.

import { snippetCompletion } from "@codemirror/autocomplete";
import { completionPath } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";

// members maps a dotted path to what stands behind its next dot:
// name, kind of completion, one line of explanation.
export const members = {
  "": [
    ["user", "variable", "the person who signs in (rules)"],
    ["context", "variable", "the login and its application (rules)"],
    ["callback", "function", "continue: callback(null, user, context)"],
    ["configuration", "variable", "key-value settings of the rules"],
    ["UnauthorizedError", "class", "callback(new UnauthorizedError('why')) ends the login"],
    ["event", "variable", "the login and its application (actions)"],
    ["api", "variable", "what an action can change"],
    ["exports", "variable", "exports.onExecutePostLogin = async (event, api) => {}"],
    ["console", "variable", "messages for the Logs panel"],
    ["global", "variable", "kept between runs of one container"],
  ],
  user: [
    ["user_id", "property", "primary identifier: auth0|name"],
    ["email", "property", ""],
    ["email_verified", "property", ""],
    ["name", "property", ""],
    ["nickname", "property", ""],
    ["created_at", "property", "date and time"],
    ["updated_at", "property", "moves with every login"],
    ["app_metadata", "property", "undefined unless set"],
    ["user_metadata", "property", "may be undefined"],
    ["multifactor", "property", "providers the person is enrolled with"],
  ],
  context: [
    ["multifactor", "property", "set it to require a second factor"],
    ["protocol", "property", "which grant or flow this login is"],
    ["clientID", "property", "client_id of the application"],
    ["clientName", "property", ""],
    ["clientMetadata", "property", "strings by key, such as device_type"],
    ["connection", "property", "name of the connection"],
    ["connectionID", "property", ""],
    ["connectionStrategy", "property", "auth0 for a database"],
    ["authentication", "property", "undefined on a refresh exchange"],
    ["stats", "property", "loginsCount"],
    ["sso", "property", ""],
    ["request", "property", "the request, may be undefined"],
    ["sessionID", "property", "meaningful under prompt=none only"],
    ["tenant", "property", ""],
    ["idToken", "property", "custom claims are written here"],
    ["accessToken", "property", "custom claims are written here"],
  ],
  "context.multifactor": [
    ["provider", "property", "'any' is recommended"],
    ["allowRememberBrowser", "property", "true when left out of a rule"],
  ],
  "context.authentication": [["methods", "property", "completed in this session: name, timestamp"]],
  "context.stats": [["loginsCount", "property", ""]],
  "context.request": [
    ["ip", "property", ""],
    ["userAgent", "property", ""],
    ["hostname", "property", ""],
    ["query", "property", "parameters of the authorization request"],
    ["body", "property", ""],
  ],
  event: [
    ["client", "property", "the application"],
    ["user", "property", "the person"],
    ["transaction", "property", "the authorization request"],
    ["authentication", "property", "methods completed in this session"],
    ["request", "property", "ip, query, body, user_agent"],
    ["connection", "property", ""],
    ["stats", "property", "logins_count"],
    ["session", "property", "undefined where there is none"],
    ["refresh_token", "property", "on a refresh exchange"],
    ["resource_server", "property", "identifier: the audience"],
    ["tenant", "property", "id"],
    ["secrets", "property", ""],
  ],
  "event.client": [
    ["client_id", "property", ""],
    ["name", "property", ""],
    ["metadata", "property", "strings by key, such as device_type"],
  ],
  "event.transaction": [
    ["protocol", "property", "which grant or flow this login is"],
    ["acr_values", "property", ""],
    ["prompt", "property", "['none'] on silent authentication"],
    ["redirect_uri", "property", ""],
    ["requested_scopes", "property", ""],
    ["response_type", "property", ""],
    ["response_mode", "property", ""],
    ["state", "property", ""],
  ],
  "event.authentication": [["methods", "property", "name, timestamp and, on mfa, type"]],
  "event.user": [
    ["user_id", "property", ""],
    ["email", "property", ""],
    ["email_verified", "property", ""],
    ["name", "property", ""],
    ["nickname", "property", ""],
    ["app_metadata", "property", "never undefined in an action"],
    ["user_metadata", "property", ""],
    ["enrolledFactors", "property", "type of each factor"],
  ],
  "event.request": [
    ["method", "property", ""],
    ["ip", "property", ""],
    ["hostname", "property", ""],
    ["user_agent", "property", ""],
    ["query", "property", ""],
    ["body", "property", ""],
  ],
  "event.session": [["id", "property", ""]],
  "event.refresh_token": [
    ["id", "property", ""],
    ["created_at", "property", ""],
  ],
  "event.resource_server": [["identifier", "property", ""]],
  "event.stats": [["logins_count", "property", ""]],
  "event.tenant": [["id", "property", ""]],
  api: [
    ["multifactor", "property", "enable(provider, options)"],
    ["access", "property", "deny(reason)"],
    ["idToken", "property", "setCustomClaim(name, value)"],
    ["accessToken", "property", "setCustomClaim(name, value)"],
  ],
  "api.multifactor": [["enable", "method", "enable(provider, { allowRememberBrowser }): false when left out"]],
  "api.access": [["deny", "method", "deny(reason): ends the login with access_denied"]],
  "api.idToken": [["setCustomClaim", "method", "setCustomClaim(name, value)"]],
  "api.accessToken": [["setCustomClaim", "method", "setCustomClaim(name, value)"]],
  console: [
    ["log", "method", ""],
    ["info", "method", ""],
    ["warn", "method", ""],
    ["error", "method", ""],
  ],
};

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
  const options = list.map(([label, type, info]) => ({ label, type, detail: info, boost: 1 }));
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
