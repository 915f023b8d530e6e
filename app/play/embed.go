package play

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Embed says how the page shows itself inside a page of somebody else. The zero
// value is the playground itself.
type Embed struct {
	On       bool
	Pieces   []Piece // in their order; none means the usual ones
	Bare     bool    // without the bar of controls
	ReadOnly bool    // nobody can change the scenario, only look around
}

// Piece names what an embed can show: a panel, or the piece of one that matters.
type Piece string

// The parts. An embed shows each panel once, so that of the parts of one panel
// the first counts; browser and display together are the stage.
const (
	PieceCode      Piece = "code"    // the rule or action, without the rest of the tenant
	PieceTenant    Piece = "tenant"  // the whole panel
	PieceStage     Piece = "stage"   // browsers and displays
	PieceBrowser   Piece = "browser" // the browsers alone
	PieceDisplay   Piece = "display" // the displays alone
	PieceInspector Piece = "inspector"
	PieceTime      Piece = "time"
	PieceGoal      Piece = "goal" // of a lesson, with its checks and hints
)

// PanelGoal is what the line of the goal is among the panels of an embed.
const PanelGoal Panel = "goal"

// Pieces lists the parts that are not a tab of the Inspector; those have the
// names of their tabs.
var Pieces = []Piece{PieceCode, PieceTenant, PieceStage, PieceBrowser, PieceDisplay, PieceInspector, PieceTime, PieceGoal}

// usualPieces are shown when nothing else is asked for.
var usualPieces = []Piece{PieceCode, PieceStage}

// Shown returns the parts to show, in their order.
func (e Embed) Shown() []Piece {
	if len(e.Pieces) == 0 {
		return usualPieces
	}
	return e.Pieces
}

// Also returns a list of parts with one more, unless its panel is there already.
func (e Embed) Also(parts []Piece, panel Panel) []Piece {
	for _, p := range parts {
		if p.Panel() == panel {
			return parts
		}
	}
	return append(slices.Clone(parts), Piece(panel))
}

// Panel returns the panel that a part belongs to.
func (p Piece) Panel() Panel {
	switch p {
	case PieceCode, PieceTenant:
		return PanelTenant
	case PieceStage, PieceBrowser, PieceDisplay:
		return PanelStage
	case PieceTime:
		return PanelTime
	case PieceGoal:
		return PanelGoal
	}
	return PanelInspector
}

// Messages between an embed and its host.
type (
	// FromHost is what the page around an embed asks for; it holds also where the
	// reader may change nothing.
	FromHost struct{ Msg Msg }
	// SetScript replaces the text of a script by its name; without a name, of the
	// one in the editor.
	SetScript struct{ Name, Code string }
	// LoadText replaces the scenario by one that is given as text.
	LoadText struct{ Text string }
)

func (FromHost) msg()  {}
func (SetScript) msg() {}
func (LoadText) msg()  {}

// options reads how to show the embed from the address.
func (m Model) options(values url.Values) (Model, error) {
	m.Embed.Bare = values.Get("controls") == "off"
	m.Embed.ReadOnly = values.Get("readonly") == "on"
	hide := values.Get("hide-tenant") == "on"
	m.Embed.Pieces = nil
	names := strings.FieldsFunc(values.Get("panels"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(names) == 0 && hide {
		m.Embed.Pieces = []Piece{PieceStage}
	}
	for _, name := range names {
		part := Piece(name)
		if tab := InspectorTab(name); slices.Contains(InspectorTabs, tab) {
			m.Inspector = tab
		} else if !slices.Contains(Pieces, part) {
			return m, fmt.Errorf("panels=%q names no panel %q; expected some of %s", values.Get("panels"), name, pieceNames())
		}
		if !hide || part.Panel() != PanelTenant {
			m.Embed = m.Embed.with(part)
		}
	}
	return m, nil
}

// with adds a part, unless its panel is there already.
func (e Embed) with(part Piece) Embed {
	at := slices.IndexFunc(e.Pieces, func(p Piece) bool { return p.Panel() == part.Panel() })
	switch {
	case at < 0:
		e.Pieces = append(slices.Clone(e.Pieces), part)
	case part.Panel() == PanelStage && e.Pieces[at] != part:
		e.Pieces = slices.Clone(e.Pieces)
		e.Pieces[at] = PieceStage
	}
	return e
}

// pieceNames lists what panels= may name.
func pieceNames() string {
	var names []string
	for _, p := range Pieces {
		names = append(names, string(p))
	}
	for _, t := range InspectorTabs {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// openEmbed opens an address in an embed: its options, and the scenario that it
// holds as text or as any link does.
func (m Model) openEmbed(link Open) (Model, []Cmd) {
	values, err := url.ParseQuery(strings.TrimPrefix(link.Fragment, "#"))
	if err != nil {
		return m.badLink(err)
	}
	m, err = m.options(values)
	if err != nil {
		return m.badLink(err)
	}
	if tab := values.Get("tab"); tab == "" {
		values.Set("tab", string(m.Inspector)) // panels=requests says it already
	}
	if text := values.Get("scenario"); text != "" && values.Get("s") == "" {
		s, err := scenario.Parse("scenario", withNewline(text))
		if err != nil {
			return m.badText(err)
		}
		code, err := scenario.Encode(s, m.LessonText())
		if err != nil {
			return m.badText(err)
		}
		values.Set("s", code)
	}
	if m.Lesson == "" && values.Get("s") == "" {
		return m.badText(errors.New("the page around names neither a lesson nor a scenario"))
	}
	values.Del("scenario")
	link.Fragment = values.Encode()
	return m.open(link)
}

// badText names what is wrong with a scenario in a page.
func (m Model) badText(err error) (Model, []Cmd) {
	m.Problem = fmt.Sprintf("The scenario in this page cannot be read: %v", err)
	return m, []Cmd{Announce{Text: m.Problem}}
}

// withNewline ends a text as files end: a tag in a page is often written without.
func withNewline(text string) string { return strings.TrimRight(text, " \t\r\n") + "\n" }

// fromHost does what the page around asks for.
func (m Model) fromHost(msg Msg) (Model, []Cmd) {
	locked := m.Embed.ReadOnly
	m.Embed.ReadOnly = false
	switch msg := msg.(type) {
	case SetScript:
		return locking(locked)(m.setScript(msg))
	case LoadText:
		s, err := scenario.Parse("scenario", withNewline(msg.Text))
		if err != nil {
			return locking(locked)(m.badText(err))
		}
		m.Problem, m.Guide = "", Guide{} // the lesson's goal is not this scenario's
		return locking(locked)(m.returnTo(Moment{Scenario: s, At: len(s.Lines) - 1}, push(m.Past, Moment{Scenario: m.Scenario, At: m.At}), nil))
	}
	return locking(locked)(Update(m, msg))
}

// locking puts back whether the reader may change something.
func locking(locked bool) func(Model, []Cmd) (Model, []Cmd) {
	return func(m Model, cmds []Cmd) (Model, []Cmd) {
		m.Embed.ReadOnly = locked
		return m, cmds
	}
}

// setScript replaces the text of a rule or an action, and shows it.
func (m Model) setScript(msg SetScript) (Model, []Cmd) {
	kind, other, name := script.Rule, script.Action, m.Rule
	if m.Tenant == TabActions {
		kind, other, name = script.Action, script.Rule, m.Action
	}
	if msg.Name != "" {
		name = msg.Name
	}
	if _, ok := m.Code(kind, name); !ok {
		kind = other
	}
	if _, ok := m.Code(kind, name); !ok {
		return m.refused(fmt.Errorf("the tenant has no rule or action %q", name))
	}
	m = m.openScript(kind, name)
	m, cmds := Update(m, EditCode{Kind: kind, Name: name, Code: msg.Code})
	m = m.show()
	return m, append(cmds, SetEditor{Text: m.Shown})
}

// locked undoes an update that would change what the reader may only look at.
func (m Model) locked(next Model, cmds []Cmd, msg Msg) (Model, []Cmd) {
	switch msg.(type) {
	case Open, FromHost:
		return next, cmds
	}
	if !m.Embed.ReadOnly || next.Scenario == m.Scenario {
		return next, cmds
	}
	m.Notice = "This example is read-only"
	return m, []Cmd{Announce{Text: m.Notice}}
}

// Edits tells whether a message is one that changes the scenario.
func Edits(msg Msg) bool {
	switch msg.(type) {
	case EditCode, SwitchScript, UseKind, SetPolicy, SetAssumption, SetFirmware, SetValue, SetItem, MoveItem, AddPair,
		AddLine, RemoveLine, AddScript, RemoveScript, MoveScript, RenameScript, Act, SetRemember, WaitFor, RemoveStep, EditCookie,
		WriteStep, WriteSteps, CommitDraft, DuplicateStep, MoveStep, WaitText, Undo, Redo, Restart, OpenFound:
		return true
	}
	return false
}

// Event is what an embed tells the page around it.
type Event struct {
	Type    string   `json:"type"` // ready, step, outcome, solved, error
	Lesson  string   `json:"lesson,omitempty"`
	Title   string   `json:"title,omitempty"`
	Step    int      `json:"step,omitempty"`  // the selected one, from 1
	Steps   int      `json:"steps,omitempty"` // how many there are
	Text    string   `json:"text,omitempty"`  // of the step; of an error
	Outcome string   `json:"outcome,omitempty"`
	Mark    string   `json:"mark,omitempty"`
	Changed []int    `json:"changed,omitempty"` // steps that now end differently
	Endings []Answer `json:"endings,omitempty"` // of every step
}

// Answer is how one step ends, for the page around an embed.
type Answer struct {
	Text    string `json:"text"`
	Outcome string `json:"outcome"`
	Mark    string `json:"mark"`
}

// Ready is the first event of an embed.
func (m Model) Ready() Event {
	e := m.stepEvent("ready")
	e.Lesson, e.Endings = m.Lesson, m.endings()
	if m.Scenario != nil {
		e.Title = m.Scenario.Title
	}
	return e
}

// EventsSince returns what the page around an embed is told when a model becomes
// this one.
func (m Model) EventsSince(before Model) []Event {
	var events []Event
	if m.Problem != before.Problem && m.Problem != "" {
		events = append(events, Event{Type: "error", Text: m.Problem})
	}
	if m.Played != before.Played {
		e := m.stepEvent("outcome")
		e.Endings = m.endings()
		for _, c := range m.Changes {
			e.Changed = append(e.Changed, c.At+1)
		}
		events = append(events, e)
	}
	if m.At != before.At {
		events = append(events, m.stepEvent("step"))
	}
	if m.solved() && !before.solved() {
		events = append(events, m.stepEvent("solved"))
	}
	return events
}

// solved tells whether the checks of the lesson are met, or in a scenario that is
// no lesson, whether all that it expects of its steps holds. The page
// around is told when that becomes true.
func (m Model) solved() bool {
	if m.Guide.Lesson.Of(m.Scenario) {
		return m.Done()
	}
	return len(m.Result.Checks) > 0 && len(m.Result.Failed()) == 0
}

// stepEvent is an event about the selected step.
func (m Model) stepEvent(kind string) Event {
	e := Event{Type: kind, Step: m.At + 1, Steps: len(m.Lines())}
	if m.At < len(m.Lines()) {
		e.Text = m.Lines()[m.At].Text
	}
	if f, ok := m.Frame(); ok {
		end := EndingOf(f)
		e.Outcome, e.Mark = end.Text, string(end.Mark)
	}
	return e
}

// endings lists how every step ends.
func (m Model) endings() []Answer {
	var list []Answer
	for i, f := range m.Result.Frames {
		end := EndingOf(f)
		a := Answer{Outcome: end.Text, Mark: string(end.Mark)}
		if m.Played != nil && i < len(m.Played.Lines) {
			a.Text = m.Played.Lines[i].Text
		}
		list = append(list, a)
	}
	return list
}

// GoToStep is the message of a host that asks for a step by its number.
func GoToStep(text string) (Msg, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("step %q: expected a number from 1 on", text)
	}
	return SelectFrame{At: n - 1}, nil
}
