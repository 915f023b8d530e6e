package play

import (
	"strings"
	"testing"

	"mfaplayground/engine/script"
)

func TestActingMovesAheadOrBranches(t *testing.T) {
	m := after(t, SelectFrame{At: 0})
	ahead, cmds := Update(m, Act{Text: "ada: sign-in"})
	if _, replays := find[Replay](cmds); replays || ahead.At != 1 || len(ahead.Lines()) != 4 {
		t.Fatalf("at %d of %d; expected a move to the next step, which is the same, without an edit", ahead.At, len(ahead.Lines()))
	}
	branch, cmds := Update(m, Act{Text: "ada: abandon"})
	if _, replays := find[Replay](cmds); !replays || branch.At != 1 {
		t.Fatalf("at %d, commands %+v; expected the new step to be selected and a replay", branch.At, cmds)
	}
	if got := texts(branch); got != "ada: visit portal; ada: abandon; ada: sign-in; ada: pass otp; wait 1d" {
		t.Fatalf("steps %s", got)
	}
	if len(branch.Past) != 1 {
		t.Fatal("acting cannot be undone")
	}
}

func TestAnUnreadableStepIsRefused(t *testing.T) {
	m := after(t)
	next, _ := Update(m, Act{Text: "nobody: dance"})
	if next.Problem == "" || texts(next) != texts(m) {
		t.Fatalf("problem %q, steps %s; expected a message and the same steps", next.Problem, texts(next))
	}
}

func TestRememberBelongsToTheAnsweringStep(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking}, SelectFrame{At: 1})
	m = ticked(t, m)
	if !strings.Contains(texts(m), "ada: pass otp remember; wait") || !m.Ticked("ada") {
		t.Fatalf("steps %s; expected the tick on the step that answers", texts(m))
	}
	if len(m.Result.Frames[2].Remembered) != 1 {
		t.Fatal("the tenant remembers no browser after the tick")
	}
}

func ticked(t *testing.T, m Model) Model {
	t.Helper()
	next, cmds := Update(m, SetRemember{Browser: "ada", On: true})
	return played(t, next, cmds)
}

func TestRememberWaitsForThePassClick(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking}, SelectFrame{At: 2}, RemoveStep{}, SelectFrame{At: 1})
	m = ticked(t, m)
	if strings.Contains(texts(m), "remember") || !m.Ticked("ada") {
		t.Fatalf("steps %s, ticked %t; expected the tick to be kept without a step", texts(m), m.Ticked("ada"))
	}
	next, cmds := Update(m, Act{Text: PassText("ada", "otp", m.Ticked("ada"))})
	m = played(t, next, cmds)
	if !strings.Contains(texts(m), "ada: sign-in; ada: pass otp remember; wait 1d") || m.Tick != "" {
		t.Fatalf("steps %s, tick %q; expected the tick to be used", texts(m), m.Tick)
	}
}

func TestUseKindSwitchesEverythingAtOnce(t *testing.T) {
	m := after(t, UseKind{Kind: script.Action})
	setup := m.Setup().Tenant
	if setup.Rules[0].Enabled || !setup.Actions[0].Enabled || m.Kind() != script.Action {
		t.Fatalf("rule on: %t, action on: %t; expected only the action", setup.Rules[0].Enabled, setup.Actions[0].Enabled)
	}
	if m.Tenant != TabActions || !strings.Contains(m.Shown, "onExecutePostLogin") || len(m.Past) != 1 {
		t.Fatalf("tab %q, shown %q, %d to undo; expected the action's code as one edit", m.Tenant, m.Shown, len(m.Past))
	}
}

func TestABadEditKeepsTheLastGoodState(t *testing.T) {
	m := after(t)
	next, cmds := Update(m, EditCookie{Browser: "ada", Name: "auth0-mf"})
	if next.Scenario != m.Scenario || !strings.Contains(next.Problem, "Nothing was changed") {
		t.Errorf("problem %q; expected a message and the same scenario", next.Problem)
	}
	if _, ok := find[Announce](cmds); !ok {
		t.Error("nobody is told")
	}
}

func TestCookiesAreEditedByAStep(t *testing.T) {
	m := after(t, EditCookie{Browser: "ada", Name: "auth0-mf", Value: "x"})
	if !strings.HasSuffix(texts(m), "wait 1d; ada: edit cookie auth0-mf x") || m.At != 4 {
		t.Fatalf("steps %s, at %d", texts(m), m.At)
	}
}

func TestRemovingAStepSelectsTheOneBefore(t *testing.T) {
	m := after(t, SelectFrame{At: 3}, RemoveStep{})
	if m.At != 2 || len(m.Lines()) != 3 {
		t.Fatalf("at %d of %d; expected 2 of 3", m.At, len(m.Lines()))
	}
	for range 3 {
		m = then(t, m, RemoveStep{})
	}
	if next, cmds := Update(m, RemoveStep{}); cmds != nil || len(next.Lines()) != 0 || next.At != 0 {
		t.Fatal("a step that is not there was removed")
	}
}
