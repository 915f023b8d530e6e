package play

import (
	"encoding/json"
	"fmt"

	"mfaplayground/engine/scenario"
)

// Import is a tenant's configuration that somebody chose, before it is used.
type Import struct {
	Scenario *scenario.Scenario // nil: nothing was chosen, or it cannot be used
	Taken    []string
	Left     []string
	Broken   []string // files that cannot be read, and why
	Secrets  []string
	Problem  string
}

type (
	// Chosen brings what web/files.js made of the files that somebody chose: a
	// scenario with a report, as JSON.
	Chosen struct{ Text string }
	// UseImport makes the imported configuration the scenario.
	UseImport struct{}
)

func (Chosen) msg()    {}
func (UseImport) msg() {}

// Fill implements [Filler].
func (c Chosen) Fill(value string) Msg { return Chosen{Text: value} }

// importOf reads the files that were chosen.
func importOf(text string) Import {
	var made struct {
		Text, Error                  string
		Taken, Left, Broken, Secrets []string
	}
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		return Import{Problem: fmt.Sprintf("The files cannot be read: %v", err)}
	}
	if made.Error != "" {
		return Import{Problem: made.Error, Left: made.Left, Broken: made.Broken}
	}
	s, err := scenario.Parse("imported", made.Text)
	if err != nil {
		return Import{Problem: fmt.Sprintf("What was imported makes no scenario: %v", err), Left: made.Left, Broken: made.Broken}
	}
	return Import{Scenario: s, Taken: made.Taken, Left: made.Left, Broken: made.Broken, Secrets: made.Secrets}
}

// Said tells a screen reader what came of the files.
func (i Import) Said() string {
	if i.Problem != "" {
		return i.Problem
	}
	return fmt.Sprintf("%d parts can be taken over, %d are not simulated, %d secrets are left out, %d files cannot be read", len(i.Taken), len(i.Left), len(i.Secrets), len(i.Broken))
}

// useImport makes the imported configuration the scenario; it can be undone.
func (m Model) useImport() (Model, []Cmd) {
	s := m.Sheets.Import.Scenario
	if s == nil {
		return m, nil
	}
	m.Sheets = Sheets{}
	past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	return m.returnTo(Moment{Scenario: s, At: len(s.Lines) - 1}, past, nil)
}
