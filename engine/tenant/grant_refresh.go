package tenant

import (
	"context"
	"strings"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// protocolRefresh is how rules and actions know a refresh exchange (facts 1.4).
const protocolRefresh = "oauth2-refresh-token"

// exchangeRefreshToken is the refresh_token grant (RFC 6749 section 6) in the
// order of facts 6.4: find the token, run rules and actions, decide, issue.
// There is no browser here: no cookie is read, and nobody can be asked. An
// exchange that ends in mfa_required does not use the token up (inferred; an
// assumption has the other reading).
func (t *Tenant) exchangeRefreshToken(ctx context.Context, app App, req wire.Request) (wire.Response, error) {
	key := params(req).Get("refresh_token")
	if key == "" {
		return wire.Response{}, missingParameter("refresh_token")
	}
	id, n, f, ok := t.family(key)
	if !ok || f.App.ID != app.ID || f.expired(t.Now) {
		return wire.Response{}, t.failRefresh(app, "", t.unknownRefreshToken())
	}
	if !f.usable(n, t.Now) {
		// Somebody has used it before: whoever it was, nobody of this family is
		// trusted any more (facts 6.5).
		delete(t.State.refresh, id)
		t.log("ferrt", "Failed Exchange", "Rotating refresh token reused: its family is revoked.", app.ID, f.Person)
		return wire.Response{}, t.unknownRefreshToken()
	}
	if e := t.mayGoOn(f.Person); e != nil {
		return wire.Response{}, t.failRefresh(app, f.Person, e)
	}
	scope, e := f.narrowed(params(req).Get("scope"))
	if e != nil {
		return wire.Response{}, t.failRefresh(app, f.Person, e)
	}
	g := f.grant
	verdict, d, err := t.runAlone(ctx, t.refreshJob(app, f, id, req), g.Person)
	if err != nil {
		return wire.Response{}, err
	}
	q := t.question(LegRefresh, verdict, g.Person, "", nil)
	a := Decide(q)
	t.note(q, a, nil, verdict, Decision{App: app.ID, Person: g.Person, Protocol: protocolRefresh})
	f = t.orderRefresh(id, f, verdict)
	switch a.Outcome {
	case Denied:
		return wire.Response{}, t.failRefresh(app, g.Person, stopped(verdict.Stop.Error, verdict.Stop.Description))
	case Refused:
		if app.Refresh.Rotating && t.Config.Assume.Yes(AssumeConsume) {
			n = f.rotate(n, t.Now) // nobody gets the next token before the factor is passed
			t.State.refresh[id] = f
		}
		return wire.Response{}, t.failRefresh(app, g.Person, t.pause(pause{
			App: app, Person: g.Person, Grant: grantRefresh, Result: g.heed(verdict), Scope: scope, Family: id, Number: n, Demand: d,
		}))
	}
	t.log("sertft", "Success Exchange", "Refresh Token for Access Token", app.ID, g.Person)
	if params(req).Get("audience") == t.transferAudience() {
		return t.transferToken(app, g.Person, req), nil
	}
	f.grant = f.heed(verdict)
	return t.renewFamily(id, n, f, scope), nil
}

// renewFamily answers a refresh exchange that nothing stands against: the
// family was used, and with rotation a new token takes the place of the old.
// A narrower scope holds for these tokens only.
func (t *Tenant) renewFamily(id string, n int, f family, scope string) wire.Response {
	f.LastUsed = t.Now
	next := ""
	if f.App.Refresh.Rotating {
		next = t.refreshToken(id, f.rotate(n, t.Now))
	}
	t.State.refresh[id] = f
	g := f.grant
	g.Scope = scope
	resp := t.issue(g, grantRefresh, next)
	t.Journal.Issued[len(t.Journal.Issued)-1].Spent = t.refreshToken(id, n)
	return resp
}

// narrowed is the scope of an exchange: what was granted, or as much of it as
// is asked for (facts 6.1, RFC 6749 section 6).
func (g grant) narrowed(asked string) (string, *oauthError) {
	if asked == "" {
		return g.Scope, nil
	}
	for _, scope := range strings.Fields(asked) {
		if !g.has(scope) {
			return "", invalidScope(scope)
		}
	}
	return asked, nil
}

func (t *Tenant) failRefresh(app App, person string, e *oauthError) error {
	t.log("fertft", "Failed Exchange", e.Description, app.ID, person)
	return e
}

// refreshJob tells the scripts what little is known: no session, no methods,
// no query (facts 1.5).
func (t *Tenant) refreshJob(app App, f family, id string, req wire.Request) script.Job {
	job := t.job(app, f.Person, protocolRefresh, req)
	if t.Scripts == nil {
		return job
	}
	job.Request.Body = flat(params(req))
	delete(job.Request.Body, "refresh_token")
	if t.Config.Assume.Value(AssumeRefreshMethods) == "empty" {
		job.Methods = []script.Method{}
	}
	job.Transaction.Scopes = strings.Fields(f.Scope)
	idle, absolute := f.ends()
	job.RefreshToken = &script.RefreshToken{
		ID: id, CreatedMS: f.Issued.UnixMilli(), LastExchangedMS: f.LastUsed.UnixMilli(),
		IdleExpiresMS: idle.UnixMilli(), ExpiresMS: absolute.UnixMilli(),
		Rotating: app.Refresh.Rotating, SessionID: f.Session, Metadata: f.Metadata, Audiences: []string{t.Config.API.Audience},
	}
	return job
}
