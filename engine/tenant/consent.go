package tenant

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// pathConsent is the prompt that asks whether an application may have what it
// asks for.
const pathConsent = "/u/consent"

// requireConsent asks the person, unless the application is the tenant's own
// or she has agreed to all of it before. prompt=consent asks again (OpenID
// Connect Core section 3.1.2.1).
func (p *passage) requireConsent() (*wire.Response, error) {
	if p.tx.Consented || !p.tx.prompt("consent") && (!p.tx.App.ThirdParty || p.agreed()) {
		return nil, nil
	}
	if p.tx.prompt("none") {
		delete(p.State.transactions, p.tx.ID)
		e := consentRequired()
		p.log("fsa", "Failed Silent Auth", e.Description, p.tx.App.ID, p.session.Person)
		return nil, e.of(p.tx)
	}
	resp := redirect(p.url(pathConsent), url.Values{"state": {p.tx.ID}})
	return &resp, nil
}

// agreed tells whether the person has given the application every scope before.
func (p *passage) agreed() bool {
	given, asked := p.State.consents[p.session.Person+" "+p.tx.App.ID]
	if !asked {
		return false
	}
	for _, scope := range strings.Fields(p.tx.Scope) {
		if !slices.Contains(strings.Fields(given), scope) {
			return false
		}
	}
	return true
}

func (t *Tenant) consentPage(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	return page(wire.Page{
		Kind: wire.PageConsent, Title: "Authorize " + tx.App.Name,
		Text: []string{tx.App.Name + " asks for access to your account: " + tx.Scope},
		Form: &wire.Form{Action: t.prompt(pathConsent, tx), Fields: []wire.Field{
			{Name: "action", Type: "choice", Label: "Accept", Value: "accept"},
			{Name: "action", Type: "choice", Label: "Decline", Value: "refuse"},
		}},
	}), nil
}

// consent takes the person's answer.
func (t *Tenant) consent(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	session, ok := t.session(req)
	if !ok {
		return wire.Response{}, sessionEnded()
	}
	if e := tx.refuseOther(session); e != nil {
		return wire.Response{}, e
	}
	if req.Form().Get("action") != "accept" {
		delete(t.State.transactions, tx.ID)
		e := &oauthError{Status: 403, Code: "access_denied", Description: "User did not authorize the request"}
		t.log("f", "Failed Login", e.Description, tx.App.ID, session.Person)
		return wire.Response{}, e.of(tx)
	}
	tx.Consented = true
	t.State.transactions[tx.ID] = tx
	t.State.consents[session.Person+" "+tx.App.ID] += " " + tx.Scope
	return redirect(t.url("/authorize/resume"), url.Values{"state": {tx.ID}}), nil
}
