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
func (s *workerSandbox) RunEach(ctx context.Context, program script.Program, lists [][]*script.EncodedJob) func() ([]script.Verdict, error) {
	w, answer, err := s.tellEach(ctx, program, lists)
	return func() ([]script.Verdict, error) {
		if err != nil {
			return nil, err
		}
		late := time.NewTimer(eachBackstop)
		defer late.Stop()
		select {
		case r := <-answer:
			return verdicts(program, len(lists), r)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-late.C:
			w.end(errTooLong)
			return verdicts(program, len(lists), reply{err: errTooLong})
		}
	}
}

// tellEach sends the message.
func (s *workerSandbox) tellEach(ctx context.Context, program script.Program, lists [][]*script.EncodedJob) (*worker, <-chan reply, error) {
	text, err := script.EncodeProgram(program)
	if err != nil {
		return nil, nil, err
	}
	packed := make([]any, len(lists))
	for i, jobs := range lists {
		list := make([]any, len(jobs))
		for j, job := range jobs {
			list[j] = job.Text
		}
		packed[i] = list
	}
	w, err := s.start()
	if err != nil {
		return nil, nil, err
	}
	boot, stop := context.WithTimeout(ctx, workerBoot)
	defer stop()
	if err := w.ready(boot); err != nil {
		return nil, nil, err
	}
	return w, w.tell(map[string]any{"op": "each", "program": text, "lists": packed}), nil
}

// verdicts reads the answer to a message about some lists.
func verdicts(program script.Program, lists int, r reply) ([]script.Verdict, error) {
	all := make([]script.Verdict, lists)
	switch {
	case errors.Is(r.err, errTooLong):
		for i := range all {
			all[i] = script.OutOfTime(program)
		}
		return all, nil
	case r.err != nil:
		return nil, r.err
	case len(r.texts) != lists:
		return nil, workerError("it answered another question")
	}
	read := map[string]script.Verdict{} // many answers are the same
	for i, text := range r.texts {
		v, known := read[text]
		if !known {
			var err error
			if v = script.Crashed(program); text != "" {
				v, err = script.DecodeVerdict(text)
			}
			if err != nil {
				return nil, err
			}
			read[text] = v
		}
		all[i] = v
	}
	return all, nil
}
