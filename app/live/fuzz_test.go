//go:build !js

package live

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// requestsMax is how many requests of a fuzz input are sent.
const requestsMax = 8

// documented are all error codes that an OAuth error may have here (facts 6.3,
// 7.6, 8.3; RFC 6749 section 4.1.2.1; OpenID Connect Core section 3.1.2.6).
var documented = strings.Fields(`access_denied authorization_pending expired_token invalid_client invalid_grant
	invalid_request invalid_scope invalid_token login_required mfa_required interaction_required consent_required slow_down
	unauthorized unauthorized_client unsupported_grant_type unsupported_response_type association_required
	unsupported_challenge_type too_many_attempts insufficient_scope not_found`)

// A conversation is up to eight requests, one after the other. Each is a line:
// method, target, and then the Cookie, Authorization or Content-Type header,
// the body, or time that passes before it:
//
//	POST /oauth/token c=auth0=x a=Basic:eA== t=application/json b=grant_type=x w=36h
//
// STATE, CODE, OTP, TOKEN, DEVICE and USERCODE stand for what the answers so
// far gave out (ACCESS, MFATOKEN and OOB too), and COOKIES for what they set.
var conversations = []string{`GET /authorize?` + goodRequest + `
POST /u/login?state=STATE b=username=ada@example.com
GET /authorize/resume?state=STATE c=COOKIES
GET /u/mfa-otp-challenge?state=STATE c=COOKIES
POST /u/mfa-otp-challenge?state=STATE c=COOKIES b=code=OTP&rememberBrowser=true
GET /authorize/resume?state=STATE c=COOKIES
POST /oauth/token b=grant_type=authorization_code&client_id=portal&code=CODE&redirect_uri=http://127.0.0.1:9/&code_verifier=v
POST /oauth/token b=grant_type=refresh_token&client_id=portal&refresh_token=TOKEN`, `GET /authorize?` + goodRequest + `
GET /u/login?state=STATE
POST /u/login?state=STATE b=username=bob@example.com
GET /authorize?prompt=none&` + goodRequest + ` c=COOKIES
GET /oidc/logout?post_logout_redirect_uri=http://localhost/&state=s c=COOKIES
GET /v2/logout?returnTo=https://portal.example`, `GET /authorize?` + goodRequest + `
POST /u/login?state=STATE b=username=cem@acme.example
GET /_idp/acme?state=STATE
POST /login/callback b=state=STATE
POST /login/callback?state=STATE b=x=y c=COOKIES
POST /u/login?state=STATE b=passkey=eve@example.com
GET /login/callback?state=STATE c=COOKIES
POST /u/login?state=STATE b=passkey=bob@example.com`, `POST /oauth/device/code b=client_id=wall&scope=offline_access
POST /activate b=user_code=USERCODE
GET /activate/confirm?state=STATE
POST /activate/confirm?state=STATE b=action=accept
POST /oauth/token b=grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=wall&device_code=DEVICE
POST /oauth/token w=1h b=grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=wall&device_code=DEVICE`,
	`POST /oauth/token b=grant_type=password&client_id=mobile&username=ada@example.com&password=x&audience=http://127.0.0.1:8090/mfa/&scope=enroll
GET /mfa/authenticators a=Bearer:MFATOKEN
POST /mfa/challenge t=application/json b={"mfa_token":"MFATOKEN","client_id":"mobile","challenge_type":"oob"}
POST /mfa/associate t=application/json a=Bearer:MFATOKEN b={"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":"+15550108730"}
POST /oauth/token b=grant_type=http://auth0.com/oauth/grant-type/mfa-otp&client_id=mobile&mfa_token=MFATOKEN&otp=1
POST /oauth/token b=grant_type=http://auth0.com/oauth/grant-type/mfa-oob&client_id=mobile&mfa_token=MFATOKEN&oob_code=OOB&binding_code=1
POST /oauth/token b=grant_type=http://auth0.com/oauth/grant-type/mfa-recovery-code&client_id=mobile&mfa_token=MFATOKEN&recovery_code=1
DELETE /mfa/authenticators/totp|dev_1 a=Bearer:MFATOKEN`,
	`POST /oauth/token a=Basic:cG9ydGFsOg== b=grant_type=refresh_token&refresh_token=v1.x.1.y
POST /oauth/revoke b=client_id=wall&token=TOKEN
GET /userinfo a=Bearer:e30.e30.e30
GET /.well-known/jwks.json
OPTIONS *
GET /%zz?%zz c=;;=
POST /_sim/advance?by=9d
POST /_sim/reset`,
	`POST /oauth/token b=grant_type=client_credentials&client_id=console&client_secret=console-secret&audience=http://127.0.0.1:8090/api/v2/
PUT /api/v2/guardian/policies t=application/json a=Bearer:ACCESS b=["confidence-score"]
GET /api/v2/users/auth0|ada/sessions a=Bearer:ACCESS
PATCH /api/v2/users/auth0|ada t=application/json a=Bearer:ACCESS b={"blocked":true,"app_metadata":{"a":null},"email":"x@example.com"}
POST /api/v2/users/auth0|ada/multifactor/actions/invalidate-remember-browser a=Bearer:ACCESS
DELETE /api/v2/users/auth0|ada/authenticators a=Bearer:ACCESS
GET /api/v2/device-credentials?user_id=auth0|ada a=Bearer:ACCESS
POST /oauth/global-token-revocation/connection/Username-Password-Authentication t=application/json a=Bearer:ACCESS b={"subject":"auth0|ada"}`,
	`GET /authorize?client_id=partner&redirect_uri=http://127.0.0.1:9/&response_type=code%20id_token&response_mode=form_post&nonce=n&prompt=consent
POST /u/login?state=STATE b=username=bob@example.com
GET /authorize/resume?state=STATE c=COOKIES
GET /u/mfa-otp-challenge?state=STATE c=COOKIES
POST /u/mfa-otp-challenge?state=STATE c=COOKIES b=code=OTP
GET /authorize/resume?state=STATE c=COOKIES
POST /u/consent?state=STATE c=COOKIES b=action=accept
GET /authorize/resume?state=STATE c=COOKIES`}

// goodRequest is an authorization request that nothing is wrong with; its
// verifier is "v".
const goodRequest = "response_type=code&client_id=portal&redirect_uri=http://127.0.0.1:9/&state=s&scope=openid%20offline_access" +
	"&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256"

// FuzzHTTP holds conversations. Whatever is said: no panic, no status of 500
// or more, and every error has its documented form.
func FuzzHTTP(f *testing.F) {
	for _, c := range conversations {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, text string) { converse(t, text) })
}

// TestConversationsGetThrough checks that conversations end with what they are
// about, so that what is made out of them comes deep into the tenant.
func TestConversationsGetThrough(t *testing.T) {
	for _, c := range []struct {
		conversation, status int
		text                 string
	}{
		{0, 200, "access_token"},
		{len(conversations) - 2, 204, ""},
		{len(conversations) - 1, 200, `name="code"`},
	} {
		if last := converse(t, conversations[c.conversation]); last.Code != c.status || !strings.Contains(last.Body.String(), c.text) {
			t.Errorf("conversation %d ended with %d %s", c.conversation, last.Code, last.Body)
		}
	}
}

// TestRandomConversations says what the tenant understands, in any order and
// with parts of it missing, doubled or wrong.
func TestRandomConversations(t *testing.T) {
	var lines []string
	for _, c := range conversations {
		lines = append(lines, strings.Split(c, "\n")...)
	}
	for endpoint := range strings.FieldsSeq("/mfa/challenge /mfa/associate /mfa/authenticators /api/v2/users /continue /u/consent /u/mfa-sms-challenge /u/mfa-login-options /u/mfa-otp-enrollment-qr / /activate/done /authorize/resume") {
		lines = append(lines, "GET "+endpoint+"?state=STATE c=COOKIES", "POST "+endpoint+" t=application/json b={} a=Bearer:TOKEN")
	}
	spoil := rapid.SampledFrom([]string{"STATE", "CODE", "TOKEN", "COOKIES", "ada", "v", "client_id", "state", "&", "=", "1", "S256", "GET", "POST", "refresh_token", "https"})
	with := rapid.SampledFrom([]string{"", "%00", "%FF", ";", "\"", "x", "STATE", "TOKEN", "&client_id=wall", "&prompt=none", "&prompt=login", "&max_age=0", "PUT", "HEAD", " w=31d", " c=auth0-mf=x"})
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfN(rapid.SampledFrom(lines), 1, requestsMax).Draw(t, "said")
		begin := rapid.IntRange(0, len(conversations)-1).Draw(t, "conversation")
		if n := rapid.IntRange(0, requestsMax).Draw(t, "kept"); n > 0 {
			kept := strings.Split(conversations[begin], "\n")
			said = append(kept[:min(n, len(kept))], said...)
		}
		for range rapid.IntRange(0, 4).Draw(t, "spoilt") {
			i := rapid.IntRange(0, len(said)-1).Draw(t, "line")
			said[i] = strings.Replace(said[i], spoil.Draw(t, "what"), with.Draw(t, "with"), 1)
		}
		converse(t, strings.Join(said, "\n"))
	})
}

// asked is the tenant that conversations are held with. It has no scripts:
// those have fuzz targets of their own.
var asked = sync.OnceValue(func() engine.Setup {
	s, err := scenario.Parse("fuzz", strings.Replace(home, "rule mfa off", "app console type=m2m\napp partner type=web party=third\nconnection acme strategy=waad mfa=on\n"+
		"person cem email=cem@acme.example connection=acme\nperson eve email=eve@example.com passkey=true\nrule mfa off", 1))
	if err != nil {
		panic(err)
	}
	return s.Setup
})

// failer is a test, or one round of a random one.
type failer interface {
	Fatalf(format string, args ...any)
}

// converse holds a conversation with a new tenant and returns the last answer.
func converse(t failer, text string) *httptest.ResponseRecorder {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	server, err := New(context.Background(), asked(), "http://127.0.0.1:8090", nil, func() time.Time { return now })
	if err != nil {
		t.Fatalf("%v", err)
	}
	known, answer := memory{}, httptest.NewRecorder()
	for i, line := range strings.Split(text, "\n") {
		req, wait := parseRequest(known.fill(line))
		if req == nil || i == requestsMax {
			break
		}
		now = now.Add(wait)
		answer = httptest.NewRecorder()
		server.ServeHTTP(answer, req)
		judgeAnswer(t, line, answer, !steering(req))
		known.learn(answer)
	}
	return answer
}

// parseRequest reads one line, or returns nil when it makes no request that a
// server of net/http would pass on.
func parseRequest(line string) (*http.Request, time.Duration) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return nil, 0
	}
	target, err := url.ParseRequestURI(words[1])
	if err != nil && words[1] != "*" {
		return nil, 0
	}
	if err != nil {
		target = &url.URL{Path: "*"}
	}
	header, body, wait := http.Header{}, "", time.Duration(0)
	for _, word := range words[2:] {
		kind, value, _ := strings.Cut(word, "=")
		switch kind {
		case "c":
			header.Add("Cookie", value)
		case "a":
			header.Set("Authorization", strings.Replace(value, ":", " ", 1))
		case "t":
			header.Set("Content-Type", value)
		case "b":
			body = value
			if header.Get("Content-Type") == "" {
				header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
		case "w":
			wait, _ = scenario.ParseDuration(value)
		}
	}
	req := httptest.NewRequest("GET", "/", strings.NewReader(body))
	req.Method, req.URL, req.Header = words[0], target, header
	req.RemoteAddr, req.Host = "127.0.0.1:1", "127.0.0.1:8090"
	return req, wait
}

// judgeAnswer checks that an answer is one that is given on purpose; OAuth
// tells that the tenant gave it.
func judgeAnswer(t failer, line string, answer *httptest.ResponseRecorder, oauth bool) {
	kind := answer.Header().Get("Content-Type")
	switch {
	case answer.Code < 200 || answer.Code >= 500:
		t.Fatalf("%s: status %d, %s", line, answer.Code, answer.Body)
	case answer.Code >= 300 && answer.Code < 400:
		to, err := answer.Result().Location()
		if err != nil || to.Host == "" {
			t.Fatalf("%s: redirected to %v (%v)", line, to, err)
		}
		if code := to.Query().Get("error"); code != "" {
			judgeCode(t, line, code)
		}
	case strings.HasPrefix(kind, "text/html"):
		if !strings.Contains(answer.Body.String(), "<h1>") {
			t.Fatalf("%s: a page without a heading:\n%s", line, answer.Body)
		}
	case kind == "application/json":
		var body struct {
			Error      string `json:"error"`
			StatusCode int    `json:"statusCode"` // of the Management API, whose errors have a form of their own
		}
		err := json.Unmarshal(answer.Body.Bytes(), &body)
		if isList := strings.HasPrefix(answer.Body.String(), "["); err != nil && !(isList && json.Valid(answer.Body.Bytes())) {
			t.Fatalf("%s: not JSON: %s", line, answer.Body)
		}
		if answer.Code >= 400 && oauth && body.StatusCode != answer.Code {
			judgeCode(t, line, body.Error)
		}
	case answer.Code >= 300 || answer.Body.Len() > 0: // RFC 7009: an empty answer is how revocation succeeds
		t.Fatalf("%s: %d of type %q: %s", line, answer.Code, kind, answer.Body)
	}
}

func judgeCode(t failer, line, code string) {
	for _, known := range documented {
		if code == known {
			return
		}
	}
	t.Fatalf("%s: the error %q is not documented", line, code)
}

// memory keeps what answers gave out, by the word that stands for it.
type memory map[string]string

// fill puts what is known into a line.
func (m memory) fill(line string) string {
	return strings.NewReplacer("ACCESS", m["ACCESS"], "MFATOKEN", m["MFATOKEN"], "OOB", m["OOB"], "OTP", m["OTP"], "STATE", m["STATE"], "USERCODE", m["USERCODE"], "CODE", m["CODE"],
		"TOKEN", m["TOKEN"], "DEVICE", m["DEVICE"], "COOKIES", m["COOKIES"]).Replace(line)
}

func (m memory) learn(answer *httptest.ResponseRecorder) {
	for _, c := range answer.Result().Cookies() {
		m["COOKIES"] = strings.TrimPrefix(m["COOKIES"]+";"+c.Name+"="+c.Value, ";")
	}
	if to, err := answer.Result().Location(); err == nil {
		if to.Host == "127.0.0.1:8090" { // at the callback it is the application's
			m.keep("STATE", to.Query().Get("state"))
		}
		m.keep("CODE", to.Query().Get("code"))
	}
	m.keep("OTP", first(codeText, answer.Body.String()))
	var body struct {
		DeviceCode   string `json:"device_code"`
		UserCode     string `json:"user_code"`
		AccessToken  string `json:"access_token"`
		RefreshToken string `json:"refresh_token"`
		MFAToken     string `json:"mfa_token"`
		OOBCode      string `json:"oob_code"`
	}
	if json.Unmarshal(answer.Body.Bytes(), &body) == nil {
		m.keep("DEVICE", body.DeviceCode)
		m.keep("USERCODE", body.UserCode)
		m.keep("ACCESS", body.AccessToken)
		m.keep("TOKEN", body.RefreshToken)
		m.keep("MFATOKEN", body.MFAToken)
		m.keep("OOB", body.OOBCode)
	}
}

func (m memory) keep(word, value string) {
	if value != "" {
		m[word] = value
	}
}
