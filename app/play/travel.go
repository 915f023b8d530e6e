package play

import (
	"fmt"
	"slices"

	"mfaplayground/engine/script"
)

// travel answers the messages about where to look. None of them changes the
// scenario.
func (m Model) travel(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case SelectFrame:
		return m.goTo(msg.At)
	case StepKey:
		at, ok := moved(msg.Key, m.At, len(m.Lines()))
		if !ok {
			return m, nil
		}
		next, cmds := m.goTo(at)
		return next, append(cmds, Focus{ID: StepID(next.At)})
	case SelectTenantTab:
		m.Tenant = msg.Tab
		m = m.show()
	case TenantTabKey:
		at, ok := moved(msg.Key, slices.Index(TenantTabs, m.Tenant), len(TenantTabs))
		if !ok {
			return m, nil
		}
		m.Tenant = TenantTabs[at]
		return m.show(), []Cmd{SetAddress{Place: m.Place()}, Focus{ID: TabID(string(m.Tenant))}}
	case SelectInspectorTab:
		m.Inspector = msg.Tab
	case InspectorTabKey:
		at, ok := moved(msg.Key, slices.Index(InspectorTabs, m.Inspector), len(InspectorTabs))
		if !ok {
			return m, nil
		}
		m.Inspector = InspectorTabs[at]
		return m, []Cmd{SetAddress{Place: m.Place()}, Focus{ID: TabID(string(m.Inspector))}}
	case SelectPanel:
		m.Panel = msg.Panel
		return m, nil
	case SelectExchange:
		return m.openExchange(msg.Index), nil
	case SelectScript:
		m = m.openScript(msg.Kind, msg.Name)
	}
	return m, []Cmd{SetAddress{Place: m.Place()}}
}

// goTo selects a frame.
func (m Model) goTo(at int) (Model, []Cmd) {
	m.At = clamp(at, len(m.Lines()))
	m.Tick = false
	m.Coalesce = ""
	m = m.pickExchange()
	return m, []Cmd{SetAddress{Place: m.Place()}, Announce{Text: m.Where()}}
}

// Where tells which frame is selected and how it ended, in a sentence.
func (m Model) Where() string {
	if m.At >= len(m.Lines()) {
		return ""
	}
	text := fmt.Sprintf("Step %d of %d, %s", m.At+1, len(m.Lines()), m.Lines()[m.At].Text)
	if f, ok := m.Frame(); ok {
		text += ": " + EndingOf(f).Text
	}
	return text
}

// openExchange opens an exchange, or closes it when it is open.
func (m Model) openExchange(index int) Model {
	if m.Exchange == index {
		index = -1
	}
	m.Exchange = index
	m.Inspector = TabRequests
	return m
}

// pickExchange opens the exchange that a newly selected frame is about: the
// last one that a decision was made in, or else the last one.
func (m Model) pickExchange() Model {
	f, _ := m.Frame()
	m.Exchange = len(f.Exchanges) - 1
	for i, x := range f.Exchanges {
		if x.Decision > 0 {
			m.Exchange = i
		}
	}
	return m
}

// openScript puts a script into the editor.
func (m Model) openScript(kind script.Kind, name string) Model {
	if kind == script.Action {
		m.Action, m.Tenant = name, TabActions
	} else {
		m.Rule, m.Tenant = name, TabRules
	}
	m.Panel = PanelTenant
	return m.show()
}

// moved returns where an arrow key leads in a list of n with a selection at i.
func moved(key string, i, n int) (int, bool) {
	switch key {
	case "ArrowLeft", "ArrowUp":
		i--
	case "ArrowRight", "ArrowDown":
		i++
	case "Home":
		i = 0
	case "End":
		i = n - 1
	default:
		return 0, false
	}
	return clamp(i, n), true
}

// StepID is the id of the button of step i.
func StepID(i int) string { return fmt.Sprintf("step-%d", i+1) }

// TabID is the id of the button of a tab.
func TabID(name string) string { return "tab-" + name }
