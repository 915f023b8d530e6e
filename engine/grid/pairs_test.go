package grid

import (
	"context"
	"reflect"
	"testing"

	"mfaplayground/engine/scenario"
)

// pairwise are scenarios in which every dimension makes a difference to some
// case: a display, several people and applications, rules and actions.
func pairwise(t *testing.T) map[string]*scenario.Scenario {
	list := map[string]*scenario.Scenario{}
	for _, name := range []string{"remember-this-device", "rule-default-and-action-default", "denied-for-ever"} {
		list[name] = lessonNamed(t, name)
	}
	list["the display, after the edit"] = requiring(t, "the-display-that-stopped")
	asked, err := lessonNamed(t, "email-is-never-remembered").WithCode("rule", "mfa", "function mfa(user, context, callback) {\n"+
		"  if (user.multifactor && user.multifactor.length) context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	list["whoever has a factor is asked"] = asked
	return list
}

// Every dimension works with every other one, as rows and as columns: each cell
// has an end and a reason, says the same the other way round, and opens as a
// scenario that ends so, or says why there is none.
func TestEveryDimensionWorksWithEveryOther(t *testing.T) {
	sandbox := openSandbox(t)
	matters := map[Dim]bool{}
	played := 0
	for name, s := range pairwise(t) {
		g, r := Of(s), NewRunner(sandbox)
		for rows := range dims {
			for cols := range dims {
				if rows == cols {
					continue
				}
				table := g.Table(rows, cols)
				wide := len(table.Cols.Values)
				if len(table.Rows.Values)*wide != len(table.Cases) || len(table.Cases) == 0 {
					t.Fatalf("%s: %s by %s has %d cases of %d by %d values", name, rows.Title(), cols.Title(), len(table.Cases), len(table.Rows.Values), wide)
				}
				outcomes, err := r.Evaluate(context.Background(), g, table.Cases, nil)
				if err != nil {
					t.Fatalf("%s: %s by %s: %v", name, rows.Title(), cols.Title(), err)
				}
				across := g.Table(cols, rows)
				turned, err := r.Evaluate(context.Background(), g, across.Cases, nil)
				if err != nil {
					t.Fatal(err)
				}
				for i, o := range outcomes {
					row, col := i/wide, i%wide
					if !reflect.DeepEqual(o, turned[col*len(table.Rows.Values)+row]) {
						t.Errorf("%s: %s ends otherwise with rows for columns", name, g.Title(table.Cases[i]))
					}
					if len(o.Because) == 0 || o.Because[0].Text == "" || o.Word() == "" {
						t.Errorf("%s: %s has no reason: %+v", name, g.Title(table.Cases[i]), o)
					}
					matters[rows] = matters[rows] || row > 0 && !o.Same(outcomes[col])
					full, err := g.Scenario(table.Cases[i])
					if (err != nil) != (o.Kind == Impossible) {
						t.Errorf("%s: %s is %s, and its scenario: %v", name, g.Title(table.Cases[i]), o.Kind, err)
					}
					if err != nil || draw(name+rows.Name(), table.Cases[i]) != 0 {
						continue
					}
					played++
					if got := Read(last(t, full, sandbox)); !reflect.DeepEqual(got, o) {
						t.Errorf("%s: %s\nevaluated %+v\nreplayed  %+v", name, g.Title(table.Cases[i]), o, got)
					}
				}
			}
		}
	}
	for d := range dims {
		if !matters[d] {
			t.Errorf("%s never makes a difference: does it do anything?", d.Title())
		}
	}
	if played < 500 {
		t.Errorf("only %d cells were played in full", played)
	}
}

// A dimension that has more values than a grid shows says how many there are.
func TestDimensionsSayWhatTheyLeaveOut(t *testing.T) {
	s := crowd(t)
	for i := range 5 {
		next, err := s.WithLine("person", "q"+string(rune('a'+i)), scenario.Attribute{Key: "email", Value: "q@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	list := Of(s).Dimensions()
	if p := list[Person]; len(p.Values) != valuesMax || p.Of != 25 {
		t.Errorf("%d people of %d; want %d of 25", len(p.Values), p.Of, valuesMax)
	}
	if a := list[Application]; len(a.Values) != 10 || a.Of != 0 {
		t.Errorf("%d applications of %d; want all 10", len(a.Values), a.Of)
	}
}
