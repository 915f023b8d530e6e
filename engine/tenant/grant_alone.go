package tenant

import (
	"context"
	"net/url"
	"strings"

	"mfaplayground/engine/wire"
)

// alone is a kind of exchange that is a login without a browser.
type alone struct {
	leg              Leg
	protocol         string // as rules and actions know it
	grant            string
	secret           string // the parameter that scripts do not see
	succeeded, about string // what is logged
	failed           string
}

// The exchanges that are a login (facts 1.4, 2.2.1, 12).
var (
	byPassword = alone{LegPassword, protocolPassword, grantPassword, "password", "sepft", "Password for Access Token", "fepft"}
	byToken    = alone{LegExchange, protocolExchange, grantExchange, "subject_token", "secte", "Custom Token Exchange", "fecte"}
)

// refuseGrant tells what is wrong with what such an exchange asks for.
func (t *Tenant) refuseGrant(form url.Values) *oauthError {
	if e := accessScopes(form.Get("scope")); e != nil {
		return e
	}
	return t.refuseAudience(form.Get("audience"))
}

// exchangeAlone runs rules and actions for somebody who was recognized without
// a browser. A second factor that is required ends the exchange in
// mfa_required, each time: no cookie comes with it (facts 3.2, 4.4).
func (t *Tenant) exchangeAlone(ctx context.Context, app App, req wire.Request, person string, by alone) (wire.Response, error) {
	form := params(req)
	t.countLogin(person)
	job := t.job(app, person, by.protocol, req)
	job.Request.Body = flat(form)
	delete(job.Request.Body, by.secret)
	job.Risk = t.assess(by.leg, person, req)
	job.Transaction.Scopes = strings.Fields(form.Get("scope"))
	verdict, d, err := t.runAlone(ctx, job, person)
	if err != nil {
		return wire.Response{}, err
	}
	q := t.question(by.leg, verdict, person, form.Get("audience"), job.Risk)
	a := Decide(q)
	t.note(q, a, nil, verdict, Decision{App: app.ID, Person: person, Protocol: by.protocol})
	g := grant{App: app, Person: person, Scope: form.Get("scope"), Issued: t.Now}.heed(verdict)
	if form.Get("audience") == t.url(pathMFA) {
		g.Audience = t.url(pathMFA)
	}
	switch a.Outcome {
	case Denied:
		e := stopped(verdict.Stop.Error, verdict.Stop.Description)
		t.log(by.failed, "Failed Exchange", e.Description, app.ID, person)
		return wire.Response{}, e
	case Refused:
		t.log("mfar", "MFA Required", mfaRequiredText, app.ID, person)
		return wire.Response{}, t.pause(pause{App: app, Person: person, Grant: by.grant, Result: g, Demand: d})
	}
	t.log(by.succeeded, "Success Exchange", by.about, app.ID, person)
	return t.begin(g, by.grant), nil
}
