package tenant

import (
	"fmt"
	"strings"

	"mfaplayground/engine/script"
)

// Alternative is one thing that would have had a question answered otherwise,
// all else being as it was.
type Alternative struct {
	Source   Source
	Name     string   // the script, cookie, parameter or assumption
	Line     int      // of the script
	Text     string   // the condition, as in "If no rule had set context.multifactor"
	Question Question // the question with that one thing changed
	Answer   Answer   // to it
}

// Alternatives lists what would have changed a decision, in the order of
// precedence: code, policy, request, cookie, person, assumptions. Each is found
// by asking [Decide] once more with one input changed, so that none is a guess.
// What code would have said to a change that it can see is not followed, and
// the condition says so.
func (d Decision) Alternatives() []Alternative {
	v := variation{d: d, q: d.Question, was: Decide(d.Question)}
	if v.was.Outcome != d.Outcome {
		return nil // it came without its question
	}
	v.script()
	v.directive(FromAction, v.q.Action)
	v.directive(FromRule, v.q.Rule)
	v.silence()
	v.policy()
	v.request()
	v.cookie()
	v.person()
	v.assumptions()
	return v.list
}

// variation collects the alternatives of one decision.
type variation struct {
	d    Decision
	q    Question
	was  Answer
	list []Alternative
}

// told is the end of a condition about what code can see.
const told = ", and code had said the same"

// trySeen tries what code can see.
func (v *variation) trySeen(a Alternative, change func(q *Question)) {
	if len(v.d.Runs) > 0 {
		a.Text += told
	}
	v.try(a, change)
}

// try adds an alternative if it makes a difference: another outcome, or a tick
// box more or less.
func (v *variation) try(a Alternative, change func(q *Question)) {
	a.Question = v.q
	change(&a.Question)
	a.Answer = Decide(a.Question)
	if a.Answer.Outcome != v.was.Outcome || a.Answer.Offered != v.was.Offered {
		v.list = append(v.list, a)
	}
}

// script tries what would have been, had no script ended the login or called a
// command. What comes after it in the code did not run, so nobody knows what it
// would have asked for: the condition says so.
func (v *variation) script() {
	if len(v.d.Because) == 0 {
		return
	}
	first := v.d.Because[0] // the script that did it
	a := Alternative{Source: first.Source, Name: first.Name, Line: first.Line}
	switch {
	case v.q.Stopped:
		a.Text = "If it had let the sign-in go on, and no code had asked for anything after it"
		v.try(a, func(q *Question) { q.Stopped = false })
	case v.q.Command == CommandChallenge || v.q.Command == CommandEnroll:
		a.Text = "If it had called no such command, and no code had asked for anything after it"
		v.try(a, func(q *Question) { q.Command = CommandNone })
	}
}

// directive tries other words of the code that said something.
func (v *variation) directive(from Source, d *script.Directive) {
	if d == nil {
		return
	}
	set := func(change func(d *script.Directive)) func(q *Question) {
		return func(q *Question) {
			other := *d
			change(&other)
			if from == FromRule {
				q.Rule = &other
			} else {
				q.Action = &other
			}
		}
	}
	a := Alternative{Source: from, Name: d.Script, Line: d.Line}
	a.Text = "If no action had called api.multifactor.enable"
	if from == FromRule {
		a.Text = "If no rule had set context.multifactor"
	}
	before := len(v.list)
	v.try(a, func(q *Question) {
		if from == FromRule {
			q.Rule = nil
		} else {
			q.Action = nil
		}
	})
	if provider := opposite(d.Provider); len(v.list) == before || v.list[before].Answer.Outcome == Asked {
		a.Text = fmt.Sprintf("If the provider had been %q there", provider)
		v.try(a, set(func(d *script.Directive) { d.Provider = provider }))
	}
	allow := !allowed(d, from == FromRule)
	a.Text = fmt.Sprintf("If allowRememberBrowser had been %t there", allow)
	v.try(a, set(func(d *script.Directive) { d.AllowRememberBrowser = &allow }))
}

// opposite is the provider that asks where the other exempts.
func opposite(provider string) string {
	if provider == "none" {
		return "any"
	}
	return "none"
}

// silence tries what code could have said that said nothing. Who has rules only
// is told of a rule.
func (v *variation) silence() {
	if v.q.Rule != nil || v.q.Action != nil || v.q.Command != CommandNone {
		return
	}
	from, text := FromAction, "If an action had called api.multifactor.enable(%q)"
	for _, run := range v.d.Runs {
		if from = sourceOf(run.Kind); from == FromAction {
			break
		}
	}
	if from == FromRule {
		text = "If a rule had set context.multifactor to the provider %q"
	}
	for _, provider := range []string{"any", "none"} {
		v.try(Alternative{Source: from, Text: fmt.Sprintf(text, provider)}, func(q *Question) {
			if d := (&script.Directive{Provider: provider}); from == FromRule {
				q.Rule = d
			} else {
				q.Action = d
			}
		})
	}
}

// policyTitles are the words for the policies.
var policyTitles = map[Policy]string{PolicyNever: "Never", PolicyAlways: "Always", PolicyAdaptive: "Use Adaptive MFA"}

// policy tries the other policies; those that lead to the same are one
// alternative. What adaptive MFA would say of a login that nothing assessed is
// not known.
func (v *variation) policy() {
	begin := len(v.list)
	for _, other := range []Policy{PolicyNever, PolicyAlways, PolicyAdaptive} {
		q := v.q
		q.Policy, q.Confidence = PolicyAdaptive, "low"
		if other == v.q.Policy || other == PolicyAdaptive && v.q.Confidence == "" && q.risky() {
			continue
		}
		n := len(v.list)
		v.try(Alternative{Source: FromPolicy, Name: string(v.q.Policy), Text: fmt.Sprintf("If the policy had been %q", policyTitles[other])},
			func(q *Question) { q.Policy = other })
		if n > begin && len(v.list) > n && v.list[n-1].Answer == v.list[n].Answer {
			v.list[n-1].Text += fmt.Sprintf(" or %q", policyTitles[other])
			v.list = v.list[:n]
		}
	}
	if v.q.Confidence != "" && v.q.Policy == PolicyAdaptive && len(v.d.Runs) > 0 { // the assessment may go with its policy
		for i := range v.list[begin:] {
			v.list[begin+i].Text += told
		}
	}
}

// request tries other parameters. Those of the device flow are the device's.
func (v *variation) request() {
	if v.q.Silent {
		v.trySeen(Alternative{Source: FromRequest, Name: "prompt=none", Text: "If the request had not said prompt=none"},
			func(q *Question) { q.Silent = false })
	}
	acr := Alternative{Source: FromRequest, Name: "acr_values"}
	switch {
	case v.q.MultiFactorACR:
		acr.Text = "If acr_values had not asked for multi-factor authentication"
		v.trySeen(acr, func(q *Question) { q.MultiFactorACR = false })
	case v.q.Leg == LegBrowser && v.was.Outcome != Asked: // who is asked would lose the tick box: no news
		acr.Text = "If acr_values had asked for multi-factor authentication"
		v.trySeen(acr, func(q *Question) { q.MultiFactorACR = true })
	}
	if v.q.MFAAudience {
		v.trySeen(Alternative{Source: FromRequest, Name: "audience", Text: "If the request had been for another audience"},
			func(q *Question) { q.MFAAudience = false })
	}
}

// cookie tries the other state of the remembered browser.
func (v *variation) cookie() {
	if v.q.Leg.alone() {
		return
	}
	a, other := Alternative{Source: FromCookie, Name: CookieMFA, Text: "If this browser had been remembered"}, CookieValid
	if v.q.Cookie == CookieValid {
		a.Text, other = "If no auth0-mf cookie had come", CookieAbsent
	}
	v.try(a, func(q *Question) { q.Cookie = other })
}

// person tries what depends on who signs in, and how.
func (v *variation) person() {
	if v.q.Delegated {
		v.trySeen(Alternative{Source: FromSession, Name: "actor", Text: "If nobody had acted for the person"},
			func(q *Question) { q.Delegated = false })
	}
	who := Alternative{Source: FromPerson, Name: v.d.Person, Text: "If the person had enrolled another factor than email"}
	if v.q.Enrolled {
		who.Text = "If the person had enrolled no factor, or only email"
	}
	v.trySeen(who, func(q *Question) { q.Enrolled = !q.Enrolled })
	who.Text = "If the person had an email address"
	if v.q.Email {
		who.Text = "If the person had no email address"
	}
	v.trySeen(who, func(q *Question) { q.Email = !q.Email })
	if v.q.Confidence != "" {
		other := "low"
		if v.q.Confidence == "low" {
			other = "high"
		}
		v.trySeen(Alternative{Source: FromPolicy, Name: string(v.q.Policy), Text: "If this login had had " + other + " confidence"},
			func(q *Question) { q.Confidence = other })
	}
}

// assumptions tries the other answer to each open question.
func (v *variation) assumptions() {
	for _, a := range []struct {
		name string
		of   func(r *Readings) *bool
	}{
		{AssumePolicyOnRefresh, func(r *Readings) *bool { return &r.PolicyOnRefresh }},
		{AssumePasswordAdaptive, func(r *Readings) *bool { return &r.PasswordAdaptive }},
		{AssumeNoneAdaptive, func(r *Readings) *bool { return &r.NoneAdaptive }},
		{AssumeNoneInRule, func(r *Readings) *bool { return &r.NoneInRule }},
		{AssumeActionReplaces, func(r *Readings) *bool { return &r.ActionReplaces }},
		{AssumeACRAlone, func(r *Readings) *bool { return &r.ACRAlone }},
	} {
		known, _ := AssumptionByName(a.name)
		other := "yes"
		if *a.of(&v.q.Readings) {
			other = "no"
		}
		text := fmt.Sprintf("If its answer were %q", other)
		for _, c := range known.Answers {
			if c.Value == other {
				text += ": " + strings.ToLower(c.Effect[:1]) + strings.TrimSuffix(c.Effect[1:], ".")
			}
		}
		v.try(Alternative{Source: FromAssumption, Name: a.name, Text: text}, func(q *Question) { p := a.of(&q.Readings); *p = !*p })
	}
}
