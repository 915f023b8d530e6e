package grid

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// crowd is a scenario with 20 people and 10 applications: no two of its 200
// cells ask the scripts the same.
func crowd(b testing.TB) *scenario.Scenario {
	var t strings.Builder
	t.WriteString("A crowd\n\n-- tenant --\nstart 2026-11-02T08:00:00Z\npolicy always\n")
	for i := range 20 {
		fmt.Fprintf(&t, "person p%d email=p%d@example.com\n", i, i)
	}
	for i := range 10 {
		fmt.Fprintf(&t, "app app%d type=spa\n", i)
	}
	t.WriteString("rule mfa\nbrowser p0 person=p0\n-- rules/mfa.js --\nfunction mfa(user, context, callback) { callback(null, user, context); }\n-- steps --\np0: visit app0\n")
	s, err := scenario.Parse("crowd", t.String())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// answered is a host whose scripts say nothing, at once.
type answered struct{}

func (answered) Open(context.Context, script.Program) (script.Container, error) {
	return answered{}, nil
}
func (answered) Run(context.Context, script.Job) (script.Verdict, error) {
	return script.Verdict{}, nil
}
func (answered) Close() {}

// BenchmarkCells evaluates 200 cells without the time of their scripts.
func BenchmarkCells(b *testing.B) {
	s := crowd(b)
	cases := Of(s).Table(Person, Application).Cases
	for b.Loop() {
		if _, err := NewRunner(answered{}).Evaluate(b.Context(), Of(s), cases, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(cases)), "us/cell")
}
