package view

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
)

// timePanel is the timeline: the picture above, the list of steps below.
func timePanel(m play.Model, send Send) app.UI {
	if len(m.Lines()) == 0 {
		return panel(play.PanelTime, "Time", el("div.time-tools", waits(m, send)),
			draft(m, send),
			empty("No steps", "Act on the stage, or let time pass."))
	}
	s, list := newScale(m), lanes(m)
	return panel(play.PanelTime, "Time", timeTools(m, send),
		draft(m, send),
		el("div.timeline",
			laneNames(m, list, send),
			el("div.track-box", picture(m, s, list, send), laneWords(list))),
		stepList(m, send))
}

// timeTools are the moment that is shown, what can be done with its step, and
// the ways to let time pass.
func timeTools(m play.Model, send Send) app.UI {
	now, phase := "", ""
	if f, ok := m.Frame(); ok {
		now = instant(f.At)
	}
	if m.At < len(m.Lines()) {
		phase = m.Lines()[m.At].Phase
	}
	return el("div.time-tools",
		still("b.now", icon("clock"), still("span", now)),
		el("span.phase", attr("title", phase), phase),
		stepTools(m, send),
		waits(m, send))
}

// waits let time pass after the selected step: the usual spans at a click, any
// other in words.
func waits(m play.Model, send Send) app.UI {
	bad := m.Flaw.Field == play.FieldWait
	return el("div.waits[role=group][aria-label=Let time pass after this step]",
		each([]time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour},
			func(_ int, d time.Duration) markup {
				return button(send, play.WaitFor{Duration: d}, class("plain"),
					attr("title", "Wait "+lasting(d)+" after the selected step"), "+"+scenario.FormatDuration(d))
			}),
		el("form.wait-form", on("submit", play.WaitText{}, send),
			void("input[type=text][size=9][autocomplete=off][spellcheck=false][aria-label=Wait for a duration, or until a date][placeholder=3d12h or date]",
				attr("id", play.FieldWait), attr("aria-invalid", bad), when(bad, attr("aria-describedby", play.FieldWait+"-flaw"))),
			el("button.plain[type=submit]", "Wait")),
		flaw(m, play.FieldWait))
}

// flaw tells what is wrong with the text in a field.
func flaw(m play.Model, field string) any {
	return when(m.Flaw.Field == field, el("p.flaw[role=alert]", attr("id", field+"-flaw"), m.Flaw.Text))
}

// position is the number of the selected step.
func position(m play.Model) string { return fmt.Sprintf("%d / %d", m.At+1, len(m.Lines())) }
