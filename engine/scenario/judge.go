package scenario

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// view is what an expectation looks at: the frame of its step, and the one
// before for what changed.
type view struct {
	now    engine.Frame
	before engine.Frame // the zero frame before the first step
	party  string
	domain string // of the tenant
}

// Judge tells which expectations of a scenario hold in its frames. Steps
// without a frame are not judged.
func Judge(s *Scenario, frames []engine.Frame) []Check {
	var checks []Check
	for i, line := range s.Lines {
		if i >= len(frames) {
			break
		}
		for _, e := range line.Expect {
			v := view{now: frames[i], party: e.party, domain: s.Setup.Tenant.Domain}
			if i > 0 {
				v.before = frames[i-1]
			}
			held, got := e.judge(v)
			check := Check{Line: i, Expect: e, Held: held}
			if !held {
				check.Got = got
			}
			checks = append(checks, check)
		}
	}
	return checks
}

func (e Expectation) judge(v view) (held bool, got string) {
	kind, ok := kindOf(e.verb)
	if !ok {
		panic("scenario: internal error: an expectation of no kind: " + e.Text)
	}
	held, got = kind.judge(v, e.args)
	return held != e.not, got
}

func judgeStep(v view, args []string) (bool, string) {
	if v.now.Skipped != "" {
		return args[0] == "skipped", "skipped: " + v.now.Skipped
	}
	return args[0] == "done", "done"
}

// lastDecision returns the last decision of the frame, if there is one.
func (v view) lastDecision() (tenant.Decision, bool) {
	n := len(v.now.Decisions)
	if n == 0 {
		return tenant.Decision{}, false
	}
	return v.now.Decisions[n-1], true
}

// judgeMFA looks at the last decision, because one step can bring several: a
// display refreshes every day of a long wait.
func judgeMFA(v view, args []string) (bool, string) {
	got := nothing
	if d, ok := v.lastDecision(); ok {
		got = string(d.Outcome)
	}
	return got == args[0], got
}

// judgeBecause holds when any cause is the one that is expected. What it got
// lists them all, so that a wrong name or line is seen at once.
func judgeBecause(v view, args []string) (bool, string) {
	d, ok := v.lastDecision()
	if !ok {
		return false, "no decision"
	}
	var got []string
	for _, r := range d.Because {
		if string(r.Source) == args[0] && (args[1] == "" || args[1] == r.Name) &&
			(args[2] == "" || args[2] == strconv.Itoa(r.Line)) {
			return true, cause(r)
		}
		got = append(got, cause(r))
	}
	return false, strings.Join(got, ", ")
}

// cause writes where a reason comes from, as expect because takes it.
func cause(r tenant.Reason) string {
	text := string(r.Source)
	if r.Name != "" {
		text += " " + r.Name
	}
	if r.Line > 0 {
		text += " line " + strconv.Itoa(r.Line)
	}
	return text
}

func judgeRemember(v view, args []string) (bool, string) {
	d, ok := v.lastDecision()
	if !ok {
		return false, "no decision"
	}
	got := "not-offered"
	if d.RememberOffered {
		got = "offered"
	}
	return got == args[0], got
}

// browser returns what a browser shows in a frame.
func browserIn(f engine.Frame, name string) browser.View {
	for _, b := range f.Browsers {
		if b.Name == name {
			return b
		}
	}
	return browser.View{Name: name}
}

// judgePage looks for its text in title and text together: an author quotes
// what he sees, wherever on the page it stands.
func judgePage(v view, args []string) (bool, string) {
	page := browserIn(v.now, v.party).Page
	if page == nil {
		return args[0] == nothing, nothing
	}
	text := strings.Join(append([]string{page.Title}, page.Text...), " ")
	held := string(page.Kind) == args[0] && (len(args) == 1 || strings.Contains(text, args[1]))
	return held, fmt.Sprintf("%s %q", page.Kind, text)
}

// cookieIn returns a cookie of a browser's jar that is not past its time.
func cookieIn(f engine.Frame, party, name string) (browser.Cookie, bool) {
	c, ok := cookieNamed(browserIn(f, party).Jar, name)
	return c, ok && (c.Expires.IsZero() || f.At.Before(c.Expires))
}

func cookieNamed(jar browser.Jar, name string) (browser.Cookie, bool) {
	for _, c := range jar {
		if c.Name == name {
			return c, true
		}
	}
	return browser.Cookie{}, false
}

// judgeCookie looks at the jar and at what the step's answers set. Whether a
// cookie is new or only lives longer is told by its value.
func judgeCookie(v view, args []string) (bool, string) {
	name, state := args[0], args[1]
	now, is := cookieIn(v.now, v.party, name)
	before, was := cookieIn(v.before, v.party, name)
	if !is {
		return state == "absent", "absent"
	}
	// A renewed cookie keeps its value: it stands for the same second factor
	// and only lives longer (facts 4.4).
	sent := v.sets(name, now.Value)
	got := remaining(now, v.now.At)
	switch state {
	case "present":
		return true, got
	case "set":
		return sent && (!was || before.Value != now.Value), got
	case "renewed":
		return sent && was && before.Value == now.Value, got
	case "expires":
		return got == "expires "+args[2], got
	case "has":
		line := now.String()
		return strings.Contains(line, args[2]), line
	}
	return false, "present, " + got
}

// sets tells whether an answer in the frame set a cookie to a value.
func (v view) sets(name, value string) bool {
	for _, x := range v.now.Exchanges {
		for _, c := range x.Response.SetCookies() {
			if x.From == v.party && c.Name == name && c.Value == value {
				return true
			}
		}
	}
	return false
}

// remaining writes how long a cookie still lives.
func remaining(c browser.Cookie, at time.Time) string {
	if c.Expires.IsZero() {
		return "expires " + atQuit
	}
	return "expires " + FormatDuration(c.Expires.Sub(at))
}

// displayIn returns what a display shows in a frame.
func displayIn(f engine.Frame, name string) display.View {
	for _, d := range f.Displays {
		if d.Name == name {
			return d
		}
	}
	return display.View{Name: name, LED: display.LEDOff}
}

func judgeScreen(v view, args []string) (bool, string) {
	text := screenText(displayIn(v.now, v.party))
	return strings.Contains(text, args[0]), strconv.Quote(text)
}

// screenText joins the lines of a screen, so that a text is found wherever the
// display breaks it.
func screenText(d display.View) string {
	return strings.Join(strings.Fields(strings.Join(d.Screen, " ")), " ")
}

func judgeLED(v view, args []string) (bool, string) {
	got := string(displayIn(v.now, v.party).LED)
	return got == args[0], got
}

// judgeTries allows a lower bound: how often a naive device has tried by then
// is of no interest, that it tried again and again is.
func judgeTries(v view, args []string) (bool, string) {
	got := displayIn(v.now, v.party).Tries
	want, err := strconv.Atoi(args[1])
	held := err == nil && (got == want || args[0] == "at-least" && got > want)
	return held, strconv.Itoa(got)
}

// judgeStatus looks at the last answer that an application would see, and at
// the error in it, wherever that stands: in the body, or in a redirect.
func judgeStatus(v view, args []string) (bool, string) {
	for i := len(v.now.Exchanges) - 1; i >= 0; i-- {
		x := v.now.Exchanges[i]
		if !isProtocol(x, v.domain) {
			continue
		}
		code := oauthError(x.Response)
		got := strings.TrimSpace(strconv.Itoa(x.Response.Status) + " " + code)
		return strconv.Itoa(x.Response.Status) == args[0] && (args[1] == "" || args[1] == code), got
	}
	return false, "no such request"
}

// isProtocol tells whether an exchange is one of those that expect status
// looks at: with an endpoint that applications call or send a browser to. The
// prompts in between are told by their pages.
func isProtocol(x wire.Exchange, domain string) bool {
	u := x.Request.Address()
	for _, path := range []string{"/authorize", "/continue", "/oauth/token", "/oauth/revoke", "/mfa/", "/api/v2/", "/userinfo", "/v2/logout", "/oidc/logout"} {
		if u.Host == domain && strings.HasPrefix(u.Path, path) {
			return true
		}
	}
	return false
}

// judgeClaim looks into the tokens that were issued last.
func judgeClaim(v view, args []string) (bool, string) {
	if len(v.now.Tokens) == 0 {
		return false, "no tokens"
	}
	issued := v.now.Tokens[len(v.now.Tokens)-1]
	compact := issued.AccessToken
	if args[0] == claimID {
		compact = issued.IDToken
	}
	got, ok := claim(compact, args[1])
	return ok && (args[2] == "" || args[2] == got), got
}

// claim reads a claim of a token: a text as it is, all else as JSON.
func claim(compact, name string) (string, bool) {
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return "no token", false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]json.RawMessage{}
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims[name] == nil {
		return "absent", false
	}
	var text string
	if json.Unmarshal(claims[name], &text) == nil {
		return text, true
	}
	return string(claims[name]), true
}

func judgeLog(v view, args []string) (bool, string) {
	var got []string
	for _, entry := range v.now.Logs {
		if entry.Code == args[0] {
			return true, entry.Code
		}
		if len(got) == 0 || got[len(got)-1] != entry.Code {
			got = append(got, entry.Code)
		}
	}
	return false, listed(got)
}

func judgeConsole(v view, args []string) (bool, string) {
	var got []string
	for _, line := range v.now.Console {
		if strings.Contains(line.Text, args[0]) {
			return true, strconv.Quote(line.Text)
		}
		got = append(got, strconv.Quote(line.Text))
	}
	return false, listed(got)
}

func judgeRemark(v view, args []string) (bool, string) {
	var got []string
	for _, d := range v.now.Diagnostics {
		if strings.Contains(d.Text, args[0]) {
			return true, strconv.Quote(d.Text)
		}
		got = append(got, strconv.Quote(d.Text))
	}
	return false, listed(got)
}

// listed writes at most five things that were found, or that nothing was.
func listed(got []string) string {
	if len(got) == 0 {
		return nothing
	}
	if len(got) > 5 {
		got = append(got[:5:5], "...")
	}
	return strings.Join(got, ", ")
}
