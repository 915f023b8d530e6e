package tenant

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

// Who has neither a factor nor an address to verify is blocked.
func TestAdaptiveBlocksWithoutEmail(t *testing.T) { // facts 3.3, 11.4
	s, _ := newLab(t).surf()
	s.visit("") // signs in
	s.Config.Policy = PolicyAdaptive
	s.Config.Risk.Confidence = "low"
	s.Config.People[0].Email, s.Config.People[0].Factors = "", nil
	at, _ := s.visit("")
	if at.Host != "portal.example" || at.Query().Get("error") != "access_denied" {
		t.Fatalf("the browser is at %s, expected the application with access_denied", at)
	}
	d := s.Journal.Decisions[len(s.Journal.Decisions)-1]
	last := d.Because[len(d.Because)-1]
	if d.Outcome != Refused || last.Source != FromPolicy || !strings.Contains(last.Text, "blocked") {
		t.Errorf("the decision is %s because %+v", d.Outcome, last)
	}
}

func TestAssessment(t *testing.T) { // facts 11.2, 11.3, 11.5
	l := newLab(t)
	l.Config.Policy = PolicyAdaptive
	req := wire.Get("https://tenant.example/authorize")
	req.Header = http.Header{"User-Agent": {"A"}, "Cookie": {"did=" + l.signedDevice("1")}}
	assess := func(want string) {
		t.Helper()
		risk := l.assess(LegBrowser, "ada", req)
		if got := risk.Confidence + " " + risk.Assessments["NewDevice"].Code; got != want {
			t.Errorf("the assessment is %q, expected %q", got, want)
		}
	}
	assess("high initial_login") // neutral says nothing
	l.knowDevice("ada", req)
	assess("high match")
	req.Header.Set("User-Agent", "B")
	assess("medium partial_match")
	req.Header.Set("Cookie", "did_compat="+l.signedDevice("1"))
	assess("medium partial_match")
	req.Header.Set("Cookie", "did=1") // forged
	assess("low no_match")
	l.State.SetRisk(RiskSettings{NewDevice: "high/match"})
	assess("high match")
	l.State.SetRisk(RiskSettings{NewDevice: "computed", Confidence: "medium"})
	assess("medium no_match")
	l.State.SetRisk(RiskSettings{Confidence: "computed"})
	req.Header.Set("User-Agent", "A")
	assess("medium partial_match")
	l.Now = l.Now.Add(30 * 24 * time.Hour)
	assess("low no_match")

	if l.assess(LegRefresh, "ada", req) != nil {
		t.Error("a refresh exchange is assessed")
	}
	if risk := l.assess(LegPassword, "ada", req); risk.Confidence != "low" || risk.Assessments["NewDevice"].Code != "assessment_not_available" {
		t.Errorf("a password exchange is assessed as %+v", risk)
	}
	l.Config.Policy = PolicyNever
	if l.assess(LegBrowser, "ada", req) != nil {
		t.Error("logins are assessed although that is switched off")
	}
	l.Config.Risk.On = true
	if l.assess(LegBrowser, "ada", req) == nil || l.assess(LegPassword, "ada", req) != nil {
		t.Error("without the adaptive policy, browsers and nobody else are assessed")
	}
}
