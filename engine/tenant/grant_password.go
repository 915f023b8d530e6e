package tenant

import (
	"context"
	"strings"

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
	if e := accessScopes(form.Get("scope")); e != nil {
		return wire.Response{}, e
	}
	person := t.Config.PersonByEmail(form.Get("username"))
	if person.Name == "" || form.Get("password") == WrongPassword {
		return wire.Response{}, t.failPassword(app, person.Name, wrongPassword())
	}
	if e := t.mayGoOn(person.Name); e != nil {
		return wire.Response{}, t.failPassword(app, person.Name, e)
	}
	t.countLogin(person.Name)
	job := t.job(app, person.Name, protocolPassword, req)
	job.Request.Body = flat(form)
	delete(job.Request.Body, "password")
	job.Risk = t.assess(LegPassword, person.Name, req)
	job.Transaction.Scopes = strings.Fields(form.Get("scope"))
	verdict, d, err := t.runAlone(ctx, job, person.Name)
	if err != nil {
		return wire.Response{}, err
	}
	q := t.question(LegPassword, verdict, person.Name, form.Get("audience"), job.Risk)
	a := Decide(q)
	t.note(q, a, nil, verdict, Decision{App: app.ID, Person: person.Name, Protocol: protocolPassword})
	g := grant{App: app, Person: person.Name, Scope: form.Get("scope"), Issued: t.Now}.heed(verdict)
	if form.Get("audience") == t.url(pathMFA) {
		g.Audience = t.url(pathMFA)
	}
	switch a.Outcome {
	case Denied:
		return wire.Response{}, t.failPassword(app, person.Name, stopped(verdict.Stop.Error, verdict.Stop.Description))
	case Refused:
		t.log("mfar", "MFA Required", mfaRequiredText, app.ID, person.Name)
		return wire.Response{}, t.pause(pause{App: app, Person: person.Name, Grant: grantPassword, Result: g, Demand: d})
	}
	t.log("sepft", "Success Exchange", "Password for Access Token", app.ID, person.Name)
	return t.begin(g, grantPassword), nil
}

func (t *Tenant) failPassword(app App, person string, e *oauthError) error {
	t.log("fepft", "Failed Exchange", e.Description, app.ID, person)
	return e
}
