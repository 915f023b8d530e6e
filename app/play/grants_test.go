package play

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
)

// onScenario returns the model of a page on one of the conformance scenarios.
func onScenario(t *testing.T, name string) Model {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "engine", "scenario", "testdata", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "\n-- transcript --\n")
	m, cmds := New([]Lesson{{Slug: name, Text: before + "\n"}}, name, "./")
	if m.Problem != "" {
		t.Fatal(m.Problem)
	}
	replay, _ := find[Replay](cmds)
	result, err := scenario.Run(context.Background(), replay.Scenario, host{})
	if err != nil {
		t.Fatal(err)
	}
	m, _ = Update(m, Replayed{Sequence: replay.Sequence, Scenario: replay.Scenario, Result: result})
	return m
}

// families writes the tree of each grant: step, depth and state of each set.
func families(m Model) string {
	var grants []string
	for _, g := range m.Grants() {
		var sets []string
		for _, set := range g.Sets {
			text := fmt.Sprintf("%d", set.Step+1)
			if set.Depth > 0 {
				text = strings.Repeat("-", set.Depth) + text
			}
			if set.State != RefreshNone {
				text += " " + string(set.State)
			}
			sets = append(sets, text)
		}
		text := strings.Join(sets, ", ")
		if g.Ended >= 0 {
			text += fmt.Sprintf(" (ended by %d)", g.Ended+1)
		}
		grants = append(grants, text)
	}
	return strings.Join(grants, "; ")
}

func TestFamiliesOfRefreshTokens(t *testing.T) {
	for _, c := range []struct {
		scenario string
		step     int // selected; 0 is the last
		want     string
	}{
		{"refresh_rotation_reuse", 1, "1 active"},
		{"refresh_rotation_reuse", 2, "1 rotated out, -2 active"},
		{"refresh_rotation_reuse", 3, "1 reused, -2 revoked (ended by 3)"},
		{"refresh_rotation_reuse", 0, "1 reused, -2 revoked (ended by 3)"},
		{"refresh_rotation_leeway", 3, "1 in leeway, -2 active"},
		{"refresh_rotation_leeway", 4, "1 in leeway, -2 active, -4 active"},
		{"refresh_rotation_leeway", 5, "1 rotated out, -2 active, -4 active"},
		{"refresh_rotation_leeway", 6, "1 reused, -2 revoked, -4 revoked (ended by 6)"},
		{"refresh_revoked", 2, "1 active"},
		{"refresh_revoked", 4, "1 revoked (ended by 3)"},
		{"refresh_lifetimes", 5, "1 rotated out, -3 rotated out, -5 active"},
		{"refresh_lifetimes", 6, "1 expired, -3 expired, -5 expired"},
		{"refresh_lifetimes", 8, "8 active; 1 expired, -3 expired, -5 expired"},
		{"refresh_lifetimes", 9, "8 expired; 1 expired, -3 expired, -5 expired"},
		{"refresh_two_hundred", 3, "2 active; -1, -3"},
		{"refresh_two_hundred", 5, "4 active; 2 active; -1, -3 (ended by 4)"},
		{"refresh_rotating_display", 4, ""},
		{"refresh_rotating_display", 7, "5 rotated out, -6 in leeway, -7 active"},
	} {
		m := onScenario(t, c.scenario)
		if c.step > 0 {
			m = then(t, m, SelectFrame{At: c.step - 1})
		}
		if got := families(m); got != c.want {
			t.Errorf("%s at step %d: %s; expected %s", c.scenario, c.step, got, c.want)
		}
	}
}
