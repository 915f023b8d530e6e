//go:build !js

package main

import (
	"fmt"
	"runtime"
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

// BenchmarkMemory tells what a frame takes once its scenario was played. It
// must not grow with the number of steps.
func BenchmarkMemory(b *testing.B) {
	sandbox, err := script.NewNative(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer sandbox.Close()
	story := scenario.Lessons()[0].Scenario()
	own := story.Steps()
	for _, n := range []int{1_000, 10_000} {
		steps := make([]engine.Step, n)
		for i := range steps {
			steps[i] = own[i%len(own)]
		}
		b.Run(fmt.Sprintf("steps=%d", n), func(b *testing.B) {
			perFrame := 0.0
			if _, err := engine.Replay(b.Context(), story.Setup, steps, sandbox); err != nil { // fills what is kept for the next time
				b.Fatal(err)
			}
			for b.Loop() {
				before := heapInUse()
				frames, err := engine.Replay(b.Context(), story.Setup, steps, sandbox)
				if err != nil {
					b.Fatal(err)
				}
				perFrame = (heapInUse() - before) / float64(n)
				runtime.KeepAlive(frames)
			}
			b.ReportMetric(perFrame, "B/frame")
		})
	}
}

// heap is what is in use, garbage aside.
func heapInUse() float64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // what a finalizer held goes with the second
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc)
}
