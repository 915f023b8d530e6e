//go:build !js

package main

import (
	"fmt"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// BenchmarkReplay plays story 1 from its start, scripts included, as it is and
// repeated to greater lengths: the cost of a step must not grow with their
// number.
func BenchmarkReplay(b *testing.B) {
	sandbox, err := script.NewNative(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer sandbox.Close()
	story := scenario.Lessons()[0].Scenario()
	own := story.Steps()
	for _, n := range []int{len(own), 100, 1_000, 10_000} {
		steps := make([]engine.Step, n)
		for i := range steps {
			steps[i] = own[i%len(own)]
		}
		name := fmt.Sprintf("steps=%d", n)
		if n == len(own) {
			name = "story"
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				frames, err := engine.Replay(b.Context(), story.Setup, steps, sandbox)
				if err != nil || len(frames) != n {
					b.Fatalf("%d frames, %v; expected %d", len(frames), err, n)
				}
			}
			perStep := float64(b.Elapsed().Nanoseconds()) / float64(b.N*n)
			b.ReportMetric(perStep, "ns/step")
			b.ReportMetric(1e9/perStep, "steps/s")
		})
	}
}
