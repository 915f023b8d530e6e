package grid

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Runner evaluates cases. It remembers what scripts answered, so that cases of
// one grid, and grids of one code, share their runs.
type Runner struct {
	sandbox script.Sandbox
	known   map[string]script.Verdict // by program and jobs
	of      *Grid                     // of which common is
	common  map[string]*engine.Attempt
	ended   map[ending]Outcome
}

// ending is a case of a scenario: a comparison asks for those of the version
// before again and again.
type ending struct {
	of *scenario.Scenario
	in Case
}

// knownMax and endedMax bound what a runner remembers.
const (
	knownMax = 4000
	endedMax = 12_000
)

// NewRunner returns a runner whose scripts run in a host.
func NewRunner(sandbox script.Sandbox) *Runner {
	return &Runner{sandbox: sandbox, known: map[string]script.Verdict{}, ended: map[ending]Outcome{}}
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
	if len(r.ended) > endedMax {
		clear(r.ended)
	}
	plans := make([]plan, 0, len(cases))
	var of []Case
	first := map[Case]bool{}
	for _, c := range cases {
		if _, known := r.ended[ending{g.given, c}]; !known && !first[c] {
			first[c] = true
			of, plans = append(of, c), append(plans, g.plan(c))
		}
	}
	ends, err := r.play(ctx, g, plans, pause)
	if err != nil {
		return nil, err
	}
	for i, c := range of {
		r.ended[ending{g.given, c}] = ends[i]
	}
	outcomes := make([]Outcome, len(cases))
	for i, c := range cases {
		outcomes[i] = r.ended[ending{g.given, c}]
	}
	return outcomes, nil
}

// play tells how plans end.
func (r *Runner) play(ctx context.Context, g *Grid, plans []plan, pause func()) ([]Outcome, error) {
	if r.of != g || len(r.common) > commonMax {
		r.of, r.common = g, map[string]*engine.Attempt{}
	}
	if len(r.known) > knownMax {
		clear(r.known)
	}
	outcomes := make([]Outcome, len(plans))
	var open []try
	for i, p := range plans {
		if p.why != nil {
			outcomes[i] = Outcome{Kind: Impossible, Because: p.why}
			continue
		}
		if pause != nil {
			pause()
		}
		t := try{at: i, asks: &asking{runner: r}}
		common, err := r.prepare(ctx, g, p)
		if err != nil {
			return nil, err
		}
		if t.attempt, err = common.Fork(ctx, p.setup(g.base.Setup), t.asks); err != nil {
			return nil, err
		}
		open = append(open, t)
	}
	if err := r.rounds(ctx, open, outcomes, pause); err != nil {
		return nil, err
	}
	return outcomes, nil
}

// commonMax bounds what a runner remembers of a grid.
const commonMax = 1000

// prepare plays what a case has in common with those that differ from it in the
// policy and the code alone.
func (r *Runner) prepare(ctx context.Context, g *Grid, p plan) (*engine.Attempt, error) {
	key := p.common()
	if a, known := r.common[key]; known {
		return a, nil
	}
	read, err := g.read(slices.Concat(p.steps, p.enter))
	if err != nil {
		return nil, err
	}
	a, err := engine.Common(ctx, p.setup(g.base.Setup), read, min(len(p.steps), len(read)-1))
	if err != nil {
		return nil, err
	}
	r.common[key] = a
	return a, nil
}

// common is what plans have in common that differ in the policy and the code
// alone and, where nobody has done anything before she signs in, in the person.
func (p plan) common() string {
	if p.past == (engine.Past{}) && p.connected == (engine.Connected{}) && len(p.enter) == 1 {
		p.person, p.factor = "", ""
	}
	key := make([]byte, 0, 200)
	for _, text := range []string{p.browser, p.display, p.person, p.app, string(p.cookie), p.factor, p.past.Passed, p.past.Token, p.connected.Person} {
		key = append(append(key, text...), 0)
	}
	for _, age := range []time.Duration{p.past.SignedIn, p.past.Used, p.past.Remembered, p.past.Renewed, p.past.TokenAge, p.connected.Age} {
		key = append(strconv.AppendInt(key, int64(age), 36), 0)
	}
	for _, list := range [][]string{p.steps, p.enter} {
		for _, text := range list {
			key = append(append(key, text...), 0)
		}
	}
	return string(key)
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
	keys    []string // of the questions that were asked so far, each with all before it
	key     string   // of the one that has no answer
}

// Open implements [script.Sandbox].
func (a *asking) Open(_ context.Context, program script.Program) (script.Container, error) {
	text, err := script.EncodeProgram(program)
	a.program, a.text = program, text
	return a, err
}

// Run implements [script.Container].
func (a *asking) Run(_ context.Context, job script.Job) (script.Verdict, error) {
	n := len(a.jobs)
	a.jobs = append(a.jobs, job)
	if n == len(a.keys) { // else it is asked again, in the very same words
		text, err := script.EncodeJob(job)
		if err != nil {
			return script.Verdict{}, err
		}
		before := a.text
		if n > 0 {
			before = a.keys[n-1]
		}
		a.keys = append(a.keys, before+"\x00"+text)
	}
	a.key = a.keys[n]
	v, known := a.runner.known[a.key]
	if !known {
		return v, errWaiting
	}
	return v, nil
}

// Close implements [script.Container].
func (a *asking) Close() {}
