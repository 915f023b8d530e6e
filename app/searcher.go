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

const (
	searchSlice = 30 * time.Millisecond  // of searching before the page gets its turn: less than anybody feels
	searchNews  = 100 * time.Millisecond // between two reports
)

// searcher searches away from the UI goroutine, one search at a time: a later
// one ends the one before.
type searcher struct {
	sandbox script.Sandbox
	spawn   func(func())
	tell    func(play.Searched)

	mu   sync.Mutex
	stop context.CancelFunc // ends the search in flight
}

// set begins a search.
func (s *searcher) set(c play.SearchCase) {
	s.end()
	ctx, stop := context.WithCancel(context.Background())
	s.mu.Lock()
	s.stop = stop
	s.mu.Unlock()
	s.spawn(func() {
		defer stop()
		if err := s.search(ctx, c); err != nil && ctx.Err() == nil {
			s.tell(play.Searched{Number: c.Number, Done: true, Err: fmt.Sprintf("The search could not be made: %v.", err)})
		}
	})
}

// end ends the search in flight.
func (s *searcher) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil {
		s.stop()
	}
}

// search does one. A fault of the program is told like a fault of the host.
func (s *searcher) search(ctx context.Context, c play.SearchCase) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the playground itself failed: %v", fault)
		}
	}()
	if s.sandbox == nil {
		return fmt.Errorf("there is no script engine")
	}
	work, err := grid.NewSearch(grid.Of(c.Scenario), c.Claim, c.Vary)
	if err != nil {
		return err
	}
	began, told := time.Now(), time.Now()
	pause := func() {
		if time.Since(began) > searchSlice {
			time.Sleep(time.Millisecond)
			began = time.Now()
		}
	}
	runner := grid.NewRunner(s.sandbox)
	for !work.Done() {
		if err := work.Go(ctx, runner, pause); err != nil {
			return err
		}
		if time.Since(told) > searchNews {
			told = time.Now()
			s.tell(play.News(c.Number, work))
		}
	}
	s.tell(play.News(c.Number, work))
	return nil
}
