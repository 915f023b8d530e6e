package tenant

import (
	"context"

	"mfaplayground/engine/wire"
)

// protocolPassword is how rules and actions know a password exchange (facts 1.4).
const protocolPassword = "oauth2-password"

// WrongPassword is the one password that is not right. Nobody has a real one
// here, so any other counts.
const WrongPassword = "wrong"

// exchangePassword is the password grant (RFC 6749 section 4.3) and its
// variant with a realm. There is no browser and no cookie: a second factor
// that is required ends the exchange in mfa_required, each time (facts 3.2,
// 4.4).
func (t *Tenant) exchangePassword(ctx context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	for _, name := range []string{"username", "password"} {
		if form.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	if e := t.refuseGrant(form); e != nil {
		return wire.Response{}, e
	}
	person := t.Config.PersonByLogin(form.Get("username"))
	if person.Connection.Name != "" { // her password is known to her company alone
		person = Person{}
	}
	if person.Name == "" || form.Get("password") == WrongPassword {
		return wire.Response{}, t.failPassword(app, person.Name, wrongPassword())
	}
	if e := t.mayGoOn(person.Name); e != nil {
		return wire.Response{}, t.failPassword(app, person.Name, e)
	}
	return t.exchangeAlone(ctx, app, req, person.Name, byPassword)
}

func (t *Tenant) failPassword(app App, person string, e *oauthError) error {
	t.log(byPassword.failed, "Failed Exchange", e.Description, app.ID, person)
	return e
}
