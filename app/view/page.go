package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// The files of web/ that style the page, in their order. The first ones style
// what stands above the panels and are part of every document; the others make
// one file, [LaterStyle].
var (
	FirstStyles = []string{"base.css", "header.css", "frame.css"}
	LaterStyles = []string{
		"panels.css", "tenant.css", "stage.css", "display.css", "inspector.css",
		"requests.css", "storage.css", "time.css", "page.css",
	}
)

// LaterStyle is the file of the site that styles the panels.
const LaterStyle = "style.css"

// Page draws the whole page.
func Page(m play.Model, send Send) app.UI {
	return el("div.app",
		attr("data-lesson", m.Lesson), attr("data-base", m.Base), attr("data-panel", m.Panel),
		header(m, send),
		strip(m),
		problem(m, send),
		difference(m, send),
		panelSwitch(m, send),
		laterStyle(m),
		el("main.grid",
			tenantPanel(m, send),
			stagePanel(m, send),
			inspectorPanel(m, send),
			timePanel(m, send),
		),
		el("p.sr[id=announcer][role=status][aria-live=polite]"),
		played(m),
	)
}

// PlayedID is the id of the element that carries the result in a pre-rendered
// page.
const PlayedID = "played"

// panel is one of the four landmark regions.
func panel(which play.Panel, name string, tools app.UI, parts ...any) app.UI {
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

// panelSwitch chooses the panel that a narrow screen shows.
func panelSwitch(m play.Model, send Send) app.UI {
	return el("nav.panel-switch[aria-label=Panels]",
		each(play.Panels, func(_ int, p play.Panel) app.UI {
			return button(send, play.SelectPanel{Panel: p},
				attr("aria-pressed", p == m.Panel), panelNames[p])
		}))
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

// differenceShown is how many changed steps the bar shows one by one.
const differenceShown = 3

// difference tells which steps end differently since the latest edit.
func difference(m play.Model, send Send) app.UI {
	changes := m.Changes()
	if len(changes) == 0 {
		return el("div.difference[role=status]", toggle{"hidden", true})
	}
	rest := len(changes) - differenceShown
	shown := changes[:min(len(changes), differenceShown)]
	return el("div.difference[role=status]", toggle{"hidden", false},
		el("strong", differenceText(len(changes), len(m.Result.Frames))),
		el("ul", each(shown, func(_ int, c play.Change) app.UI { return change(c, send) })),
		when(rest > 0, span("more", fmt.Sprintf("and %d more", rest))),
		button(send, play.Undo{}, class("quiet"), "Undo"),
		button(send, play.Dismiss{}, class("square"), attr("aria-label", "Dismiss the comparison"), icon("close")),
	)
}

// differenceText is the headline of the difference bar.
func differenceText(changed, all int) string {
	if changed == 1 {
		return fmt.Sprintf("1 of %d steps now ends differently", all)
	}
	return fmt.Sprintf("%d of %d steps now end differently", changed, all)
}

// change is one step that ends differently, with before and after.
func change(c play.Change, send Send) app.UI {
	before, after := apart(c.Before.Text, c.After.Text)
	return el("li", button(send, play.SelectFrame{At: c.At}, class("change"),
		span("change-step", fmt.Sprintf("Step %d", c.At+1)),
		span("change-before", before),
		icon("right"),
		hiddenText("now: "),
		span("change-after", after)))
}

// apart leaves out what two sentences have in common, part by part; sentences
// that do not differ stay whole.
func apart(before, after string) (string, string) {
	b, a := strings.Split(before, ", "), strings.Split(after, ", ")
	left := slices.DeleteFunc(slices.Clone(b), func(part string) bool { return slices.Contains(a, part) })
	right := slices.DeleteFunc(slices.Clone(a), func(part string) bool { return slices.Contains(b, part) })
	if len(left) == 0 || len(right) == 0 {
		return before, after
	}
	return strings.Join(left, ", "), strings.Join(right, ", ")
}
