package tenant

import (
	"fmt"
	"strings"
	"time"

	"mfaplayground/engine/script"
)

// note files a decision with its causes, in sentences for a newcomer. The
// reason for not asking is told as carefully as the reason for asking.
func (t *Tenant) note(q Question, a Answer, record *RememberedBrowser, verdict script.Verdict, d Decision) {
	d.At, d.Outcome, d.RememberOffered, d.Runs = t.Now, a.Outcome, a.Offered, verdict.Runs
	e := explanation{t: t, q: q, a: a, record: record, verdict: verdict}
	switch {
	case a.Outcome == Denied:
		e.denied()
	case a.RequiredBy == "":
		e.notRequired()
	default:
		e.required()
		if q.Leg != LegBrowser {
			e.noBrowser()
			break
		}
		e.remembering()
		e.silence()
	}
	d.Because = e.because
	t.Journal.Decisions = append(t.Journal.Decisions, d)
}

// explanation collects the causes of one decision.
type explanation struct {
	t       *Tenant
	q       Question
	a       Answer
	record  *RememberedBrowser
	verdict script.Verdict
	because []Reason
}

func (e *explanation) add(source Source, name string, line int, fact, text string) {
	e.because = append(e.because, Reason{Source: source, Name: name, Line: line, Text: text, Fact: fact})
}

// directive adds a cause that is a place in a script; " @" in the format
// stands for the line.
func (e *explanation) directive(source Source, p script.Place, fact, format string, args ...any) {
	where := ""
	if p.Line > 0 {
		where = fmt.Sprintf(" in line %d", p.Line)
	}
	text := fmt.Sprintf(strings.Replace(format, " @", where, 1), args...)
	e.add(source, p.Script, p.Line, fact, fmt.Sprintf("%s %q %s", title(source), p.Script, text))
}

func title(s Source) string { return strings.ToUpper(string(s[:1])) + string(s[1:]) }

func (e *explanation) denied() {
	s := e.verdict.Stop
	source := FromRule
	if s.Kind == script.Action {
		source = FromAction
	}
	switch s.Reason {
	case script.Denied:
		e.directive(source, s.Place, "1.8", "ended the sign-in @: %s", s.Description)
	case script.Threw:
		e.directive(source, s.Place, "1.8", "threw an error @: %s. It looks like a refusal, but is a mistake in the code.", s.Description)
	case script.Syntax:
		e.directive(source, s.Place, "1.1", "does not parse @: %s. All rules are sent as one program, so none of them runs.", s.Description)
	case script.NoCallback:
		e.directive(source, s.Place, "1.8", "never called back: the sign-in waits for 20 seconds and fails.")
	case script.TimedOut:
		e.directive(source, s.Place, "1.8", "did not come to an end: after 20 seconds the sign-in fails.")
	case script.Memory:
		e.directive(source, s.Place, "1.8", "used more memory than its container has: the sign-in fails.")
	}
	e.add(FromSession, CookieSession, 0, "1.8",
		"The question of a second factor did not come up. The session lives on, so the next attempt meets the same code at once.")
}

func (e *explanation) notRequired() {
	switch {
	case e.q.Action != nil:
		e.directive(FromAction, e.q.Action.Place, "3.4", `calls api.multifactor.enable("none") @: no second factor, whatever the policy says.`)
		return
	case e.q.Rule != nil:
		e.directive(FromRule, e.q.Rule.Place, "1.6", `sets the provider "none" @: no second factor, whatever the policy says (not documented; assumed).`)
		return
	}
	if len(e.verdict.Runs) == 0 {
		e.add(FromRule, "", 0, "3.4", "No rule and no action is switched on, so no code asked for a second factor.")
	}
	rules := 0
	for _, run := range e.verdict.Runs {
		if run.Kind == script.Rule {
			rules++
		}
	}
	for _, run := range e.verdict.Runs {
		source, text := FromRule, "ran and did not ask for a second factor."
		switch {
		case run.Kind == script.Action:
			source = FromAction
		case rules > 1: // a later rule may have withdrawn what an earlier one asked
			text = "ran. The context that the last rule left behind asks for no second factor."
		}
		e.directive(source, script.Place{Script: run.Script}, "3.4", text)
	}
	switch {
	case e.q.Policy == PolicyNever:
		e.add(FromPolicy, "never", 0, "3.1", `The policy is "Never": what code does not ask for, nobody asks for.`)
	default:
		e.add(FromPolicy, "always", 0, "3.2", `The policy is "Always", but it does not reach refresh exchanges: they have no browser.`)
		e.add(FromAssumption, "policy-on-refresh", 0, "3.2", "Sources disagree about that. Here the assumption policy-on-refresh is no; switch it to see the other reading.")
	}
	if e.q.Leg == LegBrowser && e.q.Cookie != CookieAbsent {
		e.add(FromCookie, CookieMFA, 0, "4.4", "Because nothing required a second factor, the auth0-mf cookie was neither used nor renewed.")
	}
}

func (e *explanation) required() {
	switch e.a.RequiredBy {
	case FromAction:
		e.directive(FromAction, e.q.Action.Place, "2.5", "calls api.multifactor.enable @, so a second factor is required.")
		if e.q.Rule != nil {
			e.add(FromAssumption, "action-replaces-rule", 0, "3.4", fmt.Sprintf("Rule %q asked too; actions run later, so the action's word counts (inferred).", e.q.Rule.Script))
		}
	case FromRule:
		e.directive(FromRule, e.q.Rule.Place, "1.6", "sets context.multifactor @, so a second factor is required.")
	case FromPolicy:
		e.add(FromPolicy, "always", 0, "3.1", `The policy is "Always", and no code said otherwise, so a second factor is required.`)
		if e.q.Leg == LegRefresh {
			e.add(FromAssumption, "policy-on-refresh", 0, "3.2", "Sources disagree whether a policy reaches refresh exchanges. Here the assumption policy-on-refresh is yes.")
		}
		return
	}
	if e.q.Policy == PolicyAlways && e.q.Leg == LegRefresh {
		e.add(FromPolicy, "always", 0, "3.4", "The policy plays no part: what code asks for takes precedence over it.")
	}
}

// noBrowser tells why nobody can be asked.
func (e *explanation) noBrowser() {
	name, what, fact := "grant_type=refresh_token", "A refresh exchange", "6.4"
	if e.q.Leg == LegPassword {
		name, what, fact = "grant_type=password", "A password exchange", "3.2"
	}
	e.add(FromRequest, name, 0, fact, what+" has no browser: nobody can be asked, and no cookie can help. The answer is 403 mfa_required.")
}

// remembering tells whether a remembered browser could count, and whether this
// one did.
func (e *explanation) remembering() {
	if e.q.MultiFactorACR {
		e.add(FromRequest, "acr_values", 0, "4.4", "acr_values asks for multi-factor authentication itself, so a remembered browser does not count.")
		return
	}
	if !e.allowing() {
		if e.q.Cookie != CookieAbsent {
			text := "An auth0-mf cookie came, but is ignored."
			if e.a.Invalidate {
				text = "An auth0-mf cookie came, but is ignored, and is worthless from now on."
			}
			e.add(FromCookie, CookieMFA, 0, "4.4", text)
		}
		return
	}
	e.cookie()
}

// allowing explains allowRememberBrowser and tells its value.
func (e *explanation) allowing() bool {
	d, byDefault, kind := e.q.Rule, true, "a rule"
	switch e.a.RequiredBy {
	case FromPolicy:
		return true
	case FromAction:
		d, byDefault, kind = e.q.Action, false, "an action"
	}
	on := allowed(d, byDefault)
	effect := "a remembered browser counts"
	if !on {
		effect = "a remembered browser does not count, and the tick box is not offered"
	}
	name, fact := "allowRememberBrowser", "1.6"
	if e.a.RequiredBy == FromAction {
		fact = "2.5"
	}
	if d.AllowRememberBrowser == nil {
		e.add(e.a.RequiredBy, d.Script, d.Line, fact, fmt.Sprintf("%s is left out, which means %t in %s: %s.", name, on, kind, effect))
	} else {
		e.add(e.a.RequiredBy, d.Script, d.Line, fact, fmt.Sprintf("%s is %t: %s.", name, on, effect))
	}
	return on
}

// cookie tells what the auth0-mf cookie was worth.
func (e *explanation) cookie() {
	var text string
	switch r := e.record; {
	case e.q.Cookie == CookieValid:
		text = fmt.Sprintf("The auth0-mf cookie counts: the second factor was passed on %s (%s ago) and the cookie was last renewed %s ago. It now lives until %s.",
			stamp(r.MFAAt), span(e.t.Now.Sub(r.MFAAt)), span(e.t.Now.Sub(r.Renewed)),
			stamp(earlier(e.t.Now.Add(MFAIdleMax), r.CapAt)))
	case e.q.Cookie == CookieOther:
		text = fmt.Sprintf("The auth0-mf cookie remembers %s, who is somebody else (inferred).", r.Person)
	case e.q.Cookie == CookieUnknown:
		text = "The auth0-mf cookie was altered or has been invalidated: it proves nothing."
	case r == nil:
		text = "No auth0-mf cookie came: this browser is not remembered."
	case r.Expires.Equal(r.CapAt):
		text = fmt.Sprintf("The auth0-mf cookie ended on %s: 30 days after the second factor was passed, however often it was used.", stamp(r.Expires))
	default:
		text = fmt.Sprintf("The auth0-mf cookie ended on %s: 7 days after it was last renewed, long before the 30 days were over.", stamp(r.Expires))
	}
	e.add(FromCookie, CookieMFA, 0, "4.4", text)
}

// silence explains what prompt=none does to a required second factor.
func (e *explanation) silence() {
	if e.a.Outcome == Refused {
		e.add(FromRequest, "prompt=none", 0, "5.2", "prompt=none forbids any page, so nobody can be asked: the answer is login_required.")
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
