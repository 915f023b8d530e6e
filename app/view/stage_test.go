package view

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// opened is a frame in which Ada's browser shows a page.
func opened(address string, p *wire.Page) engine.Frame {
	return engine.Frame{
		Browsers:  []browser.View{{Name: "ada", Person: "ada", Open: true, Address: address, Page: p}},
		Exchanges: []wire.Exchange{{From: "ada", Request: wire.Get(address), Response: wire.Response{Status: 400, Page: p}}},
	}
}

// choices makes a form of buttons, each with a value and a label.
func choices(pairs ...string) *wire.Form {
	form := &wire.Form{Fields: []wire.Field{{Name: "username", Type: "hidden", Label: "ada", Value: "ada@example.com"}}}
	for i := 0; i < len(pairs); i += 2 {
		form.Fields = append(form.Fields, wire.Field{Name: "action", Type: "choice", Value: pairs[i], Label: pairs[i+1]})
	}
	return form
}

func stageStories(m play.Model) []scene {
	page := func(kind wire.PageKind, text ...string) engine.Frame {
		return opened("https://tenant.example/x", &wire.Page{Kind: kind, Title: "Title of " + string(kind), Text: text, Form: choices()})
	}
	list := []scene{
		{"MFA page with box", with(m, mfaPage(true)), []string{rememberLabel, ">Pass<", ">Fail<", ">Leave<"}, []string{"No tick box"}},
		{"MFA page without box", with(m, mfaPage(false)), []string{"No tick box here:", `Rule &#34;mfa&#34;, line 2`, ">Pass<"}, []string{rememberLabel + "<"}},
		{"login page", with(m, page(wire.PageLogin)), []string{"Sign in as Ada", "ada@example.com", "Second factors: otp"}, []string{`type="password"`}},
		{"external page", with(m, page(wire.PageExternal, "It was given:", "state = 1")),
			[]string{">Return to the tenant<", ">Leave<", "state = 1"}, nil},
		{"device confirmation", with(m, page(wire.PageDeviceConfirm, "Does it show this code?", "BCDF-GHJK")),
			[]string{">Confirm<", ">Cancel<", `<output class="code-shown"`}, nil},
		{"recovery code", with(m, page(wire.PageRecoveryCode, "Note it now.", "A1B2C3")), []string{">I have noted it<", "A1B2C3"}, nil},
		{"application", with(m, page(wire.PageApp)), []string{"Visit Ada&#39;s portal"}, nil},
		{"error page", with(m, page(wire.PageError)), []string{"Title of error", ">failed<", "See why"}, nil},
		{"closed browser", with(m, engine.Frame{Browsers: []browser.View{{Name: "ada"}}}),
			[]string{"not running", "Start the browser", "Restore the last session"}, []string{"Quit browser"}},
		{"display with a quotation", with(m, shelf(display.PhaseWorking, display.LEDGreen, 0, "Begin.", "", "- Horace")),
			[]string{">Begin.<", "failed tries: 0", "green: all is well", "Power off"}, nil},
		{"display stuck", with(m, shelf(display.PhaseStuck, display.LEDRed, 17, "mfa_required")),
			[]string{"failed tries: 17", "red: in trouble", "403 mfa_required"}, nil},
		{"display off", with(m, shelf(display.PhaseOff, display.LEDOff, 0)), []string{"Power on", "light off"}, []string{"Power off"}},
	}
	return append(append(list, windowStories(m)...), answerStories(m)...)
}

// windowStories are about windows, and what stands around them.
func windowStories(m play.Model) []scene {
	tabs := engine.Frame{Browsers: []browser.View{
		{Name: "ada", Person: "ada", Open: true, Tabs: []string{"Left", ""}, Front: 1, Back: "https://portal.example/"},
		{Name: "ada/private", Person: "ada", Open: true},
	}, Displays: shelf(display.PhaseOff, display.LEDOff, 0).Displays}
	silent := opened("https://portal.example/", &wire.Page{Kind: wire.PageApp, Title: "Ada's portal: Not signed in",
		Text: []string{"login_required: Login required"}, Error: "login_required"})
	last := with(m, tabs)
	last.Result.Frames = slices.Repeat(last.Result.Frames[:1], 3)
	last.At = 2
	return []scene{
		{"tabs", with(m, tabs), []string{">Left<", ">New tab<", "Close tab 1: Left", "Close tab 2: New tab", "Back to https://portal.example/",
			"New private window", "Quit browser", ">simulated<", `aria-owns="stage-ada-tab-1 stage-ada-tab-2"`}, nil},
		{"a private window", with(m, tabs), []string{"Ada&#39;s private window", ">Private<", "Its cookies are its own"}, nil},
		{"much on the stage", with(m, tabs), []string{`aria-label="On the stage"`}, nil},
		{"the past", with(m, tabs), []string{"You are in the past", "acting here inserts a step", "Go to the last step"}, nil},
		{"the present", last, []string{`aria-label="On the stage"`}, []string{"You are in the past"}},
		{"the way to the page", with(m, mfaPage(true)), []string{"Requests of Ada&#39;s browser in this step", ">/authorize/resume<", ">302<"}, nil},
		{"a silent failure", with(m, silent), []string{">login_required<", ">Login required<", "What to try: ", "Sign in silently", "not signed in"},
			[]string{"login_required: Login"}},
	}
}

// answerStories are about pages that are answered, and applications.
func answerStories(m play.Model) []scene {
	at := func(p wire.Page) play.Model { return with(m, opened("https://tenant.example/u/x?state=1", &p)) }
	consent := wire.Page{Kind: wire.PageConsent, Title: "Authorize", Text: []string{"It asks for access: openid email"}, Form: choices("accept", "Accept", "refuse", "Decline")}
	options := wire.Page{Kind: wire.PageMFAOptions, Title: "Verify", Form: choices("sms", "sms", "webauthn-roaming", "webauthn-roaming")}
	push := wire.Page{Kind: wire.MFAPage("push-notification"), Title: "Verify", Text: []string{"It was refused.", "Accept it."},
		Form: choices("accept", "Accept", "refuse", "Refuse", "pick-authenticator", "Try another method")}
	enroll := wire.Page{Kind: wire.EnrollPage("otp"), Title: "Secure your account", Text: []string{"Set up otp.", "Scan it."}, Form: choices()}
	email := wire.Page{Kind: wire.MFAPage("email"), Title: "Verify", Form: &wire.Form{Fields: []wire.Field{
		{Name: "code", Type: "code"}, {Name: "rememberBrowser", Type: "checkbox"}}}}
	alone := with(m, mfaPage(false))
	alone.Result.Frames[0].Decisions[0].Because[0].NoBox = false
	signedIn := opened("https://portal.example/", &wire.Page{Kind: wire.PageApp, Title: "Ada's portal: Signed in", Text: []string{"Welcome."}})
	signedIn.Browsers[0].Account = &browser.Account{App: "portal", Person: "ada@example.com", Expires: monday.Add(day), Refresh: true}
	return []scene{
		{"consent", at(consent), []string{">Accept<", ">Decline<", ">openid<", ">email<"}, nil},
		{"other methods", at(options), []string{">Text message<", ">Security key<", `icon factor-sms`}, nil},
		{"a notification refused", at(push), []string{`role="alert"`, "It was refused.", ">Try another method<", ">Pass<", "Refuse it"}, nil},
		{"enrolling", at(enroll), []string{">Set up<", "No tick box while a factor is set up", "Scan it."}, []string{`class="remark"`, ">Pass<"}},
		{"email", at(email), []string{rememberLabel, "the tick has no effect", "Enter a wrong code"}, nil},
		{"a provider that remembers alone", alone, []string{"this provider remembers the browser by itself"}, nil},
		{"signed in", with(m, signedIn), []string{">Refresh<", ">Log out<", "1 d left", "ada@example.com", "this tab&#39;s memory", "prompt=login"},
			[]string{">Sign in<", "Visit Ada"}},
	}
}

// A mobile application is drawn on a phone, and any type of application that a
// browser can open is a place to go to.
func TestApplicationTypes(t *testing.T) {
	lessons := []play.Lesson{{Slug: "types", Title: "Types", Text: strings.Replace(sample, `app wall type`, "app shop type=web\napp pocket type=native\napp wall type", 1)}}
	m, _ := play.New(lessons, "types", "../")
	f := opened("https://pocket.example/", &wire.Page{Kind: wire.PageApp, Title: "pocket: Signed in"})
	f.Browsers[0].Account = &browser.Account{App: "pocket"}
	m.Result.Frames = []engine.Frame{f}
	m.At = 0
	page := drawn(m)
	for _, want := range []string{`data-kind="native"`, "on the phone", "somebody (no ID token)", "no end known", ">Visit shop<", ">Open again<"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	for _, wrong := range []string{">Visit pocket<", ">Visit wall<", ">Sign in silently<", `>Refresh<`} {
		if strings.Contains(page, wrong) {
			t.Errorf("%q is on the page", wrong)
		}
	}
}

// The reason for the missing box belongs to the sign-in of the page, not to a
// later one.
func TestTheBoxIsExplainedByItsOwnDecision(t *testing.T) {
	m := base(t)
	m.Result.Frames[0] = mfaPage(false)
	later := decided(tenant.Asked)
	later.Because[0].Text = "Of another tab."
	m.Result.Frames[1] = mfaPage(false)
	m.Result.Frames[1].Decisions[0] = later
	m.Result.Frames[1].Exchanges[0].Response.Header.Set("Location", "https://tenant.example/u/mfa?state=2")
	m.At = 1
	if page := drawn(m); !strings.Contains(page, "sets it &lt;here&gt;") || strings.Contains(regexp.MustCompile(`(?s)class="no-box".*?</div>`).FindString(page), "another tab") {
		t.Error("the missing box is explained by a decision about another page")
	}
}
