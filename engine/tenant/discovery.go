package tenant

import (
	"context"
	"maps"
	"slices"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// configuration is GET /.well-known/openid-configuration (OpenID Connect
// Discovery section 4): only what is simulated is announced.
func (t *Tenant) configuration(context.Context, wire.Request) (wire.Response, error) {
	return jsonResponse(200, map[string]any{
		"issuer":                        t.issuer(),
		"authorization_endpoint":        t.url("/authorize"),
		"token_endpoint":                t.url("/oauth/token"),
		"device_authorization_endpoint": t.url("/oauth/device/code"),
		"userinfo_endpoint":             t.url(pathUserinfo),
		"revocation_endpoint":           t.url("/oauth/revoke"),
		"prompt_values_supported":       prompts,
		"end_session_endpoint":          t.url("/oidc/logout"),
		"mfa_challenge_endpoint":        t.url("/mfa/challenge"),
		"jwks_uri":                      t.url("/.well-known/jwks.json"),

		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"response_types_supported":              slices.Sorted(maps.Keys(responseTypes)),
		"response_modes_supported":              []string{modeQuery, modeFragment, modeFormPost, modeWebMessage},
		"grant_types_supported":                 append(slices.Sorted(maps.Keys(exchanges)), grantImplicit),
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported":      []string{"S256"},
		"token_endpoint_auth_methods_supported": []string{"none", "client_secret_basic", "client_secret_post"},
		"acr_values_supported":                  []string{acrMultiFactor},
		"claims_supported":                      []string{"iss", "sub", "aud", "iat", "exp", "sid", "nonce", "auth_time", "email", "amr", "acr"},
	}), nil
}

// keys is GET /.well-known/jwks.json (RFC 7517 section 5).
func (t *Tenant) keys(context.Context, wire.Request) (wire.Response, error) {
	return jsonResponse(200, map[string]any{"keys": []any{token.PublicKey()}}), nil
}
