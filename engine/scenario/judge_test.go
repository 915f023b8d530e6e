package scenario

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// judged is a frame in which something of everything happened. The browser has
// two cookies: c was there before and got new time, n came anew.
func judged() (before, now engine.Frame) {
	t0 := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	old := browser.Cookie{Name: "c", Value: "1", Expires: t0.Add(day)}
	renewed := browser.Cookie{Name: "c", Value: "1", Expires: t0.Add(8 * day)}
	fresh := browser.Cookie{Name: "n", Value: "2"}
	gone := browser.Cookie{Name: "g", Value: "3", Expires: t0.Add(day)}
	before = engine.Frame{At: t0, Browsers: []browser.View{{Name: "ada", Jar: []browser.Cookie{old, gone}}}}
	now = engine.Frame{
		Start: t0, At: t0.Add(day),
		Decisions: []tenant.Decision{
			{Outcome: tenant.NotAsked},
			{Outcome: tenant.Asked, RememberOffered: true, Because: []tenant.Reason{{Source: tenant.FromRule, Name: "mfa", Line: 4}}},
		},
		// the claims are {"sub":"auth0|ada","n":[1]}
		Tokens:      []tenant.Issued{{AccessToken: "e30.eyJzdWIiOiJhdXRoMHxhZGEiLCJuIjpbMV19.e30"}},
		Logs:        []tenant.Log{{Code: "s"}, {Code: "sertft"}},
		Console:     []script.Line{{Text: "hello world"}},
		Diagnostics: []script.Diagnostic{{Text: "a second callback"}},
		Browsers: []browser.View{{Name: "ada", Page: &wire.Page{Kind: wire.PageMFA, Title: "Verify", Text: []string{"Enter the code"}},
			Jar: []browser.Cookie{renewed, fresh, gone}}},
		Displays: []display.View{{Name: "display", Screen: []string{"Live", "now"}, LED: display.LEDGreen, Tries: 3}},
		Exchanges: []wire.Exchange{
			{From: "ada", Request: wire.Get("https://tenant.example/authorize"), Response: wire.Response{Status: 302, Header: http.Header{
				"Location": {"https://a.example/?error=login_required"}, "Set-Cookie": {"c=1; Path=/", "n=2; Path=/"}}}},
			{From: "display", Request: wire.PostForm("https://tenant.example/oauth/token", nil),
				Response: wire.Response{Status: 403, Body: `{"error":"mfa_required"}`}},
			{From: "display", Request: wire.Get("https://api.example/oauth/token"), Response: wire.Response{Status: 500}},
		},
	}
	return before, now
}

// judgedLines hold and do not hold on one frame. An empty second column means
// that the line holds.
var judgedLines = []struct{ line, got string }{
	{"step done", ""},
	{"step skipped", "done"},
	{"mfa asked", ""},
	{"mfa not-asked", "asked"},
	{"not mfa asked", "asked"},
	{"not mfa none", ""},
	{"because rule", ""},
	{"because rule mfa", ""},
	{"because rule mfa line 4", ""},
	{"because rule line 4", ""},
	{"because rule mfa line 5", "rule mfa line 4"},
	{"because rule other", "rule mfa line 4"},
	{"because policy", "rule mfa line 4"},
	{"remember offered", ""},
	{"remember not-offered", "offered"},
	{"page mfa-otp", ""},
	{`page mfa-otp "the code"`, ""},
	{`page mfa-otp "password"`, `mfa-otp "Verify Enter the code"`},
	{"page login", `mfa-otp "Verify Enter the code"`},
	{"page none", `mfa-otp "Verify Enter the code"`},
	{"cookie c present", ""},
	{"cookie c absent", "present, expires 7d"},
	{"cookie c renewed", ""},
	{"cookie c set", "expires 7d"},
	{"cookie c expires 7d", ""},
	{"cookie c expires 168h", ""},
	{"cookie c expires 6d23h", "expires 7d"},
	{"cookie n set", ""},
	{"cookie n renewed", "expires at-quit"},
	{"cookie n expires at-quit", ""},
	{"cookie n has n=2", ""},
	{"cookie n has Secure", "n=2"},
	{"cookie g absent", ""},
	{"cookie g present", "absent"},
	{"cookie x set", "absent"},
	{`screen "Live now"`, ""},
	{`screen "dead"`, `"Live now"`},
	{"led green", ""},
	{"led red", "green"},
	{"tries 3", ""},
	{"tries 2", "3"},
	{"tries at-least 2", ""},
	{"tries at-least 4", "3"},
	{"status 403", ""},
	{"status 403 mfa_required", ""},
	{"status 403 access_denied", "403 mfa_required"},
	{"status 302 login_required", "403 mfa_required"},
	{"answer error", ""},
	{"answer error mfa", ""},
	{"answer error denied", "mfa_required"},
	{"answer mfa_token", "no mfa_token"},
	{"claim access-token sub auth0|ada", ""},
	{"claim access-token n [1]", ""},
	{"claim access-token n", ""},
	{"claim access-token sub bob", "auth0|ada"},
	{"claim access-token amr", "absent"},
	{"claim id-token sub", "no token"},
	{"log sertft", ""},
	{"log fertft", "s, sertft"},
	{`console "hello"`, ""},
	{`console "bye"`, `"hello world"`},
	{`remark "callback"`, ""},
	{`remark "loop"`, `"a second callback"`},
}

// TestExpectations judges every kind of line, turned both ways.
func TestExpectations(t *testing.T) {
	before, now := judged()
	seen := map[string]bool{}
	for _, test := range judgedLines {
		s := mustParse(t, "x", manualHead+"wait 1d\nwait 1d\nexpect "+test.line+"\n")
		checks := Judge(s, []engine.Frame{before, now})
		if len(checks) != 1 || checks[0].Line != 1 {
			t.Fatalf("%s gives the checks %+v", test.line, checks)
		}
		if c := checks[0]; c.Held != (test.got == "") || c.Got != test.got {
			t.Errorf("expect %s: held %v, got %q; want %q", test.line, c.Held, c.Got, test.got)
		}
		seen[s.Lines[1].Expect[0].verb] = true
	}
	for _, kind := range expectations {
		if !seen[kind.word] {
			t.Errorf("nothing tests expect %s", kind.word)
		}
	}
}

// TestExpectationsOfNothing judges every kind on an empty frame.
func TestExpectationsOfNothing(t *testing.T) {
	tests := []struct{ line, got string }{
		{"mfa none", ""},
		{"mfa asked", "none"},
		{"because rule", "no decision"},
		{"remember not-offered", "no decision"},
		{"page none", ""},
		{"page app", "none"},
		{"cookie c absent", ""},
		{"screen x", `""`},
		{"led off", ""},
		{"tries 0", ""},
		{"status 200", "no such request"},
		{"log s", "none"},
		{"console x", "none"},
		{"remark x", "none"},
		{"step skipped", ""},
	}
	for _, test := range tests {
		s := mustParse(t, "x", manualHead+"wait 1d\nexpect "+test.line+"\n")
		check := Judge(s, []engine.Frame{{Skipped: "no reason"}})[0]
		if check.Held != (test.got == "") || check.Got != test.got {
			t.Errorf("expect %s: held %v, got %q; want %q", test.line, check.Held, check.Got, test.got)
		}
	}
}

func TestTranscriptFoldsWhatRepeats(t *testing.T) {
	before, now := judged()
	exchange := now.Exchanges[1]
	now.Exchanges = nil
	for i := range 24 {
		exchange.At = now.Start.Add(time.Duration(i+1) * time.Hour)
		now.Exchanges = append(now.Exchanges, exchange)
	}
	now.Console = []script.Line{{Text: "x"}, {Text: "x"}}
	now.Omitted = 7
	s := mustParse(t, "x", manualHead+"# one\nwait 1s\n# two\nwait  1d\nexpect led red\n")
	r := Result{Scenario: s, Frames: []engine.Frame{before, now}}
	r.Checks = Judge(s, r.Frames)
	got := Transcript(r)
	for _, want := range []string{
		"\n# two\n2026-11-02 08:00:00  wait 1d\n",
		"  after 1h\n    display -> POST https://tenant.example/oauth/token  403 mfa_required \"\"\n" +
			"    ... and the same 23 times more, the last after 1d\n",
		"  7 more exchanges, not kept\n",
		": x (2 times)\n",
		"  ada has cookie c expires 7d, cookie n expires at-quit\n",
		"  display shows \"Live now\", led green, 3 failed tries\n",
		"  ! expect led red, but got green\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the transcript lacks %q:\n%s", want, got)
		}
	}
}

func TestTranscriptBreaksLines(t *testing.T) {
	var tr transcript
	long := strings.Repeat("word ", 50)
	tr.line(2, strings.TrimSpace(long))
	tr.line(0, strings.Repeat("x", 200)+" y")
	for _, line := range strings.Split(tr.String(), "\n") {
		if len(line) > transcriptWidth && !strings.HasPrefix(line, "xxx") {
			t.Errorf("a line of %d columns: %q", len(line), line)
		}
	}
	if got := strings.Join(strings.Fields(tr.String()), " "); got != strings.TrimSpace(long)+" "+strings.Repeat("x", 200)+" y" {
		t.Errorf("breaking lost words: %q", got)
	}
}
