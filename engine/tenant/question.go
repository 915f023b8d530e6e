package tenant

import (
	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// question fills in what every question of a tenant has in common: what code
// said, the policy, the person, and the assumptions.
func (t *Tenant) question(leg Leg, verdict script.Verdict, person, audience string, risk *script.Risk) Question {
	p, _ := t.Config.PersonByName(person)
	q := Question{
		Leg: leg, Stopped: verdict.Stop != nil, Action: verdict.Action, Rule: verdict.Rule,
		Policy: t.Config.Policy, Email: p.Email != "", Readings: t.readings(),
		MFAAudience: audience == t.url(pathMFA) && t.Config.Assume.Yes(AssumeAudience),
	}
	if risk != nil {
		q.Risk, q.Confidence = risk, risk.Confidence
	}
	if s := verdict.Suspend; s != nil {
		q.Command = map[script.SuspendKind]Command{
			script.SuspendChallenge: CommandChallenge, script.SuspendEnroll: CommandEnroll,
		}[s.Kind]
	}
	for _, factor := range t.enrolledTypes(person) {
		q.Enrolled = q.Enrolled || factor != "email"
	}
	return q
}

// readings are the answers of the scenario to what a decision depends on.
func (t *Tenant) readings() Readings {
	yes := t.Config.Assume.Yes
	return Readings{
		PolicyOnRefresh:  yes(AssumePolicyOnRefresh),
		PasswordAdaptive: yes(AssumePasswordAdaptive),
		NoneAdaptive:     yes(AssumeNoneAdaptive),
		NoneInRule:       yes(AssumeNoneInRule),
		ActionReplaces:   yes(AssumeActionReplaces),
		ACRAlone:         yes(AssumeACRAlone),
		SilentRenews:     yes(AssumeSilentRenews),
		IgnoredEnds:      yes(AssumeIgnoredEnds),
	}
}

// leg tells what kind of browser leg an authorization is.
func (p *passage) leg() Leg {
	if p.tx.DeviceCode != "" {
		return LegDevice
	}
	return LegBrowser
}

// question is that of an authorization with a browser.
func (p *passage) question() (Question, *RememberedBrowser) {
	q := p.Tenant.question(p.leg(), p.tx.Verdict, p.session.Person, p.tx.Query.Get("audience"), p.tx.Risk)
	if (p.tx.Commanded || p.tx.Factor != "") && q.Command == CommandNone { // nobody passes twice in one sign-in
		q.Command = CommandDone
	}
	q.Delegated = p.session.Actor != ""
	q.MultiFactorACR, q.Silent = p.tx.multiFactorACR(), p.tx.prompt("none")
	var record *RememberedBrowser
	q.Cookie, record = p.mfaCookie(p.req, p.session.Person)
	return q, record
}

// remembers tells whether a browser that has just passed MFA is remembered: it
// was ticked where the box was offered, or needs no tick (facts 4.4).
func (t *Tenant) remembers(d demand, req wire.Request) bool {
	ticked := req.Form().Get("rememberBrowser") == "true" || t.Config.Assume.Yes(AssumeWithoutTick)
	return d.Automatic || d.Offered && ticked
}

// rememberedCounts tells whether a sign-in that a remembered browser spared
// counts as mfa in methods and amr (facts 2.9, inferred: no).
func (tx transaction) rememberedCounts(c *Config) bool {
	return tx.Answer.Outcome == Remembered && c.Assume.Yes(AssumeRememberedMethods)
}

// block ends an authorization of somebody whom the adaptive policy wants to
// enrol, but whose address cannot be verified: she has none (facts 3.3).
func (p *passage) block() error {
	delete(p.State.transactions, p.tx.ID)
	e := &oauthError{Status: 403, Code: "access_denied", Description: "An email address is needed before a second factor can be enrolled."}
	p.log("f", "Failed Login", e.Description, p.tx.App.ID, p.session.Person)
	return e.of(p.tx)
}

// rulesEnded tells that rules are switched on which do not run any more.
func (t *Tenant) rulesEnded() bool {
	return !t.Config.Assume.Yes(AssumeRulesRun) && len(enabled(t.Config.Rules)) > 0
}
