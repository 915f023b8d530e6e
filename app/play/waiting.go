package play

import (
	"fmt"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
)

// WaitText inserts a wait after the selected frame. Text is a duration, or the
// date or the time of day until which to wait.
type WaitText struct{ Text string }

func (WaitText) msg() {}

// Fill sets the text.
func (m WaitText) Fill(value string) Msg { m.Text = value; return m }

// Flaw is what is wrong with the text in a field. It is shown at that field,
// and the text stays there.
type Flaw struct{ Field, Text string }

// The fields that can have a [Flaw]; each is the id of its element.
const (
	FieldWait  = "wait-for"
	FieldStep  = "step-text"
	FieldSteps = "steps-text"
)

// flawed tells at a field what is wrong with its text.
func (m Model) flawed(field, text string) (Model, []Cmd) {
	m.Flaw = Flaw{Field: field, Text: text}
	return m, []Cmd{Focus{ID: field}}
}

// waitText lets as much time pass as somebody wrote.
func (m Model) waitText(text string) (Model, []Cmd) {
	d, problem := waiting(text, m.reached())
	if problem != "" {
		return m.flawed(FieldWait, problem)
	}
	next, cmds := m.act("wait " + scenario.FormatDuration(d))
	if next.Problem != "" && m.Problem == "" {
		return m.flawed(FieldWait, fmt.Sprintf("%s is too long; expected at most %s", scenario.FormatDuration(d), scenario.FormatDuration(scenario.MaxWait)))
	}
	return next, cmds
}

// reached is the moment at which the selected step ends. Only waits let time
// pass, so it is known before the step has been played.
func (m Model) reached() time.Time {
	now := m.Setup().Start
	for i, line := range m.Lines() {
		if i > m.At {
			break
		}
		now = now.Add(line.Step.Wait)
	}
	return now
}

// moments are the ways in which a date or a time of day can be written.
var moments = []string{
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC3339, "2006-01-02T15:04", "15:04", "15:04:05",
	"2 Jan 2006 15:04", "2 Jan 2006", "2 Jan 15:04", "2 Jan",
}

const waitExpected = `expected a duration such as 3d12h or 90m, a date such as 2026-12-24 or 24 Dec 18:30, or a time of day such as 18:30 (UTC)`

// waiting reads how long to wait from now, or tells what is wrong with the text.
func waiting(text string, now time.Time) (time.Duration, string) {
	given := strings.TrimSpace(text)
	if given == "" {
		return 0, "The field is empty; " + waitExpected + "."
	}
	short := strings.NewReplacer(" ", "", "min", "m", "+", "").Replace(strings.ToLower(given))
	if d, ok := scenario.ParseDuration(short); ok && d > 0 {
		return d, ""
	}
	for _, layout := range moments {
		t, err := time.Parse(layout, given)
		if err != nil {
			continue
		}
		t = completed(layout, t, now)
		if d := t.Sub(now); d >= time.Second {
			return d, ""
		}
		return 0, fmt.Sprintf("%s is not after the selected moment, %s; expected a later one.", given, now.UTC().Format("2 Jan 2006, 15:04:05"))
	}
	return 0, fmt.Sprintf("%q cannot be read; %s.", given, waitExpected)
}

// completed adds what a text leaves open: the next such time of day, the next
// such day of a year.
func completed(layout string, t, now time.Time) time.Time {
	now = now.UTC()
	switch {
	case !strings.Contains(layout, "2"):
	case !strings.Contains(layout, "2006"):
		t = t.AddDate(now.Year(), 0, 0)
		if !t.After(now) {
			t = t.AddDate(1, 0, 0)
		}
		return t
	default:
		return t
	}
	day := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	if !day.After(now) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
