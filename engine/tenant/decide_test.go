package tenant

import (
	"testing"

	"mfaplayground/engine/script"
)

// plain answers a question by walking through facts 15 in its own order, later
// words replacing earlier ones. It shares no code with [Decide].
func plain(q Question) Answer {
	var a Answer
	if q.Stopped { // step 3
		a.Outcome = Denied
		return a
	}
	// Step 5, from the weakest voice to the strongest.
	required, remember, alone := false, true, false
	if q.Policy == PolicyAlways && (q.Leg == LegBrowser || q.Leg == LegPassword) {
		required, a.RequiredBy = true, FromPolicy
	}
	if q.Policy == PolicyAlways && q.Leg == LegRefresh && q.PolicyOnRefresh {
		required, a.RequiredBy = true, FromPolicy
	}
	if r := q.Rule; r != nil {
		required, remember, a.RequiredBy = r.Provider != "none", true, FromRule
		if r.AllowRememberBrowser != nil && !*r.AllowRememberBrowser {
			remember = false
		}
		alone = r.Provider == "duo" || r.Provider == "google-authenticator"
	}
	if r := q.Action; r != nil {
		required, remember, a.RequiredBy = r.Provider != "none", false, FromAction
		if r.AllowRememberBrowser != nil && *r.AllowRememberBrowser {
			remember = true
		}
		alone = r.Provider == "duo" || r.Provider == "google-authenticator"
	}
	if !required { // step 6
		return Answer{Outcome: NotAsked}
	}
	if q.Leg == LegRefresh || q.Leg == LegPassword { // facts 6.4, 3.2
		a.Outcome = Refused
		return a
	}
	forbidden := !remember
	if q.MultiFactorACR { // step 7
		remember = false
	}
	if remember && q.Cookie == CookieValid { // step 8
		a.Outcome, a.Renew = Remembered, true
		return a
	}
	if q.Silent { // step 9
		a.Outcome = Refused
		return a
	}
	a.Outcome = Asked
	if forbidden && q.Cookie != CookieAbsent {
		a.Invalidate = true
	}
	if remember {
		a.Automatic = alone
		a.Offered = !alone
	}
	return a
}

// everyQuestion calls f with every combination there is.
func everyQuestion(f func(Question)) int {
	yes, no := true, false
	directives := []*script.Directive{nil, {Provider: "none"}}
	for _, provider := range []string{"any", "duo", "google-authenticator"} {
		for _, allow := range []*bool{nil, &yes, &no} {
			directives = append(directives, &script.Directive{Provider: provider, AllowRememberBrowser: allow})
		}
	}
	count := 0
	for bits := range 3 << 5 {
		on := func(i int) bool { return bits>>i&1 == 1 }
		q := Question{
			Stopped: on(0), Policy: PolicyNever, PolicyOnRefresh: on(1), MultiFactorACR: on(2), Silent: on(3),
		}
		if on(4) {
			q.Policy = PolicyAlways
		}
		q.Leg = Leg(bits >> 5)
		for q.Cookie = CookieAbsent; q.Cookie <= CookieUnknown; q.Cookie++ {
			for _, q.Rule = range directives {
				for _, q.Action = range directives {
					f(q)
					count++
				}
			}
		}
	}
	return count
}

func TestDecideEveryCombination(t *testing.T) {
	wrong := 0
	n := everyQuestion(func(q Question) {
		if got, want := Decide(q), plain(q); got != want && wrong < 10 {
			wrong++
			t.Errorf("%+v (rule %+v, action %+v):\n got %+v\nwant %+v", q, q.Rule, q.Action, got, want)
		}
	})
	if want := 3 * 32 * 5 * 11 * 11; n != want {
		t.Errorf("%d combinations were tried, expected %d", n, want)
	}
}

// The promises that hold whatever else is set.
func TestDecideInvariants(t *testing.T) {
	everyQuestion(func(q Question) {
		a := Decide(q)
		switch {
		case q.Silent && a.Outcome == Asked:
			t.Fatalf("silent authentication shows a page: %+v", q)
		case q.Leg != LegBrowser && (a.Outcome == Asked || a.Outcome == Remembered):
			t.Fatalf("an exchange without a browser asks somebody: %+v", q)
		case a.Outcome == Remembered && q.Cookie != CookieValid:
			t.Fatalf("a browser without a valid cookie is remembered: %+v", q)
		case a.Offered && a.Outcome != Asked:
			t.Fatalf("the tick box is offered where no page is shown: %+v", q)
		case a.Renew != (a.Outcome == Remembered):
			t.Fatalf("the cookie is renewed exactly when it counts: %+v", q)
		}
	})
}
