package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// settings is the tab of the tenant's own settings, with their real names and
// defaults; what cannot be configured is shown locked, with the reason.
func settings(m play.Model, send Send) app.UI {
	t := m.Setup().Tenant
	return el("div.forms",
		group(m, "Multi-factor policy", "When code says nothing, the policy decides.", "3.1",
			choice("policy", []option{
				{"Never", "Only rules and actions can ask.", t.Policy == tenant.PolicyNever, play.SetPolicy{Policy: tenant.PolicyNever}},
				{"Always", "Every sign-in with a browser asks, unless it is remembered.", t.Policy == tenant.PolicyAlways, play.SetPolicy{Policy: tenant.PolicyAlways}},
				{"Use Adaptive MFA", "Sign-ins of low confidence ask, remembered or not.", t.Policy == tenant.PolicyAdaptive, play.SetPolicy{Policy: tenant.PolicyAdaptive}},
			}, send)),
		group(m, "Risk assessment", "What adaptive MFA says about each login, and code sees. The real score is not published.", "11",
			choice("confidence", confidences(t.Risk), send)),
		group(m, "Sessions", "How long somebody stays signed in to the tenant itself.", "4.2",
			field("Idle session lifetime", "idle", scenario.FormatDuration(t.Session.Idle), "default 72h",
				play.SetSessionIdle{}, send),
			field("Absolute session lifetime", "absolute", scenario.FormatDuration(t.Session.Absolute), "default 168h",
				play.SetSessionAbsolute{}, send),
			box("Persistent session cookies", "Off: auth0 and auth0-mf end with the browser process. A tab never ends them.",
				t.Session.Persistent, play.SetPersistent{}, send)),
		group(m, "Remembered browsers (auth0-mf)", "", "4.3",
			locked("Without use", "7 days", "Counted from the last sign-in that required MFA. The real service has no setting for it."),
			locked("At most", "30 days", "Counted from the moment the factor was passed. The real service has no setting for it.")),
		group(m, "Profile", "Dated answers to all of what follows. Choose one after the other to see which steps end differently.", "9.1",
			choice("profile", profiles(t.Profile), send)),
		group(m, "Assumptions", "What published sources leave open, or contradict each other about.", "14",
			each(tenant.AssumptionList, func(_ int, a tenant.Assumption) app.UI { return assumption(m, a, send) })),
	)
}

// group is a titled set of settings.
func group(m play.Model, title, text, fact string, parts ...any) app.UI {
	head := []any{el("legend", title),
		el("p.group-text", when(text != "", el("span", text)), factLink(m, fact))}
	return el("fieldset", append(head, parts...)...)
}

// confidences are what the overall confidence can be.
func confidences(risk tenant.RiskSettings) []option {
	list := []option{{"Computed", "The lowest of what the assessors say.", risk.Confidence == "", play.SetRisk{Value: "computed"}}}
	for _, c := range tenant.Confidences {
		list = append(list, option{c, "", risk.Confidence == c, play.SetRisk{Value: c}})
	}
	return list
}

// profiles are the dated sets of assumptions.
func profiles(current string) []option {
	list := []option{{"None", "Every question has its default answer.", current == "", play.SetProfile{}}}
	for _, p := range tenant.Profiles {
		list = append(list, option{p.Title, p.Text, current == p.Name, play.SetProfile{Name: p.Name}})
	}
	return list
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
			void("input[type=radio]", attr("name", name), attr("value", optionValue(o)),
				toggle{"checked", o.selected}, on("change", o.msg, send)),
			el("span.choice-text", el("b", o.title), el("span", o.text)))
	}))
}

// optionValue is what the radio button stands for; the message is filled with
// it when it is chosen.
func optionValue(o option) string {
	switch msg := o.msg.(type) {
	case play.SetPolicy:
		return string(msg.Policy)
	case play.SetFirmware:
		return string(msg.Firmware)
	case play.SetRisk:
		return msg.Value
	case play.SetProfile:
		return msg.Name
	case play.SetAssumption:
		return msg.Value
	}
	return o.title
}

// field is a text field with its default.
func field(label, id, value, hint string, msg play.Msg, send Send) app.UI {
	return el("div.field",
		el("label", attr("for", "set-"+id), label),
		void("input[type=text]", attr("id", "set-"+id), attr("value", value), attr("size", 8),
			attr("autocomplete", "off"), attr("spellcheck", "false"),
			attr("aria-describedby", "hint-"+id), on("change", msg, send)),
		el("span.hint", attr("id", "hint-"+id), hint))
}

// box is a switch with a sentence.
func box(label, text string, checked bool, msg play.Msg, send Send) app.UI {
	return el("label.box",
		void("input[type=checkbox]", toggle{"checked", checked}, on("change", msg, send)),
		el("span.choice-text", el("b", label), el("span", text)))
}

// locked is a value that nobody can change, with the reason.
func locked(label, value, reason string) app.UI {
	return el("div.locked", icon("lock"),
		el("span.choice-text",
			el("b", fmt.Sprintf("%s: %s", label, value)), el("span", reason)))
}
