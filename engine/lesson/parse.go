package lesson

import (
	"fmt"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// readerSteps stands in a check for the steps of the reader.
const readerSteps = "..."

// parser collects a lesson and the mistakes of its text.
type parser struct {
	l      *Lesson
	errors scenario.Errors
	wrong  map[string]string // what each wrong fix must be told
}

// Parse reads a lesson's file: the scenario, and what makes a lesson of it. A
// file without a lesson gives a lesson without checks. An error is of type
// [scenario.Errors].
func Parse(name, text string) (*scenario.Scenario, *Lesson, error) {
	whole, err := scenario.Parse(name, text)
	if err != nil {
		return nil, nil, err
	}
	s := whole.Alone()
	p := &parser{l: &Lesson{base: s, name: name, rows: map[string]int{}}, wrong: map[string]string{}}
	before := strings.Count(text[:len(text)-len(whole.Lesson)], "\n")
	for _, file := range scenario.Files(whole.Lesson) {
		file.Row += before
		p.file(file)
	}
	p.messages()
	if len(p.errors) > 0 {
		return nil, nil, p.errors
	}
	return s, p.l, nil
}

// ScenarioOf returns the part of a lesson's file that is the scenario.
func ScenarioOf(text string) string {
	before, _, found := strings.Cut(text, "\n-- lesson --\n")
	if found {
		return before + "\n"
	}
	return text
}

// fail notes a mistake.
func (p *parser) fail(row, column int, format string, args ...any) {
	p.errors = append(p.errors, &scenario.Error{File: p.l.name, Line: row, Column: column, Msg: fmt.Sprintf(format, args...)})
}

// file reads one file of the lesson.
func (p *parser) file(f scenario.File) {
	parts := strings.SplitN(f.Name, "/", 3)
	switch {
	case f.Name == "lesson":
		p.head(f)
	case len(parts) == 2 && parts[0] == "checks":
		p.check(f, parts[1])
	case len(parts) == 3 && parts[0] == "solution":
		p.fix(f, &p.l.Solutions, parts[1], parts[2])
	case len(parts) == 3 && parts[0] == "wrong":
		p.fix(f, &p.l.Wrong, parts[1], parts[2])
	default:
		p.fail(f.Row, 4, "unknown file %q; expected lesson, checks/NAME, solution/NAME/FILE or wrong/NAME/FILE", f.Name)
	}
}

// rows returns the lines of a file with their places; empty lines are left out.
func rows(f scenario.File) []Line {
	var list []Line
	for i, text := range strings.Split(strings.TrimSuffix(f.Body, "\n"), "\n") {
		if strings.TrimSpace(text) != "" {
			list = append(list, Line{Text: text, Row: f.Row + 1 + i})
		}
	}
	return list
}

// head reads the file "lesson": a keyword and its text on each line; a line
// that is indented goes on with the one before.
func (p *parser) head(f scenario.File) {
	var entries []Line
	for _, line := range rows(f) {
		if n := len(entries); strings.TrimLeft(line.Text, " \t") != line.Text && n > 0 {
			entries[n-1].Text += " " + strings.TrimSpace(line.Text)
			continue
		}
		entries = append(entries, line)
	}
	for _, line := range entries {
		keyword, text, _ := strings.Cut(strings.TrimSpace(line.Text), " ")
		p.entry(keyword, strings.TrimSpace(text), line.Row)
	}
}

func (p *parser) entry(keyword, text string, row int) {
	if p.l.rows[keyword] == 0 {
		p.l.rows[keyword] = row
	}
	once := map[string]*string{"answer": &p.l.Answer, "goal": &p.l.Goal, "takeaway": &p.l.Takeaway}
	list := map[string]*[]string{"sources": &p.l.Sources, "related": &p.l.Related}
	switch {
	case text == "":
		p.fail(row, 1, "nothing follows %q; expected its text", keyword)
	case once[keyword] != nil && *once[keyword] != "":
		p.fail(row, 1, "there is a second %q; expected one", keyword)
	case once[keyword] != nil:
		*once[keyword] = text
	case list[keyword] != nil:
		*list[keyword] = append(*list[keyword], strings.Fields(text)...)
	case keyword == "hint":
		p.l.Hints = append(p.l.Hints, text)
	case keyword == "wrong":
		name, says, _ := strings.Cut(text, " ")
		p.wrong[name] = strings.TrimSpace(says)
		if p.wrong[name] == "" {
			p.fail(row, 1, "the wrong fix %q has no message; expected a part of what it must be told", name)
		}
	default:
		p.fail(row, 1, "unknown keyword %q; expected answer, goal, hint, takeaway, sources, related or wrong", keyword)
	}
}

// check reads a file checks/NAME.
func (p *parser) check(f scenario.File, name string) {
	c := Check{Name: name, Row: f.Row}
	for _, line := range rows(f) {
		line.Text = strings.TrimSpace(line.Text)
		keyword, text, _ := strings.Cut(line.Text, " ")
		rest := Line{Text: strings.TrimSpace(text), Row: line.Row}
		switch {
		case keyword == "goal":
			c.Goal = rest.Text
		case keyword == "set":
			c.Set = append(c.Set, rest)
		case keyword == "drop":
			c.Drop = append(c.Drop, rest)
		case keyword == "!":
			p.message(&c, rest)
		case !strings.HasPrefix(keyword, "#"):
			c.Play = append(c.Play, line)
		}
	}
	p.l.Checks = append(p.l.Checks, c)
}

// message gives the expect line above its message.
func (p *parser) message(c *Check, line Line) {
	n := len(c.Play)
	if n == 0 || !isExpectation(c.Play[n-1].Text) || c.Play[n-1].Says != "" {
		p.fail(line.Row, 1, "a message stands alone; expected it below an expect line")
		return
	}
	c.Play[n-1].Says = line.Text
}

func isExpectation(text string) bool { return strings.HasPrefix(text, "expect ") }

// fix reads a file of a solution or of a wrong fix.
func (p *parser) fix(f scenario.File, list *[]Fix, name, file string) {
	if n := len(*list); n == 0 || (*list)[n-1].Name != name {
		*list = append(*list, Fix{Name: name, Row: f.Row})
	}
	fix := &(*list)[len(*list)-1]
	code := strings.TrimSuffix(f.Body, "\n")
	switch base, isCode := strings.CutSuffix(file, ".js"); {
	case file == "tenant":
		p.tenant(f, fix)
	case file == "steps":
		fix.Steps = f.Body
	case isCode && strings.HasPrefix(base, "rules/"):
		fix.Code = append(fix.Code, Code{script.Rule, strings.TrimPrefix(base, "rules/"), code})
	case isCode && strings.HasPrefix(base, "actions/"):
		fix.Code = append(fix.Code, Code{script.Action, strings.TrimPrefix(base, "actions/"), code})
	default:
		p.fail(f.Row, 4, "unknown file %q of a fix; expected tenant, steps, rules/NAME.js or actions/NAME.js", file)
	}
}

// tenant reads what a fix changes in the tenant file.
func (p *parser) tenant(f scenario.File, fix *Fix) {
	for _, line := range rows(f) {
		keyword, text, _ := strings.Cut(strings.TrimSpace(line.Text), " ")
		rest := Line{Text: strings.TrimSpace(text), Row: line.Row}
		switch keyword {
		case "set":
			fix.Set = append(fix.Set, rest)
		case "drop":
			fix.Drop = append(fix.Drop, rest)
		default:
			p.fail(line.Row, 1, "%q is no change; expected set LINE or drop KEYWORD NAME", keyword)
		}
	}
}

// messages gives each wrong fix what it must be told.
func (p *parser) messages() {
	for i := range p.l.Wrong {
		f := &p.l.Wrong[i]
		f.Says = p.wrong[f.Name]
		if f.Says == "" {
			p.fail(f.Row, 4, "nothing says what the wrong fix %q must be told; expected a line wrong %s MESSAGE in the file lesson", f.Name, f.Name)
		}
		delete(p.wrong, f.Name)
	}
	for name := range p.wrong {
		p.fail(1, 1, "there is no wrong fix %q; expected files wrong/%s/...", name, name)
	}
}
