package play

import (
	"fmt"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/display"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Mark is the outcome of a step, as the timeline marks it: the outcome of its
// last decision, or what happened instead.
type Mark string

// The marks besides the outcomes of decisions.
const (
	MarkNone    Mark = ""        // the step has not been played
	MarkSkipped Mark = "skipped" // the step answered something that was not there
	MarkFailed  Mark = "failed"  // an exchange without a decision failed
	MarkDone    Mark = "done"    // the step was done and nothing was to be decided
)

// MarkOf returns the mark of a frame.
func MarkOf(f engine.Frame) Mark {
	if f.Skipped != "" {
		return MarkSkipped
	}
	if n := len(f.Decisions); n > 0 {
		return Mark(f.Decisions[n-1].Outcome)
	}
	if failed(f) {
		return MarkFailed
	}
	return MarkDone
}

// failed tells whether what the step did went wrong without a decision: a
// browser ended on an error page, or a display got stuck.
func failed(f engine.Frame) bool {
	if len(f.Exchanges) == 0 {
		return false
	}
	last := f.Exchanges[len(f.Exchanges)-1]
	if p := last.Response.Page; p != nil {
		return p.Kind == wire.PageError
	}
	for _, d := range f.Displays {
		if d.Name == last.From && d.Phase == display.PhaseStuck {
			return true
		}
	}
	return false
}

// Ending is how a step ended: what one compares before and after an edit.
type Ending struct {
	Mark  Mark
	Text  string // one short sentence
	state string // everything visible, to tell endings apart
}

// EndingOf sums up how a frame ended.
func EndingOf(f engine.Frame) Ending {
	return Ending{Mark: MarkOf(f), Text: sentence(f), state: scenario.EndState(f)}
}

// EndText tells in a few words how a frame ended.
func EndText(f engine.Frame) string { return sentence(f) }

// Same tells whether two endings look the same to a person.
func (e Ending) Same(other Ending) bool {
	return e.Mark == other.Mark && e.state == other.state
}

// sentence tells in a few words how a frame ended.
func sentence(f engine.Frame) string {
	if f.Skipped != "" {
		return "skipped"
	}
	parts := []string{}
	if n := len(f.Decisions); n > 0 {
		parts = append(parts, OutcomeText(f.Decisions[n-1].Outcome))
	}
	if len(f.Decisions) == 0 {
		parts = append(parts, pageText(f))
	}
	for _, d := range f.Displays {
		if text := displayText(d); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// OutcomeText names an outcome in a few words.
func OutcomeText(o tenant.Outcome) string {
	switch o {
	case tenant.Asked:
		return "MFA asked"
	case tenant.Remembered:
		return "MFA not asked: remembered"
	case tenant.NotAsked:
		return "MFA not asked"
	case tenant.Refused:
		return "refused: nobody to ask"
	case tenant.Denied:
		return "denied by a script"
	}
	return string(o)
}

// displayText tells what became of a display, unless nothing is to be said.
func displayText(d display.View) string {
	switch d.Phase {
	case display.PhaseStuck:
		return fmt.Sprintf("%s stuck", d.Name)
	case display.PhaseWorking:
		return fmt.Sprintf("%s working", d.Name)
	case display.PhaseCode:
		return fmt.Sprintf("%s shows a code", d.Name)
	}
	return ""
}

// pageText names the page that is open at the end of a frame.
func pageText(f engine.Frame) string {
	for _, b := range f.Browsers {
		if b.Page != nil && b.Page.Title != "" {
			return b.Page.Title
		}
	}
	return "done"
}
