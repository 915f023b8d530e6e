package tenant

import (
	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

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
	if q.Command != CommandDone || a.Outcome != NotAsked { // else the question was answered before
		p.note(q, a, record, p.tx.Verdict, Decision{
			App: p.tx.App.ID, Person: p.session.Person, Protocol: p.tx.Protocol, Silent: q.Silent,
		})
	}
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
		e := silentMFARequired()
		if p.session.Actor != "" { // whoever acts for her has not her factors (facts 5.2)
			e = interactionRequired()
		}
		p.log("fsa", "Failed Silent Auth", e.Description, p.tx.App.ID, p.session.Person)
		return nil, e.of(p.tx)
	case p.tx.Answer.Outcome != Asked || p.tx.Factor != "":
		return nil, nil
	}
	if p.tx.Answer.Invalidate {
		p.forget(p.req)
	}
	d := demand{Kind: script.SuspendChallenge, Offered: p.tx.Answer.Offered, Automatic: p.tx.Answer.Automatic}
	if provider, named := providers[p.provider()]; named {
		d.Factors, d.Regardless = provider, true
		d.NoRecovery = p.provider() != "guardian" // facts 1.6, 7.5
		if !d.NoRecovery {
			d.Additional = []string{factorRecovery}
		}
	}
	p.tx.Demand = &d
	if len(p.acceptable(p.tx, p.session.Person, d.Factors)) == 0 { // nothing is enrolled that could be challenged
		d.Kind, d.Offered, d.Automatic, d.Verify = script.SuspendEnroll, false, false, p.tx.Answer.VerifyEmail
	}
	return p.demand(d)
}

// provider is the one that code named when it asked for a second factor.
func (p *passage) provider() string {
	d := p.tx.Verdict.Action
	if p.tx.Answer.RequiredBy == FromRule {
		d = p.tx.Verdict.Rule
	}
	if d == nil || p.tx.Answer.RequiredBy == FromPolicy {
		return ""
	}
	return d.Provider
}
