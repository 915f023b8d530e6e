package play

import (
	"net/url"
	"strconv"
	"strings"

	"mfaplayground/engine/grid"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Versus says with what the grid compares.
type Versus string

// What the grid can be compared with.
const (
	VersusNothing  Versus = ""         // changes are marked, no more
	VersusBaseline Versus = "baseline" // the scenario before the edit, or what was pinned
	VersusOriginal Versus = "original" // the lesson as bundled
	VersusKinds    Versus = "kinds"    // the rules against the actions
)

// Choice is what a grid is asked for.
type Choice struct {
	Rows, Cols grid.Dim
	Versus     Versus
}

// GridView is what the tab "Grid" shows.
type GridView struct {
	Choice
	Table grid.Table
	Apart []grid.Case // the cases in which two versions differ, as they are listed
	Data  string      // what web/grid.js draws, as JSON
	Of    *scenario.Scenario
	Asked Ask
}

// Ask is the question of a grid; two that are equal have the same answer.
type Ask struct {
	Choice
	Scenario *scenario.Scenario
	Before   *scenario.Scenario // the version whose changes are marked; nil: none
}

// GridOf evaluates a grid and answers with [Gridded]. A later one supersedes
// it.
type GridOf struct {
	Ask
	Lesson string // the scenario of the page's lesson
}

// Messages about the grid.
type (
	// SetRows and SetCols choose the dimensions by name, SetVersus with what to
	// compare.
	SetRows struct{ Name string }
	// SetCols chooses the dimension of the columns.
	SetCols struct{ Name string }
	// SetVersus chooses with what the grid is compared.
	SetVersus struct{ Name string }
	// OpenCell opens a cell as a scenario: the number of the cell, or "=" and the
	// number of a difference.
	OpenCell struct{ Cell string }
	// Gridded brings a grid.
	Gridded struct {
		Ask
		Table grid.Table
		Apart []grid.Case
		Data  string
		Err   string
	}
)

func (GridOf) cmd()    {}
func (SetRows) msg()   {}
func (SetCols) msg()   {}
func (SetVersus) msg() {}
func (OpenCell) msg()  {}
func (Gridded) msg()   {}

// Fill implements [Filler]: the name of the dimension.
func (SetRows) Fill(value string) Msg { return SetRows{value} }

// Fill implements [Filler]: the name of the dimension.
func (SetCols) Fill(value string) Msg { return SetCols{value} }

// Fill implements [Filler]: one of the values of [Versus].
func (SetVersus) Fill(value string) Msg { return SetVersus{value} }

// Fill implements [Filler]: the cell.
func (OpenCell) Fill(value string) Msg { return OpenCell{value} }

// usualChoice is what a grid shows that nobody has chosen anything for.
var usualChoice = Choice{Rows: grid.Protocol, Cols: grid.Policy}

// gridding asks for the grid that should be shown, if another one is.
func (m Model) gridding() (Model, []Cmd) {
	if m.Replaying {
		m.Grid.Asked = Ask{} // whatever was on its way has been ended, so that the replay goes first
	}
	if m.Inspector != TabGrid || m.Replaying || m.Scenario == nil || m.Played != m.Scenario {
		return m, nil
	}
	ask := Ask{Choice: m.Grid.Choice, Scenario: m.Scenario, Before: m.Against.Scenario}
	if ask == m.Grid.Asked {
		return m, nil
	}
	m.Grid.Asked = ask
	return m, []Cmd{GridOf{Ask: ask, Lesson: m.LessonText()}}
}

// Gridding asks once more for the grid that was asked for before the page could
// do any work.
func (m Model) Gridding() []Cmd {
	if m.Grid.Asked.Scenario == nil || m.Grid.Of != nil {
		return nil
	}
	return []Cmd{GridOf{Ask: m.Grid.Asked, Lesson: m.LessonText()}}
}

// tabulate answers the messages about the grid.
func (m Model) tabulate(msg Msg) (Model, []Cmd) {
	choice := m.Grid.Choice
	switch msg := msg.(type) {
	case SetRows:
		choice = choice.with(msg.Name, "", string(choice.Versus))
	case SetCols:
		choice = choice.with("", msg.Name, string(choice.Versus))
	case SetVersus:
		choice = choice.with("", "", msg.Name)
	case OpenCell:
		return m.openCell(msg.Cell)
	case Gridded:
		return m.gridded(msg)
	}
	m.Grid.Choice = choice
	return m, []Cmd{SetAddress{Place: m.Place()}}
}

// with returns the choice with other dimensions, by name; a name that is none
// changes nothing. Where rows and columns would be the same they change places.
func (c Choice) with(rows, cols, versus string) Choice {
	before := c
	if d, ok := grid.DimNamed(rows); ok {
		c.Rows = d
	}
	if d, ok := grid.DimNamed(cols); ok {
		c.Cols = d
	}
	switch {
	case c.Rows != c.Cols:
	case c.Rows != before.Rows:
		c.Cols = before.Rows
	default:
		c.Rows = before.Cols
	}
	switch v := Versus(versus); v {
	case VersusNothing, VersusBaseline, VersusOriginal, VersusKinds:
		c.Versus = v
	}
	return c
}

// parts are the parts of the address that tell which grid is shown.
func (c Choice) parts() []string {
	var parts []string
	if c.Rows != usualChoice.Rows || c.Cols != usualChoice.Cols {
		parts = append(parts, "rows="+c.Rows.Name(), "cols="+c.Cols.Name())
	}
	if c.Versus != VersusNothing {
		parts = append(parts, "versus="+string(c.Versus))
	}
	return parts
}

// openGrid reads them.
func (m Model) openGrid(values url.Values) Model {
	m.Grid.Choice = usualChoice.with(values.Get("rows"), "", "").with("", values.Get("cols"), values.Get("versus"))
	return m
}

// gridded takes a grid over, unless another one was asked for since.
func (m Model) gridded(msg Gridded) (Model, []Cmd) {
	if msg.Ask != m.Grid.Asked {
		return m, nil
	}
	if msg.Err != "" {
		m.Problem = msg.Err
		return m, []Cmd{Announce{Text: msg.Err}}
	}
	m.Grid.Of, m.Grid.Table, m.Grid.Apart, m.Grid.Data = msg.Scenario, msg.Table, msg.Apart, msg.Data
	return m, nil
}

// openCell makes the scenario of a cell the current one; undo comes back.
func (m Model) openCell(cell string) (Model, []Cmd) {
	list := m.Grid.Table.Cases
	number, apart := strings.CutPrefix(cell, "=")
	if apart {
		list = m.Grid.Apart
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(list) || m.Grid.Of == nil {
		return m, nil
	}
	next, err := grid.Of(m.Grid.Of).Scenario(list[i])
	if err != nil {
		m.Notice = err.Error()
		return m, []Cmd{Announce{Text: m.Notice}}
	}
	m.Inspector = TabWhy
	past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	m, cmds := m.returnTo(Moment{Scenario: next, At: len(next.Lines) - 1}, past, nil)
	return m, append(cmds, Focus{ID: TabID(string(TabWhy))})
}

// BothKinds tells whether the tenant has rules as well as actions.
func (m Model) BothKinds() bool {
	return len(m.scripts(script.Rule)) > 0 && len(m.scripts(script.Action)) > 0
}
