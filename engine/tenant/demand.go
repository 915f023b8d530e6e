package tenant

import (
	"net/url"
	"slices"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// demand is what a person has to do before her authorization goes on: pass a
// second factor, or enrol one.
type demand struct {
	Kind       script.SuspendKind // challenge or enroll
	Factors    []string           // acceptable types, the first is opened; empty: all usable ones
	Additional []string           // more types behind "Try another method"
	Regardless bool               // even those that the tenant has switched off (facts 1.6)
	NoRecovery bool               // a recovery code does not help (facts 1.6)
	Pick       bool               // show the picker when several are usable (facts 2.6)
	Offered    bool               // with the tick box
	Automatic  bool               // passing remembers the browser without a tick (facts 1.6)
	Verify     bool               // the email address is verified before a factor is enrolled (facts 3.3)
	Began      time.Time

	open     string // the type whose prompt is open
	sent     string // the challenge that was sent for it
	enrolled string // type that was enrolled; its recovery code is still to be noted
	passed   string // type that was passed; its new recovery code is still to be noted
	remember bool
}

// demand makes a person do something, and sends her browser to the prompt.
// A step of [authorizeSteps] returns what it returns. When she has done it the
// way is walked again from the top, with Demand nil, Factor the type that she
// passed or enrolled last, and Passed all of them. A demand that nothing can
// answer ends the login (facts 2.6).
func (p *passage) demand(d demand) (*wire.Response, error) {
	d.Began = p.Now
	p.tx.Demand = &d
	options := p.options(p.tx, p.session.Person)
	if len(options) == 0 {
		delete(p.State.transactions, p.tx.ID)
		p.log("mfar", "MFA Required", notSetUp, p.tx.App.ID, p.session.Person)
		return nil, stopped("access_denied", notSetUp).of(p.tx)
	}
	if !d.Pick || len(options) == 1 {
		p.open(&p.tx, p.session.Person, options[0])
	}
	p.State.transactions[p.tx.ID] = p.tx
	return p.answerDemand()
}

// answerDemand sends the browser to the prompt of what is demanded, as long as
// it has not been done.
func (p *passage) answerDemand() (*wire.Response, error) {
	if p.tx.Demand == nil {
		return nil, nil
	}
	resp := redirect(p.url(p.tx.Demand.path()), url.Values{"state": {p.tx.ID}})
	return &resp, nil
}

// options are the factors of a demand, those of its own first.
func (t *Tenant) options(tx transaction, person string) []string {
	d := tx.Demand
	if d.Verify {
		return []string{factorEmail}
	}
	list := t.acceptable(tx, person, d.Factors)
	extra := d.Additional
	if len(d.Factors) == 0 && d.Kind == script.SuspendChallenge && !d.NoRecovery && len(list) > 0 {
		extra = append(slices.Clone(extra), factorRecovery)
	}
	if len(extra) > 0 {
		for _, typ := range t.acceptable(tx, person, extra) {
			if !slices.Contains(list, typ) {
				list = append(list, typ)
			}
		}
	}
	return list
}

// open opens the prompt of a factor: a challenge begins, or an enrolment.
func (t *Tenant) open(tx *transaction, person, typ string) {
	d := *tx.Demand
	d.open, d.sent = typ, ""
	if f, _ := factorOf(typ); f.sent {
		d.sent = t.send(person, typ, "")
	}
	code, name := "gd_start_auth", "Second factor started"
	if d.enrolling() {
		code, name = "gd_start_enroll", "Enrollment started"
	}
	t.log(code, name, typ, tx.App.ID, person)
	tx.Demand = &d
}

// enrolling tells whether the open prompt is one of an enrolment.
func (d demand) enrolling() bool { return d.Kind == script.SuspendEnroll && !d.Verify }

// path is the prompt that a demand is at.
func (d demand) path() string {
	f, _ := factorOf(d.open)
	switch {
	case d.passed != "":
		return pathNewCode
	case d.enrolled != "":
		return pathFirstCode
	case d.open == "" && d.enrolling():
		return pathEnrollOptions
	case d.open == "":
		return pathOptions
	case d.enrolling():
		return pathPrompts + f.enroll
	}
	return pathPrompts + f.challenge
}

// done notes that the person did what was demanded.
func (tx transaction) done(factor string) transaction {
	tx.Demand = nil
	tx.Factor = factor
	tx.Passed = append(tx.Passed[:len(tx.Passed):len(tx.Passed)], factor)
	return tx
}
