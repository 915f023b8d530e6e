package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine/lesson"
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
	trace   func(play.Replayed) // is told of a result when nothing else is to be done

	aside   script.Sandbox    // for the checks of the lesson
	verdict func(play.Judged) // hands verdicts over; called on that goroutine

	mu    sync.Mutex
	next  *play.Replay
	asked int         // how many replays were asked for
	exam  *play.Judge // to be played when nothing else is
	// examined is there while checks are played, or wait for their turn: closing
	// it ends the wait.
	examined chan struct{}
	busy     bool
	stop     context.CancelFunc // ends the replay in flight
	turn     int                // of that replay
}

// set asks for a replay.
func (p *player) set(c play.Replay) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = &c
	p.asked++
	if !p.busy {
		p.busy = true
		p.spawn(p.work)
		return
	}
	if p.examined != nil { // nobody waits for checks
		p.stop()
		close(p.examined)
		p.examined = nil
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
		if !ok && p.examine() {
			continue
		}
		if !ok {
			p.atRest(tidy)
			return
		}
		if c.After > 0 {
			time.Sleep(c.After)
		}
		if p.superseded() {
			continue
		}
		answer := playOnce(run, c, p.sandbox)
		if run.Err() != nil {
			continue
		}
		if c.Sequence != warmUp {
			p.tell(answer)
		}
		p.idle(answer)
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
		p.stop, p.busy = nil, p.exam != nil
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

// examPause is how long the page is left in peace before the checks of its
// lesson are played.
const examPause = 250 * time.Millisecond

// judge asks for the checks of the lesson. They wait until nothing else is to
// be played, and for a pause; a replay that is asked for meanwhile ends them.
func (p *player) judge(c play.Judge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exam = &c
	if !p.busy {
		p.busy = true
		p.spawn(p.work)
	}
}

// examine plays the checks that were asked for, one after the other, and tells
// whether there were any.
func (p *player) examine() bool {
	p.mu.Lock()
	c := p.exam
	p.exam = nil
	if c == nil {
		p.mu.Unlock()
		return false
	}
	run, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	p.stop, p.examined = stop, ended
	p.turn++
	p.mu.Unlock()
	defer stop()
	defer p.examinedNow()
	select {
	case <-time.After(examPause):
	case <-ended:
		return true
	}
	if verdicts, ok := p.verdicts(run, *c); ok {
		p.verdict(play.Judged{Sequence: c.Sequence, Verdicts: verdicts})
	}
	return true
}

// examinedNow notes that no check is being played any more.
func (p *player) examinedNow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.examined = nil
}

// verdicts plays the checks as long as nothing else is asked for.
func (p *player) verdicts(run context.Context, c play.Judge) (verdicts []lesson.Verdict, ok bool) {
	defer func() {
		if fault := recover(); fault != nil {
			verdicts, ok = nil, false // the scenario itself has been played; its page says what is wrong with it
		}
	}()
	if p.aside == nil {
		return nil, false
	}
	for _, check := range c.Lesson.Checks {
		if p.superseded() {
			return nil, false
		}
		v, err := c.Lesson.Judge(run, check, c.Scenario, p.aside)
		if err != nil {
			return nil, false
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, true
}
