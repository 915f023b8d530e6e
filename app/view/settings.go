package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// The groups that causes of a decision lead to.
const (
	policyID      = "open-policy"
	assumptionsID = "assumptions"
)

// settings is the tab of the tenant's own settings, with their real names and
// defaults; what cannot be configured is shown locked, with the reason.
func settings(m play.Model, send Send) app.UI {
	t := m.Setup().Tenant
	return el("div.forms",
		group(m, send, policyID, "Multi-factor policy", policyTitle(t.Policy), func() []any { return policyGroup(m, send) }),
		group(m, send, "factors", "Factors", fmt.Sprintf("%d on", len(m.List(scenario.Spot{Keyword: "factors"}))),
			func() []any { return factorGroup(m, send) }),
		group(m, send, "risk", "Risk assessment", riskSummary(t.Risk), func() []any { return riskGroup(m, send) }),
		group(m, send, "open-session", "Sessions", scenario.FormatDuration(t.Session.Idle)+" / "+scenario.FormatDuration(t.Session.Absolute),
			func() []any { return sessionGroup(m, send) }),
		group(m, send, "open-mf", "Remembered browsers (auth0-mf)", "7 / 30 days, fixed", func() []any {
			return []any{purpose(m, "How long a browser is remembered that passed a factor with the box ticked.", "4.3"),
				locked("Without use", "7 days", "Counted from the last sign-in that required MFA. The service has no setting for it."),
				locked("At most", "30 days", "Counted from the moment the factor was passed. The service has no setting for it.")}
		}),
		group(m, send, "guard", "Attack protection", guardSummary(t.Guard), func() []any { return guardGroup(m, send) }),
		group(m, send, "tenant", "Domain and start", t.Domain, func() []any {
			return []any{form{m, send, "domain", ""}.text("", "Domain", "tenant.example", ""),
				form{m, send, "start", ""}.text("", "First step at", "", "UTC, such as 2026-11-02T08:00:00Z")}
		}),
		group(m, send, "profile", "Profile", orNone(t.Profile), func() []any {
			return []any{purpose(m, "Dated answers to all of what follows. Choose one after the other to see which steps end differently.", "9.1"),
				choice("profile", profiles(t.Profile), send)}
		}),
		group(m, send, assumptionsID, "Assumptions", assumptionSummary(t.Assume), func() []any {
			return []any{purpose(m, "What published sources leave open, or contradict each other about.", "14"),
				each(tenant.AssumptionList, func(_ int, a tenant.Assumption) app.UI { return assumption(m, a, send) })}
		}),
	)
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

var policyTitles = []struct {
	policy      tenant.Policy
	title, text string
}{
	{tenant.PolicyNever, "Never", "Only rules and actions can ask."},
	{tenant.PolicyAlways, "Always", "Every sign-in with a browser asks, unless it is remembered."},
	{tenant.PolicyAdaptive, "Use Adaptive MFA", "Sign-ins of low confidence ask, remembered or not."},
}

func policyTitle(p tenant.Policy) string {
	for _, one := range policyTitles {
		if one.policy == p {
			return one.title
		}
	}
	return string(p)
}

func policyGroup(m play.Model, send Send) []any {
	options := make([]option, len(policyTitles))
	for i, p := range policyTitles {
		options[i] = option{p.title, p.text, m.Setup().Tenant.Policy == p.policy, play.SetPolicy{Policy: p.policy}}
	}
	return []any{purpose(m, "When code says nothing, the policy decides.", "3.1"), choice("policy", options, send)}
}

// factorGroup is which second factors are switched on, in the order in which
// they are offered.
func factorGroup(m play.Model, send Send) []any {
	f := form{m, send, "factors", ""}
	list := m.List(f.spot(""))
	on := len(list)
	list = slices.Clone(list)
	for _, factor := range tenant.FactorTypes {
		if !slices.Contains(list, factor) {
			list = append(list, factor)
		}
	}
	return []any{
		purpose(m, "Switched on, in the order in which they are offered.", "3.1"),
		el("ol.factors", each(list, func(i int, factor string) app.UI {
			note := ""
			if !tenant.Independent(factor) {
				note = "needs an independent one beside it"
			}
			return el("li",
				f.box(play.ItemID(f.spot(""), factor), factor, note, i < on, play.SetItem{At: f.spot(""), Item: factor}),
				when(i < on, el("span.movers",
					mover(send, play.MoveItem{At: f.spot(""), Item: factor, By: -1}, "up", "Offer "+factor+" earlier", i == 0),
					mover(send, play.MoveItem{At: f.spot(""), Item: factor, By: 1}, "down", "Offer "+factor+" later", i == on-1))))
		})),
		form{m, send, "customize-mfa", ""}.toggle("", "Customize MFA Factors using Actions",
			"challengeWith and enrollWith need it", "on", "off", false),
	}
}

// mover is a small button that moves something in its list.
func mover(send Send, msg play.MoveItem, way, label string, end bool) markup {
	return button(send, msg, class("icon-button"), attr("id", play.ItemID(msg.At, msg.Item)+fmt.Sprint(msg.By)), attr("aria-label", label), attr("title", label), toggle{"disabled", end}, icon(way))
}

func riskSummary(r tenant.RiskSettings) string {
	switch {
	case !r.On:
		return "only under Adaptive MFA"
	case r.Confidence != "":
		return "confidence " + r.Confidence
	}
	return "computed"
}

func riskGroup(m play.Model, send Send) []any {
	f := form{m, send, "risk", ""}
	computed := []string{"computed"}
	// The line alone switches the assessment on.
	on := m.Setup().Tenant.Risk.On
	parts := []any{
		purpose(m, "What adaptive MFA says about each login, and code sees. The real score is not published.", "11"),
		f.box(play.FieldID(f.spot("assessment")), "Assess the risk of every login", "also under another policy", on,
			play.SetValue{At: f.spot("assessment"), On: "on", Off: "off"}),
		f.pick("confidence", "Overall confidence", "", append(computed, tenant.Confidences...)...),
	}
	for _, a := range tenant.Assessors {
		words := slices.Clone(computed)
		for _, confidence := range tenant.Confidences {
			for _, code := range a.Codes {
				words = append(words, confidence+"/"+code)
			}
		}
		parts = append(parts, f.pick(a.Word, a.Name, "", words...))
	}
	return parts
}

func sessionGroup(m play.Model, send Send) []any {
	f := form{m, send, "session", ""}
	plan := m.Setup().Tenant.Plan
	lifetime := func(key, label, standard string) app.UI {
		return f.text(key, label, standard, fmt.Sprintf("at most %.0fh", scenario.Longest(plan, key).Hours()))
	}
	return []any{
		purpose(m, "How long somebody stays signed in to the tenant itself.", "4.2"),
		form{m, send, "plan", ""}.pick("", "Plan", "bounds the lifetimes", "enterprise|Enterprise", "self-service|Self-service"),
		lifetime("idle", "Idle session lifetime", "72h"),
		lifetime("absolute", "Absolute session lifetime", "168h"),
		f.toggle("cookie", "Persistent session cookies", "off: auth0 and auth0-mf end with the browser process", "persistent", "non-persistent", true),
		lifetime("ephemeral-idle", "Ephemeral: idle", "24h"),
		lifetime("ephemeral-absolute", "Ephemeral: absolute", "72h"),
	}
}

func guardSummary(g tenant.Guard) string {
	var on []string
	if g.Bots {
		on = append(on, "bots")
	}
	if g.Breached {
		on = append(on, "breached passwords")
	}
	if g.Rate > 0 {
		on = append(on, strconv.Itoa(g.Rate)+" a minute")
	}
	return orNone(strings.Join(on, ", "))
}

func guardGroup(m play.Model, send Send) []any {
	f := form{m, send, "attack-protection", ""}
	return []any{
		purpose(m, "What stops requests at the token endpoint.", "6.3"),
		f.toggle("bot-detection", "Bot Detection", "takes every password exchange for a bot's", "on", "off", false),
		f.toggle("breached-passwords", "Breached Password Detection", "refuses the password \"leaked\"", "on", "off", false),
		f.text("rate", "Requests in a minute", "no limit", ""),
	}
}

// profiles are the dated sets of assumptions.
func profiles(current string) []option {
	at := scenario.Spot{Keyword: "profile"}
	list := []option{{"None", "Every question has its default answer.", current == "", play.SetValue{At: at}}}
	for _, p := range tenant.Profiles {
		list = append(list, option{p.Title, p.Text, current == p.Name, play.SetValue{At: at, Value: p.Name}})
	}
	return list
}

func assumptionSummary(answers tenant.Assumptions) string {
	n := 0
	for _, a := range tenant.AssumptionList {
		if answers.Value(a.Name) != a.Default() {
			n++
		}
	}
	return fmt.Sprintf("%d of %d not as usual", n, len(tenant.AssumptionList))
}

// assumption is one question that the sources leave open, with its answers.
func assumption(m play.Model, a tenant.Assumption, send Send) app.UI {
	current := m.Setup().Tenant.Assume.Value(a.Name)
	options := make([]option, len(a.Answers))
	for i, c := range a.Answers {
		options[i] = option{c.Value, c.Effect, c.Value == current, play.SetAssumption{Name: a.Name, Value: c.Value}}
	}
	return el("div.assumption",
		el("p", el("b", a.Question), " ", span("dim", a.Sources), " ", factLink(m, a.Fact)),
		choice(a.Name, options, send))
}

// option is one of a choice.
type option struct {
	title, text string
	selected    bool
	msg         play.Msg
}

// choice is a set of radio buttons with a sentence each.
func choice(name string, options []option, send Send) app.UI {
	return el("div.choice", each(options, func(_ int, o option) app.UI {
		return el("label.choice-option",
			void("input[type=radio]", attr("id", choiceID(name, optionValue(o))), attr("name", name), attr("value", optionValue(o)),
				toggle{"checked", o.selected}, on("change", o.msg, send)),
			el("span.choice-text", el("b", o.title), el("span", o.text)))
	}))
}

// choiceID is the id of a radio button.
func choiceID(name, value string) string { return "choice-" + name + "-" + value }

// optionValue is what the radio button stands for; the message is filled with
// it when it is chosen.
func optionValue(o option) string {
	switch msg := o.msg.(type) {
	case play.SetPolicy:
		return string(msg.Policy)
	case play.SetValue:
		return msg.Value
	case play.SetAssumption:
		return msg.Value
	}
	return o.title
}
