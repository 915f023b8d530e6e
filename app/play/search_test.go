package play

import (
	"context"
	"strings"
	"testing"

	"mfaplayground/engine/grid"
)

// searchedFor begins a search, goes through it, and tells the model.
func searchedFor(t *testing.T, m Model) Model {
	t.Helper()
	m, cmds := Update(m, FindCase{})
	c, ok := find[SearchCase](cmds)
	if !ok || m.Search.State != SearchRuns {
		t.Fatalf("no search was begun: %v", cmds)
	}
	work, err := grid.NewSearch(grid.Of(c.Scenario), c.Claim, c.Vary)
	if err != nil {
		t.Fatal(err)
	}
	runner := grid.NewRunner(host{})
	for !work.Done() {
		if err := work.Go(context.Background(), runner, nil); err != nil {
			t.Fatal(err)
		}
	}
	m, _ = Update(m, News(c.Number, work))
	return m
}

func TestSearchFindsAndOpens(t *testing.T) {
	m := after(t, SetSubject{}.Fill("person/ada"), SetMust{}.Fill("always-asked"))
	before := m.Scenario
	m = searchedFor(t, m)
	if m.Search.State != SearchEnded || m.Search.Found == "" || !strings.HasPrefix(m.Search.Headline(), "Counterexample in ") {
		t.Fatalf("%+v", m.Search)
	}
	m, cmds := Update(m, OpenFound{})
	if _, ok := find[Replay](cmds); !ok || m.Scenario.Print() != m.Search.Found || m.Inspector != TabWhy {
		t.Fatalf("opened %q in tab %s", m.Scenario.Title, m.Inspector)
	}
	if m, _ = Update(m, Undo{}); m.Scenario != before {
		t.Error("undo does not lead back")
	}
}

func TestSearchSaysWhatItCovered(t *testing.T) {
	m := after(t)
	for _, d := range grid.Varied {
		m, _ = Update(m, SetVaried{Dim: d}.Fill("false"))
		if m.Search.Varies(d) {
			t.Errorf("%s varies", d.Title())
		}
	}
	m, _ = Update(m, SetMust{Must: "never-refused"})
	m = searchedFor(t, m)
	if got := m.Search.Headline(); got != "No counterexample among 1 case." {
		t.Error(got)
	}
	m, _ = Update(m, SetVaried{Dim: grid.Policy}.Fill("true"))
	if !m.Search.Varies(grid.Policy) {
		t.Error("the policy does not vary again")
	}
}

func TestHeadlines(t *testing.T) {
	for _, test := range []struct {
		news Searched
		want string
	}{
		{Searched{Found: "x", Steps: 1, Covered: 4, Own: 4}, "Counterexample in 1 step, the shortest there is with the policy as it is. 4 cases covered until then."},
		{Searched{Found: "x", Steps: 2, Covered: 1, Own: 1}, "Counterexample in 2 steps, the shortest there is with the policy as it is. 1 case covered until then."},
		{Searched{Found: "x", Steps: 2, Covered: 90, Own: 70, Policy: true}, "It holds with the policy as it is, in all of 70 cases. With another one there is a counterexample in 2 steps, the shortest there is."},
		{Searched{Covered: 90, Own: 30}, "No counterexample among 90 cases."},
		{Searched{Err: "It failed."}, "It failed."},
	} {
		if got := (SearchView{State: SearchEnded, Searched: test.news}).Headline(); got != test.want {
			t.Errorf("%+v reads\n%q, want\n%q", test.news, got, test.want)
		}
	}
}

func TestSearchIsCancelled(t *testing.T) {
	m := after(t)
	m, _ = Update(m, FindCase{})
	m, _ = Update(m, Searched{Number: m.Search.Number, Covered: 7, Progress: 1})
	m, cmds := Update(m, CancelSearch{})
	if _, ok := find[EndSearch](cmds); !ok || m.Search.Headline() != "Cancelled. No counterexample among the first 7 cases." {
		t.Errorf("%v, %q", cmds, m.Search.Headline())
	}
	if late, _ := Update(m, Searched{Number: m.Search.Number, Covered: 9, Done: true}); late.Search.Covered != 7 {
		t.Error("news of a cancelled search are taken over")
	}
	again, _ := Update(m, FindCase{})
	if late, _ := Update(again, Searched{Number: m.Search.Number, Covered: 9}); late.Search.Covered != 0 {
		t.Error("news of the search before are taken over")
	}
}

func TestSearchRefusesDays(t *testing.T) {
	m := after(t, SetMust{Must: "asked-every"})
	for _, text := range []string{"", "x", "0", "366", "1.5"} {
		bad, _ := Update(m, SetDays{}.Fill(text))
		if bad.Flaw.Field != FieldDays || !strings.Contains(bad.Flaw.Text, "1 to 365") || bad.Search.Claim.Days != 30 {
			t.Errorf("%q: %+v", text, bad.Flaw)
		}
		next, cmds := Update(bad, FindCase{})
		if _, searches := find[SearchCase](cmds); searches || next.Search.State == SearchRuns {
			t.Errorf("%q is searched", text)
		}
	}
	good, _ := Update(m, SetDays{Text: " 14 "})
	if good.Search.Claim.Days != 14 || good.Flaw.Field != "" {
		t.Errorf("%+v %+v", good.Search.Claim, good.Flaw)
	}
}
