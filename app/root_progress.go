package main

import (
	"encoding/json"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// progressKey is where the browser keeps which lessons were solved; the list of
// lessons (web/lessons.js) reads, exports and forgets the same.
const progressKey = "mfa-playground.lessons"

// progress is what is kept.
type progress struct {
	Version int      `json:"version"`
	Solved  []string `json:"solved"`
}

// storage returns the browser's storage. A page that is framed or private may
// be refused it, which is no error: then nothing is kept.
func storage() (value app.Value, ok bool) {
	defer func() {
		if recover() != nil {
			value, ok = nil, false
		}
	}()
	value = app.Window().Get("localStorage")
	return value, value.Truthy()
}

// readProgress returns the lessons that were solved in this browser. What
// cannot be read counts as nothing.
func readProgress() []string {
	store, ok := storage()
	if !ok {
		return nil
	}
	held := store.Call("getItem", progressKey)
	var p progress
	if !held.Truthy() || json.Unmarshal([]byte(held.String()), &p) != nil {
		return nil
	}
	return p.Solved
}

// keepSolved adds a lesson to what is kept, which another tab may have changed
// meanwhile.
func keepSolved(slug string) {
	store, ok := storage()
	solved := readProgress()
	if !ok || slices.Contains(solved, slug) {
		return
	}
	text, err := json.Marshal(progress{Version: 1, Solved: append(solved, slug)})
	if err != nil {
		return
	}
	defer func() { _ = recover() }() // a full or refused storage keeps nothing
	store.Call("setItem", progressKey, string(text))
}
