package tenant

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// said is a container that answers with verdicts in order, then with nothing
// more to say, and keeps the jobs that it was given.
type said struct {
	verdicts []script.Verdict
	jobs     []script.Job
}

func (s *said) Run(_ context.Context, job script.Job) (script.Verdict, error) {
	s.jobs = append(s.jobs, job)
	if len(s.verdicts) == 0 {
		return script.Verdict{}, nil
	}
	v := s.verdicts[0]
	s.verdicts = s.verdicts[1:]
	return v, nil
}

func (s *said) Close() {}

// surf is a browser without pages: it keeps cookies and follows redirects
// within the tenant.
type surf struct {
	*lab
	cookies map[string]string
}

func (l *lab) surf(verdicts ...script.Verdict) (*surf, *said) {
	s := &said{verdicts: verdicts}
	l.Scripts = s
	return &surf{l, map[string]string{}}, s
}

// follow sends a request and goes on to the first answer that stays, or leads outside.
func (s *surf) follow(req wire.Request) (*url.URL, wire.Response) {
	s.t.Helper()
	for {
		if req.Header == nil {
			req.Header = http.Header{}
		}
		var pairs []string
		for name, value := range s.cookies {
			pairs = append(pairs, name+"="+value)
		}
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
		resp := s.Serve(s.t.Context(), req)
		for _, c := range resp.SetCookies() {
			s.cookies[c.Name] = c.Value
		}
		if resp.Location() == "" {
			return req.Address(), resp
		}
		req = wire.Get(resp.Location())
		if req.Address().Host != s.Config.Domain {
			return req.Address(), resp
		}
	}
}

// visit asks for an authorization, and signs in where the tenant asks for it.
func (s *surf) visit(more string) (*url.URL, wire.Response) {
	s.t.Helper()
	at, resp := s.follow(wire.Get("https://tenant.example/authorize?response_type=code&client_id=portal&scope=openid+offline_access" +
		"&redirect_uri=https%3A%2F%2Fportal.example%2Fcallback&state=S&code_challenge=" + Challenge("v") + "&code_challenge_method=S256" + more))
	if resp.Page != nil && resp.Page.Kind == wire.PageLogin {
		return s.follow(wire.PostForm(resp.Page.Form.Action, url.Values{"username": {"ada@example.com"}}))
	}
	return at, resp
}

// tokens redeems the code that a visit ended with.
func (s *surf) tokens(at *url.URL) map[string]any {
	s.t.Helper()
	return s.json(s.post("/oauth/token", url.Values{"grant_type": {grantCode}, "client_id": {"portal"}, "code": {at.Query().Get("code")},
		"redirect_uri": {"https://portal.example/callback"}, "code_verifier": {"v"}}))
}

func (s *surf) renew(answer map[string]any) wire.Response {
	return s.post("/oauth/token", url.Values{"grant_type": {grantRefresh}, "client_id": {"portal"}, "refresh_token": {answer["refresh_token"].(string)}})
}

// away is a verdict that sends the browser to an external page.
var away = script.Verdict{Suspend: &script.Suspend{Kind: script.SuspendRedirect, URL: "https://form.example/ask?q=1", State: "kept"}}

func TestRedirectAndContinue(t *testing.T) { // facts 1.9
	s, container := newLab(t).surf(away)
	at, _ := s.visit("")
	if at.Host != "form.example" || at.Query().Get("q") != "1" || at.Query().Get("state") == "" {
		t.Fatalf("the browser is sent to %s", at)
	}
	for _, state := range []string{"", "wrong"} {
		if _, resp := s.follow(wire.Get("https://tenant.example/continue?state=" + state)); resp.Status != 400 || !strings.Contains(resp.Page.Text[0], "invalid_request") {
			t.Errorf("/continue with the state %q answers %d", state, resp.Status)
		}
	}
	if again, _ := s.follow(wire.Get("https://tenant.example/authorize/resume?state=" + at.Query().Get("state"))); again.Host != "form.example" {
		t.Errorf("another way back leads to %s, expected to the external page", again)
	}
	s.Now = s.Now.Add(2 * time.Hour)
	at, _ = s.follow(wire.Get("https://tenant.example/continue?answer=42&state=" + at.Query().Get("state")))
	if at.Host != "portal.example" || at.Query().Get("code") == "" || at.Query().Get("state") != "S" {
		t.Errorf("after /continue the browser is at %s", at)
	}
	job := container.jobs[1]
	if job.Resume == nil || job.Resume.State != "kept" || !job.Resume.Callback || job.Request.Query["answer"] != "42" {
		t.Errorf("the pipeline goes on with %+v and the query %v", job.Resume, job.Request.Query)
	}
	if len(container.jobs) != 2 {
		t.Errorf("there were %d runs, expected 2", len(container.jobs))
	}
}

func TestRedirectEnds(t *testing.T) { // facts 1.9: 3 days, less when the session is shorter
	for _, c := range []struct {
		after time.Duration
		lives bool
	}{{71 * time.Hour, true}, {72 * time.Hour, false}} {
		l := newLab(t)
		l.Config.Session.Idle = 100 * time.Hour
		s, _ := l.surf(away)
		at, _ := s.visit("")
		s.Now = s.Now.Add(c.after)
		if at, _ = s.follow(wire.Get("https://tenant.example/continue?state=" + at.Query().Get("state"))); (at.Host == "portal.example") != c.lives {
			t.Errorf("after %s the browser ends at %s", c.after, at)
		}
	}
	l := newLab(t)
	l.Config.Session.Idle = time.Hour
	s, _ := l.surf(away)
	at, _ := s.visit("")
	s.Now = s.Now.Add(time.Hour)
	if _, resp := s.follow(wire.Get("https://tenant.example/continue?state=" + at.Query().Get("state"))); resp.Status != 400 {
		t.Errorf("without a session /continue answers %d", resp.Status)
	}
}

func TestContinueWithAForm(t *testing.T) { // facts 1.9, 2.11: the request is a new one
	s, container := newLab(t).surf(away)
	at, _ := s.visit("")
	form := url.Values{"state": {at.Query().Get("state")}, "session_token": {"signed"}}
	stranger := &surf{s.lab, map[string]string{}}
	if _, resp := stranger.follow(wire.PostForm("https://tenant.example/continue", form)); resp.Status != 400 {
		t.Errorf("another browser's /continue answers %d", resp.Status)
	}
	container.verdicts = []script.Verdict{away}
	stranger.visit("") // has a session now, and a redirect of its own
	if _, resp := stranger.follow(wire.PostForm("https://tenant.example/continue", form)); resp.Status != 400 {
		t.Errorf("/continue with the state of another browser answers %d", resp.Status)
	}
	if at, _ = s.follow(wire.PostForm("https://tenant.example/continue", form)); at.Query().Get("code") == "" {
		t.Errorf("the browser ends at %s", at)
	}
	if got := container.jobs[2].Request; got.Body["session_token"] != "signed" || got.Method != "POST" {
		t.Errorf("the scripts see %+v", got)
	}
}

func TestRedirectInSilence(t *testing.T) { // facts 5.2
	s, container := newLab(t).surf()
	s.visit("")
	container.verdicts = []script.Verdict{away}
	at, _ := s.visit("&prompt=none")
	if at.Query().Get("error") != "interaction_required" || at.Query().Get("error_description") != "External interaction required" {
		t.Errorf("prompt=none ends at %s", at)
	}
	if !container.jobs[0].Interactive || container.jobs[1].Interactive {
		t.Error("api.redirect.canRedirect() is not false exactly under prompt=none")
	}
}

func TestRedirectOrMFAFirst(t *testing.T) { // facts 1.9, the assumption redirect-before-mfa
	asks := script.Verdict{Rule: &script.Directive{Provider: "any"}}
	both := asks
	both.Suspend = away.Suspend
	for answer, first := range map[string]string{"yes": "form.example", "no": "tenant.example"} {
		s, _ := newLab(t).surf(both, asks)
		s.Config.Assume = Assumptions{AssumeRedirectFirst: answer}
		at, resp := s.visit("")
		if at.Host != first {
			t.Fatalf("redirect-before-mfa=%s: the browser is sent to %s first", answer, at)
		}
		if answer == "no" {
			if at, _ = s.pass(resp.Page, nil); at.Host != "form.example" {
				t.Fatalf("after the second factor the browser is at %s", at)
			}
		}
		at, resp = s.follow(wire.Get("https://tenant.example/continue?state=" + at.Query().Get("state")))
		if answer == "yes" {
			at, _ = s.pass(resp.Page, nil)
		}
		if at.Query().Get("code") == "" {
			t.Errorf("redirect-before-mfa=%s: the browser ends at %s", answer, at)
		}
	}
}

func TestMetadataIsKept(t *testing.T) { // facts 2.8, also when access is denied
	s, container := newLab(t).surf(script.Verdict{
		AppMetadata: map[string]any{"level": 2.0, "old": nil}, UserMetadata: map[string]any{"theme": "dark"},
		Stop: &script.Stop{Reason: script.Denied, Error: "access_denied", Description: "no"},
	})
	s.Config.People[0].Profile.AppMetadata = map[string]any{"old": true, "kept": true}
	s.visit("")
	s.visit("")
	u := container.jobs[1].User
	if u.AppMetadata["level"] != 2.0 || u.AppMetadata["kept"] != true || len(u.AppMetadata) != 2 || u.UserMetadata["theme"] != "dark" {
		t.Errorf("the next run sees %v and %v", u.AppMetadata, u.UserMetadata)
	}
	if len(s.Config.People[0].Profile.AppMetadata) != 2 || s.Config.People[0].Profile.AppMetadata["old"] != true {
		t.Error("the configuration was changed")
	}
}

func TestScopeAndClaims(t *testing.T) { // facts 1.4, 2.8
	s, container := newLab(t).surf(script.Verdict{
		Scope: &[]string{"openid", "read:quotes"}, AccessTokenClaims: map[string]any{"https://x/role": "admin"},
	})
	at, _ := s.visit("")
	answer := s.tokens(at)
	claims, err := token.Verify(answer["access_token"].(string), "https://tenant.example/", s.Config.API.Audience, s.Now)
	if err != nil || claims["scope"] != "openid read:quotes" || answer["scope"] != "openid read:quotes" || claims["https://x/role"] != "admin" {
		t.Errorf("claims %v, scope %v, %v", claims, answer["scope"], err)
	}
	next := s.json(s.renew(answer))
	if next["scope"] != "openid offline_access" {
		t.Errorf("the refresh exchange grants %v; scripts said nothing this time", next["scope"])
	}
	if got := container.jobs[1].RefreshToken; got.SessionID == "" || got.ExpiresMS == 0 || got.LastExchangedMS == 0 {
		t.Errorf("event.refresh_token is %+v", got)
	}
}

func TestSessionOrders(t *testing.T) { // facts 2.7, 2.8
	l := newLab(t)
	inAnHour, inAYear := l.Now.Add(time.Hour), l.Now.Add(365*24*time.Hour)
	s, container := l.surf(script.Verdict{RecordedMethods: []string{"https://form.example"}, Session: &script.Orders{
		IdleExpiresMS: inAnHour.UnixMilli(), ExpiresMS: inAYear.UnixMilli(), Metadata: map[string]any{"k": "v"},
	}})
	s.visit("")
	got := s.State.SessionList()[0]
	if !got.Idle.Equal(inAnHour) || !got.End.Equal(s.Now.Add(DefaultSessionAbsolute)) {
		t.Errorf("the session is idle at %s and ends at %s", got.Idle, got.End)
	}
	s.visit("")
	job := container.jobs[1]
	if len(job.Methods) != 2 || job.Methods[1].Name != "https://form.example" || job.Session.Metadata["k"] != "v" {
		t.Errorf("the next run sees the methods %v and the metadata %v", job.Methods, job.Session.Metadata)
	}
}

func TestSessionIsRevoked(t *testing.T) { // facts 2.8
	for _, preserve := range []bool{false, true} {
		s, container := newLab(t).surf()
		at, _ := s.visit("")
		answer := s.tokens(at)
		container.verdicts = []script.Verdict{{Session: &script.Orders{Revoke: &script.Revoke{Reason: "gone", PreserveRefreshTokens: preserve}}}}
		at, _ = s.visit("")
		if at.Query().Get("error") != "access_denied" || at.Query().Get("error_description") != "gone" || len(s.State.Sessions) != 0 {
			t.Errorf("the browser ends at %s, and there are %d sessions", at, len(s.State.Sessions))
		}
		if resp := s.renew(answer); (resp.Status == 200) != preserve {
			t.Errorf("preserved %v: the refresh exchange answers %d", preserve, resp.Status)
		}
	}
}

func TestRefreshTokenOrders(t *testing.T) { // facts 2.8
	s, container := newLab(t).surf()
	at, _ := s.visit("")
	answer := s.tokens(at)
	container.verdicts = []script.Verdict{{RefreshToken: &script.Orders{
		ExpiresMS: s.Now.Add(time.Hour).UnixMilli(), Metadata: map[string]any{"k": "v"},
	}}, {RefreshToken: &script.Orders{ExpiresMS: s.Now.Add(1000 * time.Hour).UnixMilli()}}}
	s.json(s.renew(answer))
	s.json(s.renew(answer)) // may not lengthen it again
	if got := container.jobs[2].RefreshToken.Metadata["k"]; got != "v" {
		t.Errorf("the metadata is %v", got)
	}
	s.Now = s.Now.Add(time.Hour)
	s.fails(s.renew(answer), 403, "invalid_grant", "Unknown or invalid refresh token.")
}

func TestRefreshTokenIsRevoked(t *testing.T) { // facts 2.8, 6.3
	s, container := newLab(t).surf()
	at, _ := s.visit("")
	answer := s.tokens(at)
	container.verdicts = []script.Verdict{{RefreshToken: &script.Orders{Revoke: &script.Revoke{Reason: "stolen"}}}}
	s.fails(s.renew(answer), 403, "access_denied", "stolen")
	if last := s.Journal.Logs[len(s.Journal.Logs)-2]; last.Code != "srrt" || last.Description != "stolen" {
		t.Errorf("the log says %+v", last)
	}
	s.fails(s.renew(answer), 403, "invalid_grant", "Unknown or invalid refresh token.")
}
