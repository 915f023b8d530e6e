package scenario

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// The names of the files in a scenario, beside rules/NAME.js and
// actions/NAME.js.
const (
	fileTenant     = "tenant"
	fileSteps      = "steps"
	fileTranscript = "transcript"
	fileLesson     = "lesson"
)

// parser collects a scenario and all mistakes of its text.
type parser struct {
	text   string
	s      *Scenario
	faults []fault

	parties map[string]bool // names of browsers and displays; true is a browser
	phase   string
	heading bool          // the line before was a # heading
	waited  time.Duration // all wait steps so far
	crowded bool          // more steps than allowed, said once

	limits *tenant.SessionLimits // as the steps so far have set them
}

// Parse reads a scenario; name is used in error messages. An error is of type
// [Errors] and names every mistake with its line and column. The manual of the
// format is [Manual].
func Parse(name, text string) (*Scenario, error) {
	p := &parser{text: text, parties: map[string]bool{}, s: &Scenario{name: name, text: text}}
	if p.readable() {
		p.archive()
	}
	if list := locate(name, text, p.faults); list != nil {
		return nil, list
	}
	return p.s, nil
}

// fail notes a mistake at a byte offset of the file.
func (p *parser) fail(at int, format string, args ...any) {
	p.faults = append(p.faults, fault{at, fmt.Sprintf(format, args...)})
}

// readable checks what must hold before looking at any line.
func (p *parser) readable() bool {
	if len(p.text) > MaxText {
		p.fail(0, "the scenario has %d bytes; expected at most %d", len(p.text), MaxText)
		return false
	}
	if utf8.ValidString(p.text) {
		return true
	}
	at := 0
	for at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	p.fail(at, "the text is not UTF-8; expected the file to be saved as UTF-8")
	return false
}

// archive reads the files of the scenario: the tenant first, since the steps
// name its parties.
func (p *parser) archive() {
	comment, sections := split(p.text)
	sections = p.lesson(sections)
	p.s.layout.newline = newlineOf(p.text)
	p.s.layout.sections = make(map[string]section, len(sections))
	p.comment(comment)
	for _, sec := range sections {
		if _, twice := p.s.layout.sections[sec.name]; twice {
			p.fail(sec.nameAt, "the file %q is there twice; expected each file once", short(sec.name))
			continue
		}
		if _, _, isScript := scriptFile(sec.name); !isScript {
			p.knownFile(sec)
		}
		p.s.layout.sections[sec.name] = sec
	}
	if sec, ok := p.s.layout.sections[fileTenant]; ok {
		p.tenant(sec)
	} else {
		p.fail(len(p.text), `the file "tenant" is missing; expected a line "-- tenant --" and the tenant below it`)
	}
	p.unusedCode(sections)
	if sec, ok := p.s.layout.sections[fileSteps]; ok {
		p.steps(sec)
	} else {
		p.fail(len(p.text), `the file "steps" is missing; expected a line "-- steps --" and the steps below it`)
	}
	if sec, ok := p.s.layout.sections[fileTranscript]; ok {
		p.s.Transcript = unixLines(p.text[sec.body.start:sec.body.end])
	}
}

// lesson sets aside what makes a lesson of the scenario: everything from the
// file of that name on. Package lesson reads it; here it is only kept.
func (p *parser) lesson(sections []section) []section {
	for i, sec := range sections {
		if sec.name == fileLesson {
			p.s.Lesson = p.text[sec.marker.start:]
			return sections[:i]
		}
	}
	return sections
}

// comment reads the title and the story before the first file.
func (p *parser) comment(within span) {
	text := strings.TrimPrefix(p.text[within.start:within.end], byteOrderMark)
	text = strings.TrimSpace(unixLines(text))
	text = p.claims(within, text)
	title, story, _ := strings.Cut(text, "\n")
	p.s.Title, p.s.Story = strings.TrimSpace(title), strings.TrimSpace(story)
	if p.s.Title == "" {
		p.fail(within.start, "the title is missing; expected the first line to say what the scenario shows")
	}
}

func (p *parser) knownFile(sec section) {
	known := []string{fileTenant, fileSteps, fileTranscript, fileLesson}
	for _, name := range known {
		if sec.name == name {
			return
		}
	}
	options := append([]string{"rules/NAME.js", "actions/NAME.js"}, known...)
	p.fail(sec.nameAt, "unknown file %q; %s", short(sec.name), oneOf(sec.name, options))
}

// unusedCode complains about code that no line of the tenant file names: it
// would never run, which is never what was meant.
func (p *parser) unusedCode(sections []section) {
	for _, sec := range sections {
		kind, name, ok := scriptFile(sec.name)
		if !ok || p.declared(kind, name) {
			continue
		}
		p.fail(sec.nameAt, "no line of the tenant file names this %s; expected %q there", kind, string(kind)+" "+name)
	}
}

// scriptFile takes the name of a file of code apart.
func scriptFile(file string) (script.Kind, string, bool) {
	base, isJS := strings.CutSuffix(file, ".js")
	if !isJS {
		return "", "", false
	}
	if name, ok := strings.CutPrefix(base, "rules/"); ok && isName(name) {
		return script.Rule, name, true
	}
	if name, ok := strings.CutPrefix(base, "actions/"); ok && isName(name) {
		return script.Action, name, true
	}
	return "", "", false
}

// fileOf returns the name of the file that holds a script's code.
func fileOf(kind script.Kind, name string) string {
	return string(kind) + "s/" + name + ".js"
}

// code returns what a section holds as code: the text without the line end
// that only separates it from the next file.
func (p *parser) code(sec section) string {
	return strings.TrimSuffix(unixLines(p.text[sec.body.start:sec.body.end]), "\n")
}

// unixLines gives every line the same end, whatever the file uses.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
