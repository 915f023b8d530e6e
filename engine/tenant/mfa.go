package tenant

import (
	"context"
	"net/url"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// pathMFA is the prompt for a one-time code.
const pathMFA = "/u/mfa-otp-challenge"

// RememberLabel is the text beside the tick box (facts 4.3).
const RememberLabel = "Remember this device for 30 days"

// decideMFA asks [Decide] once for each authorization, right after the scripts
// ran, and notes why.
func (p *passage) decideMFA() (*wire.Response, error) {
	if p.tx.Decided {
		return nil, nil
	}
	q, record := p.question()
	a := Decide(q)
	p.note(q, a, record, p.tx.Verdict, Decision{
		App: p.tx.App.ID, Person: p.session.Person, Protocol: p.tx.Protocol, Silent: q.Silent,
	})
	if a.Outcome == Denied {
		return nil, p.deny()
	}
	if a.Renew {
		p.renew(&p.cookies, *record)
	}
	p.tx.Answer, p.tx.Decided = a, p.tx.Suspend == nil
	if p.tx.rememberedCounts(p.Config) {
		p.session = p.session.addMFA("", p.Now)
		p.touch(&p.cookies, p.session, p.tx.App.ID)
	}
	p.State.transactions[p.tx.ID] = p.tx
	return nil, nil
}

// deny ends an authorization that a script stopped. The session stays: the
// next attempt meets the same script at once (facts 1.8).
func (p *passage) deny() error {
	stop := p.tx.Verdict.Stop
	delete(p.State.transactions, p.tx.ID)
	code, name := "f", "Failed Login"
	if p.tx.prompt("none") {
		code, name = "fsa", "Failed Silent Auth"
	}
	p.log(code, name, stop.Description, p.tx.App.ID, p.session.Person)
	return stopped(stop.Error, stop.Description).of(p.tx)
}

// requireMFA demands a second factor, unless nothing requires it or one was
// passed already.
func (p *passage) requireMFA() (*wire.Response, error) {
	switch {
	case p.tx.Answer.Blocked:
		return nil, p.block()
	case p.tx.Answer.Outcome == Refused:
		delete(p.State.transactions, p.tx.ID)
		p.log("fsa", "Failed Silent Auth", mfaRequiredText, p.tx.App.ID, p.session.Person)
		return nil, silentMFARequired().of(p.tx)
	case p.tx.Answer.Outcome != Asked || p.tx.Factor != "":
		return nil, nil
	}
	if p.tx.Answer.Invalidate {
		p.forget(p.req)
	}
	return p.demand(demand{Kind: script.SuspendChallenge, Offered: p.tx.Answer.Offered, Automatic: p.tx.Answer.Automatic})
}

// mfaPage asks for the code; the tick box is there only where the directive
// allows it.
func (t *Tenant) mfaPage(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, session, err := t.waiting(req)
	if err != nil {
		return wire.Response{}, err
	}
	return page(t.mfaForm(tx, session)), nil
}

func (t *Tenant) mfaForm(tx transaction, session Session, remarks ...string) wire.Page {
	person, _ := t.Config.PersonByName(session.Person)
	fields := []wire.Field{
		{Name: "username", Type: "hidden", Label: person.Name, Value: person.Email},
		{Name: "code", Type: "code", Label: "One-time code"},
	}
	if tx.Demand.Offered {
		fields = append(fields, wire.Field{Name: "rememberBrowser", Type: "checkbox", Label: RememberLabel})
	}
	return wire.Page{
		Kind: wire.PageMFA, Title: "Verify your identity",
		Text: append(remarks, "Enter the one-time code that your authenticator shows."),
		Form: &wire.Form{Action: t.prompt(pathMFA, tx), Fields: fields},
	}
}

// mfa checks the code. A wrong one shows the page again.
func (t *Tenant) mfa(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, session, err := t.waiting(req)
	if err != nil {
		return wire.Response{}, err
	}
	person, _ := t.Config.PersonByName(session.Person)
	if !person.accepts(req.Form().Get("code"), t.Now) {
		t.log("gd_auth_failed", "Second factor failed", "Invalid otp_code.", tx.App.ID, person.Name)
		again := t.mfaForm(tx, session, "That code is not right.")
		return wire.Response{Status: 400, Page: &again}, nil
	}
	t.log("gd_auth_succeed", "Second factor passed", "otp", tx.App.ID, person.Name)
	d := *tx.Demand
	tx = tx.done("otp")
	t.State.transactions[tx.ID] = tx
	resp := redirect(t.url("/authorize/resume"), url.Values{"state": {tx.ID}})
	t.touch(&resp, session.addMFA(tx.Factor, t.Now), tx.App.ID)
	if t.remembers(d, req) {
		t.remember(&resp, req.Header.Get("User-Agent"), person.Name)
	}
	return resp, nil
}

// waiting finds an authorization that is waiting for a second factor, and the
// session of the browser that asks.
func (t *Tenant) waiting(req wire.Request) (transaction, Session, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return transaction{}, Session{}, err
	}
	if tx.Demand == nil {
		return transaction{}, Session{}, invalidRequest("This sign-in is not waiting for a second factor.")
	}
	session, ok := t.session(req)
	if !ok {
		return transaction{}, Session{}, sessionEnded()
	}
	return tx, session, nil
}
