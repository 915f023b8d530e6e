package tenant

import (
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// A transfer is a session on its way from a native application to a browser
// (native to web single sign-on; facts 4.4, 5.2): the application exchanges its
// refresh token for a session transfer token, and opens /authorize with it.
type transfer struct {
	Person  string
	Actor   string // who acts for her, if somebody does
	Expires time.Time
	By      script.SessionTransfer // the request that issued it
}

// transferLife is how long a session transfer token can be used, once.
const transferLife = time.Minute

// transferAudience is what a refresh exchange asks for to get one.
func (t *Tenant) transferAudience() string { return "urn:" + t.Config.Domain + ":session_transfer" }

// transferToken answers a refresh exchange with a session transfer token (RFC
// 8693 section 2.2.1). With an actor_token the session will be a delegated one.
func (t *Tenant) transferToken(app App, person string, req wire.Request) wire.Response {
	key := t.id("session transfer")
	t.State.transfers[key] = transfer{
		Person: person, Actor: params(req).Get("actor_token"), Expires: t.Now.Add(transferLife),
		By: script.SessionTransfer{ClientID: app.ID, Request: t.shownRequest(req)},
	}
	return jsonResponse(200, map[string]any{
		"access_token": key, "token_type": "N_A", "expires_in": int(transferLife / time.Second),
		"issued_token_type": "urn:auth0:params:oauth:token-type:session_transfer_token",
	})
}

// transferred begins the session that a request brings along in its
// session_transfer_token. The browser itself may be one that the tenant has
// never seen: no auth0-mf cookie comes with it. A token that is worthless leads
// to the login page whatever session there is, and one of somebody else ends
// that session first (facts 4.6).
func (p *passage) transferred(live Session, isLive bool) (Session, bool) {
	key := p.tx.Query.Get("session_transfer_token")
	brought, ok := p.State.transfers[key]
	delete(p.State.transfers, key)
	if !ok || !p.Now.Before(brought.Expires) {
		return Session{}, false
	}
	if isLive && live.Person != brought.Person {
		delete(p.State.Sessions, live.ID)
		return Session{}, false
	}
	session := p.startSession(p.req, brought.Person, methodPassword)
	session.Actor = brought.Actor
	p.touch(&p.cookies, session, p.tx.App.ID)
	p.tx.Fresh, p.tx.Brought = true, &brought.By
	p.State.transactions[p.tx.ID] = p.tx
	return p.State.Sessions[session.ID], true
}
