//go:build js

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"
	"time"

	"mfaplayground/engine/script"
)

// The Worker's script and what it loads, by the names that the build knows.
const (
	workerFile  = "script-worker.js"
	engineFile  = "quickjs.wasm"
	preludeFile = "prelude.js"
)

// fileOf is the address of a file of the site.
func fileOf(name string) string {
	if site := js.Global().Get("mfaSite"); site.Truthy() {
		return site.Call("file", name).String()
	}
	return name
}

// workerBoot is how long loading and starting the script engine may take.
const workerBoot = 60 * time.Second

// cancelGrace is how long a cancelled run may go on before its Worker is ended:
// counted work ends sooner, and a new Worker costs more than waiting.
const cancelGrace = time.Second

// workerSandbox runs scripts in a Worker (web/script-worker.js), so that no
// script can hold up the page. The Worker is started when it is first needed,
// and again after it had to be ended.
type workerSandbox struct {
	address string

	mu     sync.Mutex
	worker *worker // nil: none is running
	count  int     // containers opened so far
	guess  []string
	ran    scriptRuns // what the container that was closed last has run
}

// A message to the Worker and back takes longer than the run of a rule, and an
// edit seldom changes what the scripts are asked: the requests of one replay
// are mostly those of the next. So a container is opened with the jobs of the
// replay before, as a guess, and the Worker runs them ahead. A run that was
// foreseen is answered from that; at the first one that differs the container
// is opened again and run up to where it should be. Verdicts are the same with
// and without: what runs, and after what, is the same.

// guessMax bounds the jobs of a guess.
const guessMax = 200

var _ script.Sandbox = (*workerSandbox)(nil)

// newWorkerSandbox returns the page's script host. The Worker begins to load at
// once, while the program does other things; the first Open waits for it.
func newWorkerSandbox() (script.Sandbox, error) {
	if js.Global().Get("Worker").IsUndefined() {
		return nil, errors.New("this browser has no Worker")
	}
	s := &workerSandbox{address: fileOf(workerFile)}
	_, err := s.start()
	return s, err
}

// start returns the running Worker, or a new one.
func (s *workerSandbox) start() (*worker, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.worker != nil && !s.worker.isDead() {
		return s.worker, nil
	}
	w, err := newWorker(s.address)
	if err != nil {
		return nil, err
	}
	s.worker = w
	return w, nil
}

// Open implements [script.Sandbox].
func (s *workerSandbox) Open(ctx context.Context, program script.Program) (script.Container, error) {
	text, err := script.EncodeProgram(program)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.count++
	c := &workerContainer{sandbox: s, program: program, text: text, number: s.count, guess: s.guess}
	s.mu.Unlock()
	c.foreseen, err = c.open(ctx, "guess", c.guess)
	if errors.Is(err, errTooLong) { // what was guessed hangs; whether it is asked for will show
		c.foreseen, err = c.open(ctx, "guess", nil)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// workerContainer is a container in the Worker. When the Worker had to be
// ended, the next run opens it again in a new one, as the service does.
type workerContainer struct {
	sandbox *workerSandbox
	program script.Program
	text    string // the program as JSON
	number  int
	worker  *worker // nil after the Worker was ended

	asked    []string // every job, as JSON
	jobs     []string // run so far, since the container was opened last
	guess    []string // what the Worker was told to run ahead
	foreseen []string // verdicts of the first of them, as JSON
}

// open opens the container in the Worker. With jobs under "guess" the Worker
// runs them ahead as far as that is cheap, and their verdicts are returned;
// under "again" it runs all of them.
func (c *workerContainer) open(ctx context.Context, how string, jobs []string) ([]string, error) {
	w, err := c.sandbox.start()
	if err != nil {
		return nil, err
	}
	bootCtx, stop := context.WithTimeout(ctx, workerBoot)
	defer stop()
	if err := w.ready(bootCtx); err != nil {
		return nil, err
	}
	list := make([]any, len(jobs))
	for i, job := range jobs {
		list[i] = job
	}
	c.worker = w
	r, err := c.ask(ctx, map[string]any{"op": "open", "program": c.text, how: list})
	if err == nil {
		err = r.err
	}
	return r.texts, err
}

// errTooLong means that the Worker was ended because it did not answer.
var errTooLong = errors.New("script: the Worker was ended because a run took too long")

// ask sends a message about the container and waits for the answer. What takes
// too long ends the Worker, and so does something cancelled that does not end
// by itself in a moment: the next replay shall not wait for it.
func (c *workerContainer) ask(ctx context.Context, message map[string]any) (reply, error) {
	bounded, stop := context.WithTimeout(ctx, script.Backstop)
	defer stop()
	message["container"] = c.number
	answer := c.worker.tell(message)
	select {
	case r := <-answer:
		return r, nil
	case <-bounded.Done():
	}
	if ctx.Err() != nil {
		select {
		case <-answer:
			return reply{}, ctx.Err()
		case <-time.After(cancelGrace):
		}
	}
	c.worker.end(errTooLong)
	c.worker = nil
	if ctx.Err() != nil {
		return reply{}, ctx.Err()
	}
	return reply{}, errTooLong
}

// ahead answers a run that was foreseen. When it was not, but others were run
// ahead, the container is brought to where it should be.
func (c *workerContainer) ahead(ctx context.Context, job string) (verdict string, known bool, err error) {
	i := len(c.jobs)
	if i < len(c.foreseen) && c.guess[i] == job {
		return c.foreseen[i], true, nil
	}
	if i < len(c.foreseen) {
		c.foreseen = nil
		_, err = c.open(ctx, "again", c.jobs)
	}
	return "", false, err
}

// Run implements [script.Container].
func (c *workerContainer) Run(ctx context.Context, job script.Job) (script.Verdict, error) {
	text := script.EncodeJob(job)
	if c.worker == nil || c.worker.isDead() {
		c.jobs, c.foreseen = nil, nil
		if _, err := c.open(ctx, "guess", nil); err != nil {
			return script.Verdict{}, err
		}
	}
	c.asked = append(c.asked, text)
	foreseen, known, err := c.ahead(ctx, text)
	if err != nil {
		return script.Verdict{}, err
	}
	c.jobs = append(c.jobs, text)
	if known {
		return script.DecodeVerdict(foreseen)
	}
	r, err := c.ask(ctx, map[string]any{"op": "run", "job": text})
	switch {
	case errors.Is(err, errTooLong):
		return script.OutOfTime(c.program), nil
	case err != nil:
		return script.Verdict{}, err
	}
	return c.verdict(r)
}

func (c *workerContainer) verdict(r reply) (script.Verdict, error) {
	if errors.Is(r.err, script.ErrCrash) {
		return script.Crashed(c.program), nil
	}
	if r.err != nil {
		return script.Verdict{}, r.err
	}
	return script.DecodeVerdict(r.text)
}

// Close implements [script.Container].
func (c *workerContainer) Close() {
	c.sandbox.mu.Lock()
	c.sandbox.guess = c.jobs[:min(len(c.jobs), guessMax)]
	c.sandbox.ran = scriptRuns{program: c.text, jobs: c.asked}
	c.sandbox.mu.Unlock()
	if c.worker != nil {
		c.worker.tell(map[string]any{"op": "close", "container": c.number})
	}
	c.worker = nil
}

// lastRan implements [remembering].
func (s *workerSandbox) lastRan() scriptRuns {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ran
}

// workerError names the script engine in every error of the Worker.
func workerError(text string) error { return fmt.Errorf("script: the Worker: %s", text) }
