// An application written with Auth0's SDK for Node, which nobody here wrote.
// The SDK insists on HTTPS, so the tenant makes itself a certificate, and a
// process that trusts it from its start (auth0-program.mjs) does the talking.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { scenario, serveTenant } from "./tenant.mjs";

const program = fileURLToPath(new URL("auth0-program.mjs", import.meta.url));

// talk runs the program against a tenant and resolves to what it reports.
async function talk(tenant, client) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: tenant.certificate };
  const child = spawn(process.execPath, [program, tenant.origin, client], { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 0, `auth0-program.mjs ended with ${code}: ${text}`);
  return JSON.parse(text);
}

const reused = { status: 403, error: "invalid_grant", description: "Unknown or invalid refresh token." };

test("sign-in with MFA, refresh, rotation, revocation", async () => {
  const tenant = await serveTenant(scenario(), { https: true });
  try {
    const portal = await talk(tenant, "portal");
    assert.deepEqual(portal.claims, { sub: "auth0|ada", amr: ["mfa"], iss: tenant.origin + "/" });
    assert.equal(portal.email, "ada@example.com");
    assert.deepEqual(portal.refreshed, { type: "Bearer", rotated: false });
    assert.deepEqual(portal.afterRevocation, reused);

    const spinner = await talk(tenant, "spinner");
    assert.deepEqual(spinner.refreshed, { type: "Bearer", rotated: true });
    assert.deepEqual(spinner.reused, reused);
  } finally {
    await tenant.close();
  }
});

test("a refresh that ends in mfa_required", async () => {
  const tenant = await serveTenant(scenario("assume policy-on-refresh=yes"), { https: true });
  try {
    const { refreshed } = await talk(tenant, "portal");
    assert.deepEqual(refreshed, { status: 403, error: "mfa_required", description: "Multifactor authentication required", mfaToken: true });
  } finally {
    await tenant.close();
  }
});
