package tenant

import (
	"context"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// exchangeClientCredentials is the client_credentials grant (RFC 6749 section
// 4.4): a program gets a token for itself. Nobody signs in, so no rule and no
// action runs, and nobody can be asked for anything (facts 2.4, 3.2). There is
// no refresh token (RFC 6749 section 4.4.3).
func (t *Tenant) exchangeClientCredentials(_ context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	g := grant{App: app, Scope: form.Get("scope"), Audience: form.Get("audience"), Issued: t.Now}
	var e *oauthError
	switch g.Audience {
	case "":
		e = missingParameter("audience")
	case t.url(pathManagement):
		g.Scope, e = managementScope(g.Scope)
	case t.Config.API.Audience:
	default:
		e = unknownAudience(g.Audience)
	}
	if e != nil {
		t.log("feccft", "Failed Exchange", e.Description, app.ID, "")
		return wire.Response{}, e
	}
	t.log("seccft", "Success Exchange", "Client Credentials for Access Token", app.ID, "")
	return t.issue(g, grantClient, ""), nil
}

// managementScope grants every application with this grant type the whole of
// the Management API; one that asks for less gets less.
func managementScope(asked string) (string, *oauthError) {
	all := managementScopes()
	if asked == "" {
		return strings.Join(all, " "), nil
	}
	for _, scope := range strings.Fields(asked) {
		if !slices.Contains(all, scope) {
			return "", invalidScope(scope)
		}
	}
	return asked, nil
}
