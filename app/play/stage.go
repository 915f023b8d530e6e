package play

import (
	"fmt"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/wire"
)

// editSteps answers the messages that edit the steps.
func (m Model) editSteps(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case Act:
		return m.act(msg.Text)
	case WaitFor:
		return m.act("wait " + scenario.FormatDuration(msg.Duration))
	case EditCookie:
		if msg.Value == "" {
			return m.refused(fmt.Errorf("cookie %s: the new value is empty; use Delete to remove it", msg.Name))
		}
		return m.act(fmt.Sprintf("%s: edit cookie %s %s", msg.Browser, msg.Name, msg.Value))
	case SetRemember:
		return m.setRemember(msg)
	case RemoveStep:
		return m.removeStep()
	case BrowserTabKey:
		return m.browserTabKey(msg)
	}
	return m, nil
}

// browserTabKey answers a key on a browser's tab. Arrows only move the focus:
// bringing a tab to the front is a step.
func (m Model) browserTabKey(msg BrowserTabKey) (Model, []Cmd) {
	if msg.Key == "Delete" {
		m, cmds := m.act(CloseTabText(msg.Browser, msg.At, msg.Tabs))
		return m, append(cmds, Focus{ID: BrowserTabID(msg.Browser, clamp(msg.At, msg.Tabs-1))})
	}
	at, ok := moved(msg.Key, msg.At, msg.Tabs)
	if !ok {
		return m, nil
	}
	return m, []Cmd{Focus{ID: BrowserTabID(msg.Browser, at)}}
}

// CloseTabText is the step that closes tab at, from 0, of so many.
func CloseTabText(browserName string, at, tabs int) string {
	if tabs == 1 {
		return browserName + ": close tab"
	}
	return fmt.Sprintf("%s: close tab %d", browserName, at+1)
}

// act does something at the selected moment. When the scenario goes on with
// the very same step, that is only a move ahead; otherwise the step is
// inserted, and the rest of the scenario plays on after it.
func (m Model) act(text string) (Model, []Cmd) {
	at := m.At + 1
	if len(m.Lines()) == 0 {
		at = 0
	}
	tick := m.Tick
	m.Tick = ""
	if at < len(m.Lines()) && m.Lines()[at].Text == text {
		return m.goTo(at)
	}
	next, err := m.Scenario.InsertStep(at, text)
	if err != nil {
		m.Tick = tick
		return m.refused(err)
	}
	return m.inserted(next, at)
}

// inserted takes a scenario over that has one step more, and selects it.
func (m Model) inserted(next *scenario.Scenario, at int) (Model, []Cmd) {
	m, cmds := m.edited("", next, 0)
	m.At = at
	m.Exchange, m.Chosen = -1, false
	return m, cmds
}

// removeStep takes the selected step out.
func (m Model) removeStep() (Model, []Cmd) {
	at := m.At
	if at >= len(m.Lines()) {
		return m, nil
	}
	next, err := m.Scenario.RemoveStep(at)
	if err != nil {
		return m.refused(err)
	}
	m, cmds := m.edited("", next, 0)
	m.At = max(0, at-1)
	return m, cmds
}

// setRemember flips the tick box. The box belongs to the step that answers the
// page which the browser shows; without such a step the tick is kept for the
// next Pass click.
func (m Model) setRemember(msg SetRemember) (Model, []Cmd) {
	at, ok := m.AnswerTo(msg.Browser)
	if !ok {
		m.Tick = ""
		if msg.On {
			m.Tick = msg.Browser
		}
		return m, nil
	}
	step := m.Lines()[at].Step
	if step.Remember == msg.On {
		return m, nil
	}
	text := PassText(msg.Browser, step.Object, msg.On)
	next, err := m.Scenario.ReplaceStep(at, text)
	if err != nil {
		return m.refused(err)
	}
	return m.edited("", next, 0)
}

// Actor names the browser or display that acts in the selected step; it is
// empty when nobody on the stage does.
func (m Model) Actor() string {
	if m.At >= len(m.Lines()) {
		return ""
	}
	return m.Lines()[m.At].Step.Actor
}

// AnswerTo finds the step that passes the MFA page which a browser shows in
// the selected frame: the next step of that browser, if it passes.
func (m Model) AnswerTo(browserName string) (at int, ok bool) {
	for i := m.At + 1; i < len(m.Lines()); i++ {
		step := m.Lines()[i].Step
		if step.Actor == browserName {
			return i, step.Verb == engine.VerbPass
		}
	}
	return 0, false
}

// Ticked tells whether the tick box of the page that a browser shows is set.
func (m Model) Ticked(browserName string) bool {
	if at, ok := m.AnswerTo(browserName); ok {
		return m.Lines()[at].Step.Remember
	}
	return m.Tick == browserName
}

// PassText is the step that passes a second factor.
func PassText(browserName, factor string, remember bool) string {
	if remember {
		return browserName + ": pass " + factor + " remember"
	}
	return browserName + ": pass " + factor
}

// MFAPage tells whether a browser shows an MFA page, and whether that page
// offers to remember the browser.
func MFAPage(b browser.View) (shown, offered bool) {
	if b.Page.Factor() == "" {
		return false, false
	}
	for _, field := range fields(b.Page) {
		if field.Type == "checkbox" {
			return true, true
		}
	}
	return true, false
}

// fields returns the fields of a page.
func fields(p *wire.Page) []wire.Field {
	if p.Form == nil {
		return nil
	}
	return p.Form.Fields
}
