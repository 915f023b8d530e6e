package tenant

import (
	"context"

	"mfaplayground/engine/wire"
)

// protocolExchange is how actions know a custom token exchange (facts 2.2.1).
const protocolExchange = "oauth2-token-exchange"

// exchangeToken is a custom token exchange (RFC 8693 section 2.1). On the real
// service an action of its own reads the subject_token and says who it stands
// for; here the token is the sign-in name itself.
func (t *Tenant) exchangeToken(ctx context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	for _, name := range []string{"subject_token", "subject_token_type"} {
		if form.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	if e := t.refuseGrant(form); e != nil {
		return wire.Response{}, e
	}
	person := t.Config.PersonByLogin(form.Get("subject_token"))
	e := invalidRequest("Invalid subject_token")
	if person.Name != "" {
		if e = t.mayGoOn(person.Name); e == nil {
			return t.exchangeAlone(ctx, app, req, person.Name, byToken)
		}
	}
	t.log(byToken.failed, "Failed Exchange", e.Description, app.ID, person.Name)
	return wire.Response{}, e
}
