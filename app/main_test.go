//go:build !js

package main

import (
	"bytes"
	"strings"
	"testing"
)

// said runs a command line and returns its exit code and what it printed.
func said(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = dispatch(t.Context(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestCommandLine(t *testing.T) {
	cases := []struct {
		args           []string
		code           int
		stdout, stderr string // parts
	}{
		{nil, 2, "", "Usage:"},
		{[]string{"help"}, 0, "Usage:", ""},
		{[]string{"-h"}, 0, "Usage:", ""},
		{[]string{"sreve"}, 2, "", `unknown command "sreve"; expected run, build, serve, lint, new-lesson or tenant`},
		{[]string{"run"}, 2, "", "no scenario file given"},
		{[]string{"run", "-fast"}, 2, "", "flag provided but not defined"},
		{[]string{"build", "x"}, 2, "", `unexpected argument "x"`},
		{[]string{"serve", "x"}, 2, "", `unexpected argument "x"`},
		{[]string{"serve", "-dir", "testdata/no/such", "-port", "1"}, 2, "", "flag provided but not defined"},
	}
	for _, c := range cases {
		code, stdout, stderr := said(t, c.args...)
		if code != c.code {
			t.Errorf("%q exits with %d; expected %d", c.args, code, c.code)
		}
		if !strings.Contains(stdout, c.stdout) || c.stdout == "" && stdout != "" {
			t.Errorf("%q prints %q; expected %q", c.args, stdout, c.stdout)
		}
		if !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
			t.Errorf("%q complains %q; expected %q", c.args, stderr, c.stderr)
		}
	}
}

func TestBuildSparesOtherPeoplesFolders(t *testing.T) {
	dir := testSite(t, map[string]string{"letter.txt": "dear"})
	code, _, stderr := said(t, "build", "-o", dir)
	if code != exitFailed || !strings.Contains(stderr, "holds files but no site") {
		t.Errorf("exit %d, %q; expected a refusal", code, stderr)
	}
	if err := replaceable(t.TempDir()); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	if err := replaceable(testSite(t, map[string]string{namesFile: ""})); err != nil {
		t.Errorf("a built site: %v", err)
	}
}
