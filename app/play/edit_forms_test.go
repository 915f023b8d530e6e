package play

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/display"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

func spot(keyword, name, key string) scenario.Spot {
	return scenario.Spot{Keyword: keyword, Name: name, Key: key}
}

func TestSettings(t *testing.T) {
	m := after(t,
		SetPolicy{Policy: tenant.PolicyAlways},
		SetValue{At: spot("session", "", "idle"), Value: " 2h "}, SetValue{At: spot("session", "", "absolute"), Value: "3d"},
		SetValue{At: spot("session", "", "cookie"), On: "persistent", Off: "non-persistent"}.Fill("false"),
		SetValue{At: spot("risk", "", "confidence"), Value: "low"}, SetValue{At: spot("profile", "", ""), Value: "2026-actions"},
		SetAssumption{Name: tenant.AssumePolicyOnRefresh, Value: "yes"},
		SetFirmware{Display: "display", Firmware: display.Careful},
		AddPair{Keyword: "app", Name: "wall", Prefix: "metadata.", Text: "device_type = display"},
		SetValue{At: spot("customize-mfa", "", ""), On: "on", Off: "off"}.Fill("true"),
		SetValue{At: spot("api", "", "token-lifetime"), Value: "1h"},
		SetItem{At: spot("factors", "", ""), Item: "email", On: true}, MoveItem{At: spot("factors", "", ""), Item: "sms", By: -1},
		SetItem{At: spot("person", "ada", "factors"), Item: "email", On: true},
		AddLine{Keyword: "person", Name: "bob"}, AddLine{Keyword: "app", Name: "shop"}, AddLine{Keyword: "connection", Name: "acme"},
		AddLine{Keyword: "browser", Name: "phone"}, AddLine{Keyword: "display", Name: "kitchen"})
	if m.Problem != "" || m.Refused.Text != "" {
		t.Fatal(m.Problem, m.Refused)
	}
	got := m.Setup()
	limits := tenant.SessionLimits{Idle: 2 * time.Hour, Absolute: 72 * time.Hour}
	if got.Tenant.Policy != tenant.PolicyAlways || got.Tenant.Session != limits || !got.Tenant.Assume.Yes(tenant.AssumePolicyOnRefresh) ||
		got.Tenant.Risk.Confidence != "low" || got.Tenant.Assume.Value(tenant.AssumeTokenLife) != "5m" || !got.Tenant.CustomizeMFA ||
		got.Tenant.API.TokenLifetime != time.Hour {
		t.Fatalf("settings %+v", got.Tenant)
	}
	wall, _ := got.Tenant.AppByID("wall")
	if got.Displays[0].Firmware != display.Careful || wall.Metadata["device_type"] != "display" {
		t.Fatalf("display %+v, metadata %v", got.Displays[0], wall.Metadata)
	}
	if want := "otp sms push-notification voice webauthn-roaming webauthn-platform email"; strings.Join(got.Tenant.Factors, " ") != want {
		t.Errorf("factors %v", got.Tenant.Factors)
	}
	if bob, ok := got.Tenant.PersonByName("bob"); !ok || bob.Email != "bob@example.com" || !slices.Equal(got.Tenant.People[0].Factors, []string{"otp", "email"}) {
		t.Errorf("people %+v", got.Tenant.People)
	}
	if len(got.Browsers) != 2 || len(got.Displays) != 2 || len(got.Tenant.Apps) != 3 {
		t.Errorf("%d browsers, %d displays, %d applications", len(got.Browsers), len(got.Displays), len(got.Tenant.Apps))
	}
	m = then(t, m, SetValue{At: spot("app", "wall", "metadata.device_type")}, RemoveLine{Keyword: "person", Name: "bob"},
		SetItem{At: spot("person", "ada", "factors"), Item: "otp"}, SetItem{At: spot("person", "ada", "factors"), Item: "email"})
	got = m.Setup()
	if wall, _ = got.Tenant.AppByID("wall"); wall.Metadata["device_type"] != "" || len(got.Tenant.People) != 1 || len(got.Tenant.People[0].Factors) != 0 {
		t.Fatalf("%v, %+v: expected no metadata, one person, no factor", wall.Metadata, got.Tenant.People)
	}
	for range 4 {
		m, _ = Update(m, Undo{})
	}
	got = m.Setup()
	if wall, _ = got.Tenant.AppByID("wall"); wall.Metadata["device_type"] != "display" || len(m.Setup().Tenant.People) != 2 {
		t.Fatal("edits of forms cannot be undone one by one")
	}
}

// TestARefusedEditIsNamedAtItsField checks that what was typed stays, with what
// was expected, until an edit is made.
func TestARefusedEditIsNamedAtItsField(t *testing.T) {
	m := after(t)
	for _, test := range []struct {
		msg         Msg
		field, want string
	}{
		{SetValue{At: spot("session", "", "idle"), Value: "soon"}, "set-session--idle", "expected one such as"},
		{SetValue{At: spot("person", "ada", "email"), Value: "ada"}, "set-person-ada-email", "is not an address"},
		{SetValue{At: spot("app", "portal", "leeway"), Value: "10s"}, "set-app-portal-leeway", "expected refresh=rotating"},
		{SetItem{At: spot("factors", "", ""), Item: "email", On: true}, "", ""},
		{AddPair{Keyword: "app", Name: "wall", Prefix: "metadata.", Text: "x"}, "add-app-wall-metadata.", "expected KEY=VALUE"},
		{AddPair{Keyword: "configuration", Text: "a b=c"}, "add-configuration--", "not a key"},
		{AddLine{Keyword: "app", Name: "a b"}, "add-app", "is not a name"},
		{AddLine{Keyword: "person", Name: "ada"}, "add-person", "is there twice"},
		{RemoveLine{Keyword: "app", Name: "portal"}, "remove-app-portal", "unknown application"},
		{RenameScript{Kind: script.Rule, Name: "mfa", To: "m fa"}, "name-rule", "not a name"},
		{AddScript{Kind: script.Rule, Text: "m fa\nx"}, "add-rule", "not a name"},
	} {
		next, cmds := Update(m, test.msg)
		if test.field == "" {
			m = played(t, next, cmds)
			continue
		}
		if next.Scenario != m.Scenario || next.Refused.Field != test.field || !strings.Contains(next.Refused.Text, test.want) {
			t.Errorf("%#v: refused %+v, want %q at %s", test.msg, next.Refused, test.want, test.field)
		}
		if _, ok := find[Announce](cmds); !ok || strings.HasPrefix(next.Refused.Text, "sample") {
			t.Errorf("%#v: nobody is told, or the place in the file is: %q", test.msg, next.Refused.Text)
		}
		if good, _ := Update(next, SetPolicy{Policy: tenant.PolicyAlways}); good.Refused.Text != "" {
			t.Error("a refusal outlives the next edit")
		}
	}
	m = then(t, m, SetItem{At: spot("factors", "", ""), Item: "email"})
	for _, factor := range tenant.DefaultFactors[:5] { // what is left, webauthn-platform, is not independent
		m, _ = Update(m, SetItem{At: spot("factors", "", ""), Item: factor})
	}
	if list := m.List(spot("factors", "", "")); len(list) != 2 || !strings.Contains(m.Refused.Text, "independent") {
		t.Errorf("factors %v, refused %+v; expected the last independent one to stay", list, m.Refused)
	}
}

func TestScriptsAreAddedMovedRenamedAndRemoved(t *testing.T) {
	m := after(t, ToggleGroup{ID: "add-rule"}, AddScript{Kind: script.Rule, Text: "mfa\nfunction f() {}\n"})
	if m.Rule != "mfa-2" || m.Shown != "function f() {}\n" || len(m.Toggled) != 0 {
		t.Fatalf("rule %q with %q, toggled %v; expected the new one to be open and its menu closed", m.Rule, m.Shown, m.Toggled)
	}
	m = then(t, m, MoveScript{Kind: script.Rule, Name: "mfa-2", By: -1}, MoveScript{Kind: script.Rule, Name: "mfa-2", By: -1})
	if rules := m.Setup().Tenant.Rules; rules[0].Name != "mfa-2" || rules[1].Name != "mfa" {
		t.Fatalf("rules %+v; expected the new one first", rules)
	}
	m = then(t, m, RenameScript{Kind: script.Rule, Name: "mfa-2", To: "first"})
	if code, ok := m.Code(script.Rule, "first"); !ok || m.Rule != "first" || code.Code != "function f() {}\n" {
		t.Fatalf("rule %q, code %q; expected it under its new name", m.Rule, code.Code)
	}
	next, cmds := Update(m, RemoveScript{Kind: script.Rule, Name: "first"})
	set, ok := find[SetEditor](cmds)
	if !ok || next.Rule != "mfa" || !strings.HasPrefix(set.Text, "function mfa") {
		t.Fatalf("rule %q, editor %q; expected the one that is left", next.Rule, set.Text)
	}
	if back, _ := Update(next, Undo{}); len(back.Setup().Tenant.Rules) != 2 {
		t.Fatal("removing cannot be undone")
	}
	if none := then(t, next, RemoveScript{Kind: script.Rule, Name: "mfa"}); none.Shown != "" || len(none.Setup().Tenant.Rules) != 0 {
		t.Fatalf("%q is shown without a rule", none.Shown)
	}
}

func TestGroupsAreToggled(t *testing.T) {
	m := after(t, ToggleGroup{ID: "a"}, ToggleGroup{ID: "b"}, ToggleGroup{ID: "a"})
	if !slices.Equal(m.Toggled, []string{"b"}) || len(m.Past) != 0 {
		t.Fatalf("toggled %v, %d to undo", m.Toggled, len(m.Past))
	}
}

// A cause leads to its field, whatever the group was before.
func TestCausesOpenTheirGroup(t *testing.T) {
	m := after(t)
	for _, group := range []string{"open-policy", "assumptions"} {
		open := then(t, m, OpenSettings{Group: group, Field: "x"})
		again, cmds := Update(open, OpenSettings{Group: group, Field: "x"})
		if !open.Unfolded(group) || !again.Unfolded(group) || again.Tenant != TabSettings || again.Panel != PanelTenant {
			t.Errorf("%s is not open, or not for a second time", group)
		}
		if !slices.Contains(cmds, Cmd(Focus{ID: "x"})) || !slices.Contains(cmds, Cmd(Reveal{ID: "x"})) {
			t.Errorf("%s: the field gets no focus: %v", group, cmds)
		}
		closed := then(t, open, ToggleGroup{ID: group})
		if closed.Unfolded(group) || !then(t, closed, OpenSettings{Group: group}).Unfolded(group) {
			t.Errorf("%s, closed by hand, is not opened", group)
		}
	}
}
