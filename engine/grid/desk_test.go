package grid

import (
	"context"
	"errors"
	"testing"

	"mfaplayground/engine/script"
)

// batches is a host that notes what it is asked. Its scripts want MFA of every
// other question.
type batches struct {
	answered
	t      *testing.T
	asked  map[string]bool
	sizes  []int
	taken  int // how many batches were waited for
	broken int // the batch that fails, from 1
}

var errBroken = errors.New("the host is broken")

func (b *batches) RunEach(_ context.Context, _ script.Program, lists [][]*script.EncodedJob) func() ([]script.Verdict, error) {
	verdicts := make([]script.Verdict, len(lists))
	for i, jobs := range lists {
		text := jobs[len(jobs)-1].Text
		if b.asked[text] {
			b.t.Errorf("asked twice: %s", text)
		}
		b.asked[text] = true
		if jobs[0].Job.Seed%2 == 0 {
			verdicts[i].Rule = &script.Directive{Provider: "any"}
		}
	}
	b.sizes = append(b.sizes, len(lists))
	number := len(b.sizes)
	return func() ([]script.Verdict, error) {
		if b.taken++; b.taken != number {
			b.t.Errorf("batch %d was waited for as number %d", number, b.taken)
		}
		if number == b.broken {
			return nil, errBroken
		}
		return verdicts, nil
	}
}

func TestQuestionsAreAskedInBatches(t *testing.T) {
	s := crowd(t)
	g := Of(s)
	cases := g.Table(Person, Application).Cases
	host := &batches{t: t, asked: map[string]bool{}, broken: 3}
	runner := NewRunner(host)
	if _, err := runner.Evaluate(t.Context(), g, cases, nil); !errors.Is(err, errBroken) {
		t.Fatalf("a broken host gives %v", err)
	}
	host.asked, host.sizes, host.taken, host.broken = map[string]bool{}, nil, 0, 0
	before := runner.known
	outcomes, err := runner.Evaluate(t.Context(), g, cases, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range host.sizes {
		if sum += n; n > batchMax {
			t.Errorf("a batch has %d questions, expected at most %d", n, batchMax)
		}
	}
	if before != batchMin+batchMax || sum != len(cases)-before || host.taken != len(host.sizes) {
		t.Errorf("%d questions were answered before the host broke, %d afterwards in %d batches, %d of which were waited for, of %d",
			before, sum, len(host.sizes), host.taken, len(cases))
	}
	alone, err := NewRunner(&batches{t: t, asked: map[string]bool{}}).Evaluate(t.Context(), g, cases[77:78], nil)
	if err != nil || !alone[0].Same(outcomes[77]) {
		t.Errorf("alone a case ends as %+v, %v, among others as %+v", alone[0], err, outcomes[77])
	}
}

func TestAnEvaluationThatIsEnded(t *testing.T) {
	s := crowd(t)
	g := Of(s)
	cases := g.Table(Person, Application).Cases
	ctx, cancel := context.WithCancel(t.Context())
	host := &batches{t: t, asked: map[string]bool{}}
	runner, turns := NewRunner(host), 0
	pause := func() {
		if turns++; turns == 100 {
			cancel()
		}
	}
	if _, err := runner.Evaluate(ctx, g, cases, pause); !errors.Is(err, context.Canceled) || turns != 100 {
		t.Fatalf("ended after 100 turns it gives %v after %d", err, turns)
	}
	host.asked = map[string]bool{}
	host.taken = len(host.sizes) // nobody waits for what was on its way
	outcomes, err := runner.Evaluate(t.Context(), g, cases, nil)
	if err != nil || len(outcomes) != len(cases) || outcomes[199].Kind == "" {
		t.Errorf("the next evaluation gives %d outcomes, %v", len(outcomes), err)
	}
}
