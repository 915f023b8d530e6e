package tenant

import (
	"context"
	"net/url"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// pathLogoutConfirm takes the answer of a person who was asked whether to log out.
const pathLogoutConfirm = "/oidc/logout/confirm"

// logout is GET /v2/logout (facts 4.7).
func (t *Tenant) logout(_ context.Context, req wire.Request) (wire.Response, error) {
	return t.endOwnSession(req, req.Query(), "returnTo")
}

// oidcLogout is /oidc/logout (OpenID Connect RP-Initiated Logout 1.0). The
// application says which session it means, by an ID token or by its sid; if it
// does not, or means another one, the person is asked (facts 4.7).
func (t *Tenant) oidcLogout(_ context.Context, req wire.Request) (wire.Response, error) {
	q := req.Query()
	if req.Method == "POST" {
		q = req.Form()
	}
	meant := q.Get("logout_hint")
	if hint := q.Get("id_token_hint"); hint != "" {
		claims, err := token.Read(hint) // one that has expired will do (section 2)
		if err != nil {
			return wire.Response{}, t.failLogout(q, "id_token_hint is not an ID token of this tenant.")
		}
		meant, _ = claims["sid"].(string)
		if app, _ := claims["aud"].(string); q.Get("client_id") == "" {
			q.Set("client_id", app)
		}
	}
	if s, ok := t.session(req); !ok || s.ID == meant {
		return t.endOwnSession(req, q, "post_logout_redirect_uri")
	}
	q.Del("id_token_hint")
	return page(wire.Page{
		Kind: wire.PageLogoutConfirm, Title: "Log out",
		Text: []string{"Do you want to log out of all applications?"},
		Form: &wire.Form{Action: t.url(pathLogoutConfirm) + "?" + q.Encode(), Fields: []wire.Field{
			{Name: "action", Type: "choice", Label: "Log out", Value: "accept"},
			{Name: "action", Type: "choice", Label: "Stay signed in", Value: "refuse"},
		}},
	}), nil
}

// logoutConfirm does what the person chose.
func (t *Tenant) logoutConfirm(_ context.Context, req wire.Request) (wire.Response, error) {
	if req.Form().Get("action") != "accept" {
		return page(wire.Page{Kind: wire.PageError, Title: "You are still signed in", Text: []string{"Nobody was logged out."}}), nil
	}
	return t.endOwnSession(req, req.Query(), "post_logout_redirect_uri")
}

func (t *Tenant) failLogout(q url.Values, description string) error {
	t.log("flo", "Failed Logout", description, q.Get("client_id"), "")
	return invalidRequest(description)
}

// endOwnSession ends the single sign-on session of the browser, and sends it to
// the address that a parameter names. The browser keeps the session cookie,
// which means nothing any more, and it stays remembered: auth0-mf is independent
// (facts 4.7, inferred; an assumption has the other reading).
func (t *Tenant) endOwnSession(req wire.Request, q url.Values, target string) (wire.Response, error) {
	to := q.Get(target)
	if to != "" && !t.mayReturn(q, to) {
		return wire.Response{}, t.failLogout(q, "The address to return to is not allowed: "+to)
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
	return t.withCookies(redirect(to, url.Values{"state": {q.Get("state")}}), cleared), nil
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
