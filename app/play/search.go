package play

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine/grid"
	"mfaplayground/engine/scenario"
)

// SearchView is what the tab "Search" shows: what must hold, what is varied, and
// what became of the latest search.
type SearchView struct {
	Claim grid.Claim
	Held  uint // the dimensions that are not varied, a bit each
	Of    *scenario.Scenario
	State SearchState
	Searched
}

// SearchState is how far a search is.
type SearchState int

// The states of a search.
const (
	SearchNone SearchState = iota
	SearchRuns
	SearchEnded
	SearchCancelled
)

// usualClaim is what a search is about that nobody has chosen anything for.
var usualClaim = grid.Claim{Must: grid.NoPassword, Days: 30}

// Varies tells whether a dimension is varied.
func (v SearchView) Varies(d grid.Dim) bool { return v.Held&(1<<d) == 0 }

// vary lists what is varied.
func (v SearchView) vary() []grid.Dim {
	return slices.DeleteFunc(slices.Clone(grid.Varied), func(d grid.Dim) bool { return !v.Varies(d) })
}

// Commands of a search.
type (
	// SearchCase looks for a case that breaks a claim, and answers with
	// [Searched], again and again.
	SearchCase struct {
		Number   int
		Scenario *scenario.Scenario
		Claim    grid.Claim
		Vary     []grid.Dim
	}
	// EndSearch ends the search that is on its way.
	EndSearch struct{}
)

// Question is a search as it is asked for, in the program that searches.
type Question struct {
	Number     int
	Name, Text string // of the scenario
	Claim      grid.Claim
	Vary       []grid.Dim
}

// Question returns what the search is asked.
func (c SearchCase) Question() Question {
	return Question{c.Number, c.Scenario.Name(), c.Scenario.Print(), c.Claim, c.Vary}
}

// Messages about the search.
type (
	// SetSubject chooses whom the claim is about.
	SetSubject struct{ ID string }
	// SetMust chooses what is claimed.
	SetMust struct{ Must string }
	// SetDays is the number in a claim.
	SetDays struct{ Text string }
	// SetVaried says whether a dimension is varied.
	SetVaried struct {
		Dim grid.Dim
		On  bool
	}
	// FindCase begins to search.
	FindCase struct{}
	// CancelSearch ends the search.
	CancelSearch struct{}
	// OpenFound opens what was found as a scenario.
	OpenFound struct{}
	// Searched tells how far the search of a number is, or how it ended.
	Searched struct {
		Number   int
		Covered  int
		Own      int // of them with the policy that the tenant has
		Progress int // percent
		Done     bool
		Sentence string
		Space    string // what was varied
		Steps    int    // of what was found
		Policy   bool   // it has another policy
		Told     string // what was found, in words
		Found    string // the scenario
		Err      string
	}
)

func (SearchCase) cmd()   {}
func (EndSearch) cmd()    {}
func (SetSubject) msg()   {}
func (SetMust) msg()      {}
func (SetDays) msg()      {}
func (SetVaried) msg()    {}
func (FindCase) msg()     {}
func (CancelSearch) msg() {}
func (OpenFound) msg()    {}
func (Searched) msg()     {}

// Fill implements [Filler].
func (SetSubject) Fill(value string) Msg { return SetSubject{value} }

// Fill implements [Filler].
func (SetMust) Fill(value string) Msg { return SetMust{value} }

// Fill implements [Filler].
func (SetDays) Fill(value string) Msg { return SetDays{value} }

// Fill implements [Filler].
func (s SetVaried) Fill(value string) Msg { return SetVaried{s.Dim, value == "true"} }

// FieldDays is the id of the field for the number in a claim.
const FieldDays = "search-days"

// search answers the messages about the search.
func (m Model) search(msg Msg) (Model, []Cmd) {
	v := &m.Search
	switch msg := msg.(type) {
	case SetSubject:
		v.Claim.Subject = msg.ID
	case SetMust:
		v.Claim.Must = grid.Must(msg.Must)
	case SetVaried:
		v.Held &^= 1 << msg.Dim
		if !msg.On {
			v.Held |= 1 << msg.Dim
		}
	case SetDays:
		days, err := strconv.Atoi(strings.TrimSpace(msg.Text))
		if err != nil || days < 1 || days > grid.DaysMax {
			m.Flaw = Flaw{Field: FieldDays, Text: fmt.Sprintf("%q is no number of days; expected 1 to %d", msg.Text, grid.DaysMax)}
			return m, nil
		}
		v.Claim.Days, m.Flaw = days, Flaw{}
	case FindCase:
		return m.find()
	case CancelSearch:
		return m.cancelSearch()
	case OpenFound:
		return m.openFound()
	case Searched:
		return m.searched(msg)
	}
	return m, nil
}

// find begins a search.
func (m Model) find() (Model, []Cmd) {
	if m.Flaw.Field == FieldDays || m.Scenario == nil {
		return m, []Cmd{Focus{ID: FieldDays}}
	}
	number := m.Search.Number + 1
	m.Search.Of, m.Search.State, m.Search.Searched = m.Scenario, SearchRuns, Searched{Number: number}
	return m, []Cmd{SearchCase{Number: number, Scenario: m.Scenario, Claim: m.Search.Claim, Vary: m.Search.vary()}}
}

// cancelSearch ends a search; what it has covered stays on the screen.
func (m Model) cancelSearch() (Model, []Cmd) {
	if m.Search.State != SearchRuns {
		return m, nil
	}
	m.Search.State = SearchCancelled
	return m, []Cmd{EndSearch{}, Announce{Text: fmt.Sprintf("Search cancelled after %d cases", m.Search.Covered)}}
}

// searched takes news of the search over.
func (m Model) searched(msg Searched) (Model, []Cmd) {
	if msg.Number != m.Search.Number || m.Search.State != SearchRuns {
		return m, nil
	}
	m.Search.Searched = msg
	if !msg.Done {
		return m, nil
	}
	m.Search.State = SearchEnded
	return m, []Cmd{Announce{Text: m.Search.Headline()}}
}

// Headline says in a sentence how a search ended.
func (v SearchView) Headline() string {
	cases := func(n int) string {
		if n == 1 {
			return "1 case"
		}
		return fmt.Sprintf("%d cases", n)
	}
	switch {
	case v.Err != "":
		return v.Err
	case v.State == SearchCancelled:
		return fmt.Sprintf("Cancelled. No counterexample among the first %s.", cases(v.Covered))
	case v.Found != "":
		steps := "1 step"
		if v.Steps != 1 {
			steps = fmt.Sprintf("%d steps", v.Steps)
		}
		if v.Policy {
			return fmt.Sprintf("It holds with the policy as it is, in all of %s. With another one there is a counterexample in %s, the shortest there is.", cases(v.Own), steps)
		}
		return fmt.Sprintf("Counterexample in %s, the shortest there is with the policy as it is. %s covered until then.", steps, cases(v.Covered))
	}
	return fmt.Sprintf("No counterexample among %s.", cases(v.Covered))
}

// openFound makes what was found the current scenario; undo comes back.
func (m Model) openFound() (Model, []Cmd) {
	next, err := scenario.Parse(m.Search.Of.Name(), m.Search.Found)
	if err != nil {
		m.Problem = err.Error()
		return m, nil
	}
	m.Inspector = TabWhy
	past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	m, cmds := m.returnTo(Moment{Scenario: next, At: len(next.Lines) - 1}, past, nil)
	return m, append(cmds, Focus{ID: TabID(string(TabWhy))})
}

// News is what a search has to report.
func News(number int, s *grid.Search) Searched {
	news := Searched{Number: number, Covered: s.Covered, Own: s.Own, Progress: s.Progress(), Done: s.Done(), Sentence: s.Sentence(), Space: s.Space()}
	if s.Found == nil {
		return news
	}
	news.Steps, news.Policy, news.Told = s.Found.Steps, s.Found.Policy, s.Told()
	found, err := s.Scenario()
	if err != nil {
		news.Err = "What was found cannot be written as a scenario: " + err.Error()
		return news
	}
	news.Found = found.Print()
	return news
}
