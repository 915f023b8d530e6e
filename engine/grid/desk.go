package grid

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
)

// try is one case on its way.
type try struct {
	at      int // of the case
	attempt *engine.Attempt
	asks    *asking
}

// walker plays cases, one after another. It is a coroutine: it stops where the
// scripts are asked something that has not been run so far, and goes on when it
// has.
type walker struct {
	next func() (*asked, bool)
	stop func()
	wait func(*asked) bool

	try
	frame engine.Frame
	err   error
	waits *asked // nil: the case is over
}

func newWalker(ctx context.Context) *walker {
	w := &walker{}
	w.next, w.stop = iter.Pull(func(yield func(*asked) bool) {
		for w.wait = yield; ; {
			if w.frame, w.err = w.attempt.Go(ctx); !yield(nil) {
				return
			}
		}
	})
	return w
}

// desk has the scripts run what cases wait for, many in one message, while other
// cases are played.
type desk struct {
	runner   *Runner
	ctx      context.Context
	pause    func()
	outcomes []Outcome

	idle, waiting []*walker
	list          []*asked        // what they wait for and nobody runs so far
	listed        map[*asked]bool // once each
	sent          []*asked        // what is being run
	answer        func() ([]script.Verdict, error)
}

// How many lists of jobs one message carries: few where the host has nothing to
// do, and never so many that a long computation cannot be ended.
const (
	batchMin = 8
	batchMax = 32
)

// play plays a case.
func (d *desk) play(t try) error {
	n := len(d.idle)
	if n == 0 {
		d.idle, n = append(d.idle, newWalker(d.ctx)), 1
	}
	w := d.idle[n-1]
	d.idle = d.idle[:n-1]
	w.try, t.asks.walker = t, w
	return d.walk(w)
}

// walk plays the case of a walker as far as it goes.
func (d *desk) walk(w *walker) error {
	if d.pause != nil {
		d.pause()
	}
	err := d.ctx.Err()
	if err == nil {
		w.waits, _ = w.next()
	}
	switch {
	case err != nil || w.waits != nil:
		d.waiting = append(d.waiting, w)
	default:
		d.idle = append(d.idle, w)
		d.outcomes[w.at], err = Read(w.frame), w.err
	}
	if err != nil || w.waits == nil || d.listed[w.waits] {
		return err
	}
	d.listed[w.waits] = true
	d.list = append(d.list, w.waits)
	if n := len(d.list); n < batchMin || n < batchMax && d.answer != nil {
		return nil
	}
	return d.goOn()
}

// goOn takes in the answers that are on their way, has the scripts run what is
// waited for next, and plays the cases that have their answers meanwhile.
func (d *desk) goOn() error {
	if d.answer != nil {
		verdicts, err := d.answer()
		if err != nil {
			return fmt.Errorf("grid: %w", err)
		}
		for i, q := range d.sent {
			q.verdict, q.known = verdicts[i], true
		}
		d.runner.known += len(d.sent)
		d.sent, d.answer = nil, nil
	}
	d.send()
	walkers := d.waiting
	d.waiting = nil
	for i, w := range walkers {
		if !w.waits.known {
			d.waiting = append(d.waiting, w)
			continue
		}
		if err := d.walk(w); err != nil {
			d.waiting = append(d.waiting, walkers[i+1:]...) // to be closed
			return err
		}
	}
	return nil
}

// send has the scripts begin with a part of the list: questions to one program.
func (d *desk) send() {
	var lists [][]*script.EncodedJob
	var rest []*asked
	for _, q := range d.list {
		if len(lists) == batchMax || len(d.sent) > 0 && d.sent[0].program != q.program {
			rest = append(rest, q)
			continue
		}
		d.sent, lists = append(d.sent, q), append(lists, q.jobs())
	}
	if d.list = rest; len(lists) > 0 {
		d.answer = script.RunEach(d.ctx, d.runner.sandbox, *d.sent[0].program, lists)
	}
}

// finish plays on until no case waits.
func (d *desk) finish() error {
	for len(d.waiting) > 0 {
		if err := d.goOn(); err != nil {
			return err
		}
	}
	return nil
}

// close ends the walkers.
func (d *desk) close() {
	for _, w := range append(d.waiting, d.idle...) {
		w.stop()
	}
}

// asked is what a program was asked, one job after another, and what it answered
// to the last.
type asked struct {
	program *script.Program
	before  *asked // nil: no job was asked so far
	job     script.EncodedJob
	verdict script.Verdict
	known   bool
	next    map[uint64]*asked // by the digest of the job that follows
	same    *asked            // another one whose job has the same digest
}

// jobs lists them.
func (a *asked) jobs() []*script.EncodedJob {
	if a.before == nil {
		return nil
	}
	return append(a.before.jobs(), &a.job)
}

// digest is FNV-1a: what Go's maps make of a long text takes them four times as
// long in WebAssembly.
func digest(text string) uint64 {
	sum := uint64(14695981039346656037)
	for i := range len(text) {
		sum = (sum ^ uint64(text[i])) * 1099511628211
	}
	return sum
}

// program returns the question of no job to a program.
func (r *Runner) program(program script.Program) *asked {
	for _, root := range r.asked {
		if root.program.Equal(program) {
			return root
		}
	}
	root := &asked{program: &program, next: map[uint64]*asked{}}
	r.asked = append(r.asked, root)
	return root
}

// then is the question that follows with a job.
func (a *asked) then(job script.Job) *asked {
	text := script.EncodeJob(job)
	key := digest(text)
	first := a.next[key]
	for next := first; next != nil; next = next.same {
		if next.job.Text == text {
			return next
		}
	}
	next := &asked{program: a.program, before: a, job: script.EncodedJob{Job: job, Text: text}, next: map[uint64]*asked{}, same: first}
	a.next[key] = next
	return next
}

// asking is the script host of one case: it answers what is known, and waits for
// what is not.
type asking struct {
	runner *Runner
	walker *walker
	asked  *asked
}

// errEnded is what a case gets that waits in vain.
var errEnded = errors.New("grid: the evaluation has been ended")

// Open implements [script.Sandbox].
func (a *asking) Open(_ context.Context, program script.Program) (script.Container, error) {
	a.asked = a.runner.program(program)
	return a, nil
}

// Run implements [script.Container].
func (a *asking) Run(_ context.Context, job script.Job) (script.Verdict, error) {
	question := a.asked.then(job)
	a.asked = question
	if !question.known && !a.walker.wait(question) {
		return script.Verdict{}, errEnded
	}
	return question.verdict, nil
}

// Close implements [script.Container].
func (a *asking) Close() {}
