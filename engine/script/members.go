//go:build !js

package script

import (
	"encoding/json"
	"slices"
	"strings"
)

// member is one line of members.txt, which describes the columns.
type member struct {
	Path, Type, Facts, Text string
}

// parent splits off the last name of a path.
func (m member) parent() (path, name string) {
	at := strings.LastIndexByte(m.Path, '.')
	if at < 0 {
		return "", m.Path
	}
	return m.Path[:at], m.Path[at+1:]
}

// simulated tells whether a script finds the member, or may write it.
func (m member) simulated() bool { return m.Type[0] != '!' }

// members reads members.txt.
func members() []member {
	var list []member
	for line := range strings.Lines(membersText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		columns := append(strings.SplitN(line, " ", 4), "", "", "")
		list = append(list, member{columns[0], columns[1], columns[2], columns[3]})
	}
	return list
}

// known is what the prelude needs of the members, as an object without a
// prototype: the names behind each path, with ! before those that are not simulated.
func known() string {
	names := map[string]string{}
	for _, m := range members() {
		parent, name := m.parent()
		if parent == "" || strings.Contains(parent, "[") {
			continue
		}
		if !m.simulated() {
			name = "!" + name
		}
		names[parent] = strings.TrimSpace(names[parent] + " " + name)
	}
	for path := range names { // nobody asks the prelude about what lies deeper
		if slices.Contains([]string{"context.riskAssessment", "event.authentication.riskAssessment"}, path) ||
			strings.Contains(path, ".assessments") || strings.HasSuffix(path, ".geoip") {
			delete(names, path)
		}
	}
	text, err := json.Marshal(names)
	if err != nil {
		panic("script: internal error: " + err.Error()) // texts are always encoded
	}
	return "{__proto__:null," + string(text[1:])
}
