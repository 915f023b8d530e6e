package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// supersedePatience is how long a replay that was superseded may go on before
// it is ended. Ending one costs the script engine its Worker, which takes
// longer to start again than nearly every replay takes to finish.
const supersedePatience = 400 * time.Millisecond

// warmUp is the sequence of a replay that nobody waits for: it has the script
// engine started and tokens signed before the first edit needs them.
const warmUp = 0

// warmUpPause lets the page be painted and answer first.
const warmUpPause = 80 * time.Millisecond

// player plays scenarios away from the UI goroutine, one at a time, and always
// the latest that was asked for: what was superseded before its turn is never
// played.
type player struct {
	sandbox script.Sandbox
	spawn   func(func())        // starts a goroutine
	tell    func(play.Replayed) // hands a result over; called on that goroutine

	mu   sync.Mutex
	next *play.Replay
	busy bool
	stop context.CancelFunc // ends the replay in flight
	turn int                // of that replay
}

// set asks for a replay.
func (p *player) set(c play.Replay) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = &c
	if !p.busy {
		p.busy = true
		p.spawn(p.work)
		return
	}
	if stop, turn := p.stop, p.turn; stop != nil {
		time.AfterFunc(supersedePatience, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.turn == turn {
				stop()
			}
		})
	}
}

// end ends the replay in flight; nothing is played any more.
func (p *player) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = nil
	if p.stop != nil {
		p.stop()
	}
}

// work plays until nothing is asked for.
func (p *player) work() {
	for {
		c, run, ok := p.take()
		if !ok {
			return
		}
		if c.After > 0 {
			time.Sleep(c.After)
		}
		if p.superseded() {
			continue
		}
		answer := playOnce(run, c, p.sandbox)
		if run.Err() == nil && c.Sequence != warmUp {
			p.tell(answer)
		}
	}
}

// take returns the replay that is asked for, and the context it runs in.
func (p *player) take() (play.Replay, context.Context, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		p.stop()
	}
	p.turn++
	if p.next == nil {
		p.stop, p.busy = nil, false
		return play.Replay{}, nil, false
	}
	c := *p.next
	p.next = nil
	run, stop := context.WithCancel(context.Background())
	p.stop = stop
	return c, run, true
}

// superseded tells whether a later replay was asked for.
func (p *player) superseded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.next != nil
}

// playOnce plays a scenario and returns what to tell the model. A fault of the
// program is told like a fault of the script host: the last good result stays.
func playOnce(run context.Context, c play.Replay, sandbox script.Sandbox) (answer play.Replayed) {
	answer = play.Replayed{Sequence: c.Sequence, Scenario: c.Scenario}
	defer func() {
		if fault := recover(); fault != nil {
			answer.Err = fmt.Sprintf("The playground itself failed while playing this scenario: %v. "+
				"Nothing is lost: undo, or copy the scenario as text.", fault)
		}
	}()
	if sandbox == nil {
		answer.Err = "The script engine could not be loaded, so nothing can be played here. Reload the page to try again."
		return answer
	}
	result, err := scenario.Run(run, c.Scenario, sandbox)
	if err != nil {
		answer.Err = fmt.Sprintf("The scenario could not be played: %v", err)
		return answer
	}
	answer.Result = result
	return answer
}
