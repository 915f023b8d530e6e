//go:build js

package main

import (
	"context"
	"fmt"
	"sync"
	"syscall/js"

	"mfaplayground/engine/script"
)

// worker is one running Worker with the questions that it has not answered.
// Its callbacks only hand answers over: they never block, as no js.Func may.
type worker struct {
	object    js.Value
	callbacks []js.Func
	booted    chan struct{} // closed when the Worker has booted, or cannot
	bootErr   error         // valid once booted is closed

	mu      sync.Mutex
	next    int
	waiting map[int]chan reply
	dead    error // why it was ended; nil while it runs
}

// reply is the answer to one question.
type reply struct {
	text  string
	texts []string // of a container that was opened with jobs
	err   error
}

// newWorker starts a Worker and has it load the script engine.
func newWorker(address string) (w *worker, err error) {
	defer func() { // constructing throws when the address is refused
		if cause := recover(); cause != nil {
			w, err = nil, fmt.Errorf("script: start the Worker %s: %v", address, cause)
		}
	}()
	w = &worker{
		object:  js.Global().Get("Worker").New(address),
		booted:  make(chan struct{}),
		waiting: map[int]chan reply{},
	}
	w.listen("message", w.onMessage)
	w.listen("error", func(event js.Value) {
		detail := "it could not be loaded"
		if message := event.Get("message"); message.Truthy() {
			detail = message.String()
		}
		w.end(workerError(address + ": " + detail))
	})
	w.listen("messageerror", func(js.Value) { w.end(workerError("an answer could not be read")) })
	boot := w.tell(map[string]any{"op": "boot", "engine": fileOf(engineFile), "prelude": fileOf(preludeFile)})
	go func() {
		w.bootErr = (<-boot).err
		close(w.booted)
	}()
	return w, nil
}

func (w *worker) listen(event string, f func(js.Value)) {
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	w.callbacks = append(w.callbacks, callback)
	w.object.Call("addEventListener", event, callback)
}

// onMessage hands one answer to whoever asked.
func (w *worker) onMessage(event js.Value) {
	data := event.Get("data")
	id := data.Get("id").Int()
	w.mu.Lock()
	answer, asked := w.waiting[id]
	delete(w.waiting, id)
	w.mu.Unlock()
	if !asked {
		return
	}
	if problem := data.Get("error"); problem.Type() == js.TypeString {
		err := workerError(problem.String())
		if data.Get("crash").Truthy() {
			err = fmt.Errorf("%w: %w", script.ErrCrash, err)
		}
		answer <- reply{err: err}
		return
	}
	r := reply{text: data.Get("text").String()}
	if list := data.Get("texts"); list.Truthy() {
		for i := range list.Length() {
			r.texts = append(r.texts, list.Index(i).String())
		}
	}
	answer <- r
}

// ready waits until the script engine runs.
func (w *worker) ready(ctx context.Context) error {
	select {
	case <-w.booted:
		return w.bootErr
	case <-ctx.Done():
		return fmt.Errorf("script: waiting for the script engine: %w", ctx.Err())
	}
}

// tell sends a message; the answer will be in the channel, which has room for
// it. A dead worker answers at once.
func (w *worker) tell(message map[string]any) <-chan reply {
	answer := make(chan reply, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead != nil {
		answer <- reply{err: w.dead}
		return answer
	}
	w.next++
	w.waiting[w.next] = answer
	message["id"] = w.next
	w.object.Call("postMessage", message)
	return answer
}

func (w *worker) isDead() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dead != nil
}

// end terminates the Worker and answers every open question with cause.
func (w *worker) end(cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead != nil {
		return
	}
	w.dead = cause
	w.object.Call("terminate")
	for id, answer := range w.waiting {
		answer <- reply{err: cause}
		delete(w.waiting, id)
	}
	// The callbacks may be running right now; they are released afterwards.
	callbacks := w.callbacks
	w.callbacks = nil
	go func() {
		for _, callback := range callbacks {
			callback.Release()
		}
	}()
}
