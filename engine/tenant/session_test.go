package tenant

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

func TestLogout(t *testing.T) { // facts 4.7
	l := newLab(t)
	cookie, _ := l.signIn()
	for _, c := range []struct{ path, want string }{
		{"/v2/logout?returnTo=https://evil.example", ""},
		{"/v2/logout?client_id=wall&returnTo=https://portal.example", ""},
		{"/v2/logout?client_id=portal&returnTo=https://portal.example", "https://portal.example"},
		{"/v2/logout?returnTo=https://portal.example", "https://portal.example"},
		{"/oidc/logout?post_logout_redirect_uri=https://portal.example&state=s", "https://portal.example?state=s"},
	} {
		if got := l.get(c.path).Location(); got != c.want {
			t.Errorf("%s goes to %q, expected %q", c.path, got, c.want)
		}
	}
	if len(l.State.Sessions) != 1 {
		t.Fatal("a logout without the cookie, or one that was refused, ended the session")
	}
	if resp := l.get("/v2/logout", cookie); resp.Status != 200 || len(l.State.Sessions) != 0 || len(resp.SetCookies()) != 0 {
		t.Errorf("logout: %d, %d sessions left, sets %v", resp.Status, len(l.State.Sessions), resp.SetCookies())
	}
}

func TestUserinfo(t *testing.T) { // OpenID Connect Core section 5.3
	l := newLab(t)
	_, code := l.signIn()
	tokens := l.json(l.post("/oauth/token", exchange(code, "verifier")))
	ask := func(bearer any) wire.Response {
		req := wire.Get("https://tenant.example/userinfo")
		req.Header = http.Header{"Authorization": {"Bearer " + bearer.(string)}}
		return l.Serve(context.Background(), req)
	}
	if body := l.json(ask(tokens["access_token"])); body["sub"] != "auth0|ada" || body["email"] != nil {
		t.Errorf("with the scope openid only: %v", body)
	}
	for name, bearer := range map[string]any{"an ID token": tokens["id_token"], "nothing": ""} {
		if resp := ask(bearer); resp.Status != 401 || resp.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("with %s: %d %v", name, resp.Status, resp.Header)
		}
	}
	l.Now = l.Now.Add(DefaultTokenLifetime)
	if resp := ask(tokens["access_token"]); resp.Status != 401 {
		t.Errorf("with an expired token: %d", resp.Status)
	}
}

func TestDiscovery(t *testing.T) { // OpenID Connect Discovery section 3
	l := newLab(t)
	config := l.json(l.get("/.well-known/openid-configuration"))
	for _, name := range []string{"authorization_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"} {
		u, err := url.Parse(config[name].(string))
		if err != nil || endpoints["GET "+u.Path] == nil {
			t.Errorf("%s is announced at %v, where nothing answers", name, config[name])
		}
	}
	for _, name := range []string{"token_endpoint", "device_authorization_endpoint", "revocation_endpoint", "mfa_challenge_endpoint"} {
		u, err := url.Parse(config[name].(string))
		if err != nil || endpoints["POST "+u.Path] == nil {
			t.Errorf("%s is announced at %v, where nothing answers", name, config[name])
		}
	}
	keys := l.json(l.get("/.well-known/jwks.json"))["keys"].([]any)
	if key := keys[0].(map[string]any); len(keys) != 1 || key["kty"] != "RSA" || key["e"] != "AQAB" {
		t.Errorf("keys: %v", keys)
	}
}

func TestSetCookieMode(t *testing.T) { // facts 2.8, 4.2
	orders := func(mode string) script.Verdict { return script.Verdict{Session: &script.Orders{CookieMode: mode}} }
	for _, c := range []struct {
		persistent  bool // as the tenant has it
		mode        string
		wantExpires bool
	}{
		{true, "", true}, {true, "non-persistent", false}, {true, "persistent", true},
		{false, "", false}, {false, "persistent", true},
	} {
		l := newLab(t)
		l.Config.Session.Persistent = c.persistent
		s, _ := l.surf(orders(c.mode))
		_, resp := s.visit("")
		lines := map[string]time.Time{}
		for _, line := range resp.SetCookies() {
			if _, twice := lines[line.Name]; twice {
				t.Errorf("%+v: one answer sets %s twice", c, line.Name)
			}
			lines[line.Name] = line.Expires
		}
		if expires, set := lines[CookieSession]; c.mode != "" && (!set || expires.IsZero() == c.wantExpires) {
			t.Errorf("%+v: the answer sets %v", c, lines)
		}
		session := l.State.SessionList()[0]
		idle, absolute := l.Config.Session.of(!c.persistent)
		if !session.Idle.Equal(l.Now.Add(idle)) || !session.End.Equal(l.Now.Add(absolute)) {
			t.Errorf("%+v: the session ends at %s and %s, expected the tenant's own lifetimes", c, session.Idle, session.End)
		}
		_, resp = s.visit("") // the mode stays with the session
		for _, line := range resp.SetCookies() {
			if line.Name == CookieSession && line.Expires.IsZero() == c.wantExpires {
				t.Errorf("%+v: the next visit sets %s", c, line.Raw)
			}
		}
	}
}
