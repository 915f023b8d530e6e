package lesson

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// The limits of a lesson's texts, in words.
const (
	storyWords    = 120
	answerWords   = 60
	hintWords     = 45
	takeawayWords = 70
)

// What a lesson has to have.
const (
	hintCount  = 3
	checkCount = 3
	wrongCount = 2
)

// Known is what a lesson may refer to.
type Known struct {
	Section func(number string) bool // of the fact sheet
	Lesson  func(slug string) bool
}

// linter collects what is wrong with a lesson.
type linter struct {
	l     *Lesson
	s     *scenario.Scenario
	found scenario.Errors
}

// Lint tells what keeps a lesson from being a good one: parts that are missing,
// texts that are too long, links that lead nowhere, and checks that cannot fail
// or can be fooled. An error means that the script host failed.
func Lint(ctx context.Context, name, text string, known Known, sandbox script.Sandbox) (scenario.Errors, error) {
	s, l, err := Parse(name, text)
	if found, ok := err.(scenario.Errors); ok {
		return found, nil
	}
	t := &linter{l: l, s: s}
	t.structure()
	t.texts()
	t.links(known)
	if len(t.found) > 0 {
		return t.found, nil
	}
	err = t.plays(ctx, sandbox)
	return t.found, err
}

func (t *linter) fail(row int, format string, args ...any) {
	t.found = append(t.found, &scenario.Error{File: t.l.name, Line: max(row, 1), Column: 1, Msg: fmt.Sprintf(format, args...)})
}

// structure looks for what is missing.
func (t *linter) structure() {
	if !strings.HasSuffix(t.s.Title, "?") {
		t.fail(1, "the title %q is no question; expected what people type into a search field", t.s.Title)
	}
	if n := len(t.l.Hints); n != hintCount {
		t.fail(t.l.rows["hint"], "there are %d hints; expected %d, from a nudge to nearly the solution", n, hintCount)
	}
	if n := len(t.l.Checks); n < checkCount {
		t.fail(1, "there are %d checks; expected at least %d: other people, applications, times or protocols", n, checkCount)
	}
	if n := len(t.l.Wrong); n < wrongCount {
		t.fail(1, "there are %d wrong fixes; expected at least %d plausible ones", n, wrongCount)
	}
	if len(t.l.Solutions) == 0 {
		t.fail(1, "there is no solution; expected one, as a Rule and as an Action wherever both can say it")
	}
	t.bothKinds()
	varied := false
	for _, c := range t.l.Checks {
		t.check(c)
		varied = varied || len(c.Set) > 0
	}
	if len(t.l.Checks) > 0 && !varied {
		t.fail(1, "no check has anybody or anything that the scenario does not have; expected a line set with another person, browser or application")
	}
}

// bothKinds looks for the other kind of code: whatever a Rule can say, an Action
// can say as well.
func (t *linter) bothKinds() {
	has, row := map[script.Kind]bool{}, 1
	for _, fix := range t.l.Solutions {
		for _, c := range fix.Code {
			if has[c.Kind] = true; c.Kind == script.Rule {
				row = fix.Row
			}
		}
	}
	if has[script.Rule] && !has[script.Action] {
		t.fail(row, "the solutions are told as a Rule only; expected one as an Action too")
	}
}

// check looks for what a check lacks.
func (t *linter) check(c Check) {
	if c.Goal == "" {
		t.fail(c.Row, "the check %q has no goal; expected a line goal and what holds when it is met", c.Name)
	}
	expects := 0
	for _, line := range c.Play {
		if !isExpectation(line.Text) {
			continue
		}
		expects++
		if line.Says == "" {
			t.fail(line.Row, "the expect line has no message; expected a line ! below it that says what broke and for whom")
		}
	}
	if expects == 0 {
		t.fail(c.Row, "the check %q expects nothing, so it cannot fail; expected an expect line", c.Name)
	}
	if _, err := t.l.Case(c, t.s); err != nil {
		t.fail(c.Row, "the check %q cannot be played: %v", c.Name, err)
	}
}

// texts holds the texts against their limits.
func (t *linter) texts() {
	for _, part := range []struct {
		what, text string
		row, limit int
	}{
		{"the story", prose(t.s.Story), 3, storyWords},
		{"the answer", t.l.Answer, t.l.rows["answer"], answerWords},
		{"the goal", t.l.Goal, t.l.rows["goal"], hintWords},
		{"the takeaway", t.l.Takeaway, t.l.rows["takeaway"], takeawayWords},
	} {
		n := len(strings.Fields(part.text))
		if n == 0 {
			t.fail(part.row, "%s is missing", part.what)
		}
		if n > part.limit {
			t.fail(part.row, "%s has %d words; expected at most %d", part.what, n, part.limit)
		}
	}
	for _, hint := range t.l.Hints {
		if n := len(strings.Fields(hint)); n > hintWords {
			t.fail(t.l.rows["hint"], "a hint has %d words; expected at most %d: %s", n, hintWords, hint)
		}
	}
}

// prose leaves the code of a story out: blocks that are indented.
func prose(story string) string {
	var lines []string
	for line := range strings.SplitSeq(story, "\n") {
		if !strings.HasPrefix(line, "    ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// links holds the sources and the related lessons against what there is.
func (t *linter) links(known Known) {
	sections := 0
	for _, source := range t.l.Sources {
		if number := strings.Trim(source, "0123456789."); number == "" {
			sections++
			if !known.Section(source) {
				t.fail(t.l.rows["sources"], "the fact sheet has no section %s", source)
			}
			continue
		}
		if Address(source) == "" {
			t.fail(t.l.rows["sources"], "%q is no source; expected a section of the fact sheet, or one of its keys such as C:95854, GH:owner/repo#12, D:path, R:file, S1 or S2", source)
		}
	}
	if sections == 0 || sections == len(t.l.Sources) {
		t.fail(t.l.rows["sources"], "expected both sections of the fact sheet and what they rest on, such as C:95854")
	}
	if len(t.l.Related) == 0 {
		t.fail(t.l.rows["related"], "no related lesson is named")
	}
	for _, slug := range t.l.Related {
		if !known.Lesson(slug) {
			t.fail(t.l.rows["related"], "there is no lesson %q", slug)
		}
	}
}

// plays plays the lesson in every way that its author foresaw, and in some that
// people try who only want to be done.
func (t *linter) plays(ctx context.Context, sandbox script.Sandbox) error {
	failed := map[string]bool{}
	start, err := t.l.JudgeAll(ctx, t.s, sandbox)
	if err != nil {
		return err
	}
	if Solved(start) {
		t.fail(1, "the lesson is solved before anything was done; expected its start to fail a check")
	}
	note(failed, start)
	for _, fix := range t.l.Wrong {
		verdicts, err := t.with(ctx, fix, sandbox)
		if err != nil {
			return err
		}
		note(failed, verdicts)
		if told := said(verdicts); !slices.ContainsFunc(told, func(text string) bool { return strings.Contains(text, fix.Says) }) {
			t.fail(fix.Row, "the wrong fix %q is told %q; expected %q", fix.Name, told, fix.Says)
		}
	}
	for _, fix := range t.l.Solutions {
		verdicts, err := t.with(ctx, fix, sandbox)
		if err != nil {
			return err
		}
		if verdicts != nil && !Solved(verdicts) {
			t.fail(fix.Row, "the solution %q fails: %q", fix.Name, said(verdicts))
		}
		if err := t.fooled(ctx, fix, sandbox); err != nil {
			return err
		}
	}
	for _, c := range t.l.Checks {
		if !failed[c.Name] {
			t.fail(c.Row, "the check %q is met by the start and by every wrong fix; expected one that fails it", c.Name)
		}
	}
	return nil
}

// with judges the lesson after a fix; what cannot be made is noted.
func (t *linter) with(ctx context.Context, fix Fix, sandbox script.Sandbox) ([]Verdict, error) {
	s, err := fix.Apply(t.s)
	if err != nil {
		t.fail(fix.Row, "the fix %q cannot be made: %v", fix.Name, err)
		return nil, nil
	}
	return t.l.JudgeAll(ctx, s, sandbox)
}

// fooled tries to get by with less than the solution.
func (t *linter) fooled(ctx context.Context, fix Fix, sandbox script.Sandbox) error {
	for _, trick := range tricks(t.s, fix) {
		verdicts, err := t.with(ctx, trick, sandbox)
		if err != nil {
			return err
		}
		same := false
		if Solved(verdicts) && trick.Name == onlyTheseApps {
			if same, err = t.same(ctx, fix, trick, sandbox); err != nil {
				return err
			}
		}
		if Solved(verdicts) && !same {
			t.fail(fix.Row, "the checks can be fooled: the solution %q passes although it is %s", fix.Name, trick.Name)
		}
	}
	return nil
}

// same tells whether a trick comes to the same as the solution in applications
// that the story does not have.
func (t *linter) same(ctx context.Context, fix, trick Fix, sandbox script.Sandbox) (bool, error) {
	a, err := fix.Apply(t.s)
	if err != nil {
		return false, err
	}
	b, err := trick.Apply(t.s)
	if err != nil {
		return false, err
	}
	return alike(ctx, a, b, sandbox)
}

// note marks the checks that were not met.
func note(failed map[string]bool, verdicts []Verdict) {
	for _, v := range verdicts {
		failed[v.Name] = failed[v.Name] || !v.Met
	}
}

// said lists the messages of the checks that were not met.
func said(verdicts []Verdict) []string {
	var list []string
	for _, v := range verdicts {
		if !v.Met {
			list = append(list, v.Says)
		}
	}
	return list
}
