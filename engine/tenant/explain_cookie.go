package tenant

import (
	"fmt"
	"strings"
	"time"
)

// remembering tells whether a remembered browser could count, and whether this
// one did.
func (e *explanation) remembering() {
	// The request and the risk come before allowRememberBrowser: they have the
	// cookie ignored whatever code says (facts 4.4).
	ignored := true
	switch {
	case e.q.risky():
		e.say(becauseAdaptive)
	case e.q.MultiFactorACR:
		e.say(becauseACR)
	case e.q.MFAAudience:
		e.say(becauseMFAToken)
	default:
		ignored = !e.allowing()
	}
	e.because[len(e.because)-1].NoBox = ignored
	switch {
	case ignored && e.a.Invalidate:
		e.say(becauseWorthless)
		if e.q.risky() || e.q.MultiFactorACR || e.q.MFAAudience {
			e.assumption(AssumeIgnoredEnds)
		}
	case ignored && e.q.Cookie != CookieAbsent:
		e.say(becauseIgnored)
	case ignored:
	case e.q.Command == CommandEnroll:
		e.say(becauseEnrolling)
	default:
		e.cookie()
	}
}

// allowing explains allowRememberBrowser and tells its value.
func (e *explanation) allowing() bool {
	d, from := e.q.directive()
	// A command has no such option itself; enable() before it speaks for it
	// (facts 2.6).
	if e.q.Command != CommandNone {
		d, from = e.q.Action, FromAction
	}
	if d == nil || d.Provider == "none" || e.a.RequiredBy == FromPolicy {
		return true
	}
	on := allowed(d, from == FromRule)
	switch {
	case d.AllowRememberBrowser != nil && on:
		s := becauseAllowed
		if from == FromAction {
			s.claim, s.fact = "", "2.5"
		}
		e.point(from, d.Place, s)
	case d.AllowRememberBrowser != nil:
		e.point(from, d.Place, becauseForbidden)
	case on:
		e.point(from, d.Place, becauseOmitted, on, "a rule", "a remembered browser counts")
	default:
		s := becauseOmitted
		s.fact = "2.5"
		e.point(from, d.Place, s, on, "an action", "a remembered browser does not count, and the tick box is not offered")
	}
	return on
}

// cookie tells what the auth0-mf cookie was worth.
func (e *explanation) cookie() {
	switch r := e.record; {
	case e.q.Cookie == CookieValid:
		// Both lives are told at once, because people mix up the 7 days that slide
		// and the 30 that do not (facts 4.3).
		s, until := becauseCounts, earlier(e.t.Now.Add(MFAIdleMax), r.CapAt)
		if e.q.Silent {
			s.claim = "4.4/8"
		}
		if !e.a.Renew {
			s, until = becauseCountsOff, r.Expires
		}
		e.say(s, stamp(r.MFAAt), span(e.t.Now.Sub(r.MFAAt)), span(e.t.Now.Sub(r.Renewed)), stamp(until))
		e.counting(r)
	case e.q.Cookie == CookieOther:
		e.say(becauseStranger, r.Person)
	case e.q.Cookie == CookieUnknown:
		e.say(becauseAltered)
	case r == nil:
		e.say(becauseNoCookie)
	case r.Expires.Equal(r.CapAt): // the cap cut the last renewal short, so age ended it
		e.say(becauseTooOld, stamp(r.Expires))
	default:
		e.say(becauseIdle, stamp(r.Expires))
	}
}

// counting tells which assumptions a cookie that counts rests on.
func (e *explanation) counting(r *RememberedBrowser) {
	if r.Person != e.person {
		e.assumption(AssumeUserBinding)
	}
	if !e.a.Renew {
		e.assumption(AssumeSilentRenews)
	}
}

// stamp prints an instant as people write it.
func stamp(at time.Time) string { return at.Format("2 January 15:04") }

// span prints a duration in its two largest units.
func span(d time.Duration) string {
	var parts []string
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		n := int(d / u.unit)
		d -= time.Duration(n) * u.unit
		if n == 1 {
			parts = append(parts, "1 "+u.name)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %ss", n, u.name))
		}
	}
	if len(parts) == 0 {
		return "a moment"
	}
	return strings.Join(parts[:min(2, len(parts))], " ")
}
