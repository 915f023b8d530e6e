package play

import (
	"strings"
	"testing"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

func TestArrowKeysTravel(t *testing.T) {
	m := after(t)
	for _, step := range []struct {
		key string
		at  int
	}{{"Home", 0}, {"ArrowLeft", 0}, {"ArrowRight", 1}, {"ArrowDown", 2}, {"End", 3}, {"ArrowRight", 3}, {"ArrowUp", 2}} {
		var cmds []Cmd
		m, cmds = Update(m, StepKey{Key: step.key})
		focus, ok := find[Focus](cmds)
		if m.At != step.at || !ok || focus.ID != StepID(step.at) {
			t.Fatalf("%s led to %d with focus %q; expected %d", step.key, m.At, focus.ID, step.at)
		}
	}
	if next, cmds := Update(m, StepKey{Key: "x"}); next.At != m.At || cmds != nil {
		t.Fatal("a letter moved the selection")
	}
}

func TestTabsFollowKeys(t *testing.T) {
	m := after(t, InspectorTabKey{Key: "End"}, TenantTabKey{Key: "ArrowRight"})
	if m.Inspector != TabSearch || m.Tenant != TabActions || !strings.Contains(m.Shown, "onExecutePostLogin") {
		t.Fatalf("tabs %q and %q, shown %q", m.Inspector, m.Tenant, m.Shown)
	}
}

func TestSelectingAFrameOpensItsExchange(t *testing.T) {
	m := after(t, SelectFrame{At: 1})
	f, _ := m.Frame()
	if m.Exchange < 0 || f.Exchanges[m.Exchange].Decision == 0 {
		t.Fatalf("exchange %d is open; expected the one with the decision", m.Exchange)
	}
	m, _ = Update(m, SelectExchange{At: 1, Index: -1})
	if _, open := m.Selected(); open || m.Inspector != TabRequests {
		t.Fatal("the details did not close")
	}
}

func TestTheAddressHoldsItAll(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking}, SelectFrame{At: 1},
		SelectInspectorTab{Tab: TabCookies}, SelectTenantTab{Tab: TabSettings})
	fragment, err := m.Place().Fragment()
	if err != nil {
		t.Fatal(err)
	}
	fresh := after(t, Open{Fragment: "#" + fragment})
	if fresh.Problem != "" {
		t.Fatal(fresh.Problem)
	}
	if fresh.Scenario.Print() != m.Scenario.Print() || fresh.At != 1 || fresh.Inspector != TabCookies || fresh.Tenant != TabSettings {
		t.Fatalf("opened at %d, tabs %q and %q; expected the same as before", fresh.At, fresh.Inspector, fresh.Tenant)
	}
	if again, _ := fresh.Place().Fragment(); again != fragment {
		t.Fatalf("the address changed to %q; expected %q", again, fragment)
	}
}

func TestABundledLessonNeedsNoScenarioInTheAddress(t *testing.T) {
	fragment, err := after(t).Place().Fragment()
	if err != nil || fragment != "at=4&tab=why" {
		t.Fatalf("fragment %q, error %v; expected only the step and the tab", fragment, err)
	}
}

func TestABadLinkIsNamedAndNothingIsLost(t *testing.T) {
	m := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	good, err := m.Place().Fragment()
	if err != nil {
		t.Fatal(err)
	}
	cut := strings.SplitN(good, "&", 2)[0]
	for name, fragment := range map[string]string{
		"truncated":    cut[:len(cut)-7],
		"tampered":     cut[:len(cut)-3] + "AAA",
		"newer":        "s=9abcdef",
		"plain text":   "s=hello",
		"no such step": "at=99",
		"no number":    "at=soon",
		"not a query":  "s=%zz",
	} {
		next, cmds := Update(m, Open{Fragment: "#" + fragment})
		if !strings.Contains(next.Problem, "cannot be opened") || next.Scenario != m.Scenario || next.At != m.At {
			t.Errorf("%s: problem %q; expected a message and the state from before", name, next.Problem)
		}
		if _, replays := find[Replay](cmds); replays {
			t.Errorf("%s: a replay was asked for", name)
		}
	}
}

func TestEveryFillerTakesItsValue(t *testing.T) {
	for _, f := range []Filler{
		StepKey{}, TenantTabKey{}, InspectorTabKey{}, EditCode{}, SwitchScript{}, SetPolicy{}, SetValue{}, SetItem{}, AddPair{},
		AddLine{}, AddScript{}, RenameScript{}, SetAssumption{}, SetFirmware{}, SetRemember{}, EditCookie{},
		RowKey{}, FilterRequests{}, PartKey{},
	} {
		if filled := f.Fill("true"); filled == Msg(f) {
			t.Errorf("%T is the same after it was filled", f)
		}
	}
}
