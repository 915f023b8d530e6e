package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// Crashed is the page after a fault of the program: what happened, and the
// scenario as text, so that nothing is lost.
func Crashed(fault string, m play.Model) app.UI {
	text := ""
	if m.Scenario != nil {
		text = m.Scenario.Print()
	}
	return el("div.app.crashed", attr("data-lesson", m.Lesson), attr("data-base", m.Base),
		el("main",
			el("h1", "The playground failed"),
			el("p", "This is a fault of the program, not of your scenario: "+fault),
			el("p", "Nothing is lost. Below is your scenario as a file; keep it, then reload the page."),
			el("textarea[aria-label=Scenario as text][rows=24]", toggle{"readonly", true}, opening(text)),
			el("p", el("a", attr("href", m.Base), attr("data-plain", "yes"), "Open the playground anew"))))
}

// opening is the text of a text area. A parser drops the first line break in
// it, so that the pre-rendered page needs one more.
func opening(text string) string {
	if app.IsServer {
		return "\n" + text
	}
	return text
}
