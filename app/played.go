package main

import (
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// fileRun is a played scenario as programs get it: `run -json` prints it, and
// the page's mfaPlayground.run resolves to it.
type fileRun struct {
	File   string         `json:"file"`
	Title  string         `json:"title"`
	Frames []engine.Frame `json:"frames"`
	Checks []checkRun     `json:"checks"`
}

// checkRun is one expectation and what became of it.
type checkRun struct {
	Step   int    `json:"step"`   // index into frames
	Line   int    `json:"line"`   // in the file, from 1
	Expect string `json:"expect"` // as written
	Held   bool   `json:"held"`
	Got    string `json:"got,omitempty"` // when it did not hold
}

// runOf turns a result into what is printed. Lists are never null.
func runOf(name string, result scenario.Result) fileRun {
	run := fileRun{File: name, Title: result.Scenario.Title, Frames: result.Frames, Checks: []checkRun{}}
	if run.Frames == nil {
		run.Frames = []engine.Frame{}
	}
	for _, c := range result.Checks {
		run.Checks = append(run.Checks, checkRun{
			Step: c.Line, Line: c.Expect.Row, Expect: c.Expect.Text, Held: c.Held, Got: c.Got,
		})
	}
	return run
}
