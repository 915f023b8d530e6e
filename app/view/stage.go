package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
)

// stagePanel is what people see in the selected frame: browsers and displays.
// What is only sometimes there is hidden at other times: go-app compares children
// by their place, and would turn a browser into a display.
func stagePanel(m play.Model, send Send) app.UI {
	sign := el("span.sim", "simulated: nothing here reaches a network")
	f, ok := m.Frame()
	if n := len(m.Result.Frames); !ok && m.Replaying && n > 0 {
		f, ok = m.Result.Frames[n-1], true // a step was just added; what it leads to follows at once
	}
	if !ok {
		return panel(play.PanelStage, "Stage", sign,
			el("div.stage", empty("Nothing on the stage yet", "The scenario has not been played.")))
	}
	browsers := browsersOf(m, f)
	return panel(play.PanelStage, "Stage", sign,
		inPast(m, send),
		dock(browsers, f.Displays, send),
		el("div.stage",
			skippedNote(f),
			each(browsers, func(_ int, b browser.View) app.UI { return browserWindow(m, f, b, send) }),
			each(f.Displays, func(_ int, d display.View) app.UI { return device(f, d, send) })))
}

// skippedNote says why the selected step did nothing.
func skippedNote(f engine.Frame) markup {
	if f.Skipped == "" {
		return still("p.skipped-note", toggle{"hidden", true})
	}
	return still("p.skipped-note", icon("skipped"), still("span", "This step was skipped: "+f.Skipped))
}

// inPast says that the selected step is not the last: what is done here changes
// what came later.
func inPast(m play.Model, send Send) markup {
	last := len(m.Lines()) - 1
	if m.At >= last {
		return still("div.past[role=note]", toggle{"hidden", true})
	}
	return still("div.past[role=note]", icon("clock"),
		still("p", still("b", "You are in the past: "), "acting here inserts a step."),
		button(send, play.SelectFrame{At: last}, class("quiet"), "Go to the last step"))
}

// dock leads to what is on a stage that holds much.
func dock(browsers []browser.View, displays []display.View, send Send) any {
	if len(browsers)+len(displays) < 3 {
		return nil
	}
	place := func(name, sign, text string) markup {
		return button(send, play.ShowOnStage{Name: name}, class("quiet"), icon(sign), still("span", text))
	}
	return still("div.dock[role=group][aria-label=On the stage]",
		each(browsers, func(_ int, b browser.View) markup {
			sign := "window"
			if isPrivate(b.Name) {
				sign = "private"
			}
			return place(b.Name, sign, whose(b.Name))
		}),
		each(displays, func(_ int, d display.View) markup { return place(d.Name, "display", capital(d.Name)) }))
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
