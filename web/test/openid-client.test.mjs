// An application written with openid-client, which nobody here wrote, against
// the tenant as a process.

import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { callback, Person, scenario, serveTenant } from "./tenant.mjs";

let tenant;
before(async () => (tenant = await serveTenant(scenario())));
after(() => tenant.close());

// discover configures an application from the issuer alone.
function discover(id, { origin } = tenant) {
  return client.discovery(new URL(origin + "/"), id, undefined, client.None(), { execute: [client.allowInsecureRequests] });
}

// signIn lets a person sign in to an application and resolves to its tokens.
async function signIn(config, person = new Person(), extra = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: "openid email offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...extra,
  });
  return client.authorizationCodeGrant(config, await person.signIn(address), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
}

// refused checks that a promise fails with an OAuth error.
function refused(promise, status, error, description) {
  return assert.rejects(promise, (e) => {
    assert.deepEqual([e.status, e.error, e.error_description], [status, error, description]);
    return true;
  });
}

const unknown = "Unknown or invalid refresh token.";

test("code with PKCE, ID token, userinfo, refresh, revocation", async () => {
  const config = await discover("portal");
  const tokens = await signIn(config);
  const claims = tokens.claims();
  assert.equal(claims.sub, "auth0|ada");
  assert.deepEqual(claims.amr, ["mfa"]);
  assert.equal((await client.fetchUserInfo(config, tokens.access_token, claims.sub)).email, "ada@example.com");

  const again = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(again.refresh_token, undefined, "a refresh token that does not rotate is not sent again");
  assert.equal(again.claims().amr, undefined, "nobody passed a second factor on a refresh");

  await client.tokenRevocation(config, tokens.refresh_token);
  await refused(client.refreshTokenGrant(config, tokens.refresh_token), 403, "invalid_grant", unknown);
});

test("silent authentication fails before sign-in, and works after", async () => {
  const config = await discover("portal");
  const ada = new Person();
  const silently = () => signIn(config, ada, { prompt: "none" });
  await assert.rejects(silently, (e) => e.error === "login_required" && e.cause.get("error_description") === "Login required");
  await signIn(config, ada);
  await assert.rejects(silently, (e) => e.error === "login_required" && e.cause.get("error_description") === "Multifactor authentication required");
});

test("the device flow", async () => {
  const config = await discover("wall");
  const device = await client.initiateDeviceAuthorization(config, { scope: "openid offline_access" });
  const ada = new Person();
  let page = await ada.press(await ada.open(device.verification_uri_complete));
  assert.ok(page.text.includes(device.user_code));
  page = await ada.press(await ada.press(page, "Confirm"), "ada");
  page = await ada.press(page, undefined, { code: page.code });
  assert.equal(page.title, "Device connected");
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 });
  assert.equal(tokens.claims().sub, "auth0|ada");
  assert.ok((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token);
});

test("rotation, reuse, and the end of the family", async () => {
  const config = await discover("spinner");
  const first = await signIn(config);
  const second = await client.refreshTokenGrant(config, first.refresh_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  await refused(client.refreshTokenGrant(config, first.refresh_token), 403, "invalid_grant", unknown);
  await refused(client.refreshTokenGrant(config, second.refresh_token), 403, "invalid_grant", unknown);
  assert.ok((await tenant.state()).logs.some((log) => log.code === "ferrt"));
});

test("logging out leads back to the application", async () => {
  const config = await discover("portal");
  const ada = new Person();
  const out = { post_logout_redirect_uri: callback, state: "bye" };
  const { id_token } = await signIn(config, ada);
  const named = await ada.open(client.buildEndSessionUrl(config, { ...out, id_token_hint: id_token }));
  assert.equal(named.callback.searchParams.get("state"), "bye");
  await assert.rejects(signIn(config, ada, { prompt: "none" }), (e) => e.cause.get("error_description") === "Login required");
});

test("logging out asks first when it is not said whom", async () => {
  const config = await discover("portal");
  const ada = new Person();
  await signIn(config, ada);
  const asked = await ada.open(client.buildEndSessionUrl(config, { post_logout_redirect_uri: callback, state: "bye" }));
  assert.equal(asked.title, "Log out");
  const page = await ada.press(asked, "Log out");
  assert.equal(page.callback.searchParams.get("state"), "bye");
  await assert.rejects(signIn(config, ada, { prompt: "none" }), (e) => e.cause.get("error_description") === "Login required");
});

test("a refresh that ends in mfa_required", async () => {
  const strict = await serveTenant(scenario("assume policy-on-refresh=yes"));
  try {
    const config = await discover("portal", strict);
    const tokens = await signIn(config);
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), (e) => {
      assert.deepEqual([e.status, e.error], [403, "mfa_required"]);
      assert.match(e.cause.mfa_token, /^Fe26\.2\*/);
      return true;
    });
  } finally {
    await strict.close();
  }
});

test("the clock moves, and the month ends", async () => {
  const config = await discover("portal");
  const { refresh_token: token } = await signIn(config);
  await tenant.advance("29d");
  assert.ok((await client.refreshTokenGrant(config, token)).access_token);
  await tenant.advance("30d");
  await refused(client.refreshTokenGrant(config, token), 403, "invalid_grant", unknown);
});

// oneTimeCode is what Ada's authenticator shows (RFC 6238): its secret is made
// from her name, as engine/tenant/otp.go says.
function oneTimeCode(now) {
  const secret = createHash("sha256").update("otp secret of ada").digest().subarray(0, 20);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const sum = createHmac("sha1", secret).update(counter).digest();
  const number = sum.readUInt32BE(sum.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

test("a password grant that ends in mfa_required is finished through the MFA API", async () => {
  const config = await discover("mobile");
  const credentials = { username: "ada@example.com", password: "right", scope: "openid offline_access" };
  const required = await client.genericGrantRequest(config, "password", credentials).catch((e) => e);
  assert.deepEqual([required.status, required.error], [403, "mfa_required"]);
  const { mfa_token } = required.cause;

  const bearer = { authorization: `Bearer ${mfa_token}` };
  const [authenticator] = await (await fetch(`${tenant.origin}/mfa/authenticators`, { headers: bearer })).json();
  assert.deepEqual([authenticator.authenticator_type, authenticator.active], ["otp", true]);
  const { mfa_challenge_endpoint } = config.serverMetadata();
  const challenge = await fetch(mfa_challenge_endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mfa_token, client_id: "mobile", challenge_type: "otp", authenticator_id: authenticator.id }),
  });
  assert.deepEqual(await challenge.json(), { challenge_type: "otp" });

  const grant = "http://auth0.com/oauth/grant-type/mfa-otp";
  await refused(client.genericGrantRequest(config, grant, { mfa_token, otp: "none" }), 403, "invalid_grant", "Invalid otp_code.");
  const { now } = await tenant.state();
  const tokens = await client.genericGrantRequest(config, grant, { mfa_token, otp: oneTimeCode(Date.parse(now)) });
  assert.equal(tokens.claims().sub, "auth0|ada");
  assert.ok(tokens.refresh_token);

  const again = await client.genericGrantRequest(config, "password", credentials).catch((e) => e);
  await tenant.advance("10m");
  const late = client.genericGrantRequest(config, grant, { mfa_token: again.cause.mfa_token, otp: "000000" });
  await refused(late, 401, "expired_token", "mfa_token is expired");
});
