package scenario

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine"
)

// pastTenant is a tenant at an instant, with the line of a browser and of a
// display filled in.
const pastTenant = `Past

-- tenant --
start %s
policy %s
session idle=72h absolute=168h cookie=%s
person ada email=ada@example.com
app portal type=spa
app shop type=web
app wall type=device refresh=rotating
rule mfa
browser ada person=ada%s
display display app=wall%s
-- rules/mfa.js --
function mfa(user, context, callback) {
  callback(null, user, context);
}
-- steps --
%s
`

// left writes what a history has left: cookies, sessions, remembered browsers
// and refresh tokens, without the values that only tell them apart.
func left(f engine.Frame) string {
	var b strings.Builder
	var cookies []string
	for _, c := range f.Browsers[0].Jar {
		c.Value = ""
		cookies = append(cookies, fmt.Sprintln(c.String(), c.Expires))
	}
	slices.Sort(cookies)
	b.WriteString(strings.Join(cookies, ""))
	for _, s := range f.Sessions {
		if f.At.Before(s.Idle) && f.At.Before(s.End) { // one that has ended is still stored, and counts for nothing
			fmt.Fprintln(&b, "session", s.Person, s.Created, s.LastUsed, s.Idle, s.End, s.Methods, s.Apps, s.Ephemeral)
		}
	}
	for _, r := range f.Remembered {
		fmt.Fprintln(&b, "remembered", r.Person, r.UserAgent, r.MFAAt, r.Renewed, r.Expires, r.CapAt, r.Invalidated)
	}
	for _, r := range f.Families {
		fmt.Fprintln(&b, "refresh token", r.App, r.Person, r.Issued, r.LastUsed, r.Idle, r.Absolute, r.Active)
	}
	return b.String()
}

// What is planted is what real steps would have left, and what follows is
// decided alike, for the same reasons.
func TestPastIsThatOfRealSteps(t *testing.T) {
	const signIn, remembered = "ada: visit portal\nada: sign-in\n", "ada: visit portal\nada: sign-in\nada: pass otp remember\n"
	const again = "ada: visit portal\nada: sign-in\n"
	sandbox := openSandbox(t)
	for _, c := range []struct {
		policy, cookie, browser, display string
		ago                              time.Duration
		steps                            string // the real ones, up to the start
	}{
		{"never", "persistent", " signed-in=2h", "", 2 * time.Hour, signIn + "wait 2h"},
		{"never", "non-persistent", " signed-in=2h", "", 2 * time.Hour, signIn + "wait 2h"},
		{"never", "persistent", " signed-in=50h/1h", "", 50 * time.Hour, signIn + "wait 49h\nada: visit portal\nwait 1h"},
		{"never", "persistent", " signed-in=100h/1h", "", 100 * time.Hour, signIn + "wait 49h30m\nada: visit portal\nwait 49h30m\nada: visit portal\nwait 1h"},
		{"never", "persistent", " signed-in=200h/1h", "", 200 * time.Hour, signIn + strings.Repeat("wait 66h20m\nada: visit portal\n", 3) + "wait 1h"},
		{"never", "persistent", " signed-in=80h", "", 80 * time.Hour, signIn + "wait 80h"},
		{"always", "persistent", " signed-in=2h passed=otp", "", 2 * time.Hour, signIn + "ada: pass otp\nwait 2h"},
		{"always", "persistent", " signed-in=2h passed=otp remembered=2h", "", 2 * time.Hour, remembered + "wait 2h"},
		{"always", "non-persistent", " signed-in=2h remembered=2h", "", 2 * time.Hour, remembered + "wait 2h"},
		{"always", "persistent", " remembered=4d", "", 96 * time.Hour, remembered + "wait 4d"},
		{"always", "persistent", " remembered=8d", "", 192 * time.Hour, remembered + "wait 8d"},
		{"always", "persistent", " remembered=20d/3d", "", 480 * time.Hour, remembered + strings.Repeat("wait 5d16h\n"+again, 3) + "wait 3d"},
		{"always", "persistent", " remembered=34d/4d", "", 816 * time.Hour, remembered + strings.Repeat("wait 6d\n"+again, 4) + "wait 10d"},
		{"always", "persistent", " remembered=4d samesite-none=rejected", "", 96 * time.Hour, remembered + "wait 4d"},
		{"always", "persistent", " signed-in=1h remembered=2d/1h", "", 48 * time.Hour, remembered + "ada: log-out portal\nwait 47h\n" + again + "wait 1h"},
		{"never", "persistent", " refresh-token=shop/4d", "", 96 * time.Hour, "ada: visit shop scope=\"openid profile email offline_access\"\nada: sign-in\nwait 4d"},
		{"never", "persistent", "", " connected=ada/5d", 120 * time.Hour,
			"display: power on\nada: activate display\nada: confirm\nada: sign-in\nwait 5s\ndisplay: power off\nwait 5d"},
	} {
		start := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
		play := func(start time.Time, browser, display, steps string, next int) []engine.Frame {
			s := mustParse(t, "past", fmt.Sprintf(pastTenant, start.Format(time.RFC3339), c.policy, c.cookie, browser, display, steps))
			frames, err := engine.Replay(context.Background(), s.Setup, s.Steps(), sandbox)
			if err != nil {
				t.Fatal(err)
			}
			return frames[len(frames)-1-next:]
		}
		settings := ""
		if strings.Contains(c.browser, "samesite") {
			settings = " samesite-none=rejected"
		}
		for _, next := range []string{"wait 1s", again, "ada: visit shop prompt=none", "ada: refresh shop", "display: power on"} {
			if c.display != "" && next == "wait 1s" {
				continue // a device is given its refresh token five seconds later than a person signs in
			}
			n := strings.Count(strings.TrimSpace(next), "\n")
			planted := play(start, c.browser, c.display, next, n)
			real := play(start.Add(-c.ago), settings, "", c.steps+"\n"+next, n)
			for i := range planted {
				if next == "wait 1s" && c.display == "" && left(planted[i]) != left(real[i]) {
					t.Errorf("%s%s leaves\n%s\nreal steps leave\n%s", c.browser, c.display, left(planted[i]), left(real[i]))
				}
				if got, want := decided(planted[i]), decided(real[i]); got != want {
					t.Errorf("%s%s, then %q: decided\n%s\nafter real steps\n%s", c.browser, c.display, next, got, want)
				}
			}
		}
	}
}

// decided writes what a frame decided and why, or what stood in the way.
func decided(f engine.Frame) string {
	text := f.Skipped
	for _, d := range f.Decisions {
		text += fmt.Sprintf("%s %v", d.Outcome, d.RememberOffered)
		for _, r := range d.Because {
			text += "\n" + r.Text
		}
	}
	if len(f.Exchanges) > 0 && f.Exchanges[0].From == "ada" && f.Browsers[0].Page != nil {
		text += "\n" + f.Browsers[0].Page.Title
	}
	return text
}

func TestPastMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"person=ada\n", "person=ada signed-in=soon\n", `f:21:24: "soon" is not how long ago; expected one such as 6d, or 20d/3d for 20 days ago and for the last time 3 days ago`},
		{"person=ada\n", "person=ada signed-in=1h/2h\n", `f:21:24: "1h/2h" is not how long ago; expected one such as 6d, or 20d/3d for 20 days ago and for the last time 3 days ago`},
		{"person=ada\n", "person=ada remembered=500d\n", `f:21:24: 500d is too long ago; expected at most 400d`},
		{"person=ada\n", "person=ada passed=otp\n", `f:21:24: nobody passes a factor without signing in; expected signed-in=AGE as well`},
		{"person=ada\n", "person=ada refresh-token=portal\n", `f:21:24: "portal" does not tell how long ago; expected NAME/AGE such as portal/6d`},
		{"person=ada\n", "person=ada refresh-token=portal/2d/1d\n", `f:21:24: "portal/2d/1d" has two instants; expected NAME/AGE`},
	})
}
