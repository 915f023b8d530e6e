package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/lesson"
)

// guideID is the id of what the goal's button opens.
const guideID = "guide"

// goalBar is the line of the lesson: its goal, how far it is met, and the way to
// hints, solutions and the next lesson.
func goalBar(m play.Model, send Send) any {
	if !m.Guide.Lesson.Of(m.Scenario) {
		return nil
	}
	return el("section.goal[aria-label=The goal]", attr("data-done", m.Done()),
		el("p.goal-text", el("b", goalWord(m)), span("goal-lead", m.Guide.Lesson.Goal)),
		pips(m),
		el("div.goal-tools",
			button(send, play.ShowHint{}, class("quiet"), toggle{"disabled", m.Guide.Hints == len(m.Guide.Lesson.Hints)}, hintLabel(m)),
			button(send, play.OpenGuide{Open: !m.Guide.Open}, class("quiet"),
				attr("aria-expanded", m.Guide.Open), attr("aria-controls", guideID), "Checks and solution"),
			nextLesson(m)),
		el("p.goal-news[role=status]", news(m)),
		guide(m, send))
}

// goalWord begins the line.
func goalWord(m play.Model) string {
	if m.Done() {
		return "Solved"
	}
	return "The goal"
}

// pips shows how many checks are met.
func pips(m play.Model) markup {
	checks := m.Guide.Lesson.Checks
	return still("p.pips",
		each(checks, func(i int, _ lesson.Check) markup {
			return still("i.pip", attr("data-met", i < len(m.Guide.Verdicts) && m.Guide.Verdicts[i].Met))
		}),
		still("span", fmt.Sprintf("%d of %d checks met", m.Guide.Met(), len(checks))))
}

func hintLabel(m play.Model) string {
	n := min(m.Guide.Hints+1, len(m.Guide.Lesson.Hints))
	return fmt.Sprintf("Hint %d of %d", n, len(m.Guide.Lesson.Hints))
}

// nextLesson leads on; it stands out once there is nothing left to do here.
func nextLesson(m play.Model) markup {
	next, ok := m.Next()
	if !ok {
		return still("a.next", attr("href", m.Base+"lessons/"), attr("data-plain", "yes"), "All lessons")
	}
	return still("a.next", attr("href", LessonAddress(m, next)), attr("data-plain", "yes"),
		attr("title", next.Title), still("span", "Next lesson"), icon("right"))
}

// news says what is still to be done, or what to take away.
func news(m play.Model) string {
	if m.Done() {
		return m.Guide.Lesson.Takeaway
	}
	for _, v := range m.Guide.Verdicts {
		if !v.Met {
			return v.Says
		}
	}
	return "The checks have not been played yet."
}

// guide is what the goal's button opens: every check, the hints so far, and the
// solutions. It is drawn when it is seen.
func guide(m play.Model, send Send) app.UI {
	if !m.Guide.Open {
		return el("div.guide", attr("id", guideID), toggle{"hidden", true})
	}
	return el("div.guide", attr("id", guideID), toggle{"hidden", false},
		el("div.guide-part",
			el("h2", "Checks"),
			el("p.note", "Your code and settings meet other people, applications, times and protocols. Each check is a scenario of its own."),
			el("ol.checks", each(m.Guide.Lesson.Checks, func(i int, c lesson.Check) markup { return checkItem(m, i, c, send) }))),
		el("div.guide-part",
			when(m.Guide.Hints > 0, el("h2", "Hints")),
			when(m.Guide.Hints > 0, el("ol.hints", each(m.Guide.Lesson.Hints[:m.Guide.Hints], func(_ int, hint string) app.UI { return el("li", hint) }))),
			el("h2", "Solution"),
			el("p.note", "It is put into your scenario as one edit; undo takes it back."),
			el("p.guide-tools", each(m.Guide.Lesson.Solutions, func(_ int, f lesson.Fix) markup {
				return button(send, play.ShowSolution{Name: f.Name}, class("quiet"), "Show it "+f.Title())
			}))),
		el("div.guide-part",
			when(m.Done(), el("h2", "What to take away")),
			when(m.Done(), el("p", m.Guide.Lesson.Takeaway)),
			el("h2", "Sources"),
			el("p.sources", each(m.Guide.Lesson.Sources, func(_ int, key string) app.UI { return sourceLink(m, key) })),
			el("h2", "Related lessons"),
			el("ul.related", each(m.Guide.Lesson.Related, func(_ int, slug string) app.UI {
				return el("li", el("a", attr("href", LessonAddress(m, play.Lesson{Slug: slug})), attr("data-plain", "yes"), m.TitleOf(slug)))
			}))))
}

// checkItem is one check with its verdict.
func checkItem(m play.Model, i int, c lesson.Check, send Send) markup {
	var v lesson.Verdict
	if i < len(m.Guide.Verdicts) {
		v = m.Guide.Verdicts[i]
	}
	word, mark := "Not met", "failed"
	if v.Met {
		word, mark = "Met", "remembered"
	}
	return still("li", attr("data-met", v.Met),
		still("p.check-goal", icon(mark), hiddenText(word+": "), span("check-title", c.Goal),
			button(send, play.OpenCheck{Name: c.Name}, class("link"),
				attr("aria-label", "Open as a scenario: "+c.Goal), "Open")),
		when(!v.Met && v.Says != "", still("p.says", v.Says)))
}

// sourceLink leads to a section of the fact sheet, or to where it comes from.
func sourceLink(m play.Model, key string) app.UI {
	if address := lesson.Address(key); address != "" {
		return el("a", attr("href", address), attr("rel", "external noreferrer"), attr("target", "_blank"), key)
	}
	return factLink(m, key).ui()
}
