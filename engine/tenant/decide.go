package tenant

import "mfaplayground/engine/script"

// Leg tells whether there is anybody to ask.
type Leg int

// The legs.
const (
	LegBrowser  Leg = iota // /authorize
	LegDevice              // the browser leg of the device flow: as any /authorize, but never adaptive (facts 11.5)
	LegRefresh             // a refresh exchange: no browser, no cookies (facts 6.4)
	LegPassword            // a password exchange: no browser either (facts 3.2)
	LegExchange            // a custom token exchange: the same, but never adaptive (facts 11.5)
)

// alone tells whether there is no browser, and so nobody to ask.
func (l Leg) alone() bool { return l == LegRefresh || l == LegPassword || l == LegExchange }

// Command is what challengeWith* and enrollWith* of an action ask for (facts
// 2.6).
type Command int

// The commands.
const (
	CommandNone      Command = iota
	CommandChallenge         // the pipeline waits for a challenge
	CommandEnroll            // the pipeline waits for an enrolment
	CommandDone              // one of them was carried out in this authorization
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
	Leg            Leg
	Stopped        bool              // a script ended the login
	Command        Command           // api.authentication.challengeWith*, enrollWith*
	Action         *script.Directive // api.multifactor.enable
	Rule           *script.Directive // context.multifactor
	Policy         Policy
	Confidence     string       // of the risk assessment; empty when nothing was assessed
	Risk           *script.Risk // of which only Confidence decides; reasons tell the rest
	Enrolled       bool         // the person has another factor than email
	Email          bool         // the person has an address that can be verified (facts 3.3)
	MFAAudience    bool         // the audience is https://DOMAIN/mfa/
	MultiFactorACR bool         // acr_values asks for the multi-factor class
	Silent         bool         // prompt=none: no page may be shown
	Delegated      bool         // somebody acts for the person in this session (facts 5.2)
	Cookie         CookieState
	Readings       Readings
}

// Readings are the answers to the assumptions that a decision depends on.
type Readings struct {
	PolicyOnRefresh  bool
	PasswordAdaptive bool
	NoneAdaptive     bool
	NoneInRule       bool
	ActionReplaces   bool
	ACRAlone         bool
	SilentRenews     bool
	IgnoredEnds      bool
}

// Answer is what follows from a [Question].
type Answer struct {
	Outcome     Outcome
	RequiredBy  Source // rule, action, policy or request; empty when nothing requires MFA
	VerifyEmail bool   // the address is verified before the person enrols (facts 3.3)
	Blocked     bool   // there is no address to verify: access_denied (facts 3.3)
	Offered     bool   // the MFA page shows the tick box
	Automatic   bool   // passing remembers the browser without a tick (facts 1.6: google-authenticator, duo)
	Renew       bool   // the cookie gets another 7 days, under its 30-day cap
	Invalidate  bool   // the cookie that came is worthless from now on
}

// Decide answers whether a second factor is asked for (facts 3.4 and 15).
//
// First, what is required? The first line that applies decides. "Adaptive"
// stands for the policy of that name when the confidence is low, on the browser
// leg, and on the password leg for who is enrolled. A name in brackets is the
// assumption that decides.
//
//	a script stopped the login                  denied
//	challengeWith*, enrollWith* carried out     not required any more: it overrides all below
//	challengeWith*, enrollWith*                 required, remembering is on unless enable() forbids it
//	action  enable(provider)                    required, remembering is off unless allowed
//	rule    context.multifactor.provider        required, remembering is on unless forbidden
//	policy  adaptive                            required, remembering is off;
//	                                            "none" does not cancel it [none-under-adaptive]
//	policy  always, no "none" of code           required, remembering is on;
//	                                            on refresh not [policy-on-refresh]
//	request the /mfa/ audience, not on refresh  required of who is enrolled, remembering is off [mfa-audience]
//	request multi-factor acr_values             not required [acr-values-alone]
//	otherwise                                   not required
//
// Of a rule and an action the action counts [action-replaces-rule]. The
// provider "none" asks for nothing and cancels "always"; in a rule too
// [none-in-rule].
//
// Then, if it is required, what happens? A remembered browser never counts
// under adaptive, with multi-factor acr_values or with the /mfa/ audience: then
// "remembering" below reads "ignored". Enrolling is never spared.
//
//	leg       remembering  cookie  prompt=none   outcome
//	refresh   -            -       -             refused: mfa_required
//	password  -            -       -             refused: mfa_required
//	exchange  -            -       -             refused: mfa_required
//	browser   on           valid   -             remembered, cookie renewed [silent-renews]
//	browser   any          -       yes           refused: login_required
//	browser   any          -       delegated     refused: interaction_required
//	browser   adaptive, not enrolled, no email   refused: access_denied
//	browser   on           other   -             asked, tick box offered
//	browser   ignored      any     -             asked, no tick box [ignored-cookie-ends]
//	browser   off          any     -             asked, no tick box, cookie invalidated
func Decide(q Question) Answer {
	if q.Stopped {
		return Answer{Outcome: Denied}
	}
	by, remember := q.requirement()
	if by == "" {
		return Answer{Outcome: NotAsked}
	}
	a := Answer{Outcome: Refused, RequiredBy: by}
	if q.Leg.alone() {
		return a
	}
	ignored := q.risky() || q.MultiFactorACR || q.MFAAudience
	if remember && !ignored && q.Cookie == CookieValid && q.Command != CommandEnroll {
		a.Outcome, a.Renew = Remembered, !q.Silent || q.Readings.SilentRenews
		return a
	}
	if q.Silent || q.Delegated {
		return a
	}
	if by == FromPolicy && q.risky() && !q.Enrolled {
		a.VerifyEmail, a.Blocked = q.Email, !q.Email
	}
	if a.Blocked {
		return a
	}
	a.Outcome = Asked
	a.Automatic = remember && !ignored && q.remembersAlone(by)
	a.Offered = remember && !ignored && !a.Automatic
	forbidden := !remember && (by == FromAction || by == FromRule)
	a.Invalidate = q.Cookie != CookieAbsent && (forbidden || ignored && q.Readings.IgnoredEnds)
	return a
}

// requirement tells who requires MFA, if anybody, and whether a remembered
// browser may count for it.
func (q Question) requirement() (by Source, remember bool) {
	d, from := q.directive()
	none := d != nil && d.Provider == "none"
	switch {
	case q.Command == CommandDone:
		return "", false
	case q.Command != CommandNone:
		return FromAction, q.Action == nil || q.Action.Provider == "none" || allowed(q.Action, false)
	case d != nil && !none:
		return from, allowed(d, from == FromRule)
	case q.risky() && !(none && q.Readings.NoneAdaptive):
		return FromPolicy, false
	case q.Policy == PolicyAlways && !none && (q.Leg != LegRefresh || q.Readings.PolicyOnRefresh):
		return FromPolicy, true
	case q.audienceDemands() || q.MultiFactorACR && q.Readings.ACRAlone:
		return FromRequest, false
	}
	return "", false
}

// directive returns the word of code that counts, if there is one.
func (q Question) directive() (*script.Directive, Source) {
	rule := q.Rule
	if rule != nil && rule.Provider == "none" && !q.Readings.NoneInRule {
		rule = nil
	}
	if q.Action != nil && (rule == nil || q.Readings.ActionReplaces) {
		return q.Action, FromAction
	}
	return rule, FromRule
}

// risky tells whether the adaptive policy demands MFA (facts 3.3, 11.5).
func (q Question) risky() bool {
	covered := q.Leg == LegBrowser || q.Leg == LegPassword && q.Enrolled && q.Readings.PasswordAdaptive
	return q.Policy == PolicyAdaptive && q.Confidence == "low" && covered
}

// audienceDemands tells whether the /mfa/ audience demands MFA (facts 4.4).
func (q Question) audienceDemands() bool {
	return q.MFAAudience && q.Enrolled && q.Leg != LegRefresh
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
func (q Question) remembersAlone(by Source) bool {
	d, from := q.directive()
	return d != nil && from == by && q.Command == CommandNone && (d.Provider == "google-authenticator" || d.Provider == "duo")
}
