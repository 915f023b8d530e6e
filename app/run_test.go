//go:build !js

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
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

func TestRunTakesPatternsAndPicks(t *testing.T) {
	dir := testSite(t, map[string]string{
		"a.txtar": small, "b.txtar": strings.Replace(small, "A small one", "Another one", 1), "c.txt": "nothing",
	})
	pattern := filepath.Join(dir, "*.txtar")
	code, stdout, stderr := said(t, "run", pattern)
	if code != exitOK || strings.Count(stdout, "== ") != 2 {
		t.Errorf("all: exit %d\n%s%s", code, stdout, stderr)
	}
	code, stdout, _ = said(t, "run", "-run", "^Another", pattern)
	if code != exitOK || strings.Count(stdout, "== ") != 1 || !strings.Contains(stdout, "b.txtar") {
		t.Errorf("-run: exit %d\n%s", code, stdout)
	}
	for _, c := range []struct{ args, want string }{
		{"-run nowhere", "no scenario matches -run nowhere"}, {"-run (", "expected a regular expression"},
		{"-tap -json", "expected one of them"}, {"-compare a,b -tap", "expected it without"},
	} {
		if code, _, stderr := said(t, append(append([]string{"run"}, strings.Fields(c.args)...), pattern)...); code != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit %d, %q; expected %d, %q", c.args, code, stderr, exitUsage, c.want)
		}
	}
	if code, _, stderr := said(t, "run", filepath.Join(dir, "x*.txtar")); code != exitUsage || !strings.Contains(stderr, "no file matches") {
		t.Errorf("a pattern without files: exit %d, %q", code, stderr)
	}
}

func TestRunReportsForOtherPrograms(t *testing.T) {
	dir := testSite(t, map[string]string{
		"bad.txtar": "nothing", "fails.txtar": strings.Replace(small, "mfa not-asked", "mfa asked", 1),
		"good.txtar": small, "plain.txtar": strings.ReplaceAll(strings.ReplaceAll(small, "  expect page login\n", ""), "  expect mfa not-asked\n", ""),
	})
	report := filepath.Join(t.TempDir(), "report.xml")
	code, stdout, _ := said(t, "run", "-tap", "-junit", report, filepath.Join(dir, "*.txtar"))
	if code != exitUsage {
		t.Errorf("exit %d; expected %d, for the file that cannot be read", code, exitUsage)
	}
	for _, want := range []string{"TAP version 14\n1..6\n", "not ok 1 - ", "\nok 2 - ", "\nnot ok 3 - ", "expect mfa asked; got not-asked\n  ...\n", "\nok 6 - "} {
		if !strings.Contains(stdout, want) {
			t.Errorf("TAP lacks %q:\n%s", want, stdout)
		}
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var suites junitSuites
	if err := xml.Unmarshal(text, &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 6 || suites.Failures != 1 || suites.Errors != 1 || len(suites.Suites) != 4 || suites.Suites[2].Name != "A small one" ||
		suites.Suites[1].Cases[1].Failure == nil || !strings.Contains(suites.Suites[1].Cases[1].Name, "step 2, ada: sign-in: expect mfa asked") {
		t.Errorf("the report is\n%s", text)
	}
}

// inFile is a scenario whose rule lies in a file of its own.
var inFile = strings.Replace(small, "browser ada", "rule mfa file=rules/mfa.js\nbrowser ada", 1)

func TestRunReadsCodeBesideTheScenario(t *testing.T) {
	const asks = "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n"
	dir := testSite(t, map[string]string{
		"in/a.txtar": strings.Replace(inFile, "mfa not-asked", "mfa asked", 1), "in/rules/mfa.js": asks, "secret.js": asks,
		"in/out.txtar": strings.Replace(inFile, "rules/mfa.js", "../secret.js", 1), "in/none.txtar": strings.Replace(inFile, "rules/mfa.js", "none.js", 1),
		"in/abs.txtar": strings.Replace(inFile, "rules/mfa.js", "/etc/hostname", 1), "in/link.txtar": strings.Replace(inFile, "rules/mfa.js", "link.js", 1),
	})
	if err := os.Symlink(filepath.Join(dir, "secret.js"), filepath.Join(dir, "in", "link.js")); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := said(t, "run", filepath.Join(dir, "in", "a.txtar")); code != exitOK {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
	for _, name := range []string{"out", "abs", "link", "none"} {
		file := filepath.Join(dir, "in", name+".txtar")
		if code, _, stderr := said(t, "run", file); code != exitUsage || !strings.HasPrefix(stderr, file+":9:10: the code in ") {
			t.Errorf("%s: exit %d, %q; expected it to be refused", name, code, stderr)
		}
	}
}

func TestRunWatches(t *testing.T) {
	name := scenarioFile(t, small)
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- dispatch(ctx, []string{"run", "-watch", name}, io.Discard, in)
		in.Close()
	}()
	reader := bufio.NewReader(out)
	for _, want := range []string{"exit code 0", "exit code 1"} {
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				t.Fatalf("%q was not said: %v", want, err)
			}
			if strings.Contains(line, want) {
				break
			}
		}
		if err := os.WriteFile(name, []byte(strings.Replace(small, "mfa not-asked", "mfa asked", 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	go io.Copy(io.Discard, reader)
	if code := <-ended; code != exitFailed {
		t.Errorf("exit %d; expected that of the last time", code)
	}
}

func TestSharePrintsALink(t *testing.T) {
	code, stdout, stderr := said(t, "share", "-base", "https://site.example/p/#x", scenarioFile(t, small))
	link, claim, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(stdout), "https://site.example/p/#s="), "&is=")
	if s, err := scenario.Decode(link); code != exitOK || err != nil || s.Print() != small || !strings.HasPrefix(claim, engine.Version+".") {
		t.Errorf("exit %d, %q, %q, %v", code, stdout, stderr, err)
	}
	dir := testSite(t, map[string]string{"a.txtar": inFile, "rules/mfa.js": "function mfa(u, c, callback) {\n  callback(null, u, c);\n}"})
	_, stdout, stderr = said(t, "share", filepath.Join(dir, "a.txtar"))
	_, fragment, _ := strings.Cut(stdout, "#s=")
	link, _, _ = strings.Cut(fragment, "&")
	if s, err := scenario.Decode(link); err != nil || !strings.Contains(s.Setup.Tenant.Rules[0].Code, "callback(null, u, c)") {
		t.Errorf("the code is not in the link: %v, %q", err, stderr)
	}
	for _, args := range [][]string{{"share"}, {"share", "-base", "ftp://x", "f"}, {"share", "nowhere.txtar"}} {
		if code, _, _ := said(t, args...); code != exitUsage {
			t.Errorf("%v: exit %d; expected %d", args, code, exitUsage)
		}
	}
}
