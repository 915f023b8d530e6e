package facts_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"mfaplayground/engine/facts"
)

func sheet(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../FACTS.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestClaimsOfTheSheet(t *testing.T) {
	byID := map[string]facts.Claim{}
	for _, c := range facts.Claims(sheet(t)) {
		if _, twice := byID[c.ID]; twice {
			t.Errorf("%s is there twice", c.ID)
		}
		byID[c.ID] = c
		if c.Text == "" || c.Source == "" && c.ID[0] != 'F' || len(c.Confidence) == 0 {
			t.Errorf("%s lacks a text, a source or a confidence: %+v", c.ID, c)
		}
	}
	for n := 1; n <= 60; n++ {
		if byID["F"+strconv.Itoa(n)].Text == "" {
			t.Errorf("fact F%d is missing", n)
		}
	}
	for _, want := range []struct{ id, text, source, confidence string }{
		{"F7", "The email factor never yields a remembered browser.", "§4.4", "documented"},
		{"F33", "Model as bound to user", "§4.5", "inferred"},
		{"1.6/5", "omitted (rule): checkbox shown", "", "documented"},
		{"1.8/3", "UnauthorizedError('m')", "L:rules/index", "documented, observed"},
		{"4.4/16", "factor deleted", "C:189569", "documented"},
		{"6.3/2", "Unknown or invalid refresh token.", "AND/SWF", "observed"},
	} {
		c, ok := byID[want.id]
		if !ok || !strings.Contains(c.Text, want.text) || !strings.Contains(c.Source, want.source) ||
			strings.Join(c.Confidence, ", ") != want.confidence {
			t.Errorf("%s is %+v, want text %q, source %q, confidence %q", want.id, c, want.text, want.source, want.confidence)
		}
	}
}

func TestEveryTableIsThere(t *testing.T) {
	rows := map[string]int{}
	for _, c := range facts.Claims(sheet(t)) {
		rows[c.Section]++
	}
	for _, section := range facts.Tables {
		if rows[section] < 2 {
			t.Errorf("section %s has %d rows, want a table", section, rows[section])
		}
	}
}

func TestKnownHasEveryRow(t *testing.T) {
	known := facts.Known(sheet(t))
	for _, id := range []string{"F1", "4.4/1", "11.2/1", "12/1", "4.6", "2.2.3"} {
		if !known[id] {
			t.Errorf("%s is unknown", id)
		}
	}
	for _, id := range []string{"F0", "F61", "4.4/0", "4.4/99", "4", "4.99", ""} {
		if known[id] {
			t.Errorf("%q is known", id)
		}
	}
}
