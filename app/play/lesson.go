package play

import (
	"fmt"
	"slices"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
)

// Guide is where the reader is in the page's lesson.
type Guide struct {
	Lesson   *lesson.Lesson   // nil when the page's scenario is no lesson
	Verdicts []lesson.Verdict // of the latest scenario whose checks were played
	Judged   string           // the text of that scenario
	Open     bool             // checks, hints and solutions are shown
	Hints    int              // so many are shown
	Solved   []string         // slugs of the lessons that were solved in this browser
}

// Solved tells whether the checks of the latest scenario are all met.
func (g Guide) isSolved() bool { return lesson.Solved(g.Verdicts) }

// Met returns how many checks are met.
func (g Guide) Met() int {
	n := 0
	for _, v := range g.Verdicts {
		if v.Met {
			n++
		}
	}
	return n
}

// Done tells whether the lesson's checks are all met now.
func (m Model) Done() bool { return m.Guide.isSolved() }

// WasSolved tells whether a lesson was solved in this browser.
func (m Model) WasSolved(slug string) bool { return slices.Contains(m.Guide.Solved, slug) }

// Next returns the lesson that follows on the path.
func (m Model) Next() (Lesson, bool) {
	for i, l := range m.Lessons {
		if l.Slug == m.Lesson && i+1 < len(m.Lessons) {
			return m.Lessons[i+1], true
		}
	}
	return Lesson{}, false
}

// TitleOf returns the title of a lesson.
func (m Model) TitleOf(slug string) string {
	for _, l := range m.Lessons {
		if l.Slug == slug {
			return l.Title
		}
	}
	return slug
}

// learn answers the messages about the lesson.
func (m Model) learn(msg Msg) (Model, []Cmd) {
	g := &m.Guide
	switch msg := msg.(type) {
	case OpenGuide:
		g.Open = msg.Open
	case ShowHint:
		g.Open = true
		if g.Lesson.Has() && g.Hints < len(g.Lesson.Hints) {
			g.Hints++
			return m, []Cmd{Announce{Text: fmt.Sprintf("Hint %d: %s", g.Hints, g.Lesson.Hints[g.Hints-1])}}
		}
	case ShowSolution:
		return m.solution(msg.Name)
	case OpenCheck:
		return m.openCheck(msg.Name)
	case Judged:
		return m.judged(msg)
	case ProgressRead:
		g.Solved = msg.Solved
	}
	return m, nil
}

// Judge asks for the checks to be played, when what they look at has changed.
func (m Model) Judge() []Cmd {
	if !m.Guide.Lesson.Of(m.Scenario) || m.Guide.Judged == m.Scenario.Print() {
		return nil
	}
	return []Cmd{Judge{Sequence: m.Sequence, Lesson: m.Guide.Lesson, Scenario: m.Scenario}}
}

// judged takes verdicts over, unless something was edited since.
func (m Model) judged(msg Judged) (Model, []Cmd) {
	if msg.Sequence != m.Sequence {
		return m, nil
	}
	before, met := m.Guide.isSolved(), m.Guide.Met()
	m.Guide.Verdicts, m.Guide.Judged = msg.Verdicts, m.Scenario.Print()
	switch {
	case m.Guide.isSolved() && !before:
		if !m.WasSolved(m.Lesson) {
			m.Guide.Solved = append(slices.Clip(m.Guide.Solved), m.Lesson)
		}
		return m, []Cmd{m.also("Solved: " + m.Guide.Lesson.Goal), Solve{Lesson: m.Lesson}}
	case m.Guide.Met() != met:
		return m, []Cmd{m.also(fmt.Sprintf("%d of %d checks are met", m.Guide.Met(), len(msg.Verdicts)))}
	}
	return m, nil
}

// also adds to what a screen reader was told of the latest replay, which it may
// not have read out yet.
func (m Model) also(text string) Announce {
	if m.Said != "" {
		text = m.Said + ". " + text
	}
	return Announce{Text: text}
}

// solution makes the edit that solves the lesson.
func (m Model) solution(name string) (Model, []Cmd) {
	if !m.Guide.Lesson.Has() {
		return m, nil
	}
	for _, fix := range m.Guide.Lesson.Solutions {
		if fix.Name != name {
			continue
		}
		next, err := fix.Apply(m.Scenario)
		if err != nil {
			return m.refused(err)
		}
		return m.take(next, fix)
	}
	return m, nil
}

// take makes the scenario of a fix the current one and opens what it changed.
func (m Model) take(next *scenario.Scenario, fix lesson.Fix) (Model, []Cmd) {
	at := m.At
	m, cmds := m.edited("", next, 0)
	m.At = at
	if len(fix.Code) > 0 {
		code := fix.Code[0]
		m = m.openScript(code.Kind, code.Name)
		return m, append(cmds, SetEditor{Text: m.Shown})
	}
	m.Tenant = TabSettings
	return m.show(), cmds
}

// openCheck shows what a check plays as the scenario; undo comes back.
func (m Model) openCheck(name string) (Model, []Cmd) {
	if !m.Guide.Lesson.Has() {
		return m, nil
	}
	for _, c := range m.Guide.Lesson.Checks {
		if c.Name != name {
			continue
		}
		next, err := m.Guide.Lesson.Case(c, m.Scenario)
		if err != nil {
			return m.refused(err)
		}
		past := push(m.Past, Moment{Scenario: m.Scenario, At: m.At})
		return m.returnTo(Moment{Scenario: next, At: len(next.Lines) - 1}, past, nil)
	}
	return m, nil
}
