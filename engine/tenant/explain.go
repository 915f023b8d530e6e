package tenant

import (
	"fmt"
	"strings"

	"mfaplayground/engine/script"
)

// note files a decision with its causes, in sentences for a newcomer. The
// reason for not asking is told as carefully as the reason for asking.
func (t *Tenant) note(q Question, a Answer, record *RememberedBrowser, verdict script.Verdict, d Decision) {
	d.At, d.Outcome, d.RememberOffered, d.Runs = t.Now, a.Outcome, a.Offered, verdict.Runs
	e := explanation{t: t, person: d.Person, q: q, a: a, record: record, verdict: verdict}
	switch {
	case a.Outcome == Denied:
		e.denied()
	case a.RequiredBy == "":
		e.notRequired()
	default:
		e.required()
		e.happens()
	}
	d.Because, d.Question = e.because, q
	d.Question.Risk = nil // only its confidence decides
	t.Journal.Decisions = append(t.Journal.Decisions, d)
}

// explanation collects the causes of one decision.
type explanation struct {
	t       *Tenant
	person  string
	q       Question
	a       Answer
	record  *RememberedBrowser
	verdict script.Verdict
	because []Reason
}

// say adds a cause.
func (e *explanation) say(s sentence, args ...any) {
	text := s.text
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	e.because = append(e.because, Reason{Source: s.source, Name: s.name, Text: text, Fact: s.fact, Claim: s.claim})
}

// assumption adds the answer of the scenario to an open question, as the table
// of assumptions words it.
func (e *explanation) assumption(name string) {
	a, _ := AssumptionByName(name)
	value := e.t.Config.Assume.Value(name)
	text := a.Question + " The assumption " + name + " is " + value + "."
	for _, c := range a.Answers {
		if c.Value == value {
			text += " " + c.Effect
		}
	}
	e.say(sentence{FromAssumption, name, a.Claim, a.Fact, text})
}

// point adds a cause that is a place in a script, without naming it again.
func (e *explanation) point(source Source, p script.Place, s sentence, args ...any) {
	s.source, s.name = source, p.Script
	e.say(s, args...)
	e.because[len(e.because)-1].Line = p.Line
}

// script adds a cause that begins with the name of the script.
func (e *explanation) script(source Source, p script.Place, s sentence, args ...any) {
	where := ""
	if p.Line > 0 {
		where = fmt.Sprintf(" in line %d", p.Line)
	}
	s.text = strings.Replace(s.text, " @", where, 1)
	e.point(source, p, s, args...)
	last := &e.because[len(e.because)-1]
	last.Text = fmt.Sprintf("%s%s %q %s", strings.ToUpper(string(source[:1])), string(source[1:]), p.Script, last.Text)
}

// sourceOf tells which source a kind of script is.
func sourceOf(kind script.Kind) Source {
	if kind == script.Action {
		return FromAction
	}
	return FromRule
}

// denied tells who ended the login, and what that means for the next attempt:
// people who try again without knowing it meet the same refusal for ever.
func (e *explanation) denied() {
	stop := e.verdict.Stop
	source := sourceOf(stop.Kind)
	switch stop.Reason {
	case script.Denied:
		s := becauseDenied
		if source == FromAction {
			s.claim = "3.4/1"
		} else if stop.Error == "unauthorized" {
			s.claim = "1.8/3"
		}
		e.script(source, stop.Place, s, stop.Description)
	case script.Threw, script.Syntax:
		e.script(source, stop.Place, mistake(stop), stop.Description)
	case script.NoCallback, script.TimedOut:
		e.script(source, stop.Place, mistake(stop))
	case script.Memory:
		e.script(source, stop.Place, becauseMemory)
	case script.Invalid:
		e.script(source, stop.Place, becauseInvalid, strings.TrimSuffix(stop.Description, "."))
	}
	switch {
	case e.q.Leg.alone():
		e.say(becauseNothing)
	case e.verdict.Session != nil && e.verdict.Session.Revoke != nil:
		e.say(becauseRevoked)
	case e.q.Command == CommandDone:
		e.say(becauseTooLate)
	default:
		e.say(becauseNoQuestion)
	}
}

// mistake finds the sentence for code that stopped the login without meaning
// to. Rules and actions fail in their own ways, and what this simulator lacks is
// no mistake of the code at all.
func mistake(stop *script.Stop) sentence {
	rule := stop.Kind == script.Rule
	switch {
	case strings.HasSuffix(stop.Description, notSimulated):
		return becauseLacking
	case stop.Reason == script.Threw && rule:
		return becauseThrew
	case stop.Reason == script.Threw:
		return becauseFailed
	case stop.Reason == script.Syntax && rule:
		return becauseSyntax
	case stop.Reason == script.Syntax:
		return becauseUnreadable
	case stop.Reason == script.NoCallback && rule:
		return becauseNoCallback
	case stop.Reason == script.NoCallback:
		return becauseWaiting
	case rule:
		return becauseTimedOut
	}
	return becauseEndless
}

// notSimulated ends what a script is told that touches a member which exists
// and is not simulated, such as "api.prompt.render is not simulated".
const notSimulated = " is not simulated"

// notRequired goes through everything that could have asked, in the order of
// precedence (facts 3.4), and tells why each did not: code, policy, request.
func (e *explanation) notRequired() {
	d, from := e.q.directive()
	switch {
	case d != nil && from == FromAction: // only "none" requires nothing
		e.script(from, d.Place, becauseNone)
	case d != nil:
		e.script(from, d.Place, becauseNoneInRule)
		e.assumption(AssumeNoneInRule)
	}
	switch {
	case d != nil && e.q.Policy == PolicyAdaptive && !e.q.Readings.NoneAdaptive:
		e.policy() // "none" does not overrule this policy, so its own reason is needed too
	case d != nil: // "none" overruled whatever the policy is
	default:
		e.scripts()
		e.policy()
	}
	if e.q.MFAAudience && e.q.Leg != LegRefresh {
		e.say(becauseNoFactor)
	}
	if e.q.MultiFactorACR {
		e.say(becauseACRNothing)
		e.assumption(AssumeACRAlone)
	}
	// Whoever ticked "30 days" wonders why the cookie ages in spite of visits.
	if e.q.Cookie != CookieAbsent {
		e.say(becauseUntouched)
	}
}

// scripts tells that no code asked.
func (e *explanation) scripts() {
	rules := 0
	for _, run := range e.verdict.Runs {
		if run.Kind == script.Rule {
			rules++
		}
	}
	if rules == 0 && e.t.rulesEnded() {
		e.say(becauseRulesEnded)
		e.assumption(AssumeRulesRun)
	} else if len(e.verdict.Runs) == 0 {
		e.say(becauseNoCode)
	}
	for _, run := range e.verdict.Runs {
		s := becauseRan
		if run.Kind == script.Rule && rules > 1 { // a later rule may have withdrawn what an earlier one asked
			s = becauseRanBefore
		}
		e.script(sourceOf(run.Kind), script.Place{Script: run.Script}, s)
	}
	if e.q.Rule != nil { // it said "none", which counts for nothing under this reading
		e.assumption(AssumeNoneInRule)
	}
}

// policy tells why the policy required nothing.
func (e *explanation) policy() {
	switch {
	case e.q.Policy == PolicyNever:
		e.say(becauseNever)
	case e.q.Policy == PolicyAlways:
		e.say(becauseNoPolicy)
		e.assumption(AssumePolicyOnRefresh)
	case e.q.Leg == LegRefresh:
		e.say(becauseNoSignals)
	case e.q.Leg == LegDevice:
		e.say(becauseUnsupported)
	case e.q.Leg == LegExchange:
		e.say(becauseNoExchange)
	case e.q.Leg == LegPassword && !e.q.Readings.PasswordAdaptive:
		e.assumption(AssumePasswordAdaptive)
	case e.q.Leg == LegPassword && !e.q.Enrolled && e.q.Confidence == "low":
		e.say(becauseNotAsked)
	case e.q.Risk != nil:
		e.say(becauseSafe, e.q.Confidence, e.assessed())
	}
}

// required tells who asked for the second factor: the first in the order of
// precedence, since only that one decided (facts 3.4).
func (e *explanation) required() {
	d, from := e.q.directive()
	switch {
	case e.q.Command == CommandChallenge:
		e.script(FromAction, e.verdict.Suspend.Place, becauseChallenge)
		return
	case e.q.Command == CommandEnroll:
		e.script(FromAction, e.verdict.Suspend.Place, becauseEnroll)
		return
	case e.a.RequiredBy == FromPolicy:
		e.byPolicy()
		return
	case e.a.RequiredBy == FromRequest && e.q.audienceDemands():
		e.say(becauseAudience)
		return
	case e.a.RequiredBy == FromRequest:
		e.say(becauseACRAlone)
		e.assumption(AssumeACRAlone)
		return
	case from == FromAction:
		e.script(from, d.Place, becauseEnable)
		if e.q.Rule != nil {
			e.assumption(AssumeActionReplaces)
		}
	default:
		e.script(from, d.Place, becauseRule)
		if e.q.Action != nil {
			e.assumption(AssumeActionReplaces)
		}
	}
	// The policy alone would have spared the device: that is the whole story of
	// the display that stopped.
	if e.q.Policy == PolicyAlways && e.q.Leg == LegRefresh {
		e.say(becauseRefreshPolicy)
	}
}

// byPolicy tells why the policy covers this leg, each in words of its own: that
// "Always" reaches silent authentication surprises people most.
func (e *explanation) byPolicy() {
	switch {
	case e.q.risky():
		e.say(becauseRisk, e.assessed())
		if e.q.Leg == LegPassword {
			e.assumption(AssumePasswordAdaptive)
		}
		if d, _ := e.q.directive(); d != nil {
			e.assumption(AssumeNoneAdaptive)
		}
	case e.q.Leg == LegRefresh:
		e.say(becauseAlwaysFresh)
		e.assumption(AssumePolicyOnRefresh)
	case e.q.Leg == LegPassword:
		e.say(becauseAlwaysGrant)
	case e.q.Leg == LegExchange:
		e.say(becauseAlwaysToken)
	case e.q.Leg == LegDevice:
		e.say(becauseAlwaysDevice)
	case e.q.Silent:
		e.say(becauseAlwaysQuiet)
	default:
		e.say(becauseAlways)
	}
}

// happens tells what follows from a requirement.
func (e *explanation) happens() {
	switch e.q.Leg { // without a browser a cookie is no question at all
	case LegRefresh:
		e.say(becauseRefresh)
		return
	case LegPassword:
		e.say(becausePassword)
		return
	case LegExchange:
		e.say(becauseExchange)
		return
	}
	e.remembering()
	switch {
	case e.a.Blocked:
		e.say(becauseBlocked)
	case e.q.Delegated && e.a.Outcome == Refused:
		e.say(becauseDelegated)
	case e.a.Outcome == Refused:
		e.say(becauseSilent)
	case e.a.VerifyEmail:
		e.say(becauseVerify)
	}
}

// assessed tells what the assessors said that lowers the confidence, for a
// sentence.
func (e *explanation) assessed() string {
	var said []string
	for _, a := range Assessors {
		if v := e.q.Risk.Assessments[a.Name]; v.Confidence == e.q.Risk.Confidence && v.Confidence != "high" {
			said = append(said, a.Name+": "+v.Code)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " (" + strings.Join(said, ", ") + ")"
}
