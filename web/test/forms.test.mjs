// The forms in which a scenario leaves and enters the page, without a browser.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { describe, it } from "node:test";
import { curl, curlOne, folder, har, markdown, mermaid, reply } from "../export.js";
import { fault } from "../broken.js";
import { importTenant } from "../deploycli.js";

const evil = "</script><img src=x onerror=alert(1)> # **bold** [a](javascript:alert(1)) `` end; %%{init}%% 'q'";
const text = `${evil}

1. not a list
- nor this

-- tenant --
start 2026-11-02T08:00:00Z
person ada email=ada@example.com
app portal type=spa
rule mfa
rule old off
action mfa secret.KEY=x
browser ada person=ada
-- rules/mfa.js --
// \`\`\`\` a longer fence
-- rules/old.js --
old
-- actions/mfa.js --
act
-- steps --
# Day one
ada: visit portal
  expect page login
wait 1d
`;
const exchange = {
  at: "2026-11-02T08:00:00Z", from: "ada", to: "tenant", decision: 1,
  request: { method: "POST", url: "https://tenant.example/oauth/token?x=1", header: { "Content-Type": ["application/x-www-form-urlencoded"], Cookie: ["a=b; c='d"] }, body: "grant_type=refresh_token" },
  response: { status: 302, header: { Location: ["https://x.example/<b>;"], "Set-Cookie": ["auth0=1; Path=/; Secure; HttpOnly", "auth0_compat=1"] }, page: { title: evil } },
};
const run = { frames: [{ start: "2026-11-02T08:00:00Z", exchanges: [exchange], decisions: [{ outcome: "not-asked", app: "portal", person: "ada", protocol: "p", because: [{ text: evil }] }] }, { start: "2026-11-02T08:00:00Z", skipped: "nothing there" }] };
const played = { text, run, link: "https://site.example/#s=2AA" };

describe("forms", () => {
  it("escape in Markdown what would be markup", () => {
    const out = markdown(played);
    assert.ok(out.startsWith("# \\</script\\>\\<img src=x"));
    for (const part of ["\n1\\. not a list\n\\- nor this\n", "`````js\n// ```` a longer fence\n`````", "## Rule `mfa`", "[Open it in the MFA Playground](<https://site.example/#s=2AA>)", "  skipped: nothing there"]) assert.ok(out.includes(part), part);
    assert.ok(!out.includes("old\n```"), "a script that is off is not shown");
    assert.match(reply(played, "MFA *asked*"), /^\[\\<\/script.*\]\(<https:\/\/site\.example\/#s=2AA>\): MFA \\\*asked\\\*\n$/);
  });

  it("escape in diagrams what would be syntax", () => {
    const lines = mermaid(played).trimEnd().split("\n");
    for (const line of lines) {
      assert.match(line, /^(sequenceDiagram| {2}participant p\d+ as .+| {2}p\d+--?>>p\d+: .+| {2}Note over p\d+: .+)$/);
      assert.doesNotMatch(line.replace(/#\d+;/g, "").replace(/>>/g, ""), /[#;<>&"'`%]/, line);
    }
    assert.ok(lines.includes("  Note over p2: MFA not asked"), lines.join("\n"));
    assert.ok(!mermaid(played).includes("compat") && mermaid(played).includes("sets auth0"), mermaid(played));
    assert.ok(!mermaid(played, 1).includes("visit portal"));
    const long = { ...played, run: { frames: [{ ...run.frames[0], exchanges: Array(500).fill(exchange) }] } };
    assert.equal(mermaid(long).match(/-->>/g).length, 150);
    assert.ok(mermaid(long).includes("350 more exchanges are left out"));
  });

  it("hold each exchange in the HTTP archive", () => {
    const { log } = JSON.parse(har(played));
    assert.equal(log.entries.length, 1);
    assert.deepEqual(log.entries[0].request.postData.params, [{ name: "grant_type", value: "refresh_token" }]);
    assert.deepEqual(log.entries[0].response.cookies[0], { name: "auth0", value: "1", path: "/", secure: true, httpOnly: true });
    assert.equal(log.entries[0].response.redirectURL, "https://x.example/<b>;");
  });

  it("lay rules and actions out for the Deploy CLI, which can be read back", () => {
    const files = folder(played);
    assert.deepEqual(Object.keys(files).sort(), ["actions/mfa.json", "actions/mfa/code.js", "rules/mfa.js", "rules/mfa.json", "rules/old.js", "rules/old.json", "triggers/triggers.json"]);
    assert.deepEqual(JSON.parse(files["actions/mfa.json"]).secrets, [{ name: "KEY", value: "##KEY##" }]);
    const values = Object.fromEntries(Object.entries(files).map(([path, t]) => [path, path.endsWith(".json") ? JSON.parse(t) : t]));
    const back = importTenant(values, () => "");
    assert.deepEqual(back.left, []);
    assert.match(back.text, /\nrule mfa\nrule old off\naction mfa secret\.KEY="\(not imported\)"\n/);
  });
});

const testdata = new URL("../../engine/scenario/testdata/", import.meta.url);

// playing is a scenario of one step in which these exchanges happened.
const playing = (...exchanges) => ({
  text: "A title\n\n-- steps --\nwait 1h\n",
  run: { frames: [{ start: "2026-11-02T08:00:00Z", exchanges: exchanges.map((x) => ({ at: "2026-11-02T08:00:00Z", from: "ada", to: "tenant", response: { status: 200 }, ...x })) }] },
});

// words has a shell read commands and tells which words it makes of each: curl is
// the shell's own function here, no such program is needed.
function words(commands, environment = {}) {
  const script = `curl() { printf '%s\\001' "$@"; printf '\\002'; }\n${commands}`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", script], { encoding: "utf8", env: { ...process.env, ...environment } });
  assert.equal(status, 0, stderr);
  return stdout.split("\x02").slice(0, -1).map((words) => words.split("\x01").slice(0, -1));
}

describe("a request as a command", () => {
  const nasty = "it's $HOME `id` \"q\" \\ !x\n; rm -rf *";
  const form = {
    request: {
      method: "POST", url: "https://tenant.example/oauth/token?a=1&b='", body: nasty,
      header: { "Content-Type": ["application/x-www-form-urlencoded"], Cookie: ["auth0=s%3Aa; auth0-mf='b"], "Content-Length": ["5"], Host: ["tenant.example"] },
    },
  };
  const api = { to: "api", request: { method: "GET", url: "https://api.quotes.example/today", header: { Authorization: ["Bearer x"] } } };
  const other = { to: "portal", request: { method: "DELETE", url: "https://portal.example/x" } };
  const rest = {
    form: ["-H", "Content-Type: application/x-www-form-urlencoded", "-b", "auth0=s%3Aa; auth0-mf='b", "--data-raw", nasty],
    api: ["-H", "Host: api.quotes.example", "-H", "Authorization: Bearer x"],
    other: ["https://portal.example/x", "-X", "DELETE"],
  };

  it("reaches the served tenant and its API through any shell, as it was", () => {
    const all = playing(form, api, other);
    const at = "http://127.0.0.1:8090";
    assert.deepEqual(words(curlOne(all, 0, 0)), [[`${at}/oauth/token?a=1&b='`, ...rest.form]]);
    assert.deepEqual(words(curlOne(all, 0, 1)), [[`${at}/today`, ...rest.api]]);
    assert.deepEqual(words(curlOne(all, 0, 2)), [rest.other]);
  });

  it("is in the script of all requests, whose tenant can be another", () => {
    const script = curl(playing(form, api, other));
    const there = "http://localhost:9 9";
    assert.deepEqual(words(script, { TENANT: there }), [[`${there}/oauth/token?a=1&b='`, ...rest.form], [`${there}/today`, ...rest.api], rest.other]);
    assert.equal(words(script)[1][0], "http://127.0.0.1:8090/today");
  });

  it("cannot be ended by what a scenario says", () => {
    const hostile = playing({ ...other, from: "x\nrm -rf *", to: "\u2028rm" });
    hostile.text = "A title\u2028rm\n\n-- steps --\nwait 1h\n";
    assert.deepEqual(words(curl(hostile)), [rest.other]);
  });
});

describe("an HTTP archive", () => {
  it("has the standard phrase of every status that a scenario of ours ends in", () => {
    const statuses = new Set();
    for (const name of readdirSync(testdata).filter((name) => name.endsWith(".txtar"))) {
      const [, transcript] = readFileSync(new URL(name, testdata), "utf8").split("\n-- transcript --\n");
      for (const [, status] of (transcript ?? "").matchAll(/^ {2}\S+ -> .* {2}(\d{3})(?=$|[ ,])/gm)) statuses.add(Number(status));
    }
    assert.ok(statuses.size >= 8, [...statuses].join(" "));
    const { log } = JSON.parse(har(playing(...[...statuses].map((status) => ({ request: { method: "GET", url: "https://tenant.example/" }, response: { status } })))));
    for (const { response } of log.entries) assert.equal(response.statusText, STATUS_CODES[response.status], `${response.status}`);
  });
});

describe("the import of a tenant", () => {
  const files = {
    "export/tenant.json": { friendly_name: "Quotes", session_lifetime: 168, idle_session_lifetime: 72.5, session_cookie: { mode: "non-persistent" }, customize_mfa_in_postlogin_action: true, some_password: "LEAK" },
    "export/rules/Force MFA.js": "force", "export/rules/Force MFA.json": { name: "Force MFA", enabled: true, order: 2, stage: "login_success", script: "./Force MFA.js" },
    "export/rules/first.js": "x\n-- steps --\ny", "export/rules/first.json": { name: "first", enabled: false, order: 1, script: "./first.js" },
    "export/rules/orphan.js": "nobody's", "export/rules/lost.json": { name: "lost", order: 3, script: "./lost.js" }, "export/rules-configs/API_KEY.json": { key: "API_KEY", value: "LEAK" },
    "export/actions/mfa/code.js": "act",
    "export/actions/mfa.json": { name: "mfa", code: "/home/x/export/actions/mfa/code.js", dependencies: [{ name: "lodash" }], secrets: [{ name: "KEY", value: "LEAK" }], supported_triggers: [{ id: "post-login" }] },
    "export/actions/hook/code.js": "x", "export/actions/hook.json": { name: "hook", supported_triggers: [{ id: "credentials-exchange" }], code: "actions/hook/code.js" },
    "export/triggers/triggers.json": { "post-login": [{ action_name: "mfa" }, { action_name: "gone" }], "send-phone-message": [] },
    "export/guardian/policies.json": { policies: ["all-applications"] },
    "export/guardian/factors/otp.json": { name: "otp", enabled: true }, "export/guardian/providers/twilio.json": { auth_token: "LEAK" },
    "export/clients/SPA.json": { name: 'My "SPA"', app_type: "spa", client_id: "a1B2", client_secret: "LEAK", logo_uri: "x", grant_types: ["authorization_code", "http://auth0.com/oauth/grant-type/mfa-otp", "strange"], web_origins: [], refresh_token: { rotation_type: "rotating", expiration_type: "expiring", leeway: 10, token_lifetime: 864000, idle_token_lifetime: 86400 }, client_metadata: { tier: "gold", api_secret: "LEAK" } },
    "export/clients/display.json": { name: "Quotes display", app_type: "native", client_metadata: { device_type: "display" }, grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"] },
    "export/clients/odd.json": { name: "odd", app_type: "sso_integration" },
    "export/resource-servers/q.json": { name: "Q", identifier: "https://##ENV##.api.example/", token_lifetime: 3600, scopes: [] },
    "export/connections/users.json": { options: { client_secret: "LEAK" } },
  };
  const got = importTenant(files, () => "");

  it("takes over what is simulated", () => {
    for (const line of [
      "policy always", "session idle=3d30m absolute=7d cookie=non-persistent", "customize-mfa on", "factors otp", 'configuration API_KEY="(not imported)"',
      'app a1B2 type=spa name="My \\"SPA\\"" web-origins=none grants=authorization_code,mfa refresh=rotating leeway=10s refresh-idle=1d refresh-absolute=10d metadata.tier=gold',
      'app Quotes-display type=device name="Quotes display" grants=device_code,refresh_token metadata.device_type=display', "api https://env.api.example token-lifetime=1h",
      "rule first off", "rule Force-MFA", 'action mfa secret.KEY="(not imported)"', "display display app=Quotes-display", " -- steps --",
    ]) assert.ok(got.text.split("\n").includes(line), `${line} is missing in\n${got.text}`);
  });

  it("lists everything else, and lets no secret out", () => {
    for (const text of ["tenant: friendly_name", 'rule "lost": its code, ./lost.js, is not among the files', 'action "mfa": the npm module lodash', 'action "hook": its trigger is not post-login', 'client "My "SPA"": logo_uri', "the grant type strange", 'client "odd": an application of type "sso_integration"', "export/rules/orphan.js: code that no rule or action here refers to", "connections: users", "guardian/providers: twilio", 'API "Q": scopes', 'the action "gone" is not among the files']) {
      assert.ok(got.left.join("\n").includes(text), `${text} is missing in\n${got.left.join("\n")}`);
    }
    for (const text of ["tenant: some_password", "rules config: API_KEY", 'action "mfa": secret KEY', "client_secret", "api_secret"]) assert.ok(got.secrets.join("\n").includes(text), text);
    assert.doesNotMatch(JSON.stringify(got), /LEAK/);
  });

  it("bears what makes no sense", () => {
    assert.doesNotThrow(() => importTenant({ "tenant.json": {}, "constructor/x.json": {}, "toString/y.json": {} }, () => ""));
    for (const odd of [{}, { "a.js": "x" }, { "tenant.yaml": [1] }, { "package.json": { name: "x" } }]) assert.ok(importTenant(odd, () => "").error);
    const strange = { "tenant.json": [], "rules/x.json": "text", "actions/y.json": { name: 3, code: {} }, "clients/z.json": null, "guardian/policies.json": { policies: [{ a: 1 }] }, "triggers/triggers.json": [], "resource-servers/a.json": 7, "clients/p.json": JSON.parse('{"name":"__proto__","app_type":"spa","__proto__":{"x":1}}') };
    assert.ok(importTenant(strange, () => "").text);
    assert.equal({}.x, undefined);
    const refused = importTenant({ "tenant.json": { session_lifetime: 1 } }, (text) => (text.includes("session") ? "x:4:1: too long" : ""));
    assert.ok(refused.left.includes("sessions: too long") && !refused.text.includes("session abs"));
  });
});

describe("a file that is no JSON", () => {
  for (const [text, says] of [
    ["", ": the file is empty; expected a value (JSON)"],
    [" \n", ": the file is empty; expected a value (JSON)"],
    ["{", ', line 1, column 2: expected a name in double quotes (JSON)'],
    ['{\n  "a": 1,\n  oops\n}', ", line 3, column 3: expected a name in double quotes (JSON)"],
    ['{"a": 1,}', ", line 1, column 9: expected a name in double quotes (JSON)"],
    ['{"a" 1}', ', line 1, column 6: expected ":" (JSON)'],
    ['{"a": LEAK}', ", line 1, column 7: expected a value (JSON)"],
    ['[1\n2]', ', line 2, column 1: expected "," or "]" (JSON)'],
    ['["a\nb"]', ", line 1, column 2: expected a value (JSON)"],
    ['{"a": [{}, []], "b": -1.5e3} x', ", line 1, column 30: expected the end (JSON)"],
  ]) {
    it(`is told by its place, without a piece of it: ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text));
      assert.equal(fault(text).message, says);
    });
  }

  it("can be as deep as it likes", () => assert.ok(fault("[".repeat(1e6)) instanceof Error));
});
