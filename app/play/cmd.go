package play

import (
	"time"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
)

// Cmd is work that an update asks for. Commands are plain data: what they mean
// is decided by whoever executes them.
type Cmd interface{ cmd() }

// TypingPause is how long the page waits after a keystroke before it replays
// the scenario: enough to join what arrives in one burst. It need not be longer,
// because only the latest replay that was asked for is played.
const TypingPause = time.Millisecond

type (
	// Replay plays a scenario from its start and answers with [Replayed]. A
	// later Replay supersedes an earlier one.
	Replay struct {
		Sequence int
		Scenario *scenario.Scenario
		After    time.Duration // a pause in which a later one may supersede it
	}
	// SetAddress puts what is on the screen into the address bar.
	SetAddress struct{ Place Place }
	// Announce tells a screen reader what happened.
	Announce struct{ Text string }
	// Copy puts text on the clipboard and answers with [Done] or [Failed].
	Copy struct {
		What string // for the message: "Link", "Scenario"
		Text string
	}
	// FetchBase fetches the text that a link builds on, by its name among the
	// site's bases, and answers with [Open].
	FetchBase struct{ Name, Fragment string }
	// SetEditor puts text into the code editor, whatever was typed there.
	SetEditor struct{ Text string }
	// Judge plays the checks of a lesson, when nothing else is to be done, and
	// answers with [Judged]. A later edit supersedes it.
	Judge struct {
		Sequence int
		Lesson   *lesson.Lesson
		Scenario *scenario.Scenario
	}
	// Solve keeps that a lesson was solved.
	Solve struct{ Lesson string }
	// SyncForms has every field show what the model holds, whatever was typed or
	// ticked there.
	SyncForms struct{}
	// Focus moves the keyboard focus to the element with an id.
	Focus struct{ ID string }
	// Reveal scrolls the element with an id into view.
	Reveal struct{ ID string }
	// ShowLine selects a line in the code editor.
	ShowLine struct{ Line int }
)

func (Replay) cmd()     {}
func (SetAddress) cmd() {}
func (Announce) cmd()   {}
func (Copy) cmd()       {}
func (FetchBase) cmd()  {}
func (SetEditor) cmd()  {}
func (SyncForms) cmd()  {}
func (Focus) cmd()      {}
func (Reveal) cmd()     {}
func (ShowLine) cmd()   {}
func (Judge) cmd()      {}
func (Solve) cmd()      {}
