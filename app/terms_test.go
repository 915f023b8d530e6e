//go:build !js

package main

import (
	"os"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// knownTerms reads the table of web/terms.txt, as web/terms.js does.
func knownTerms(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../web/terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) < 3 || len(parts) > 4 || !strings.HasSuffix(parts[2], ".") {
			t.Fatalf("web/terms.txt: %q; expected kind | name | sentence | source", line)
		}
		for kind := range strings.SplitSeq(parts[0], ",") {
			term := kind + " " + parts[1]
			if known[term] != "" {
				t.Errorf("web/terms.txt explains %q twice", term)
			}
			known[term] = parts[2]
		}
	}
	return known
}

// TestEveryTermOfTheLessonsIsExplained plays the lessons and looks up each name
// that the Inspector would show.
func TestEveryTermOfTheLessonsIsExplained(t *testing.T) {
	known := knownTerms(t)
	missing := map[string]bool{}
	want := func(kind, name string) {
		if known[kind+" "+name] == "" {
			missing[kind+" "+name] = true
		}
	}
	sandbox, err := script.NewNative(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sandbox.Close()
	seen := 0
	for _, lesson := range scenario.Lessons() {
		result, err := scenario.Run(t.Context(), lesson.Scenario(), sandbox)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Frames {
			for _, l := range f.Logs {
				want("log", l.Code)
			}
			for _, x := range f.Exchanges {
				seen++
				wantAll(want, x)
			}
		}
	}
	if seen < 50 {
		t.Fatalf("the lessons have %d requests; expected dozens", seen)
	}
	for term := range missing {
		t.Errorf("web/terms.txt does not explain %q", term)
	}
}

// wantAll asks for every name of an exchange.
func wantAll(want func(kind, name string), x wire.Exchange) {
	for _, header := range []map[string][]string{x.Request.Header, x.Response.Header} {
		for name := range header {
			if name != "Set-Cookie" {
				want("header", name)
			}
		}
	}
	for _, values := range []map[string][]string{x.Request.Query(), x.Request.Form()} {
		for name := range values {
			want("parameter", name)
		}
	}
	for name := range x.Response.Members() {
		if !strings.Contains(name, ".") {
			want("member", name)
		}
	}
	for _, c := range x.Response.SetCookies() {
		want("cookie", c.Name)
	}
}
