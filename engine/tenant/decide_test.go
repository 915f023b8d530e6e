package tenant

import (
	"testing"

	"mfaplayground/engine/script"
)

// demands is what plain collects: the strongest voice so far.
type demands struct {
	by              Source
	remember, alone bool
}

// plain answers a question by walking through facts 15 in its own order, later
// words replacing earlier ones. It shares no code with [Decide].
func plain(q Question) Answer {
	if q.Stopped { // step 3
		return Answer{Outcome: Denied}
	}
	lowRisk := q.Policy == PolicyAdaptive && q.Confidence == "low"
	if q.Leg == LegDevice || q.Leg == LegRefresh || q.Leg == LegExchange { // facts 11.5, 3.2
		lowRisk = false
	}
	if q.Leg == LegPassword && !(q.Enrolled && q.Readings.PasswordAdaptive) {
		lowRisk = false
	}
	d := plainDemands(q, lowRisk)
	if q.Command == CommandDone || d.by == "" { // step 6
		return Answer{Outcome: NotAsked}
	}
	a := Answer{Outcome: Refused, RequiredBy: d.by}
	if q.Leg == LegRefresh || q.Leg == LegPassword || q.Leg == LegExchange { // facts 6.4, 3.2
		return a
	}
	forbidden := !d.remember && (d.by == FromRule || d.by == FromAction)
	ignored := lowRisk || q.MFAAudience || q.MultiFactorACR // step 7
	if ignored {
		d.remember = false
	}
	if d.remember && q.Cookie == CookieValid && q.Command != CommandEnroll { // step 8
		a.Outcome = Remembered
		a.Renew = q.Readings.SilentRenews || !q.Silent
		return a
	}
	if q.Silent || q.Delegated { // step 9, facts 5.2
		return a
	}
	if d.by == FromPolicy && lowRisk && !q.Enrolled { // facts 3.3
		if !q.Email {
			a.Blocked = true
			return a
		}
		a.VerifyEmail = true
	}
	a.Outcome = Asked
	if q.Cookie != CookieAbsent && (forbidden || ignored && q.Readings.IgnoredEnds) {
		a.Invalidate = true
	}
	if d.remember {
		a.Automatic = d.alone
		a.Offered = !d.alone
	}
	return a
}

// plainDemands is step 5, from the weakest voice to the strongest.
func plainDemands(q Question, lowRisk bool) (d demands) {
	if q.MultiFactorACR && q.Readings.ACRAlone {
		d = demands{by: FromRequest}
	}
	if q.MFAAudience && q.Enrolled && q.Leg != LegRefresh {
		d = demands{by: FromRequest}
	}
	rule, action := q.Rule, q.Action
	if rule != nil && rule.Provider == "none" && !q.Readings.NoneInRule {
		rule = nil
	}
	if rule != nil && action != nil {
		if q.Readings.ActionReplaces {
			rule = nil
		} else {
			action = nil
		}
	}
	none := rule != nil && rule.Provider == "none" || action != nil && action.Provider == "none"
	if q.Policy == PolicyAlways && !none && (q.Leg != LegRefresh || q.Readings.PolicyOnRefresh) {
		d = demands{by: FromPolicy, remember: true}
	}
	if lowRisk && (!none || !q.Readings.NoneAdaptive) {
		d = demands{by: FromPolicy}
	}
	takesAll := func(w *script.Directive) bool { return w.Provider == "duo" || w.Provider == "google-authenticator" }
	if rule != nil && !none {
		d = demands{FromRule, rule.AllowRememberBrowser == nil || *rule.AllowRememberBrowser, takesAll(rule)}
	}
	if action != nil && !none {
		d = demands{FromAction, action.AllowRememberBrowser != nil && *action.AllowRememberBrowser, takesAll(action)}
	}
	if q.Command == CommandChallenge || q.Command == CommandEnroll {
		d = demands{by: FromAction, remember: true}
		if w := q.Action; w != nil && w.Provider != "none" {
			d.remember = w.AllowRememberBrowser != nil && *w.AllowRememberBrowser
		}
	}
	return d
}

// bits hands out the bits of a number one by one.
type bits int

func (b *bits) next() bool {
	on := *b&1 == 1
	*b >>= 1
	return on
}

// readings makes one of all combinations of assumptions.
func readings(n int) Readings {
	b := bits(n)
	return Readings{b.next(), b.next(), b.next(), b.next(), b.next(), b.next(), b.next(), b.next()}
}

const readingsCount = 1 << 8

// defaultReadings are those of a scenario that assumes nothing.
var defaultReadings = (&Tenant{Config: &Config{}}).readings()

// words are the directives that code can give: no word at all, "none", and
// each provider with each value of allowRememberBrowser.
func words(providers ...string) []*script.Directive {
	yes, no := true, false
	list := []*script.Directive{nil, {Provider: "none"}}
	for _, provider := range providers {
		for _, allow := range []*bool{nil, &yes, &no} {
			list = append(list, &script.Directive{Provider: provider, AllowRememberBrowser: allow})
		}
	}
	return list
}

// everyFact calls f with every combination of what a question can hold besides
// assumptions, with the given directives and cookies.
func everyFact(directives []*script.Directive, cookies []CookieState, confidences []string, f func(Question)) (count int) {
	for n := range 1 << 7 {
		b := bits(n)
		q := Question{
			Stopped: b.next(), Enrolled: b.next(), Email: b.next(),
			MFAAudience: b.next(), MultiFactorACR: b.next(), Silent: b.next(), Delegated: b.next(),
		}
		for _, q.Policy = range []Policy{PolicyNever, PolicyAlways, PolicyAdaptive} {
			for _, q.Confidence = range confidences {
				for q.Leg = LegBrowser; q.Leg <= LegExchange; q.Leg++ {
					for q.Command = CommandNone; q.Command <= CommandDone; q.Command++ {
						for _, q.Cookie = range cookies {
							for _, q.Rule = range directives {
								for _, q.Action = range directives {
									f(q)
									count++
								}
							}
						}
					}
				}
			}
		}
	}
	return count
}

// compare holds Decide against the oracle.
func compare(t *testing.T, wrong *int, q Question) {
	if got, want := Decide(q), plain(q); got != want && *wrong < 10 {
		*wrong++
		t.Errorf("%+v (rule %+v, action %+v):\n got %+v\nwant %+v", q, q.Rule, q.Action, got, want)
	}
}

// Every combination of facts under the default assumptions.
func TestDecideEveryCombination(t *testing.T) {
	wrong := 0
	cookies := []CookieState{CookieAbsent, CookieValid, CookieExpired, CookieOther, CookieUnknown}
	n := everyFact(words("any", "google-authenticator"), cookies, []string{"low", "high"}, func(q Question) {
		q.Readings = defaultReadings
		compare(t, &wrong, q)
	})
	if want := 128 * 3 * 2 * 5 * 4 * 5 * 8 * 8; n != want {
		t.Errorf("%d combinations were tried, expected %d", n, want)
	}
}

// Every combination of assumptions, over one of each kind of fact that Decide
// tells apart.
func TestDecideEveryAssumption(t *testing.T) {
	wrong, no := 0, false
	directives := []*script.Directive{nil, {Provider: "none"}, {Provider: "any"}, {Provider: "duo", AllowRememberBrowser: &no}}
	for n := range readingsCount {
		r := readings(n)
		everyFact(directives, []CookieState{CookieAbsent, CookieValid}, []string{"low"}, func(q Question) {
			if q.Stopped || !q.Email || q.Command == CommandDone {
				return // covered above: nothing else is looked at
			}
			q.Readings = r
			compare(t, &wrong, q)
		})
	}
}

// The promises that hold whatever else is set.
func TestDecideInvariants(t *testing.T) {
	everyFact(words("any", "duo"), []CookieState{CookieAbsent, CookieValid, CookieOther}, []string{"low", "high"}, func(q Question) {
		q.Readings = defaultReadings
		a := Decide(q)
		noBrowser := q.Leg == LegRefresh || q.Leg == LegPassword || q.Leg == LegExchange
		switch {
		case q.Silent && a.Outcome == Asked:
			t.Fatalf("silent authentication shows a page: %+v", q)
		case noBrowser && (a.Outcome == Asked || a.Outcome == Remembered):
			t.Fatalf("an exchange without a browser asks somebody: %+v", q)
		case a.Outcome == Remembered && q.Cookie != CookieValid:
			t.Fatalf("a browser without a valid cookie is remembered: %+v", q)
		case a.Outcome == Remembered && (q.MFAAudience || q.MultiFactorACR):
			t.Fatalf("a remembered browser counts where it must not: %+v", q)
		case a.Offered && a.Outcome != Asked:
			t.Fatalf("the tick box is offered where no page is shown: %+v", q)
		case a.Renew != (a.Outcome == Remembered):
			t.Fatalf("the cookie is renewed exactly when it counts: %+v", q)
		}
	})
}
