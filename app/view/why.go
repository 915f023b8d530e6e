package view

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// why tells why MFA was asked for, or was not, in the selected step.
func why(m play.Model, f engine.Frame, send Send) app.UI {
	groups := groupDecisions(f.Decisions)
	if len(groups) == 0 {
		return el("div.why", noDecision(f), latestDecision(m, send), checks(m))
	}
	return el("div.why",
		each(groups, func(_ int, g decisions) markup {
			x := exchangeWith(f, g.at)
			return decision(m, g, causeLinks{m: m, exchange: x, send: send})
		}),
		checks(m))
}

// decisions are equal decisions in a row: a device that retries for a day asks
// the same question 24 times.
type decisions struct {
	first, last tenant.Decision
	at, count   int // index of the first in the frame, and how many
}

// exchangeWith returns the index of the exchange that led to a decision of the
// frame, or -1.
func exchangeWith(f engine.Frame, decision int) int {
	return slices.IndexFunc(f.Exchanges, func(x wire.Exchange) bool { return x.Decision == decision+1 })
}

// groupDecisions joins equal decisions that follow each other.
func groupDecisions(list []tenant.Decision) []decisions {
	var groups []decisions
	for i, d := range list {
		if n := len(groups); n > 0 && alike(groups[n-1].last, d) {
			groups[n-1].last = d
			groups[n-1].count++
			continue
		}
		groups = append(groups, decisions{first: d, last: d, at: i, count: 1})
	}
	return groups
}

// alike tells whether two decisions differ in their time only.
func alike(a, b tenant.Decision) bool {
	a.At, b.At = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

// headlines are the answers in a sentence each.
var headlines = map[tenant.Outcome]string{
	tenant.Asked:      "A second factor was asked for",
	tenant.Remembered: "Required, but this browser is remembered: not asked",
	tenant.NotAsked:   "No second factor was asked for",
	tenant.Refused:    "A second factor is required, and there is nobody to ask",
	tenant.Denied:     "A script ended the sign-in before the question arose",
}

// protocols are the words for context.protocol (facts 1.4).
var protocols = map[string]string{
	"oidc-basic-profile":               "sign-in in a browser",
	"oauth2-refresh-token":             "refresh exchange",
	"oauth2-device-code":               "activation of a device",
	"oidc-implicit-profile":            "sign-in in a browser",
	"oauth2-password":                  "password exchange",
	"oauth2-resource-owner":            "password exchange",
	"oidc-hybrid-profile":              "sign-in in a browser",
	"oauth2-resource-owner-jwt-bearer": "bearer exchange",
}

// decision is one answer with its causes.
func decision(m play.Model, g decisions, links causeLinks) markup {
	d := g.first
	return still("article.decision", attr("data-mark", d.Outcome),
		still("div.verdict", icon(string(d.Outcome)),
			still("div", still("h3", headlines[d.Outcome]), still("p.verdict-about", about(g))),
			when(links.exchange >= 0, button(links.send, play.SelectExchange{At: m.At, Index: links.exchange}, class("square"),
				attr("title", "Show the request"), attr("aria-label", "Show the request that this was decided in"), icon("request")))),
		still("ol.causes[aria-label=Because]",
			each(d.Because, func(_ int, r tenant.Reason) markup { return cause(m, r, links) })),
		otherwise(d, links),
		when(len(d.Runs) > 0, runs(d.Runs)))
}

// about tells whose sign-in a decision is about, and when.
func about(g decisions) string {
	d := g.first
	what := protocols[d.Protocol]
	if what == "" {
		what = d.Protocol
	}
	if d.Silent {
		what = "silent " + what
	}
	text := fmt.Sprintf("%s, %s at %s", capital(what), capital(d.Person), d.App)
	if d.Person == "" {
		text = fmt.Sprintf("%s at %s", capital(what), d.App)
	}
	if g.count > 1 {
		return fmt.Sprintf("%s, %d times from %s to %s", text, g.count, shortInstant(d.At), shortInstant(g.last.At))
	}
	return text + ", " + shortInstant(d.At)
}

// cause is one reason: where it comes from, what it says, which fact it rests
// on.
func cause(m play.Model, r tenant.Reason, links causeLinks) markup {
	return still("li.cause",
		still("div.cause-head", sourceChip(r, links),
			when(r.Fact != "", claimLink(m, r))),
		still("p", r.Text))
}

// sourceText names the source of a reason: rule "mfa", line 4.
func sourceText(r tenant.Reason) string {
	text := string(r.Source)
	if r.Name != "" {
		text = fmt.Sprintf("%s %q", r.Source, r.Name)
		if r.Source == tenant.FromCookie || r.Source == tenant.FromRequest {
			text = fmt.Sprintf("%s %s", r.Source, r.Name)
		}
	}
	if r.Line > 0 {
		text += fmt.Sprintf(", line %d", r.Line)
	}
	return text
}

// sourceIcons are the signs of the sources.
var sourceIcons = map[tenant.Source]string{
	tenant.FromRule: "code", tenant.FromAction: "code", tenant.FromPolicy: "gear",
	tenant.FromCookie: "cookie", tenant.FromRequest: "request", tenant.FromSession: "clock",
	tenant.FromAssumption: "asked", tenant.FromPerson: "person",
}

// causeLinks lead from the causes of a decision to where they come from.
type causeLinks struct {
	m        play.Model
	exchange int // that led to the decision, or -1
	send     Send
}

// sourceChip names the source of a reason and leads to it.
func sourceChip(r tenant.Reason, links causeLinks) markup {
	name := sourceIcons[r.Source]
	if name == "" {
		name = "done"
	}
	parts := []any{class("chip"), attr("data-source", r.Source), icon(name), still("span", capital(sourceText(r)))}
	msg, title := links.to(r)
	if msg == nil {
		return still("span", parts...)
	}
	return button(links.send, msg, append(parts, attr("title", title))...)
}

// to is where a reason leads: the line, the setting, the cookie or the request.
func (l causeLinks) to(r tenant.Reason) (msg play.Msg, title string) {
	switch r.Source {
	case tenant.FromRule, tenant.FromAction:
		if r.Name == "" && r.Source == tenant.FromAction {
			return play.SelectTenantTab{Tab: play.TabActions}, "Show the actions"
		} else if r.Name == "" {
			return play.SelectTenantTab{Tab: play.TabRules}, "Show the rules"
		}
		return play.SelectScript{Kind: script.Kind(r.Source), Name: r.Name, Line: r.Line}, "Show it in the editor"
	case tenant.FromPolicy:
		return play.OpenSettings{Group: policyID, Field: choiceID("policy", string(l.m.Setup().Tenant.Policy))}, "Show it in the settings"
	case tenant.FromAssumption:
		return play.OpenSettings{Group: assumptionsID, Field: choiceID(r.Name, l.m.Setup().Tenant.Assume.Value(r.Name))}, "Show it in the settings"
	case tenant.FromPerson:
		return play.SelectTenantTab{Tab: play.TabApps}, "Show the people"
	case tenant.FromCookie, tenant.FromSession:
		if l.exchange < 0 || r.Source == tenant.FromSession && r.Name != tenant.CookieSession {
			return nil, ""
		}
		f, _ := l.m.Frame()
		return play.SelectCookie{Browser: f.Exchanges[l.exchange].From, Name: r.Name}, "Show it in the jar"
	case tenant.FromRequest:
		if l.exchange >= 0 {
			return play.SelectExchange{At: l.m.At, Index: l.exchange, Part: play.PartPayload}, "Show it in the request"
		}
	}
	return nil, ""
}

// runs tells which scripts ran for a decision.
func runs(list []script.Run) markup {
	return still("p.runs", still("span", "Ran:"), each(list, func(_ int, r script.Run) markup {
		return span("run run-"+r.Outcome, fmt.Sprintf("%s %s: %s", r.Kind, r.Script, r.Outcome))
	}))
}

// noDecision explains why there is nothing to explain.
func noDecision(f engine.Frame) app.UI {
	switch {
	case f.Skipped != "":
		return empty("This step was skipped", capital(f.Skipped))
	case len(f.Exchanges) == 0:
		return empty("Nobody asked", "Nothing was sent in this step, so nobody had to decide about a second factor.")
	}
	return empty("Nothing to decide",
		fmt.Sprintf("This step made %s, none of which signs anybody in or renews a token; the question of a second factor arises only there.",
			plural(len(f.Exchanges), "request")))
}

// latestDecision leads from a step without a decision to the latest one before
// it: what was asked there, or not, is why this step looks as it does.
func latestDecision(m play.Model, send Send) any {
	for i := m.At - 1; i >= 0; i-- {
		f, _ := m.FrameAt(i)
		if n := len(f.Decisions); n > 0 {
			d := f.Decisions[n-1]
			return still("div.latest", attr("data-mark", d.Outcome),
				still("p.hint", "The latest decision before this step:"),
				button(send, play.SelectFrame{At: i}, class("latest-button"), icon(string(d.Outcome)),
					still("span", headlines[d.Outcome]), span("dim", fmt.Sprintf("step %d", i+1))))
		}
	}
	return nil
}

// checks are the expectations that the scenario has of the selected step.
func checks(m play.Model) any {
	var rows []markup
	for _, c := range m.Result.Checks {
		if c.Line == m.At {
			rows = append(rows, check(c))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return still("div.checks", still("h3", "Expected of this step"), still("ul", rows))
}

// check is one expectation and whether it holds.
func check(c scenario.Check) markup {
	if c.Held {
		return still("li[data-held=yes]", icon("remembered"), still("span", c.Expect.Text), hiddenText("holds"))
	}
	return still("li[data-held=no]", icon("refused"),
		still("span", c.Expect.Text), span("got", "but: "+c.Got))
}

// claimLink leads from a reason to what it rests on: the claim with its source
// and the scenarios that show it, or the section of the fact sheet.
func claimLink(m play.Model, r tenant.Reason) markup {
	address, title := "facts/#"+r.Fact, "Fact sheet, section "+r.Fact
	if r.Claim != "" {
		address, title = "claims/#"+r.Claim, "The claim, its source, and scenarios that show it"
	}
	return still("a.fact[target=_blank][rel=noopener]", attr("href", m.Base+address), attr("title", title), r.Cite())
}
