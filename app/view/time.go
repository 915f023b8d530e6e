package view

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// timePanel is the timeline: lanes above, the steps as buttons below, each in
// its column.
func timePanel(m play.Model, send Send) app.UI {
	if len(m.Lines()) == 0 {
		return panel(play.PanelTime, "Time", waits(send),
			empty("No steps", "Act on the stage, or let time pass."))
	}
	s := newScale(m)
	list := lanes(m, s)
	changed := map[int]bool{}
	for _, c := range m.Changes {
		changed[c.At] = true
	}
	return panel(play.PanelTime, "Time", timeTools(m, send),
		el("div.timeline",
			el("div.lane-names[aria-hidden=true]",
				each(list, func(_ int, l lane) app.UI { return el("span", attr("title", l.title), l.name) }),
				span("lane-steps", "Steps")),
			el("div.scroller[tabindex=-1]",
				el("div.track",
					picture(m, s, list),
					el("ol.steps[aria-label=Steps][data-keys=arrows]",
						on("keydown", play.StepKey{}, send),
						each(m.Lines(), func(i int, line scenario.Line) app.UI {
							return step(m, i, line, changed[i], send)
						}),
						el("li.future.w14[aria-hidden=true]", "then"))))))
}

// timeTools are the moment that is shown, and the ways to move it.
func timeTools(m play.Model, send Send) app.UI {
	now := ""
	if f, ok := m.Frame(); ok {
		now = instant(f.At)
	}
	phase := ""
	if m.At < len(m.Lines()) {
		phase = m.Lines()[m.At].Phase
	}
	return el("div.time-tools",
		el("b.now", icon("clock"), el("span", now)),
		span("phase", phase),
		el("div.row[role=group][aria-label=Step]",
			button(send, play.SelectFrame{At: m.At - 1}, class("square"), toggle{"disabled", m.At == 0},
				attr("aria-label", "Previous step"), attr("title", "Previous step"), icon("left")),
			el("span.position", fmt.Sprintf("%d / %d", m.At+1, len(m.Lines()))),
			button(send, play.SelectFrame{At: m.At + 1}, class("square"), toggle{"disabled", m.At >= len(m.Lines())-1},
				attr("aria-label", "Next step"), attr("title", "Next step"), icon("right")),
			button(send, play.RemoveStep{At: m.At}, class("square"), attr("aria-label", "Remove this step"),
				attr("title", "Remove this step"), icon("trash"))),
		waits(send))
}

// waits let time pass after the selected step.
func waits(send Send) app.UI {
	return el("div.waits[role=group][aria-label=Let time pass after this step]",
		each([]time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour},
			func(_ int, d time.Duration) app.UI {
				return button(send, play.WaitFor{Duration: d}, class("plain"),
					attr("title", "Wait "+lasting(d)+" after the selected step"), "+"+scenario.FormatDuration(d))
			}))
}

// step is one step as a button in its column.
func step(m play.Model, i int, line scenario.Line, changed bool, send Send) app.UI {
	f, _ := m.FrameAt(i)
	ending, known := "not played", i < len(m.Result.Frames)
	mark := play.MarkNone
	if known {
		e := play.EndingOf(f)
		ending, mark = e.Text, e.Mark
	}
	index := -1
	if i == m.At {
		index = 0
	}
	first := i == 0 || m.Lines()[i-1].Phase != line.Phase
	return el("li", class(fmt.Sprintf("step w%d", weightOf(line))),
		when(first && line.Phase != "", attr("data-first", "yes")),
		when(changed, attr("data-changed", "yes")),
		attr("data-mark", mark), attr("data-verb", line.Step.Verb),
		when(first && line.Phase != "", span("step-phase", line.Phase)),
		button(send, play.SelectFrame{At: i}, class("step-button"), attr("id", play.StepID(i)),
			attr("tabindex", index), when(i == m.At, attr("aria-current", "step")),
			attr("title", line.Text+": "+ending),
			el("span.step-top", span("step-number", plain(i+1)),
				when(changed, el("span.step-changed", "\u0394", hiddenText("changed"))),
				icon(markIcon(mark))),
			span("step-text", stepText(line)),
			span("step-mark", marks[mark])))
}

// stepText is a step as the timeline writes it: a wait needs no word for it.
func stepText(line scenario.Line) string {
	if line.Step.Verb == engine.VerbWait {
		return "+ " + lasting(line.Step.Wait)
	}
	return line.Text
}
