package scenario

import (
	"context"
	"fmt"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
)

// Result is a played scenario.
type Result struct {
	Scenario *Scenario
	Frames   []engine.Frame
	Checks   []Check
}

// Check is the verdict on one expectation.
type Check struct {
	Line   int // index into Scenario.Lines
	Expect Expectation
	Held   bool
	Got    string // what was seen instead, when it did not hold
}

// Run plays a scenario from its start and judges its expectations. An error
// means that the script host failed; an expectation that does not hold is a
// [Check], not an error.
func Run(ctx context.Context, s *Scenario, sandbox script.Sandbox) (Result, error) {
	frames, err := engine.Replay(ctx, s.Setup, s.Steps(), sandbox)
	if err != nil {
		return Result{}, fmt.Errorf("playing %s: %w", s.name, err)
	}
	return Result{Scenario: s, Frames: frames, Checks: Judge(s, frames)}, nil
}

// Failed returns the checks that did not hold, in the order of the file.
func (r Result) Failed() []Check {
	var failed []Check
	for _, c := range r.Checks {
		if !c.Held {
			failed = append(failed, c)
		}
	}
	return failed
}
