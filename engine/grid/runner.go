package grid

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
)

// Runner evaluates cases. It remembers what scripts answered, so that cases of
// one grid, and grids of one code, share their runs.
type Runner struct {
	sandbox script.Sandbox
	known   map[string]script.Verdict // by program and jobs
}

// knownMax bounds what a runner remembers.
const knownMax = 4000

// NewRunner returns a runner whose scripts run in a host.
func NewRunner(sandbox script.Sandbox) *Runner {
	return &Runner{sandbox: sandbox, known: map[string]script.Verdict{}}
}

// errWaiting is what a case gets that asks the scripts something which has not
// been run so far.
var errWaiting = errors.New("grid: the scripts have not been asked that")

// try is one case on its way.
type try struct {
	at      int // of the case
	attempt *engine.Attempt
	asks    *asking
}

// Evaluate tells how cases end. Between two of them it calls pause, unless that
// is nil, so that a page can do other things meanwhile. An error means that the
// script host failed, or that the context is done.
func (r *Runner) Evaluate(ctx context.Context, g *Grid, cases []Case, pause func()) ([]Outcome, error) {
	if len(r.known) > knownMax {
		clear(r.known)
	}
	outcomes := make([]Outcome, len(cases))
	first := map[Case]int{}
	var open []try
	for i, c := range cases {
		if _, again := first[c]; again {
			continue
		}
		first[c] = i
		p := g.plan(c)
		if p.why != nil {
			outcomes[i] = Outcome{Kind: Impossible, Because: p.why}
			continue
		}
		steps, err := g.read(slices.Concat(p.steps, p.enter))
		if err != nil {
			return nil, err
		}
		t := try{at: i, asks: &asking{runner: r}}
		if t.attempt, err = engine.Try(ctx, p.setup(g.base.Setup), steps, t.asks); err != nil {
			return nil, err
		}
		open = append(open, t)
	}
	if err := r.rounds(ctx, open, outcomes, pause); err != nil {
		return nil, err
	}
	for i, c := range cases {
		outcomes[i] = outcomes[first[c]]
	}
	return outcomes, nil
}

// rounds plays the cases as far as they go, has the scripts run that they ask
// for, and so on until none asks.
func (r *Runner) rounds(ctx context.Context, open []try, outcomes []Outcome, pause func()) error {
	for len(open) > 0 {
		var waiting []try
		for _, t := range open {
			if pause != nil {
				pause()
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			t.asks.jobs = nil
			frame, err := t.attempt.Go(ctx)
			switch {
			case errors.Is(err, errWaiting):
				waiting = append(waiting, t)
			case err != nil:
				return err
			default:
				outcomes[t.at] = Read(frame)
			}
		}
		if err := r.run(ctx, waiting, pause); err != nil {
			return err
		}
		open = waiting
	}
	return nil
}

// batchMax bounds the lists of jobs that one message carries, so that a long
// computation can be ended.
const batchMax = 64

// run has the scripts run what the cases wait for, each question once.
func (r *Runner) run(ctx context.Context, waiting []try, pause func()) error {
	for len(waiting) > 0 {
		program := waiting[0].asks.text
		var batch []*asking
		var rest []try
		asked := map[string]bool{}
		for _, t := range waiting {
			switch {
			case t.asks.text != program || len(batch) == batchMax:
				rest = append(rest, t)
			case !asked[t.asks.key]:
				asked[t.asks.key] = true
				batch = append(batch, t.asks)
			}
		}
		lists := make([][]script.Job, len(batch))
		for i, a := range batch {
			lists[i] = a.jobs
		}
		if pause != nil {
			pause()
		}
		verdicts, err := script.RunEach(ctx, r.sandbox, batch[0].program, lists)
		if err != nil {
			return fmt.Errorf("grid: %w", err)
		}
		for i, a := range batch {
			r.known[a.key] = verdicts[i]
		}
		waiting = rest
	}
	return nil
}

// asking is the script host of one case: it answers what is known, and notes
// what is not.
type asking struct {
	runner  *Runner
	program script.Program
	text    string // of the program
	jobs    []script.Job
	key     string // of the question that has no answer so far
	so      strings.Builder
}

// Open implements [script.Sandbox].
func (a *asking) Open(_ context.Context, program script.Program) (script.Container, error) {
	text, err := script.EncodeProgram(program)
	a.program, a.text = program, text
	return a, err
}

// Run implements [script.Container].
func (a *asking) Run(_ context.Context, job script.Job) (script.Verdict, error) {
	text, err := script.EncodeJob(job)
	if err != nil {
		return script.Verdict{}, err
	}
	if len(a.jobs) == 0 {
		a.so.Reset()
		a.so.WriteString(a.text)
	}
	a.jobs = append(a.jobs, job)
	a.so.WriteString("\x00" + text)
	a.key = a.so.String()
	v, known := a.runner.known[a.key]
	if !known {
		return v, errWaiting
	}
	return v, nil
}

// Close implements [script.Container].
func (a *asking) Close() {}
