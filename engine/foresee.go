package engine

import (
	"context"
	"fmt"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Attempt is a short scenario that is played for one question: how does it
// decide about a second factor? It is played by the code that plays every
// scenario, but only as far as the first decision, and no token is signed.
type Attempt struct {
	world *World
	state State
	steps []Step
	next  int
	frame Frame
}

// Try prepares an attempt.
func Try(ctx context.Context, setup Setup, steps []Step, sandbox script.Sandbox) (*Attempt, error) {
	w, err := Open(ctx, setup, sandbox)
	if err != nil {
		return nil, err
	}
	return &Attempt{world: w, state: w.Begin(), steps: steps}, nil
}

// Go plays the attempt and returns the frame of the step that decided, or of
// the last one that could do anything; it has no views but that of the browser
// that acts. When the script host fails, Go can be called again: it goes on with
// the step in which that happened.
func (a *Attempt) Go(ctx context.Context) (Frame, error) {
	for ; a.next < len(a.steps); a.next++ {
		step, after := a.steps[a.next], a.state.Clone()
		p := play{world: a.world, state: &after, journal: &tenant.Journal{}, foresees: true}
		p.frame = Frame{Index: a.next, Start: after.Now, At: after.Now}
		p.frame.Skipped = p.perform(ctx, step)
		if p.journal.Err != nil {
			return Frame{}, fmt.Errorf("engine: the script host failed: %w", p.journal.Err)
		}
		p.frame.Decisions = p.journal.Decisions
		if b := p.browser(step.Actor); b != nil {
			p.frame.Browsers = append(p.frame.Browsers, b.View())
		}
		if p.frame.Skipped != "" && a.next > 0 {
			break // what the step before has led to is not what it is for
		}
		a.state, a.frame = after, p.frame
		if len(a.frame.Decisions) > 0 {
			break
		}
	}
	return a.frame, nil
}

// Close releases the container of the scripts.
func (a *Attempt) Close() { a.world.Close() }
