package tenant

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// commands makes a verdict that suspends the pipeline for factors.
func commands(kind script.SuspendKind, types ...string) script.Verdict {
	s := &script.Suspend{Place: script.Place{Kind: script.Action, Script: "mfa", Line: 3}, Kind: kind, State: "after mfa"}
	for _, name := range types {
		s.Factors = append(s.Factors, script.Factor{Type: name})
	}
	return script.Verdict{Suspend: s}
}

// pass answers the MFA page with the right code.
func (s *surf) pass(p *wire.Page, more url.Values) (*url.URL, wire.Response) {
	s.t.Helper()
	if p == nil || p.Kind != wire.PageMFA {
		s.t.Fatalf("the browser shows %+v, expected the MFA page", p)
	}
	form := url.Values{"code": {s.Config.People[0].OTP(s.Now)}}
	for name, values := range more {
		form[name] = values
	}
	return s.follow(wire.PostForm(p.Form.Action, form))
}

// logged tells whether the tenant logged a code.
func (l *lab) logged(code string) bool {
	return slices.ContainsFunc(l.Journal.Logs, func(e Log) bool { return e.Code == code })
}

func TestChallengeSuspends(t *testing.T) { // facts 2.6, 3.4
	s, container := newLab(t).surf(commands(script.SuspendChallenge, "otp"), commands(script.SuspendChallenge, "otp"))
	s.Config.Policy = PolicyAlways // the command overrides it
	_, resp := s.visit("")
	if len(container.jobs) != 1 {
		t.Fatalf("there were %d runs before the challenge, expected 1", len(container.jobs))
	}
	at, _ := s.pass(resp.Page, nil)
	if at.Host != "portal.example" || at.Query().Get("code") == "" {
		t.Fatalf("after the challenge the browser is at %s", at)
	}
	if len(container.jobs) != 3 { // the second command is spent: otp was passed in this transaction
		t.Fatalf("there were %d runs, expected 3", len(container.jobs))
	}
	job := container.jobs[1]
	if job.Resume == nil || job.Resume.State != "after mfa" || job.Resume.Callback || len(job.Methods) != 2 || job.Methods[1].Type != "otp" {
		t.Errorf("the pipeline goes on with %+v and the methods %v", job.Resume, job.Methods)
	}
	if answer := s.tokens(at); answer["id_token"] == nil {
		t.Errorf("the tokens are %v", answer)
	}
}

func TestChallengeOfRememberedBrowser(t *testing.T) { // facts 2.6, 15
	s, container := newLab(t).surf(commands(script.SuspendChallenge, "otp"))
	_, resp := s.visit("")
	s.pass(resp.Page, url.Values{"rememberBrowser": {"true"}})
	container.verdicts, container.jobs = []script.Verdict{commands(script.SuspendChallenge, "otp")}, nil
	if at, _ := s.visit("&prompt=none"); at.Query().Get("code") == "" {
		t.Errorf("a remembered browser ends at %s", at)
	}
	if len(container.jobs) != 2 || container.jobs[1].Resume == nil {
		t.Errorf("the pipeline was not gone on with: %d runs", len(container.jobs))
	}
}

func TestChallengeInSilence(t *testing.T) { // facts 2.6, 5.2
	s, container := newLab(t).surf()
	s.visit("")
	container.verdicts = []script.Verdict{commands(script.SuspendChallenge, "otp")}
	at, _ := s.visit("&prompt=none")
	if at.Query().Get("error") != "login_required" || at.Query().Get("error_description") != "Multifactor authentication required" {
		t.Errorf("prompt=none ends at %s", at)
	}
}

func TestCommandsThatCannotBe(t *testing.T) { // facts 2.6
	for _, c := range []struct {
		name    string
		verdict script.Verdict
		ignored bool // a warning for a single factor
	}{
		{"challenge what is not enrolled", commands(script.SuspendChallenge, "phone"), true},
		{"challenge nothing", commands(script.SuspendChallenge), false},
		{"enroll before a challenge", commands(script.SuspendEnroll, "phone"), false},
	} {
		s, _ := newLab(t).surf(c.verdict)
		at, _ := s.visit("")
		if at.Query().Get("error") != "access_denied" || at.Query().Get("error_description") != notSetUp || !s.logged("mfar") || s.logged("w") != c.ignored {
			t.Errorf("%s: the browser ends at %s, the log is %+v", c.name, at, s.Journal.Logs)
		}
	}
}

func TestCommandsWithoutBrowser(t *testing.T) { // facts 6.2, 7.7, 1.9
	s, container := newLab(t).surf()
	s.Config.Apps = append(s.Config.Apps, App{ID: "phone", Type: AppNative})
	password := url.Values{"grant_type": {grantPassword}, "client_id": {"phone"}, "username": {"ada@example.com"}, "password": {"any"}}

	container.verdicts = []script.Verdict{commands(script.SuspendChallenge, "otp")}
	resp := s.post("/oauth/token", password)
	if resp.Status != 403 || !strings.Contains(resp.Body, `"mfa_requirements":{"challenge":[{"type":"otp"}]}`) || !strings.Contains(resp.Body, "mfa_token") {
		t.Errorf("the password exchange answers %d %s", resp.Status, resp.Body)
	}
	container.verdicts = []script.Verdict{commands(script.SuspendChallenge, "phone")}
	s.fails(s.post("/oauth/token", password), 403, "access_denied", notSetUp)
	container.verdicts = []script.Verdict{away}
	s.fails(s.post("/oauth/token", password), 403, "interaction_required", "External interaction required")
	if slices.ContainsFunc(container.jobs, func(j script.Job) bool { return j.Interactive }) {
		t.Error("a password exchange counts as interactive")
	}
}

func TestMFARequirementsOnlyByCommand(t *testing.T) { // F12
	s, container := newLab(t).surf()
	at, _ := s.visit("")
	answer := s.tokens(at)
	container.verdicts = []script.Verdict{{Action: &script.Directive{Provider: "any"}}, commands(script.SuspendChallenge, "otp")}
	for _, want := range []bool{false, true} {
		if resp := s.renew(answer); resp.Status != 403 || strings.Contains(resp.Body, "mfa_requirements") != want {
			t.Errorf("the refresh exchange answers %d %s; mfa_requirements expected: %v", resp.Status, resp.Body, want)
		}
	}
}
