package engine

import (
	"context"
	"errors"
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

// errAsked ends a step that runs ahead and would need the scripts.
var errAsked = errors.New("engine: the scripts are not to be asked")

// noScripts is the host of an attempt that runs ahead.
type noScripts struct{}

// Open implements [script.Sandbox].
func (noScripts) Open(context.Context, script.Program) (script.Container, error) {
	return noScripts{}, nil
}

// Run implements [script.Container].
func (noScripts) Run(context.Context, script.Job) (script.Verdict, error) {
	return script.Verdict{}, errAsked
}

// Close implements [script.Container].
func (noScripts) Close() {}

// Common prepares what attempts have in common whose setups differ in no more
// than the policy and the code: it plays the steps that ask neither.
func Common(ctx context.Context, setup Setup, steps []Step) (*Attempt, error) {
	a, err := Try(ctx, setup, steps, noScripts{})
	if err != nil {
		return nil, err
	}
	for ; a.next < len(steps)-1; a.next++ {
		after, frame, err := a.step(ctx)
		if err != nil || len(frame.Decisions) > 0 || frame.Skipped != "" {
			break // that is for each attempt to find out
		}
		a.state, a.frame = after, frame
	}
	return a, nil
}

// Fork goes on from here under another setup.
func (a *Attempt) Fork(ctx context.Context, setup Setup, sandbox script.Sandbox) (*Attempt, error) {
	w, err := Open(ctx, setup, sandbox)
	if err != nil {
		return nil, err
	}
	return &Attempt{world: w, state: a.state, steps: a.steps, next: a.next, frame: a.frame}, nil
}

// step plays the next step on a copy of the state.
func (a *Attempt) step(ctx context.Context) (State, Frame, error) {
	step, after := a.steps[a.next], a.state.Clone()
	p := play{world: a.world, state: &after, journal: &tenant.Journal{}, foresees: true}
	p.frame = Frame{Index: a.next, Start: after.Now, At: after.Now}
	p.frame.Skipped = p.perform(ctx, step)
	if p.journal.Err != nil {
		return State{}, Frame{}, fmt.Errorf("engine: the script host failed: %w", p.journal.Err)
	}
	p.frame.Decisions = p.journal.Decisions
	if b := p.browser(step.Actor); b != nil {
		p.frame.Browsers = append(p.frame.Browsers, b.View())
	}
	return after, p.frame, nil
}

// Go plays the attempt and returns the frame of the step that decided, or of
// the last one that could do anything; it has no views but that of the browser
// that acts. When the script host fails, Go can be called again: it goes on with
// the step in which that happened.
func (a *Attempt) Go(ctx context.Context) (Frame, error) {
	for ; a.next < len(a.steps); a.next++ {
		after, frame, err := a.step(ctx)
		if err != nil {
			return Frame{}, err
		}
		if frame.Skipped != "" && a.next > 0 {
			break // what the step before has led to is not what it is for
		}
		a.state, a.frame = after, frame
		if len(a.frame.Decisions) > 0 {
			break
		}
	}
	return a.frame, nil
}

// Close releases the container of the scripts.
func (a *Attempt) Close() { a.world.Close() }
