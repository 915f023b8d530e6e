package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Random scenarios: any tenant, any steps. When one breaks a promise, rapid
// makes it as small as it can, prints it, and prints the seed that makes it
// again (go test -run TestRandomScenarios -rapid.seed=N).

// anyOf returns a generator of one of the texts.
func anyOf(options ...string) *rapid.Generator[string] { return rapid.SampledFrom(options) }

// Waits on both sides of everything that runs out: codes, sessions, cookies.
var someWaits = anyOf("1s", "30s", "5m", "16m", "1h", "24h", "36h", "72h", "3d", "6d", "6d23h59m59s", "7d", "8d", "23d", "30d", "31d")

// ruleBodies and actionBodies are what a rule or an action may do.
var (
	ruleBodies = anyOf("", "context.multifactor = { provider: 'any' };",
		"context.multifactor = { provider: 'any', allowRememberBrowser: true };",
		"context.multifactor = { provider: 'any', allowRememberBrowser: false };",
		"context.multifactor = { provider: 'google-authenticator' };",
		"context.multifactor = { provider: 'none' };",
		"if (context.protocol !== 'oauth2-refresh-token') context.multifactor = { provider: 'any' };",
		"if (context.stats.loginsCount % 3 === 0) return callback(new UnauthorizedError('every third time'));",
		"throw new Error('broken');")
	actionBodies = anyOf("", "api.multifactor.enable('any');",
		"api.multifactor.enable('any', { allowRememberBrowser: true });",
		"api.multifactor.enable('any', { allowRememberBrowser: false });",
		"api.multifactor.enable('none');",
		"if (event.authentication && !event.authentication.methods.find(m => m.name === 'mfa')) api.multifactor.enable('any', { allowRememberBrowser: true });",
		"if (event.refresh_token) api.access.deny('not today');",
		"api.authentication.challengeWith({ type: 'otp' });",
		"api.redirect.sendUserTo('https://form.example/');",
		"api.session.setIdleExpiresAt(Date.now() + 3600000); api.user.setAppMetadata('n', event.stats.logins_count);",
		"if (event.stats.logins_count % 3 === 0 && event.session) api.session.revoke('every third time');")
)

// drawAssumption answers one question in any way. The one left out would let
// one browser be remembered for everybody, which checkRemembered forbids.
func drawAssumption(t *rapid.T) string {
	a := rapid.SampledFrom(tenant.AssumptionList).Filter(func(a tenant.Assumption) bool {
		return a.Name != tenant.AssumeUserBinding
	}).Draw(t, "assumption")
	return a.Name + "=" + anyOf(valuesOf(a)...).Draw(t, "answer")
}

// drawTenant makes a tenant file and the code of its scripts.
func drawTenant(t *rapid.T) string {
	one := func(name string, options ...string) string { return anyOf(options...).Draw(t, name) }
	idle, absolute := one("idle", "1h", "72h", "8d"), one("absolute", "24h", "168h", "30d", "60d")
	return fmt.Sprintf(`Random

-- tenant --
start 2026-11-02T08:00:00Z
policy %s
customize-mfa on
session idle=%s absolute=%s ephemeral-idle=1h cookie=%s
assume %s
%s
connection acme strategy=waad mfa=on
person ada email=ada@example.com passkey=true
person bob email=bob@example.com%s
app portal type=spa
app wall type=device refresh=%s refresh-absolute=%s
api https://api.quotes.example token-lifetime=%s%s
rule mfa%s
action mfa%s
browser ada person=ada%s
browser bob person=bob
display display app=wall firmware=%s
-- rules/mfa.js --
function mfa(user, context, callback) {
  %s
  callback(null, user, context);
}
-- actions/mfa.js --
exports.onExecutePostLogin = async (event, api) => {
  %s
};
`, one("policy", "never", "always", "adaptive", "adaptive\nrisk untrusted-ip=low/found_on_deny_list"), idle, absolute, one("cookie", "persistent", "non-persistent"), drawAssumption(t), one("profile", "", "", "profile 2021-rules", "profile 2026-rules", "profile 2026-actions"), one("connection", "", "", " connection=acme"),
		one("refresh", "rotating leeway=3s", "rotating", "non-rotating"), one("refresh-absolute", "9d", "90d"),
		one("token-lifetime", "1h", "24h"), one("held", "", "", "\nrefresh-tokens ada app=portal count=3", "\nrefresh-tokens bob app=wall count=20"), one("rule", "", " off"), one("action", "", " off"),
		one("browser", "", "", " samesite-none=rejected", " third-party-cookies=blocked", " signed-in=50h/1h passed=otp refresh-token=portal/3d"), one("firmware", "naive", "careful", "naive connected=bob/8d"),
		ruleBodies.Draw(t, "rule body"), actionBodies.Draw(t, "action body"))
}

// drawSteps makes steps. Half of them are whole sign-ins, so that what comes
// after a sign-in is tried as often as what comes before; the others are of any
// verb there is.
func drawSteps(t *rapid.T, tenant string) string {
	s, err := Parse("random", tenant+"-- steps --\n")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("-- steps --\n")
	who := anyOf("ada", "ada", "bob", "ada/private")
	visit := anyOf("visit portal", "visit portal", "visit portal prompt=none", "visit portal prompt=login",
		`visit portal acr_values="http://schemas.openid.net/pape/policies/2007/06/multi-factor"`)
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		name := who.Draw(t, "who")
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0, 1, 2:
			fmt.Fprintf(&b, "%[1]s: %[2]s\n%[1]s: sign-in\n%[1]s: pass otp%[3]s\nwait %[4]s\n", name, visit.Draw(t, "visit"),
				anyOf("", " remember", " remember").Draw(t, "tick"), someWaits.Draw(t, "wait"))
		case 3:
			fmt.Fprintf(&b, "display: power on\n%[1]s: activate display\n%[1]s: confirm\n%[1]s: sign-in\n%[1]s: pass otp\nwait %[2]s\n",
				name, someWaits.Draw(t, "wait"))
		case 4:
			fmt.Fprintf(&b, "risk %s\n", anyOf("confidence=low", "confidence=high", "confidence=computed", "new-device=low/no_match").Draw(t, "risk"))
		default:
			b.WriteString(drawStep(t, s) + "\n")
		}
	}
	return b.String()
}

func TestRandomScenarios(t *testing.T) {
	sandbox := openSandbox(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawTenant(t)
		text += drawSteps(t, text)
		t.Log(text) // shown when it breaks something
		s, err := Parse("random", text)
		if err != nil {
			t.Fatal(err)
		}
		run := func(s *Scenario) []engine.Frame {
			r, err := Run(t.Context(), s, sandbox)
			if err != nil {
				t.Fatal(err)
			}
			return r.Frames
		}
		frames := run(s)
		checkRemembered(t, frames)
		checkSilent(t, s, frames)
		checkDecided(t, frames)

		want := bytesOf(t, frames)
		if bytesOf(t, run(s)) != want {
			t.Fatal("played again, the scenario gives other frames")
		}
		file, err := Parse("random", s.Print())
		if err != nil {
			t.Fatal(err)
		}
		if bytesOf(t, run(file)) != want {
			t.Fatal("out of a file, the scenario gives other frames")
		}
		link, err := Encode(s, "")
		if err != nil {
			t.Fatal(err)
		}
		linked, err := Decode(link)
		if err != nil {
			t.Fatal(err)
		}
		if bytesOf(t, run(linked)) != want {
			t.Fatal("out of a link, the scenario gives other frames")
		}
		n := rapid.IntRange(0, len(frames)).Draw(t, "cut")
		cut, err := s.TruncateSteps(n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 && bytesOf(t, run(cut)) != bytesOf(t, frames[:n]) {
			t.Fatalf("without what follows, the first %d frames differ", n)
		}
	})
}

func bytesOf(t *rapid.T, frames []engine.Frame) string {
	text, err := json.Marshal(frames)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// checkRemembered holds each browser that counted as remembered against what
// was seen to happen, and against the tenant's own record: the person passed
// the second factor less than 30 days ago, and passed it or was remembered
// less than 7 days ago (facts 4.3).
func checkRemembered(t *rapid.T, frames []engine.Frame) {
	passed, renewed := map[string]time.Time{}, map[string]time.Time{}
	var records []tenant.RememberedBrowser
	for i, f := range frames {
		for _, d := range f.Decisions {
			if d.Outcome != tenant.Remembered {
				continue
			}
			if d.At.Sub(passed[d.Person]) >= tenant.MFALifeMax || d.At.Sub(renewed[d.Person]) >= tenant.MFAIdleMax {
				t.Fatalf("frame %d: %s is remembered at %s, but passed at %s and was remembered last at %s",
					i, d.Person, d.At, passed[d.Person], renewed[d.Person])
			}
			if !slices.ContainsFunc(records, func(r tenant.RememberedBrowser) bool {
				return r.Person == d.Person && !r.Invalidated && d.At.Before(r.Expires) && d.At.Before(r.CapAt)
			}) {
				t.Fatalf("frame %d: %s is remembered at %s without a record that counts: %+v", i, d.Person, d.At, records)
			}
			renewed[d.Person] = d.At
		}
		for _, l := range f.Logs {
			if l.Code == "gd_auth_succeed" {
				passed[l.Person], renewed[l.Person] = l.At, l.At
			}
		}
		records = f.Remembered
	}
}

// checkSilent checks that silent authentication shows no page of the tenant:
// it ends at the application, with a code or with an error (facts 5.2).
func checkSilent(t *rapid.T, s *Scenario, frames []engine.Frame) {
	handsOn := []wire.PageKind{wire.PageWebMessage, wire.PageFormPost} // answers, and no prompts
	for i, f := range frames {
		step := s.Lines[i].Step
		if step.Verb != engine.VerbCheckSession && !slices.Contains(step.Params, engine.Param{Name: "prompt", Value: "none"}) {
			continue
		}
		for _, x := range f.Exchanges {
			if p := x.Response.Page; x.To == "tenant" && p != nil && !slices.Contains(handsOn, p.Kind) {
				t.Fatalf("frame %d: a silent visit meets the page %q", i, x.Response.Page.Title)
			}
		}
		at := slices.IndexFunc(f.Browsers, func(b browser.View) bool { return b.Name == step.Actor })
		if page := f.Browsers[at].Page; page == nil || page.Kind != wire.PageApp && page.Kind != wire.PageWebMessage {
			t.Fatalf("frame %d: a silent visit ends on %+v", i, page)
		}
	}
}

// checkDecided checks that nobody has tokens who was not decided about: each
// answer with tokens for a person follows a decision about her at that
// application that did not end the sign-in.
func checkDecided(t *rapid.T, frames []engine.Frame) {
	decided := map[string]bool{} // person and application
	for i, f := range frames {
		for _, d := range f.Decisions {
			if d.Outcome != tenant.Denied && d.Outcome != tenant.Refused {
				decided[d.Person+" "+d.App] = true
			}
		}
		for _, issued := range f.Tokens {
			if issued.Grant == "authorization_code" && !decided[issued.Person+" "+issued.App] {
				t.Fatalf("frame %d: %s has tokens for %s, and nothing was decided about her", i, issued.Person, issued.App)
			}
		}
	}
}
