//go:build js

package main

import (
	"context"
	"errors"
	"syscall/js"

	"mfaplayground/engine/script"
)

// host runs scripts in the Worker itself: the same engine as everywhere, one
// call away (the object scripts of web/seek-worker.js).
type host struct{}

var _ script.Sandbox = host{}

// Open implements [script.Sandbox].
func (host) Open(_ context.Context, program script.Program) (script.Container, error) {
	text, err := script.EncodeProgram(program)
	if err != nil {
		return nil, err
	}
	r := js.Global().Get("scripts").Call("open", text)
	if fault := r.Get("error"); fault.Truthy() {
		return nil, errors.New("script: " + fault.String())
	}
	return container{program, r.Get("container")}, nil
}

// container is one running program.
type container struct {
	program script.Program
	number  js.Value
}

// Run implements [script.Container].
func (c container) Run(_ context.Context, job script.Job) (script.Verdict, error) {
	r := js.Global().Get("scripts").Call("run", c.number, script.EncodeJob(job))
	switch {
	case r.Get("crash").Truthy():
		return script.Crashed(c.program), nil
	case r.Get("error").Truthy():
		return script.Verdict{}, errors.New("script: " + r.Get("error").String())
	}
	return script.DecodeVerdict(r.Get("text").String())
}

// Close implements [script.Container].
func (c container) Close() { js.Global().Get("scripts").Call("close", c.number) }
