package tenant

import (
	"context"
	"net/url"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// A redirect sends the browser to a page outside the tenant in the middle of
// the pipeline: context.redirect of rules, api.redirect.sendUserTo of actions
// (facts 1.9, 2.8). It comes back to /continue with the state that it was
// given, and the pipeline goes on.
const pathContinue = "/continue"

// redirectLife is how long a redirect may be pending (facts 1.9).
const redirectLife = 3 * 24 * time.Hour

// pendingRedirect tells whether the browser is away, or should be.
func (tx transaction) pendingRedirect() bool {
	return tx.Suspend != nil && tx.Suspend.Kind == script.SuspendRedirect
}

// sendAway sends the browser to the external page. Where no page may be shown
// it cannot go (facts 5.2).
func (p *passage) sendAway() (*wire.Response, error) {
	if p.tx.prompt("none") {
		delete(p.State.transactions, p.tx.ID)
		e := interactionRequired()
		p.log("fsa", "Failed Silent Auth", e.Description, p.tx.App.ID, p.session.Person)
		return nil, e.of(p.tx)
	}
	p.tx.Away = p.session.ID
	p.State.transactions[p.tx.ID] = p.tx
	resp := redirect(p.tx.Suspend.URL, url.Values{"state": {p.tx.ID}})
	return &resp, nil
}

// redirectFirst sends the browser away, unless a rule asks for MFA as well and
// the assumption says that MFA comes first (facts 1.9). When the person is back
// the rules run again, and a factor that she has passed counts.
func (p *passage) redirectFirst() (*wire.Response, error) {
	if p.tx.Verdict.Rule != nil && !p.Config.Assume.Yes(AssumeRedirectFirst) {
		for _, step := range []func(*passage) (*wire.Response, error){(*passage).decideMFA, (*passage).requireMFA} {
			if resp, err := step(p); resp != nil || err != nil {
				return resp, err
			}
		}
	}
	return p.sendAway()
}

// resumeRedirect is /continue: the browser is back. What it brings along, such
// as a session_token, reaches the scripts as the request's query or body.
func (t *Tenant) resumeRedirect(ctx context.Context, req wire.Request) (wire.Response, error) {
	state := req.Query().Get("state")
	if state == "" {
		state = req.Form().Get("state")
	}
	tx, known := t.State.transactions[state]
	if !known || !tx.pendingRedirect() || t.Now.Sub(tx.Began) >= redirectLife {
		return wire.Response{}, invalidRequest("invalid_request: the state given to " + pathContinue + " belongs to no sign-in that waits for it.")
	}
	if s, live := t.session(req); !live || s.ID != tx.Away {
		return wire.Response{}, invalidRequest("invalid_request: this browser was not sent away, or its session ended before it came back. Start again.")
	}
	tx.Resume = &script.Resume{State: tx.Suspend.State, Callback: true}
	tx.Suspend = nil
	t.State.transactions[tx.ID] = tx
	return t.walk(ctx, req, tx)
}

// Facts 5.2 and 1.9 give the code; the text is a placeholder (inferred).
func interactionRequired() *oauthError {
	return &oauthError{Status: 403, Code: "interaction_required", Description: "External interaction required"}
}
