// The Inspector, control by control, as a person uses it: what a cause leads
// to, the table of requests and its details, the jar, the tokens, the logs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";
import { linkTo, scenario } from "./link.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const patience = { timeout: 20_000 };
const remember = "lessons/remember-this-device/";

async function open(path, view) {
  const page = await site.openPage(path, view);
  await interactive(page);
  return page;
}

const inspector = (page) => page.getByRole("region", { name: "Inspector", exact: true });
const tab = (page, name) => inspector(page).getByRole("tab", { name });
const table = (page) => page.getByRole("grid", { name: "Requests" });
const rows = async (page) => Number(await table(page).getAttribute("aria-rowcount")) - 1;
const details = (page) => page.getByRole("region", { name: "Selected request" });
const selected = (page) => page.locator("#selected-request");

// shows waits until a part of the page has a text.
async function shows(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor(patience);
}

const focused = (page) => page.evaluate(() => document.activeElement?.id);

// until waits until a question has the wanted answer.
async function until(ask, wanted, what) {
  const end = Date.now() + patience.timeout;
  let got;
  do {
    got = await ask();
    if (got === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  assert.equal(got, wanted, what);
}

describe("Why", () => {
  it("leads from a cause to the line, the cookie and the claim", async () => {
    const page = await open(`${remember}#at=6&tab=why`);
    const causes = page.getByRole("list", { name: "Because" });
    const fact = causes.getByRole("link").first();
    assert.match(await fact.getAttribute("href"), /^\.\.\/\.\.\/claims\/#/, "a fact leads to its claim");
    const [other] = await Promise.all([page.context().waitForEvent("page"), fact.click()]);
    await other.waitForLoadState();
    assert.equal(await other.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.localName), "tr", "the claim is there");
    await other.close();
    await page.locator("code-editor .cm-content").waitFor(patience);
    await causes.getByRole("button", { name: /Rule "mfa", line 2/ }).first().click();
    await until(() => page.evaluate(() => document.activeElement?.localName), "code-editor", "the editor has the focus");
    await until(
      () => page.evaluate(() => document.querySelector("code-editor").shadowRoot.querySelector(".cm-activeLine")?.textContent.includes("context.multifactor")),
      true,
      "the line is selected",
    );
    await causes.getByRole("button", { name: "Cookie auth0-mf" }).click();
    await until(() => page.evaluate(() => document.activeElement?.id), "cookie-ada-auth0-mf", "the row of the cookie has the focus");
    await until(() => page.locator("[data-sought]").count(), 1, "and is marked");
    await assertClean(page);
  });

  it("leads to the request, to the settings, and to the latest decision", async () => {
    const page = await open("#at=13&tab=why");
    await page.getByRole("button", { name: "Show the request that this was decided in" }).click();
    await shows(details(page), "/oauth/token");
    await until(() => page.evaluate(() => document.activeElement?.id), "requests", "the table has the focus");
    await tab(page, "Why").click();
    await page.getByRole("tab", { name: /Policy/ }).click();
    const group = page.getByRole("button", { name: /^Multi-factor policy/ });
    await group.click();
    await until(() => group.getAttribute("aria-expanded"), "false", "the policy is folded");
    await page.getByRole("tab", { name: /^Rules/ }).click();
    await inspector(page).getByRole("button", { name: /Policy "never"/ }).click();
    await until(() => focused(page), "choice-policy-never", "the policy in force has the focus, its group is open");
    const quiet = await open(`${remember}#at=8&tab=why`);
    await shows(inspector(quiet), "Nothing was sent in this step");
    await inspector(quiet).getByRole("button", { name: /remembered: not asked/ }).click();
    await shows(inspector(quiet), "The auth0-mf cookie counts");
    await assertClean(quiet);
    await assertClean(page);
  });
});

describe("What would have changed it", () => {
  const otherwise = (page) => inspector(page).getByRole("region", { name: "What would have changed it" });
  const row = (page, text) => otherwise(page).getByRole("listitem").filter({ hasText: text });
  const outcome = (page) => page.locator("[aria-current=step]").first().innerText();

  it("tells for a prompt what would have spared it, and leads to the line", async () => {
    const page = await open(`${remember}#at=2&tab=why`);
    await shows(row(page, "If no rule had set context.multifactor."), "MFA not asked");
    await shows(row(page, "If allowRememberBrowser had been false there."), "MFA asked, without a tick box");
    await shows(row(page, "If this browser had been remembered."), "MFA not asked: remembered");
    await page.locator("code-editor .cm-content").waitFor(patience);
    await row(page, "If no rule had set context.multifactor.").getByRole("button", { name: 'Rule "mfa", line 2' }).click();
    await until(() => page.evaluate(() => document.activeElement?.localName), "code-editor", "the editor has the focus");
    await assertClean(page);
  });

  it("comes true when it is done", async () => {
    const page = await open("#at=4&tab=why");
    assert.match(await outcome(page), /not asked/);
    const always = row(page, 'If the policy had been "Always".');
    await shows(always, "MFA asked");
    await always.getByRole("button", { name: 'Policy "never"' }).click();
    await until(() => focused(page), "choice-policy-never", "the policy has the focus");
    await page.keyboard.press("ArrowDown");
    await shows(inspector(page), "A second factor was asked for");
    await shows(row(page, 'If the policy had been "Never" or "Use Adaptive MFA".'), "MFA not asked");
    await assertClean(page);
  });

  it("opens an assumption in its folded group, with the answer in force", async () => {
    const page = await open(linkTo(scenario("refresh_policy_always"), 7) + "&tab=why");
    const yes = row(page, 'If its answer were "yes": every refresh exchange ends in mfa_required.');
    await shows(yes, "Refused: nobody to ask");
    await yes.getByRole("button", { name: 'Assumption "policy-on-refresh"' }).click();
    await until(() => page.evaluate(() => document.activeElement?.checked && document.activeElement.name), "policy-on-refresh", "the answer in force has the focus");
    assert.equal(await page.getByRole("button", { name: /^Assumptions/ }).getAttribute("aria-expanded"), "true");
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement;
    });
    assert.ok(seen, "and is in view");
    await assertClean(page);
  });
});

describe("Requests", () => {
  it("has the details that people know, and copies as cURL", async () => {
    const page = await open(`${remember}#at=3&tab=requests`);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const head of ["Method", "Host", "Path", "Status", "Set-Cookie", "Time"]) {
      assert.ok(await table(page).getByRole("columnheader", { name: head }).isVisible(), head);
    }
    assert.ok((await table(page).getByText("redirected to").count()) > 0, "hops are marked");
    await table(page).getByRole("row", { name: /auth0/ }).first().click();
    const part = (name) => details(page).getByRole("tab", { name });
    await part("Headers").click();
    await shows(details(page), "Request URL");
    await part("Payload").click();
    await shows(details(page), "Form data");
    await part("Cookies").click();
    await shows(details(page), "SameSite");
    await page.keyboard.press("ArrowLeft");
    await until(() => part("Response").getAttribute("aria-selected"), "true", "arrow keys move along the parts");
    await details(page).getByRole("button", { name: "Copy as cURL" }).click();
    await shows(page.getByRole("status"), "cURL command copied");
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, /^curl 'http:\/\/127\.0\.0\.1:8090\/[^']*' \\\n/);
    assert.match(command, /--data-raw '/);
    await details(page).getByRole("button", { name: "Close the details" }).click();
    await details(page).waitFor({ ...patience, state: "detached" });
    await assertClean(page);
  });

  it("takes tokens apart and says what each claim is", async () => {
    const page = await open("#at=13&tab=requests");
    await details(page).getByRole("tab", { name: "Tokens" }).click();
    await shows(details(page), "Signature verified with key playground-1");
    await shows(details(page), "at the selected moment");
    await shows(details(page), "There is nothing in it to decode");
    await details(page).getByText("exp", { exact: true }).first().focus();
    await shows(page.getByRole("tooltip"), "Verifiers refuse it from then on");
    await page.keyboard.press("Escape");
    await page.getByRole("tooltip").waitFor({ ...patience, state: "hidden" });
    await details(page).getByRole("tab", { name: "Headers" }).click();
    await details(page).getByText("User-Agent", { exact: true }).hover();
    await shows(page.getByRole("tooltip"), "Names the program that asks");
    await assertClean(page);
  });

  it("filters by text and by actor, lists the whole scenario, and travels", async () => {
    const page = await open("#at=13&tab=requests");
    await until(() => rows(page), 2, "this step's requests");
    await page.getByRole("button", { name: "Whole scenario" }).click();
    await until(async () => (await rows(page)) > 15, true, "all steps' requests");
    const all = await rows(page);
    const filter = page.getByRole("textbox", { name: "Filter requests" });
    await filter.fill("today");
    await until(async () => (await rows(page)) < all, true, "fewer with a text");
    await filter.fill("nowhere");
    await shows(inspector(page), "No request matches");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await until(() => rows(page), all, "all again");
    await page.getByRole("group", { name: "Sent by" }).getByRole("button", { name: "ada" }).click();
    await until(async () => (await rows(page)) < all, true, "fewer by one actor");
    await table(page).getByRole("row", { name: "/u/login 200" }).first().click();
    await shows(inspector(page), "step 3: ada: confirm");
    await page.waitForFunction(() => location.hash.includes("list=all") && location.hash.includes("by=ada") && /[&]x=\d/.test(location.hash), null, patience);
    const again = await open(page.url().slice(site.root.length));
    await until(() => rows(again), await rows(page), "the address holds the list");
    assert.equal(await selected(again).innerText(), await selected(page).innerText());
    await assertClean(again);
    await assertClean(page);
  });

  it("groups equal requests, and moves by keyboard alone", async () => {
    const page = await open("#at=13&tab=requests");
    await page.getByRole("tab", { name: /Policy/ }).click();
    await page.getByRole("radio", { name: /^Always/ }).check();
    await page.getByRole("region", { name: "Tenant", exact: true }).getByText("Assumptions", { exact: true }).click();
    await page.locator("input[name=policy-on-refresh][value=yes]").check();
    await table(page).getByText(/\u00d7\d+/).first().waitFor(patience);
    await table(page).focus();
    await page.keyboard.press("End");
    const tries = details(page).getByRole("group", { name: "Equal requests" });
    const text = await tries.innerText();
    const [, n, count] = /(\d+) of (\d+)/.exec(text);
    assert.equal(n, count, "the last of them is shown");
    await page.keyboard.press("ArrowLeft");
    await shows(tries, `${count - 1} of ${count}`);
    await tries.getByRole("button", { name: "Next of the equal requests" }).click();
    await shows(tries, `${count} of ${count}`);
    const before = await rows(page);
    await page.getByRole("button", { name: "Group equal" }).click();
    await until(async () => (await rows(page)) > before, true, "each has its row");
    await table(page).focus();
    await page.keyboard.press("Home");
    await until(() => selected(page).getAttribute("aria-rowindex"), "2", "the first row");
    await page.keyboard.press("PageDown");
    await until(() => selected(page).getAttribute("aria-rowindex"), "12", "ten rows on");
    assert.equal(await table(page).getAttribute("aria-activedescendant"), "selected-request");
    await page.keyboard.press("Escape");
    await details(page).waitFor({ ...patience, state: "detached" });
    await assertClean(page);
  });
});

describe("Cookies, Tokens and Logs", () => {
  it("edits and deletes a cookie, with both lifetimes as bars", async () => {
    const page = await open(`${remember}#at=6&tab=cookies`);
    for (const text of [/7 d left of 7 d/, /24 d left of 30 d/, /idle: without use/, /absolute: in all/]) await shows(inspector(page), text);
    for (const head of ["Name", "Value", "Domain", "Path", "Expires / Max-Age", "HttpOnly", "Secure", "SameSite"]) {
      assert.equal(await inspector(page).getByRole("columnheader", { name: head, exact: true }).count(), 1, head);
    }
    const value = inspector(page).getByRole("textbox", { name: "Value of auth0-mf", exact: true });
    await value.fill("forged");
    await value.press("Enter");
    await shows(inspector(page), "A person changed this value");
    await inspector(page).getByRole("button", { name: "Delete cookie auth0-mf", exact: true }).click();
    await until(() => value.count(), 0, "the cookie is gone");
    await page.getByRole("button", { name: "Undo", exact: true }).first().click();
    await until(() => value.count(), 1, "and back");
    await assertClean(page);
  });

  it("shows refresh tokens with what came of them", async () => {
    const page = await open("#at=13&tab=tokens");
    await shows(inspector(page), "Device code");
    await shows(inspector(page), "Refresh exchange");
    const token = inspector(page).getByRole("button", { name: /Access token expire/ }).first();
    await token.press("Enter");
    await shows(inspector(page), "Signature verified");
    await token.press("Enter");
    await until(() => inspector(page).getByText("Signature verified").count(), 0, "closed again");
    await inspector(page).getByRole("button", { name: /Refresh token active/ }).click();
    await shows(inspector(page), "Opaque: a reference");
    await inspector(page).getByRole("button", { name: "Step 6", exact: true }).click();
    await shows(inspector(page), "step 6:");
    await assertClean(page);
  });

  it("shows the console with its lines, and filters by kind", async () => {
    const page = await open(`${remember}#at=2&tab=logs`);
    await page.locator("code-editor .cm-content").waitFor(patience);
    await page.getByRole("textbox", { name: "Rule code" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("function mfa(user, context, callback) {\n  console.warn('protocol', context.protocol);\n  callback(null, user, context);\n}");
    await shows(inspector(page), "protocol oidc-basic-profile");
    await inspector(page).getByRole("button", { name: "Tenant log" }).click();
    await until(() => inspector(page).getByText("protocol oidc").count(), 0, "the console is left out");
    await inspector(page).getByRole("button", { name: "Failures" }).click();
    await shows(inspector(page), "protocol oidc");
    await inspector(page).getByRole("button", { name: "mfa:2" }).first().click();
    await until(() => page.evaluate(() => document.activeElement?.localName), "code-editor", "the line is in the editor");
    await assertClean(page);
  });
});

describe("axe finds nothing", () => {
  for (const fragment of ["why", "requests", "requests&part=tokens&list=all", "cookies", "tokens", "logs"]) {
    for (const [width, dark] of [
      [1280, false],
      [375, true],
    ]) {
      it(`in ${fragment} at ${width} px, ${dark ? "dark" : "light"}`, async () => {
        const page = await open(`${remember}#at=6&tab=${fragment}`, { width, dark });
        if (width < 1200) await page.getByRole("button", { name: "Inspector", exact: true }).click();
        await page.locator("code-editor").and(page.locator(":defined")).first().waitFor({ ...patience, state: "attached" });
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(
          found.violations.flatMap((v) => v.nodes.map((n) => `${v.id} at ${n.target.join(" ")} (${n.failureSummary})`)),
          [],
        );
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
        await assertClean(page);
      });
    }
  }
});
