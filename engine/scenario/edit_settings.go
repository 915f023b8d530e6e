package scenario

import (
	"fmt"
	"strings"

	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
)

// WithPolicy sets the tenant's MFA policy.
func (s *Scenario) WithPolicy(policy tenant.Policy) (*Scenario, error) {
	e, ok := s.entryOf("policy", "")
	if !ok {
		return s.addLine("policy", "policy "+string(policy))
	}
	return s.splice(e.args[0].where, string(policy))
}

// WithAssumption answers one of the questions of [tenant.AssumptionList].
func (s *Scenario) WithAssumption(name, value string) (*Scenario, error) {
	if _, ok := tenant.AssumptionByName(name); !ok {
		return nil, fmt.Errorf("there is no assumption %q; expected one of those that the manual lists", short(name))
	}
	if s.Setup.Tenant.Assume.Value(name) == value {
		return s, nil
	}
	return s.withAttribute("assume", "", name, value)
}

// WithFirmware sets the firmware of a display.
func (s *Scenario) WithFirmware(name string, firmware display.Firmware) (*Scenario, error) {
	for _, d := range s.Setup.Displays {
		if d.Name == name && d.Firmware == firmware {
			return s, nil
		}
	}
	return s.withAttribute("display", name, "firmware", string(firmware))
}

// withAttribute sets KEY=VALUE on a line of the tenant file. The one line of
// settings that may be missing is added.
func (s *Scenario) withAttribute(keyword, argument, key, value string) (*Scenario, error) {
	quoted, err := quote(value)
	if err != nil {
		return nil, fmt.Errorf("setting %s of %s %s: %w", key, keyword, argument, err)
	}
	e, ok := s.entryOf(keyword, argument)
	if !ok && argument != "" {
		return nil, fmt.Errorf("there is no %s %q in %s; expected one of the tenant's", keyword, argument, s.name)
	}
	if !ok {
		return s.addLine(keyword, keyword+" "+key+"="+quoted)
	}
	for _, w := range e.attrs {
		if w.key == key {
			return s.splice(w.where, key+"="+quoted)
		}
	}
	return s.splice(span{e.text.end, e.text.end}, " "+key+"="+quoted)
}

// addLine adds a line to the tenant file.
func (s *Scenario) addLine(keyword, line string) (*Scenario, error) {
	spot := s.lineSpot(keyword)
	return s.splice(span{spot, spot}, s.ended(spot, line))
}

// WithTranscript sets the file "transcript", at the end when it is new. A
// transcript never holds a marker line: each of its lines starts with a date,
// a #, or a space.
func (s *Scenario) WithTranscript(text string) (*Scenario, error) {
	text = strings.ReplaceAll(unixLines(text), "\n", s.layout.newline)
	if sec, ok := s.layout.sections[fileTranscript]; ok {
		if s.text[sec.body.start-1] != '\n' {
			text = s.layout.newline + text
		}
		return s.splice(sec.body, text)
	}
	end := len(s.text)
	return s.splice(span{end, end}, s.ended(end, s.layout.newline+"-- "+fileTranscript+" --")+text)
}
