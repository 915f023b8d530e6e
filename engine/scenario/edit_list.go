package scenario

import (
	"errors"
	"fmt"
	"strings"
)

// Edits of the list of steps as a whole: its order, and its text.

// DuplicateStep adds a copy of a step, without what is expected of it, behind it.
func (s *Scenario) DuplicateStep(at int) (*Scenario, error) {
	if at < 0 || at >= len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines)-1)
	}
	return s.InsertStep(at+1, s.Lines[at].Text)
}

// SwapSteps exchanges a step with the one behind it; what is expected of each
// goes with it. A heading between the two stays where it is, so that a step
// which is moved over it joins the other phase.
func (s *Scenario) SwapSteps(at int) (*Scenario, error) {
	if at < 0 || at+1 >= len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines)-2)
	}
	a, b := s.layout.blocks[at], s.layout.blocks[at+1]
	first, second := s.text[a.start:a.end], s.text[b.start:b.end]
	if !strings.HasSuffix(second, "\n") { // the end of the file
		second += s.layout.newline
	}
	return s.splice(span{a.start, b.end}, second+s.text[a.end:b.start]+first)
}

// StepsText returns the list of steps as it is written, with its headings,
// comments and expectations.
func (s *Scenario) StepsText() string {
	body := s.layout.sections[fileSteps].body
	return s.text[body.start:body.end]
}

// WithSteps replaces the whole list of steps. Mistakes in it are counted in
// lines of the list, not of the file.
func (s *Scenario) WithSteps(text string) (*Scenario, error) {
	section := s.layout.sections[fileSteps]
	next, err := s.splice(section.body, s.body(section, strings.TrimRight(unixLines(text), "\n")))
	var list Errors
	if !errors.As(err, &list) {
		return next, err
	}
	above := strings.Count(s.text[:section.body.start], "\n")
	moved := make(Errors, len(list))
	for i, e := range list {
		moved[i] = &Error{File: "steps", Line: max(1, e.Line-above), Column: e.Column, Msg: e.Msg}
	}
	return nil, fmt.Errorf("the list of steps: %w", moved)
}
