package tenant

import (
	"context"

	"mfaplayground/engine/wire"
)

// revoke is POST /oauth/revoke (RFC 7009): a refresh token dies at once, and
// its holder learns of it at the next exchange (facts 6.5, 8.7). A token that
// is not there is no error (RFC 7009 section 2.2).
func (t *Tenant) revoke(_ context.Context, req wire.Request) (wire.Response, error) {
	form := params(req)
	app, ok := t.client(req)
	switch {
	case !ok:
		return wire.Response{}, unknownClient()
	case form.Get("token") == "":
		return wire.Response{}, missingParameter("token")
	}
	if id, _, f, ok := t.family(form.Get("token")); ok && f.App.ID == app.ID {
		delete(t.State.refresh, id)
		t.log("srrt", "Successful Refresh Token Revocation", "", app.ID, f.Person)
	}
	return wire.Response{Status: 200}, nil
}
