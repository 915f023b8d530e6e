package play

import (
	"mfaplayground/engine"
	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// TenantTab names a tab of the Tenant panel.
type TenantTab string

// The tabs of the Tenant panel, in their order.
const (
	TabRules    TenantTab = "rules"
	TabActions  TenantTab = "actions"
	TabSettings TenantTab = "settings"
	TabApps     TenantTab = "apps"
)

// TenantTabs lists the tabs of the Tenant panel in their order.
var TenantTabs = []TenantTab{TabRules, TabActions, TabSettings, TabApps}

// InspectorTab names a tab of the Inspector panel.
type InspectorTab string

// The tabs of the Inspector, in their order.
const (
	TabWhy      InspectorTab = "why"
	TabRequests InspectorTab = "requests"
	TabCookies  InspectorTab = "cookies"
	TabTokens   InspectorTab = "tokens"
	TabLogs     InspectorTab = "logs"
	TabGrid     InspectorTab = "grid"
	TabSearch   InspectorTab = "search"
)

// InspectorTabs lists the tabs of the Inspector in their order.
var InspectorTabs = []InspectorTab{TabWhy, TabRequests, TabCookies, TabTokens, TabLogs, TabGrid, TabSearch}

// Panel names one of the four regions. On a narrow screen one is shown at a
// time.
type Panel string

// The panels, in their order.
const (
	PanelTenant    Panel = "tenant"
	PanelStage     Panel = "stage"
	PanelInspector Panel = "inspector"
	PanelTime      Panel = "time"
)

// Panels lists the panels in their order.
var Panels = []Panel{PanelTenant, PanelStage, PanelInspector, PanelTime}

// Lesson is one entry of the lesson picker.
type Lesson struct {
	Slug  string // last part of the lesson's address
	Title string
	Level string // the part of the path that it belongs to
	Text  string // the file; the page's program has only that of its own lesson
}

// Model is everything that the page shows. It is a value: Update returns a new
// one and never changes what an old one points to.
type Model struct {
	Lesson  string // slug of the lesson that the page was opened on
	Lessons []Lesson
	Base    string // relative address of the site's root, such as "./" or "../"
	Address string // of the page, without a fragment; empty natively
	Guide   Guide

	Scenario *scenario.Scenario // never changed in place; an edit makes another
	Result   scenario.Result    // of the latest replay that has ended
	Played   *scenario.Scenario // what Result is the result of

	At       int // index of the selected frame
	Exchange int // index of the selected exchange in that frame; -1 is none
	// Chosen says that a person or a link has selected the exchange: a replay
	// keeps it as long as there is one.
	Chosen   bool
	Requests RequestList
	Cookie   string // id of the row of the cookie that was looked for
	Token    string // the token that is taken apart in the Tokens tab
	Logs     LogKind
	Search   SearchView
	Grid     GridView

	Tenant    TenantTab
	Inspector InspectorTab
	Panel     Panel
	Embed     Embed  // how it shows itself in somebody else's page
	Rule      string // name of the rule in the editor
	Action    string // name of the action in the editor

	Against Baseline // what Result is compared with; without frames: nothing
	Changes []Change // the steps that end differently than in Against
	Beside  int      // the changed step that is shown before and after; -1 is none

	// Tick names the browser on whose MFA page, which no step answers yet, the
	// tick box is set: the next Pass click takes it over.
	Tick string

	// Shown is the code that was last put into the editor from outside; what is
	// typed there is not written back to it.
	Shown string

	Toggled []string // parts of the Tenant panel that are not as they open: closed, or open
	Refused Refusal  // the edit of a form that was not made, if any

	Past, Future []Moment // undo and redo
	Coalesce     string   // key of the edit that the next one may join in Past

	// Rested says that nobody has typed for a moment: the next keystroke begins
	// another entry of Past, though it may join the comparison.
	Rested bool

	Window Window // the stretch of time that the timeline shows
	Draft  Draft  // the step that somebody is writing
	Flaw   Flaw   // what is wrong with the text in a field
	Kept   Kept   // work of an earlier visit that is offered
	Said   string // what a screen reader was told of the latest replay

	Sheets Sheets // the dialog that is open
	Claim  Claim  // what the link that was opened says of its outcome

	Sequence  int    // of the latest replay that was asked for
	Replaying bool   // its result has not arrived
	Problem   string // what could not be done; empty when all is well
	Notice    string // what was just done, such as "Link copied"
}

// Moment is a state that undo can return to.
type Moment struct {
	Scenario *scenario.Scenario
	At       int
}

// Frame returns the selected frame, if the replay has reached it.
func (m Model) Frame() (engine.Frame, bool) { return m.FrameAt(m.At) }

// FrameAt returns the frame of step i.
func (m Model) FrameAt(i int) (engine.Frame, bool) {
	if i < 0 || i >= len(m.Result.Frames) {
		return engine.Frame{}, false
	}
	return m.Result.Frames[i], true
}

// Lines returns the steps of the scenario.
func (m Model) Lines() []scenario.Line {
	if m.Scenario == nil {
		return nil
	}
	return m.Scenario.Lines
}

// Setup returns the world of the scenario before its first step.
func (m Model) Setup() engine.Setup {
	if m.Scenario == nil {
		return engine.Setup{}
	}
	return m.Scenario.Setup
}

// Code returns the text of the named rule or action.
func (m Model) Code(kind script.Kind, name string) (script.Source, bool) {
	for _, s := range m.scripts(kind) {
		if s.Name == name {
			return s.Source, true
		}
	}
	return script.Source{}, false
}

// Current returns the script that the given tab has in its editor.
func (m Model) Current(kind script.Kind) (script.Source, bool) {
	name := m.Rule
	if kind == script.Action {
		name = m.Action
	}
	return m.Code(kind, name)
}

// LessonText returns the scenario of the lesson that the page is on, as bundled.
func (m Model) LessonText() string {
	return lesson.ScenarioOf(m.LessonFile())
}

// LessonFile returns the file of the lesson that the page is on.
func (m Model) LessonFile() string {
	for _, l := range m.Lessons {
		if l.Slug == m.Lesson {
			return l.Text
		}
	}
	return ""
}
