package scenario

import (
	"fmt"
	"strings"

	"mfaplayground/engine/script"
)

// An edit changes the text in one place and parses the result, so that a
// scenario in memory is always what its text says. All that an edit does not
// touch keeps its bytes: spacing, comments, line ends.

// splice returns the scenario whose text has a piece replaced. An error is of
// type [Errors].
func (s *Scenario) splice(at span, text string) (*Scenario, error) {
	if s.text[at.start:at.end] == text {
		return s, nil
	}
	return Parse(s.name, s.text[:at.start]+text+s.text[at.end:])
}

// WithCode replaces the code of a rule or action. A line that would begin a
// new file of the archive ("-- x --") gets one space in front, which changes
// nothing in JavaScript outside of template literals.
func (s *Scenario) WithCode(kind script.Kind, name, code string) (*Scenario, error) {
	sec, ok := s.layout.sections[fileOf(kind, name)]
	if !ok {
		return nil, fmt.Errorf("there is no %s %q in %s; expected one of the tenant's", kind, name, s.name)
	}
	return s.splice(sec.body, s.body(sec, code))
}

// body writes code as the content of a section.
func (s *Scenario) body(sec section, code string) string {
	code = guardMarkers(unixLines(code))
	marker := s.text[sec.marker.start:sec.marker.end]
	if code == "" && strings.HasSuffix(marker, "\n") {
		return ""
	}
	body := strings.ReplaceAll(code+"\n", "\n", s.layout.newline)
	if !strings.HasSuffix(marker, "\n") {
		return s.layout.newline + body
	}
	return body
}

// guardMarkers puts a space before every line that reads as a marker line.
func guardMarkers(code string) string {
	if !strings.Contains(code, "-- ") {
		return code
	}
	list := strings.Split(code, "\n")
	for i, line := range list {
		if name, _ := markerName(line); name != "" {
			list[i] = " " + line
		}
	}
	return strings.Join(list, "\n")
}

// WithEnabled switches a rule or action on or off.
func (s *Scenario) WithEnabled(kind script.Kind, name string, on bool) (*Scenario, error) {
	e, ok := s.entryOf(string(kind), name)
	if !ok {
		return nil, fmt.Errorf("there is no %s %q in %s; expected one of the tenant's", kind, name, s.name)
	}
	off := len(e.args) > 1
	switch {
	case on && off:
		// The word goes with the space before it.
		start := e.args[1].where.start
		for start > e.args[0].where.end && isSpace(s.text[start-1]) {
			start--
		}
		return s.splice(span{start, e.args[1].where.end}, "")
	case !on && !off:
		return s.splice(span{e.text.end, e.text.end}, " off")
	}
	return s, nil
}

// WithScript adds a rule or action, switched on, behind the others of its
// kind.
func (s *Scenario) WithScript(kind script.Kind, name, code string) (*Scenario, error) {
	if !isName(name) {
		return nil, fmt.Errorf("%q is not a name for a %s; expected at most %d letters, digits, - and _", short(name), kind, maxName)
	}
	if _, taken := s.layout.sections[fileOf(kind, name)]; taken {
		return nil, fmt.Errorf("the %s %q is there already; expected another name", kind, name)
	}
	at, ok := s.layout.sections[fileSteps]
	if !ok {
		panic("scenario: internal error: a parsed scenario without steps")
	}
	marker := "-- " + fileOf(kind, name) + " --" + s.layout.newline
	code = guardMarkers(unixLines(code))
	if code != "" {
		code = strings.ReplaceAll(code+"\n", "\n", s.layout.newline)
	}
	// Both places change before the text is parsed again; the later one first
	// keeps the offsets of the earlier one right.
	line := s.lineSpot(string(kind))
	entry := s.ended(line, string(kind)+" "+name)
	text := s.text
	if line <= at.marker.start {
		text = text[:line] + entry + text[line:at.marker.start] + marker + code + text[at.marker.start:]
	} else {
		text = text[:at.marker.start] + marker + code + text[at.marker.start:line] + entry + text[line:]
	}
	return Parse(s.name, text)
}

// WithoutScript removes a rule or action with its code.
func (s *Scenario) WithoutScript(kind script.Kind, name string) (*Scenario, error) {
	sec, isFile := s.layout.sections[fileOf(kind, name)]
	e, isEntry := s.entryOf(string(kind), name)
	if !isFile || !isEntry {
		return nil, fmt.Errorf("there is no %s %q in %s; expected one of the tenant's", kind, name, s.name)
	}
	first, second := e.line, span{sec.marker.start, sec.body.end}
	if second.start < first.start {
		first, second = second, first
	}
	return Parse(s.name, s.text[:first.start]+s.text[first.end:second.start]+s.text[second.end:])
}

// entryOf returns the line of the tenant file with a keyword and, unless it is
// empty, a first argument.
func (s *Scenario) entryOf(keyword, argument string) (entry, bool) {
	for _, e := range s.layout.entries {
		if e.keyword == keyword && (argument == "" || len(e.args) > 0 && e.args[0].text == argument) {
			return e, true
		}
	}
	return entry{}, false
}

// lineSpot returns where a new line of the tenant file goes: behind the last
// one with the same keyword, else behind the last line.
func (s *Scenario) lineSpot(keyword string) int {
	spot := s.layout.sections[fileTenant].marker.end
	for _, e := range s.layout.entries {
		spot = e.line.end
	}
	for _, e := range s.layout.entries {
		if e.keyword == keyword {
			spot = e.line.end
		}
	}
	return spot
}

// ended returns a new line for a spot: with its line end, and with one before
// it when the text before the spot has none.
func (s *Scenario) ended(spot int, line string) string {
	if spot > 0 && s.text[spot-1] != '\n' {
		return s.layout.newline + line + s.layout.newline
	}
	return line + s.layout.newline
}
