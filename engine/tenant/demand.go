package tenant

import (
	"net/url"
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
	Pick       bool               // show the picker when several are usable (facts 2.6)
	Offered    bool               // with the tick box
	Automatic  bool               // passing remembers the browser without a tick (facts 1.6)
	Began      time.Time
}

// demand makes a person do something, and sends her browser to the prompt.
// A step of [authorizeSteps] returns what it returns. When she has done it the
// way is walked again from the top, with Demand nil, Factor the type that she
// passed or enrolled last, and Passed all of them.
func (p *passage) demand(d demand) (*wire.Response, error) {
	d.Began = p.Now
	p.tx.Demand = &d
	p.State.transactions[p.tx.ID] = p.tx
	p.log("gd_start_auth", "Second factor started", "otp", p.tx.App.ID, p.session.Person)
	return p.answerDemand()
}

// answerDemand sends the browser to the prompt of what is demanded, as long as
// it has not been done.
func (p *passage) answerDemand() (*wire.Response, error) {
	if p.tx.Demand == nil {
		return nil, nil
	}
	resp := redirect(p.url(pathMFA), url.Values{"state": {p.tx.ID}})
	return &resp, nil
}

// done notes that the person did what was demanded.
func (tx transaction) done(factor string) transaction {
	tx.Demand = nil
	tx.Factor = factor
	tx.Passed = append(tx.Passed[:len(tx.Passed):len(tx.Passed)], factor)
	return tx
}
