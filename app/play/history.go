package play

import (
	"fmt"
	"time"

	"mfaplayground/engine/scenario"
)

// pastLimit bounds the undo list: a scenario is a few kilobytes, so that a long
// session of typing stays within a few megabytes.
const pastLimit = 200

// edited makes a changed scenario the current one: it can be undone, and what
// is shown so far is kept to compare with. Edits that follow each
// other under the same key, such as keystrokes, are compared as one; they are
// undone as one until somebody rests.
func (m Model) edited(key string, next *scenario.Scenario, after time.Duration) (Model, []Cmd) {
	joins := key != "" && key == m.Coalesce
	if !joins || m.Rested {
		m.Past = push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	}
	if !joins {
		m = m.compareWith()
	}
	m.Coalesce, m.Rested = key, false
	m.Future = nil
	m.Problem, m.Flaw, m.Refused = "", Flaw{}, Refusal{}
	m.Scenario = next
	m.At = clamp(m.At, len(next.Lines))
	m, cmds := m.replay(after)
	return m, append(cmds, m.keep())
}

// refused keeps the last good state and tells why an edit was not made.
func (m Model) refused(err error) (Model, []Cmd) {
	m.Problem = fmt.Sprintf("Nothing was changed: %v", err)
	return m, []Cmd{Announce{Text: m.Problem}}
}

// undo takes the latest edit back.
func (m Model) undo() (Model, []Cmd) {
	if len(m.Past) == 0 {
		return m, nil
	}
	last := m.Past[len(m.Past)-1]
	past := m.Past[:len(m.Past)-1]
	future := push(m.Future, Moment{Scenario: m.Scenario, At: m.At})
	return m.returnTo(last, past, future)
}

// redo makes the edit that was taken back again.
func (m Model) redo() (Model, []Cmd) {
	if len(m.Future) == 0 {
		return m, nil
	}
	next := m.Future[len(m.Future)-1]
	future := m.Future[:len(m.Future)-1]
	past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	return m.returnTo(next, past, future)
}

// returnTo makes an earlier or later state the current one.
func (m Model) returnTo(to Moment, past, future []Moment) (Model, []Cmd) {
	m = m.compareWith()
	m.Past, m.Future = past, future
	m.Coalesce, m.Problem, m.Refused = "", "", Refusal{}
	m.Draft, m.Flaw = Draft{}, Flaw{}
	m.At, m.Chosen = to.At, false
	m = m.adopt(to.Scenario)
	next, cmds := m.replay(0)
	return next, append(cmds, SetEditor{Text: next.Shown}, next.keep())
}

// restart goes back to the lesson as bundled; it can be undone.
func (m Model) restart() (Model, []Cmd) {
	s, err := scenario.Parse(m.Lesson+".txtar", m.LessonText())
	if err != nil {
		return m.refused(err)
	}
	past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
	return m.returnTo(Moment{Scenario: s, At: len(s.Lines) - 1}, past, nil)
}

// push returns the list with one more moment, without touching the given one,
// and without the oldest when it is full.
func push(list []Moment, moment Moment) []Moment {
	if len(list) >= pastLimit {
		list = list[len(list)-pastLimit+1:]
	}
	grown := make([]Moment, len(list), len(list)+1)
	copy(grown, list)
	return append(grown, moment)
}
