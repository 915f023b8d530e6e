package grid

import (
	"context"
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
	asked   []*asked // what the programs were asked so far: the roots
	known   int      // how many answers there are
	of      *Grid    // of which common is
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
	return &Runner{sandbox: sandbox, ended: map[ending]Outcome{}}
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
	if r.known > knownMax {
		r.asked, r.known = nil, 0
	}
	outcomes := make([]Outcome, len(plans))
	d := &desk{runner: r, ctx: ctx, pause: pause, outcomes: outcomes, listed: map[*asked]bool{}}
	defer d.close()
	for i, p := range plans {
		if p.why != nil {
			outcomes[i] = Outcome{Kind: Impossible, Because: p.why}
			continue
		}
		t, err := r.begin(ctx, g, i, p)
		if err != nil {
			return nil, err
		}
		if err := d.play(t); err != nil {
			return nil, err
		}
	}
	return outcomes, d.finish()
}

// begin prepares one case.
func (r *Runner) begin(ctx context.Context, g *Grid, at int, p plan) (t try, err error) {
	common, err := r.prepare(ctx, g, p)
	if err != nil {
		return t, err
	}
	t.at, t.asks = at, &asking{runner: r}
	t.attempt, err = common.Fork(ctx, p.setup(g.base.Setup), t.asks)
	return t, err
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
