package play

import (
	"fmt"

	"mfaplayground/engine/scenario"
)

// Kept is work on this lesson that the browser still has from an earlier visit.
type Kept struct {
	Text string // the scenario
	When string // when it was last changed, for people; the browser's own clock
	At   int    // the step that was selected
}

type (
	// Keep asks the browser to keep the work on a lesson: the text of the
	// scenario, empty when it is the lesson as bundled.
	Keep struct {
		Lesson, Text string
		At           int
	}
	// Forget asks the browser to forget the work of an earlier visit.
	Forget struct{ Lesson string }
)

func (Keep) cmd()   {}
func (Forget) cmd() {}

type (
	// Found reports work of an earlier visit. It is offered, not opened: who
	// came to read the lesson sees the lesson.
	Found struct{ Kept Kept }
	// Continue opens the work that is offered.
	Continue struct{}
	// Decline closes the offer; with Forget, the work is given up.
	Decline struct{ Forget bool }
	// Paused reports that nobody has typed for a moment: what is typed next is
	// undone by itself.
	Paused struct{}
)

func (Found) msg()    {}
func (Continue) msg() {}
func (Decline) msg()  {}
func (Paused) msg()   {}

// keep asks for the current scenario to be kept.
func (m Model) keep() Cmd {
	text := m.Scenario.Print()
	if text == m.LessonText() {
		text = ""
	}
	return Keep{Lesson: m.Lesson, Text: text, At: m.At}
}

// visit answers the messages about earlier visits.
func (m Model) visit(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case Found:
		if msg.Kept.Text != "" && msg.Kept.Text != m.Scenario.Print() {
			m.Kept = msg.Kept
		}
	case Continue:
		s, err := scenario.Parse(m.Lesson+".txtar", m.Kept.Text)
		if err != nil {
			m.Problem = fmt.Sprintf("The work of %s cannot be read: %v", m.Kept.When, err)
			return m, []Cmd{Announce{Text: m.Problem}}
		}
		at := clamp(m.Kept.At, len(s.Lines))
		m.Kept = Kept{}
		return m.returnTo(Moment{Scenario: s, At: at}, push(m.Past, Moment{Scenario: m.Scenario, At: m.At}), nil)
	case Decline:
		m.Kept = Kept{}
		if msg.Forget {
			return m, []Cmd{Forget{Lesson: m.Lesson}}
		}
	case Paused:
		m.Rested = true
	}
	return m, nil
}
