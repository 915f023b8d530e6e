package view

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// A scene is the page in one state. Stories are made by hand, so that every
// panel is seen in every state without playing anything.
type scene struct {
	name  string
	model play.Model
	want  []string // text or markup that must be there
	wrong []string // and that must not
}

var monday = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// sample is the scenario of all stories.
const sample = `A sample <story>

First sentence. Second sentence with "quotes" & more.

    code { stays }

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy never
person ada email=ada@example.com factors=otp
app portal type=spa name="Ada's portal"
app wall type=device name="Quotes display" metadata.kind=e-paper
api https://api.quotes.example token-lifetime=24h
rule mfa
action mfa off
browser ada person=ada
display display app=wall firmware=naive

-- rules/mfa.js --
function mfa(user, context, callback) {
  callback(null, user, context); // "<script>"
}

-- actions/mfa.js --
exports.onExecutePostLogin = async (event, api) => {};

-- steps --
# Monday
ada: visit portal
ada: sign-in
wait 8d
`

// base is a model of the sample with three frames in which nothing happened.
func base(t *testing.T) play.Model {
	t.Helper()
	m, cmds := play.New([]play.Lesson{{Slug: "sample", Title: "A sample", Text: sample}}, "sample", "../")
	if m.Problem != "" {
		t.Fatal(m.Problem)
	}
	frames := make([]engine.Frame, 3)
	for i := range frames {
		frames[i] = engine.Frame{Index: i, Start: monday, At: monday}
	}
	frames[2].At = monday.Add(8 * day)
	m, _ = play.Update(m, play.Replayed{Sequence: cmds[0].(play.Replay).Sequence, Scenario: m.Scenario,
		Result: scenario.Result{Frames: frames}})
	m.At = 0
	return m
}

// with returns the model with its first frame replaced.
func with(m play.Model, f engine.Frame) play.Model {
	f.Start, f.At = monday, monday
	frames := append([]engine.Frame{f}, m.Result.Frames[1:]...)
	m.Result = scenario.Result{Frames: frames, Checks: m.Result.Checks}
	return m
}

// on returns the model with an inspector tab open.
func inspect(m play.Model, tab play.InspectorTab) play.Model { m.Inspector = tab; return m }

// tenantTabOf returns the model with a tenant tab open.
func tenantTabOf(m play.Model, tab play.TenantTab) play.Model {
	m, _ = play.Update(m, play.SelectTenantTab{Tab: tab})
	return m
}

func mfaPage(box bool) engine.Frame {
	form := &wire.Form{Action: "https://tenant.example/u/mfa"}
	if box {
		form.Fields = []wire.Field{{Name: "rememberBrowser", Type: "checkbox"}}
	}
	return engine.Frame{
		Browsers: []browser.View{{Name: "ada", Person: "ada", Open: true, Address: "https://tenant.example/u/mfa?state=1",
			Page: &wire.Page{Kind: wire.PageMFA, Title: "Verify your identity", Form: form}}},
		Exchanges: []wire.Exchange{{From: "ada", To: "tenant", Decision: 1, Request: wire.Get("https://tenant.example/authorize/resume"),
			Response: wire.Response{Status: 302, Header: http.Header{"Location": {"https://tenant.example/u/mfa?state=1"}}}}},
		Decisions: []tenant.Decision{decided(tenant.Asked)},
	}
}

func decided(o tenant.Outcome) tenant.Decision {
	return tenant.Decision{
		At: monday, App: "portal", Person: "ada", Protocol: "oidc-basic-profile", Outcome: o,
		Because: []tenant.Reason{{Source: tenant.FromRule, Name: "mfa", Line: 2, Text: "Rule \"mfa\" sets it <here>.", Fact: "1.6", NoBox: true}},
		Runs:    []script.Run{{Kind: script.Rule, Script: "mfa", Outcome: "continued"}},
	}
}

func shelf(phase display.Phase, led display.LED, tries int, screen ...string) engine.Frame {
	return engine.Frame{Displays: []display.View{{Name: "display", Firmware: display.Naive, Phase: phase, LED: led,
		Tries: tries, Screen: screen, Serial: []display.SerialLine{{At: monday, Text: "403 mfa_required"}}}}}
}

func exchanges(n int) engine.Frame {
	var f engine.Frame
	for range n {
		f.Exchanges = append(f.Exchanges, wire.Exchange{At: monday, From: "display", To: "tenant",
			Request: wire.PostForm("https://tenant.example/oauth/token?x=1", map[string][]string{"grant_type": {"refresh_token"}}),
			Response: wire.Response{Status: 403, Body: `{"error":"mfa_required"}`,
				Header: http.Header{"Set-Cookie": {"auth0-mf=a%3Ab; Path=/; HttpOnly; Secure; SameSite=None"}}}})
	}
	return f
}

func redirect() engine.Frame {
	return engine.Frame{Exchanges: []wire.Exchange{{At: monday, From: "ada", To: "tenant",
		Request:  wire.Get("https://tenant.example/authorize?prompt=none"),
		Response: wire.Response{Status: 302, Header: http.Header{"Location": {"https://portal.example/callback"}}}}}}
}

func jar() engine.Frame {
	return engine.Frame{
		Browsers: []browser.View{{Name: "ada", Open: true, Jar: []browser.Cookie{
			{Host: "tenant.example", Name: "auth0-mf", Value: "s:handle1.sig", Path: "/", Created: monday, Expires: monday.Add(7 * day), HTTPOnly: true, Secure: true},
			{Host: "tenant.example", Name: "auth0", Value: "changed", Path: "/", Edited: true},
		}}},
		Remembered: []tenant.RememberedBrowser{{Handle: "handle1", Person: "ada", MFAAt: monday.Add(-5 * day), Renewed: monday.Add(-day),
			Expires: monday.Add(6 * day), CapAt: monday.Add(25 * day)}},
	}
}

func minted() engine.Frame {
	signed := token.Sign(token.Claims{"iss": "https://tenant.example/", "sub": "auth0|ada", "exp": float64(monday.Add(day).Unix())})
	return engine.Frame{Tokens: []tenant.Issued{{At: monday, App: "wall", Person: "ada", Grant: "refresh_token",
		AccessToken: signed, IDToken: signed[:len(signed)-4] + "AAAA", RefreshToken: "v1.opaque", Expires: monday.Add(day)}}}
}

// takenApart returns the model with a token of its first frame taken apart.
func takenApart(m play.Model, pick func(tenant.Issued) string) play.Model {
	m.Token = pick(m.Result.Frames[0].Tokens[0])
	return m
}

func logged() engine.Frame {
	return engine.Frame{
		Logs:    []tenant.Log{{At: monday, Code: "fertft", Name: "Failed exchange", Description: "Multifactor authentication required", App: "wall"}},
		Console: []script.Line{{Place: script.Place{Kind: script.Rule, Script: "mfa", Line: 3}, Level: "warn", Text: "<b>careful</b>"}},
	}
}

// drawn draws a model as it is pre-rendered.
func drawn(m play.Model) string { return app.HTMLString(Page(m, func(play.Msg) {})) }

// replayed plays the sample with a host that asks nobody: the stories of the
// timeline need real frames.
func replayed(t testing.TB, m play.Model) play.Model {
	t.Helper()
	result, err := scenario.Run(context.Background(), m.Scenario, silent{})
	if err != nil {
		t.Fatal(err)
	}
	m, _ = play.Update(m, play.Replayed{Sequence: m.Sequence, Scenario: m.Scenario, Result: result})
	return m
}

// silent is a script host whose scripts say nothing.
type silent struct{}

func (silent) Open(context.Context, script.Program) (script.Container, error) { return silent{}, nil }
func (silent) Run(context.Context, script.Job) (script.Verdict, error)        { return script.Verdict{}, nil }
func (silent) Close()                                                         {}
