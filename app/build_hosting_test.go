//go:build !js

package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// headerRules reads a _headers file as its hosts do: a line without indentation
// names paths, with * for anything at the end; the headers of all rules that
// match a path count, and one that is given twice is joined.
func headerRules(t *testing.T, text string) func(path string) map[string]string {
	t.Helper()
	type rule struct{ path, name, value string }
	var rules []rule
	var path string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "  ") {
			if path = line; !strings.HasPrefix(path, "/") {
				t.Fatalf("%q is no path; expected one such as /assets/*", line)
			}
			continue
		}
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || path == "" || value == "" {
			t.Fatalf("%q is no header of a path", line)
		}
		rules = append(rules, rule{path, name, value})
	}
	return func(asked string) map[string]string {
		found := map[string]string{}
		for _, r := range rules {
			prefix, open := strings.CutSuffix(r.path, "*")
			if open && !strings.HasPrefix(asked, prefix) || !open && asked != r.path {
				continue
			}
			if found[r.name] != "" {
				r.value = found[r.name] + ", " + r.value
			}
			found[r.name] = r.value
		}
		return found
	}
}

// TestHeaders holds what hosts that read _headers send, and what `serve` sends.
func TestHeaders(t *testing.T) {
	const page, script, kept = "index.html", "assets/boot.0123456789.js", "public, max-age=31536000, immutable"
	dir := testSite(t, map[string]string{page: "page", "404.html": "none", script: "x", "embed.js": "x", "sw.js": "x", "assets.html": "x"})
	b := builder{root: "..", out: dir}
	if _, err := b.hosting(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, headersFile))
	if err != nil {
		t.Fatal(err)
	}
	hosts := headerRules(t, string(text))
	const cache, cors = "Cache-Control", "Access-Control-Allow-Origin"
	for _, c := range []struct{ path, header, hosted, served string }{
		{"/", cache, "", "no-cache"}, // hosts have pages asked for each time by themselves
		{"/lessons/x/", cache, "", "no-cache"},
		{"/assets.html", cache, "", "no-cache"},
		{"/" + script, cache, kept, kept},
		{"/assets/none.js", cache, kept, "no-cache"},
		{"/sw.js", cache, "no-cache", "no-cache"},
		{"/embed.js", cache, "public, max-age=3600", "no-cache"},
		{"/", cors, "", ""},
		{"/sw.js", cors, "", ""},
		{"/" + script, cors, "*", ""},
		{"/embed.js", cors, "*", "*"},
		{"/", "X-Content-Type-Options", "nosniff", "nosniff"},
		{"/" + script, "X-Content-Type-Options", "nosniff", "nosniff"},
		{"/embed.js", "Referrer-Policy", "no-referrer", "no-referrer"},
		// Embeds stand in other people's pages, and every page has a policy in it.
		{"/embed/x/", "X-Frame-Options", "", ""},
		{"/", "Content-Security-Policy", "", ""},
	} {
		recorder := httptest.NewRecorder()
		siteHandler(dir).ServeHTTP(recorder, httptest.NewRequest("GET", "http://site"+c.path, nil))
		if got := recorder.Header().Get(c.header); got != c.served {
			t.Errorf("serve: %s of %s is %q; expected %q", c.header, c.path, got, c.served)
		}
		if got := hosts(c.path)[c.header]; got != c.hosted {
			t.Errorf("%s: %s of %s is %q; expected %q", headersFile, c.header, c.path, got, c.hosted)
		}
	}
}

// TestPolicies holds the policy of each kind of page, and that the manual for
// hosts says all that it allows.
func TestPolicies(t *testing.T) {
	const rest = "default-src 'none'; script-src 'self' THEME'wasm-unsafe-eval'; style-src 'self' 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='; " +
		"img-src 'self' data:; connect-src 'self'%; worker-src 'self'%; base-uri 'none'; form-action 'none'"
	for embed, more := range map[bool]string{false: "", true: " blob:"} {
		theme := hashOf(themeScript) + " "
		if embed {
			theme = ""
		}
		if got, want := (document{embed: embed}).policy("p{color:red}"), strings.NewReplacer("%", more, "THEME", theme).Replace(rest); got != want {
			t.Errorf("embed %v: the policy is\n%s; expected\n%s", embed, got, want)
		}
	}
	manual, err := os.ReadFile("../web/HOSTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n## The policy\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, allowed := range regexp.MustCompile(`(script|img|connect|worker)-src [^;%]+`).FindAllString(strings.ReplaceAll(rest, "THEME", ""), -1) {
		if !strings.Contains(section, "`"+allowed+"`") {
			t.Errorf("web/HOSTING.md does not say that a host's policy has to allow %s", allowed)
		}
	}
}
