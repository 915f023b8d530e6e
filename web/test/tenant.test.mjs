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
  app = createServer((request, response) => response.end(request.url));
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
