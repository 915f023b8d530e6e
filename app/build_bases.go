//go:build !js

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"mfaplayground/engine/scenario"
)

// bases writes the texts that links build on: the lessons as they are, and as
// they were in every release. A page fetches one when it opens the link of
// another page, or of a lesson that was edited since.
func (b *builder) bases() error {
	for _, l := range scenario.Lessons() {
		text := l.Scenario().Print()
		if err := b.write("bases/"+scenario.BaseName(scenario.SumOf(text)), []byte(text)); err != nil {
			return err
		}
	}
	former, err := filepath.Glob(b.path("engine", "scenario", "lessons", "released", "*.txtar"))
	if err != nil {
		return err
	}
	for _, name := range former {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if want := scenario.BaseName(scenario.SumOf(string(text))); want != filepath.Base(name) {
			return fmt.Errorf("%s was edited, and links build on it; expected it as it was released", name)
		}
		if err := b.write("bases/"+filepath.Base(name), text); err != nil {
			return err
		}
	}
	return nil
}
