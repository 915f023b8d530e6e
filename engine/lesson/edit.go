package lesson

import (
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// Apply makes a fix in a scenario. Code of one kind alone is meant to be the
// only one that runs: scripts of the other kind are switched off.
func (f Fix) Apply(s *scenario.Scenario) (*scenario.Scenario, error) {
	var err error
	for _, c := range f.Code {
		if s, err = withCode(s, c); err != nil {
			return nil, err
		}
	}
	if kind := f.kind(); kind != "" {
		if s, err = alone(s, kind, f.Code); err != nil {
			return nil, err
		}
	}
	text := s.Print()
	if len(f.Set)+len(f.Drop) > 0 {
		text = withFile(text, "tenant", tenantText(changed(s.TenantLines(), f.Set, f.Drop)))
	}
	if f.Steps != "" {
		text = withFile(text, "steps", f.Steps)
	}
	return scenario.Parse(s.Name(), text)
}

// kind returns the kind of script that the fix has code for, if it is only one.
func (f Fix) kind() script.Kind {
	var kind script.Kind
	for _, c := range f.Code {
		if kind != "" && kind != c.Kind {
			return ""
		}
		kind = c.Kind
	}
	return kind
}

func withCode(s *scenario.Scenario, c Code) (*scenario.Scenario, error) {
	for _, have := range scripts(s, c.Kind) {
		if have == c.Name {
			return s.WithCode(c.Kind, c.Name, c.Text)
		}
	}
	return s.WithScript(c.Kind, c.Name, c.Text)
}

// scripts returns the names of a scenario's rules or actions.
func scripts(s *scenario.Scenario, kind script.Kind) []string {
	var names []string
	for _, line := range s.TenantLines() {
		if line.Keyword == string(kind) {
			names = append(names, line.Name)
		}
	}
	return names
}

// alone switches the scripts of a fix on and those of the other kind off.
func alone(s *scenario.Scenario, kind script.Kind, code []Code) (*scenario.Scenario, error) {
	var err error
	for _, c := range code {
		if s, err = s.WithEnabled(c.Kind, c.Name, true); err != nil {
			return nil, err
		}
	}
	other := script.Rule
	if kind == script.Rule {
		other = script.Action
	}
	for _, name := range scripts(s, other) {
		if s, err = s.WithEnabled(other, name, false); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// changed returns the lines of a tenant file after some were set and others
// dropped. A line takes the place of the one that is about the same.
func changed(lines []scenario.TenantLine, set, drop []Line) []scenario.TenantLine {
	same := func(a, b scenario.TenantLine) bool { return a.Keyword == b.Keyword && a.Name == b.Name }
	lines = slices.Clone(lines)
	for _, d := range drop {
		gone := scenario.TenantLineOf(d.Text)
		lines = slices.DeleteFunc(lines, func(l scenario.TenantLine) bool { return same(l, gone) })
	}
	for _, l := range set {
		line := scenario.TenantLineOf(l.Text)
		if i := slices.IndexFunc(lines, func(l scenario.TenantLine) bool { return same(l, line) }); i >= 0 {
			lines[i] = line
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

func tenantText(lines []scenario.TenantLine) string {
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.Text + "\n")
	}
	return text.String()
}

// withFile replaces the body of a file of an archive.
func withFile(text, name, body string) string {
	var out strings.Builder
	inside := false
	for line := range strings.SplitAfterSeq(text, "\n") {
		marker := strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(marker, "-- ") && strings.HasSuffix(marker, " --") {
			if inside = marker == "-- "+name+" --"; inside {
				out.WriteString("-- " + name + " --\n" + body)
				continue
			}
		}
		if !inside {
			out.WriteString(line)
		}
	}
	return out.String()
}
