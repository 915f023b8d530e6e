package grid

import (
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Table is all cases of two dimensions, row by row.
type Table struct {
	Rows, Cols Dimension
	Cases      []Case
}

// Table returns the cases of two dimensions.
func (g *Grid) Table(rows, cols Dim) Table {
	all := g.Dimensions()
	t := Table{Rows: all[rows], Cols: all[cols]}
	for _, r := range t.Rows.Values {
		for _, c := range t.Cols.Values {
			t.Cases = append(t.Cases, Case{}.With(rows, r.ID).With(cols, c.ID))
		}
	}
	return t
}

// casesMax bounds [Grid.All].
const casesMax = 3000

// All returns the cases of every two dimensions, each once. Those that switch
// code are left out: they are for comparing versions of code.
func (g *Grid) All() []Case {
	seen := map[Case]bool{}
	var all []Case
	for rows := range dims {
		for cols := range rows {
			if rows == Code || cols == Code {
				continue
			}
			for _, c := range g.Table(cols, rows).Cases {
				if !seen[c] && len(all) < casesMax {
					seen[c] = true
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// Differ lists where two versions end their cases differently.
func Differ(a, b []Outcome) []int {
	var at []int
	for i := range a {
		if !a[i].Same(b[i]) {
			at = append(at, i)
		}
	}
	return at
}

// Only returns a scenario in which the scripts of one kind are on, and those of
// the other off.
func Only(s *scenario.Scenario, kind script.Kind) (*scenario.Scenario, error) {
	next, err := s, error(nil)
	for _, x := range s.Setup.Tenant.Rules {
		if on := kind == script.Rule; err == nil && x.Enabled != on {
			next, err = next.WithEnabled(script.Rule, x.Name, on)
		}
	}
	for _, x := range s.Setup.Tenant.Actions {
		if on := kind == script.Action; err == nil && x.Enabled != on {
			next, err = next.WithEnabled(script.Action, x.Name, on)
		}
	}
	return next, err
}

// Title names a case by the values that were chosen: Policy: Always; ...
func (g *Grid) Title(c Case) string { return g.title(c) }
