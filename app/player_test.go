package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// gated is a script host in which each replay waits to be let through.
type gated struct {
	opened chan struct{}
	let    chan error
}

func (g gated) Open(ctx context.Context, _ script.Program) (script.Container, error) {
	g.opened <- struct{}{}
	select {
	case err := <-g.let:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// signing is a scenario in which scripts run, so that the host is asked.
const signing = `A sign-in

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
person ada email=ada@example.com factors=otp
app portal type=spa name=Portal
rule mfa
browser ada person=ada

-- rules/mfa.js --
function mfa(user, context, callback) { callback(null, user, context); }

-- steps --
ada: visit portal
ada: sign-in
`

func sceneOf(t *testing.T) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Parse("signing.txtar", signing)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPlayerPlaysOnlyTheLatest(t *testing.T) {
	host := gated{opened: make(chan struct{}, 9), let: make(chan error)}
	answers := make(chan play.Replayed, 9)
	var running sync.WaitGroup
	p := &player{sandbox: host, spawn: running.Go, tell: func(a play.Replayed) { answers <- a }}
	scene := sceneOf(t)

	p.set(play.Replay{Sequence: 1, Scenario: scene})
	<-host.opened
	for n := 2; n <= 4; n++ {
		p.set(play.Replay{Sequence: n, Scenario: scene, After: time.Microsecond})
	}
	failed := errors.New("no container")
	host.let <- failed
	<-host.opened
	host.let <- failed
	running.Wait()

	for _, want := range []int{1, 4} {
		if got := <-answers; got.Sequence != want || !strings.Contains(got.Err, "no container") {
			t.Errorf("answer %d, error %q; expected %d with the host's error", got.Sequence, got.Err, want)
		}
	}
	if len(answers) != 0 {
		t.Errorf("%d more answers; expected none for what was superseded", len(answers))
	}
}

func TestPlayerEndsAReplayThatHoldsUpALaterOne(t *testing.T) {
	host := gated{opened: make(chan struct{}, 9), let: make(chan error, 1)}
	answers := make(chan play.Replayed, 9)
	var running sync.WaitGroup
	p := &player{sandbox: host, spawn: running.Go, tell: func(a play.Replayed) { answers <- a }}
	scene := sceneOf(t)

	p.set(play.Replay{Sequence: 1, Scenario: scene})
	<-host.opened
	p.set(play.Replay{Sequence: 2, Scenario: scene})
	<-host.opened // the first one was ended without being let through
	host.let <- errors.New("no container")
	running.Wait()
	if got := <-answers; got.Sequence != 2 || len(answers) != 0 {
		t.Fatalf("answer %d and %d more; expected the second alone", got.Sequence, len(answers))
	}
}

func TestAPanicWhilePlayingIsTold(t *testing.T) {
	answer := playOnce(t.Context(), play.Replay{Sequence: 7, Scenario: nil}, gated{})
	if answer.Sequence != 7 || !strings.Contains(answer.Err, "Nothing is lost") {
		t.Fatalf("answer %+v; expected a message for replay 7", answer)
	}
}

func TestWithoutAScriptEngineNothingIsPlayed(t *testing.T) {
	answer := playOnce(t.Context(), play.Replay{Sequence: 7, Scenario: sceneOf(t)}, nil)
	if !strings.Contains(answer.Err, "could not be loaded") {
		t.Fatalf("error %q; expected a word about the script engine", answer.Err)
	}
}
