package scenario

import (
	"os"
	"strings"
	"testing"

	"mfaplayground/engine/tenant"
)

// manualHead makes a whole scenario of a steps example.
const manualHead = `An example of the manual

-- tenant --
start 2026-11-02T08:00:00Z
person ada email=ada@example.com
app portal type=spa
app wall-display type=device
browser ada person=ada
display display app=wall-display
-- steps --
`

// TestManualExamples parses every example of the manual.
func TestManualExamples(t *testing.T) {
	found := map[string]int{}
	var kind string
	var block []string
	for i, line := range strings.Split(Manual, "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && kind == "":
			kind, block = fence, nil
		case isFence:
			text := strings.Join(block, "\n") + "\n"
			if kind == "steps" {
				text = manualHead + text
			}
			if _, err := Parse("example", text); err != nil {
				t.Errorf("the example that ends in line %d: %v", i+1, err)
			}
			found[kind]++
			kind = ""
		case kind != "":
			block = append(block, line)
		}
	}
	if len(found) != 2 || found["scenario"] == 0 || found["steps"] == 0 {
		t.Errorf("the examples are %v, want some of kind scenario and steps, and no others", found)
	}
}

// TestManualIsComplete checks that every line of the language stands in the
// manual with its syntax.
func TestManualIsComplete(t *testing.T) {
	text := strings.ReplaceAll(Manual, `\|`, "|")
	want := []string{"`" + waitSyntax + "`", "`" + riskStepSyntax + "`"}
	for _, k := range keywords {
		want = append(want, "`"+k.syntax+"`")
	}
	for _, v := range verbs {
		for _, syntax := range v.syntax {
			want = append(want, "`"+syntax+"`")
		}
	}
	for _, e := range expectations {
		want = append(want, "`expect "+e.word)
	}
	for _, p := range visitParams {
		want = append(want, p.name+"=")
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the manual does not have %s", w)
		}
	}
	for _, e := range expectations {
		choices, _, _ := strings.Cut(strings.TrimPrefix(e.syntax, "expect "+e.word+" "), " ")
		for _, choice := range strings.Split(choices, "|") {
			if strings.ToLower(choice) == choice && !strings.Contains(text, choice) {
				t.Errorf("the manual does not have %q of expect %s", choice, e.word)
			}
		}
	}
}

// TestManualListsAssumptions holds the list of assumptions against the table
// that everything else is driven from, or rewrites it.
func TestManualListsAssumptions(t *testing.T) {
	const heading = "## Assumptions\n"
	want := "\nWhat the published sources leave open, or answer differently, is a named assumption. The line `assume NAME=VALUE` takes\n" +
		"another answer than the default, which stands first.\n\n| name | question | answers | what is known |\n|---|---|---|---|\n"
	for _, a := range tenant.AssumptionList {
		var answers []string
		for _, c := range a.Answers {
			answers = append(answers, "`"+c.Value+"`: "+c.Effect)
		}
		want += "| `" + a.Name + "` | " + a.Question + " | " + strings.Join(answers, " ") + " | " + a.Sources + " (facts " + a.Fact + ") |\n"
	}
	want += "\nA profile is a dated set of such answers. The line `profile NAME` takes them all; an `assume` line overrides them.\n" +
		"`go run ./app run -compare NAME,NAME FILE` prints the steps that end differently under two of them; it exits with 0 when none\n" +
		"does, with 1 when some do, and with 2 when something cannot be read.\n\n| profile | when | what it answers |\n|---|---|---|\n"
	for _, p := range tenant.Profiles {
		var answers []string
		for _, a := range tenant.AssumptionList {
			if v, ok := p.Answers[a.Name]; ok {
				answers = append(answers, "`"+a.Name+"="+v+"`")
			}
		}
		want += "| `" + p.Name + "` | " + p.Title + ": " + p.Text + " | " + strings.Join(answers, " ") + " |\n"
	}
	before, rest, _ := strings.Cut(Manual, heading)
	got, after, found := strings.Cut(rest, "\n## ")
	switch {
	case !found:
		t.Fatalf("the manual has no section %q", heading)
	case got == want:
	case *update:
		if err := os.WriteFile("FORMAT.md", []byte(before+heading+want+"\n## "+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the list of assumptions is not what the table says (go test ./engine/scenario -update rewrites it):\n%s\nwant\n%s", got, want)
	}
}

// TestManualIsPlain checks that the manual keeps to what its page can show.
func TestManualIsPlain(t *testing.T) {
	for i, line := range strings.Split(Manual, "\n") {
		outside := strings.Split(line, "`")
		for j := 0; j < len(outside); j += 2 {
			if strings.ContainsAny(outside[j], "<>") || strings.Contains(outside[j], "](") || strings.Contains(outside[j], "**") {
				t.Errorf("line %d has markup beyond headings, paragraphs, lists, code and tables: %s", i+1, line)
			}
		}
	}
}
