// A program that signs a person in with Auth0's SDK and reports, as JSON, what
// it got. Arguments: the tenant's origin and the client_id. It is started by
// auth0.test.mjs.

import { createHash, randomBytes } from "node:crypto";
import { AuthenticationClient, UserInfoClient } from "auth0";
import { callback, Person } from "./tenant.mjs";

const [origin, clientId] = process.argv.slice(2);
const domain = new URL(origin).host;
// The SDK demands a secret of every application. The tenant does not look at it:
// these applications are public.
const auth0 = new AuthenticationClient({ domain, clientId, clientSecret: "not looked at" });

// outcome turns success and failure of a grant into something to compare.
async function outcome(grant, before) {
  try {
    const { data } = await grant;
    return { type: data.token_type, rotated: "refresh_token" in data && data.refresh_token !== before };
  } catch (e) {
    const report = { status: e.statusCode, error: e.error, description: e.error_description };
    return e.error === "mfa_required" ? { ...report, mfaToken: JSON.parse(e.body).mfa_token.startsWith("Fe26.2*") } : report;
  }
}

const verifier = randomBytes(32).toString("base64url");
const address = new URL("/authorize", origin);
address.search = new URLSearchParams({
  response_type: "code",
  client_id: clientId,
  redirect_uri: callback,
  scope: "openid email offline_access",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
  nonce: "the nonce",
});
const code = (await new Person().signIn(address)).searchParams.get("code");
const { data: tokens } = await auth0.oauth.authorizationCodeGrantWithPKCE(
  { code, code_verifier: verifier, redirect_uri: callback },
  { idTokenValidateOptions: { nonce: "the nonce" } },
);
const { sub, amr, iss } = JSON.parse(Buffer.from(tokens.id_token.split(".")[1], "base64url"));
const report = { claims: { sub, amr, iss } };
report.email = (await new UserInfoClient({ domain }).getUserInfo(tokens.access_token)).data.email;

const refresh = (token) => outcome(auth0.oauth.refreshTokenGrant({ refresh_token: token }), token);
report.refreshed = await refresh(tokens.refresh_token);
if (report.refreshed.rotated) report.reused = await refresh(tokens.refresh_token);
await auth0.oauth.revokeRefreshToken({ token: tokens.refresh_token });
report.afterRevocation = await refresh(tokens.refresh_token);
console.log(JSON.stringify(report));
