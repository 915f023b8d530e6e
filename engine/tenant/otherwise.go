package tenant

import (
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
	line int // of what is tried, if it is a place in a script
	list []Alternative
}

// told is the end of a condition about what code can see.
const told = ", and code had said the same"

// trySeen tries what code can see.
func (v *variation) trySeen(from Source, name, text string, change func(q *Question)) {
	if len(v.d.Runs) > 0 {
		text += told
	}
	v.try(from, name, text, change)
}

// try adds an alternative if it makes a difference: another outcome, or a tick
// box more or less.
func (v *variation) try(from Source, name, text string, change func(q *Question)) {
	q := v.q
	change(&q)
	if a := Decide(q); a.Outcome != v.was.Outcome || a.Offered != v.was.Offered {
		v.list = append(v.list, Alternative{from, name, v.line, text, q, a})
	}
}

// script tries what would have been, had no script ended the login or called a
// command. What comes after it in the code did not run, so nobody knows what it
// would have asked for: the condition says so.
func (v *variation) script() {
	if !v.q.Stopped && v.q.Command != CommandChallenge && v.q.Command != CommandEnroll || len(v.d.Because) == 0 {
		return
	}
	first, text := v.d.Because[0], "called no such command" // the script that did it
	if v.q.Stopped {
		text = "let the sign-in go on"
	}
	v.line = first.Line
	v.try(first.Source, first.Name, "If it had "+text+", and no code had asked for anything after it", func(q *Question) {
		if q.Stopped {
			q.Stopped = false
		} else {
			q.Command = CommandNone
		}
	})
	v.line = 0
}

// directive tries other words of the code that said something.
func (v *variation) directive(from Source, d *script.Directive) {
	if d == nil {
		return
	}
	say := func(text string, other *script.Directive) {
		v.try(from, d.Script, text, func(q *Question) { q.say(from, other) })
	}
	v.line = d.Line
	before, none := len(v.list), "If no action had called api.multifactor.enable"
	if from == FromRule {
		none = "If no rule had set context.multifactor"
	}
	say(none, nil)
	if other := *d; len(v.list) == before || v.list[before].Answer.Outcome == Asked {
		other.Provider = opposite(d.Provider)
		say("If the provider had been \""+other.Provider+"\" there", &other)
	}
	other, allow, text := *d, !allowed(d, from == FromRule), "true"
	if !allow {
		text = "false"
	}
	other.AllowRememberBrowser = &allow
	say("If allowRememberBrowser had been "+text+" there", &other)
	v.line = 0
}

// say puts a word into the mouth of code.
func (q *Question) say(from Source, d *script.Directive) {
	if from == FromRule {
		q.Rule = d
	} else {
		q.Action = d
	}
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
	from, text, end := FromAction, "If an action had called api.multifactor.enable(", ")"
	for _, run := range v.d.Runs {
		if from = sourceOf(run.Kind); from == FromAction {
			break
		}
	}
	if from == FromRule {
		text, end = "If a rule had set context.multifactor to the provider ", ""
	}
	for _, provider := range []string{"any", "none"} {
		v.try(from, "", text+"\""+provider+"\""+end, func(q *Question) { q.say(from, &script.Directive{Provider: provider}) })
	}
}

// policies are the policies in their order, with their titles.
var policies = []struct {
	policy Policy
	title  string
}{{PolicyNever, `"Never"`}, {PolicyAlways, `"Always"`}, {PolicyAdaptive, `"Use Adaptive MFA"`}}

// policy tries the other policies; those that lead to the same are one
// alternative. What adaptive MFA would say of a login that nothing assessed is
// not known, and an assessment may go with its policy.
func (v *variation) policy() {
	begin, risky := len(v.list), v.q
	risky.Policy, risky.Confidence = PolicyAdaptive, "low"
	for _, p := range policies {
		if p.policy == v.q.Policy || p.policy == PolicyAdaptive && v.q.Confidence == "" && risky.risky() {
			continue
		}
		n := len(v.list)
		v.try(FromPolicy, string(v.q.Policy), "If the policy had been "+p.title, func(q *Question) { q.Policy = p.policy })
		if n > begin && len(v.list) > n && v.list[n-1].Answer == v.list[n].Answer {
			v.list[n-1].Text += " or " + p.title
			v.list = v.list[:n]
		}
	}
	for i := begin; i < len(v.list) && v.q.Confidence != "" && v.q.Policy == PolicyAdaptive && len(v.d.Runs) > 0; i++ {
		v.list[i].Text += told
	}
}

// request tries other parameters. Those of the device flow are the device's.
func (v *variation) request() {
	if v.q.Silent {
		v.trySeen(FromRequest, "prompt=none", "If the request had not said prompt=none", func(q *Question) { q.Silent = false })
	}
	not := ""
	if v.q.MultiFactorACR {
		not = "not "
	}
	if v.q.MultiFactorACR || v.q.Leg == LegBrowser && v.was.Outcome != Asked { // who is asked would lose the tick box: no news
		v.trySeen(FromRequest, "acr_values", "If acr_values had "+not+"asked for multi-factor authentication",
			func(q *Question) { q.MultiFactorACR = !q.MultiFactorACR })
	}
	if v.q.MFAAudience {
		v.trySeen(FromRequest, "audience", "If the request had been for another audience", func(q *Question) { q.MFAAudience = false })
	}
}

// cookie tries the other state of the remembered browser.
func (v *variation) cookie() {
	if v.q.Leg.alone() {
		return
	}
	text, other := "If this browser had been remembered", CookieValid
	if v.q.Cookie == CookieValid {
		text, other = "If no auth0-mf cookie had come", CookieAbsent
	}
	v.try(FromCookie, CookieMFA, text, func(q *Question) { q.Cookie = other })
}

// person tries what depends on who signs in, and how.
func (v *variation) person() {
	if v.q.Delegated {
		v.trySeen(FromSession, "actor", "If nobody had acted for the person", func(q *Question) { q.Delegated = false })
	}
	factor, email, confidence := "If the person had enrolled another factor than email", "an", "low"
	if v.q.Enrolled {
		factor = "If the person had enrolled no factor, or only email"
	}
	if v.q.Email {
		email = "no"
	}
	v.trySeen(FromPerson, v.d.Person, factor, func(q *Question) { q.Enrolled = !q.Enrolled })
	v.trySeen(FromPerson, v.d.Person, "If the person had "+email+" email address", func(q *Question) { q.Email = !q.Email })
	if v.q.Confidence == "low" {
		confidence = "high"
	}
	if v.q.Confidence != "" {
		v.trySeen(FromPolicy, string(v.q.Policy), "If this login had had "+confidence+" confidence", func(q *Question) { q.Confidence = confidence })
	}
}

// assumptions tries the other answer to each open question that decides.
func (v *variation) assumptions() {
	for i, name := range []string{AssumePolicyOnRefresh, AssumePasswordAdaptive, AssumeNoneAdaptive, AssumeNoneInRule, AssumeActionReplaces, AssumeACRAlone} {
		reading := func(q *Question) *bool {
			r := &q.Readings
			return []*bool{&r.PolicyOnRefresh, &r.PasswordAdaptive, &r.NoneAdaptive, &r.NoneInRule, &r.ActionReplaces, &r.ACRAlone}[i]
		}
		other, q := "yes", v.q
		if *reading(&q) {
			other = "no"
		}
		known, _ := AssumptionByName(name)
		text := "If its answer were \"" + other + "\""
		for _, c := range known.Answers {
			if c.Value == other {
				text += ": " + strings.ToLower(c.Effect[:1]) + strings.TrimSuffix(c.Effect[1:], ".")
			}
		}
		v.try(FromAssumption, name, text, func(q *Question) { *reading(q) = !*reading(q) })
	}
}
