package play

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

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
	case TravelKey:
		at, ok := moved(msg.Key, m.At, len(m.Lines()))
		if !ok {
			return m, nil
		}
		return m.goTo(at)
	case Scrub:
		return m.scrub(msg.Value)
	case SelectTenantTab:
		m.Tenant, m.Panel = msg.Tab, PanelTenant
		m = m.show()
	case TenantTabKey:
		at, ok := moved(msg.Key, slices.Index(TenantTabs, m.Tenant), len(TenantTabs))
		if !ok {
			return m, nil
		}
		m.Tenant = TenantTabs[at]
		return m.show(), []Cmd{SetAddress{Place: m.Place()}, Focus{ID: TabID(string(m.Tenant))}}
	case SelectInspectorTab:
		m.Inspector, m.Panel = msg.Tab, PanelInspector
		return m.openedTab()
	case InspectorTabKey:
		at, ok := moved(msg.Key, slices.Index(InspectorTabs, m.Inspector), len(InspectorTabs))
		if !ok {
			return m, nil
		}
		m.Inspector = InspectorTabs[at]
		m, cmds := m.openedTab()
		return m, append(cmds, Focus{ID: TabID(string(m.Inspector))})
	case SelectPanel:
		m.Panel = msg.Panel
		if m.Panel == PanelInspector {
			return m.shownRow()
		}
		return m, nil
	case ShowOnStage:
		return m, []Cmd{Focus{ID: StageID(msg.Name)}}
	case SelectScript:
		m = m.openScript(msg.Kind, msg.Name)
		if msg.Line > 0 {
			return m, []Cmd{SetAddress{Place: m.Place()}, ShowLine{Line: msg.Line}}
		}
	}
	return m, []Cmd{SetAddress{Place: m.Place()}}
}

// goTo selects a frame.
func (m Model) goTo(at int) (Model, []Cmd) {
	m.At = clamp(at, len(m.Lines()))
	m.Tick = ""
	m.Coalesce = ""
	m = m.pickExchange().follow()
	m, cmds := m.shownRow()
	return m, append(cmds, Announce{Text: m.Where()})
}

// Where tells which frame is selected and how it ended, in a sentence.
func (m Model) Where() string {
	if m.At >= len(m.Lines()) {
		return ""
	}
	text := fmt.Sprintf("Step %d of %d, %s", m.At+1, len(m.Lines()), m.Lines()[m.At].Text)
	if f, ok := m.Frame(); ok {
		text += ": " + EndText(f)
	}
	return text
}

// pickExchange opens the exchange that a newly selected frame is about: the
// last one that a decision was made in, or else the last one.
func (m Model) pickExchange() Model {
	f, _ := m.Frame()
	m.Exchange, m.Chosen = len(f.Exchanges)-1, false
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

// TravelKey is a key pressed on the playhead of the timeline.
type TravelKey struct{ Key string }

// Scrub drags the playhead to an instant: Value is in milliseconds since 1970.
type Scrub struct{ Value string }

func (TravelKey) msg() {}
func (Scrub) msg()     {}

// Fill sets the key.
func (m TravelKey) Fill(value string) Msg { m.Key = value; return m }

// Fill sets the instant.
func (m Scrub) Fill(value string) Msg { m.Value = value; return m }

// scrub selects the frame that ends nearest to an instant; of several that end
// together, the last. Nothing is announced on the way: the playhead itself
// tells where it is.
func (m Model) scrub(value string) (Model, []Cmd) {
	ms, err := strconv.ParseInt(value, 10, 64)
	if err != nil || len(m.Result.Frames) == 0 {
		return m, nil
	}
	at := time.UnixMilli(ms)
	best, distance := 0, time.Duration(math.MaxInt64)
	for i, f := range m.Result.Frames {
		if d := f.At.Sub(at).Abs(); d <= distance {
			best, distance = i, d
		}
	}
	if best == m.At {
		return m, nil
	}
	m, cmds := m.goTo(best)
	return m, slices.DeleteFunc(cmds, func(c Cmd) bool { _, said := c.(Announce); return said })
}

// pageOfSteps is how far Page Up and Page Down lead.
const pageOfSteps = 10

// moved returns where an arrow key leads in a list of n with a selection at i.
func moved(key string, i, n int) (int, bool) {
	switch key {
	case "ArrowLeft", "ArrowUp":
		i--
	case "ArrowRight", "ArrowDown":
		i++
	case "PageUp":
		i -= pageOfSteps
	case "PageDown":
		i += pageOfSteps
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

// StageID is the id of a browser or a display on the stage.
func StageID(name string) string { return "stage-" + name }

// BrowserTabID is the id of tab i, from 0, of a browser.
func BrowserTabID(name string, i int) string { return fmt.Sprintf("%s-tab-%d", StageID(name), i+1) }

// TabID is the id of the button of a tab.
func TabID(name string) string { return "tab-" + name }
