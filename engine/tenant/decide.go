package tenant

import "mfaplayground/engine/script"

// Leg tells whether there is anybody to ask.
type Leg int

// The legs.
const (
	LegBrowser  Leg = iota // /authorize and the browser leg of the device flow
	LegRefresh             // a refresh exchange: no browser, no cookies (facts 6.4)
	LegPassword            // a password exchange: no browser either (facts 3.2)
)

// CookieState is what the auth0-mf cookie of a request is worth.
type CookieState int

// The states of an auth0-mf cookie.
const (
	CookieAbsent  CookieState = iota // none came with the request
	CookieValid                      // this browser is remembered for this person
	CookieExpired                    // idle for 7 days, or 30 days old (facts 4.3)
	CookieOther                      // it remembers somebody else (facts 4.5, inferred)
	CookieUnknown                    // edited, or invalidated (facts 4.4)
)

// Question is everything that [Decide] looks at.
type Question struct {
	Leg             Leg
	Stopped         bool              // a script ended the login
	Action          *script.Directive // api.multifactor.enable
	Rule            *script.Directive // context.multifactor
	Policy          Policy
	PolicyOnRefresh bool // the assumption of that name (facts 3.2)
	MultiFactorACR  bool // acr_values asks for the multi-factor class (facts 4.4)
	Silent          bool // prompt=none: no page may be shown
	Cookie          CookieState
}

// Answer is what follows from a [Question].
type Answer struct {
	Outcome    Outcome
	RequiredBy Source // rule, action or policy; empty when nothing requires MFA
	Offered    bool   // the MFA page shows the tick box
	Automatic  bool   // passing remembers the browser without a tick (facts 1.6: google-authenticator, duo)
	Renew      bool   // the cookie gets another 7 days, under its 30-day cap
	Invalidate bool   // the cookie that came is worthless from now on
}

// Decide answers whether a second factor is asked for (facts 3.4 and 15).
//
// First, what is required? The first line that applies decides:
//
//	a script stopped the login                 denied
//	action  enable(provider)                   required, remembering is off unless allowed
//	action  enable('none')                     not required, the policy is overridden
//	rule    context.multifactor.provider       required, remembering is on unless forbidden
//	rule    provider 'none'                    not required (inferred: facts 1.6)
//	policy  always, browser leg, password leg  required, remembering is on
//	policy  always, refresh, assumption "yes"  required
//	otherwise                                  not required
//
// Then, if it is required, what happens?
//
//	leg       remembering  acr_values    cookie  prompt=none   outcome
//	refresh   -            -             -       -             refused: mfa_required
//	password  -            -             -       -             refused: mfa_required
//	browser   on           -             valid   -             remembered, cookie renewed
//	browser   -            -             -       yes           refused: login_required
//	browser   on           -             other   -             asked, tick box offered
//	browser   on           multi-factor  any     -             asked, no tick box
//	browser   off          -             any     -             asked, no tick box, cookie invalidated
func Decide(q Question) Answer {
	if q.Stopped {
		return Answer{Outcome: Denied}
	}
	by, remember := requirement(q)
	if by == "" {
		return Answer{Outcome: NotAsked}
	}
	if q.Leg != LegBrowser {
		return Answer{Outcome: Refused, RequiredBy: by}
	}
	counts := remember && !q.MultiFactorACR
	if counts && q.Cookie == CookieValid {
		return Answer{Outcome: Remembered, RequiredBy: by, Renew: true}
	}
	if q.Silent {
		return Answer{Outcome: Refused, RequiredBy: by}
	}
	automatic := counts && remembersAlone(q, by)
	return Answer{
		Outcome:    Asked,
		RequiredBy: by,
		Offered:    counts && !automatic,
		Automatic:  automatic,
		Invalidate: !remember && q.Cookie != CookieAbsent,
	}
}

// requirement tells who requires MFA, if anybody, and whether a remembered
// browser may count for it.
func requirement(q Question) (by Source, remember bool) {
	switch {
	case q.Action != nil:
		if q.Action.Provider == "none" {
			return "", false
		}
		return FromAction, allowed(q.Action, false)
	case q.Rule != nil:
		if q.Rule.Provider == "none" {
			return "", false
		}
		return FromRule, allowed(q.Rule, true)
	case q.Policy == PolicyAlways && (q.Leg != LegRefresh || q.PolicyOnRefresh):
		return FromPolicy, true
	}
	return "", false
}

// allowed resolves allowRememberBrowser with the default of its source: true
// in a rule, false in an action (facts 1.6, 2.5).
func allowed(d *script.Directive, byDefault bool) bool {
	if d.AllowRememberBrowser == nil {
		return byDefault
	}
	return *d.AllowRememberBrowser
}

// remembersAlone tells whether the provider remembers the browser without
// showing a tick box (facts 1.6).
func remembersAlone(q Question, by Source) bool {
	var d *script.Directive
	switch by {
	case FromAction:
		d = q.Action
	case FromRule:
		d = q.Rule
	}
	return d != nil && (d.Provider == "google-authenticator" || d.Provider == "duo")
}
