// The tenant's pages in a real browser without JavaScript: forms, cookies and
// redirects are the browser's own, over HTTP and over HTTPS.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "./harness.mjs";
import { scenario, serveTenant } from "./tenant.mjs";

let browser;
let app; // an application that shows with which address it was called
before(async () => {
  browser = await launch();
  app = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      response.setHeader("Content-Type", request.url === "/page" ? "text/html" : "text/plain");
      response.end(request.url === "/page" ? "<!doctype html><title>An application</title>" : `${request.url} ${body}`.trimEnd());
    });
  });
  await new Promise((resolve) => app.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  await browser.close();
  app.close();
});

// authorize is the address of an authorization request.
function authorize(tenant, extra = {}) {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: "portal",
    redirect_uri: `http://127.0.0.1:${app.address().port}/callback`,
    scope: "openid",
    state: "the state",
    code_challenge: "TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA",
    code_challenge_method: "S256",
    ...extra,
  });
  return `${tenant.origin}/authorize?${query}`;
}

for (const https of [false, true]) {
  test(`sign in and be remembered over ${https ? "HTTPS" : "HTTP"}, without JavaScript`, async () => {
    const tenant = await serveTenant(scenario(), { https });
    const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true });
    try {
      const page = await context.newPage();
      await page.goto(authorize(tenant));
      await page.getByRole("button", { name: "ada" }).click();
      const shown = await page.getByText("The authenticator shows").textContent();
      await page.getByLabel("One-time code").fill(/\d{6}/.exec(shown)[0]);
      await page.getByLabel("Remember this device for 30 days").check();
      await page.getByRole("button", { name: "Continue" }).click();
      assert.match(await page.textContent("body"), /^\/callback\?code=.*&state=the\+state$/);

      const names = (await context.cookies(tenant.origin)).map((c) => [c.name, c.secure, c.httpOnly, c.sameSite]);
      const attributes = https ? [true, true, "None"] : [false, true, "Lax"];
      const cookies = ["auth0", "auth0-mf", "did"];
      const expected = cookies.map((name) => [name, ...attributes]);
      // SameSite=None needs a twin for browsers that reject it.
      if (https) expected.push(...cookies.map((name) => [`${name}_compat`, true, true, "Lax"]));
      assert.deepEqual(names.sort(), expected.sort());

      await page.goto(authorize(tenant, { prompt: "none" }));
      assert.match(await page.textContent("body"), /^\/callback\?code=/, "the session and the remembered browser are enough");
    } finally {
      await context.close();
      await tenant.close();
    }
  });
}

test("a hidden frame hands over its answer, and a form is sent by itself", async () => {
  const tenant = await serveTenant(scenario());
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${app.address().port}/page`);
    // What an application does that signs in silently (facts 5.4).
    const silently = (address) =>
      page.evaluate(
        (src) =>
          new Promise((resolve, reject) => {
            setTimeout(() => reject(new Error("no message came")), 20_000);
            addEventListener("message", ({ origin, data }) => resolve({ origin, data }), { once: true });
            const frame = document.createElement("iframe");
            Object.assign(frame, { src, hidden: true });
            document.body.append(frame);
          }),
        address,
      );
    const silent = authorize(tenant, { prompt: "none", response_mode: "web_message" });
    assert.deepEqual(await silently(silent), {
      origin: tenant.origin,
      data: {
        type: "authorization_response",
        response: { error: "login_required", error_description: "Login required", state: "the state" },
      },
    });

    await page.goto(authorize(tenant, { response_mode: "form_post" }));
    await page.getByRole("button", { name: "ada" }).click();
    const shown = await page.getByText("The authenticator shows").textContent();
    await page.getByLabel("One-time code").fill(/\d{6}/.exec(shown)[0]);
    await page.getByLabel("Remember this device for 30 days").check();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL(/\/callback$/);
    assert.match(await page.textContent("body"), /^\/callback code=.*&state=the\+state$/);

    await page.goto(`http://127.0.0.1:${app.address().port}/page`);
    const { data } = await silently(silent);
    assert.deepEqual(Object.keys(data.response).sort(), ["code", "state"]);
  } finally {
    await context.close();
    await tenant.close();
  }
});
