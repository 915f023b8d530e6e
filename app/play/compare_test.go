package play

import (
	"fmt"
	"strings"
	"testing"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

func TestMatchingFindsTheSameSteps(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"a b c", "a b c", "0 1 2"},
		{"a b c", "a x b c", "0 -1 1 2"},
		{"a b c", "a c", "0 2"},
		{"a b c", "a x c", "0 1 2"}, // an edited step is still that step
		{"a b c d", "b a d", "1 -1 3"},
		{"", "a", "-1"},
		{"a a a", "a a", "0 1"},
	} {
		got := strings.Trim(fmt.Sprint(matching(strings.Fields(c.before), strings.Fields(c.after))), "[]")
		if got != c.want {
			t.Errorf("from %q to %q the steps match %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

func TestAPinnedBaselineOutlivesEdits(t *testing.T) {
	m := after(t, Pin{}, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	changed := len(m.Changes)
	if changed == 0 || !m.Against.Pinned {
		t.Fatalf("%d changes against the baseline; expected some", changed)
	}
	m = then(t, m, SetPolicy{Policy: tenant.PolicyAlways})
	if len(m.Changes) != changed {
		t.Fatalf("%d changes after a second edit; expected still %d: the rule counts, not the policy", len(m.Changes), changed)
	}
	m = then(t, m, Undo{}, Undo{})
	if len(m.Changes) != 0 {
		t.Fatalf("%d changes after both edits were undone; expected none", len(m.Changes))
	}
	if m, _ = Update(m, Unpin{}); m.Against.Pinned || len(m.Against.Frames) != 0 {
		t.Fatal("the baseline was let go and is still there")
	}
}

func TestAChangedStepOpensBeforeAndAfter(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	first := m.Changes[0]
	if len(first.Was.Decisions) == 0 || first.Was.Decisions[0].Outcome != tenant.NotAsked {
		t.Fatalf("before, the step decided %+v; expected not asked", first.Was.Decisions)
	}
	m, _ = Update(m, OpenBeside{At: first.At})
	if m.Beside != first.At || m.At != first.At {
		t.Fatalf("opened step %d at %d; expected %d", m.Beside, m.At, first.At)
	}
	if again, _ := Update(m, OpenBeside{At: first.At}); again.Beside != -1 {
		t.Fatal("asking again did not close it")
	}
	if m = then(t, m, Undo{}); m.Beside != -1 {
		t.Fatal("the step ends as before and is still opened")
	}
}
