package scenario

import (
	"context"
	"fmt"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
)

// Comparison is a scenario played under two profiles.
type Comparison struct {
	Names  [2]string
	Played [2]Result
	Differ []int // indexes of the steps that end differently
}

// Compare plays a scenario under two profiles and finds the steps that end
// differently. Assume lines of the scenario count under both. An error means
// that there is no such profile, or that the script host failed.
func Compare(ctx context.Context, s *Scenario, a, b string, sandbox script.Sandbox) (Comparison, error) {
	c := Comparison{Names: [2]string{a, b}}
	for i, name := range c.Names {
		under, err := s.With(Spot{Keyword: "profile"}, name)
		if err != nil {
			return c, err
		}
		if c.Played[i], err = Run(ctx, under, sandbox); err != nil {
			return c, err
		}
	}
	for i, f := range c.Played[0].Frames {
		if EndState(f) != EndState(c.Played[1].Frames[i]) {
			c.Differ = append(c.Differ, i)
		}
	}
	return c, nil
}

// EndState writes all that a person can tell two endings of a step apart by:
// what was decided, what browsers and displays show, which cookies there are.
func EndState(f engine.Frame) string {
	var b strings.Builder
	b.WriteString(f.Skipped)
	for _, d := range f.Decisions {
		fmt.Fprintf(&b, "%s %s;", d.Outcome, d.Protocol)
	}
	for _, v := range f.Browsers {
		fmt.Fprintf(&b, "%s open=%t", v.Name, v.Open)
		if v.Page != nil {
			fmt.Fprintf(&b, " %s %q", v.Page.Kind, v.Page.Title)
		}
		for _, c := range v.Jar {
			fmt.Fprintf(&b, " %s", c.Name)
		}
		b.WriteByte(';')
	}
	for _, d := range f.Displays {
		fmt.Fprintf(&b, "%s %s %s %q;", d.Name, d.Phase, d.LED, d.Screen)
	}
	return b.String()
}

// String writes the steps that end differently, each with both outcomes and
// their reasons.
func (c Comparison) String() string {
	var t transcript
	t.line(0, fmt.Sprintf("%s against %s: %d of %d steps end differently",
		c.Names[0], c.Names[1], len(c.Differ), len(c.Played[0].Frames)))
	for _, i := range c.Differ {
		line := c.Played[0].Scenario.Lines[i]
		t.line(0, "")
		t.line(0, fmt.Sprintf("step %d  %s", i+1, strings.Join(strings.Fields(line.Text), " ")))
		for side, r := range c.Played {
			t.line(1, c.Names[side]+":")
			t.ending(r.Frames[i], c.Played[1-side].Frames[i])
		}
	}
	return t.String()
}

// ending writes how a step ended, as far as another ending differs.
func (t *transcript) ending(f, other engine.Frame) {
	if f.Skipped != "" {
		t.line(2, "skipped: "+f.Skipped)
	}
	if n := len(f.Decisions); n > 0 {
		for _, line := range decisionLines(f.Decisions[n-1]) {
			rest := strings.TrimLeft(line, "\t")
			t.line(2+len(line)-len(rest), rest)
		}
	}
	before := transcript{}
	before.views(engine.Frame{}, other)
	seen := before.String()
	after := transcript{}
	after.views(engine.Frame{}, f)
	for _, line := range strings.Split(strings.TrimSuffix(after.String(), "\n"), "\n") {
		if line != "" && !strings.Contains(seen, line+"\n") {
			t.WriteString("  " + line + "\n")
		}
	}
}
