package tenant

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

// lab is a tenant that a test talks to directly.
type lab struct {
	t *testing.T
	*Tenant
}

func newLab(t *testing.T) *lab {
	state := NewState()
	config := &Config{
		Domain: "tenant.example", Policy: PolicyNever,
		Session: SessionLimits{Idle: DefaultSessionIdle, Absolute: DefaultSessionAbsolute, Persistent: true},
		Apps:    []App{{ID: "portal", Name: "Portal", Type: AppSPA}, {ID: "wall", Name: "Wall", Type: AppDevice}},
		API:     API{Audience: "https://api.quotes.example", TokenLifetime: DefaultTokenLifetime},
		People:  []Person{{Name: "ada", Email: "ada@example.com", Factors: []string{"otp"}}},
	}
	start := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	return &lab{t, &Tenant{Config: config, State: &state, Now: start, Journal: &Journal{}}}
}

func (l *lab) get(path string, cookies ...string) wire.Response {
	req := wire.Get("https://tenant.example" + path)
	req.Header = http.Header{"Cookie": {strings.Join(cookies, "; ")}}
	return l.Serve(context.Background(), req)
}

func (l *lab) post(path string, form url.Values) wire.Response {
	return l.Serve(context.Background(), wire.PostForm("https://tenant.example"+path, form))
}

// fails checks status, error code and description of a JSON error.
func (l *lab) fails(resp wire.Response, status int, code, description string) {
	l.t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(resp.Body), &body); err != nil {
		l.t.Fatalf("not JSON: %q", resp.Body)
	}
	if resp.Status != status || body["error"] != code || body["error_description"] != description {
		l.t.Errorf("%d %v %q, expected %d %s %q", resp.Status, body["error"], body["error_description"], status, code, description)
	}
}

func (l *lab) json(resp wire.Response) map[string]any {
	l.t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(resp.Body), &body); err != nil || resp.Status != 200 {
		l.t.Fatalf("%d %s", resp.Status, resp.Body)
	}
	return body
}

func TestTokenErrors(t *testing.T) { // facts 6.3
	for _, c := range []struct {
		form              url.Values
		status            int
		code, description string
	}{
		{url.Values{}, 400, "invalid_request", "Missing required parameter: grant_type"},
		{url.Values{"grant_type": {"x"}, "client_id": {"portal"}}, 400, "unsupported_grant_type", "Grant type not supported"},
		{url.Values{"grant_type": {"x"}, "client_id": {"nobody"}}, 401, "invalid_client", "Client authentication failed"},
		{url.Values{"grant_type": {grantCode}, "client_id": {"portal"}}, 400, "invalid_request", "Missing required parameter: code"},
		{url.Values{"grant_type": {grantCode}, "client_id": {"portal"}, "code": {"x"}}, 400, "invalid_grant", "Invalid authorization code"},
		{url.Values{"grant_type": {grantRefresh}, "client_id": {"wall"}}, 400, "invalid_request", "Missing required parameter: refresh_token"},
		{url.Values{"grant_type": {grantRefresh}, "client_id": {"wall"}, "refresh_token": {"x"}}, 403, "invalid_grant", "Unknown or invalid refresh token."},
		{url.Values{"grant_type": {grantDevice}, "client_id": {"wall"}}, 400, "invalid_request", "Missing required parameter: device_code"},
		{url.Values{"grant_type": {grantDevice}, "client_id": {"wall"}, "device_code": {"x"}}, 403, "invalid_grant", "Invalid or expired device code."},
		{url.Values{"grant_type": {grantDevice}, "client_id": {"portal"}}, 403, "unauthorized_client", "Grant type '" + grantDevice + "' not allowed for the client."},
	} {
		l := newLab(t)
		l.fails(l.post("/oauth/token", c.form), c.status, c.code, c.description)
	}
}

func TestDevicePolling(t *testing.T) { // facts 8.3, RFC 8628 section 3.5
	l := newLab(t)
	begun := l.json(l.post("/oauth/device/code", url.Values{"client_id": {"wall"}, "scope": {"offline_access"}}))
	poll := func() wire.Response {
		return l.post("/oauth/token", url.Values{
			"grant_type": {grantDevice}, "client_id": {"wall"}, "device_code": {begun["device_code"].(string)},
		})
	}
	const pending = "User has yet to authorize device code."
	l.fails(poll(), 403, "authorization_pending", pending)
	l.Now = l.Now.Add(4 * time.Second)
	l.fails(poll(), 429, "slow_down", "You are polling faster than the specified interval of 5 seconds.")
	l.Now = l.Now.Add(5 * time.Second)
	l.fails(poll(), 403, "authorization_pending", pending)
	l.Now = l.Now.Add(15 * time.Minute)
	l.fails(poll(), 403, "expired_token", "The device code has expired.") // once
	l.fails(poll(), 403, "invalid_grant", "Invalid or expired device code.")
	l.fails(l.post("/oauth/device/code", url.Values{"client_id": {"portal"}}), 403, "unauthorized_client",
		"Grant type '"+grantDevice+"' not allowed for the client.")
}

// authorizeQuery is a request that nothing is wrong with.
var authorizeQuery = url.Values{
	"response_type": {"code"}, "client_id": {"portal"}, "redirect_uri": {"https://portal.example/callback"},
	"scope": {"openid"}, "state": {"xyz"}, "code_challenge": {Challenge("verifier")}, "code_challenge_method": {"S256"},
}

// with returns the authorization request with one parameter changed.
func with(name, value string) string {
	q := url.Values{}
	for k, v := range authorizeQuery {
		q[k] = v
	}
	if name != "" {
		q.Set(name, value)
	}
	return "/authorize?" + q.Encode()
}

func TestAuthorizeErrors(t *testing.T) { // RFC 6749 section 4.1.2.1
	for _, c := range []struct{ name, value, want string }{
		{"client_id", "nobody", "page"},
		{"redirect_uri", "https://evil.example/", "page"}, // never redirect to an address that is not registered
		{"response_type", "tokens", "unsupported_response_type"},
		{"response_type", "", "invalid_request"},
		{"response_type", "code id_token", "invalid_request"}, // without a nonce
		{"response_mode", "header", "invalid_request"},
		{"prompt", "none login", "invalid_request"},
		{"prompt", "nothing", "invalid_request"},
		{"max_age", "-1", "invalid_request"},
		{"code_challenge", "", "invalid_request"},
		{"code_challenge_method", "plain", "invalid_request"},
		{"audience", "https://other", "access_denied"},
		{"prompt", "none", "login_required"},
	} {
		resp := newLab(t).get(with(c.name, c.value))
		if c.want == "page" {
			if resp.Status != 400 || resp.Page == nil || resp.Location() != "" {
				t.Errorf("%s=%s: %d to %q, expected an error page", c.name, c.value, resp.Status, resp.Location())
			}
			continue
		}
		to, err := url.Parse(resp.Location())
		if err != nil {
			t.Fatal(err)
		}
		answer := to.Query()
		if to.Fragment != "" { // an error goes the way of the answer
			answer, err = url.ParseQuery(to.Fragment)
		}
		if err != nil || to.Host != "portal.example" || answer.Get("error") != c.want || answer.Get("state") != "xyz" {
			t.Errorf("%s=%s: redirected to %q, expected error %s", c.name, c.value, resp.Location(), c.want)
		}
	}
}

// signIn walks through the login page and returns the session cookie and the
// authorization code.
func (l *lab) signIn() (cookie, code string) {
	l.t.Helper()
	login := l.get(with("", ""))
	path := strings.TrimPrefix(login.Location(), "https://tenant.example")
	resp := l.post(path, url.Values{"username": {"ada@example.com"}})
	c := resp.SetCookies()[0]
	cookie = c.Name + "=" + c.Value
	done := l.get(strings.TrimPrefix(resp.Location(), "https://tenant.example"), cookie)
	to, err := url.Parse(done.Location())
	if err != nil || to.Query().Get("code") == "" {
		l.t.Fatalf("sign-in ended at %q", done.Location())
	}
	return cookie, to.Query().Get("code")
}

func exchange(code, verifier string) url.Values {
	return url.Values{
		"grant_type": {grantCode}, "client_id": {"portal"}, "code": {code},
		"redirect_uri": {"https://portal.example/callback"}, "code_verifier": {verifier},
	}
}

func TestCodeUsedAgainTakesBackWhatItGave(t *testing.T) { // RFC 6749 section 4.1.2
	l := newLab(t)
	authorizeQuery.Set("scope", "openid offline_access")
	defer authorizeQuery.Set("scope", "openid")
	_, code := l.signIn()
	first := l.json(l.post("/oauth/token", exchange(code, "verifier")))
	renew := url.Values{"grant_type": {grantRefresh}, "client_id": {"portal"}, "refresh_token": {first["refresh_token"].(string)}}
	if resp := l.post("/oauth/token", renew); resp.Status != 200 {
		t.Fatalf("the refresh token does not work: %s", resp.Body)
	}
	l.fails(l.post("/oauth/token", exchange(code, "verifier")), 400, "invalid_grant", "Invalid authorization code")
	l.fails(l.post("/oauth/token", renew), 403, "invalid_grant", "Unknown or invalid refresh token.")
}

func TestCodeExchange(t *testing.T) { // RFC 6749 section 4.1.3, RFC 7636 section 4.6
	l := newLab(t)
	_, code := l.signIn()
	if body := l.json(l.post("/oauth/token", exchange(code, "verifier"))); body["id_token"] == nil || body["refresh_token"] != nil {
		t.Errorf("tokens without offline_access: %v", body)
	}
	l.fails(l.post("/oauth/token", exchange(code, "verifier")), 400, "invalid_grant", "Invalid authorization code")
	_, code = l.signIn()
	l.fails(l.post("/oauth/token", exchange(code, "other")), 403, "invalid_grant", "Failed to verify code verifier")
	_, code = l.signIn()
	l.Now = l.Now.Add(codeLife)
	l.fails(l.post("/oauth/token", exchange(code, "verifier")), 400, "invalid_grant", "Invalid authorization code")
}

func TestSessionCookie(t *testing.T) { // facts 4.2
	l := newLab(t)
	cookie, _ := l.signIn()
	silent := func() string {
		to, _ := url.Parse(l.get(with("prompt", "none"), cookie).Location())
		return to.Query().Get("error")
	}
	if e := silent(); e != "" {
		t.Errorf("with a session: %s", e)
	}
	for range 2 { // each use moves the idle limit, never the absolute one
		l.Now = l.Now.Add(DefaultSessionIdle - time.Second)
		if e := silent(); e != "" {
			t.Errorf("a second before the session is idle too long: %s", e)
		}
	}
	l.Now = l.Now.Add(24*time.Hour + 2*time.Second)
	if e := silent(); e != "login_required" {
		t.Errorf("after seven days of use: %q, expected login_required", e)
	}
	cookie, _ = l.signIn()
	cookie = cookie[:len(cookie)-1] + "!"
	if e := silent(); e != "login_required" {
		t.Errorf("with an altered cookie: %q, expected login_required", e)
	}
}

func TestStrangePaths(t *testing.T) {
	l := newLab(t)
	for _, path := range []string{"/", "/u/login", "/u/mfa-otp-challenge?state=x", "/authorize/resume", "/activate/confirm?state=", "/%zz"} {
		if resp := l.get(path); resp.Status < 400 || resp.Status > 499 || resp.Page == nil || l.Journal.Err != nil {
			t.Errorf("GET %s: %d, page %v, %v; expected an error page", path, resp.Status, resp.Page, l.Journal.Err)
		}
	}
}
