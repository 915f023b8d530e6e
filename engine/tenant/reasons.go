package tenant

// sentence is one cause of a decision as it is told to a newcomer: what kind of
// thing it comes from and its name, the claim and the section of the fact sheet
// that it rests on, and the words. " @" stands for the line of a script.
type sentence struct {
	source      Source
	name        string
	claim, fact string
	text        string
}

// The table of reasons: every cause that a decision can have. Those of scripts
// get their source and name from the place in the code.
var (
	// A script ended the login.
	becauseDenied     = sentence{"", "", "1.8/4", "1.8", "ended the sign-in @: %s"}
	becauseThrew      = sentence{"", "", "1.8/6", "1.8", "threw an error @: %s. It looks like a refusal, but is a mistake in the code."}
	becauseSyntax     = sentence{"", "", "", "1.1", "does not parse @: %s. All rules are sent as one program, so none of them runs."}
	becauseNoCallback = sentence{"", "", "F26", "1.8", "never called back: the sign-in waits for 20 seconds and fails."}
	becauseTimedOut   = sentence{"", "", "F26", "1.8", "did not come to an end: after 20 seconds the sign-in fails."}
	becauseFailed     = sentence{"", "", "F55", "2.10", "threw an error @: %s. It looks like a refusal, but is a mistake in the code."}
	becauseUnreadable = sentence{"", "", "F55", "2.10", "does not parse @: %s. An action that fails has the sign-in fail."}
	becauseWaiting    = sentence{"", "", "F56", "2.11", "waits for something that never happens: after 20 seconds the sign-in fails."}
	becauseEndless    = sentence{"", "", "F56", "2.11", "did not come to an end: after 20 seconds the sign-in fails."}
	becauseLacking    = sentence{"", "", "", "2.8", "uses @ what this playground lacks: %s. Only here does that stop the sign-in."}
	becauseMemory     = sentence{"", "", "", "1.8", "used more memory than its container has: the sign-in fails."}
	becauseInvalid    = sentence{"", "", "F21", "2.6", "asked @ for something that cannot be done: %s."}
	becauseNoQuestion = sentence{FromSession, CookieSession, "F27", "1.8", "The question of a second factor did not come up. The session lives on, so the next attempt meets the same code at once."}
	becauseRevoked    = sentence{FromSession, CookieSession, "", "2.8", "The question of a second factor did not come up, and the session is over: the next attempt has to sign in again."}
	becauseTooLate    = sentence{FromSession, CookieSession, "F22", "3.4", "What was asked for before was done, and helps nothing: a refusal outranks everything. The session lives on."}
	becauseNothing    = sentence{FromRequest, "", "", "1.8", "The question of a second factor did not come up: nothing is issued."}

	// What requires a second factor.
	becauseChallenge     = sentence{"", "", "F22", "2.6", "calls api.authentication.challengeWith @: that overrides enable() and the policy."}
	becauseEnroll        = sentence{"", "", "F22", "2.6", "calls api.authentication.enrollWith @: that overrides any policy and any rule."}
	becauseEnable        = sentence{"", "", "F22", "2.5", "calls api.multifactor.enable @, so a second factor is required."}
	becauseRule          = sentence{"", "", "F22", "1.6", "sets context.multifactor @, so a second factor is required."}
	becauseAlways        = sentence{FromPolicy, "always", "3.2/1", "3.1", `The policy is "Always", and no code said otherwise, so a second factor is required.`}
	becauseAlwaysQuiet   = sentence{FromPolicy, "always", "F16", "3.2", `The policy is "Always", which covers silent authentication too, so a second factor is required.`}
	becauseAlwaysDevice  = sentence{FromPolicy, "always", "3.2/5", "3.2", `The policy is "Always", and connecting a device is a sign-in in a browser, so a second factor is required.`}
	becauseAlwaysToken   = sentence{FromPolicy, "always", "3.2/4", "3.2", `The policy is "Always", and it covers custom token exchanges, so a second factor is required.`}
	becauseAlwaysGrant   = sentence{FromPolicy, "always", "3.2/3", "3.2", `The policy is "Always", and it covers password exchanges, so a second factor is required.`}
	becauseAlwaysFresh   = sentence{FromPolicy, "always", "3.2/6", "3.2", `The policy is "Always", and no code said otherwise, so a second factor is required.`}
	becauseRisk          = sentence{FromPolicy, "adaptive", "", "3.3", `The policy is "Use Adaptive MFA", and this login has low confidence%s, so a second factor is required.`}
	becauseAudience      = sentence{FromRequest, "audience", "4.4/11", "4.4", "The request is for the /mfa/ audience, where people manage their factors: who has one must pass it."}
	becauseACRAlone      = sentence{FromRequest, "acr_values", "", "4.4", "acr_values asks for multi-factor authentication, and under the assumption acr-values-alone that is enough to require it."}
	becauseRefreshPolicy = sentence{FromPolicy, "always", "F22", "3.4", "The policy plays no part: what code asks for takes precedence over it."}

	// What happens then.
	becauseRefresh   = sentence{FromRequest, "grant_type=refresh_token", "F9", "6.4", "A refresh exchange has no browser: nobody can be asked, and no cookie can help. The answer is 403 mfa_required."}
	becauseExchange  = sentence{FromRequest, "grant_type=token-exchange", "3.2/4", "3.2", "A token exchange has no browser: nobody can be asked, and no cookie can help. The answer is 403 mfa_required."}
	becausePassword  = sentence{FromRequest, "grant_type=password", "4.4/18", "4.4", "A password exchange has no browser: nobody can be asked, and no cookie can help. The answer is 403 mfa_required."}
	becauseACR       = sentence{FromRequest, "acr_values", "4.4/10", "4.4", "acr_values asks for multi-factor authentication itself, so a remembered browser does not count."}
	becauseMFAToken  = sentence{FromRequest, "audience", "F8", "4.4", "Under the /mfa/ audience a remembered browser does not count."}
	becauseAdaptive  = sentence{FromPolicy, "adaptive", "4.4/12", "4.4", "Adaptive MFA ignores remembered browsers: the risk is in this very login."}
	becauseVerify    = sentence{FromPolicy, "adaptive", "", "11.4", "Nobody has enrolled a factor yet: the email address is verified first, then a factor is enrolled."}
	becauseBlocked   = sentence{FromPolicy, "adaptive", "", "11.4", "There is no factor, and no email address that could be verified before one is enrolled: the sign-in is blocked."}
	becauseDelegated = sentence{FromSession, "actor", "5.2/6", "5.2", "Somebody else acts for the person in this session and does not have her factors: the answer is interaction_required."}
	becauseSilent    = sentence{FromRequest, "prompt=none", "F14", "5.2", "prompt=none forbids any page, so nobody can be asked: the answer is login_required."}
	becauseOmitted   = sentence{"", "", "F1", "1.6", "allowRememberBrowser is left out, which means %t in %s: %s."}
	becauseAllowed   = sentence{"", "", "1.6/6", "1.6", "allowRememberBrowser is true: a remembered browser counts."}
	becauseForbidden = sentence{"", "", "F2", "4.4", "allowRememberBrowser is false: a remembered browser does not count, and the tick box is not offered."}
	becauseEnrolling = sentence{FromCookie, CookieMFA, "", "2.6", "A remembered browser spares nobody from enrolling."}

	// What the auth0-mf cookie was worth.
	becauseIgnored   = sentence{FromCookie, CookieMFA, "", "4.4", "An auth0-mf cookie came, but is ignored."}
	becauseWorthless = sentence{FromCookie, CookieMFA, "4.4/9", "4.4", "An auth0-mf cookie came, but is ignored, and is worthless from now on."}
	becauseCounts    = sentence{FromCookie, CookieMFA, "4.4/6", "4.4", "The auth0-mf cookie counts: the second factor was passed on %s (%s ago) and the cookie was last renewed %s ago. It now lives until %s."}
	becauseCountsOff = sentence{FromCookie, CookieMFA, "4.4/8", "4.4", "The auth0-mf cookie counts: the second factor was passed on %s (%s ago) and the cookie was last renewed %s ago. It lives until %s."}
	becauseStranger  = sentence{FromCookie, CookieMFA, "F33", "4.5", "The auth0-mf cookie remembers %s, who is somebody else (inferred)."}
	becauseAltered   = sentence{FromCookie, CookieMFA, "4.4/14", "4.4", "The auth0-mf cookie was altered or has been invalidated: it proves nothing."}
	becauseNoCookie  = sentence{FromCookie, CookieMFA, "F6", "4.4", "No auth0-mf cookie came: this browser is not remembered."}
	becauseTooOld    = sentence{FromCookie, CookieMFA, "F4", "4.3", "The auth0-mf cookie ended on %s: 30 days after the second factor was passed, however often it was used."}
	becauseIdle      = sentence{FromCookie, CookieMFA, "4.4/13", "4.4", "The auth0-mf cookie ended on %s: 7 days after it was last renewed, long before the 30 days were over."}

	// Why nothing requires a second factor.
	becauseNone        = sentence{"", "", "F24", "3.4", `calls api.multifactor.enable("none") @: that exempts this login, from the policy "Always" too.`}
	becauseNoneInRule  = sentence{"", "", "", "1.6", `sets the provider "none" @: that exempts this login, from the policy "Always" too.`}
	becauseNoCode      = sentence{FromRule, "", "", "3.4", "No rule and no action is switched on, so no code asked for a second factor."}
	becauseRulesEnded  = sentence{FromRule, "", "F52", "9.1", "The rules that are switched on did not run, so no rule asked for a second factor."}
	becauseRan         = sentence{"", "", "", "3.4", "ran and did not ask for a second factor."}
	becauseRanBefore   = sentence{"", "", "", "3.4", "ran. The context that the last rule left behind asks for no second factor."}
	becauseNever       = sentence{FromPolicy, "never", "", "3.1", `The policy is "Never": what code does not ask for, nobody asks for.`}
	becauseNoPolicy    = sentence{FromPolicy, "always", "3.2/6", "3.2", `The policy is "Always", but it does not reach refresh exchanges: they have no browser.`}
	becauseSafe        = sentence{FromPolicy, "adaptive", "", "3.3", `The policy is "Use Adaptive MFA", which asks at low confidence only; this login has %s confidence%s.`}
	becauseUnsupported = sentence{FromPolicy, "adaptive", "F51", "11.5", "The policy is \"Use Adaptive MFA\", which does not work in the device flow."}
	becauseNoExchange  = sentence{FromPolicy, "adaptive", "F51", "11.5", "The policy is \"Use Adaptive MFA\", which does not cover token exchanges."}
	becauseNoSignals   = sentence{FromPolicy, "adaptive", "F13", "3.2", `The policy is "Use Adaptive MFA", which never challenges a refresh exchange: no browser gives any signal.`}
	becauseNotAsked    = sentence{FromPolicy, "adaptive", "F49", "11.5", `The policy is "Use Adaptive MFA", which works for password exchanges with limits: only who is enrolled can be asked.`}
	becauseNoFactor    = sentence{FromRequest, "audience", "4.4/11", "4.4", "The /mfa/ audience requires MFA of enrolled people only, and this person has no factor besides email."}
	becauseACRNothing  = sentence{FromRequest, "acr_values", "", "4.4", "acr_values asks for multi-factor authentication, but demands nothing by itself: code must read it (inferred)."}
	becauseUntouched   = sentence{FromCookie, CookieMFA, "F5", "4.4", "Because nothing required a second factor, the auth0-mf cookie was neither used nor renewed."}
)
