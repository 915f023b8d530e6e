package script

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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
func members(t *testing.T) []member {
	text, err := os.ReadFile("members.txt")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`^(\S+) ([!=]?(?:string|number|boolean|object|array|function|map)\??) (\d+(?:\.\d+)+)( .+)?$`)
	var list []member
	seen := map[string]bool{}
	for text := range strings.Lines(string(text)) {
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		m := line.FindStringSubmatch(text)
		if m == nil || seen[m[1]] {
			t.Fatalf("members.txt: %q: expected PATH TYPE SECTION [WHAT], each path once", text)
		}
		seen[m[1]] = true
		list = append(list, member{m[1], m[2], m[3], strings.TrimSpace(m[4])})
	}
	return list
}

// unasked are the paths below which the prelude watches nothing.
var unasked = regexp.MustCompile(`\[|\.riskAssessment$|\.assessments|\.geoip$|\.sso$|\.stats$|\.cookie$|\.multifactor$|\.redirect$|\.authorization$|\.jwtConfiguration$|\.resource_server$|\.session_transfer_token|\.tenant$|^context\.(accessToken|authentication)$`)

// knownJS is prelude/4-known.js: what the prelude needs of the members.
func knownJS(t *testing.T) string {
	names := map[string]string{}
	for _, m := range members(t) {
		parent, name := m.parent()
		if parent == "" || unasked.MatchString(parent) && parent != "api.multifactor" && parent != "api.redirect" {
			continue
		}
		if !m.simulated() {
			name = "!" + name
		}
		names[parent] = strings.TrimSpace(names[parent] + " " + name)
	}
	var b strings.Builder
	b.WriteString("// Made from members.txt by go test ./engine/script -update: the names behind\n// each path, with ! before those that are not simulated.\nconst known = {\n  __proto__: null,\n")
	for _, path := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(&b, "  '%s': '%s',\n", path, names[path])
	}
	b.WriteString("};\n")
	return b.String()
}

// editorJS is web/editor-members.js: what the editor offers to complete, and
// what it says about each name.
func editorJS(t *testing.T) string {
	lines := map[string][]string{}
	for _, m := range members(t) {
		parent, name := m.parent()
		if strings.ContainsAny(m.Path, "[*") {
			continue
		}
		kind := "property"
		if m.Type == "function" {
			kind = "method"
		}
		lines[parent] = append(lines[parent], fmt.Sprintf("[%q, %q, %q, %q],", name, kind, m.Text, m.Type+" "+m.Facts))
	}
	var b strings.Builder
	b.WriteString("// Made from engine/script/members.txt by go test ./engine/script -update: what\n// stands behind each path, as in editor-words.js. A ! is known, not simulated.\nexport const scriptMembers = {\n")
	for _, path := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(&b, "  %q: [", path)
		room := 0
		for _, entry := range lines[path] {
			if room -= len(entry) + 1; room < 0 {
				b.WriteString("\n   ")
				room = 110 - len(entry)
			}
			b.WriteString(" " + entry)
		}
		b.WriteString("\n  ],\n")
	}
	b.WriteString("};\n")
	return b.String()
}

// TestMade checks that what is made from members.txt is what it says now.
func TestMade(t *testing.T) {
	for file, want := range map[string]string{
		filepath.Join("prelude", "4-known.js"):                knownJS(t),
		filepath.Join("..", "..", "web", "editor-members.js"): editorJS(t),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is older than members.txt (%v): run go test ./engine/script -update", file, err)
		}
	}
}

// walk is the script that lists what is behind roots, as PATH TYPE. A map and
// an array of plain values have nothing behind them that has a name.
const walk = `const walk = (roots, open) => {
  const found = {};
  const visit = (path, value) => {
    const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    found[path] = type;
    if (type === 'array' && typeof value[0] === 'object') {
      for (const item of value) for (const key of Object.keys(item)) visit(path + '[].' + key, item[key]);
    } else if (type === 'object' && !open.includes(path)) {
      for (const key of Object.keys(value)) visit(path + '.' + key, value[key]);
    }
  };
  for (const [name, value] of Object.entries(roots)) visit(name, value);
  return found;
};
`

// fullJob is a job with every member.
func fullJob(t *testing.T) Job {
	text, err := os.ReadFile(filepath.Join("testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	return difference(t, baseJob(t), string(text))
}

// walked runs one rule, also on the way back from a redirect, and one action,
// and returns what they found.
func walked(t *testing.T) map[string]string {
	var maps []string
	for _, m := range members(t) {
		if strings.HasPrefix(m.Type, "map") {
			maps = append(maps, m.Path)
		}
	}
	open, err := json.Marshal(maps)
	if err != nil {
		t.Fatal(err)
	}
	rule := "function mfa(user, context, callback) {\n" + walk + `
  if (context.protocol !== 'redirect-callback') context.redirect = { url: 'https://form.example/' };
  const roots = { user, context, callback, configuration, UnauthorizedError, auth0, global };
  context.idToken.found = walk(roots, ` + string(open) + `.concat('context.accessToken', 'context.idToken'));
  callback(null, user, context);
}`
	action := walk + "exports.onExecutePostLogin = async (event, api) => {\n  api.idToken.setCustomClaim('seen', walk({ event, api }, " + string(open) + "));\n};"
	c, err := newHost(t).Open(context.Background(), Program{Rules: []Source{{Name: "walk", Code: rule}}, Actions: []Source{{Name: "walk", Code: action}}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	job := fullJob(t)
	found := map[string]string{}
	for range 2 {
		v, err := c.Run(context.Background(), job)
		if err != nil || v.Stop != nil {
			t.Fatalf("%v %+v", err, v.Stop)
		}
		for _, claim := range []string{"found", "seen"} {
			all, _ := v.IDTokenClaims[claim].(map[string]any)
			for path, kind := range all {
				found[path] = kind.(string)
			}
		}
		if v.Suspend != nil {
			job.Resume = &Resume{State: v.Suspend.State, Callback: true}
		}
	}
	return found
}

// TestMembers checks that every listed member exists with its type, and that
// nothing is there that is not listed.
func TestMembers(t *testing.T) {
	found := walked(t)
	for _, m := range members(t) {
		kind, there := found[m.Path]
		delete(found, m.Path)
		want := strings.TrimSuffix(m.Type, "?")
		if want == "map" {
			want = "object"
		}
		switch {
		case m.Type[0] == '!' && there:
			t.Errorf("%s is there: take its ! away in members.txt", m.Path)
		case m.Type[0] == '!', m.Type[0] == '=':
		case kind != want:
			t.Errorf("%s is %q: expected %s", m.Path, kind, want)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(found)) {
		t.Errorf("%s (%s) is not in members.txt", path, found[path])
	}
}

// TestMissingMembersSaySo touches every member that is not simulated: each is
// named in a remark, and none is silently undefined.
func TestMissingMembersSaySo(t *testing.T) {
	host, touched := newHost(t), 0
	for _, m := range members(t) {
		if m.simulated() {
			continue
		}
		touched++
		path := strings.ReplaceAll(m.Path, "*", "something")
		touch := "try { void " + path + "; } catch {}"
		if strings.HasSuffix(m.Type, "function") {
			touch = "try { " + path + "('x'); } catch {}"
		}
		program := Program{Rules: []Source{{Name: "touch", Code: "function touch(user, context, callback) { " + touch + " callback(null, user, context); }"}}}
		if strings.HasPrefix(path, "event.") || strings.HasPrefix(path, "api.") {
			program = Program{Actions: []Source{{Name: "touch", Code: "exports.onExecutePostLogin = async (event, api) => { " + touch + " };"}}}
		}
		c, err := host.Open(context.Background(), program)
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.Run(context.Background(), fullJob(t))
		c.Close()
		if err != nil || !slices.ContainsFunc(v.Diagnostics, func(d Diagnostic) bool { return d.Text == path+" is not simulated" }) {
			t.Errorf("%s: %v, the remarks are %v", path, err, v.Diagnostics)
		}
	}
	if touched < 15 {
		t.Errorf("only %d members are not simulated: is the list still read?", touched)
	}
}

// TestLargeCode checks the remark on code that the service does not store
// (facts 2.11: 100 kB).
func TestLargeCode(t *testing.T) {
	host := newHost(t)
	for chars, want := range map[int]int{100_000: 0, 100_001: 1} {
		code := "exports.onExecutePostLogin = async () => {};"
		code += "//" + strings.Repeat("x", chars-len(code)-2)
		c, err := host.Open(context.Background(), Program{Actions: []Source{{Name: "large", Code: code}}})
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.Run(context.Background(), baseJob(t))
		if err != nil || v.Stop != nil || len(v.Diagnostics) != want {
			t.Errorf("%d characters: %+v, %v: expected %d remarks and no stop", chars, v, err, want)
		}
		c.Close()
	}
}
