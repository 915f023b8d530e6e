package tenant

import (
	"net/url"
	"testing"

	"mfaplayground/engine/wire"
)

// What cannot be answered is refused at the door, in the form that the asker
// reads: programs get JSON, people a page.
func TestRefusalsHaveTheFormOfTheirEndpoint(t *testing.T) {
	l := native(t)
	for _, c := range []struct{ path, text string }{
		{"/authorize", "Missing required parameter: client_id"},
		{"/authorize?client_id=portal", "Missing required parameter: redirect_uri"},
		{"/authorize?client_id=nobody&redirect_uri=https://portal.example/callback", "Unknown client: nobody"},
		{"/authorize?client_id=portal&redirect_uri=https://evil.example/", "Callback URL mismatch: https://evil.example/ is not registered, expected https://portal.example/callback"},
	} {
		if resp := l.get(c.path); resp.Status != 400 || resp.Page == nil || resp.Page.Text[0] != c.text {
			t.Errorf("%s: %d %+v, expected a page that says %q", c.path, resp.Status, resp.Page, c.text)
		}
	}
	if resp := l.get("/nowhere"); resp.Status != 404 || resp.Page == nil {
		t.Errorf("an unknown page: %d %s", resp.Status, resp.Body)
	}
	for _, path := range []string{"/oauth/token", "/oauth/nowhere", "/mfa/challenge", "/.well-known/nothing"} {
		l.fails(l.get(path), 404, "not_found", "The tenant has no endpoint GET "+path+".")
	}
}

// An audience that the tenant does not serve is refused by every flow that
// makes tokens for people; the words are those of /authorize.
func TestUnknownAudience(t *testing.T) {
	const text = "Service not found: https://nobody.example/"
	l := native(t)
	l.Config.Apps = append(l.Config.Apps, App{ID: "legacy", Type: AppNative, Grants: []string{"token_exchange"}})
	l.fails(l.password("audience", "https://nobody.example/"), 403, "access_denied", text)
	l.fails(l.post("/oauth/device/code", url.Values{"client_id": {"wall"}, "audience": {"https://nobody.example/"}}), 403, "access_denied", text)
	l.fails(l.post("/oauth/token", url.Values{
		"grant_type": {grantExchange}, "client_id": {"legacy"}, "subject_token": {"ada@example.com"},
		"subject_token_type": {"urn:acme:token"}, "audience": {"https://nobody.example/"},
	}), 403, "access_denied", text)
	to, err := url.Parse(l.get(with("audience", "https://nobody.example/")).Location())
	if err != nil || to.Query().Get("error_description") != text {
		t.Errorf("/authorize ends at %s (%v)", to, err)
	}
}

// The address of a message to the page around is an origin, whatever the
// redirect_uri is.
func TestMessageGoesToTheOrigin(t *testing.T) {
	for address, want := range map[string]string{
		"https://portal.example/callback":  "https://portal.example",
		"http://127.0.0.1:3000/callback?x": "http://127.0.0.1:3000",
		"http://localhost":                 "http://localhost",
	} {
		tx := transaction{Mode: modeWebMessage, RedirectURI: address}
		resp := tx.answer(url.Values{"code": {"1"}})
		if p := resp.Page; p == nil || p.Kind != wire.PageWebMessage || p.Form.Action != want {
			t.Errorf("%s: %+v, expected a message to %s", address, p, want)
		}
	}
}
