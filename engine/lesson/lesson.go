package lesson

import (
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Lesson is what follows the scenario in a lesson's file. The zero value is the
// lesson of a scenario that is none: it has no checks.
type Lesson struct {
	Answer   string   // to the question that the title asks, for search engines and link previews
	Goal     string   // what the reader is asked to bring about
	Hints    []string // from a nudge to nearly the solution
	Takeaway string
	Sources  []string // sections of the fact sheet, and keys of its sources such as C:95854
	Related  []string // slugs of other lessons

	Checks    []Check
	Solutions []Fix
	Wrong     []Fix

	base *scenario.Scenario
	name string         // of the file
	rows map[string]int // where each keyword of the file "lesson" stands first
}

// Check is one variation and what must come out of it.
type Check struct {
	Name string
	Goal string // what holds when it is met, in a sentence
	Set  []Line // lines of the tenant file that are added or replaced
	Drop []Line // lines that are taken away: keyword and name
	Play []Line // steps and expect lines
	Row  int    // of its marker line, from 1
}

// Line is a line of a lesson's file and its place.
type Line struct {
	Text string
	Says string // for an expect line: the message when it does not hold
	Row  int
}

// Fix is a change of the scenario: a solution, or a plausible wrong one.
type Fix struct {
	Name  string
	Says  string // for a wrong one: a part of the message that it must get
	Set   []Line
	Drop  []Line
	Code  []Code
	Steps string // replaces the steps unless it is empty
	Row   int
}

// Code is the new text of a rule or action.
type Code struct {
	Kind script.Kind
	Name string
	Text string
}

// Title says how a fix is called: its name as words.
func (f Fix) Title() string { return strings.ReplaceAll(f.Name, "-", " ") }

// Of tells whether a scenario is still about the lesson: whatever was edited, it
// has its title. A scenario from elsewhere, such as that of a link, has not.
func (l *Lesson) Of(s *scenario.Scenario) bool {
	return l.Has() && s != nil && s.Title == l.base.Title
}

// Has tells whether there is anything to solve.
func (l *Lesson) Has() bool { return l != nil && len(l.Checks) > 0 }
