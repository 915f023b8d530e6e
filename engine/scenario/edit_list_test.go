package scenario

import (
	"strings"
	"testing"
)

const shortList = `T

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy always
person ada email=ada@example.com factors=otp
app portal type=spa name="P"
api https://api.example
browser ada person=ada

-- steps --
# One
ada: visit portal
  expect page login
# Two
wait 1d
ada: sign-in`

func listOf(s *Scenario) string {
	var texts []string
	for _, l := range s.Lines {
		texts = append(texts, l.Phase+"/"+l.Text+strings.Repeat("!", len(l.Expect)))
	}
	return strings.Join(texts, ", ")
}

func TestTheListIsEdited(t *testing.T) {
	s, err := Parse("list.txtar", shortList)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		edit func() (*Scenario, error)
		want string
	}{
		{"duplicate", func() (*Scenario, error) { return s.DuplicateStep(0) },
			"One/ada: visit portal!, One/ada: visit portal, Two/wait 1d, Two/ada: sign-in"},
		{"swap over a heading", func() (*Scenario, error) { return s.SwapSteps(0) },
			"One/wait 1d, Two/ada: visit portal!, Two/ada: sign-in"},
		{"swap at the end of the file", func() (*Scenario, error) { return s.SwapSteps(1) },
			"One/ada: visit portal!, Two/ada: sign-in, Two/wait 1d"},
		{"rewrite", func() (*Scenario, error) { return s.WithSteps("# New\r\nwait 2h\r\n") }, "New/wait 2h"},
		{"the same text", func() (*Scenario, error) { return s.WithSteps(s.StepsText()) },
			"One/ada: visit portal!, Two/wait 1d, Two/ada: sign-in"},
	} {
		next, err := test.edit()
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := listOf(next); got != test.want {
			t.Errorf("%s gives %s; expected %s", test.name, got, test.want)
		}
	}
}

func TestMistakesInTheListHaveItsLines(t *testing.T) {
	s, err := Parse("list.txtar", shortList)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.WithSteps("wait 1d\nada: fly\n")
	if err == nil || !strings.Contains(err.Error(), `steps:2:6: unknown verb "fly"`) {
		t.Errorf("the mistake is told as %v; expected line 2 of the list", err)
	}
	for _, at := range []int{-1, 2} {
		if _, err := s.SwapSteps(at); err == nil {
			t.Errorf("step %d was exchanged with one that is not there", at)
		}
	}
	if _, err := s.DuplicateStep(3); err == nil {
		t.Error("a step that is not there was copied")
	}
}
