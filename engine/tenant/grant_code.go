package tenant

import (
	"context"
	"crypto/sha256"
	"encoding/base64"

	"mfaplayground/engine/wire"
)

// exchangeCode is the authorization_code grant with PKCE (RFC 6749 section
// 4.1.3, RFC 7636 section 4.6). A code works once.
func (t *Tenant) exchangeCode(_ context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	code := form.Get("code")
	if code == "" {
		return wire.Response{}, missingParameter("code")
	}
	g, ok := t.State.codes[code]
	delete(t.State.codes, code)
	if g.Spent != "" {
		// Somebody else may have it: what it was exchanged for ends (RFC 6749
		// section 4.1.2).
		delete(t.State.refresh, g.Spent)
		return wire.Response{}, invalidCode()
	}
	if !ok || g.App.ID != app.ID || g.RedirectURI != form.Get("redirect_uri") || t.Now.Sub(g.Issued) >= codeLife {
		return wire.Response{}, invalidCode()
	}
	if g.Challenge != "" && Challenge(form.Get("code_verifier")) != g.Challenge {
		return wire.Response{}, failedVerifier()
	}
	resp := t.begin(g, grantCode)
	g.Spent = "-"
	issued := t.Journal.Issued[len(t.Journal.Issued)-1]
	if id, _, _, ok := t.family(issued.RefreshToken); ok {
		g.Spent = id
	}
	t.State.codes[code] = g
	return resp, nil
}

// Challenge is the S256 code challenge of a verifier (RFC 7636 section 4.2).
func Challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
