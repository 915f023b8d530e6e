package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/facts"
)

var (
	factHeading = regexp.MustCompile(`(?m)^#+ (\d+(?:\.\d+)*)`)
	factItem    = regexp.MustCompile(`^(\d+)\. `)
	citation    = regexp.MustCompile(`\bfacts? (\d+(?:\.\d+)*)`)
	reasonClaim = regexp.MustCompile(`"(F\d+|\d+\.\d+/\d+)"`)
	reasonFact  = regexp.MustCompile(`"(\d+\.\d+)"`)
)

// factSections lists what the fact sheet has: its numbered headings, and the
// numbered items of its lists, such as 0.46.
func factSections(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("FACTS.md")
	if err != nil {
		t.Fatal(err)
	}
	sections, current := map[string]bool{}, ""
	for line := range strings.SplitSeq(string(text), "\n") {
		if m := factHeading.FindStringSubmatch(line); m != nil {
			current = m[1]
			sections[current] = true
		}
		if m := factItem.FindStringSubmatch(line); m != nil {
			sections[current+"."+m[1]] = true
		}
	}
	return sections
}

// Every claim that a reason of a decision rests on is one of the fact sheet.
func TestReasonsRestOnClaims(t *testing.T) {
	sheet, err := os.ReadFile("FACTS.md")
	if err != nil {
		t.Fatal(err)
	}
	known := facts.Known(string(sheet))
	cited := 0
	for _, path := range []string{"tenant/reasons.go", "tenant/explain.go", "tenant/explain_cookie.go", "tenant/assume.go"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range reasonClaim.FindAllStringSubmatch(string(text), -1) {
			cited++
			if !known[m[1]] {
				t.Errorf("%s rests on %s, which engine/FACTS.md does not have", path, m[1])
			}
		}
	}
	if cited < 40 {
		t.Errorf("only %d claims were found; is the search still right?", cited)
	}
}

// Whoever follows a citation must find something.
func TestCitedFactsExist(t *testing.T) {
	sections := factSections(t)
	cited := 0
	check := func(path, section string) {
		cited++
		if !sections[section] {
			t.Errorf("%s cites facts %s, which engine/FACTS.md does not have", path, section)
		}
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "dist" || d.Name() == "build") {
			return filepath.SkipDir
		}
		switch filepath.Ext(path) {
		case ".go", ".js", ".mjs", ".txtar":
		case ".md":
			if d.Name() == "FACTS.md" {
				return nil
			}
		default:
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range citation.FindAllStringSubmatch(string(text), -1) {
			check(path, m[1])
		}
		if slices.Contains([]string{"reasons.go", "guesses.go", "assume.go"}, d.Name()) {
			for _, m := range reasonFact.FindAllStringSubmatch(string(text), -1) {
				check(path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited < 300 {
		t.Errorf("only %d citations were found; is the search still right?", cited)
	}
}
