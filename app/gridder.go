package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine/grid"
	"mfaplayground/engine/script"
)

// gridSlice is how long a grid is evaluated before the page gets its turn: less
// than a frame, so that typing goes on.
const gridSlice = 16 * time.Millisecond

// gridder evaluates grids away from the UI goroutine, one at a time, and always
// the latest that was asked for.
type gridder struct {
	runner *grid.Runner // nil: there is no script host
	spawn  func(func())
	tell   func(play.Gridded)
	turn   time.Time // when the page had its last turn

	mu   sync.Mutex
	next *play.GridOf
	busy bool
	stop context.CancelFunc // ends the grid in flight
}

func newGridder(sandbox script.Sandbox, spawn func(func()), tell func(play.Gridded)) *gridder {
	g := &gridder{spawn: spawn, tell: tell}
	if sandbox != nil {
		g.runner = grid.NewRunner(turning{sandbox, g})
	}
	return g
}

// turning is a script host during whose work the page has its turn.
type turning struct {
	script.Sandbox
	gridder *gridder
}

// RunEach implements [script.Batcher].
func (t turning) RunEach(ctx context.Context, program script.Program, lists [][]*script.EncodedJob) func() ([]script.Verdict, error) {
	wait := script.RunEach(ctx, t.Sandbox, program, lists)
	return func() ([]script.Verdict, error) {
		verdicts, err := wait()
		t.gridder.turn = time.Now()
		return verdicts, err
	}
}

// set asks for a grid, instead of the one in flight.
func (g *gridder) set(c play.GridOf) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.runner == nil {
		return
	}
	g.next = &c
	if g.stop != nil {
		g.stop()
	}
	if !g.busy {
		g.busy = true
		g.spawn(g.work)
	}
}

// end ends the grid in flight.
func (g *gridder) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.next = nil
	if g.stop != nil {
		g.stop()
	}
}

// work evaluates until nothing is asked for.
func (g *gridder) work() {
	for {
		g.mu.Lock()
		if g.next == nil {
			g.busy, g.stop = false, nil
			g.mu.Unlock()
			return
		}
		c := *g.next
		g.next = nil
		ctx, stop := context.WithCancel(context.Background())
		g.stop = stop
		g.mu.Unlock()
		if err := g.evaluate(ctx, c); err != nil && ctx.Err() == nil {
			g.tell(play.Gridded{Ask: c.Ask, Err: fmt.Sprintf("The grid could not be computed: %v", err)})
		}
		stop()
	}
}

// evaluate does one. A fault of the program is told like a fault of the host.
func (g *gridder) evaluate(ctx context.Context, c play.GridOf) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the playground itself failed: %v", fault)
		}
	}()
	g.turn = time.Now()
	pause := func() {
		if time.Since(g.turn) > gridSlice {
			time.Sleep(time.Millisecond)
			g.turn = time.Now()
		}
	}
	return c.Evaluate(ctx, g.runner, pause, g.tell)
}
