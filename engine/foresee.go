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

// Common prepares what attempts have in common whose setups differ in nothing
// that matters before somebody signs in, such as the policy and the code: it
// plays those of the first steps that decide nothing and ask no script.
func Common(ctx context.Context, setup Setup, steps []Step, first int) (*Attempt, error) {
	a, err := Try(ctx, setup, steps, noScripts{})
	if err != nil {
		return nil, err
	}
	for ; a.next < first; a.next++ {
		before := a.state
		a.state = before.Clone()
		frame, err := a.step(ctx)
		if err != nil || len(frame.Decisions) > 0 || frame.Skipped != "" {
			a.state = before // that is for each attempt to find out
			break
		}
		a.frame = frame
	}
	return a, nil
}

// Fork goes on from here under another setup, and with other people in front of
// the same browsers.
func (a *Attempt) Fork(ctx context.Context, setup Setup, sandbox script.Sandbox) (*Attempt, error) {
	w, err := open(ctx, setup, a.world.sites, sandbox)
	if err != nil {
		return nil, err
	}
	state := a.state.Clone()
	for i, b := range setup.Browsers {
		state.Browsers[i].Person = b.Person
	}
	return &Attempt{world: w, state: state, steps: a.steps, next: a.next, frame: a.frame}, nil
}

// step plays the next step.
func (a *Attempt) step(ctx context.Context) (Frame, error) {
	step := a.steps[a.next]
	p := play{world: a.world, state: &a.state, journal: &tenant.Journal{}, foresees: true}
	p.frame = Frame{Index: a.next, Start: a.state.Now, At: a.state.Now}
	p.frame.Skipped = p.perform(ctx, step)
	if p.journal.Err != nil {
		return Frame{}, failed(p.journal.Err)
	}
	p.frame.Decisions = p.journal.Decisions
	if b := p.browser(step.Actor); b != nil && len(p.frame.Decisions) == 0 {
		p.frame.Browsers = append(p.frame.Browsers, b.View())
	}
	return p.frame, nil
}

// Go plays the attempt and returns the frame of the step that decided, or of
// the last one that could do anything; if it decides nothing, it has the view of the
// browser that acts.
func (a *Attempt) Go(ctx context.Context) (Frame, error) {
	for ; a.next < len(a.steps); a.next++ {
		frame, err := a.step(ctx)
		if err != nil {
			return Frame{}, err
		}
		if frame.Skipped != "" && a.next > 0 {
			break // what the step before has led to is not what it is for
		}
		a.frame = frame
		if len(a.frame.Decisions) > 0 {
			break
		}
	}
	return a.frame, nil
}

func failed(err error) error { return fmt.Errorf("engine: the script host failed: %w", err) }

// Close releases the container of the scripts.
func (a *Attempt) Close() { a.world.Close() }
