package tenant

// An Assumption is one question that the published sources leave open, or
// answer differently, and that changes what is seen. The table below is all
// there is: the scenario format, its manual, the settings of the page and the
// reasons of decisions read it. A scenario answers with a line
//
//	assume NAME=VALUE
type Assumption struct {
	Name     string
	Question string
	Answers  []Choice // the first is the default
	Sources  string   // who says what, or why nobody does
	Fact     string   // section of the fact sheet
	Claim    string   // the one claim there that it is about, if there is just one
}

// Choice is one answer to an [Assumption] and what follows from it.
type Choice struct{ Value, Effect string }

// Default is the answer of a scenario that gives none.
func (a Assumption) Default() string { return a.Answers[0].Value }

// The names of the assumptions.
const (
	AssumePolicyOnRefresh   = "policy-on-refresh"
	AssumeTokenLife         = "mfa-token-life"
	AssumeWithoutTick       = "cookie-without-tick"
	AssumeSilentRenews      = "silent-renews"
	AssumeIgnoredEnds       = "ignored-cookie-ends"
	AssumeLogoutClears      = "logout-clears-mf"
	AssumeUserBinding       = "user-binding"
	AssumeConsume           = "consume-on-mfa-required"
	AssumeScriptsAtGrant    = "scripts-at-mfa-grant"
	AssumeActionReplaces    = "action-replaces-rule"
	AssumeNoneInRule        = "none-in-rule"
	AssumeNoneAdaptive      = "none-under-adaptive"
	AssumePasswordAdaptive  = "password-under-adaptive"
	AssumeACRAlone          = "acr-values-alone"
	AssumeAudience          = "mfa-audience"
	AssumeRememberedMethods = "remembered-in-methods"
	AssumeRefreshMethods    = "methods-on-refresh"
	AssumeRedirectFirst     = "redirect-before-mfa"
	AssumeEnrollAll         = "enroll-all-enrolled"
	AssumeRulesRun          = "rules-run"
	AssumeRefreshError      = "refresh-error"
	AssumeNotEnrolled       = "not-enrolled-error"
)

// AssumptionList is every assumption, in the order in which people read them.
var AssumptionList = []Assumption{
	{AssumePolicyOnRefresh, `Does the policy "Always" cover refresh exchanges?`, []Choice{
		{"no", "Only code can ask for MFA on a refresh exchange."},
		{"yes", "Every refresh exchange ends in mfa_required."},
	}, "No: Auth0's founder (2021) and the SPA SDK. Yes: nextjs-auth0 (2026).", "3.2", "F13"},
	{AssumeTokenLife, "How long can an mfa_token be used?", []Choice{
		{"10m", "Ten minutes."},
		{"5m", "Five minutes."},
	}, "Ten: the documentation. Five: nextjs-auth0.", "7.2", "F38"},
	{AssumeWithoutTick, "Is auth0-mf set when the box was offered and not ticked?", []Choice{
		{"no", "Only a tick has the browser remembered."},
		{"yes", "Whoever passes is remembered wherever the box is offered."},
	}, "No: an article on the cookie, and what people report. Yes: the words of another article, taken literally.", "4.4", "F6"},
	{AssumeSilentRenews, "Does silent authentication renew auth0-mf?", []Choice{
		{"yes", "prompt=none gives the cookie another 7 days, as every /authorize does where MFA is required."},
		{"no", "prompt=none uses the cookie and leaves its end where it was."},
	}, "Inferred: the rule of renewal names every /authorize.", "4.4", "4.4/8"},
	{AssumeIgnoredEnds, "Is an auth0-mf cookie worthless once acr_values, the /mfa/ audience or adaptive MFA had it ignored?", []Choice{
		{"no", "It counts again at the next ordinary sign-in; only allowRememberBrowser false ends it."},
		{"yes", "Whoever is sent to the MFA page past the cookie is not remembered any more."},
	}, "No: each page says only that it is ignored. Yes: the procedure of the fact sheet, read literally.", "15", ""},
	{AssumeLogoutClears, "Does logging out end auth0-mf?", []Choice{
		{"no", "The browser stays remembered."},
		{"yes", "Logging out removes the cookie."},
	}, "Inferred: no page says that it is cleared, and one calls it independent.", "4.7", "F31"},
	{AssumeUserBinding, "Does auth0-mf remember one person?", []Choice{
		{"yes", "Somebody else in the same browser is asked; the last who is remembered has the cookie."},
		{"no", "Once anybody has passed, nobody is asked in this browser."},
	}, "Inferred: browsers are forgotten person by person.", "4.5", "F33"},
	{AssumeConsume, "Does mfa_required use a rotating refresh token up?", []Choice{
		{"no", "The same token can be tried again."},
		{"yes", "The next try with it is taken for theft, and its family is revoked."},
	}, "Inferred: tokens rotate when a new pair is issued.", "6.4", ""},
	{AssumeScriptsAtGrant, "Do rules and actions run again when a factor ends mfa_required?", []Choice{
		{"no", "What they said before the pause counts."},
		{"yes", "They run again and see mfa among the methods; whether they ask again changes nothing."},
	}, "Inferred: code that always asks would never come to an end.", "2.4", ""},
	{AssumeActionReplaces, "A rule and an action both direct MFA: whose word counts?", []Choice{
		{"yes", "The action's, because it runs later."},
		{"no", "The rule's."},
	}, "Inferred: not documented.", "3.4", ""},
	{AssumeNoneInRule, `Does the provider "none" in a rule mean anything?`, []Choice{
		{"yes", "It switches MFA off for this login, as in an action."},
		{"no", "It says nothing; the policy decides."},
	}, "Inferred: documented for actions only.", "1.6", ""},
	{AssumeNoneAdaptive, `Does enable("none") overrule the adaptive policy?`, []Choice{
		{"no", "A login of low confidence is challenged all the same."},
		{"yes", "No second factor is asked for, however risky the login is."},
	}, "No: a support answer. Yes: a table of the page about adaptive MFA.", "3.4", "F24"},
	{AssumePasswordAdaptive, "Does the adaptive policy cover password exchanges?", []Choice{
		{"yes", "With limits: only who is enrolled can be asked, and no device is known."},
		{"no", "A password exchange is never challenged for its risk."},
	}, "Two tables of the same documentation contradict each other.", "11.5", "F49"},
	{AssumeACRAlone, "Do acr_values alone require MFA?", []Choice{
		{"no", "They only keep a remembered browser from counting."},
		{"yes", "The multi-factor class requires MFA, whatever code and policy say."},
	}, "Inferred: step-up is always shown together with code that reads them.", "4.4", ""},
	{AssumeAudience, "Does the /mfa/ audience require MFA?", []Choice{
		{"yes", "Of everybody who has another factor than email."},
		{"no", "It is an audience like any other."},
	}, "Yes: since June 2024. No: before.", "4.4", "4.4/11"},
	{AssumeRememberedMethods, "Does a remembered browser count as mfa in methods and amr?", []Choice{
		{"no", "Only a passed factor does."},
		{"yes", "It does, as if the factor had been passed."},
	}, "Inferred: methods are what was completed in the session.", "2.9", ""},
	{AssumeRefreshMethods, "What do rules find in context.authentication on a refresh exchange?", []Choice{
		{"undefined", "Nothing: code that reads its methods unguarded throws."},
		{"empty", "An empty list of methods."},
	}, "Inferred: the templates look whether it is there.", "1.5", ""},
	{AssumeRedirectFirst, "A rule redirects and asks for MFA: which comes first?", []Choice{
		{"yes", "The redirect; the rules run again and the last context decides."},
		{"no", "MFA, then the redirect."},
	}, "Inferred: not documented.", "1.9", ""},
	{AssumeEnrollAll, "enrollWithAny names only factors that are enrolled already. What then?", []Choice{
		{"continue", "The login goes on."},
		{"fail", "The login fails."},
	}, "Continue: the guide. Fail: the reference.", "2.6", ""},
	{AssumeRefreshError, "How is a refresh token refused that is unknown, revoked or expired?", []Choice{
		{"invalid_grant", "With invalid_grant."},
		{"access_denied", "With access_denied, as older pages have it."},
	}, "invalid_grant: the mobile SDKs and the documentation of today. access_denied: older documentation.", "6.3", "6.3/4"},
	{AssumeNotEnrolled, "What does the MFA API answer to a challenge of somebody without a factor?", []Choice{
		{"unsupported_challenge_type", "unsupported_challenge_type, which the mobile SDKs look for."},
		{"association_required", "association_required."},
	}, "The documentation lists both for the same case.", "7.6", "7.6/10"},
	{AssumeRulesRun, "Do rules run at all?", []Choice{
		{"yes", "Every rule that is switched on runs."},
		{"no", "None does: Rules have come to their end of life."},
	}, "Yes until 18 November 2026, no from then on.", "9.1", "F52"},
}

// Assumptions are the answers of a scenario by name; what is not in there has
// its default.
type Assumptions map[string]string

// AssumptionByName finds an assumption.
func AssumptionByName(name string) (Assumption, bool) {
	for i := range AssumptionList {
		if AssumptionList[i].Name == name {
			return AssumptionList[i], true
		}
	}
	return Assumption{}, false
}

// Value is the answer to the assumption of a name.
func (a Assumptions) Value(name string) string {
	if v, ok := a[name]; ok {
		return v
	}
	known, ok := AssumptionByName(name)
	if !ok {
		panic("tenant: internal error: no assumption is named " + name)
	}
	return known.Default()
}

// Yes tells whether the answer to the assumption of a name is yes.
func (a Assumptions) Yes(name string) bool { return a.Value(name) == "yes" }
