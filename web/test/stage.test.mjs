// The stage, as people use it: windows with tabs, pages that are answered with
// a click, applications, and the display. Each control is pressed once and has
// its effect.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";
import { linkTo, scenario } from "./link.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

// patience is how long the page may take to show the outcome of an act.
const patience = { timeout: 15_000 };

// world is a tenant with every factor and every type of application.
const world = (steps, policy = "always") => `Every factor

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy ${policy}
factors otp push-notification sms voice webauthn-roaming webauthn-platform email recovery-code
person ada email=ada@example.com factors=otp,push-notification,sms,voice,webauthn-roaming,webauthn-platform,email,recovery-code
person bob email=bob@example.com factors=none
app portal type=spa name="Ada's portal"
app shop type=web name="Web shop"
app pocket type=native name="Pocket"
app wall type=device
browser ada person=ada
display display app=wall firmware=naive

-- steps --
${steps.join("\n")}
`;

// open opens a scenario at a step.
async function open(text, at, view = {}) {
  const page = await site.openPage(linkTo(text, at), view);
  await interactive(page);
  return page;
}

const stage = (page) => page.getByRole("region", { name: "Stage", exact: true });
const browser = (page, name = "Ada's browser") => page.getByRole("group", { name, exact: true });
const press = (scope, name) => scope.getByRole("button", { name, exact: true }).click(patience);
const shows = (scope, text) => scope.getByText(text).first().waitFor(patience);

// did waits until the selected step is the one that a click was to make.
const did = (page, text) => page.locator(`[id^="step-"][aria-current="step"][title^="${text.replaceAll('"', '\\"')} \u2192"]`).waitFor(patience);

describe("a browser on the stage", () => {
  it("has tabs that open, come to the front and close", async () => {
    const page = await open(world(["ada: visit portal"]), 1);
    const window = browser(page);
    const tab = (name) => window.getByRole("tab", { name });
    await press(window, "New tab");
    await did(page, "ada: open tab");
    await tab("New tab").and(page.locator('[aria-selected="true"]')).waitFor(patience);
    await shows(window, "A new tab. Where to?");
    await tab("Log in to").click();
    await did(page, "ada: switch tab 1");
    await shows(window.getByRole("tabpanel"), "Log in to Ada's portal");
    await press(window, "Close tab 2: New tab");
    await did(page, "ada: close tab 2");
    await press(window, "Close tab 1: Log in to Ada's portal");
    await did(page, "ada: close tab");
    await shows(window, "This browser is not running.");
    await assertClean(page);
  });

  it("has tabs for the keyboard", async () => {
    const page = await open(world(["ada: visit portal", "ada: open tab", "ada: open tab"]), 3);
    const window = browser(page);
    const tabs = window.getByRole("tab");
    const focused = (n) => page.waitForFunction((id) => document.activeElement.id === id, `stage-ada-tab-${n}`, patience);
    await tabs.nth(2).focus();
    await page.keyboard.press("Home");
    await focused(1);
    await page.keyboard.press("ArrowRight");
    await focused(2);
    assert.equal(await tabs.nth(2).getAttribute("aria-selected"), "true", "an arrow moves the focus only");
    await page.keyboard.press("Delete");
    await did(page, "ada: close tab 2");
    await page.waitForFunction(() => document.querySelectorAll("#stage-ada [role=tab]").length === 2, null, patience);
    await focused(2);
    await page.keyboard.press("Home");
    await focused(1);
    await page.keyboard.press("Enter");
    await did(page, "ada: switch tab 1");
    await assertClean(page);
  });

  it("goes back, reloads, and leaves; the address tells where it is", async () => {
    const page = await open(world(["ada: visit portal", "ada: sign-in", "ada: pass otp"]), 3);
    const window = browser(page);
    const address = window.locator(".address");
    await shows(window, "Signed in");
    assert.match(await address.innerText(), /portal\.example/);
    assert.equal(await window.getByRole("button", { name: "Forward" }).count(), 0);
    await press(window, "Reload");
    await did(page, "ada: reload");
    await shows(window, "Nobody is signed in");
    await press(window, "Back");
    await did(page, "ada: back");
    await address.getByText("tenant.example").waitFor(patience);
    await press(window, "Leave the page");
    await did(page, "ada: abandon");
    await shows(window, "A new tab. Where to?");
    await window.getByRole("button", { name: "Reload" }).and(page.locator(":disabled")).waitFor(patience);
    await assertClean(page);
  });

  it("quits, starts again, and restores what was open", async () => {
    const page = await open(world(["ada: visit portal"]), 1);
    const window = browser(page);
    await press(window, "Quit browser");
    await did(page, "ada: quit browser");
    await press(window, "Start the browser");
    await did(page, "ada: reopen browser");
    await shows(window, "A new tab. Where to?");
    await window.getByRole("button", { name: "Back", exact: true }).and(page.locator(":disabled")).waitFor(patience);
    await press(window, "Quit browser");
    await press(window, "Restore the last session");
    await did(page, "ada: reopen browser restore");
    await assertClean(page);
  });

  it("opens a private window, which is dark and says so", async () => {
    const page = await open(world(["ada: visit portal"]), 1);
    await press(browser(page), "New private window");
    await did(page, "ada/private: open tab");
    const hers = browser(page, "Ada's private window");
    await hers.getByText("Private", { exact: true }).waitFor(patience);
    const light = (w) => w.evaluate((e) => getComputedStyle(e).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0));
    assert.ok((await light(hers)) < 300 && (await light(browser(page))) > 600, "only the private window is dark");
    await stage(page).getByRole("group", { name: "On the stage" }).getByRole("button", { name: "Display" }).click();
    await page.waitForFunction(() => document.activeElement.id === "stage-display", null, patience);
    await hers.getByRole("button", { name: "Visit Ada's portal" }).click();
    await did(page, "ada/private: visit portal");
    await hers.getByRole("button", { name: /^Close tab 1/ }).click();
    await hers.waitFor({ ...patience, state: "detached" });
    await assertClean(page);
  });

  it("shows its way to the page, request by request", async () => {
    const page = await open(world(["ada: visit portal", "ada: sign-in", "ada: pass otp"]), 3);
    const way = browser(page).getByRole("list", { name: "Requests of Ada's browser in this step" });
    assert.deepEqual(
      (await way.getByRole("button").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim()),
      ["tenant /u/mfa-otp-challenge 302", "/authorize/resume 302", "portal /callback 200", "tenant /oauth/token 200"],
    );
    await way.getByRole("button", { name: "/authorize/resume" }).click();
    await page.getByRole("tab", { name: /^Requests/ }).and(page.locator('[aria-selected="true"]')).waitFor(patience);
    await way.locator('[aria-current="step"]').filter({ hasText: "/authorize/resume" }).waitFor(patience);
    await assertClean(page);
  });

  it("says that acting in the past inserts a step", async () => {
    const page = await open(world(["ada: visit portal", "wait 1h", "wait 1h"]), 1);
    await shows(stage(page), "acting here inserts a step");
    await browser(page).getByRole("button", { name: /^Sign in as Bob/ }).click();
    await did(page, "ada: sign-in as bob");
    assert.equal(await page.getByRole("list", { name: "Steps" }).locator('[id^="step-"]').count(), 4);
    await press(stage(page), "Go to the last step");
    await stage(page).getByText("You are in the past").waitFor({ ...patience, state: "detached" });
    await assertClean(page);
  });
});

describe("pages are answered with a click", () => {
  it("sign-in, a failed factor, another method, and each factor", async () => {
    const page = await open(world(["ada: visit portal"]), 1);
    const window = browser(page);
    assert.equal(await stage(page).locator("input:not([type=checkbox]), textarea").count(), 0, "nothing can be typed");
    await window.getByRole("button", { name: /^Sign in as Ada/ }).click();
    await shows(window, "Enter the one-time code");
    await press(window, "Fail");
    await window.getByRole("alert").filter({ hasText: "That code is not right." }).waitFor(patience);
    for (const [name, factor, text] of [
      ["Push notification", "push-notification", "Accept it there"],
      ["Text message", "sms", "text message"],
      ["Phone call", "voice", "a call to your phone"],
      ["Security key", "webauthn-roaming", "Touch your security key"],
      ["Fingerprint or face", "webauthn-platform", "face recognition"],
      ["Email", "email", "the tick has no effect"],
      ["Recovery code", "recovery-code", "You will get a new one"],
    ]) {
      await press(window, "Try another method");
      await window.getByRole("button", { name: `${name} ${factor}`, exact: true }).click(patience);
      await did(page, `ada: choose ${factor}`);
      await shows(window, text);
      if (factor === "push-notification") {
        await press(window, "Fail");
        await window.getByRole("alert").filter({ hasText: "It was refused." }).waitFor(patience);
      }
    }
    await press(window, "Pass");
    await shows(window, "Note it now; it is shown once.");
    await press(window, "I have noted it");
    await did(page, "ada: confirm");
    await shows(window, "Signed in");
    await assertClean(page);
  });

  it("leaves a page, and enrols a factor", async () => {
    const page = await open(world(["ada: visit portal"]).replace("email recovery-code\nperson", "recovery-code\nperson"), 1);
    const window = browser(page);
    await window.getByRole("button", { name: /^Sign in as Bob/ }).click();
    await shows(window, "Secure your account");
    await shows(window, "No tick box while a factor is set up.");
    await press(window, "Set up");
    await did(page, "ada: enroll otp");
    await shows(window, "Your recovery code");
    await press(window, "Leave");
    await did(page, "ada: abandon");
    await assertClean(page);
  });

  it("has a page for Duo, where code asks for it: refused, then accepted, remembered without a tick", async () => {
    const page = await open(scenario("factor_duo"), 2);
    const window = browser(page);
    await window.getByRole("heading", { name: "Verify your identity" }).waitFor(patience);
    await shows(window, "Duo asks on a page of its own. Accept it there.");
    await shows(window, "this provider remembers the browser by itself, without a tick box.");
    assert.equal(await window.getByRole("checkbox").count(), 0, "no tick box");
    await press(window, "Fail");
    await did(page, "ada: fail duo");
    await window.getByRole("alert").waitFor(patience);
    await press(window, "Pass");
    await did(page, "ada: pass duo");
    await shows(window, "Signed in");
    await page.getByRole("tab", { name: /^Cookies/ }).click();
    await page.locator("#cookie-ada-auth0-mf").waitFor(patience);
    await assertClean(page);
  });

  it("consents, or declines", async () => {
    const page = await open(scenario("authorize_consent"), 2);
    const window = browser(page);
    await shows(window, "asks for access to your account");
    await press(window, "Decline");
    await shows(window, "access_denied");
    await shows(window, "What to try:");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await window.getByRole("button", { name: "Accept" }).waitFor(patience);
    await press(window, "Accept");
    await shows(window, "Signed in");
    await assertClean(page);
  });

  it("confirms a logout and the code of a device, and returns from elsewhere", async () => {
    let page = await open(scenario("session_oidc_logout"), 6);
    await press(browser(page), "Stay signed in");
    await did(page, "ada: cancel");
    await assertClean(page);
    page = await open(scenario("device_cancelled"), 1);
    await press(browser(page), "Enter the code of the display " + (await page.getByLabel("Display screen").innerText()).match(/[B-Z]{4}-[B-Z]{4}/)[0]);
    await did(page, "ada: activate display");
    await press(browser(page), "Confirm");
    await did(page, "ada: confirm");
    await assertClean(page);
    page = await open(scenario("rule_redirect"), 2);
    await shows(browser(page), "belongs to neither the tenant nor the application");
    await press(browser(page), "Return to the tenant");
    await did(page, "ada: return");
    await assertClean(page);
  });

  it("signs in with a passkey, at a company, and under another address", async () => {
    let page = await open(scenario("authorize_passkey"), 1);
    await browser(page).getByRole("button", { name: "Sign in as Ada with passkey" }).click(patience);
    await did(page, "ada: sign-in with passkey");
    await assertClean(page);
    page = await open(scenario("authorize_enterprise"), 2);
    await shows(browser(page), "It has asked for the password and for a second factor of its own.");
    await press(browser(page), "Sign in with acme");
    await did(page, "ada: return");
    await assertClean(page);
    const changed = world(["admin: change email ada ada.king@example.com", "ada: visit portal"]).replace("app wall", "app console type=m2m\napp wall");
    page = await open(changed, 2);
    await shows(browser(page), "ada.king@example.com");
    await browser(page).getByRole("button", { name: /^Sign in as Ada/ }).click(patience);
    await did(page, "ada: sign-in");
    await shows(browser(page), "Verify your identity");
    await assertClean(page);
  });

  it("tells the error of the protocol, what to try, and leads to why", async () => {
    const page = await open(world(["ada: visit portal prompt=none"]), 1);
    const window = browser(page);
    await shows(window, "login_required");
    await shows(window, "What to try:");
    await page.getByRole("tab", { name: /^Cookies/ }).click();
    await press(window, "See why");
    await page.getByRole("tab", { name: /^Why/ }).and(page.locator('[aria-selected="true"]')).waitFor(patience);
    await assertClean(page);
  });
});

describe("the tick box", () => {
  it("is there where it is allowed, and is kept for the click", async () => {
    const page = await open(world(["ada: visit portal", "ada: sign-in"]), 2);
    await page.getByRole("checkbox", { name: "Remember this device for 30 days" }).check();
    await press(browser(page), "Pass");
    await did(page, "ada: pass otp remember");
    await assertClean(page);
  });

  for (const [name, at, reason, cause] of [
    ["remember_forbidden_not_set", 2, "allowRememberBrowser is false", /^Rule "mfa", line \d+$/],
    ["action_challenge_no_tick_box", 2, "allowRememberBrowser is false", /^Action "challenge", line \d+$/],
    ["adaptive_low_confidence", 5, "Adaptive MFA ignores remembered browsers", /^Policy "adaptive"$/],
    ["remember_acr_values", 4, "acr_values asks for multi-factor authentication itself", /^Request acr_values$/],
    ["remember_google_authenticator", 2, "remembers the browser by itself", null],
  ]) {
    it(`is missing in ${name}, and the page says why`, async () => {
      const page = await open(scenario(name), at);
      const window = browser(page);
      await shows(window, "No tick box here:");
      await shows(window, reason);
      assert.equal(await window.getByRole("checkbox").count(), 0);
      if (cause) await window.getByRole("button", { name: cause }).click();
      await assertClean(page);
    });
  }
});

describe("applications", () => {
  it("a single-page application knows who is signed in", async () => {
    const page = await open(world(["ada: visit portal", "ada: sign-in", "ada: pass otp remember"]), 3);
    const window = browser(page);
    for (const text of ["ada@example.com", "1 d left", "in this tab's memory"]) await shows(window, text);
    await press(window, "Sign in silently");
    await did(page, "ada: check-session portal");
    await window.getByText("More ways").click();
    await press(window, "With a refresh token (offline_access)");
    await did(page, 'ada: visit portal scope="openid profile email offline_access"');
    await press(window, "Refresh");
    await did(page, "ada: refresh portal");
    await shows(window, "Renewed");
    await press(window, "Log out");
    await did(page, "ada: log-out portal");
    await shows(window, "Nobody is signed in");
    await press(window, "Sign in");
    await did(page, "ada: visit portal");
    await assertClean(page);
  });

  it("one on a server and one on a phone keep their tokens", async () => {
    const page = await open(world(["ada: visit shop", "ada: sign-in", "ada: pass otp remember", "ada: visit pocket"]), 3);
    const window = browser(page);
    await shows(window, "on its server");
    await press(window, "Visit Pocket");
    await did(page, "ada: visit pocket");
    await shows(window, "on the phone");
    assert.ok(await window.locator('[data-kind="native"]').isVisible(), "it is drawn on a phone");
    await press(window, "Open again");
    await assertClean(page);
  });
});

describe("the display", () => {
  it("has keys, a light, firmware, and a serial port", async () => {
    const page = await open(world(["ada: visit portal"], "never"), 1);
    const device = page.getByRole("group", { name: "The display", exact: true });
    const screen = page.getByLabel("Display screen");
    await shows(device, "light off");
    assert.ok(await device.getByRole("button", { name: "Refresh" }).isDisabled());
    await press(device, "Power on");
    await did(page, "display: power on");
    await screen.filter({ hasText: /[B-Z]{4}-[B-Z]{4}/ }).waitFor(patience);
    await shows(device, "blue: waiting for its owner");
    await device.getByRole("list", { name: "Serial log" }).getByText("boot, firmware naive").waitFor(patience);
    await shows(device, "failed tries: 0");
    await press(device, "Careful");
    await device.getByRole("list", { name: "Serial log" }).getByText("boot, firmware careful").waitFor(patience);
    await press(device, "Refresh");
    await did(page, "display: press");
    await press(device, "Power off");
    await did(page, "display: power off");
    await shows(device, "light off");
    await assertClean(page);
  });
});

describe("a narrow stage", () => {
  for (const [name, at] of [["browser_several", 16], ["factor_choice", 5], ["refresh_mobile_app", 5]]) {
    it(`holds ${name} without scrolling sideways`, async () => {
      const page = await open(scenario(name), at, { width: 320, height: 720 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
      for (const b of await stage(page).locator("button:visible").all()) {
        const box = await b.boundingBox();
        assert.ok(box.width >= 23.9 && box.height >= 23.9, `${await b.innerText()} is ${box.width} by ${box.height} px`);
      }
      await assertClean(page);
    });
  }
});
