package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
)

// stagePanel is what people see in the selected frame: browsers and displays.
func stagePanel(m play.Model, send Send) app.UI {
	f, ok := m.Frame()
	if !ok {
		return panel(play.PanelStage, "Stage", span("host", "simulated"),
			el("div.stage", empty("Nothing on the stage yet", "The scenario has not been played.")))
	}
	return panel(play.PanelStage, "Stage", el("span.sim", "simulated: nothing here reaches a network"),
		el("div.stage",
			when(f.Skipped != "", el("p.skipped-note", icon("skipped"),
				el("span", "This step was skipped: "+f.Skipped))),
			each(browsersOf(m, f), func(_ int, b browser.View) app.UI { return browserWindow(m, f, b, send) }),
			each(f.Displays, func(_ int, d display.View) app.UI { return device(m, d, send) })))
}

// browsersOf lists the browsers of a frame, and those of the setup that the
// frame does not know, closed.
func browsersOf(m play.Model, f engine.Frame) []browser.View {
	if len(f.Browsers) > 0 {
		return f.Browsers
	}
	var list []browser.View
	for _, b := range m.Setup().Browsers {
		list = append(list, browser.View{Name: b.Name, Person: b.Person})
	}
	return list
}
