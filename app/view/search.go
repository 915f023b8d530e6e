package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/grid"
)

// The claims, as the list of them has it: behind whom they are about.
var claims = map[grid.Must]string{
	grid.NeverAsked:   "never asked for a second factor",
	grid.AlwaysAsked:  "asked for a second factor every time",
	grid.AskedEvery:   "asked at least every so many days",
	grid.NoPassword:   "no tokens on a password alone",
	grid.NeverRefused: "never refused",
}

// search finds the case that breaks what must hold.
func search(m play.Model, send Send) app.UI {
	return el("div.search",
		claimForm(m, send),
		searchOutcome(m, send))
}

// claimForm says what must hold, and what is varied.
func claimForm(m play.Model, send Send) app.UI {
	v := m.Search
	var whom, what []app.UI
	for _, s := range grid.Subjects(m.Scenario) {
		whom = append(whom, entryOf(s.ID, s.Title, s.ID == v.Claim.Subject))
	}
	for _, must := range grid.Musts {
		what = append(what, entryOf(string(must), claims[must], must == v.Claim.Must))
	}
	return el("form.claim-form[aria-label=Find a counterexample]", on("submit", play.FindCase{}, send),
		el("h3", "What must hold?"),
		el("div.claim-row",
			claimField("search-about", "About", el("select[id=search-about]", attr("data-held", v.Claim.Subject), on("change", play.SetSubject{}, send), whom)),
			claimField("search-must", "Must hold", el("select[id=search-must]", attr("data-held", string(v.Claim.Must)), on("change", play.SetMust{}, send), what)),
			when(v.Claim.Must == grid.AskedEvery, daysField(m, send))),
		flaw(m, play.FieldDays),
		el("p.sentence", grid.Sentence(m.Scenario, v.Claim)+"."),
		el("details.varied",
			el("summary", fmt.Sprintf("What varies: %d of %d", varied(v), len(grid.Varied))),
			el("div.claim-vary", each(grid.Varied, func(_ int, d grid.Dim) app.UI {
				return el("label", void("input[type=checkbox]", toggle{"checked", v.Varies(d)}, on("change", play.SetVaried{Dim: d}, send)), d.Title())
			}))),
		el("div.claim-acts",
			el("button.primary[type=submit]", toggle{"disabled", v.State == play.SearchRuns}, "Find a counterexample"),
			when(v.State == play.SearchRuns, button(send, play.CancelSearch{}, class("plain"), attr("type", "button"), "Cancel"))))
}

// claimField is one part of the claim, below its label.
func claimField(id, label string, control app.UI) app.UI {
	return el("div.claim-field", el("label", attr("for", id), label), control)
}

func entryOf(value, title string, selected bool) app.UI {
	return el("option", attr("value", value), toggle{"selected", selected}, title)
}

func varied(v play.SearchView) int {
	n := 0
	for _, d := range grid.Varied {
		if v.Varies(d) {
			n++
		}
	}
	return n
}

func daysField(m play.Model, send Send) app.UI {
	bad := m.Flaw.Field == play.FieldDays
	return claimField(play.FieldDays, "Days", void("input[type=text][inputmode=numeric][size=4][autocomplete=off]", attr("id", play.FieldDays),
		attr("value", m.Search.Claim.Days), attr("aria-invalid", bad), when(bad, attr("aria-describedby", play.FieldDays+"-flaw")),
		on("change", play.SetDays{}, send)))
}

// searchOutcome is how far the search is, or how it ended.
func searchOutcome(m play.Model, send Send) any {
	v := m.Search
	switch v.State {
	case play.SearchNone:
		return el("p.hint", "The search plays sign-ins and exchanges with this tenant and its code, the shortest first, and stops at the first that breaks the sentence: before all others those with the policy as it is.")
	case play.SearchRuns:
		return el("div.searching",
			el("progress[aria-label=Search][max=100]", attr("value", v.Progress)),
			span("hint", fmt.Sprintf("%d cases so far", v.Covered)))
	}
	return el("section.found[aria-label=Result of the search]", attr("data-mark", foundMark(v)),
		el("h3", v.Headline()),
		when(v.Sentence != "", el("p", "Searched for what breaks: "+v.Sentence+".")),
		when(v.Told != "", el("p", v.Told)),
		when(v.Space != "", el("p.hint", "Varied, with so many values: "+v.Space+".")),
		when(v.Of != m.Scenario, el("p.hint", "The scenario has been changed since; this is about how it was.")),
		when(v.Found != "", el("div.claim-acts", button(send, play.OpenFound{}, class("plain"), "Open it as a scenario"))))
}

// foundMark is the colour of a result: beside the words, which say it too.
func foundMark(v play.SearchView) string {
	switch {
	case v.Found != "" && v.Policy:
		return "asked" // it holds as things are
	case v.Found != "" || v.Err != "":
		return "refused"
	case v.State == play.SearchEnded:
		return "remembered"
	}
	return ""
}
