package play

import (
	"fmt"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// editTenant answers the messages that edit the tenant.
func (m Model) editTenant(msg Msg) (Model, []Cmd) {
	key, pause := "", time.Duration(0)
	var next *scenario.Scenario
	var err error
	switch msg := msg.(type) {
	case EditCode:
		if current, ok := m.Code(msg.Kind, msg.Name); ok && current.Code == msg.Code {
			return m, nil
		}
		key, pause = fmt.Sprintf("code %s %s", msg.Kind, msg.Name), TypingPause
		next, err = m.Scenario.WithCode(msg.Kind, msg.Name, msg.Code)
	case SwitchScript:
		next, err = m.Scenario.WithEnabled(msg.Kind, msg.Name, msg.On)
	case UseKind:
		return m.useKind(msg.Kind)
	case SetPolicy:
		next, err = m.Scenario.WithPolicy(msg.Policy)
	case SetAssumption:
		next, err = m.Scenario.WithAssumption(msg.Name, msg.Value)
	case SetFirmware:
		next, err = m.Scenario.WithFirmware(msg.Display, msg.Firmware)
	}
	if err != nil {
		return m.refused(err)
	}
	return m.edited(key, next, pause)
}

// useKind plays the story with rules or with actions: one click, one edit.
func (m Model) useKind(kind script.Kind) (Model, []Cmd) {
	next, err := m.Scenario, error(nil)
	for _, k := range []script.Kind{script.Rule, script.Action} {
		for _, s := range m.scripts(k) {
			if s.Enabled == (k == kind) || err != nil {
				continue
			}
			next, err = next.WithEnabled(k, s.Name, k == kind)
		}
	}
	if err != nil {
		return m.refused(err)
	}
	m.Tenant = TabRules
	if kind == script.Action {
		m.Tenant = TabActions
	}
	return m.show().edited("", next, 0)
}

// Kind tells which kind of script runs; it is empty when both do, or neither.
func (m Model) Kind() script.Kind {
	rules := anyOn(m.scripts(script.Rule))
	actions := anyOn(m.scripts(script.Action))
	switch {
	case rules && !actions:
		return script.Rule
	case actions && !rules:
		return script.Action
	}
	return ""
}

// scripts returns the scripts of one kind, in their order.
func (m Model) scripts(kind script.Kind) []tenant.Script {
	if kind == script.Action {
		return m.Setup().Tenant.Actions
	}
	return m.Setup().Tenant.Rules
}

// anyOn tells whether one of the scripts is enabled.
func anyOn(scripts []tenant.Script) bool {
	for _, s := range scripts {
		if s.Enabled {
			return true
		}
	}
	return false
}

// firstScript returns the wanted script's name if there is one of that name,
// or else the first enabled one, or else the first.
func firstScript(scripts []tenant.Script, wanted string) string {
	for _, s := range scripts {
		if s.Name == wanted {
			return wanted
		}
	}
	for _, s := range scripts {
		if s.Enabled {
			return s.Name
		}
	}
	if len(scripts) > 0 {
		return scripts[0].Name
	}
	return ""
}
