package scenario

import (
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/tenant"
)

// The answers of a profile count, those of an assume line count more, wherever
// the lines stand.
func TestProfile(t *testing.T) {
	for _, order := range []string{"assume policy-on-refresh=no\nprofile 2026-actions", "profile 2026-actions\nassume policy-on-refresh=no"} {
		s := mustParse(t, "profile", "T\n-- tenant --\nstart 2026-11-02T08:00:00Z\n"+order+"\n-- steps --\n")
		assume := s.Setup.Tenant.Assume
		if assume.Yes(tenant.AssumePolicyOnRefresh) || assume.Yes(tenant.AssumeRulesRun) || assume.Value(tenant.AssumeTokenLife) != "5m" {
			t.Errorf("after %q the answers are %v", order, assume)
		}
		other, err := s.With(Spot{Keyword: "profile"}, "2021-rules")
		if err != nil || !other.Setup.Tenant.Assume.Yes(tenant.AssumeRulesRun) {
			t.Errorf("under another profile: %v, %v", other, err)
		}
		none, err := other.With(Spot{Keyword: "profile"}, "")
		if err != nil || strings.Contains(none.Print(), "profile") || none.Setup.Tenant.Profile != "" {
			t.Errorf("without a profile: %v, %v", none, err)
		}
	}
	if _, err := mustParse(t, "small", small).With(Spot{Keyword: "profile"}, "xy"); err == nil || !strings.Contains(err.Error(), "expected 2021-rules") {
		t.Errorf("a profile that there is not gives %v", err)
	}
}

// Every answer of a profile is one of its assumption.
func TestProfilesAnswerAssumptions(t *testing.T) {
	for _, p := range tenant.Profiles {
		for name, value := range p.Answers {
			a, ok := tenant.AssumptionByName(name)
			if !ok || !slices.Contains(valuesOf(a), value) {
				t.Errorf("profile %s answers %s=%s, which is no answer", p.Name, name, value)
			}
		}
	}
}

func TestCompare(t *testing.T) {
	sandbox := openSandbox(t)
	s := readScenario(t, "testdata/refresh_policy_always.txtar")
	c, err := Compare(t.Context(), s, "2021-rules", "2026-actions", sandbox)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2021-rules against 2026-actions: 2 of 8 steps end differently", "step 7  wait 1d",
		"not-asked\n", "refused\n", "policy-on-refresh", "led green", "led red",
	} {
		if !strings.Contains(c.String(), want) {
			t.Errorf("the comparison lacks %q:\n%s", want, c)
		}
	}
	if c, err = Compare(t.Context(), s, "2026-rules", "2026-rules", sandbox); err != nil || len(c.Differ) != 0 {
		t.Errorf("a profile against itself: %v, %v", c.Differ, err)
	}
	if _, err = Compare(t.Context(), s, "2026-rules", "nowhere", sandbox); err == nil {
		t.Error("a profile that there is not can be compared with")
	}
}
