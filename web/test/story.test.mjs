// The founding stories, as a person goes through them: the real page in a real
// browser, the real editor, the real clock of nobody.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

// patience is how long the page may take to show the outcome of an act.
const patience = { timeout: 10_000 };

// screen waits until the display's screen says something.
async function screen(page, expected) {
  await page
    .getByLabel("Display screen")
    .filter({ hasText: expected })
    .waitFor(patience)
    .catch(async () => {
      assert.match(await page.getByLabel("Display screen").innerText(), expected, "on the display's screen");
    });
}

const why = (page) => page.getByRole("region", { name: "Inspector" }).getByRole("tabpanel");

// explained waits until the panel Why gives a cause.
async function explained(page, expected) {
  await why(page)
    .filter({ hasText: expected })
    .waitFor(patience)
    .catch(async () => assert.match(await why(page).innerText(), expected, "in the panel Why"));
}

// select goes to a step by its text, as written in the scenario.
const step = (page, text, nth = 0) =>
  page.getByRole("list", { name: "Steps" }).getByRole("button", { name: text }).nth(nth);

const editor = (page) => page.getByRole("textbox", { name: "Rule code" });

// type puts the caret at the end of the line that has the text, opens a new
// line there and types, key by key. The editor indents by itself.
async function type(page, afterText, lines) {
  await page.locator("code-editor .cm-content").waitFor(patience); // it loads after the first paint
  await editor(page).getByText(afterText).first().click();
  await page.keyboard.press("End");
  for (const line of lines) {
    await page.keyboard.press("Enter");
    await page.keyboard.type(line);
  }
}

const rule = ["context.multifactor = { provider: 'any', allowRememberBrowser: false };"];
const exemption = [
  "if (context.clientMetadata.device_type === 'display' && context.protocol === 'oauth2-refresh-token') {",
  "return callback(null, user, context);",
];

describe("the display that stopped", () => {
  it("is readable before WebAssembly has loaded", async () => {
    const page = await site.openPage("", { scripts: false });
    for (const name of ["Tenant", "Stage", "Inspector", "Time"]) {
      assert.ok(await page.getByRole("region", { name, exact: true }).isVisible(), name);
    }
    await screen(page, /Seneca/);
    assert.match(await page.locator("textarea").inputValue(), /function mfa/);
    assert.match(await why(page).innerText(), /policy is "Never"/);
    assert.match(await page.locator("body").innerText(), /independent imitation/i);
    await page.context().close();
  });

  it("goes from a working display to a stuck one and back", async () => {
    const page = await site.openPage();
    await interactive(page);

    // 1. The display shows a code; Ada connects it; it gets its quotation.
    await step(page, "display: power on").click();
    await screen(page, /[B-Z]{4}-[B-Z]{4}/);
    await step(page, "+ 5 s").click();
    await screen(page, /It takes a whole life to learn\s+how to live/);

    // 2. A day later the access token has expired; a refresh, a new quotation.
    await step(page, "+ 1 d").click();
    await screen(page, /While we put things off/);
    await page.getByRole("tab", { name: /^Requests/ }).click();
    const requests = page.getByRole("region", { name: "Inspector" });
    await requests.getByText("/oauth/token").first().waitFor(patience);
    assert.match(await requests.innerText(), /POST[\s\S]*\/oauth\/token[\s\S]*200/);

    // 3. The rule, typed: 403 mfa_required, and the tries climb.
    await type(page, "Type here", rule);
    await screen(page, /mfa_required/);
    await requests.getByText("403").first().click();
    await requests.getByText(/Fe26\.2\*/).first().waitFor(patience);
    await page.getByRole("tab", { name: /^Why/ }).click();
    await explained(page, /Rule "mfa" sets context\.multifactor in line 3/);
    await explained(page, /no browser: nobody can be asked, and no cookie can help/);
    const tries = async () => Number(/failed tries: (\d+)/.exec(await page.getByRole("region", { name: "Stage" }).innerText())[1]);
    const first = await tries();
    await page.keyboard.press("Escape");
    await step(page, "+ 6 h").click();
    await page.getByText(`failed tries: ${first}`, { exact: true }).waitFor({ ...patience, state: "detached" });
    await screen(page, /mfa_required/);
    assert.ok((await tries()) >= first + 5, `the tries climb: ${first}, then ${await tries()}`);

    // 4. The exemption: the quotation is back, the sign-in is still challenged.
    await type(page, "function mfa", exemption);
    await step(page, "+ 1 d").click();
    await screen(page, /While we put things off/);
    await explained(page, /did not ask for a second factor/);
    await step(page, "ada: sign-in").click();
    await explained(page, /A second factor was asked for/i);
    await page.getByText(/Verify your identity/).first().waitFor(patience);

    // 5. The rule off, the policy "Always": refresh works, sign-in is asked.
    await page.getByRole("switch", { name: /"mfa" is on/ }).click();
    await page.getByRole("tab", { name: /Policy/ }).click();
    await page.getByRole("radio", { name: /^Always/ }).check();
    await explained(page, /policy is "Always"/);
    await step(page, "+ 1 d").click();
    await screen(page, /While we put things off/);
    await explained(page, /does not reach refresh exchanges/);

    // 6. The address holds all of it, for somebody else.
    await page.waitForFunction(() => location.hash.includes("s="), null, patience);
    await page.waitForTimeout(500); // the address bar follows a little later
    const address = page.url();
    const other = await site.openPage(address.slice(site.root.length));
    await interactive(other);
    for (const name of ["Stage", "Inspector", "Time"]) {
      // What is marked as changed is so since the reader's last edit, not for ever.
      const region = async (p) =>
        (await p.getByRole("region", { name, exact: true }).innerText()).replaceAll("\u0394\nchanged\n", "");
      assert.equal(await region(other), await region(page), `the ${name} of the opened link`);
    }
    await other.getByRole("tab", { name: /^Rules/ }).click();
    assert.match(await editor(other).innerText(), /device_type === 'display'/);
    await assertClean(other);
    await assertClean(page);
  });

  it("can be played with an Action, one click apart", async () => {
    const page = await site.openPage();
    await interactive(page);
    await page.getByRole("button", { name: "As an Action" }).click();
    await step(page, "ada: sign-in").click();
    await explained(page, /Action "mfa" calls api\.multifactor\.enable/);
    await step(page, "+ 1 d").click();
    await screen(page, /While we put things off/);
    await page.getByRole("button", { name: "As a Rule" }).click();
    await explained(page, /Rule "mfa" ran and did not ask/);
    await assertClean(page);
  });

  it("keeps what was typed when the code is wrong, and says where", async () => {
    const page = await site.openPage();
    await interactive(page);
    await step(page, "ada: sign-in").click();
    await type(page, "Type here", ["context.multifactor = ;"]);
    await page.getByRole("list", { name: "Remarks on the code" }).getByText(/line \d+/).first().waitFor(patience);
    await explained(page, /does not parse/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type("{ provider: 'any' }"); // the editor closes brackets and quotes: typing over them must do
    await explained(page, /sets context\.multifactor in line 3/);
    await assertClean(page);
  });

  it("survives an endless loop in the rule", async () => {
    const page = await site.openPage();
    await interactive(page);
    await step(page, "ada: sign-in").click();
    await type(page, "Type here", ["while (true) {", ""]);
    await explained(page, /did not come to an end/);
    await step(page, "display: power on").click();
    await screen(page, /[B-Z]{4}-[B-Z]{4}/);
    await assertClean(page);
  });
});

describe("remember this device", () => {
  it("shows the cookie, its renewal and its end", async () => {
    const page = await site.openPage("lessons/remember-this-device/");
    await interactive(page);
    const sixDaysLater = step(page, "ada: sign-in", 1);
    const ends = (text) => sixDaysLater.filter({ hasText: text }).waitFor(patience);
    await ends("remembered");
    await step(page, "ada: sign-in").click();
    const box = page.getByRole("checkbox", { name: "Remember this device for 30 days" });
    assert.equal(await box.isChecked(), true, "the story ticks the box");
    await box.click();
    await ends("asked");
    await sixDaysLater.click();
    await explained(page, /No auth0-mf cookie came/);
    await step(page, "ada: sign-in").click();
    await box.click();
    await ends("remembered");
    await sixDaysLater.click();
    await explained(page, /The auth0-mf cookie counts/);
    await step(page, "ada: sign-in", 2).click();
    await explained(page, /7 days after it was last renewed, long before the 30 days were over/);
    await sixDaysLater.click();
    await page.getByRole("tab", { name: /^Cookies/ }).click();
    await page.getByRole("region", { name: "Inspector" }).getByText("auth0-mf").first().waitFor(patience);
    await assertClean(page);
  });

  it("ignores the cookie under allowRememberBrowser: false", async () => {
    const page = await site.openPage("lessons/remember-this-device/");
    await interactive(page);
    await page.locator("code-editor .cm-content").waitFor(patience);
    await editor(page).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`function mfa(user, context, callback) { ${rule} callback(null, user, context); }`);
    await step(page, "ada: sign-in", 1).click();
    await explained(page, /allowRememberBrowser is false/);
    assert.equal(await page.getByRole("checkbox", { name: "Remember this device for 30 days" }).count(), 0);
    await page.getByText(/No tick box here/).waitFor(patience);
    await assertClean(page);
  });
});

describe("a link that cannot be opened", () => {
  for (const [fragment, expected] of [
    ["#s=1AAAA", /link is cut off/],
    ["#s=9abc", /newer version/],
    ["#s=%%%", /cannot be opened/], // no URL at all
    ["#at=999", /names no step; expected 1 to 13/],
  ]) {
    it(`${fragment} is answered with a message and the lesson`, async () => {
      const page = await site.openPage(fragment);
      await interactive(page);
      await page.getByRole("alert").filter({ hasText: expected }).waitFor(patience);
      await screen(page, /Seneca/);
      await step(page, "display: power on").click();
      await screen(page, /[B-Z]{4}-[B-Z]{4}/);
      await assertClean(page);
    });
  }
});

describe("the keyboard alone", () => {
  it("travels, types and leaves the editor", async () => {
    const page = await site.openPage();
    await interactive(page);
    await step(page, "display: power on").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Home");
    await screen(page, /[B-Z]{4}-[B-Z]{4}/);
    await editor(page).focus();
    await page.keyboard.press("Tab");
    // What stands below the code is next; it is part of the same element.
    const inCode = () => document.activeElement?.shadowRoot?.activeElement?.closest(".cm-editor") != null;
    assert.equal(await page.evaluate(inCode), false, "Tab leaves the code");
    await assertClean(page);
  });
});
