package scenario

import (
	"context"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
)

// Scenario is a parsed scenario file. It keeps every byte of its text, so that
// printing it gives back exactly what was read.
type Scenario struct {
	Title string
	Story string
	Setup engine.Setup
	Lines []Line
}

// Line is one step of the scenario with what is expected of it.
type Line struct {
	Step   engine.Step
	Text   string // as written, without surrounding space
	Phase  string // the nearest # heading above
	Expect []Expectation
}

// Expectation is one expect line.
type Expectation struct {
	Text string
}

// Result is a played scenario.
type Result struct {
	Frames []engine.Frame
	Checks []Check
}

// Check is the verdict on one expectation.
type Check struct {
	Line   int // index into Scenario.Lines
	Expect Expectation
	Held   bool
	Got    string // what was seen instead, when it did not hold
}

// Parse reads a scenario; name is used in error messages.
func Parse(name, text string) (*Scenario, error) { return &Scenario{}, nil }

// Print returns the text of the scenario.
func (s *Scenario) Print() string { return "" }

// Run plays a scenario from its start and judges its expectations.
func Run(ctx context.Context, s *Scenario, sandbox script.Sandbox) (Result, error) {
	return Result{}, nil
}
