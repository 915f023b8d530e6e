// deploycli.js makes a scenario of a tenant's configuration in the layout of
// Auth0's Deploy CLI: a folder with a JSON file for each rule, action and client,
// or one tenant.yaml. What the simulation has no counterpart for is listed and
// never dropped silently; the value of a secret gets no further than this file.

import { called, duration, hidden, isName, isObject, isSecret, line, listOf, named, room, textOf, Thing, value } from "./deploycli-values.js";

// --- What came: a folder or a tenant.yaml ------------------------------------------

const depth = (path) => path.split("/").length;
const byDepth = (files) => Object.keys(files).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
const known = ["rules", "actions", "clients", "guardian", "triggers", "resource-servers", "rules-configs"];

// rootOf finds the folder that a configuration lies in, with a slash behind it.
function rootOf(files) {
  let best;
  for (const path of byDepth(files)) {
    const parts = path.split("/");
    const at = parts.at(-1) === "tenant.json" ? parts.length - 1 : parts.slice(0, -1).findIndex((part) => known.includes(part));
    if (at >= 0 && (best === undefined || at < depth(best) - 1)) best = parts.slice(0, at).map((part) => `${part}/`).join("");
  }
  return best;
}

// fromYAML takes a tenant.yaml apart.
function fromYAML(value, report) {
  const whole = new Thing("tenant.yaml", value);
  const a = { tenant: whole.get("tenant"), triggers: whole.get("triggers"), policies: whole.get("guardianPolicies"), phones: whole.get("guardianPhoneFactorMessageTypes") };
  for (const [key, name] of [["rules", "rules"], ["configs", "rulesConfigs"], ["actions", "actions"], ["clients", "clients"], ["apis", "resourceServers"], ["factors", "guardianFactors"]]) {
    a[key] = listOf(whole.get(name));
  }
  for (const [key, other] of Object.entries(whole.values)) if (Array.isArray(other) && !other.length) whole.seen.add(key);
  report.rest(whole);
  return a;
}

// fromFolder takes the layout of a directory apart.
function fromFolder(files, root, report) {
  const a = { rules: [], configs: [], actions: [], clients: [], apis: [], factors: [] };
  const lists = { __proto__: null, rules: "rules", "rules-configs": "configs", actions: "actions", clients: "clients", "resource-servers": "apis", "guardian/factors": "factors" };
  const single = { __proto__: null, "tenant.json": "tenant", "guardian/policies.json": "policies", "guardian/phoneFactorMessageTypes.json": "phones", "triggers/triggers.json": "triggers" };
  const others = new Map();
  for (const path of byDepth(files)) {
    const inside = path.startsWith(root) ? path.slice(root.length) : path;
    const folder = inside.split("/").slice(0, inside.startsWith("guardian/") ? 2 : 1).join("/");
    const isText = typeof files[path] === "string" && /\.js$/i.test(path);
    if (single[inside]) a[single[inside]] = files[path];
    else if (isText && (folder === "rules" || folder === "actions")) continue;
    else if (lists[folder] && !isText) a[lists[folder]].push(files[path]);
    else others.set(folder, [...(others.get(folder) ?? []), inside.slice(folder.length + 1)]);
  }
  for (const [folder, names] of others) report.left.push(names[0] ? `${line(folder)}: ${some(names)}` : line(folder));
  return a;
}

// some names files by their names without endings, but not without end.
const mostNames = 20;
function some(files) {
  const names = [...new Set(files.map((name) => name.replace(/\.\w+$/, "")))];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return names.slice(0, mostNames).map(line).join(", ") + more;
}

// codeIn returns how to find the code that a rule or action refers to: by a path
// as it was where it was exported, of which only the end counts. What was found
// is noted in used.
function codeIn(files, used) {
  const paths = Object.keys(files).filter((path) => typeof files[path] === "string");
  return (ref) => {
    if (!/\.js\s*$/.test(ref)) return ref || undefined;
    const want = ref.trim().replaceAll("\\", "/").split("/").filter((part) => part !== ".").reverse();
    const same = (path) => {
      const parts = path.split("/").reverse();
      let n = 0;
      while (n < want.length && n < parts.length && parts[n] === want[n]) n++;
      return n;
    };
    const best = paths.map((path) => [same(path), path]).sort(([m, a], [n, b]) => n - m || (a < b ? -1 : 1))[0];
    if (!(best?.[0] > 0)) return undefined;
    used.add(best[1]);
    return files[best[1]];
  };
}

// --- The scenario ---------------------------------------------------------------------

const factorTypes = ["otp", "push-notification", "sms", "voice", "webauthn-roaming", "webauthn-platform", "email", "recovery-code", "duo"];
const dependent = ["webauthn-platform", "email", "recovery-code"];
const appTypes = { spa: "spa", native: "native", regular_web: "web", non_interactive: "m2m" };
const grantNames = ["authorization_code", "implicit", "refresh_token", "client_credentials", "device_code", "password", "token_exchange", "mfa"];
const grantAddresses = [
  [/^urn:ietf:params:oauth:grant-type:device_code/, "device_code"], [/^urn:ietf:params:oauth:grant-type:token-exchange/, "token_exchange"],
  [/grant-type\/password-realm/, "password"], [/grant-type\/mfa-/, "mfa"],
];

class Writer {
  taken = [];
  left = [];
  secrets = [];
  lines = [];
  code = [];
  apps = [];
  factor = "otp";

  constructor(check) {
    this.check = check; // tells what is wrong with a scenario; empty: nothing
  }

  // rest lists what nobody looked at in a thing: names only, no values.
  rest(thing) {
    const keys = Object.keys(thing.values).filter((key) => !thing.seen.has(key)).sort();
    for (const key of keys.filter(isSecret)) this.secrets.push(`${thing.label}: ${line(key)}`);
    const others = keys.filter((key) => !isSecret(key)).map(line);
    if (others.length) this.left.push(`${thing.label}: ${others.join(", ")}`);
  }

  // put writes a line of the tenant file if a scenario can have it, and else
  // lists what is wrong with it: one odd setting must not keep a tenant out.
  put(what, ...words) {
    const text = words.join(" ");
    const wrong = this.check(`x\n-- tenant --\nstart 2026-11-02T08:00:00Z\n${text}\n-- steps --\nwait 1h\n`);
    if (wrong) this.left.push(`${what}: ${wrong.replace(/^\S+ /, "").split("\n")[0]}`);
    else this.lines.push(text);
    return !wrong;
  }

  policy(policies) {
    const thing = new Thing("guardian policies", policies);
    const list = Array.isArray(policies) ? policies : thing.get("policies");
    this.rest(thing);
    if (!Array.isArray(list)) return;
    let policy = "never"; // facts 3.1
    for (const one of list) {
      if (one === "all-applications") policy = "always";
      else if (one === "confidence-score") policy = "adaptive";
      else this.left.push(`guardian policies: ${line(JSON.stringify(one))}`);
    }
    if (this.put("guardian policies", "policy", policy)) this.taken.push(`the MFA policy: ${policy}`);
  }

  settings(value_) {
    const t = new Thing("tenant", value_);
    const words = []; // lifetimes are in hours, or in minutes (facts 4.2)
    for (const [name, key] of [["idle_session_lifetime", "idle"], ["session_lifetime", "absolute"], ["idle_ephemeral_session_lifetime", "ephemeral-idle"], ["ephemeral_session_lifetime", "ephemeral-absolute"]]) {
      const seconds = t.number(`${name}_in_minutes`) * 60 || t.number(name) * 3600;
      t.seen.add(name);
      if (seconds) words.push(`${key}=${duration(seconds)}`);
    }
    const cookie = t.part("session_cookie");
    const mode = cookie.text("mode");
    if (mode === "persistent" || mode === "non-persistent") words.push(`cookie=${mode}`);
    if (words.length && this.put("sessions", "session", ...words)) this.taken.push(`how long sessions live: ${words.join(", ")}`);
    if (t.get("customize_mfa_in_postlogin_action") === true && this.put("tenant", "customize-mfa", "on")) this.taken.push("Customize MFA Factors using Actions");
    const flow = t.part("device_flow");
    const [charset, mask] = [flow.text("charset"), flow.text("mask")];
    if (charset && mask && this.put("device_flow", "user-code", `charset=${value(charset)}`, `mask=${value(mask)}`)) this.taken.push(`the form of user codes: ${line(mask)}`);
    for (const part of [t, cookie, flow]) this.rest(part);
  }

  factors(factors, phones) {
    const types = isObject(phones) && Array.isArray(phones.message_types) ? phones.message_types.filter((t) => t === "sms" || t === "voice") : ["sms"];
    const on = [];
    for (const f of factors) {
      const t = new Thing("guardian factor", f);
      const [name, enabled] = [t.text("name"), t.get("enabled") === true];
      this.rest(t);
      if (!enabled) continue;
      if (name === "sms") on.push(...types);
      else if (factorTypes.includes(name)) on.push(name);
      else this.left.push(`guardian factor: ${line(name)}`);
    }
    if (!on.length || !this.put("guardian factors", "factors", ...on)) return;
    if (!on.includes("otp")) this.factor = on.find((name) => !dependent.includes(name));
    this.taken.push(`the second factors: ${on.join(", ")}`);
  }

  // configuration reads the settings of rules. Each may be a secret.
  configuration(configs) {
    const words = [];
    for (const c of configs) {
      const t = new Thing("rules config", c);
      const key = t.text("key");
      t.seen.add("value");
      this.rest(t);
      this.secrets.push(`rules config: ${line(key)}`);
      if (isName(key) && words.length < room.metadata) words.push(`${key}=${value(hidden)}`);
    }
    if (words.length) this.put("rules configs", "configuration", ...words);
  }

  clients(clients) {
    const taken = new Set(["tenant", "api", "admin", "ada", "display"]);
    for (const c of clients) {
      const t = called("client", c);
      let type = appTypes[t.text("app_type")];
      if (t.get("global") === true) {
        this.left.push(`${t.label}: the tenant's own, which every tenant has`);
        continue;
      }
      if (!type || this.apps.length === room.apps) {
        this.left.push(`${t.label}: ${type ? `there is room for ${room.apps}` : `an application of type "${line(t.text("app_type"))}"`}`);
        continue;
      }
      const grants = this.grants(t);
      if (type === "native" && grants.includes("device_code") && !grants.includes("authorization_code")) type = "device";
      let id = t.text("client_id");
      if (!isName(id) || taken.has(id)) id = named(taken, t.text("name"), "app");
      taken.add(id);
      const words = ["app", id, `type=${type}`, `name=${value(t.text("name") || id)}`];
      if (t.get("is_first_party") === false) words.push("party=third");
      const origins = t.get("web_origins");
      if (type === "spa" && Array.isArray(origins) && !origins.length) words.push("web-origins=none");
      if (grants.length) words.push(`grants=${grants.join(",")}`);
      words.push(...this.refresh(t.part("refresh_token")), ...this.metadata(t.part("client_metadata")));
      this.rest(t);
      if (!this.put(t.label, ...words)) continue;
      this.apps.push({ id, type });
      this.taken.push(`${t.label} as ${id} of type ${type}`);
    }
    if (this.apps.length) return;
    this.put("app", "app", "portal", "type=spa");
    this.apps.push({ id: "portal", type: "spa" });
    this.taken.push("no application was found; one is invented");
  }

  grants(t) {
    const grants = new Set();
    for (const g of listOf(t.get("grant_types"))) {
      const name = grantAddresses.find(([address]) => address.test(g))?.[1] ?? g;
      if (grantNames.includes(name)) grants.add(name);
      else this.left.push(`${t.label}: the grant type ${line(name)}`);
    }
    return [...grants];
  }

  // refresh reads how refresh tokens live (facts 6.5).
  refresh(t) {
    const words = [];
    const rotating = t.text("rotation_type") === "rotating";
    const leeway = t.number("leeway");
    if (rotating) words.push("refresh=rotating", ...(leeway ? [`leeway=${duration(leeway, 60)}`] : []));
    const expires = t.text("expiration_type") === "expiring" || rotating;
    const [idle, total] = [t.number("idle_token_lifetime"), t.number("token_lifetime")];
    const [noIdle, noTotal] = [t.get("infinite_idle_token_lifetime") === true, t.get("infinite_token_lifetime") === true];
    if (expires && noIdle) words.push("refresh-idle=never");
    else if (expires && idle && (!total || noTotal || idle <= total)) words.push(`refresh-idle=${duration(idle)}`);
    if (expires && noTotal && !rotating) words.push("refresh-absolute=never");
    else if (expires && total && !noTotal) words.push(`refresh-absolute=${duration(total)}`);
    this.rest(t);
    return words;
  }

  metadata(t) {
    const words = [];
    for (const key of Object.keys(t.values).sort()) {
      const text = textOf(t.values[key]);
      if (isSecret(key) || !isName(key) || !text || words.length === room.metadata) continue; // listed with the rest
      t.seen.add(key);
      words.push(`metadata.${key}=${value(text)}`);
    }
    this.rest(t);
    return words;
  }

  // api reads the APIs. There is one here, the first that is not Auth0's own.
  api(apis) {
    let taken = false;
    for (const a of apis) {
      const t = called("API", a);
      const audience = line(t.text("identifier")).replace(/\/$/, "");
      if (taken || t.get("is_system") === true || /auth0\.com\//.test(audience)) {
        this.left.push(`${t.label}: ${audience} (there is one API here)`);
        continue;
      }
      const words = ["api", value(audience)];
      const seconds = t.number("token_lifetime");
      if (seconds) words.push(`token-lifetime=${duration(seconds, 2_592_000)}`);
      if (t.get("allow_offline_access") === false) words.push("offline-access=off");
      this.rest(t);
      if ((taken = this.put(t.label, ...words))) this.taken.push(`the API ${audience}`);
    }
  }

  script(kind, name, code, on, ...more) {
    this.lines.push([kind, name, ...(on ? [] : ["off"]), ...more].join(" "));
    // A line that would begin a file of the scenario gets a space in front.
    const safe = code.replace(/\r\n?/g, "\n").replace(/\n+$/, "").replace(/^-- .* --$/gm, " $&").toWellFormed();
    this.code.push(`-- ${kind}s/${name}.js --\n${safe}\n`);
  }

  rules(rules, find) {
    const names = new Set();
    const things = rules.map((r) => called("rule", r));
    for (const t of things.sort((x, y) => x.number("order") - y.number("order"))) {
      const ref = t.text("script") || `${t.text("name")}.js`;
      const code = find(ref);
      const stage = t.text("stage");
      t.seen.add("order").add("id");
      if (stage && stage !== "login_success") this.left.push(`${t.label}: the stage ${line(stage)}`);
      else if (code === undefined) this.left.push(`${t.label}: its code, ${line(ref)}, is not among the files`);
      else if (names.size === room.scripts) this.left.push(`${t.label}: there is room for ${room.scripts}`);
      else {
        const on = t.get("enabled") !== false;
        this.rest(t);
        this.script("rule", named(names, t.text("name"), "rule"), code, on);
        this.taken.push(`${t.label}${on ? "" : ", switched off"}`);
      }
    }
  }

  // actions reads the actions of the post-login trigger: those that are bound to
  // it in their order, then the others, switched off.
  actions(actions, triggers, find) {
    const names = new Set();
    const bindings = new Thing("triggers", triggers);
    const bound = listOf(bindings.get("post-login")).map((b) => textOf(b?.action_name));
    const place = (t) => (bound.includes(t.text("name")) ? bound.indexOf(t.text("name")) : bound.length);
    const things = actions.map((a) => called("action", a)).sort((x, y) => place(x) - place(y));
    for (const t of things) this.action(t, names, bound.includes(t.text("name")), find);
    for (const name of bound) {
      if (!things.some((t) => t.text("name") === name)) this.left.push(`trigger post-login: the action "${line(name)}" is not among the files`);
    }
    for (const [key, list] of Object.entries(bindings.values)) if (Array.isArray(list) && !list.length) bindings.seen.add(key);
    this.rest(bindings);
  }

  action(t, names, on, find) {
    const triggers = t.get("supported_triggers");
    const ref = t.text("code") || `actions/${t.text("name")}/code.js`;
    const code = find(ref);
    if (Array.isArray(triggers) && !triggers.some((x) => x?.id === "post-login")) return this.left.push(`${t.label}: its trigger is not post-login`);
    if (code === undefined) return this.left.push(`${t.label}: its code, ${line(ref)}, is not among the files`);
    if (names.size === room.scripts) return this.left.push(`${t.label}: there is room for ${room.scripts}`);
    const secrets = [];
    for (const s of listOf(t.get("secrets"))) {
      const key = textOf(s?.name);
      this.secrets.push(`${t.label}: secret ${line(key)}`);
      if (isName(key) && secrets.length < room.metadata) secrets.push(`secret.${key}=${value(hidden)}`);
    }
    for (const d of listOf(t.get("dependencies"))) this.left.push(`${t.label}: the npm module ${line(textOf(d?.name))}`);
    for (const key of ["status", "runtime", "deployed", "current_version", "deployed_version", "installed_integration_id"]) t.seen.add(key);
    this.rest(t);
    this.script("action", named(names, t.text("name"), "action"), code, on, ...secrets);
    this.taken.push(`${t.label}${on ? "" : ", switched off"}`);
  }

  // steps are what the invented person does.
  steps() {
    const visits = this.apps.filter(({ type }) => ["spa", "web", "native"].includes(type)).slice(0, 3).map(({ id }) => `ada: visit ${id}`);
    const pass = `ada: pass ${this.factor}`;
    const display = this.apps.some(({ type }) => type === "device");
    return [
      "# The first day", ...(display ? ["display: power on", "ada: activate display", "ada: confirm", "ada: sign-in", pass, "wait 5s"] : []),
      ...visits.flatMap((visit) => [visit, "ada: sign-in", `${pass} remember`]), "", "# A day later", "wait 1d", ...visits, "", "# A week later", "wait 7d",
      ...visits.flatMap((visit) => [visit, "ada: sign-in", pass]), "",
    ].join("\n");
  }
}

// importTenant makes a scenario of files, by path: a JSON or YAML file as the
// value that it holds, code as its text. It returns { text, taken, left, secrets },
// or { error } when there is no configuration in them.
export function importTenant(files, check) {
  const w = new Writer(check);
  const yaml = byDepth(files).find((path) => /(^|\/)tenant\.ya?ml$/i.test(path) && isObject(files[path]));
  const root = rootOf(files);
  if (!yaml && root === undefined) {
    return { error: "There is no tenant configuration in these files; expected the folder or the tenant.yaml that the Deploy CLI exports." };
  }
  const a = yaml ? fromYAML(files[yaml], w) : fromFolder(files, root, w);
  const used = new Set();
  const find = codeIn(files, used);
  w.policy(a.policies);
  w.settings(a.tenant);
  w.factors(a.factors, a.phones);
  w.configuration(a.configs);
  w.lines.push(`person ada email=ada@example.com factors=${w.factor}`);
  w.clients(a.clients);
  w.api(a.apis);
  w.rules(a.rules, find);
  w.actions(a.actions, a.triggers, find);
  const idle = Object.keys(files).filter((path) => /(^|\/)(rules|actions)\/.*\.js$/i.test(path) && !used.has(path)).sort();
  for (const path of idle) w.left.push(`${line(path)}: code that no rule or action here refers to`);
  w.lines.push("browser ada person=ada");
  const device = w.apps.find(({ type }) => type === "device");
  if (device) w.lines.push(`display display app=${device.id}`);
  const text =
    "An imported tenant\n\nMade of a configuration in the layout of Auth0's Deploy CLI. Ada, her browser and the steps are invented.\n\n" +
    `-- tenant --\ndomain tenant.example\nstart 2026-11-02T08:00:00Z\n${w.lines.join("\n")}\n\n${w.code.join("\n")}\n-- steps --\n${w.steps()}`;
  return { text, taken: w.taken, left: w.left, secrets: w.secrets };
}
