package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// The files of web/ that style the page, in their order. The first ones style
// what stands above the panels and are part of every document; the others make
// one file, [LaterStyle].
var (
	FirstStyles = []string{"base.css", "header.css", "lesson.css", "frame.css"}
	LaterStyles = []string{
		"panels.css", "tenant.css", "form.css", "stage.css", "window.css", "pages.css", "factors.css", "application.css", "display.css",
		"inspector.css", "search.css", "requests.css", "exchange.css", "storage.css", "time.css", "timeline.css", "steps.css", "compare.css", "grid.css",
		"page.css", "dialogs.css", "share.css",
	}
)

// LaterStyle is the file of the site that styles the panels. The build gives it
// the name with its digest before it draws the pages.
var LaterStyle = "style.css"

// Page draws the whole page.
func Page(m play.Model, send Send) app.UI {
	readOnly = m.Embed.ReadOnly
	if m.Embed.On {
		return embedPage(m, send)
	}
	return el("div.app", hear(send),
		attr("data-lesson", m.Lesson), attr("data-base", m.Base), attr("data-panel", m.Panel),
		header(m, send),
		strip(m, send),
		problem(m, send),
		claim(m, send),
		difference(m, send),
		panelSwitch(m, send),
		laterStyle(m),
		el("main.grid",
			tenantPanel(m, send),
			stagePanel(m, send),
			inspectorPanel(m, send),
			timePanel(m, send),
		),
		offer(m, send),
		sheet(m, send),
		el("p.sr[id=announcer][role=status][aria-live=polite]"),
		played(m),
		lessonFile(m),
	)
}

// The ids of the elements of a pre-rendered page that carry its result and the
// text of its lesson.
const (
	PlayedID = "played"
	LessonID = "lesson"
)

// panel is one of the four landmark regions.
func panel(which play.Panel, name string, tools any, parts ...any) app.UI {
	head := el("div.panel-head", el("h2", name), tools)
	all := append([]any{class("panel panel-" + string(which)), attr("aria-label", name), head}, parts...)
	return el("section", all...)
}

// panelNames are the names of the regions, for people and screen readers.
var panelNames = map[play.Panel]string{
	play.PanelTenant:    "Tenant",
	play.PanelStage:     "Stage",
	play.PanelInspector: "Inspector",
	play.PanelTime:      "Time",
}

// PanelsID is the last element that the first paint of a page waits for: what
// stands before it moves nothing once it is there.
const PanelsID = "panels"

// panelSwitch chooses the panel that a narrow screen shows.
func panelSwitch(m play.Model, send Send) app.UI {
	return el("nav.panel-switch[aria-label=Panels]", attr("id", PanelsID),
		each(play.Panels, func(_ int, p play.Panel) markup {
			return button(send, play.SelectPanel{Panel: p},
				attr("aria-pressed", p == m.Panel), panelNames[p])
		}))
}

// offer shows that the browser has work of an earlier visit. It floats, so that
// nothing moves when the program takes over, and opens nothing by itself: who
// follows a link or comes to read sees what was promised.
func offer(m play.Model, send Send) app.UI {
	if m.Kept.Text == "" {
		return el("div.offer[role=status]", toggle{"hidden", true})
	}
	return el("div.offer[role=status]", toggle{"hidden", false},
		el("p", "This browser has your work on this lesson, of "+m.Kept.When+"."),
		el("div.row",
			button(send, play.Continue{}, class("primary"), "Continue it"),
			button(send, play.Decline{}, class("plain"), "Not now"),
			button(send, play.Decline{Forget: true}, class("quiet"), "Delete it")))
}

// problem tells what could not be done; the last good state stays below it.
// Its element is always there, so that a screen reader hears it change.
func problem(m play.Model, send Send) app.UI {
	if m.Problem == "" {
		return el("div.problem[role=alert]", toggle{"hidden", true})
	}
	return el("div.problem[role=alert]", toggle{"hidden", false},
		icon("failed"),
		el("p", m.Problem),
		button(send, play.CopyText{}, class("quiet"), "Copy scenario as text"),
		button(send, play.Dismiss{}, class("square"), attr("aria-label", "Dismiss the message"), icon("close")),
	)
}
