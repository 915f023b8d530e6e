package play

import (
	"time"

	"mfaplayground/engine/display"
	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Msg is something that happened: a person did something, a replay ended, the
// address changed. Messages are plain values and print themselves with %#v,
// which is what tells one event handler from another in the view.
type Msg interface{ msg() }

// Filler is a message that waits for the value of the control that sends it:
// the text of a field, "true" or "false" for a box, the name of a key. Filled
// with a value that says nothing new it is nil, and nothing happens.
type Filler interface {
	Msg
	Fill(value string) Msg
}

// Messages about where to look.
type (
	// SelectFrame selects the frame of step At.
	SelectFrame struct{ At int }
	// StepKey is a key pressed in the list of steps.
	StepKey struct{ Key string }
	// SelectTenantTab opens a tab of the Tenant panel.
	SelectTenantTab struct{ Tab TenantTab }
	// TenantTabKey is a key pressed in the tabs of the Tenant panel.
	TenantTabKey struct{ Key string }
	// SelectInspectorTab opens a tab of the Inspector.
	SelectInspectorTab struct{ Tab InspectorTab }
	// InspectorTabKey is a key pressed in the tabs of the Inspector.
	InspectorTabKey struct{ Key string }
	// SelectPanel shows a panel on a narrow screen.
	SelectPanel struct{ Panel Panel }
	// ShowOnStage moves the focus to a browser or a display.
	ShowOnStage struct{ Name string }
	// BrowserTabKey is a key pressed on tab At, from 0, of the Tabs that the
	// named browser has.
	BrowserTabKey struct {
		Browser  string
		At, Tabs int
		Key      string
	}
	// SelectScript puts a script into the editor and opens its tab; a Line
	// above 0 is selected there.
	SelectScript struct {
		Kind script.Kind
		Name string
		Line int
	}
)

// Messages that edit the tenant.
type (
	// EditCode replaces the text of a script.
	EditCode struct {
		Kind       script.Kind
		Name, Code string
	}
	// SwitchScript switches a script on or off.
	SwitchScript struct {
		Kind script.Kind
		Name string
		On   bool
	}
	// UseKind plays the story with rules or with actions: it switches the
	// scripts of one kind on and those of the other off.
	UseKind struct{ Kind script.Kind }
	// SetPolicy changes the tenant's own MFA setting.
	SetPolicy struct{ Policy tenant.Policy }
	// SetAssumption answers a question that the sources leave open.
	SetAssumption struct{ Name, Value string }
	// SetFirmware changes how a display treats surprising answers.
	SetFirmware struct {
		Display  string
		Firmware display.Firmware
	}
)

// Messages that edit the steps.
type (
	// Act inserts a step after the selected frame and selects it. Text is the
	// step as a scenario file has it.
	Act struct{ Text string }
	// SetRemember flips "Remember this device for 30 days" on the page that the
	// named browser shows.
	SetRemember struct {
		Browser string
		On      bool
	}
	// WaitFor inserts a wait after the selected frame.
	WaitFor struct{ Duration time.Duration }
	// RemoveStep removes the selected step.
	RemoveStep struct{}
	// EditCookie changes the value of a cookie, at the selected moment.
	EditCookie struct{ Browser, Name, Value string }
)

// Messages about the lesson.
type (
	// OpenGuide shows or hides checks, hints and solutions.
	OpenGuide struct{ Open bool }
	// ShowHint shows one more hint.
	ShowHint struct{}
	// ShowSolution makes the edit that solves the lesson.
	ShowSolution struct{ Name string }
	// OpenCheck shows what a check plays.
	OpenCheck struct{ Name string }
	// Judged brings the verdicts on the lesson's checks.
	Judged struct {
		Sequence int
		Verdicts []lesson.Verdict
	}
	// ProgressRead tells which lessons were solved in this browser.
	ProgressRead struct{ Solved []string }
)

// Messages about the page itself.
type (
	// Undo takes the latest edit back; Redo does it again.
	Undo struct{}
	// Redo does again what Undo took back.
	Redo struct{}
	// CopyText copies the scenario as text.
	CopyText struct{}
	// Restart goes back to the lesson as bundled.
	Restart struct{}
	// Dismiss closes the problem or the difference that is shown.
	Dismiss struct{}
	// Pin keeps what is shown as the baseline that every edit is compared with;
	// Unpin lets it go.
	Pin struct{}
	// Unpin lets the pinned baseline go.
	Unpin struct{}
	// OpenBeside shows a changed step before and after, side by side; for the
	// step that is shown, and for -1, it closes that again.
	OpenBeside struct{ At int }
	// Open opens the state that an address fragment holds. Base is the text that
	// its link builds on, if that had to be fetched; Fetched tells that it was
	// looked for.
	Open struct {
		Fragment, Base string
		Fetched        bool
	}
	// Replayed brings the result of a replay.
	Replayed struct {
		Sequence int
		Scenario *scenario.Scenario
		Result   scenario.Result
		Err      string // the script host failed, or the program did
	}
	// Failed reports work that could not be done, such as copying.
	Failed struct{ Text string }
	// Done reports work that was done, such as copying.
	Done struct{ Text string }
)

func (SelectFrame) msg()        {}
func (StepKey) msg()            {}
func (SelectTenantTab) msg()    {}
func (TenantTabKey) msg()       {}
func (SelectInspectorTab) msg() {}
func (InspectorTabKey) msg()    {}
func (SelectPanel) msg()        {}
func (ShowOnStage) msg()        {}
func (BrowserTabKey) msg()      {}
func (SelectScript) msg()       {}
func (EditCode) msg()           {}
func (SwitchScript) msg()       {}
func (UseKind) msg()            {}
func (SetPolicy) msg()          {}
func (SetAssumption) msg()      {}
func (SetFirmware) msg()        {}
func (Act) msg()                {}
func (SetRemember) msg()        {}
func (WaitFor) msg()            {}
func (RemoveStep) msg()         {}
func (EditCookie) msg()         {}
func (OpenGuide) msg()          {}
func (ShowHint) msg()           {}
func (ShowSolution) msg()       {}
func (OpenCheck) msg()          {}
func (Judged) msg()             {}
func (ProgressRead) msg()       {}
func (Undo) msg()               {}
func (Redo) msg()               {}
func (CopyText) msg()           {}
func (Restart) msg()            {}
func (Dismiss) msg()            {}
func (Pin) msg()                {}
func (Unpin) msg()              {}
func (OpenBeside) msg()         {}
func (Open) msg()               {}
func (Replayed) msg()           {}
func (Failed) msg()             {}
func (Done) msg()               {}
