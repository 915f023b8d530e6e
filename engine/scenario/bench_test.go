package scenario

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// story returns the first lesson with the rule typed, repeated to a number of
// steps.
func story(b *testing.B, steps int) *Scenario {
	b.Helper()
	s, err := Lessons()[0].Scenario().WithCode("rule", "mfa", story1Cure)
	if err != nil {
		b.Fatal(err)
	}
	var more strings.Builder
	for i := range steps - len(s.Lines) {
		// One day's renewal, then one visit: what a long scenario consists of.
		more.WriteString([]string{"wait 1d\n", "ada: visit portal\n", "ada: sign-in\n", "ada: pass otp\n"}[i%4])
	}
	return mustParse(b, "story", s.Print()+more.String())
}

func BenchmarkParse(b *testing.B) {
	text := Lessons()[0].Text
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse("bench", text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEdit(b *testing.B) {
	s := Lessons()[0].Scenario()
	for i := 0; b.Loop(); i++ {
		if _, err := s.WithCode("rule", "mfa", fmt.Sprint("// ", i)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	s := Lessons()[0].Scenario()
	length := 0
	for b.Loop() {
		length = len(mustEncode(b, s))
	}
	b.ReportMetric(float64(length), "characters")
}

func BenchmarkDecode(b *testing.B) {
	link := mustEncode(b, Lessons()[0].Scenario())
	for b.Loop() {
		if _, err := Decode(link); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReplay plays the first story and longer versions of it. The cost of
// one step must not grow with their number.
func BenchmarkReplay(b *testing.B) {
	sandbox := openSandbox(b)
	first := len(Lessons()[0].Scenario().Lines)
	for _, steps := range []int{first, 30, 100, 1_000, 10_000} {
		s := story(b, steps)
		b.Run(fmt.Sprintf("%d-steps", steps), func(b *testing.B) {
			for b.Loop() {
				if _, err := Run(context.Background(), s, sandbox); err != nil {
					b.Fatal(err)
				}
			}
			perStep := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(steps)
			b.ReportMetric(perStep, "ns/step")
			b.ReportMetric(1e9/perStep, "steps/s")
		})
	}
}
