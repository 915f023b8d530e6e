//go:build !js

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ran runs a command and returns what it says.
func ran(t *testing.T, run command, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestANewLessonIsAGoodOne(t *testing.T) {
	dir := t.TempDir()
	if code, out, errs := ran(t, newLessonCommand, "-o", dir, "why-nobody-is-asked"); code != exitOK || !strings.Contains(out, "lint") {
		t.Fatalf("new-lesson exits with %d: %s%s", code, out, errs)
	}
	file := filepath.Join(dir, "why-nobody-is-asked.txtar")
	if code, out, errs := ran(t, lintCommand, file); code != exitOK || errs != "" || !strings.Contains(out, "a good lesson") {
		t.Fatalf("lint exits with %d: %s%s", code, out, errs)
	}
	if code, _, errs := ran(t, newLessonCommand, "-o", dir, "why-nobody-is-asked"); code != exitFailed || !strings.Contains(errs, "there already") {
		t.Fatalf("a second new-lesson exits with %d: %s", code, errs)
	}
	for _, name := range []string{"", "Two Words", "../up", "x_y"} {
		if code, _, errs := ran(t, newLessonCommand, "-o", dir, name); code != exitUsage || !strings.Contains(errs, "name") {
			t.Errorf("the name %q exits with %d: %s", name, code, errs)
		}
	}
}

// TestLintFindsWhatIsWrong breaks the template in one place after the other.
func TestLintFindsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	if code, _, errs := ran(t, newLessonCommand, "-o", dir, "x"); code != exitOK {
		t.Fatal(errs)
	}
	good, err := os.ReadFile(filepath.Join(dir, "x.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, old, new, want string }{
		{"no question", "at x?", "at x.", "y.txtar:1:1: the title"},
		{"two hints", "hint A nudge", "takeaway A nudge", `there is a second "takeaway"`},
		{"unknown keyword", "related the", "relate the", `unknown keyword "relate"`},
		{"no related", "related the-display-that-stopped remember-this-device\n", "", "no related lesson"},
		{"related nowhere", "remember-this-device\nwrong", "nowhere\nwrong", `there is no lesson "nowhere"`},
		{"no such section", "sources 1.6", "sources 99.6", "no section 99.6"},
		{"no such source", "D:secure", "Q:secure", "is no source"},
		{"no message", "  ! Ada signs in to her portal with a password alone.\n", "", "has no message"},
		{"message alone", "  expect mfa asked\n  ! Ben", "  ! Ben", "a message stands alone"},
		{"no goal", "goal Ada is asked when she signs in\n", "", "has no goal"},
		{"a step that is none", "ben: visit shop", "ben: vist shop", "cannot be played"},
		{"unknown file", "-- checks/later --", "-- check/later --", `unknown file "check/later"`},
		{"wrong without message", "wrong only-ada Ben signs in\n", "", "must be told"},
		{"message of no wrong fix", "wrong only-ada Ben signs in", "wrong only-ada Ben signs in\nwrong other Ben", `no wrong fix "other"`},
		{"another message", "wrong only-ada Ben signs in", "wrong only-ada Carl signs in", `expected "Carl signs in"`},
		{"a solution that fails", "{ provider: 'any' };\n  callback(null, user, context);\n}\n\n-- solution/as-an", "null;\n  callback(null, user, context);\n}\n\n-- solution/as-an", `"as-a-rule" fails`},
		{"solved at the start", "function mfa(user, context, callback) {\n  callback", "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback", "solved before anything was done"},
		{"a check that cannot fail", "  expect not mfa asked", "  expect step done", "is met by the start and by every wrong fix"},
		{"checks that can be fooled", "ben: visit shop\nben: sign-in", "ada: visit shop\nada: sign-in", "can be fooled"},
		{"an application by name", "ben: visit shop", "ben: visit portal", "only for the applications of the story"},
		{"a rule alone", "-- solution/as-an-action/actions/mfa.js --", "-- solution/as-another-rule/rules/mfa.js --", "told as a Rule only"},
		{"nobody else", "set person ben email=ben@example.net factors=otp\nset browser ben person=ben\nset app shop type=web name=\"Shop\"\n", "", "no check has anybody or anything"},
		{"no tenant change", "-- wrong/only-ada/rules/mfa.js --", "-- wrong/only-ada/tenant --\npolicy never\n-- wrong/only-ada/rules/mfa.js --", "is no change"},
	}
	file := filepath.Join(dir, "y.txtar")
	for _, c := range cases {
		if !strings.Contains(string(good), c.old) {
			t.Fatalf("%s: the template lacks %q", c.name, c.old)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(good), c.old, c.new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		code, _, errs := ran(t, lintCommand, file)
		if code != exitFailed || !strings.Contains(errs, c.want) || !strings.Contains(errs, "y.txtar:") {
			t.Errorf("%s: lint exits with %d and says\n%s\nexpected %q", c.name, code, errs, c.want)
		}
	}
	long := strings.Replace(string(good), "Tell in", strings.Repeat("word ", 121)+"Tell in", 1)
	if err := os.WriteFile(file, []byte(long), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := ran(t, lintCommand, file); code != exitFailed || !strings.Contains(errs, "the story has") {
		t.Errorf("a long story: lint exits with %d and says %s", code, errs)
	}
}

func TestLintNeedsAFile(t *testing.T) {
	if code, _, errs := ran(t, lintCommand); code != exitUsage || !strings.Contains(errs, "no lesson given") {
		t.Errorf("lint without a file exits with %d: %s", code, errs)
	}
	if code, _, errs := ran(t, lintCommand, filepath.Join(t.TempDir(), "nowhere.txtar")); code != exitUsage || !strings.Contains(errs, "nowhere") {
		t.Errorf("lint of a file that is not there exits with %d: %s", code, errs)
	}
}
