package scenario

import (
	"strings"

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
	Lesson     string // the file "lesson" and all below it with its marker line, or empty

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

// Alone returns the scenario without the lesson that may follow it.
func (s *Scenario) Alone() *Scenario {
	if s.Lesson == "" {
		return s
	}
	alone, err := Parse(s.name, strings.TrimSuffix(s.text, s.Lesson))
	if err != nil {
		panic("scenario: internal error: " + err.Error())
	}
	return alone
}

// TenantLine is one line of the tenant file.
type TenantLine struct {
	Keyword string
	Name    string // what the line is about, such as the name of a person; empty for a setting
	Text    string // as written, without surrounding space
}

// TenantLines returns the lines of the tenant file in their order.
func (s *Scenario) TenantLines() []TenantLine {
	list := make([]TenantLine, len(s.layout.entries))
	for i, e := range s.layout.entries {
		list[i] = TenantLine{Keyword: e.keyword, Text: s.text[e.text.start:e.text.end]}
		if !setting(e.keyword) && len(e.args) > 0 {
			list[i].Name = e.args[0].text
		}
	}
	return list
}

// TenantLineOf reads one line of a tenant file as far as it takes to tell which
// line it replaces.
func TenantLineOf(text string) TenantLine {
	words := strings.Fields(text)
	line := TenantLine{Text: strings.TrimSpace(text)}
	if len(words) > 0 {
		line.Keyword = words[0]
	}
	if len(words) > 1 && !setting(line.Keyword) {
		line.Name = words[1]
	}
	return line
}

// setting tells whether there is at most one line with a keyword.
func setting(keyword string) bool {
	for _, k := range keywords {
		if k.word == keyword {
			return k.once
		}
	}
	return false
}
