// Opening somebody else's link is safe: whatever a scenario or a link says, no
// markup comes of it, the page goes nowhere, and nothing is asked for from
// anywhere. The harness fails on every foreign request and policy violation.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { scenario } from "../txtar.js";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

// linkOf makes a link of version 1, which needs no dictionary.
function envelope(version, payload) {
  const length = [];
  let n = payload.length;
  for (; n > 127; n >>= 7) length.push((n & 127) | 128);
  const body = Buffer.concat([Buffer.from([...length, n]), payload]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return version + Buffer.concat([sum, body]).toString("base64url");
}
const linkOf = (text) => envelope("1", deflateRawSync(Buffer.from(text)));

// scenarioOf puts one hostile text wherever a scenario takes text.
function scenarioOf(evil, code = "callback(null, user, context);") {
  const word = `"${evil.replace(/[\\"]/g, "\\$&").replace(/\n/g, " ")}"`;
  return `${evil.split("\n")[0] || "x"}

${evil}

    ${evil.replace(/\n/g, "\n    ")}

-- tenant --
start 2026-11-02T08:00:00Z
policy always
person ada email=ada@example.com name=${word} picture=${word} user_metadata.x=${word}
app portal type=spa name=${word} metadata.evil=${word}
app wall type=device name=${word}
rule mfa
browser ada person=ada
display display app=wall
-- rules/mfa.js --
function mfa(user, context, callback) {
  console.log(${JSON.stringify(evil)});
  ${code}
}
-- steps --
# ${evil.split("\n")[0]}
display: power on
ada: visit portal scope=${word} login_hint=${word}
ada: sign-in
ada: pass otp remember
`;
}

const markup = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><svg onload=window.hacked=1></svg>`;
const corpus = {
  markup,
  "a javascript: address": "javascript:window.hacked=1//",
  "a link in Markdown": "[click](javascript:window.hacked=1) ![x](http://127.0.0.1:9/x.png)",
  "an address of an image": "http://127.0.0.1:9/x.png?<b>",
  "the end of a template": "</template></textarea></style></title><script>window.hacked=1</script>",
  "bidirectional controls": "\u202eevil\u2066 \u200f\u2069 txt.exe",
  "prototype tricks": "__proto__ constructor prototype hasOwnProperty toString",
  "entities": "&lt;script&gt; &#x3c;img&#x3e; &amp;",
  "expressions": "${window.hacked=1} {{constructor.constructor('window.hacked=1')()}} #{1} %s %n",
  "a huge word": "W".repeat(240),
};

// harmless fails if anything came of the texts: markup, a navigation, a request,
// a global.
async function harmless(page, url, requests) {
  assert.equal(await page.evaluate(() => window.hacked), undefined, "code of the scenario ran in the page");
  assert.equal(new URL(page.url()).pathname, new URL(url).pathname, "the page went elsewhere");
  const served = await (await page.request.get(url)).text(); // as it is without the link
  const found = await page.evaluate((served) => ({
    scripts: [...document.querySelectorAll("script")].filter((s) =>
      s.src ? s.textContent || !s.src.startsWith(window.mfaSite.root) : !served.includes(`<script>${s.textContent}</script>`),
    ).length,
    made: document.querySelectorAll("main img, main iframe, main object, main embed, img[onerror], svg[onload], [onclick], main base, main form[action]").length,
    links: [...document.querySelectorAll("a[href]")].map((a) => a.href).filter((href) => !href.startsWith(window.mfaSite.root) && !/^https:\/\/[\w.]*(auth0\.com|github\.com|ietf\.org|rfc-editor\.org)\//.test(href)),
    polluted: Object.keys({}.constructor.prototype).length + ({}.evil === undefined ? 0 : 1),
  }), served);
  assert.deepEqual(found, { scripts: 0, made: 0, links: [], polluted: 0 });
  for (const request of requests) assert.ok(request.startsWith(site.root) || request.startsWith("data:") || request.startsWith("blob:"), `asked for ${request}`);
  assert.equal(page.context().pages().length, 1, "a window was opened");
}

// everything opens each panel, so that each text is drawn somewhere.
async function everything(page) {
  const steps = page.locator("[id^=step-]");
  for (let i = 0; i < Math.min(4, await steps.count()); i++) {
    await steps.nth(i).click();
    for (const name of ["Why", "Requests", "Cookies", "Tokens", "Logs"]) await page.locator(`#tab-${name.toLowerCase()}`).click();
  }
  for (const name of ["Policy & sessions", "Apps & people", "Rules"]) await page.getByRole("tab", { name: new RegExp(`^${name}`) }).first().click();
  const story = page.getByText("Read on and try it");
  if (await story.count()) await story.first().click();
}

describe("a scenario of somebody else", () => {
  for (const [what, evil] of Object.entries(corpus)) {
    it(`with ${what} in every text is only shown`, async () => {
      const page = await site.openPage("");
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      const url = page.url();
      await interactive(page);
      await page.evaluate((fragment) => (location.hash = fragment), `s=${linkOf(scenarioOf(evil))}`);
      await page.waitForFunction(() => document.querySelectorAll("[id^=step-]").length === 4);
      assert.equal(await page.getByText("cannot be opened").count(), 0);
      await everything(page);
      await page.getByRole("button", { name: "Share", exact: true }).click();
      await page.getByRole("dialog", { name: "Share" }).getByRole("img", { name: "QR code of the link" }).waitFor().catch(() => {});
      await harmless(page, url, requests);
      await assertClean(page);
    });
  }

  it("cannot reach anything from its code", async () => {
    const tries = ["fetch('http://127.0.0.1:9/')", "new XMLHttpRequest()", "importScripts('http://127.0.0.1:9/')", "self.postMessage('x')", "globalThis.location = 'http://127.0.0.1:9/'", "document.cookie = 'a=b'", "localStorage.setItem('a', 'b')", "require('https').get('http://127.0.0.1:9/')", "import('http://127.0.0.1:9/x.js')", "new WebSocket('ws://127.0.0.1:9')"];
    const code = tries.map((t) => `try { ${t}; console.log('reached'); } catch (e) { console.log('no: ' + e.name); }`).join("\n  ") + "\n  callback(null, user, context);";
    const page = await site.openPage(`#s=${linkOf(scenarioOf("tries", code))}`);
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await interactive(page);
    await everything(page);
    await harmless(page, page.url(), requests);
    assert.equal(await page.evaluate(() => document.cookie + (localStorage.getItem("a") ?? "")), "");
    await assertClean(page);
  });

  it("shows pages that are unmistakably simulated, and asks for nothing real", async () => {
    const page = await site.openPage(`#s=${linkOf(scenarioOf("Please type your password"))}`);
    await interactive(page);
    const steps = page.locator("[id^=step-]");
    for (let i = 0; i < 4; i++) {
      await steps.nth(i).click();
      const stage = page.getByRole("region", { name: "Stage", exact: true });
      await stage.getByText(/simulated/i).first().waitFor();
      assert.equal(await stage.locator("input[type=password], input[autocomplete], input[type=email], iframe").count(), 0);
    }
    await assertClean(page);
  });
});

describe("a broken link", () => {
  const good = linkOf(scenarioOf("fine"));
  const bomb = deflateRawSync(Buffer.alloc(50_000_000, "a"));
  for (const [what, link, says] of [
    ["truncated", good.slice(0, -20), "the link is cut off"],
    ["altered", good.slice(0, 40) + (good[40] === "A" ? "B" : "A") + good.slice(41), "the link was altered"],
    ["newer", `7${good.slice(1)}`, "made by a newer version"],
    ["a bomb", envelope("1", bomb), "too large"],
    ["a bomb with a dictionary", envelope("2", Buffer.concat([Buffer.from([0]), bomb])), "too large"],
    ["too long", "1" + "A".repeat(600_000), "too large"],
    ["not ours", "hello", "not a link to a scenario"],
    ["markup", "<img src=x onerror=alert(1)>", "not a link to a scenario"],
    ["without its lesson", envelope("2", Buffer.concat([Buffer.from([1, 1, 2, 3, 4]), deflateRawSync(Buffer.from("x"))])), "builds on a lesson that is not here"],
    ["sound, with an unsound scenario", linkOf("no scenario\n"), 'the file "tenant" is missing'],
  ]) {
    it(`that is ${what} says so, and the default scenario stays`, async () => {
      const page = await site.openPage(`#s=${encodeURIComponent(link)}`);
      await interactive(page);
      const alert = page.getByRole("alert").filter({ hasText: "cannot be opened" });
      await alert.waitFor();
      assert.ok((await alert.textContent()).includes(says), await alert.textContent());
      assert.match(await page.locator(".outcome").textContent(), /display working/);
      if (what === "without its lesson") {
        const faults = page.faults().filter((fault) => !/404/.test(fault)); // the lesson that was looked for
        assert.deepEqual(faults, []);
        return page.context().close();
      }
      await assertClean(page);
    });
  }

  it("of every version that was ever released still opens", async () => {
    const folder = new URL("../../engine/scenario/testdata/links/", import.meta.url);
    for (const name of ["1-edited-rule", "1-windows-lines", "1-mfa_api_associate", "2-edited-rule", "2-edited-rule-alone", "2-remember-this-device", "2-browser_several"]) {
      const link = (await readFile(new URL(`${name}.link`, folder), "utf8")).trim();
      const want = scenario(await readFile(new URL(`${name}.txtar`, folder), "utf8")).steps;
      const page = await site.openPage(`#s=${link}`);
      await interactive(page);
      await page.waitForFunction(
        ([n, first]) => document.querySelectorAll("[id^=step-]").length === n && document.getElementById("step-1").textContent.includes(first),
        [want.length, want[0]],
      );
      assert.equal(await page.getByText("cannot be opened").count(), 0, name);
      await assertClean(page);
    }
  });
});
