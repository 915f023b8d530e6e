package engine_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
)

const day = 24 * time.Hour

// home is Ada's: a browser, a portal, and the display. No script is enabled,
// so that no host is needed.
func home() engine.Setup {
	return engine.Setup{
		Start: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC),
		Tenant: tenant.Config{
			Domain: "tenant.example", Policy: tenant.PolicyAlways,
			Session: tenant.SessionLimits{Idle: 3 * day, Absolute: 7 * day, Persistent: true},
			Apps: []tenant.App{
				{ID: "portal", Name: "Portal", Type: tenant.AppSPA},
				{ID: "wall", Name: "Quotes display", Type: tenant.AppDevice},
			},
			API:    tenant.API{Audience: "https://api.quotes.example", TokenLifetime: day},
			People: []tenant.Person{{Name: "ada", Email: "ada@example.com", Factors: []string{"otp"}}},
		},
		Browsers: []engine.Browser{{Name: "ada", Person: "ada"}},
		Displays: []engine.Display{{Name: "display", App: "wall", Firmware: display.Naive}},
	}
}

func ada(verb engine.Verb, object string) engine.Step {
	return engine.Step{Actor: "ada", Verb: verb, Object: object}
}

func wait(d time.Duration) engine.Step { return engine.Step{Verb: engine.VerbWait, Wait: d} }

// month connects the display, then lets four weeks pass with a sign-in each.
func month() []engine.Step {
	steps := []engine.Step{
		{Actor: "display", Verb: engine.VerbPowerOn},
		ada(engine.VerbActivate, "display"), ada(engine.VerbConfirm, ""), ada(engine.VerbSignIn, ""),
		{Actor: "ada", Verb: engine.VerbPass, Remember: true},
		wait(5 * time.Second),
	}
	for range 4 {
		steps = append(steps, wait(6*day), ada(engine.VerbVisit, "portal"), ada(engine.VerbSignIn, ""), ada(engine.VerbPass, ""))
	}
	return steps
}

func replay(t *testing.T, setup engine.Setup, steps []engine.Step) []engine.Frame {
	t.Helper()
	frames, err := engine.Replay(context.Background(), setup, steps, nil)
	if err != nil {
		t.Fatal(err)
	}
	return frames
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What an application shows of who is signed in lasts as long as its tokens are
// kept: by one that runs in a tab, until that is loaded anew.
func TestAccount(t *testing.T) {
	offline := ada(engine.VerbVisit, "portal")
	offline.Params = []engine.Param{{Name: "scope", Value: "openid email offline_access"}}
	frames := replay(t, home(), []engine.Step{
		offline, ada(engine.VerbSignIn, ""), ada(engine.VerbPass, ""), wait(time.Hour),
		ada(engine.VerbRefresh, "portal"), ada(engine.VerbReload, ""),
	})
	start := home().Start
	for i, want := range []*browser.Account{
		nil, nil,
		{App: "portal", Person: "ada@example.com", Expires: start.Add(day), Refresh: true},
		{App: "portal", Person: "ada@example.com", Expires: start.Add(day), Refresh: true},
		{App: "portal", Person: "ada@example.com", Expires: start.Add(time.Hour + day), Refresh: true},
		nil,
	} {
		if got := frames[i].Browsers[0].Account; text(t, got) != text(t, want) {
			t.Errorf("step %d: the application shows %s; expected %s", i+1, text(t, got), text(t, want))
		}
	}
}

func TestReplayIsDeterministic(t *testing.T) {
	first, second := replay(t, home(), month()), replay(t, home(), month())
	for i := range first {
		if a, b := text(t, first[i]), text(t, second[i]); a != b {
			t.Errorf("frame %d differs between two replays:\n%s\n%s", i, a, b)
		}
	}
}

// What comes later must not change what was: the frames of a shorter journal
// are those of a longer one.
func TestReplayPrefix(t *testing.T) {
	all := replay(t, home(), month())
	for n := range all {
		short := replay(t, home(), month()[:n])
		if a, b := text(t, short), text(t, all[:n]); a != b {
			t.Fatalf("the first %d frames differ when fewer steps are played", n)
		}
	}
}

// Replay works on one state, Step on copies; nobody can tell.
func TestReplayInPlace(t *testing.T) {
	ctx := context.Background()
	w, err := engine.Open(ctx, home(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	state := w.Begin()
	for i, want := range replay(t, home(), month()) {
		var frame engine.Frame
		if state, frame, err = w.Step(ctx, state, month()[i]); err != nil {
			t.Fatal(err)
		}
		frame.Index = i
		if a, b := text(t, frame), text(t, want); a != b {
			t.Fatalf("frame %d differs between copies and one state:\n%s\n%s", i, a, b)
		}
	}
}

// A step works on a copy: from one state two futures can be played.
func TestStepBranches(t *testing.T) {
	ctx := context.Background()
	w, err := engine.Open(ctx, home(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	state := w.Begin()
	for _, s := range month()[:6] {
		if state, _, err = w.Step(ctx, state, s); err != nil {
			t.Fatal(err)
		}
	}
	futures := []engine.Step{wait(8 * day), ada(engine.VerbVisit, "portal"), ada(engine.VerbQuitBrowser, ""), ada(engine.VerbDeleteCookie, "auth0-mf")}
	for i, s := range futures {
		_, once, err := w.Step(ctx, state, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range futures {
			if _, _, err := w.Step(ctx, state, other); err != nil {
				t.Fatal(err)
			}
		}
		_, again, err := w.Step(ctx, state, s)
		if err != nil {
			t.Fatal(err)
		}
		if text(t, once) != text(t, again) {
			t.Errorf("future %d differs after others were played from the same state", i)
		}
	}
}

// A step that answers a prompt which is not there is skipped and says why.
func TestSkipped(t *testing.T) {
	for _, s := range []engine.Step{
		ada(engine.VerbSignIn, ""), ada(engine.VerbPass, "otp"), ada(engine.VerbFail, "otp"), ada(engine.VerbConfirm, ""),
		ada(engine.VerbCancel, ""), ada(engine.VerbAbandon, ""), ada(engine.VerbCloseTab, ""),
		ada(engine.VerbActivate, "display"), ada(engine.VerbVisit, "wall"), ada(engine.VerbDeleteCookie, "auth0"),
		ada(engine.VerbEditCookie, "auth0"), ada(engine.VerbPowerOn, ""), {Actor: "nobody", Verb: engine.VerbVisit},
		{Actor: "display", Verb: engine.VerbPowerOff}, {Actor: "display", Verb: engine.VerbPress}, {Actor: "display", Verb: engine.VerbVisit},
	} {
		frame := replay(t, home(), []engine.Step{s})[0]
		if frame.Skipped == "" || len(frame.Exchanges) > 0 {
			t.Errorf("%s %s was not skipped: %q, %d exchanges", s.Actor, s.Verb, frame.Skipped, len(frame.Exchanges))
		}
	}
}

// A frame keeps a bounded number of exchanges, the last one among them, and
// ties each to its own decision.
func TestFrameIsBounded(t *testing.T) {
	setup := home()
	setup.Tenant.Assume = tenant.Assumptions{tenant.AssumePolicyOnRefresh: "yes"}
	frames := replay(t, setup, append(month()[:6], wait(day), wait(20*day)))
	last := frames[len(frames)-1]
	if len(last.Exchanges)+last.Omitted != 20*24 {
		t.Errorf("%d exchanges kept, %d omitted, expected %d in all", len(last.Exchanges), last.Omitted, 20*24)
	}
	x := last.Exchanges[len(last.Exchanges)-1]
	if !x.At.Equal(last.At) {
		t.Errorf("the last exchange is of %s, expected %s", x.At, last.At)
	}
	for i, x := range last.Exchanges {
		if d := last.Decisions[x.Decision-1]; !d.At.Equal(x.At) || d.Outcome != tenant.Refused {
			t.Errorf("exchange %d of %s is tied to a decision of %s (%s)", i, x.At, d.At, d.Outcome)
		}
	}
}

func BenchmarkReplayWithoutScripts(b *testing.B) {
	steps := month()
	for range b.N {
		if _, err := engine.Replay(context.Background(), home(), steps, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(steps))/b.Elapsed().Seconds(), "steps/s")
}
