package scenario

import (
	"strings"
	"testing"

	"mfaplayground/engine/script"
)

func TestLineEditsTouchOnlyTheirPlace(t *testing.T) {
	with := func(keyword, name, key, value string) func(*Scenario) (*Scenario, error) {
		return func(s *Scenario) (*Scenario, error) { return s.With(Spot{keyword, name, key}, value) }
	}
	tests := []struct {
		name string
		edit func(*Scenario) (*Scenario, error)
		want string
	}{
		{"attribute", with("session", "", "absolute", "3d"),
			"-session idle=1h absolute=2d cookie=non-persistent|+session idle=1h absolute=3d cookie=non-persistent"},
		{"new attribute", with("session", "", "ephemeral-idle", "1h"),
			"-session idle=1h absolute=2d cookie=non-persistent|+session idle=1h absolute=2d cookie=non-persistent ephemeral-idle=1h"},
		{"same attribute", with("session", "", "absolute", "2d"), ""},
		{"no attribute", with("session", "", "idle", ""),
			"-session idle=1h absolute=2d cookie=non-persistent|+session absolute=2d cookie=non-persistent"},
		{"last attribute", with("assume", "", "policy-on-refresh", ""), "-assume policy-on-refresh=yes"},
		{"attribute that is not there", with("app", "portal", "leeway", ""), ""},
		{"words", with("policy", "", "", "never"), "-policy always|+policy never"},
		{"same words", with("policy", "", "", "always"), ""},
		{"no words", with("policy", "", "", ""), "-policy always"},
		{"new line", with("plan", "", "", "enterprise"), "+plan enterprise"},
		{"new line with an attribute", with("attack-protection", "", "rate", "5"), "+attack-protection rate=5"},
		{"no line, no words", with("plan", "", "", ""), ""},
		{"several words", with("factors", "", "", "otp  sms"), "+factors otp sms"},
		{"audience", with("api", "", "", "https://b.example"), "-api https://api.example token-lifetime=1h|+api https://b.example token-lifetime=1h"},
		{"quoted", with("app", "portal", "metadata.plan", `gold "x"`),
			`-app portal type=spa name="Ada's \"portal\""|+app portal type=spa name="Ada's \"portal\"" metadata.plan="gold \"x\""`},
		{"add a line", func(s *Scenario) (*Scenario, error) {
			return s.WithLine("person", "cy", Attribute{"email", "cy@example.com"}, Attribute{"name", "Cy C."})
		}, `+person cy email=cy@example.com name="Cy C."`},
		{"remove a line", func(s *Scenario) (*Scenario, error) {
			s, err := s.WithLine("person", "cy", Attribute{"email", "cy@example.com"})
			if err != nil {
				return nil, err
			}
			return s.WithoutLine("person", "cy")
		}, ""},
		{"move up", func(s *Scenario) (*Scenario, error) { return s.WithScriptMoved(script.Rule, "mfa", -1) },
			"-rule first|-rule mfa   off|+rule mfa   off|+rule first"},
		{"move down", func(s *Scenario) (*Scenario, error) { return s.WithScriptMoved(script.Rule, "first", 1) },
			"-rule first|-rule mfa   off|+rule mfa   off|+rule first"},
		{"move too far", func(s *Scenario) (*Scenario, error) { return s.WithScriptMoved(script.Rule, "first", -1) }, ""},
		{"same name", func(s *Scenario) (*Scenario, error) { return s.WithScriptNamed(script.Action, "mfa", "mfa") }, ""},
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
			got := changed(small, unixLines(after.Print()))
			if got != test.want {
				t.Errorf("%s changes %s, want %s", test.name, got, test.want)
			}
		}
	}
}

func TestRenamingFollowsExpectations(t *testing.T) {
	s, err := mustParse(t, "small", small).WithScriptNamed(script.Rule, "mfa", "ask-everybody")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("rule mfa   off", "rule ask-everybody   off", "rules/mfa.js", "rules/ask-everybody.js",
		"because rule mfa line 4", "because rule ask-everybody line 4").Replace(small)
	if s.Print() != want {
		t.Errorf("got\n%s", s.Print())
	}
}

func TestValuesAreReadAsWritten(t *testing.T) {
	s := mustParse(t, "small", small)
	for _, test := range []struct {
		at   Spot
		want string
	}{
		{Spot{"session", "", "absolute"}, "2d"}, {Spot{"policy", "", ""}, "always"}, {Spot{"app", "portal", "name"}, `Ada's "portal"`},
		{Spot{"plan", "", ""}, ""}, {Spot{"app", "portal", "leeway"}, ""}, {Spot{"person", "nobody", "email"}, ""},
	} {
		if got := s.Value(test.at); got != test.want {
			t.Errorf("%v is %q, want %q", test.at, got, test.want)
		}
	}
	list := s.Attributes("app", "wall-display", "metadata.")
	if len(list) != 1 || list[0] != (Attribute{"device_type", "display"}) || len(s.Attributes("app", "x", "")) != 0 {
		t.Errorf("the metadata is %v", list)
	}
}

func TestLineEditsRefuse(t *testing.T) {
	s := mustParse(t, "small", small)
	with := func(keyword, name, key, value string) func() (*Scenario, error) {
		return func() (*Scenario, error) { return s.With(Spot{keyword, name, key}, value) }
	}
	for _, test := range []struct {
		name string
		edit func() (*Scenario, error)
		want string
	}{
		{"no duration", with("session", "", "idle", "soon"), "expected"},
		{"two lines", with("app", "portal", "metadata.k", "a\nb"), "control character"},
		{"control in words", with("policy", "", "", "a\x01"), "control character"},
		{"key", with("app", "portal", "metadata.a b", "c"), "not a key"},
		{"no such line", with("app", "nobody", "name", "x"), `there is no app "nobody"`},
		{"nothing there", with("app", "nobody", "name", ""), `there is no app "nobody"`},
		{"required", with("person", "ada", "email", ""), "the address is missing"},
		{"no such plan", with("plan", "", "", "gold"), "expected self-service or enterprise"},
		{"add a bad name", func() (*Scenario, error) { return s.WithLine("app", "a b") }, "not a name"},
		{"add a bad value", func() (*Scenario, error) { return s.WithLine("app", "a", Attribute{"name", "\n"}) }, "control character"},
		{"remove a stranger", func() (*Scenario, error) { return s.WithoutLine("app", "x") }, `there is no app "x"`},
		{"remove what is used", func() (*Scenario, error) { return s.WithoutLine("app", "portal") }, "unknown application"},
		{"move a stranger", func() (*Scenario, error) { return s.WithScriptMoved(script.Rule, "x", 1) }, `there is no rule "x"`},
		{"rename a stranger", func() (*Scenario, error) { return s.WithScriptNamed(script.Rule, "x", "y") }, `there is no rule "x"`},
		{"rename to nothing", func() (*Scenario, error) { return s.WithScriptNamed(script.Rule, "mfa", "") }, "is not a name"},
		{"rename to another", func() (*Scenario, error) { return s.WithScriptNamed(script.Rule, "mfa", "first") }, "is there already"},
	} {
		after, err := test.edit()
		if err == nil || after != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}
