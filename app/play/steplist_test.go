package play

import (
	"strings"
	"testing"

	"mfaplayground/engine/script"
)

// stepsOf are the steps as written.
func stepsOf(m Model) string { return strings.Join(stepTexts(m.Lines()), ", ") }

func TestStepsAreEdited(t *testing.T) {
	m := after(t, SelectFrame{At: 0})
	all := stepsOf(m)
	for _, test := range []struct {
		from int
		msg  Msg
		want string
		at   int
	}{
		{0, DuplicateStep{}, "ada: visit portal, ada: visit portal, ada: sign-in, ada: pass otp, wait 1d", 1},
		{1, MoveStep{Later: true}, "ada: visit portal, ada: pass otp, ada: sign-in, wait 1d", 2},
		{1, MoveStep{}, "ada: sign-in, ada: visit portal, ada: pass otp, wait 1d", 0},
		{0, MoveStep{}, all, 0},
		{3, MoveStep{Later: true}, all, 3},
		{0, CommitDraft{Draft: Draft{Mode: DraftNew, At: 1}, Text: " wait 2h "}, "ada: visit portal, wait 2h, ada: sign-in, ada: pass otp, wait 1d", 1},
		{0, CommitDraft{Draft: Draft{Mode: DraftStep, At: 3}, Text: "wait 8d"}, "ada: visit portal, ada: sign-in, ada: pass otp, wait 8d", 0},
		{0, CommitDraft{Draft: Draft{Mode: DraftList}, Text: "wait 1h\nwait 2h"}, "wait 1h, wait 2h", 0},
	} {
		next, _ := Update(then(t, m, SelectFrame{At: test.from}), test.msg)
		if got := stepsOf(next); got != test.want || next.At != test.at {
			t.Errorf("%#v gives %s at %d; expected %s at %d", test.msg, got, next.At, test.want, test.at)
		}
		if next.Scenario == m.Scenario {
			continue
		}
		if back, _ := Update(next, Undo{}); stepsOf(back) != all {
			t.Errorf("%#v cannot be undone: %s", test.msg, stepsOf(back))
		}
	}
}

func TestABadStepIsToldAtItsField(t *testing.T) {
	m := after(t, SelectFrame{At: 1}, WriteStep{})
	if m.Draft != (Draft{DraftStep, 1}) {
		t.Fatalf("the draft is %+v", m.Draft)
	}
	next, cmds := Update(m, CommitDraft{Draft: m.Draft, Text: "ada: fly"})
	focus, _ := find[Focus](cmds)
	if next.Scenario != m.Scenario || next.Draft != m.Draft || next.Flaw.Field != FieldStep || focus.ID != FieldStep {
		t.Fatalf("after a bad step: draft %+v, flaw %+v, focus %q", next.Draft, next.Flaw, focus.ID)
	}
	if !strings.HasPrefix(next.Flaw.Text, `Character 6: unknown verb "fly"`) {
		t.Fatalf("the flaw is %q", next.Flaw.Text)
	}
	next, _ = Update(next, CancelDraft{})
	if next.Draft != (Draft{}) || next.Flaw != (Flaw{}) {
		t.Fatal("cancelling leaves the field open")
	}
	next, _ = Update(next, WriteSteps{})
	next, _ = Update(next, CommitDraft{Draft: next.Draft, Text: "wait 1d\n\nada: fly"})
	if !strings.HasPrefix(next.Flaw.Text, "Line 3, character 6: ") || next.Flaw.Field != FieldSteps {
		t.Fatalf("the flaw in the list is %+v", next.Flaw)
	}
}

func TestTypingIsUndoneBetweenRests(t *testing.T) {
	m := after(t)
	edit := func(code string) { m, _ = Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: code}) }
	before := m.Shown
	edit("a")
	edit("ab")
	m, _ = Update(m, Paused{})
	edit("abc")
	edit("abcd")
	if len(m.Past) != 2 {
		t.Fatalf("%d entries to undo; expected one for each piece of typing", len(m.Past))
	}
	m, cmds := Update(m, Undo{})
	if set, _ := find[SetEditor](cmds); strings.TrimSpace(set.Text) != "ab" {
		t.Fatalf("undo gives %q; expected what stood there at the rest", set.Text)
	}
	if m, _ = Update(m, Undo{}); m.Shown != before {
		t.Fatalf("the second undo gives %q", m.Shown)
	}
}

func TestARestDoesNotEndTheComparison(t *testing.T) {
	m := after(t)
	edit := func(code string) {
		m = then(t, m, EditCode{Kind: script.Rule, Name: "mfa", Code: code})
	}
	edit(asking)
	n := len(m.Changes)
	if n == 0 {
		t.Fatal("asking everybody changes nothing")
	}
	m, _ = Update(m, Paused{})
	edit(asking + "// and")
	if len(m.Changes) != n {
		t.Fatalf("%d steps end differently after a rest; expected %d still", len(m.Changes), n)
	}
}

func TestWorkIsKeptAndOffered(t *testing.T) {
	m := after(t)
	next, cmds := Update(m, WaitText{Text: "2d"})
	keep, ok := find[Keep](cmds)
	if !ok || keep.Lesson != m.Lesson || keep.Text != next.Scenario.Print() || keep.Text == "" {
		t.Fatalf("an edit asks to keep %+v", keep)
	}
	_, cmds = Update(next, Undo{})
	if keep, ok = find[Keep](cmds); !ok || keep.Text != "" {
		t.Fatal("the lesson as bundled is kept as work")
	}
	found, _ := Update(m, Found{Kept: Kept{Text: next.Scenario.Print(), When: "yesterday", At: 4}})
	if found.Scenario != m.Scenario || found.Kept.When != "yesterday" {
		t.Fatal("work of an earlier visit was opened without being asked for")
	}
	opened, _ := Update(found, Continue{})
	if opened.Scenario.Print() != next.Scenario.Print() || opened.At != 4 || opened.Kept.Text != "" {
		t.Fatal("continuing does not open the work")
	}
	if back, _ := Update(opened, Undo{}); back.Scenario.Print() != m.Scenario.Print() {
		t.Fatal("continuing cannot be undone")
	}
	declined, cmds := Update(found, Decline{Forget: true})
	if _, ok := find[Forget](cmds); !ok || declined.Kept.Text != "" {
		t.Fatal("deleting the work does not ask the browser to")
	}
	if same, _ := Update(m, Found{Kept: Kept{Text: m.Scenario.Print()}}); same.Kept.Text != "" {
		t.Fatal("what is on the screen is offered")
	}
	found.Kept.Text = "-- nonsense"
	if broken, _ := Update(found, Continue{}); broken.Problem == "" || broken.Scenario != m.Scenario {
		t.Fatal("work that cannot be read is not named")
	}
}
