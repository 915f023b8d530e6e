package main

import (
	"sync"
	"time"

	"mfaplayground/app/play"
)

// addressPause is how long the address bar waits for the next change: browsers
// allow only some hundred changes of the address in half a minute.
const addressPause = 250 * time.Millisecond

// address writes the address bar, a little later and only the latest place.
type address struct {
	put     func(fragment string) // replaceAddress, but not in an embed
	mu      sync.Mutex
	place   play.Place
	pending *time.Timer
}

// set asks for the address bar to hold a place.
func (a *address) set(place play.Place) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.place = place
	if a.pending == nil {
		a.pending = time.AfterFunc(addressPause, a.write)
	}
}

// write puts the latest place into the address bar. A scenario too large for a
// link leaves the address as it is.
func (a *address) write() {
	a.mu.Lock()
	place := a.place
	a.pending = nil
	a.mu.Unlock()
	if fragment, err := place.Fragment(); err == nil {
		a.put(fragment)
	}
}
