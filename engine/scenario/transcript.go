package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// transcriptWidth is the number of columns that a line of a transcript keeps
// to where it can be broken.
const transcriptWidth = 108

// Transcript writes what happened, for a reviewer who reads no Go: under each
// step the exchanges, the decisions with their causes, the log, and what the
// jars and the screens look like afterwards when that changed. What repeats
// itself is written once with a count.
func Transcript(r Result) string {
	var t transcript
	failed := r.Failed()
	phase := ""
	for i, frame := range r.Frames {
		line := r.Scenario.Lines[i]
		if line.Phase != phase {
			phase = line.Phase
			if i > 0 {
				t.WriteString("\n")
			}
			t.line(0, "# "+phase)
		}
		t.line(0, frame.Start.Format("2006-01-02 15:04:05")+"  "+strings.Join(strings.Fields(line.Text), " "))
		if frame.Skipped != "" {
			t.line(1, "skipped: "+frame.Skipped)
		}
		var before engine.Frame
		if i > 0 {
			before = r.Frames[i-1]
		}
		t.moments(frame)
		if line.Step.Verb == engine.VerbCall {
			t.answer(frame)
		}
		t.remarks(frame)
		t.views(before, frame)
		for len(failed) > 0 && failed[0].Line == i {
			t.line(1, "! "+failed[0].Expect.Text+", but got "+failed[0].Got)
			failed = failed[1:]
		}
	}
	return t.String()
}

// transcript collects lines.
type transcript struct{ strings.Builder }

// line writes one line, broken between words when it is too long.
func (t *transcript) line(depth int, text string) {
	indent := strings.Repeat("  ", depth)
	for width := transcriptWidth - len(indent); len(text) > width; width = transcriptWidth - len(indent) {
		cut := strings.LastIndexByte(text[:width+1], ' ')
		if cut <= 0 {
			break
		}
		t.WriteString(indent + strings.TrimRight(text[:cut], " ") + "\n")
		text = strings.TrimLeft(text[cut:], " ")
		indent = strings.Repeat("  ", depth+2)
	}
	t.WriteString(indent + text + "\n")
}

// moment is all that happened at one instant of a frame.
type moment struct {
	at    time.Time
	lines []string // a leading tab stands for one more indentation
}

func (m moment) same(other moment) bool {
	if len(m.lines) != len(other.lines) {
		return false
	}
	for i, line := range m.lines {
		if line != other.lines[i] {
			return false
		}
	}
	return true
}

// moments writes what was sent, decided, logged and issued.
func (t *transcript) moments(f engine.Frame) {
	list := momentsOf(f)
	for i := 0; i < len(list); {
		m := list[i]
		depth := 1
		if m.at.After(f.Start) {
			t.line(1, "after "+FormatDuration(m.at.Sub(f.Start)))
			depth = 2
		}
		for _, line := range m.lines {
			rest := strings.TrimLeft(line, "\t")
			t.line(depth+len(line)-len(rest), rest)
		}
		last := i
		for last+1 < len(list) && list[last+1].same(m) {
			last++
		}
		if again := last - i; again > 0 {
			t.line(depth, fmt.Sprintf("... and the same %s more, the last after %s", times(again), FormatDuration(list[last].at.Sub(f.Start))))
		}
		i = last + 1
	}
	if f.Omitted > 0 {
		t.line(1, fmt.Sprintf("%d more exchanges, not kept", f.Omitted))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// momentsOf puts the lists of a frame together by their time. Each list is in
// order of time already.
func momentsOf(f engine.Frame) []moment {
	var list []moment
	add := func(at time.Time, lines ...string) {
		i := len(list)
		for i > 0 && list[i-1].at.After(at) {
			i--
		}
		if i > 0 && list[i-1].at.Equal(at) {
			list[i-1].lines = append(list[i-1].lines, lines...)
			return
		}
		list = append(list, moment{})
		copy(list[i+1:], list[i:])
		list[i] = moment{at, lines}
	}
	shown := map[int]bool{}
	for _, x := range f.Exchanges {
		add(x.At, exchangeLine(x))
		if n := x.Decision; n > 0 && n <= len(f.Decisions) && !shown[n] {
			shown[n] = true
			add(x.At, decisionLines(f.Decisions[n-1])...)
		}
	}
	for i, d := range f.Decisions {
		if !shown[i+1] {
			add(d.At, decisionLines(d)...)
		}
	}
	for _, l := range f.Logs {
		text := "log " + l.Code + ": " + l.Name
		if l.Description != "" {
			text += ", " + l.Description
		}
		add(l.At, text)
	}
	for _, i := range f.Tokens {
		add(i.At, issuedLine(i))
	}
	return list
}

// answer writes what an application learnt from the answer to its request. What
// is too long to be read is cut off.
func (t *transcript) answer(f engine.Frame) {
	const longest = 60
	for _, x := range f.Exchanges {
		members := x.Response.Members()
		for _, name := range slices.Sorted(maps.Keys(members)) {
			value := members[name]
			if len(value) > longest {
				value = value[:longest] + "..."
			}
			if !strings.HasPrefix(name, "error") { // the line of the exchange has those
				t.line(2, name+": "+value)
			}
		}
	}
}

// remarks writes what scripts said and what the simulator says about them.
// Equal lines that follow each other are written once.
func (t *transcript) remarks(f engine.Frame) {
	var all []string
	for _, c := range f.Console {
		all = append(all, fmt.Sprintf("console.%s in %s: %s", c.Level, placed(c.Place), c.Text))
	}
	for _, d := range f.Diagnostics {
		all = append(all, fmt.Sprintf("remark on %s: %s", placed(d.Place), d.Text))
	}
	for i := 0; i < len(all); {
		count := 1
		for i+count < len(all) && all[i+count] == all[i] {
			count++
		}
		text := all[i]
		if count > 1 {
			text += fmt.Sprintf(" (%s)", times(count))
		}
		for _, line := range strings.Split(text, "\n") {
			t.line(1, line)
		}
		i += count
	}
}

// placed writes a position in a script.
func placed(p script.Place) string {
	text := string(p.Kind) + " " + p.Script
	if p.Line > 0 {
		text += fmt.Sprintf(" line %d", p.Line)
	}
	return text
}

// views writes what browsers and displays look like, where that changed.
func (t *transcript) views(before, now engine.Frame) {
	for _, b := range before.Browsers {
		if b.Open && browserIn(now, b.Name).Person == "" {
			t.line(1, b.Name+" is gone with its cookies")
		}
	}
	for _, b := range now.Browsers {
		old := browserIn(before, b.Name)
		if text := pageText(b); text != pageText(old) {
			t.line(1, b.Name+" sees "+text)
		}
		if text := jarText(b, now.At); text != jarText(old, before.At) {
			t.line(1, b.Name+" has "+text)
		}
	}
	for _, d := range now.Displays {
		if text := displayText(d); text != displayText(displayIn(before, d.Name)) {
			t.line(1, d.Name+" shows "+text)
		}
	}
}

func pageText(b browser.View) string {
	if !b.Open {
		return "nothing, the browser is closed"
	}
	tab := ""
	if len(b.Tabs) > 0 {
		tab = fmt.Sprintf("tab %d of %d, ", b.Front+1, len(b.Tabs))
	}
	if b.Page == nil {
		return tab + "an empty tab"
	}
	return tab + fmt.Sprintf("page %s: %s", b.Page.Kind, strings.Join(append([]string{b.Page.Title}, b.Page.Text...), " / "))
}

func jarText(b browser.View, at time.Time) string {
	var list []string
	for _, c := range b.Jar {
		if !hushed(c.Name) && !c.Repeats(b.Jar) && (c.Expires.IsZero() || at.Before(c.Expires)) {
			text := "cookie " + c.Name + " " + remaining(c, at)
			if c.Edited {
				text += " (edited)"
			}
			if _, has := cookieNamed(b.Jar, c.Name+wire.TwinSuffix); !has && (c.Name == tenant.CookieSession || c.Name == tenant.CookieMFA) {
				text += " (without its twin)"
			}
			list = append(list, text)
		}
	}
	if list == nil {
		return "no cookies"
	}
	return strings.Join(list, ", ")
}

func displayText(d display.View) string {
	text := fmt.Sprintf("%q, led %s", screenText(d), d.LED)
	if d.Tries == 1 {
		text += ", 1 failed try"
	}
	if d.Tries > 1 {
		text += fmt.Sprintf(", %d failed tries", d.Tries)
	}
	return text
}
