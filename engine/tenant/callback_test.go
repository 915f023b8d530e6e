package tenant

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestLoopbackCallbacks(t *testing.T) { // RFC 8252 section 7.3
	for address, want := range map[string]bool{
		"http://127.0.0.1:4711/callback":    true,
		"http://127.0.0.1/":                 true,
		"http://localhost:3000/cb?tab=1":    true,
		"http://[::1]:8000/":                true,
		"https://127.0.0.1/":                false, // nobody has a certificate for it
		"http://127.0.0.1.evil.example/":    false,
		"http://evil.example/?127.0.0.1":    false,
		"http://localhost@evil.example/":    false,
		"http://evil.example@127.0.0.1/":    false,
		"http://127.0.0.1/callback#":        false,
		"javascript:alert(1)//http://[::1]": false,
		"":                                  false,
	} {
		l := newLab(t)
		if to := l.get(with("redirect_uri", address)).Location(); to != "" {
			t.Errorf("%s was accepted without being registered", address)
		}
		l.Config.LoopbackCallbacks = true
		to := l.get(with("redirect_uri", address)).Location()
		if got := strings.HasPrefix(to, "https://tenant.example/u/login?"); got != want {
			t.Errorf("%s: %q, expected accepted to be %t", address, to, want)
		}
	}
}

// A query that the callback has already is kept (RFC 6749 section 3.1.2).
func TestCallbackWithQuery(t *testing.T) {
	l := newLab(t)
	l.Config.LoopbackCallbacks = true
	q, err := url.ParseQuery(strings.TrimPrefix(with("redirect_uri", "http://localhost/cb?tab=1"), "/authorize?"))
	if err != nil {
		t.Fatal(err)
	}
	q.Set("prompt", "none")
	to, err := url.Parse(l.get("/authorize?" + q.Encode()).Location())
	if err != nil || to.Query().Get("tab") != "1" || to.Query().Get("error") != "login_required" {
		t.Errorf("redirected to %v (%v)", to, err)
	}
}

func TestOrigin(t *testing.T) {
	l := newLab(t)
	l.Config.Origin = "http://127.0.0.1:8090"
	about := l.json(l.get("/.well-known/openid-configuration"))
	if about["issuer"] != "http://127.0.0.1:8090/" || about["token_endpoint"] != "http://127.0.0.1:8090/oauth/token" {
		t.Errorf("announced: %v", about)
	}
	login := l.get(with("", "")).Location()
	path, ok := strings.CutPrefix(login, l.Config.Origin)
	if !ok {
		t.Fatalf("the login page is at %q", login)
	}
	resp := l.post(path, url.Values{"username": {"ada@example.com"}})
	if c := resp.SetCookies()[0]; c.Secure || c.SameSite != http.SameSiteLaxMode || !c.HttpOnly {
		t.Errorf("over plain HTTP the cookie is set as %q", c.Raw)
	}
	l.Config.Origin = "https://127.0.0.1:8090"
	resp = l.post(strings.TrimPrefix(l.get(with("", "")).Location(), l.Config.Origin), url.Values{"username": {"ada@example.com"}})
	if c := resp.SetCookies()[0]; !c.Secure || c.SameSite != http.SameSiteNoneMode {
		t.Errorf("over HTTPS the cookie is set as %q", c.Raw)
	}
}

func TestOneTimeCodesLive(t *testing.T) { // facts 4.8
	l := newLab(t)
	begun, code := l.Now, l.ada().OTP(l.Now)
	for after, want := range map[time.Duration]bool{
		-time.Second: false, 0: true, 29 * time.Second: true, 299 * time.Second: true, 300 * time.Second: false,
	} {
		if l.Now = begun.Add(after); l.freshOTP(l.ada(), code) != want {
			t.Errorf("a code is accepted %s after it was first shown: expected %t", after, want)
		}
	}
	l.Now = begun
	if l.prove(l.ada(), factorOTP, "", code) != proved || l.prove(l.ada(), factorOTP, "", code) != wrong {
		t.Error("a code counts twice, or never")
	}
	if next := l.Proof(l.ada(), factorOTP); next == code || l.prove(l.ada(), factorOTP, "", next) != proved {
		t.Error("a person has no other code to type")
	}
}
