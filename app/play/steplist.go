package play

import (
	"errors"
	"fmt"
	"strings"

	"mfaplayground/engine/scenario"
)

// Draft is a step, or the list of them, that somebody is writing.
type Draft struct {
	Mode DraftMode
	At   int // of the step that is changed, or that the new one will be
}

// DraftMode tells what is being written.
type DraftMode string

// What can be written.
const (
	DraftNone DraftMode = ""
	DraftStep DraftMode = "step" // the text of a step
	DraftNew  DraftMode = "new"  // a step to be inserted
	DraftList DraftMode = "list" // all steps, as text
)

// Messages that edit the list of steps, most of them at the selected one.
type (
	// WriteStep opens the field for the text of the step; with New, for one to
	// be inserted after it.
	WriteStep struct{ New bool }
	// WriteSteps opens the field for the whole list.
	WriteSteps struct{}
	// CommitDraft takes over what was written.
	CommitDraft struct {
		Draft Draft
		Text  string
	}
	// CancelDraft closes the field.
	CancelDraft struct{}
	// DuplicateStep inserts a copy of the step behind it.
	DuplicateStep struct{}
	// MoveStep moves the step by one place: earlier, or later.
	MoveStep struct{ Later bool }
)

func (WriteStep) msg()     {}
func (WriteSteps) msg()    {}
func (CommitDraft) msg()   {}
func (CancelDraft) msg()   {}
func (DuplicateStep) msg() {}
func (MoveStep) msg()      {}

// Fill sets the text.
func (m CommitDraft) Fill(value string) Msg { m.Text = value; return m }

// editList answers the messages that edit the list of steps.
func (m Model) editList(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case WriteStep:
		m.Draft, m.Flaw = Draft{Mode: DraftStep, At: m.At}, Flaw{}
		if msg.New {
			m.Draft = Draft{Mode: DraftNew, At: m.At + 1}
		}
		return m, []Cmd{Focus{ID: FieldStep}}
	case WriteSteps:
		m.Draft, m.Flaw = Draft{Mode: DraftList}, Flaw{}
		return m, []Cmd{Focus{ID: FieldSteps}}
	case CancelDraft:
		m.Draft, m.Flaw = Draft{}, Flaw{}
		return m, []Cmd{Focus{ID: StepID(m.At)}}
	case CommitDraft:
		return m.commit(msg)
	case DuplicateStep:
		next, err := m.Scenario.DuplicateStep(m.At)
		if err != nil {
			return m.refused(err)
		}
		return m.inserted(next, m.At+1)
	case MoveStep:
		return m.moveStep(msg)
	}
	return m, nil
}

// commit takes over what was written; what cannot be read is told at the field.
func (m Model) commit(msg CommitDraft) (Model, []Cmd) {
	var next *scenario.Scenario
	var err error
	switch at := msg.Draft.At; msg.Draft.Mode {
	case DraftStep:
		next, err = m.Scenario.ReplaceStep(at, msg.Text)
	case DraftNew:
		next, err = m.Scenario.InsertStep(at, msg.Text)
	case DraftList:
		next, err = m.Scenario.WithSteps(msg.Text)
	default:
		return m, nil
	}
	if err != nil {
		field := FieldStep
		if msg.Draft.Mode == DraftList {
			field = FieldSteps
		}
		return m.flawed(field, flawText(err, msg.Draft.Mode == DraftList))
	}
	m.Draft = Draft{}
	if next == m.Scenario {
		return m, []Cmd{Focus{ID: StepID(m.At)}}
	}
	var cmds []Cmd
	if msg.Draft.Mode == DraftNew {
		m, cmds = m.inserted(next, msg.Draft.At)
	} else {
		m, cmds = m.edited("", next, 0)
	}
	return m, append(cmds, Focus{ID: StepID(m.At)})
}

// flawText words the mistakes in steps: with the line when there are several.
func flawText(err error, lines bool) string {
	var list scenario.Errors
	if !errors.As(err, &list) {
		return capitalized(err.Error()) + "."
	}
	var texts []string
	for _, e := range list {
		place := fmt.Sprintf("Character %d: ", e.Column)
		if lines {
			place = fmt.Sprintf("Line %d, character %d: ", e.Line, e.Column)
		}
		texts = append(texts, place+e.Msg+".")
	}
	return strings.Join(texts, "\n")
}

// moveStep exchanges a step with its neighbour and stays with it.
func (m Model) moveStep(msg MoveStep) (Model, []Cmd) {
	at, to := m.At, m.At-1
	if msg.Later {
		to = m.At + 1
	}
	if to < 0 || to >= len(m.Lines()) {
		return m, nil
	}
	next, err := m.Scenario.SwapSteps(min(at, to))
	if err != nil {
		return m.refused(err)
	}
	m, cmds := m.edited("", next, 0)
	m.At = to
	return m, append(cmds, Announce{Text: fmt.Sprintf("Moved to step %d of %d", to+1, len(m.Lines()))})
}

func capitalized(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
