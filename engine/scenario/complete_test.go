package scenario

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"mfaplayground/engine/facts"
	"mfaplayground/engine/tenant"
)

// Every fact that we promise to keep is shown by a scenario, and every
// scenario shows one.
func TestEveryFactIsShown(t *testing.T) {
	shown := map[string]bool{}
	for _, file := range scenarioFiles(t, "testdata/*.txtar") {
		s := readScenario(t, file)
		if len(s.Claims) == 0 {
			t.Errorf("%s claims nothing; expected a line \"claims: F5 4.4/3\" at the end of its comment", file)
		}
		for _, id := range s.Claims {
			shown[id] = true
		}
	}
	for _, c := range facts.Claims(factSheet(t)) {
		if !shown[c.ID] {
			t.Errorf("no scenario shows %s: %s", c.ID, c.Text)
		}
	}
}

// shownLines joins the transcripts of all scenarios, each line of theirs in one
// piece however it was broken.
func shownLines(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, file := range scenarioFiles(t, "testdata/*.txtar") {
		all.WriteString(strings.Join(strings.Fields(readScenario(t, file).Transcript), " ") + "\n")
	}
	return all.String()
}

// Every event of the log that the fact sheet names is emitted somewhere, and
// shown (facts 12).
func TestEveryLogEventIsShown(t *testing.T) {
	shown := shownLines(t)
	code := regexp.MustCompile(`[a-z][a-z_]*`)
	events := 0
	for _, c := range facts.Claims(factSheet(t)) {
		if c.Section != "12" {
			continue
		}
		first, _, _ := strings.Cut(c.Text, ":")
		for _, event := range code.FindAllString(first, -1) {
			events++
			if !strings.Contains(shown, " log "+event+":") {
				t.Errorf("no transcript shows the event %s", event)
			}
		}
	}
	if events != 36 {
		t.Errorf("%d events were found in the fact sheet, expected 36: is the search still right?", events)
	}
}

// Every sentence that a decision can have is shown, so that somebody has read
// it where it is said.
func TestEveryReasonIsShown(t *testing.T) {
	text, err := os.ReadFile("../tenant/reasons.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := shownLines(t)
	row := regexp.MustCompile(`(?m)^\s*(because\w+)\s*= sentence\{.*, ("(?:[^"\\]|\\.)*"|` + "`[^`]*`" + `)\}$`)
	variable := regexp.MustCompile(` @|%[a-z]`)
	rows := row.FindAllStringSubmatch(string(text), -1)
	for _, m := range rows {
		said := strings.ReplaceAll(m[2][1:len(m[2])-1], `\"`, `"`)
		for _, part := range variable.Split(said, -1) {
			if part = strings.TrimSpace(part); len(part) > 8 && !strings.Contains(shown, part) {
				t.Errorf("no transcript shows %s: %s", m[1], part)
			}
		}
	}
	if sentences := strings.Count(string(text), "= sentence{"); len(rows) != sentences {
		t.Errorf("%d of %d sentences were found", len(rows), sentences)
	}
}

// defaults names for each assumption the scenario that shows its default.
var defaults = map[string]string{
	tenant.AssumePolicyOnRefresh:   "refresh_policy_always",
	tenant.AssumeTokenLife:         "policy_mfa_token_life",
	tenant.AssumeWithoutTick:       "remember_not_ticked",
	tenant.AssumeSilentRenews:      "authorize_silent_remembered",
	tenant.AssumeIgnoredEnds:       "decide_ignored_cookie_counts_again",
	tenant.AssumeLogoutClears:      "session_log_out",
	tenant.AssumeUserBinding:       "remember_another_person",
	tenant.AssumeConsume:           "refresh_not_consumed",
	tenant.AssumeScriptsAtGrant:    "decide_no_scripts_at_mfa_grant",
	tenant.AssumeActionReplaces:    "action_replaces_rule",
	tenant.AssumeNoneInRule:        "decide_none_in_rule",
	tenant.AssumeNoneAdaptive:      "adaptive_none_does_not_cancel",
	tenant.AssumePasswordAdaptive:  "policy_adaptive_password",
	tenant.AssumeACRAlone:          "decide_acr_values_alone",
	tenant.AssumeAudience:          "decide_mfa_audience",
	tenant.AssumeRememberedMethods: "decide_remembered_not_in_methods",
	tenant.AssumeRefreshMethods:    "decide_no_methods_on_refresh",
	tenant.AssumeRedirectFirst:     "decide_redirect_before_mfa",
	tenant.AssumeEnrollAll:         "decide_enroll_all_enrolled",
	tenant.AssumeRulesRun:          "rule_end_of_life",
	tenant.AssumeRefreshError:      "refresh_refused",
	tenant.AssumeNotEnrolled:       "mfa_api_associate",
}

// Both answers to every open question are held by a scenario: under the other
// answer its expectations fail (facts 14).
func TestEveryAssumptionIsShown(t *testing.T) {
	sandbox := openSandbox(t)
	breaks := func(s *Scenario, name, value string) bool {
		other := *s
		other.Setup.Tenant.Assume = maps.Clone(s.Setup.Tenant.Assume)
		if other.Setup.Tenant.Assume == nil {
			other.Setup.Tenant.Assume = tenant.Assumptions{}
		}
		other.Setup.Tenant.Assume[name] = value
		return len(play(t, &other, sandbox).Failed()) > 0
	}
	shown := map[string]bool{} // NAME=VALUE
	for _, file := range scenarioFiles(t, "testdata/*.txtar") {
		s := readScenario(t, file)
		for name, value := range s.Setup.Tenant.Assume {
			if a, _ := tenant.AssumptionByName(name); value != a.Default() && breaks(s, name, a.Default()) {
				shown[name+"="+value] = true
			}
		}
	}
	for _, a := range tenant.AssumptionList {
		usual := readScenario(t, "testdata/"+defaults[a.Name]+".txtar")
		for _, answer := range a.Answers[1:] {
			if !shown[a.Name+"="+answer.Value] {
				t.Errorf("no scenario fails when %s is not %s", a.Name, answer.Value)
			}
			if !breaks(usual, a.Name, answer.Value) {
				t.Errorf("%s holds as well when %s is %s", usual.Name(), a.Name, answer.Value)
			}
		}
	}
}
