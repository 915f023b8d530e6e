package tenant

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// acrMultiFactor is the class of authentication that defeats a remembered
// browser (facts 4.4).
const acrMultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// transaction is one authorization on its way through the prompts, found again
// by the state parameter of their addresses.
type transaction struct {
	ID       string
	Began    time.Time
	Protocol string // facts 1.4
	App      App
	Query    url.Values // of the authorization request; empty in the device flow (facts 8.5)

	RedirectURI string
	Mode        string // how the answer is sent: query, fragment, form_post, web_message
	State       string
	Scope       string
	DeviceCode  string // set in the device flow: the device gets the tokens, not the browser

	Upstream string // who was sent to the identity provider of her connection
	// Person is who it is decided about: the answers of one person in a browser
	// are not those of the next.
	Person  string
	Risk    *script.Risk            // the assessment of this login; nil when none was made
	Fresh   bool                    // the person signed in during this authorization
	Brought *script.SessionTransfer // the token that began the session of this login; nil for most
	Verdict script.Verdict
	Suspend *script.Suspend // the pipeline waits for the person
	Resume  *script.Resume  // and this is how it goes on
	Away    string          // id of the session whose browser was sent to an external page
	// Commanded tells that a challenge or enrolment was carried out that an
	// action commanded.
	Commanded bool
	Answer    Answer
	Decided   bool // the scripts ran and MFA was decided
	PassedAt  time.Time
	Demand    *demand  // what the person has to do before it goes on
	Factor    string   // type of the second factor that was passed last, if any
	Passed    []string // types of all that were passed or enrolled in this transaction
	Consented bool     // the person agreed to what the application asks for
}

func (tx transaction) prompt(value string) bool {
	return slices.Contains(strings.Fields(tx.Query.Get("prompt")), value)
}

func (tx transaction) multiFactorACR() bool {
	return slices.Contains(strings.Fields(tx.Query.Get("acr_values")), acrMultiFactor)
}

// passage is one request's way through an authorization.
type passage struct {
	*Tenant
	ctx     context.Context
	req     wire.Request
	tx      transaction
	session Session
	cookies wire.Response // collects Set-Cookie lines for whatever answer comes
}

// authorizeSteps is the way of every authorization, in order. A step answers
// (a redirect to a prompt, or to the application), fails, or lets the next one
// go on. After a prompt the way is walked again from the top, and steps whose
// work is done let it pass.
var authorizeSteps = []struct {
	name string
	walk func(*passage) (*wire.Response, error)
}{
	{"sign in, or go on with the session", (*passage).requireSession},
	{"send her to what is demanded still", (*passage).answerDemand},
	{"run rules and actions", (*passage).runScripts},
	{"decide about the second factor", (*passage).decideMFA},
	{"demand the second factor", (*passage).requireMFA},
	{"ask for consent", (*passage).requireConsent},
	{"give out codes and tokens", (*passage).finish},
}

// walk takes an authorization as far as it goes.
func (t *Tenant) walk(ctx context.Context, req wire.Request, tx transaction) (wire.Response, error) {
	p := &passage{Tenant: t, ctx: ctx, req: req, tx: tx}
	t.nameDevice(&p.cookies, req)
	for _, step := range authorizeSteps {
		resp, err := step.walk(p)
		if err != nil {
			return t.withCookies(t.render(req, err), p.cookies), nil
		}
		if resp != nil {
			return t.withCookies(*resp, p.cookies), nil
		}
		if t.Foresees && p.tx.Decided && len(t.Journal.Decisions) > 0 {
			return wire.Response{Status: http.StatusOK}, nil
		}
	}
	panic("tenant: internal error: an authorization came to no end")
}

func (t *Tenant) withCookies(resp, cookies wire.Response) wire.Response {
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	for _, line := range cookies.Header["Set-Cookie"] {
		resp.Header.Add("Set-Cookie", line)
	}
	return resp
}

// authorize is GET /authorize: authorization code, with PKCE for who cannot keep
// a secret (RFC 6749 section 4.1, RFC 7636), implicit and hybrid.
func (t *Tenant) authorize(ctx context.Context, req wire.Request) (wire.Response, error) {
	q := req.Query()
	for _, name := range []string{"client_id", "redirect_uri"} {
		if q.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	app, ok := t.Config.AppByID(q.Get("client_id"))
	if !ok {
		return wire.Response{}, invalidRequest("Unknown client: " + q.Get("client_id"))
	}
	if !t.registered(q.Get("redirect_uri"), app.Callback()) {
		return wire.Response{}, invalidRequest("Callback URL mismatch: " + q.Get("redirect_uri") + " is not registered, expected " + app.Callback())
	}
	mode, known := responseMode(q)
	if mode == modeWebMessage && app.NoWebOrigins {
		return wire.Response{}, invalidRequest(app.Origin() + " is not among the Allowed Web Origins of " + app.Name)
	}
	tx := transaction{
		ID: t.id("transaction"), Began: t.Now, Protocol: responseTypes[responseType(q)], App: app, Query: q,
		RedirectURI: q.Get("redirect_uri"), Mode: mode, State: q.Get("state"), Scope: q.Get("scope"),
	}
	if !known {
		return wire.Response{}, invalidRequest("response_mode " + q.Get("response_mode") + " cannot carry the response type " + q.Get("response_type")).of(tx)
	}
	if e := t.refuseRequest(tx); e != nil {
		return wire.Response{}, e.of(tx)
	}
	t.State.transactions[tx.ID] = tx
	return t.walk(ctx, req, tx)
}

// prompts is what prompt can ask for (OpenID Connect Core section 3.1.2.1).
var prompts = []string{"none", "login", "consent", "select_account"}

// refuseRequest tells what is wrong with an authorization request whose answer
// can be sent to the application.
func (t *Tenant) refuseRequest(tx transaction) *oauthError {
	q, public := tx.Query, !tx.App.Confidential()
	for _, prompt := range strings.Fields(q.Get("prompt")) {
		if !slices.Contains(prompts, prompt) || tx.prompt("none") && prompt != "none" {
			return invalidRequest("Invalid prompt: " + q.Get("prompt") + ", expected none alone, or login, consent, select_account")
		}
	}
	_, err := strconv.ParseUint(q.Get("max_age"), 10, 31)
	switch {
	case q.Get("response_type") == "":
		return missingParameter("response_type")
	case tx.Protocol == "":
		return &oauthError{Status: 400, Code: "unsupported_response_type", Description: "Unsupported response type: " + q.Get("response_type")}
	case tx.Protocol != protocolCode && !tx.App.allows(grantImplicit):
		return grantNotAllowed(grantImplicit)
	case tx.asksFor("id_token") && q.Get("nonce") == "":
		return missingParameter("nonce")
	case tx.asksFor("code") && public && q.Get("code_challenge") == "":
		return missingParameter("code_challenge")
	case q.Get("code_challenge") != "" && q.Get("code_challenge_method") != "S256":
		return invalidRequest("Unsupported code_challenge_method: expected S256")
	case q.Get("max_age") != "" && err != nil:
		return invalidRequest("Invalid max_age: expected seconds")
	}
	return t.refuseAudience(q.Get("audience"))
}

// refuseAudience tells whether tokens for people can be made out to an
// audience: the API, which is also meant where none is named, or the MFA API.
func (t *Tenant) refuseAudience(audience string) *oauthError {
	if slices.Contains([]string{"", t.Config.API.Audience, t.url(pathMFA)}, audience) {
		return nil
	}
	return unknownAudience(audience)
}

// resume is where prompts send the browser back to.
func (t *Tenant) resume(ctx context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	return t.walk(ctx, req, tx)
}

// transaction finds the authorization that a prompt's address names.
func (t *Tenant) transaction(req wire.Request) (transaction, error) {
	tx, ok := t.State.transactions[req.Query().Get("state")]
	if !ok {
		return transaction{}, invalidRequest("This sign-in is over or was never begun. Go back to the application and start again.")
	}
	return tx, nil
}

// requireSession goes on with the session of the browser, or sends it to the
// login page. prompt=login ignores the session, and max_age one that began too
// long ago; prompt=none must not show a page (OpenID Connect Core section
// 3.1.2.1).
func (p *passage) requireSession() (*wire.Response, error) {
	session, ok := p.Tenant.session(p.req)
	if p.tx.Query.Get("session_transfer_token") != "" && !p.tx.Fresh {
		session, ok = p.transferred(session, ok)
	}
	if ok && (p.tx.Fresh || !p.tx.prompt("login") && !p.tx.tooOld(session, p.Now)) {
		if e := p.mayGoOn(session.Person); e != nil {
			p.log("f", "Failed Login", e.Description, p.tx.App.ID, session.Person)
			return nil, e.of(p.tx)
		}
		if e := p.tx.refuseOther(session); e != nil {
			return nil, e
		}
		p.session, p.tx.Person = session, session.Person
		return nil, nil
	}
	if p.tx.prompt("none") {
		p.log("fsa", "Failed Silent Auth", loginRequired().Description, p.tx.App.ID, "")
		return nil, loginRequired().of(p.tx)
	}
	resp := redirect(p.url(pathLogin), url.Values{"state": {p.tx.ID}})
	return &resp, nil
}

// refuseOther stops an authorization that was begun by one person when somebody
// else has signed in in the same browser since, in another tab for one.
func (tx transaction) refuseOther(s Session) error {
	if tx.Person == "" || tx.Person == s.Person {
		return nil
	}
	return invalidRequest("Somebody else has signed in in this browser since. Go back to the application and start again.")
}

// again is the authorization as it came in, for a person who has just signed
// in: what was decided about an earlier sign-in counts no more.
func (tx transaction) again(person string) transaction {
	return transaction{
		ID: tx.ID, Began: tx.Began, Protocol: tx.Protocol, App: tx.App, Query: tx.Query,
		RedirectURI: tx.RedirectURI, Mode: tx.Mode, State: tx.State, Scope: tx.Scope, DeviceCode: tx.DeviceCode,
		Person: person, Fresh: true,
	}
}

// finish gives out the authorization code, or hands the tokens to the device.
func (p *passage) finish() (*wire.Response, error) {
	delete(p.State.transactions, p.tx.ID)
	code, name := "s", "Success Login"
	if p.tx.prompt("none") {
		code, name = "ssa", "Success Silent Auth"
	}
	p.log(code, name, "", p.tx.App.ID, p.session.Person)
	p.knowDevice(p.session.Person, p.req)
	g := grant{
		App: p.tx.App, Person: p.session.Person, Scope: p.tx.Scope, Session: p.session.ID,
		Nonce: p.tx.Query.Get("nonce"), Challenge: p.tx.Query.Get("code_challenge"),
		RedirectURI: p.tx.RedirectURI, Issued: p.Now, MFA: p.tx.Factor != "" || p.tx.rememberedCounts(p.Config), Audience: p.tx.Query.Get("audience"),
	}.heed(p.tx.Verdict)
	if p.tx.Query.Get("max_age") != "" {
		g.AuthTime = p.session.Created
	}
	if p.tx.DeviceCode != "" {
		p.connectDevice(p.tx.DeviceCode, g)
		resp := redirect(p.url(pathDeviceDone), nil)
		return &resp, nil
	}
	resp := p.give(g)
	return &resp, nil
}

// tooOld tells whether the person has to sign in again because she did so
// longer ago than the request allows.
func (tx transaction) tooOld(s Session, now time.Time) bool {
	seconds, err := strconv.Atoi(tx.Query.Get("max_age"))
	return err == nil && now.Sub(s.Created) > time.Duration(seconds)*time.Second
}
