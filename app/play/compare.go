package play

import (
	"fmt"
	"slices"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// Baseline is what the page compares the latest result with: the steps as they
// ended before the latest edit, or the state that somebody pinned.
type Baseline struct {
	Scenario *scenario.Scenario
	Steps    []string // as written
	Frames   []engine.Frame
	Pinned   bool // kept until it is let go; else the next edit makes another
}

// baseline is what is shown now, to be compared with later.
func (m Model) baseline() Baseline {
	if m.Played == nil {
		return Baseline{}
	}
	return Baseline{Scenario: m.Played, Steps: stepTexts(m.Played.Lines), Frames: m.Result.Frames}
}

// compareWith makes what is shown now the baseline of the edit that follows,
// unless one is pinned.
func (m Model) compareWith() Model {
	if !m.Against.Pinned {
		m.Against, m.Changes, m.Beside = m.baseline(), nil, noStep
	}
	return m
}

// noStep is the value of [Model.Beside] when no step is opened.
const noStep = -1

// compare answers the messages about the comparison.
func (m Model) compare(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case Pin:
		m.Against, m.Changes, m.Beside = m.baseline(), nil, noStep
		m.Against.Pinned = true
		return m, []Cmd{Announce{Text: "Kept as baseline: from now on every edit is compared with this"}}
	case Unpin:
		m.Against, m.Changes, m.Beside = Baseline{}, nil, noStep
	case OpenBeside:
		if msg.At == m.Beside || msg.At < 0 {
			opener := ChangeID(m.Beside)
			m.Beside = noStep
			return m, []Cmd{Focus{ID: opener}}
		}
		m.Beside = msg.At
		return m.goTo(msg.At)
	}
	return m, nil
}

// ChangeID is the id of the button that opens a changed step.
func ChangeID(at int) string { return fmt.Sprintf("change-%d", at+1) }

// Change is one step that ends differently than in the baseline.
type Change struct {
	At            int
	Before, After Ending
	Was           engine.Frame // the frame of the baseline
}

// changes lists the steps that end differently than in the baseline. Steps
// that are new have nothing to be compared with and are left out.
func (m Model) changes() []Change {
	if len(m.Against.Frames) == 0 || m.Played == nil {
		return nil
	}
	var changes []Change
	for i, j := range matching(m.Against.Steps, stepTexts(m.Played.Lines)) {
		if j < 0 || i >= len(m.Result.Frames) || j >= len(m.Against.Frames) {
			continue
		}
		was, now := EndingOf(m.Against.Frames[j]), EndingOf(m.Result.Frames[i])
		if !now.Same(was) {
			changes = append(changes, Change{At: i, Before: was, After: now, Was: m.Against.Frames[j]})
		}
	}
	return changes
}

func stepTexts(lines []scenario.Line) []string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.Text
	}
	return texts
}

// middleMax bounds the part of two lists that is searched for common steps;
// beyond it only the equal beginnings and ends are matched.
const middleMax = 200

// matching tells for each step of after which step of before it was, or -1.
// The equal beginnings and ends belong together. Of what lies between, steps
// are paired in their order when there are as many of them, as after an edit of
// one, and otherwise by the longest common list.
func matching(before, after []string) []int {
	match := slices.Repeat([]int{-1}, len(after))
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		match[start] = start
		start++
	}
	endB, endA := len(before), len(after)
	for endB > start && endA > start && before[endB-1] == after[endA-1] {
		endB, endA = endB-1, endA-1
		match[endA] = endB
	}
	switch b, a := before[start:endB], after[start:endA]; {
	case len(b) == len(a):
		for i := range a {
			match[start+i] = start + i
		}
	case len(b) <= middleMax && len(a) <= middleMax:
		for i, j := range common(b, a) {
			if j >= 0 {
				match[start+i] = start + j
			}
		}
	}
	return match
}

// common finds the longest list of steps that both have in the same order.
func common(before, after []string) []int {
	width := len(after) + 1
	longest := make([]int, (len(before)+1)*width) // of the rests from i and j
	for i := len(before) - 1; i >= 0; i-- {
		for j := len(after) - 1; j >= 0; j-- {
			if before[i] == after[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	match := slices.Repeat([]int{-1}, len(after))
	for i, j := 0, 0; i < len(before) && j < len(after); {
		switch {
		case before[i] == after[j]:
			match[j] = i
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return match
}
