package play

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"mfaplayground/engine/grid"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Drawn is a grid as web/grid.js draws it.
type Drawn struct {
	Rows    grid.Dimension `json:"rows"`
	Cols    grid.Dimension `json:"cols"`
	Cells   []Cell         `json:"cells"`
	Was     map[int]Cell   `json:"was"` // the cells that the edit changed, by number
	Texts   []string       `json:"texts"`
	Against *Compared      `json:"against,omitempty"`
	Name    string         `json:"name"`           // of the scenario, for files
	Busy    bool           `json:"busy,omitempty"` // the comparison is on its way
}

// Compared is what a comparison of two versions came to.
type Compared struct {
	Names [2]string `json:"names"`
	Of    int       `json:"of"` // so many cases were compared
	Apart int       `json:"apart"`
	List  []Apart   `json:"list"`           // as many as are listed
	Note  string    `json:"note,omitempty"` // why nothing was compared
}

// Apart is one case in which two versions differ.
type Apart struct {
	At    int     `json:"at"` // the number of the cell that shows it; -1: none does
	Title string  `json:"title"`
	Cells [2]Cell `json:"cells"`
}

// Cell is one cell: how it ends, whether the tick box is offered, and the
// numbers of the texts that tell why.
type Cell struct {
	Kind    string `json:"kind"`
	Word    string `json:"word"`
	Offered bool   `json:"offered,omitempty"`
	Why     []int  `json:"why"`
}

// Cell adds an outcome, and its texts to those of the grid.
func (d *Drawn) Cell(o grid.Outcome) Cell {
	c := Cell{Kind: string(o.Kind), Word: o.Word(), Offered: o.Offered}
	for _, r := range o.Because {
		at := -1
		for i, text := range d.Texts {
			if text == r.Text {
				at = i
			}
		}
		if at < 0 {
			at = len(d.Texts)
			d.Texts = append(d.Texts, r.Text)
		}
		c.Why = append(c.Why, at)
	}
	return c
}

// Encode writes what is drawn.
func (d *Drawn) Encode() string {
	text, err := json.Marshal(d)
	if err != nil {
		panic(fmt.Sprintf("play: internal error: a grid cannot be written as JSON: %v", err))
	}
	return string(text)
}

// Evaluate has a grid evaluated, and tells it: first the table, then, when that
// was asked for, with the comparison.
func (c GridOf) Evaluate(ctx context.Context, r *grid.Runner, pause func(), tell func(Gridded)) error {
	g := grid.Of(c.Scenario)
	answer := Gridded{Ask: c.Ask, Table: g.Table(c.Rows, c.Cols)}
	cases := answer.Table.Cases
	now, err := r.Evaluate(ctx, g, cases, pause)
	if err != nil {
		return err
	}
	d := Drawn{Rows: answer.Table.Rows, Cols: answer.Table.Cols, Was: map[int]Cell{}, Name: c.Scenario.Title, Busy: c.Versus != VersusNothing}
	for _, o := range now {
		d.Cells = append(d.Cells, d.Cell(o))
	}
	if c.Before != nil && c.Before != c.Scenario {
		was, err := r.Evaluate(ctx, grid.Of(c.Before), cases, pause)
		if err != nil {
			return err
		}
		for _, i := range grid.Differ(was, now) {
			d.Was[i] = d.Cell(was[i])
		}
	}
	answer.Data = d.Encode()
	tell(answer)
	if c.Versus == VersusNothing {
		return nil
	}
	if answer.Apart, err = c.compare(ctx, r, g, cases, &d, pause); err != nil {
		return err
	}
	d.Busy = false
	answer.Data = d.Encode()
	tell(answer)
	return nil
}

// apartMax bounds the differences that are listed.
const apartMax = 40

// compare evaluates two versions in the cases of the table and in those of every
// other two dimensions.
func (c GridOf) compare(ctx context.Context, r *grid.Runner, g *grid.Grid, cases []grid.Case, d *Drawn, pause func()) ([]grid.Case, error) {
	versions, names, note := c.versions()
	d.Against = &Compared{Names: names, Note: note, List: []Apart{}}
	if note != "" {
		return nil, nil
	}
	shown := len(cases)
	there := map[grid.Case]bool{}
	for _, one := range cases {
		there[one] = true
	}
	cases = slices.Clone(cases)
	for _, one := range g.All() {
		if !there[one] {
			cases = append(cases, one)
		}
	}
	var ends [2][]grid.Outcome
	for i, s := range versions {
		var err error
		if ends[i], err = r.Evaluate(ctx, grid.Of(s), cases, pause); err != nil {
			return nil, err
		}
	}
	var apart []grid.Case
	for _, i := range grid.Differ(ends[0], ends[1]) {
		d.Against.Apart++
		at := i
		if i >= shown {
			at = -1
		}
		if at >= 0 || len(apart) < apartMax {
			apart = append(apart, cases[i])
			d.Against.List = append(d.Against.List, Apart{at, g.Title(cases[i]), [2]Cell{d.Cell(ends[0][i]), d.Cell(ends[1][i])}})
		}
	}
	d.Against.Of = len(cases)
	return apart, nil
}

// versions are the two scenarios that are compared, with what to call them, or
// why there are none.
func (c GridOf) versions() (versions [2]*scenario.Scenario, names [2]string, note string) {
	var err error
	versions[1], names[1] = c.Scenario, "Now"
	switch c.Versus {
	case VersusKinds:
		names = [2]string{"As a Rule", "As an Action"}
		if versions[0], err = grid.Only(c.Scenario, script.Rule); err == nil {
			versions[1], err = grid.Only(c.Scenario, script.Action)
		}
	case VersusOriginal:
		names[0] = "Original"
		versions[0], err = scenario.Parse("original", c.Lesson)
	default:
		names[0] = "Before"
		if versions[0] = c.Before; c.Before == nil {
			return versions, names, "Nothing has been edited so far: there is nothing to compare with."
		}
	}
	if err != nil {
		note = "There is nothing to compare with: " + err.Error()
	}
	return versions, names, note
}
