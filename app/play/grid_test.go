package play

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"mfaplayground/engine/grid"
	"mfaplayground/engine/script"
)

// gridOf carries out the last grid that the commands ask for.
func gridOf(t *testing.T, m Model, cmds []Cmd) (Model, Drawn) {
	t.Helper()
	c, ok := find[GridOf](cmds)
	if !ok {
		t.Fatalf("the commands %+v ask for no grid", cmds)
	}
	tell := func(answer Gridded) { m, _ = Update(m, answer) }
	if err := c.Evaluate(context.Background(), grid.NewRunner(host{}), nil, tell); err != nil {
		t.Fatal(err)
	}
	var d Drawn
	if err := json.Unmarshal([]byte(m.Grid.Data), &d); err != nil {
		t.Fatal(err)
	}
	return m, d
}

// gridded is a model that shows the grid of the sample.
func gridded(t *testing.T) (Model, Drawn) {
	t.Helper()
	m, cmds := Update(after(t), SelectInspectorTab{Tab: TabGrid})
	return gridOf(t, m, cmds)
}

func TestTheGridIsComputedWhileItIsOpenOnly(t *testing.T) {
	m := after(t)
	if next, cmds := Update(m, SetPolicy{Policy: "always"}); next.Grid.Asked.Scenario != nil || len(cmds) == 0 {
		t.Errorf("a grid was asked for that nobody sees: %+v", cmds)
	}
	m, d := gridded(t)
	if len(d.Cells) != 24 || d.Rows.Name != "protocol" || d.Cols.Name != "policy" || len(d.Was) != 0 {
		t.Errorf("the grid has %d cells of %s by %s, %d changed", len(d.Cells), d.Rows.Name, d.Cols.Name, len(d.Was))
	}
	if _, cmds := Update(m, SelectFrame{At: 0}); len(cmds) > 0 {
		if _, again := find[GridOf](cmds); again {
			t.Error("the same grid was asked for again")
		}
	}
	next, cmds := Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	if _, early := find[GridOf](cmds); early || !next.Replaying {
		t.Error("the grid did not wait for the replay")
	}
}

func TestTheGridMarksWhatAnEditChanged(t *testing.T) {
	m, _ := gridded(t)
	m, cmds := Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	replay, _ := find[Replay](cmds)
	m, cmds = Update(m, Replayed{Sequence: replay.Sequence, Scenario: replay.Scenario, Result: after(t).Result})
	_, d := gridOf(t, m, cmds)
	refused := 0
	for i, was := range d.Was {
		if was.Kind == d.Cells[i].Kind {
			t.Errorf("cell %d is marked and ends as before: %+v", i, was)
		}
		if d.Cells[i].Kind == "refused" {
			refused++
		}
	}
	if len(d.Was) < 10 || refused == 0 {
		t.Errorf("%d cells are marked, %d of them refused", len(d.Was), refused)
	}
}

func TestTheGridIsInTheAddress(t *testing.T) {
	m, _ := gridded(t)
	m, _ = Update(m, SetRows{Name: "session"})
	m, _ = Update(m, SetCols{Name: "session"}) // rows and columns change places
	m, cmds := Update(m, SetVersus{Name: "kinds"})
	if m.Grid.Rows != grid.Policy || m.Grid.Cols != grid.Session || m.Grid.Versus != VersusKinds {
		t.Fatalf("chosen is %+v", m.Grid.Choice)
	}
	place, _ := find[SetAddress](cmds)
	fragment, err := place.Place.Fragment()
	if err != nil || !strings.HasSuffix(fragment, "tab=grid&rows=policy&cols=session&versus=kinds") {
		t.Fatalf("the address is %q, %v", fragment, err)
	}
	other, _ := Update(after(t), Open{Fragment: fragment})
	if other.Grid.Choice != m.Grid.Choice || other.Inspector != TabGrid {
		t.Errorf("the address opens %+v in %s", other.Grid.Choice, other.Inspector)
	}
	for _, msg := range []Msg{SetRows{Name: "nonsense"}, SetVersus{Name: "nonsense"}} {
		if next, _ := Update(m, msg); next.Grid.Choice != m.Grid.Choice {
			t.Errorf("%#v chose %+v", msg, next.Grid.Choice)
		}
	}
}

func TestACellOpensAsAScenario(t *testing.T) {
	m, _ := gridded(t)
	before := m.Scenario
	opened := then(t, m, OpenCell{Cell: "10"}) // prompt=none, Always
	if opened.Inspector != TabWhy || len(opened.Lines()) != 1 || !strings.Contains(opened.Scenario.Print(), "policy always") {
		t.Fatalf("opened:\n%s", opened.Scenario.Print())
	}
	if f, _ := opened.Frame(); len(f.Decisions) != 1 || f.Decisions[0].Outcome != "refused" {
		t.Errorf("it is decided %+v", f.Decisions)
	}
	if back := then(t, opened, Undo{}); back.Scenario != before {
		t.Error("undo does not come back")
	}
	for _, cell := range []string{"", "x", "-1", "24", "=0"} {
		if next, _ := Update(m, OpenCell{Cell: cell}); next.Scenario != before {
			t.Errorf("the cell %q opened something", cell)
		}
	}
	shut, cmds := Update(m, OpenCell{Cell: "18"}) // nobody may use the password grant
	if _, said := find[Announce](cmds); shut.Scenario != before || !said || !strings.Contains(shut.Notice, "grant") {
		t.Errorf("a case that cannot be says %q", shut.Notice)
	}
	m.Embed = Embed{On: true, ReadOnly: true}
	if locked, _ := Update(m, OpenCell{Cell: "10"}); locked.Scenario != before || locked.Notice == "" {
		t.Error("a read-only embed opened a cell")
	}
}

func TestTheGridComparesVersions(t *testing.T) {
	m, _ := gridded(t)
	m, cmds := Update(m, SetVersus{Name: "original"})
	m, d := gridOf(t, m, cmds)
	if d.Busy || d.Against == nil || d.Against.Apart != 0 || d.Against.Of < 300 {
		t.Fatalf("the original differs from itself: %+v", d.Against)
	}
	m, cmds = Update(m, SetVersus{Name: "baseline"})
	m, d = gridOf(t, m, cmds)
	if d.Against.Note == "" {
		t.Errorf("nothing was edited, and it was compared: %+v", d.Against)
	}
	m.Scenario, _ = m.Scenario.WithCode(script.Rule, "mfa", asking)
	m.Played = m.Scenario
	m, cmds = Update(m, SetVersus{Name: "kinds"})
	m, d = gridOf(t, m, cmds)
	if d.Against.Names != [2]string{"As a Rule", "As an Action"} || d.Against.Apart == 0 || len(d.Against.List) != len(m.Grid.Apart) {
		t.Fatalf("rule against action: %+v", d.Against)
	}
	opened := then(t, m, OpenCell{Cell: "=0"})
	if opened.Scenario == m.Scenario || opened.Inspector != TabWhy {
		t.Error("a difference does not open")
	}
}

func TestAFailedGridIsTold(t *testing.T) {
	m, _ := gridded(t)
	next, _ := Update(m, Gridded{Ask: m.Grid.Asked, Err: "the script host failed"})
	if next.Problem != "the script host failed" || next.Grid.Data != m.Grid.Data {
		t.Errorf("told %q", next.Problem)
	}
	if stale, _ := Update(m, Gridded{Data: "other"}); stale.Grid.Data != m.Grid.Data {
		t.Error("a stale grid was taken over")
	}
}
