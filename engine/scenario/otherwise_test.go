package scenario

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// place is where a decision stands among all those of a scenario.
type place struct{ frame, decision int }

// changing makes in a scenario the change that an alternative speaks of, from
// the moment of the decision on where that is possible. What no edit of a
// scenario can do is left out.
func changing(s *Scenario, at place, d tenant.Decision, a tenant.Alternative) (*Scenario, error) {
	quoted := regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(a.Text, -1)
	step := s.Lines[at.frame].Text
	switch a.Source {
	case tenant.FromPolicy:
		if strings.HasPrefix(a.Text, "If the policy") {
			return s.WithPolicy(a.Question.Policy)
		}
	case tenant.FromAssumption:
		return s.WithAssumption(a.Name, quoted[0][1])
	case tenant.FromRule, tenant.FromAction:
		if a.Question.Stopped != d.Question.Stopped || a.Question.Command != d.Question.Command {
			return silenced(s, a)
		}
		if a.Source == tenant.FromAction && d.Question.Action != nil {
			return reworded(s, a)
		}
		return withLast(s, d, a)
	case tenant.FromRequest:
		without := regexp.MustCompile(` `+a.Name+`(=\S+)?`).ReplaceAllString(step, "")
		switch {
		case a.Question.MultiFactorACR && !d.Question.MultiFactorACR && strings.Contains(step, ": visit "):
			return s.ReplaceStep(at.frame, step+" acr_values=http://schemas.openid.net/pape/policies/2007/06/multi-factor")
		case without != step:
			return s.ReplaceStep(at.frame, without)
		}
	case tenant.FromCookie:
		browser, _, ok := strings.Cut(step, ":")
		if ok && a.Question.Cookie == tenant.CookieAbsent {
			return s.InsertStep(at.frame, browser+": delete cookie auth0-mf")
		}
	}
	return nil, nil
}

// silenced switches all code off, if it had said nothing before it ended the
// login or called for a factor.
func silenced(s *Scenario, a tenant.Alternative) (*Scenario, error) {
	if a.Question.Rule != nil || a.Question.Action != nil {
		return nil, nil
	}
	var err error
	for kind, list := range map[script.Kind][]tenant.Script{script.Rule: s.Setup.Tenant.Rules, script.Action: s.Setup.Tenant.Actions} {
		for _, one := range list {
			if s, err = s.WithEnabled(kind, one.Name, false); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// reworded changes what the actions say to enable().
func reworded(s *Scenario, a tenant.Alternative) (*Scenario, error) {
	said, call := a.Question.Action, "void 0"
	if said != nil {
		call = "api.multifactor.enable('" + said.Provider + "'"
		if said.AllowRememberBrowser != nil {
			call += fmt.Sprintf(", { allowRememberBrowser: %t }", *said.AllowRememberBrowser)
		}
		call += ")"
	}
	enable, err := regexp.MustCompile(`api\.multifactor\.enable\([^)]*\)`), error(nil)
	for _, one := range s.Setup.Tenant.Actions {
		if said != nil && one.Name != a.Name {
			continue
		}
		if s, err = s.WithCode(script.Action, one.Name, strings.TrimSuffix(enable.ReplaceAllString(one.Code, call), "\n")); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// withLast adds a rule or an action behind all others that changes, at the
// time of the decision, what they said.
func withLast(s *Scenario, d tenant.Decision, a tenant.Alternative) (*Scenario, error) {
	word := func(said *script.Directive) string {
		text := "'" + said.Provider + "'"
		if said.AllowRememberBrowser != nil {
			text += fmt.Sprintf(", allowRememberBrowser: %t", *said.AllowRememberBrowser)
		}
		return text
	}
	switch q := a.Question; {
	case a.Source == tenant.FromAction:
		return s.WithScript(script.Action, "last", fmt.Sprintf("exports.onExecutePostLogin = async (event, api) => {\n"+
			"  if (Date.now() >= %d) api.multifactor.enable('%s');\n};\n", d.At.UnixMilli(), q.Action.Provider))
	case q.Rule == nil:
		return s.WithScript(script.Rule, "last", lastRule(d, "delete context.multifactor"))
	default:
		return s.WithScript(script.Rule, "last", lastRule(d, "context.multifactor = { provider: "+word(q.Rule)+" }"))
	}
}

func lastRule(d tenant.Decision, does string) string {
	return fmt.Sprintf("function last(user, context, callback) {\n  if (Date.now() >= %d) { %s; }\n  callback(null, user, context);\n}\n", d.At.UnixMilli(), does)
}

// sameWords tells whether code said the same in two questions.
func sameWords(a, b tenant.Question) bool {
	return a.Stopped == b.Stopped && a.Command == b.Command && reflect.DeepEqual(a.Rule, b.Rule) && reflect.DeepEqual(a.Action, b.Action)
}

// before tells whether two plays decided the same up to a decision.
func before(was, now []engine.Frame, at place, shift int) bool {
	if at.frame+shift >= len(now) || len(now[at.frame+shift].Decisions) <= at.decision {
		return false
	}
	for i := range at.frame {
		if !slices.EqualFunc(was[i].Decisions, now[i].Decisions, func(a, b tenant.Decision) bool {
			return a.Outcome == b.Outcome && a.RememberOffered == b.RememberOffered && a.At.Equal(b.At)
		}) {
			return false
		}
	}
	return true
}

// What the page says would have changed a decision does so: the change is made,
// the scenario is played again, and the decision is the other one.
func TestAlternativesComeTrue(t *testing.T) {
	sandbox, tried, said := openSandbox(t), map[string]int{}, map[string]int{}
	files := append(scenarioFiles(t, "testdata/*.txtar"), scenarioFiles(t, "lessons/*.txtar")...)
	for _, file := range files {
		s := readScenario(t, file)
		was := play(t, s, sandbox).Frames
		for i, f := range was {
			for k, d := range f.Decisions {
				for _, a := range d.Alternatives() {
					if said[a.Text]++; tried[a.Text] >= 12 {
						continue
					}
					at := place{i, k}
					other, err := changing(s, at, d, a)
					if err != nil || other == nil {
						continue
					}
					shift := len(other.Lines) - len(s.Lines)
					now := play(t, other, sandbox).Frames
					if !before(was, now, at, shift) {
						continue // the change has made another past
					}
					got := now[i+shift].Decisions[k]
					if strings.HasSuffix(a.Text, "code had said the same") && !sameWords(d.Question, got.Question) ||
						got.Question.Policy != a.Question.Policy { // an administrator has set it since
						continue
					}
					tried[a.Text]++
					if got.Outcome != a.Answer.Outcome || got.RememberOffered != a.Answer.Offered {
						t.Errorf("%s, step %d (%s), %s %s: %q should lead to %s, box %t; it led to %s, box %t",
							file, i+1, s.Lines[i].Text, d.Outcome, d.At.Format(time.RFC3339), a.Text, a.Answer.Outcome, a.Answer.Offered, got.Outcome, got.RememberOffered)
					}
				}
			}
		}
	}
	played := 0
	for text, n := range said {
		t.Logf("%4d said, %d played: %s", n, tried[text], text)
		played += tried[text]
	}
	if played < 200 {
		t.Errorf("%d alternatives were played; expected at least 200", played)
	}
}
