//go:build js

package main

import (
	"context"
	"errors"
	"time"

	"mfaplayground/engine/script"
)

var _ script.Batcher = (*workerSandbox)(nil)

// eachBackstop is after how long a batch is given up: its lists are many.
const eachBackstop = 3 * script.Backstop

// RunEach implements [script.Batcher]: one message, whatever the number of
// lists. Where the Worker had to be ended, all of them took too long.
func (s *workerSandbox) RunEach(ctx context.Context, program script.Program, lists [][]script.Job) ([]script.Verdict, error) {
	text, err := script.EncodeProgram(program)
	if err != nil {
		return nil, err
	}
	packed := make([]any, len(lists))
	for i, jobs := range lists {
		list := make([]any, len(jobs))
		for j, job := range jobs {
			if list[j], err = encodedJob(job); err != nil {
				return nil, err
			}
		}
		packed[i] = list
	}
	w, err := s.start()
	if err != nil {
		return nil, err
	}
	boot, stop := context.WithTimeout(ctx, workerBoot)
	defer stop()
	if err := w.ready(boot); err != nil {
		return nil, err
	}
	answer := w.tell(map[string]any{"op": "each", "program": text, "lists": packed})
	late := time.NewTimer(eachBackstop)
	defer late.Stop()
	var r reply
	select {
	case r = <-answer:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-late.C:
		w.end(errTooLong)
		r.err = errTooLong
	}
	switch {
	case errors.Is(r.err, errTooLong):
		r.texts = make([]string, len(lists))
	case r.err != nil:
		return nil, r.err
	case len(r.texts) != len(lists):
		return nil, workerError("it answered another question")
	}
	verdicts := make([]script.Verdict, len(lists))
	for i, t := range r.texts {
		switch {
		case r.err != nil:
			verdicts[i] = script.OutOfTime(program)
		case t == "":
			verdicts[i] = script.Crashed(program)
		default:
			if verdicts[i], err = script.DecodeVerdict(t); err != nil {
				return nil, err
			}
		}
	}
	return verdicts, nil
}

// encodedJob is a job as the Worker takes it.
func encodedJob(job script.Job) (any, error) { return script.EncodeJob(job) }
