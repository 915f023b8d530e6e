package tenant

import (
	"context"
	"net/url"

	"mfaplayground/engine/wire"
)

// logout ends the single sign-on session: GET /v2/logout and GET /oidc/logout
// (facts 4.7). The browser keeps the session cookie, which means nothing any
// more, and it stays remembered: auth0-mf is independent (inferred; an
// assumption has the other reading).
func (t *Tenant) logout(_ context.Context, req wire.Request) (wire.Response, error) {
	q := req.Query()
	to := q.Get("returnTo")
	if req.Address().Path == "/oidc/logout" {
		to = q.Get("post_logout_redirect_uri")
	}
	if to != "" && !t.mayReturn(q, to) {
		t.log("flo", "Failed Logout", "The address to return to is not allowed: "+to, q.Get("client_id"), "")
		return wire.Response{}, invalidRequest("The address to return to is not allowed: " + to)
	}
	if s, ok := t.session(req); ok {
		delete(t.State.Sessions, s.ID)
		t.log("slo", "Success Logout", "", q.Get("client_id"), s.Person)
	}
	var cleared wire.Response
	if t.Config.Assume.Yes(AssumeLogoutClears) && t.cookie(req, CookieMFA) != "" {
		t.setCookie(&cleared, CookieMFA, "", t.Now, true)
	}
	if to == "" {
		return t.withCookies(page(wire.Page{Kind: wire.PageLoggedOut, Title: "Logged out", Text: []string{"The session at the tenant is over."}}), cleared), nil
	}
	query := url.Values{}
	if state := q.Get("state"); state != "" {
		query.Set("state", state)
	}
	return t.withCookies(redirect(to, query), cleared), nil
}

// mayReturn tells whether an address is allowed after logout: the origin of
// the application that client_id names, or without one of any application.
func (t *Tenant) mayReturn(q url.Values, to string) bool {
	for _, app := range t.Config.Apps {
		if (q.Get("client_id") == "" || q.Get("client_id") == app.ID) && t.registered(to, app.Origin()) {
			return true
		}
	}
	return false
}
