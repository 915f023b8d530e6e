package scenario

import (
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// changed returns the lines that an edit took away (-) and added (+).
func changed(before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var diff []string
	for _, line := range a[start : len(a)-end] {
		diff = append(diff, "-"+line)
	}
	for _, line := range b[start : len(b)-end] {
		diff = append(diff, "+"+line)
	}
	return strings.Join(diff, "|")
}

func TestEditsTouchOnlyTheirPlace(t *testing.T) {
	type edit func(*Scenario) (*Scenario, error)
	tests := []struct {
		name string
		edit edit
		want string
	}{
		{"code", func(s *Scenario) (*Scenario, error) { return s.WithCode(script.Rule, "mfa", "a\n-- x --\nb") }, "-two();|+a|+ -- x --|+b"},
		{"same code", func(s *Scenario) (*Scenario, error) { return s.WithCode(script.Rule, "first", "one();\n") }, ""},
		{"no code", func(s *Scenario) (*Scenario, error) { return s.WithCode(script.Action, "mfa", "") }, "-three();"},
		{"on", func(s *Scenario) (*Scenario, error) { return s.WithEnabled(script.Rule, "mfa", true) }, "-rule mfa   off|+rule mfa"},
		{"off", func(s *Scenario) (*Scenario, error) { return s.WithEnabled(script.Action, "mfa", false) }, "-action mfa|+action mfa off"},
		{"policy", func(s *Scenario) (*Scenario, error) { return s.WithPolicy(tenant.PolicyNever) }, "-policy always|+policy never"},
		{"assumption", func(s *Scenario) (*Scenario, error) { return s.WithAssumption(tenant.AssumePolicyOnRefresh, "no") }, "-assume policy-on-refresh=yes|+assume policy-on-refresh=no"},
		{"firmware", func(s *Scenario) (*Scenario, error) { return s.WithFirmware("display", display.Naive) },
			"-display display app=wall-display firmware=careful|+display display app=wall-display firmware=naive"},
		{"add rule", func(s *Scenario) (*Scenario, error) {
			s, err := s.WithScript(script.Rule, "last", "x();")
			if err != nil {
				return nil, err
			}
			return s.WithoutScript(script.Rule, "last")
		}, ""},
		{"insert", func(s *Scenario) (*Scenario, error) { return s.InsertStep(1, " wait 1d ") }, "+wait 1d"},
		{"insert first", func(s *Scenario) (*Scenario, error) { return s.InsertStep(0, "wait 1d") }, "+wait 1d"},
		{"append", func(s *Scenario) (*Scenario, error) { return s.InsertStep(6, "wait 1d") }, "+wait 1d"},
		{"replace", func(s *Scenario) (*Scenario, error) { return s.ReplaceStep(2, "ada: sign-in") }, "-ada: sign-in as bob|+ada: sign-in"},
		{"remove", func(s *Scenario) (*Scenario, error) { return s.RemoveStep(2) }, "-ada: sign-in as bob|-  expect because rule mfa line 4"},
		{"remove around a heading", func(s *Scenario) (*Scenario, error) { return s.RemoveStep(4) },
			"-wait 6d23h|-  # a heading between|-  expect tries at-least 3|+  # a heading between"},
		{"truncate", func(s *Scenario) (*Scenario, error) { return s.TruncateSteps(4) },
			"-# later|-wait 6d23h|-  # a heading between|-  expect tries at-least 3|-ada: edit cookie auth0-mf a=b|-"},
	}
	for _, newline := range []string{"\n", "\r\n"} {
		before := mustParse(t, "small", strings.ReplaceAll(small, "\n", newline))
		for _, test := range tests {
			after, err := test.edit(before)
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if strings.Count(after.Print(), "\n") != strings.Count(after.Print(), newline) {
				t.Errorf("%s mixes line ends", test.name)
			}
			if got := changed(small, unixLines(after.Print())); got != test.want {
				t.Errorf("%s changes %s, want %s", test.name, got, test.want)
			}
		}
	}
}

func TestInsertedStepJoinsThePhaseBefore(t *testing.T) {
	s, err := mustParse(t, "small", small).InsertStep(4, "ada: abandon")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Lines[4]; got.Text != "ada: abandon" || got.Phase != "Monday morning" {
		t.Errorf("step 4 is %q in phase %q", got.Text, got.Phase)
	}
}

// TestCodeComesBack checks that code is read as it was written, whatever it is.
func TestCodeComesBack(t *testing.T) {
	s := mustParse(t, "small", small)
	for _, code := range []string{"", "x", "x\n", "\n", "\n\n", "// ü\nf();\n\n", "a\r\nb", "-- x", "--  --", "\t\"quoted\" # = \\"} {
		for _, name := range []string{"first", "mfa"} {
			after, err := s.WithCode(script.Rule, name, code)
			if err != nil {
				t.Errorf("%q: %v", code, err)
				continue
			}
			i := slices.IndexFunc(after.Setup.Tenant.Rules, func(r tenant.Script) bool { return r.Name == name })
			if got := after.Setup.Tenant.Rules[i].Code; got != unixLines(code) {
				t.Errorf("%q comes back as %q", code, got)
			}
			if len(after.Lines) != len(s.Lines) {
				t.Errorf("%q changed the steps", code)
			}
		}
	}
}

func TestMissingLinesAreAdded(t *testing.T) {
	for _, end := range []string{"-- steps --\n-- tenant --\nstart 2026-11-02T08:00:00Z", "-- tenant --\nstart 2026-11-02T08:00:00Z\n-- steps --"} {
		s := mustParse(t, "least", "T\n"+end)
		steps := []func() error{
			func() (err error) { s, err = s.WithPolicy(tenant.PolicyAlways); return },
			func() (err error) { s, err = s.WithAssumption(tenant.AssumePolicyOnRefresh, "yes"); return },
			func() (err error) { s, err = s.WithScript(script.Rule, "r", "1\n-- x --\n"); return },
			func() (err error) { s, err = s.WithScript(script.Action, "a", ""); return },
			func() (err error) { s, err = s.WithScript(script.Rule, "z", "2"); return },
			func() (err error) { s, err = s.InsertStep(0, "wait 2d"); return },
			func() (err error) { s, err = s.InsertStep(1, "wait 3d"); return },
			func() (err error) { s, err = s.InsertStep(0, "wait 1d"); return },
		}
		for i, step := range steps {
			if err := step(); err != nil {
				t.Fatalf("edit %d: %v", i, err)
			}
		}
		c := s.Setup.Tenant
		if c.Policy != tenant.PolicyAlways || !c.Assume.Yes(tenant.AssumePolicyOnRefresh) {
			t.Errorf("the settings are %+v", c)
		}
		if len(c.Rules) != 2 || c.Rules[0].Code != "1\n -- x --\n" || c.Rules[1].Code != "2" || len(c.Actions) != 1 || c.Actions[0].Code != "" {
			t.Errorf("the scripts are %+v %+v", c.Rules, c.Actions)
		}
		var texts []string
		for _, line := range s.Lines {
			texts = append(texts, line.Text)
		}
		if got := strings.Join(texts, ", "); got != "wait 1d, wait 2d, wait 3d" {
			t.Errorf("the steps are %s", got)
		}
	}
}

func TestEditsRefuse(t *testing.T) {
	s := mustParse(t, "small", small)
	tests := []struct {
		name string
		edit func() (*Scenario, error)
		want string
	}{
		{"no such rule", func() (*Scenario, error) { return s.WithCode(script.Rule, "x", "") }, `there is no rule "x" in small`},
		{"too large", func() (*Scenario, error) { return s.WithCode(script.Rule, "mfa", strings.Repeat("x", MaxText)) }, "expected at most 262144"},
		{"not text", func() (*Scenario, error) { return s.WithCode(script.Rule, "mfa", "\xff") }, "not UTF-8"},
		{"no such assumption", func() (*Scenario, error) { return s.WithAssumption("maybe", "yes") }, `no assumption "maybe"`},
		{"no such policy", func() (*Scenario, error) { return s.WithPolicy("maybe") }, "unknown policy"},
		{"no such display", func() (*Scenario, error) { return s.WithFirmware("x", display.Naive) }, `there is no display "x"`},
		{"taken", func() (*Scenario, error) { return s.WithScript(script.Rule, "mfa", "") }, "is there already"},
		{"script name", func() (*Scenario, error) { return s.WithScript(script.Rule, "m fa", "") }, "not a name"},
		{"expect line", func() (*Scenario, error) { return s.InsertStep(1, "expect led red") }, `step:1:1: a line cannot start with "expect"`},
		{"heading", func() (*Scenario, error) { return s.InsertStep(1, "# x") }, "a line cannot start with"},
		{"marker", func() (*Scenario, error) { return s.ReplaceStep(1, "-- x --") }, "a line cannot start with"},
		{"lines", func() (*Scenario, error) { return s.InsertStep(1, "wait 1d\nwait 1d") }, "more than one line"},
		{"empty", func() (*Scenario, error) { return s.InsertStep(1, "  ") }, "the step is empty"},
		{"unknown", func() (*Scenario, error) { return s.ReplaceStep(1, "ada: vist portal") }, `did you mean "visit"?`},
		{"too far", func() (*Scenario, error) { return s.InsertStep(7, "wait 1d") }, "there is no step 7 in small; expected 0 to 6"},
		{"negative", func() (*Scenario, error) { return s.RemoveStep(-1) }, "there is no step -1 in small; expected 0 to 5"},
	}
	for _, test := range tests {
		after, err := test.edit()
		if err == nil || after != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}
