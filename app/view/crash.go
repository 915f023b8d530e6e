package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// Crashed is the page after a fault of the program: what happened, the scenario
// as text, so that nothing is lost, and the ways to go on. The buttons are
// web/page.js's: the program is not to be trusted any more. When even this page
// cannot be drawn, web/recover.js shows the like.
func Crashed(fault string, m play.Model) app.UI {
	text := ""
	if m.Scenario != nil {
		text = m.Scenario.Print()
	}
	return el("div.app.crashed", attr("data-lesson", m.Lesson), attr("data-base", m.Base),
		el("main",
			el("h1", "The playground failed"),
			el("p", "This is a fault of the program, not of your scenario: "+fault),
			el("p", "Nothing is lost. Below is your scenario as a file, and this browser keeps it too where it may."),
			el("div.row",
				el("button.primary[data-do=reload]", "Start again with this scenario"),
				el("a[data-plain=yes][data-do=bundled]", attr("href", m.Base+"lessons/"+m.Lesson+"/"), "Open the lesson as bundled"),
				el("button.plain[data-do=copy-text]", "Copy the scenario")),
			el("textarea[aria-label=Scenario as text][rows=24][id=scenario-text]", toggle{"readonly", true}, opening(text))))
}

// opening is the text of a text area. A parser drops the first line break in
// it, so that the pre-rendered page needs one more.
func opening(text string) string {
	if app.IsServer {
		return "\n" + text
	}
	return text
}
