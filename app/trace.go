package main

import (
	"runtime"
	"time"

	"mfaplayground/app/play"
)

// The editor shows which lines ran, and with what. It finds out by itself, by
// playing the scripts again in a Worker of its own (web/editor-trace.js); all
// it needs to be told is what was run in the last replay, and in which step.

// scriptRuns is what a container has run: its program and its jobs, as JSON.
type scriptRuns struct {
	program string
	jobs    []string
}

// remembering is a script host that knows what was run last.
type remembering interface{ lastRan() scriptRuns }

// atRestAfter is how long nothing must have been asked for before the player is at
// rest: a keystroke's outcome comes first.
const atRestAfter = 250 * time.Millisecond

// atRest does something when nothing new is asked for until then.
func (p *player) atRest(do func()) {
	p.mu.Lock()
	asked := p.asked
	p.mu.Unlock()
	time.AfterFunc(atRestAfter, func() {
		p.mu.Lock()
		late := p.asked != asked
		p.mu.Unlock()
		if !late {
			do()
		}
	})
}

// idle tells the editor of a replay when nothing new was asked for since.
func (p *player) idle(answer play.Replayed) {
	if p.trace != nil && answer.Err == "" {
		p.atRest(func() { p.trace(answer) })
	}
}

// tidy collects garbage. Go would do it where its heap is full, and the first
// time takes three frames of the screen: in the middle of a drag, or between a
// key and its outcome.
func tidy() { runtime.GC() }

// trace hands over what was run in a replay. Without a script that is switched
// on nothing was.
func (r *root) trace(answer play.Replayed) {
	host, ok := r.sandbox.(remembering)
	if !ok {
		return
	}
	last := host.lastRan()
	program := answer.Scenario.Setup.Tenant.Program()
	if len(program.Rules)+len(program.Actions) == 0 {
		last = scriptRuns{}
	}
	steps := make([]any, len(answer.Result.Frames))
	for i, f := range answer.Result.Frames {
		steps[i] = f.Runs
	}
	publishRuns(last, steps)
}
