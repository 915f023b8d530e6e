//go:build !js

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// small is a scenario in which everything holds.
const small = `A small one

Ada signs in; nothing requires a second factor.

-- tenant --
start 2026-11-02T08:00:00Z
person ada email=ada@example.com
app portal type=spa
browser ada person=ada

-- steps --
ada: visit portal
  expect page login
ada: sign-in
  expect mfa not-asked
`

// scenarioFile writes a scenario and returns its name.
func scenarioFile(t *testing.T, text string) string {
	t.Helper()
	return filepath.Join(testSite(t, map[string]string{"s.txtar": text}), "s.txtar")
}

func TestRunPrintsTheTranscript(t *testing.T) {
	code, stdout, stderr := said(t, "run", scenarioFile(t, small))
	if code != exitOK || stderr != "" {
		t.Fatalf("exit %d, %q; expected 0 and silence", code, stderr)
	}
	for _, want := range []string{"ada: visit portal", "ada: sign-in"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the transcript lacks %q:\n%s", want, stdout)
		}
	}
}

func TestRunComparesProfiles(t *testing.T) {
	ruled := strings.Replace(small, "browser ada", "rule mfa\nbrowser ada", 1) +
		"-- rules/mfa.js --\nfunction mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n"
	for _, test := range []struct {
		profiles, text string
		code           int
		want           string
	}{
		{"2021-rules,2026-actions", ruled, exitFailed, "1 of 2 steps end differently"},
		{"2021-rules,2026-actions", small, exitOK, "0 of 2 steps end differently"},
		{"2021-rules,2026", small, exitUsage, `unknown profile "2026"; expected 2021-rules`},
		{"2021-rules", small, exitUsage, "expected two names"},
	} {
		code, stdout, stderr := said(t, "run", "-compare", test.profiles, scenarioFile(t, test.text))
		if code != test.code || !strings.Contains(stdout+stderr, test.want) {
			t.Errorf("-compare %s: exit %d, want %d and %q:\n%s%s", test.profiles, code, test.code, test.want, stdout, stderr)
		}
	}
}

func TestRunTellsWhatDidNotHold(t *testing.T) {
	name := scenarioFile(t, strings.Replace(small, "mfa not-asked", "mfa asked", 1))
	code, stdout, stderr := said(t, "run", name)
	if code != exitFailed {
		t.Errorf("exit %d; expected %d", code, exitFailed)
	}
	if want := name + ":15:3: expect mfa asked; got not-asked"; !strings.Contains(stderr, want) {
		t.Errorf("complains\n%s\nexpected\n%s", stderr, want)
	}
	if !strings.Contains(stdout, "ada: sign-in") {
		t.Error("the transcript is missing, although the file could be played")
	}
}

func TestRunNamesThePlaceOfAMistake(t *testing.T) {
	name := scenarioFile(t, strings.Replace(small, "ada: sign-in", "ada: sing-in", 1))
	code, stdout, stderr := said(t, "run", name)
	if code != exitUsage || stdout != "" {
		t.Errorf("exit %d, printed %q; expected %d and nothing", code, stdout, exitUsage)
	}
	if !strings.HasPrefix(stderr, name+":14:6: ") {
		t.Errorf("complains %q; expected %s:14:6", stderr, name)
	}
	missing := filepath.Join(t.TempDir(), "nowhere.txtar")
	if code, _, stderr := said(t, "run", missing); code != exitUsage || !strings.HasPrefix(stderr, missing+":1:1: cannot be read") {
		t.Errorf("a missing file: exit %d, %q", code, stderr)
	}
}

func TestRunPlaysEveryFileAndKeepsTheWorstCode(t *testing.T) {
	good, bad := scenarioFile(t, small), scenarioFile(t, "nothing")
	code, stdout, stderr := said(t, "run", bad, good)
	if code != exitUsage || !strings.Contains(stdout, "== "+good) || !strings.Contains(stderr, bad+":") {
		t.Errorf("exit %d\n%s\n%s", code, stdout, stderr)
	}
}

func TestRunPrintsStableJSON(t *testing.T) {
	story, err := os.ReadFile(filepath.Join("..", "engine", "scenario", "testdata", "refresh_rule_challenges.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	name := scenarioFile(t, string(story))
	code, first, stderr := said(t, "run", "-json", name)
	if code != exitOK || stderr != "" {
		t.Fatalf("exit %d, %q", code, stderr)
	}
	if _, second, _ := said(t, "run", "-json", name); second != first {
		t.Error("the same file gave other bytes the second time")
	}
	var document struct {
		Scenarios []struct {
			Title  string
			Frames []map[string]any
			Checks []struct {
				Step, Line int
				Held       bool
			}
		}
	}
	if err := json.Unmarshal([]byte(first), &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Scenarios) != 1 || len(document.Scenarios[0].Frames) < 5 || len(document.Scenarios[0].Checks) < 5 {
		t.Errorf("%d scenarios; expected one with frames and checks", len(document.Scenarios))
	}
	if code, stdout, _ := said(t, "run", "-json", scenarioFile(t, "nothing")); code != exitUsage || !json.Valid([]byte(stdout)) {
		t.Errorf("a bad file with -json: exit %d, %q; expected %d and a document", code, stdout, exitUsage)
	}
}
