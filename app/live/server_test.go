//go:build !js

package live

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

// ask sends a request straight to the server, as if it came from an address.
func (w *town) ask(method, path, from, host, body string, header http.Header) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.RemoteAddr, req.Host = from, host
	for name, values := range header {
		req.Header[name] = values
	}
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, req)
	return answer
}

func TestSimIsForThisMachine(t *testing.T) {
	w := settle(t, home)
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	foreign := http.Header{"Origin": {"https://evil.example"}, "Content-Type": form["Content-Type"]}
	for _, c := range []struct {
		method, path, from, host, body string
		header                         http.Header
		status                         int
	}{
		{"GET", "/_sim/state", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 200},
		{"GET", "/_sim/state", "[::1]:1", "localhost:8090", "", nil, 200},
		{"GET", "/_sim/state", "192.0.2.1:1", "127.0.0.1:8090", "", nil, 403},
		{"GET", "/_sim/state", "127.0.0.1:1", "rebound.example:8090", "", nil, 403}, // DNS rebinding
		{"POST", "/_sim/reset", "127.0.0.1:1", "127.0.0.1:8090", "", foreign, 403},
		{"POST", "/_sim/advance", "127.0.0.1:1", "127.0.0.1:8090", "by=36h", form, 200},
		{"POST", "/_sim/advance?by=36h", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 200},
		{"POST", "/_sim/advance", "127.0.0.1:1", "127.0.0.1:8090", "by=-36h", form, 400},
		{"POST", "/_sim/advance", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 400},
		{"POST", "/_sim/advance?by=36500d", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 400},
		{"GET", "/_sim/advance?by=36h", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 404},
		{"GET", "/_sim", "127.0.0.1:1", "127.0.0.1:8090", "", nil, 404},
	} {
		answer := w.ask(c.method, c.path, c.from, c.host, c.body, c.header)
		if answer.Code != c.status || !strings.HasPrefix(answer.Body.String(), "{") {
			t.Errorf("%s %s %s from %s to %s: %d %s, expected %d", c.method, c.path, c.body, c.from, c.host, answer.Code, answer.Body, c.status)
		}
	}
	if state := w.sim("GET", "state"); state.OffsetS != 2*36*3600 {
		t.Errorf("the tenant is %d s ahead, expected twice 36 hours", state.OffsetS)
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:80": true, "127.8.8.8": true, "localhost:1": true, "localhost": true, "[::1]:80": true, "[::1]": true, "::1": true,
		":80": false, "0.0.0.0:80": false, "[::]:80": false, "192.0.2.1:80": false, "localhost.evil.example:80": false, "": false,
	} {
		if Loopback(address) != want {
			t.Errorf("Loopback(%q) is %t", address, !want)
		}
	}
}

// Nothing that a request or a scenario says becomes markup.
func TestPagesEscape(t *testing.T) {
	w := settle(t, home)
	ada := w.arrives()
	s := ada.opens(w.client("portal").AuthCodeURL(`"><script>`, oauth2.S256ChallengeOption("v")))
	if s.title != "Log in to Ada's <portal>" || strings.Contains(s.text, "<portal>") {
		t.Errorf("the name of the application becomes markup:\n%s", s.text)
	}
	s = ada.opens(w.origin + `/activate?user_code="><script>alert(1)</script>`)
	if strings.Contains(s.text, "<script>") || s.fields.Get("user_code") != `"><script>alert(1)</script>` {
		t.Errorf("a parameter becomes markup:\n%s", s.text)
	}
	answer := w.ask("GET", "/activate", "127.0.0.1:1", "127.0.0.1:8090", "", nil)
	if policy := answer.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the page's policy is %q", policy)
	}
}

func TestWrongCode(t *testing.T) {
	w := settle(t, home)
	ada := w.arrives()
	s := ada.presses(ada.opens(w.client("portal").AuthCodeURL("s", oauth2.S256ChallengeOption("v"))), "ada")
	s.fields.Set("code", "no code")
	s = ada.presses(s, "")
	if s.status != 400 || !strings.Contains(s.text, "That code is not right.") {
		t.Fatalf("a wrong code gives %d:\n%s", s.status, s.text)
	}
	if s = ada.passes(s, false); s.returned.Get("code") == "" {
		t.Errorf("the right code then gives %d:\n%s", s.status, s.text)
	}
}

func TestEveryFactor(t *testing.T) { // facts 1.6, 7.5
	w := settle(t, strings.NewReplacer("policy always", "policy always\nfactors otp sms push-notification recovery-code",
		"ada@example.com", "ada@example.com factors=none").Replace(home))
	address := w.client("portal").AuthCodeURL("s", oauth2.S256ChallengeOption("v"))
	ada := w.arrives()
	s := ada.presses(ada.presses(ada.presses(ada.opens(address), "ada"), "Try another method"), "sms")
	if s.title != "Secure your account" || s.shown == "" {
		t.Fatalf("a person without a factor gets:\n%s", s.text)
	}
	s = ada.passes(s, false)
	if s.title != "Your recovery code" {
		t.Fatalf("after enrolling comes:\n%s", s.text)
	}
	if s = ada.presses(s, "Continue"); s.returned.Get("code") == "" {
		t.Fatalf("enrolling ended with %v:\n%s", s.returned, s.text)
	}
	s = ada.presses(ada.presses(ada.opens(address), "Try another method"), "recovery-code")
	if s = ada.presses(ada.passes(s, false), "Continue"); s.returned.Get("code") == "" {
		t.Errorf("the recovery code ended with %v:\n%s", s.returned, s.text)
	}
}

// Somebody whose company signs her in goes to its page and back; somebody with a
// passkey has a button of her own. Nobody else gets in with either.
func TestCompanyAndPasskey(t *testing.T) {
	w := settle(t, strings.Replace(home, "person bob", "connection acme strategy=waad mfa=on\nperson cem email=cem@acme.example connection=acme\n"+
		"person eve email=eve@example.com passkey=true\nperson bob", 1))
	address := w.client("portal").AuthCodeURL("s", oauth2.S256ChallengeOption("v"))
	for label, next := range map[string]string{"cem": "acme: company sign-in", "Passkey of eve": "Verify your identity"} {
		p := w.arrives()
		s := p.presses(p.opens(address), label)
		if s.title != next {
			t.Fatalf("%s leads to %q:\n%s", label, s.title, s.text)
		}
		if label == "cem" {
			s = p.presses(s, "Sign in with acme")
		}
		if s = p.passes(s, false); s.returned.Get("code") == "" {
			t.Errorf("%s ends with %v, status %d:\n%s", label, s.returned, s.status, s.text)
		}
	}
	p := w.arrives()
	s := p.opens(address)
	for form, status := range map[string]int{"passkey=bob@example.com": 400, "passkey=cem@acme.example": 400} {
		fields, err := url.ParseQuery(form)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.look(p.client.PostForm(s.action, fields)); got.status != status {
			t.Errorf("%s: %d\n%s", form, got.status, got.text)
		}
	}
	if got := p.look(p.client.PostForm(w.origin+"/login/callback", url.Values{"state": {strings.TrimPrefix(s.action, w.origin+"/u/login?state=")}})); got.status != 400 {
		t.Errorf("a sign-in that was not handed over is taken for one: %d\n%s", got.status, got.text)
	}
}

func TestLargeBody(t *testing.T) {
	w := settle(t, home)
	answer := w.ask("POST", "/oauth/token", "127.0.0.1:1", "127.0.0.1:8090", strings.Repeat("x", bodyMax+1), nil)
	if answer.Code != 413 {
		t.Errorf("a body of more than %d bytes gives %d", bodyMax, answer.Code)
	}
}

// The API answers under its own host name.
func TestQuotes(t *testing.T) {
	w := settle(t, strings.Replace(home, "policy always", "policy never", 1))
	app := w.client("wall")
	app.Scopes = []string{"read:quotes"}
	ada := w.arrives()
	q := ada.presses(ada.opens(app.AuthCodeURL("s", oauth2.S256ChallengeOption("v"))), "ada").returned
	token, err := app.Exchange(t.Context(), q.Get("code"), oauth2.VerifierOption("v"))
	if err != nil {
		t.Fatal(err)
	}
	for bearer, want := range map[string]int{"": 401, "Bearer x": 401, "Bearer " + token.AccessToken: 200} {
		answer := w.ask("GET", "/today", "127.0.0.1:1", "api.quotes.example", "", http.Header{"Authorization": {bearer}})
		if answer.Code != want {
			t.Errorf("Authorization %q gives %d %s, expected %d", bearer, answer.Code, answer.Body, want)
		}
	}
}

func TestPeer(t *testing.T) { // what scripts see as event.request
	for _, c := range []struct{ address, language, want string }{
		{"203.0.113.9:4711", "de-AT,de;q=0.9", "203.0.113.9 de-AT"},
		{"[2001:db8::1]:80", "", "2001:db8::1 "},
		{"somewhere", "en", "somewhere en"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.address
		r.Header.Set("Accept-Language", c.language)
		if got := peer(r); got.IP+" "+got.Language != c.want {
			t.Errorf("a request from %s is from %q, expected %q", c.address, got.IP+" "+got.Language, c.want)
		}
	}
}
