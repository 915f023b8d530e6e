package play

import (
	"fmt"
	"slices"
	"time"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Update is what becomes of a model when something happens, and the work that
// this asks for. It is pure: the same model and message give the same answer.
func Update(m Model, msg Msg) (Model, []Cmd) {
	next, cmds := m.answer(msg)
	if next.Inspector == TabRequests {
		next = next.listed()
	}
	next, more := next.gridding()
	return next, append(cmds, more...)
}

// answer finds who answers a message.
func (m Model) answer(msg Msg) (Model, []Cmd) {
	m.Notice = ""
	next, cmds := m.update(msg)
	return m.locked(next, cmds, msg)
}

// update is [Update] for those who may change what they see.
func (m Model) update(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case SelectFrame, StepKey, TravelKey, Scrub, SelectTenantTab, TenantTabKey, SelectInspectorTab,
		InspectorTabKey, SelectPanel, ShowOnStage, SelectScript:
		return m.travel(msg)
	case SelectExchange, PickRow, RowKey, ScrollRows, FilterRequests, ClearFilter, FilterActor, ListAll, ListSingle,
		SelectPart, PartKey, CopyCurl, SelectCookie, SelectLogs, OpenToken, OpenSettings:
		return m.inspect(msg)
	case EditCode, SwitchScript, UseKind, SetPolicy, SetAssumption, SetFirmware:
		return m.editTenant(msg)
	case SetValue, SetItem, MoveItem, AddPair, AddLine, RemoveLine, AddScript, RemoveScript, MoveScript,
		RenameScript, ToggleGroup:
		return m.form(msg)
	case Act, SetRemember, WaitFor, RemoveStep, EditCookie, BrowserTabKey:
		return m.editSteps(msg)
	case WriteStep, WriteSteps, CommitDraft, CancelDraft, DuplicateStep, MoveStep:
		return m.editList(msg)
	case WaitText:
		return m.waitText(msg.Text)
	case Zoom, ZoomAt, ZoomFit, Pan:
		return m.zoom(msg)
	case Found, Continue, Decline, Paused:
		return m.visit(msg)
	case Pin, Unpin, OpenBeside:
		return m.compare(msg)
	case OpenGuide, ShowHint, ShowSolution, OpenCheck, Judged, ProgressRead:
		return m.learn(msg)
	case SetSubject, SetMust, SetDays, SetVaried, FindCase, CancelSearch, OpenFound, Searched:
		return m.search(msg)
	case SetRows, SetCols, SetVersus, OpenCell, Gridded:
		return m.tabulate(msg)
	case Undo:
		return m.undo()
	case Redo:
		return m.redo()
	case Restart:
		return m.restart()
	case Open:
		if m.Embed.On {
			return m.openEmbed(msg)
		}
		return m.open(msg)
	case FromHost:
		return m.fromHost(msg.Msg)
	case Replayed:
		return m.replayed(msg)
	case OpenSheet, CloseSheet, CopyAs, SaveAs, Chosen, UseImport:
		return m.share(msg)
	case DropClaim:
		m.Claim = Claim{}
		return m, nil
	case CopyText:
		return m, []Cmd{Copy{What: "Scenario", Text: m.Scenario.Print()}}
	case Dismiss:
		m.Problem = ""
		if !m.Against.Pinned {
			m.Against, m.Changes, m.Beside = Baseline{}, nil, noStep
		}
		return m, nil
	case Failed:
		m.Problem = msg.Text
		return m, nil
	case Done:
		m.Notice = msg.Text
		return m, []Cmd{Announce(msg)}
	}
	return m, nil
}

// New returns the model of a page that was opened on a lesson. The first
// command to execute is its Replay.
func New(lessons []Lesson, slug, base string) (Model, []Cmd) {
	m := Model{
		Lesson: slug, Lessons: lessons, Base: base, Exchange: -1, Beside: noStep,
		Tenant: TabRules, Inspector: TabWhy, Panel: PanelStage,
		Search: SearchView{Claim: usualClaim},
		Grid:   GridView{Choice: usualChoice},
	}
	s, guide, err := lesson.Parse(slug+".txtar", m.LessonFile())
	if err != nil {
		m.Scenario = &scenario.Scenario{Title: slug}
		m.Problem = fmt.Sprintf("The lesson %q cannot be read: %v", slug, err)
		return m, nil
	}
	m = m.adopt(s)
	m.Guide.Lesson = guide
	m.At = len(s.Lines) - 1
	return m.replay(0)
}

// adopt takes a whole scenario and opens the scripts that run in it.
func (m Model) adopt(s *scenario.Scenario) Model {
	m.Scenario = s
	m.At = clamp(m.At, len(s.Lines))
	m.Rule = firstScript(m.scripts(script.Rule), m.Rule)
	m.Action = firstScript(m.scripts(script.Action), m.Action)
	if m.Tenant == TabRules && m.Rule == "" && m.Action != "" {
		m.Tenant = TabActions
	}
	return m.show()
}

// show puts the code of the open script into the editor.
func (m Model) show() Model {
	kind := script.Rule
	if m.Tenant == TabActions {
		kind = script.Action
	}
	current, _ := m.Current(kind)
	m.Shown = current.Code
	return m
}

// replay asks for the scenario to be played from its start.
func (m Model) replay(after time.Duration) (Model, []Cmd) {
	m.Sequence++
	m.Replaying = true
	return m, []Cmd{Replay{Sequence: m.Sequence, Scenario: m.Scenario, After: after}}
}

// replayed takes the result of a replay over, unless a later one was asked for.
func (m Model) replayed(msg Replayed) (Model, []Cmd) {
	if msg.Sequence != m.Sequence {
		return m, nil
	}
	m.Replaying = false
	if msg.Err != "" {
		m.Problem = msg.Err
		return m, nil
	}
	m.Result, m.Played = msg.Result, msg.Scenario
	m = m.check()
	m.Changes = m.changes()
	if !slices.ContainsFunc(m.Changes, func(c Change) bool { return c.At == m.Beside }) {
		m.Beside = noStep
	}
	m.At = clamp(m.At, len(m.Result.Frames))
	if f, _ := m.Frame(); !m.Chosen || m.Exchange >= len(f.Exchanges) {
		m = m.pickExchange()
	}
	m = m.follow()
	cmds := []Cmd{SetAddress{Place: m.Place()}}
	text := m.news()
	if text != m.Said {
		cmds = append(cmds, Announce{Text: text})
	}
	m.Said = text
	return m, append(cmds, m.Judge()...)
}

// news tells a screen reader what an edit led to: how the selected step ends
// now, and how many end differently.
func (m Model) news() string {
	text := m.Where()
	switch n := len(m.Changes); n {
	case 0:
	case 1:
		text += fmt.Sprintf(". 1 of %d steps now ends differently", len(m.Result.Frames))
	default:
		text += fmt.Sprintf(". %d of %d steps now end differently", n, len(m.Result.Frames))
	}
	return text
}

// clamp returns i, moved into a list of n.
func clamp(i, n int) int { return max(0, min(i, n-1)) }
