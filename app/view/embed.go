package view

import (
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// LinkOutID is the id of the link that leaves an embed.
const LinkOutID = "open-in-playground"

// embedPage draws the parts that a page of somebody else asks for, and a bar to
// go through the steps. Pre-rendered it holds every panel: which ones are asked
// for is in the part of the address that no server sees, so
// web/embed-frame.js hides and orders them.
func embedPage(m play.Model, send Send) app.UI {
	parts := m.Embed.Shown()
	if !app.IsClient {
		for _, p := range append(slices.Clone(play.Panels), play.PanelGoal) {
			parts = m.Embed.Also(parts, p)
		}
	}
	return el("div.app.embed", hear(send),
		attr("data-embed", "yes"), attr("data-lesson", m.Lesson), attr("data-base", m.Base),
		when(m.Embed.ReadOnly, attr("data-read-only", "yes")),
		el("div.sr[role=banner]", el("h1", title(m)+": MFA Playground")),
		problem(m, send),
		laterStyle(m),
		el("main.parts", each(parts, func(i int, p play.Piece) app.UI {
			return el("div.part", attr("data-part", string(p)), attr("data-of", string(p.Panel())),
				toggle{"hidden", i >= len(m.Embed.Shown())}, drawPiece(m, p, send))
		})),
		embedBar(m, send),
		el("p.sr[id=announcer][role=status][aria-live=polite]"),
		played(m),
		lessonFile(m),
	)
}

// drawPiece draws the panel of a part; embed.css leaves out what is not part of it.
func drawPiece(m play.Model, p play.Piece, send Send) app.UI {
	switch p.Panel() {
	case play.PanelTenant:
		return tenantPanel(m, send)
	case play.PanelStage:
		return stagePanel(m, send)
	case play.PanelTime:
		return timePanel(m, send)
	case play.PanelGoal:
		return el("div.panel", goalBar(m, send))
	}
	return inspectorPanel(m, send)
}

// embedBar goes through the steps and tells how the selected one ends.
func embedBar(m play.Model, send Send) app.UI {
	steps, out := len(m.Lines()), m.Base
	if m.Lesson != "" {
		out = m.Base + "lessons/" + m.Lesson + "/"
	}
	return el("footer.embed-bar",
		when(!m.Embed.Bare, el("div.row[role=group][aria-label=Step]",
			button(send, play.TravelKey{Key: "ArrowLeft"}, class("square"), toggle{"disabled", m.At == 0},
				attr("aria-label", "Previous step"), attr("title", "Previous step"), icon("left")),
			span("position", fmt.Sprintf("%d / %d", min(m.At+1, steps), steps)),
			button(send, play.TravelKey{Key: "ArrowRight"}, class("square"), toggle{"disabled", m.At >= steps-1},
				attr("aria-label", "Next step"), attr("title", "Next step"), icon("right")))),
		el("p.embed-where", m.Where()),
		span("notice", m.Notice),
		when(!m.Embed.Bare && !m.Embed.ReadOnly, el("div.row",
			button(send, play.Undo{}, class("square"), toggle{"disabled", len(m.Past) == 0},
				attr("aria-label", "Undo"), attr("title", "Undo"), icon("undo")),
			button(send, play.Restart{}, class("quiet"), toggle{"disabled", len(m.Past) == 0},
				attr("title", "Back to the beginning; can be undone"), "Restart"))),
		el("a", attr("id", LinkOutID), attr("href", out),
			attr("target", "_blank"), attr("rel", "noopener"), "Open in the playground"))
}

// title is the title of the scenario.
func title(m play.Model) string {
	if m.Scenario == nil {
		return m.Lesson
	}
	return m.Scenario.Title
}

// readOnly says that the reader of the page that is being drawn may change
// nothing: every control that would is drawn switched off. It is set from the
// model where drawing begins, so that no panel has to ask.
var readOnly bool

// lockOf is the attribute that switches a control off. Code can still be read
// and copied.
func lockOf(tag string) string {
	if tag == "textarea" || tag == "code-editor" {
		return "readonly"
	}
	return "disabled"
}
