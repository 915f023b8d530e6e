package lesson

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Verdict tells whether a check is met.
type Verdict struct {
	Name string
	Goal string
	Met  bool
	Says string // what broke and for whom, when it is not met
}

// world are the keywords of the tenant file that the lesson keeps for itself:
// who people are, where they sit, and what is taken for true of the service.
// All else is the reader's to change.
var world = []string{"start", "profile", "assume", "connection", "person", "refresh-tokens", "browser"}

// apart is how long after the end of the lesson's own steps its second check
// begins, and so on: code that looks at the calendar to please one fails another.
const apart = 5*24*time.Hour + 5*time.Hour

// length is how much time the steps of a scenario take.
func length(s *scenario.Scenario) time.Duration {
	var sum time.Duration
	for _, line := range s.Lines {
		sum += line.Step.Wait
	}
	return sum
}

// Case returns the scenario that a check plays with the reader's scenario.
func (l *Lesson) Case(c Check, reader *scenario.Scenario) (*scenario.Scenario, error) {
	var lines []scenario.TenantLine
	mine := func(line scenario.TenantLine) bool { return slices.Contains(world, line.Keyword) }
	for _, line := range l.base.TenantLines() {
		if mine(line) {
			lines = append(lines, line)
		}
	}
	for _, line := range reader.TenantLines() {
		if !mine(line) {
			lines = append(lines, line)
		}
	}
	lines = changed(lines, append([]Line{{Text: l.startOf(c)}}, c.Set...), c.Drop)
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n%s\n\n-- tenant --\n%s", l.base.Title, c.Goal, tenantText(lines))
	for _, file := range scenario.Files(reader.Print()) {
		if strings.HasPrefix(file.Name, "rules/") || strings.HasPrefix(file.Name, "actions/") {
			fmt.Fprintf(&text, "-- %s --\n%s\n", file.Name, strings.TrimSuffix(file.Body, "\n"))
		}
	}
	text.WriteString("-- steps --\n" + c.steps(reader))
	return scenario.Parse(l.name, text.String())
}

// startOf is the line that says when a check begins.
func (l *Lesson) startOf(c Check) string {
	n := slices.IndexFunc(l.Checks, func(other Check) bool { return other.Name == c.Name })
	later := time.Duration(max(n, 0)) * (length(l.base) + apart)
	return "start " + l.base.Setup.Start.Add(later).UTC().Format(time.RFC3339)
}

// steps writes the steps of a check; three dots stand for those of the reader,
// or with a name behind them for what that actor does in them, or with a heading
// for those below it.
func (c Check) steps(reader *scenario.Scenario) string {
	var text strings.Builder
	for _, line := range c.Play {
		which, own := strings.CutPrefix(line.Text, readerSteps)
		if !own {
			text.WriteString(line.Text + "\n")
			continue
		}
		which = strings.TrimSpace(which)
		heading, below := strings.CutPrefix(which, "# ")
		for _, step := range reader.Lines {
			if which == "" || below && step.Phase == heading || !below && strings.HasPrefix(step.Text, which+":") {
				text.WriteString(step.Text + "\n")
			}
		}
	}
	return text.String()
}

// Judge plays one check with the reader's scenario. An error means that the
// script host failed, or that the context ended.
func (l *Lesson) Judge(ctx context.Context, c Check, reader *scenario.Scenario, sandbox script.Sandbox) (Verdict, error) {
	v := Verdict{Name: c.Name, Goal: c.Goal}
	s, err := l.Case(c, reader)
	if err != nil {
		v.Says = "This cannot be tried with what you have: " + err.Error()
		return v, nil
	}
	result, err := scenario.Run(ctx, s, sandbox)
	if err != nil {
		return v, err
	}
	var says []string
	for _, line := range c.Play {
		if isExpectation(line.Text) {
			says = append(says, line.Says)
		}
	}
	v.Met = true
	for i, check := range result.Checks {
		if !check.Held {
			v.Met, v.Says = false, says[i]
			break
		}
	}
	return v, nil
}

// JudgeAll plays all checks.
func (l *Lesson) JudgeAll(ctx context.Context, reader *scenario.Scenario, sandbox script.Sandbox) ([]Verdict, error) {
	var verdicts []Verdict
	for _, c := range l.Checks {
		v, err := l.Judge(ctx, c, reader, sandbox)
		if err != nil {
			return nil, err
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, nil
}

// Solved tells whether every check is met.
func Solved(verdicts []Verdict) bool {
	return len(verdicts) > 0 && !slices.ContainsFunc(verdicts, func(v Verdict) bool { return !v.Met })
}
