package scenario

import (
	"mfaplayground/engine"
)

// Scenario is a parsed scenario file. It keeps every byte of its text, so that
// printing it gives back exactly what was read. A scenario is never changed:
// an edit returns a new one (see [Scenario.WithCode] and its neighbours). The
// fields are for reading; their only source is the text.
type Scenario struct {
	Title      string
	Story      string   // paragraphs with an empty line between them
	Claims     []string // ids of the facts that it shows (package facts)
	Setup      engine.Setup
	Lines      []Line
	Transcript string // the file "transcript", or empty

	name   string // of the file, for messages
	text   string
	layout layout
}

// Line is one step of the scenario with what is expected of it.
type Line struct {
	Step   engine.Step
	Text   string // as written, without surrounding space
	Phase  string // the nearest # heading above
	Expect []Expectation
	Row    int // line in the file, from 1
}

// layout remembers where things stand in the text, for edits.
type layout struct {
	newline  string
	sections map[string]section // by file name
	entries  []entry            // of the tenant file, in order
	blocks   []span             // of each step: its line and its expect lines
	steps    []span             // of each step: the text of its line
}

// Name returns the name that the scenario was parsed under.
func (s *Scenario) Name() string { return s.name }

// Print returns the text of the scenario, byte for byte as it was parsed.
func (s *Scenario) Print() string { return s.text }

// Steps returns the steps alone, as [engine.Replay] takes them.
func (s *Scenario) Steps() []engine.Step {
	steps := make([]engine.Step, len(s.Lines))
	for i, l := range s.Lines {
		steps[i] = l.Step
	}
	return steps
}
