package scenario

import (
	"fmt"
	"strings"
)

// InsertStep adds a step so that it becomes the step with index at, from 0 to
// the number of steps. It goes directly behind the step before it and the
// expect lines of that one, so it joins that step's phase.
func (s *Scenario) InsertStep(at int, text string) (*Scenario, error) {
	if at < 0 || at > len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines))
	}
	text, err := s.stepText(text)
	if err != nil {
		return nil, err
	}
	spot, indent := s.stepSpot(at)
	return s.splice(span{spot, spot}, s.ended(spot, indent+text))
}

// stepSpot returns where a step with an index is inserted, and the indentation
// of its neighbour.
func (s *Scenario) stepSpot(at int) (spot int, indent string) {
	if len(s.Lines) == 0 {
		return s.layout.sections[fileSteps].body.end, ""
	}
	neighbour := max(at-1, 0)
	block := s.layout.blocks[neighbour]
	indent = s.text[block.start:s.layout.steps[neighbour].start]
	if at == 0 {
		return block.start, indent
	}
	return block.end, indent
}

// ReplaceStep changes the text of a step; its expect lines stay with it.
func (s *Scenario) ReplaceStep(at int, text string) (*Scenario, error) {
	if at < 0 || at >= len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines)-1)
	}
	text, err := s.stepText(text)
	if err != nil {
		return nil, err
	}
	return s.splice(s.layout.steps[at], text)
}

// RemoveStep takes a step away, with its expect lines. Comments and headings
// stay.
func (s *Scenario) RemoveStep(at int) (*Scenario, error) {
	if at < 0 || at >= len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines)-1)
	}
	var kept strings.Builder
	block := s.layout.blocks[at]
	for _, line := range lines(s.text, block) {
		text := content(s.text, line)
		if text.start == text.end || s.text[text.start] == '#' {
			kept.WriteString(s.text[line.start:line.end])
		}
	}
	return s.splice(block, kept.String())
}

// TruncateSteps removes every step from an index on: what a new action in the
// past does to the future.
func (s *Scenario) TruncateSteps(at int) (*Scenario, error) {
	if at < 0 || at > len(s.Lines) {
		return nil, s.noStep(at, len(s.Lines))
	}
	if at == len(s.Lines) {
		return s, nil
	}
	start := s.layout.sections[fileSteps].body.start
	if at > 0 {
		start = s.layout.blocks[at-1].end
	}
	return s.splice(span{start, s.layout.blocks[len(s.Lines)-1].end}, "")
}

func (s *Scenario) noStep(at, last int) error {
	return fmt.Errorf("there is no step %d in %s; expected 0 to %d", at, s.name, last)
}

// stepText checks that a text is one step of this scenario, before it is put
// between others: a text that is an expect line, a heading or a marker would
// change more than one step.
func (s *Scenario) stepText(text string) (string, error) {
	text = strings.TrimSpace(text)
	p := &parser{text: text, s: s, parties: s.parties()}
	if strings.ContainsAny(text, "\r\n") {
		p.fail(0, "the step has more than one line; expected one")
	} else if words, ok := p.words(span{0, len(text)}); ok {
		if len(words) == 0 {
			p.fail(0, "the step is empty; expected ACTOR: VERB or %s", waitSyntax)
		} else {
			p.step(words, span{0, len(text)})
		}
	}
	if list := locate("step", text, p.faults); list != nil {
		return "", list
	}
	return text, nil
}

// parties returns the names of browsers (true) and displays (false).
func (s *Scenario) parties() map[string]bool {
	parties := map[string]bool{}
	for _, b := range s.Setup.Browsers {
		parties[b.Name] = true
	}
	for _, d := range s.Setup.Displays {
		parties[d.Name] = false
	}
	return parties
}
