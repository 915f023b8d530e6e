// export.js writes a played scenario in the forms that other tools read. Each
// function takes { text, run, link }: the scenario file, what `run -json` prints
// of it, and the address that opens it. Texts of a scenario are somebody else's:
// each form escapes what its reader would take for markup.

import { scenario } from "./txtar.js";

// --- HTTP archive (HAR 1.2) -----------------------------------------------------

const pairs = (header) =>
  Object.entries(header ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) => values.map((value) => ({ name, value })));

const parameters = (query) => [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));

const first = (header, name) => header?.[name]?.[0] ?? "";

// setCookie takes a Set-Cookie line apart.
function setCookie(line) {
  const [pair, ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1) };
  for (const attribute of attributes) {
    const [key, value = ""] = attribute.split("=");
    if (/^path$/i.test(key)) cookie.path = value;
    if (/^domain$/i.test(key)) cookie.domain = value;
    if (/^httponly$/i.test(key)) cookie.httpOnly = true;
    if (/^secure$/i.test(key)) cookie.secure = true;
    if (/^expires$/i.test(key) && !Number.isNaN(Date.parse(value))) cookie.expires = new Date(value).toISOString();
  }
  return cookie;
}

// The standard phrases (RFC 9110 section 15, RFC 6585 section 4) of what a tenant answers.
const phrases = {
  200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
  301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
  400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone",
  415: "Unsupported Media Type", 429: "Too Many Requests",
  500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
};

const page = ({ title, text = [] }) => [title, ...text].join("\n\n");

function entry({ at, from, to, request, response }, pageref) {
  const url = new URL(request.url);
  const type = first(request.header, "Content-Type");
  const content = response.page
    ? { mimeType: "text/plain; charset=utf-8", text: page(response.page) } // what a person would see, without markup
    : { mimeType: first(response.header, "Content-Type") || "x-unknown", text: response.body ?? "" };
  const size = new TextEncoder().encode(content.text).length;
  return {
    pageref,
    startedDateTime: new Date(at).toISOString(),
    time: 0,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: (request.header?.Cookie ?? []).flatMap((line) => line.split("; ").map(setCookie)),
      headers: pairs(request.header),
      queryString: parameters(url.search),
      ...(request.body && {
        postData: { mimeType: type, text: request.body, params: type.includes("form-urlencoded") ? parameters(request.body) : [] },
      }),
      headersSize: -1,
      bodySize: new TextEncoder().encode(request.body ?? "").length,
    },
    response: {
      status: response.status,
      statusText: phrases[response.status] ?? "",
      httpVersion: "HTTP/1.1",
      cookies: (response.header?.["Set-Cookie"] ?? []).map(setCookie),
      headers: pairs(response.header),
      content: { size, ...content },
      redirectURL: response.status >= 300 && response.status < 400 ? first(response.header, "Location") : "",
      headersSize: -1,
      bodySize: size,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _from: from,
    _to: to,
  };
}

// har returns every exchange; each step is a page. Nothing travelled over a
// network, so all timings are zero.
export function har({ text, run }) {
  const { title, steps } = scenario(text);
  const log = {
    version: "1.2",
    creator: { name: "MFA Playground", version: "1" },
    pages: [],
    entries: [],
    comment: `Simulated: these exchanges never left the playground. ${title}`,
  };
  run.frames.forEach((frame, i) => {
    if (!frame.exchanges?.length) return;
    const more = frame.omitted ? ` (${frame.omitted} more exchanges were not kept)` : "";
    const id = `step_${i + 1}`;
    log.pages.push({ startedDateTime: new Date(frame.start).toISOString(), id, title: `${i + 1}. ${steps[i]}${more}`, pageTimings: {} });
    log.entries.push(...frame.exchanges.map((exchange) => entry(exchange, id)));
  });
  return JSON.stringify({ log }, null, 2) + "\n";
}

// --- cURL ------------------------------------------------------------------------

// word is a text as one word of a POSIX shell: in single quotes, within which
// nothing but their end means anything.
const word = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

// remark is a text that cannot end the comment it stands in.
const remark = (text) => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, " ");

// local is where the command `tenant` serves a scenario unless it is told otherwise.
const local = "http://127.0.0.1:8090";

// command is a request as a command for a POSIX shell. What went to the tenant or
// to the API goes to whom the command line serves, at(path) in the shell's words;
// that one knows the API by the name of its host.
function command({ to, request }, at) {
  const url = new URL(request.url);
  const served = to === "tenant" || to === "api";
  const parts = [`curl ${served ? at(request.url.slice(url.origin.length)) : word(request.url)}`];
  if (request.method !== (request.body ? "POST" : "GET")) parts.push(`-X ${word(request.method)}`);
  if (to === "api") parts.push(`-H ${word(`Host: ${url.host}`)}`);
  for (const { name, value } of pairs(request.header)) {
    if (name === "Cookie") parts.push(`-b ${word(value)}`);
    else if (name !== "Content-Length" && name !== "Host") parts.push(`-H ${word(`${name}: ${value}`)}`);
  }
  if (request.body) parts.push(`--data-raw ${word(request.body)}`);
  return parts.join(" \\\n  ");
}

// curlOne returns one request of a step: of the frame at an index, the exchange
// at another.
export function curlOne({ run }, at, exchange) {
  return command(run.frames[at].exchanges[exchange], (path) => word(local + path));
}

// curl returns every request as commands for the tenant that the command line
// serves. Codes and tokens are those of the simulation.
export function curl({ text, run }) {
  const { title, steps } = scenario(text);
  const lines = [
    "#!/bin/sh",
    `# ${remark(title)}`,
    "# Serve the scenario first: go run ./app tenant FILE. Its codes, cookies and tokens are not these.",
    `TENANT=\${TENANT:-${local}}`,
  ];
  run.frames.forEach((frame, i) => {
    lines.push("", `# Step ${i + 1}: ${remark(steps[i])}`);
    for (const exchange of frame.exchanges ?? []) {
      const { at, from, to, response } = exchange;
      const when = new Date(at).toISOString().slice(0, 19).replace("T", " ");
      const what = command(exchange, (path) => `"$TENANT"${word(path)}`);
      lines.push("", `# ${remark(from)} asks ${remark(to)} at ${when}; answered with ${response.status}`, what);
    }
  });
  return lines.join("\n") + "\n";
}

// --- Mermaid -----------------------------------------------------------------------

const mostMessages = 150; // readers give up before

// label escapes what Mermaid, or the HTML that it draws, would take for syntax:
// its entities are those of HTML with "#" for "&".
function label(text) {
  const characters = [...text];
  const cut = characters.length > 80 ? [...characters.slice(0, 80), "..."] : characters;
  return cut.join("").replace(/[\u0000-\u001f\u007f]/g, " ").replace(/[#;<>&%"'`{}[\]\\$@]/g, (c) => `#${c.codePointAt(0)};`);
}

const namesOfCookies = (response) => {
  const all = (response.header?.["Set-Cookie"] ?? []).map((line) => [line.split("=")[0], /; Max-Age=0(;|$)/i.test(line)]);
  return all.filter(([name]) => !name.endsWith("_compat")).map(([name, gone]) => `, ${gone ? "clears" : "sets"} ${name}`).join("");
};

// answer sums a response up.
function answer({ request, response }) {
  const to = response.status >= 300 && response.status < 400 ? first(response.header, "Location") : "";
  const url = to && URL.canParse(to, request.url) ? new URL(to, request.url) : null;
  return `${response.status}${response.page ? ` ${response.page.title.slice(0, 30)}` : ""}${url ? ` to ${url.host}${url.pathname}` : ""}${namesOfCookies(response)}`;
}

// mermaid returns steps as a sequence diagram: all of them, or the one at an
// index.
export function mermaid({ text, run }, at) {
  const { steps } = scenario(text);
  const ids = new Map(); // parties by name: names are for readers only
  const id = (name) => ids.get(name) ?? ids.set(name, `p${ids.size + 1}`).get(name);
  const body = [];
  const note = (over, what) => body.push(`  Note over ${id(over)}: ${label(what)}`);
  let sent = 0;
  run.frames.forEach((frame, i) => {
    if (at !== undefined && at !== i) return;
    const who = frame.exchanges?.[0]?.from ?? (/^([\w-]+)(\/private)?:/.exec(steps[i])?.[1] || "everybody");
    note(who, `${i + 1}. ${steps[i]}${frame.skipped ? " (skipped)" : ""}`);
    for (const exchange of frame.exchanges ?? []) {
      if (++sent > mostMessages) continue;
      const [from, to] = [id(exchange.from), id(exchange.to)];
      body.push(`  ${from}->>${to}: ${label(`${exchange.request.method} ${new URL(exchange.request.url).pathname}`)}`);
      body.push(`  ${to}-->>${from}: ${label(answer(exchange))}`);
      const decision = frame.decisions?.[exchange.decision - 1];
      if (decision) note(exchange.to, `MFA ${decision.outcome.replaceAll("-", " ")}`);
    }
  });
  if (sent > mostMessages) note([...ids.keys()][0], `${sent - mostMessages} more exchanges are left out`);
  const parties = [...ids].map(([name, short]) => `  participant ${short} as ${label(name)}`);
  return ["sequenceDiagram", ...parties, ...body].join("\n") + "\n";
}

// --- Markdown ------------------------------------------------------------------------

// plain escapes what Markdown, or HTML in it, would take for markup.
const plain = (text) =>
  text
    .split("\n")
    .map((line) =>
      line
        .replace(/[\\`*_[\]<>&|~$]/g, "\\$&")
        .replace(/^(\s*)([#+\-=:])/, "$1\\$2")
        .replace(/^(\s*\d+)([.)])/, "$1\\$2"),
    )
    .join("\n");

// fenced is a block of code. Its fence is longer than any run of backticks in it.
function fenced(language, code) {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}\n`;
}

// transcript tells what each step did, in plain text.
function transcript({ run }, steps) {
  const lines = [];
  run.frames.forEach((frame, i) => {
    lines.push(`${new Date(frame.start).toISOString().slice(0, 19).replace("T", " ")}  ${steps[i]}`);
    if (frame.skipped) lines.push(`  skipped: ${frame.skipped}`);
    const told = new Set();
    let same = 0;
    for (const exchange of frame.exchanges ?? []) {
      const { pathname, host } = new URL(exchange.request.url);
      const line = `  ${exchange.from} -> ${exchange.request.method} ${host}${pathname}  ${answer(exchange)}`;
      if (told.has(line)) same++;
      else lines.push(line);
      told.add(line);
      const decision = frame.decisions?.[exchange.decision - 1];
      if (!decision || told.has(JSON.stringify(decision.because) + decision.outcome)) continue;
      told.add(JSON.stringify(decision.because) + decision.outcome);
      lines.push(`    MFA ${decision.outcome}, for ${decision.person || "nobody"} at ${decision.app} (${decision.protocol})`);
      for (const { text } of decision.because ?? []) lines.push(`      because ${text}`);
    }
    if (same) lines.push(`  ... and ${same} more of these`);
    for (const { text } of frame.console ?? []) lines.push(`  console: ${text}`);
    for (const { name, page: shown } of frame.browsers ?? []) if (shown) lines.push(`  ${name} sees: ${shown.title}`);
    for (const { name, screen } of frame.displays ?? []) lines.push(`  ${name} shows: ${[screen].flat().join(" / ")}`);
  });
  return lines.join("\n");
}

// reply returns the link as Markdown, with what it shows.
export function reply({ text, link }, outcome) {
  return `[${plain(scenario(text).title)}](<${link}>): ${plain(outcome)}\n`;
}

// markdown returns a document: story, link, the code that runs, what happened.
export function markdown(played) {
  const { title, story, scripts, steps } = scenario(played.text);
  const parts = [`# ${plain(title)}\n`];
  for (const block of story.split(/\n{2,}/).filter(Boolean)) {
    parts.push(block.startsWith("    ") ? fenced("", block.replace(/^ {4}/gm, "")) : `${plain(block)}\n`);
  }
  parts.push(`[Open it in the MFA Playground](<${played.link}>)\n`);
  parts.push("The simulation imitates the MFA behaviour of an Auth0 tenant; it is independent of Auth0.\n");
  for (const { kind, name, code, on } of scripts) {
    if (on) parts.push(`## ${kind === "rule" ? "Rule" : "Action"} \`${name}\`\n`, fenced("js", code));
  }
  parts.push("## What happens\n", fenced("text", transcript(played, steps)));
  return parts.join("\n");
}

// --- The folder of auth0-deploy-cli ----------------------------------------------------

// folder returns rules and actions as auth0-deploy-cli lays them out, by path. A
// secret has a placeholder for a value, which that tool replaces.
export function folder({ text }) {
  const { scripts } = scenario(text);
  const list = {};
  const json = (path, value) => (list[path] = JSON.stringify(value, null, 2) + "\n");
  let order = 0;
  for (const { name, code, on } of scripts.filter(({ kind }) => kind === "rule")) {
    list[`rules/${name}.js`] = `${code}\n`;
    json(`rules/${name}.json`, { name, enabled: on, order: ++order, stage: "login_success", script: `./${name}.js` });
  }
  const actions = scripts.filter(({ kind }) => kind === "action");
  for (const { name, code, secrets } of actions) {
    list[`actions/${name}/code.js`] = `${code}\n`;
    json(`actions/${name}.json`, {
      name, code: `./actions/${name}/code.js`, runtime: "node22", status: "built", dependencies: [],
      secrets: secrets.map((key) => ({ name: key, value: `##${key}##` })),
      supported_triggers: [{ id: "post-login", version: "v3" }], deployed: true,
    });
  }
  if (actions.length) {
    const bound = actions.filter(({ on }) => on).map(({ name }) => ({ action_name: name, display_name: name }));
    json("triggers/triggers.json", { "post-login": bound });
  }
  return list;
}
