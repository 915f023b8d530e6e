package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/grid"
)

// gridTab is the tab of the grid: what to show, and the grid itself, which
// web/grid.js draws and which is not part of what every keystroke draws again.
func gridTab(m play.Model, send Send) app.UI {
	versus := [][2]string{
		{string(play.VersusNothing), "Nothing"}, {string(play.VersusBaseline), "Before the edit"}, {string(play.VersusOriginal), "The original"},
	}
	if m.Against.Pinned {
		versus[1][1] = "The baseline"
	}
	if m.BothKinds() {
		versus = append(versus, [2]string{string(play.VersusKinds), "Rule with Action"})
	}
	return el("div.grid-view",
		el("div.grid-tools",
			gridChoice("Rows", m.Grid.Rows.Name(), dimensions(), play.SetRows{}, send),
			gridChoice("Columns", m.Grid.Cols.Name(), dimensions(), play.SetCols{}, send),
			gridChoice("Compare with", string(m.Grid.Versus), versus, play.SetVersus{}, send)),
		el("mfa-grid", attr("data-grid", m.Grid.Data), on("edit", play.OpenCell{}, send)),
		when(m.Grid.Data == "", el("p.hint[role=status]", "Computing the grid...")))
}

// dimensions are the names and titles of all of them.
func dimensions() [][2]string {
	var list [][2]string
	for _, d := range grid.Names() {
		list = append(list, [2]string{d.Name(), d.Title()})
	}
	return list
}

// gridChoice is a labelled choice.
func gridChoice(label, value string, options [][2]string, msg play.Msg, send Send) app.UI {
	return el("label", label, el("select", attr("data-held", value), on("change", msg, send),
		each(options, func(_ int, o [2]string) app.UI {
			return el("option", attr("value", o[0]), toggle{"selected", o[0] == value}, o[1])
		})))
}
