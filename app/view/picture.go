package view

import (
	"fmt"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// The picture of the timeline is SVG written by hand. A chart library would be
// many times the size of this, would measure and draw in the browser only, so
// that the pre-rendered page had no timeline, would style by attributes that the
// page's policy refuses, and would know nothing of a slider that tells a screen
// reader a cause. Positions are per cent, so that the picture needs no layout
// of its own; web/travel.js turns pointers into messages.

// Heights in CSS pixels; the names in web/time.css have the same.
const (
	axisHeight = 28
	laneHeight = 20
	barHeight  = 10
	barTop     = 2
	markHeight = 24
)

// picture draws the axis, the lanes, the marks and the playhead.
func picture(m play.Model, s scale, list []lane, send Send) app.UI {
	bottom := axisHeight + markHeight + laneHeight*len(list)
	return svg("svg[data-c=lanes][width=100%][role=group][aria-label=Timeline]", attr("height", bottom),
		attr("data-from", strconv.FormatInt(s.from.UnixMilli(), 10)), attr("data-span", strconv.FormatInt(s.width.Milliseconds(), 10)),
		on("scrub", play.Scrub{}, send), on("zoom", play.ZoomAt{}, send), on("pan", play.Pan{}, send),
		pastDrawn.of(resultOf(m, play.Window{From: s.from, Span: s.width}), func() markup { return backdrop(m, s, list, bottom) }),
		outlook(m, s, list, bottom),
		playhead(m, s.x(m.Now()), bottom, send))
}

// pastDrawn is the part of the picture that stays while somebody travels.
var pastDrawn told[resultID, markup]

// backdrop draws what does not depend on the selected moment.
func backdrop(m play.Model, s scale, list []lane, bottom int) markup {
	_, end := m.Bounds()
	parts := []any{still("rect[data-c=ahead][y=0]", attr("x", percent(s.x(end))),
		attr("width", percent(102-s.x(end))), attr("height", bottom))}
	parts = append(parts, axis(s, bottom)...)
	marks := spots(m, s)
	for i, p := range marks {
		room := 100.0
		if i+1 < len(marks) {
			room = marks[i+1].x - p.x
		}
		parts = append(parts, markOf(p, room))
	}
	for i, l := range list {
		parts = append(parts, past(s, l, axisHeight+markHeight+i*laneHeight)...)
	}
	return still("svg[aria-hidden=true]", parts...)
}

// outlook draws a veil over what is later than the selected moment, and what
// will be if nothing else happens.
func outlook(m play.Model, s scale, list []lane, bottom int) markup {
	now := s.x(m.Now())
	parts := []any{still("rect[data-c=later]", attr("x", percent(now)), attr("y", axisHeight),
		attr("width", percent(max(0, 102-now))), attr("height", bottom-axisHeight))}
	for i, l := range list {
		parts = append(parts, ahead(s, l, axisHeight+markHeight+i*laneHeight)...)
	}
	return still("svg[aria-hidden=true]", parts...)
}

// axis draws the ticks of time.
func axis(s scale, bottom int) []any {
	var parts []any
	for _, t := range s.ticks() {
		x := percent(s.x(t.at))
		parts = append(parts,
			still("line[data-c=tick]", attr("x1", x), attr("x2", x), attr("y1", axisHeight-6), attr("y2", bottom)),
			when(s.x(t.at) < 94, still("text[data-c=tick-label][y=18][dx=4]", attr("x", x), when(t.day, attr("data-day", "yes")), t.label)))
	}
	return parts
}

// The room, in per cent of the width, that a mark needs to the next one for its
// number: in a wide window, and in any.
const (
	roomInWide = 3
	roomInAny  = 12
)

// markOf draws a mark with the number of decisions it stands for, if there is
// room for that: the tip has it too.
func markOf(p spot, room float64) markup {
	return still("svg[data-c=spot][overflow=visible]", attr("x", percent(p.x)), attr("y", axisHeight+markHeight/2),
		attr("data-mark", p.mark), attr("data-tip", p.tip()),
		still("path", attr("d", shapes[p.mark])),
		when(p.n > 1 && room >= roomInWide, still("text[x=9][y=4]", when(room < roomInAny, attr("data-near", "yes")), plain(p.n))))
}

// past draws what was in a lane.
func past(s scale, l lane, y int) []any {
	parts := []any{still("line[data-c=base][x1=0][x2=100%]", attr("y1", y+laneHeight-2), attr("y2", y+laneHeight-2))}
	edge := -1.0
	for _, b := range l.was {
		if !s.shows(b.from, b.to) {
			continue
		}
		from, to := s.x(b.from), s.x(b.to)
		if to-edge < 0.15 { // thinner than can be seen
			continue
		}
		edge = to
		parts = append(parts, rect("stretch "+b.kind, from, to, y+barTop, barHeight, b.tip))
		if b.label != "" && to-from > 7 {
			parts = append(parts, still("text[data-c=bar-label][dx=5]", attr("x", percent(max(0, from))), attr("y", y+barTop+barHeight-2), b.label))
		}
	}
	return parts
}

// ahead draws what will be, from the selected moment on: a thin line to the
// nearer end, a dashed one to the last, and a post at each.
func ahead(s scale, l lane, y int) []any {
	var parts []any
	for _, b := range l.ahead {
		if s.shows(b.from, b.to) {
			parts = append(parts, rect("outlook "+b.kind, s.x(b.from), s.x(b.to), y+barTop+barHeight+1, 4, b.tip))
		}
	}
	for i, e := range l.limits {
		x := s.x(e.at)
		if x < 0 || x > 100 {
			continue
		}
		crowded := i+1 < len(l.limits) && s.x(l.limits[i+1].at)-x < 9 || x > 93
		parts = append(parts, still("line[data-c=post]", attr("x1", percent(x)), attr("x2", percent(x)), attr("y1", y+1), attr("y2", y+laneHeight-2),
			attr("data-tip", instant(e.at)+"\n"+e.tip)),
			when(!crowded, still("text[data-c=post-label][dx=4]", attr("x", percent(x)), attr("y", y+barTop+barHeight-1), e.label)))
	}
	return parts
}

func rect(kind string, from, to float64, y, height int, tip string) markup {
	return still("rect[rx=2]", attr("data-c", kind), attr("x", percent(from)), attr("width", percent(max(0.15, to-from))),
		attr("y", y), attr("height", height), attr("data-tip", tip))
}

// playhead is where the selected moment lies: a slider over the steps.
func playhead(m play.Model, x float64, bottom int, send Send) app.UI {
	return svg("svg[data-c=playhead][overflow=visible][role=slider][tabindex=0][aria-label=Moment][aria-orientation=horizontal][data-keys=arrows][aria-valuemin=1]",
		attr("x", percent(x)), attr("aria-valuemax", max(1, len(m.Lines()))), attr("aria-valuenow", m.At+1),
		attr("aria-valuetext", momentText(m)), on("keydown", play.TravelKey{}, send),
		svg("line[y1=10][x1=0][x2=0]", attr("y2", bottom)),
		svg("path[d=M-6 1H6V9L0 16-6 9Z]"))
}

// momentText says where the playhead is: the instant, and what happened.
func momentText(m play.Model) string {
	return instant(m.Now()) + ". " + m.Where()
}

// laneWords are the lanes as text: what was, which stays while somebody travels,
// and what is to come.
func laneWords(list []lane) []app.UI {
	return []app.UI{
		still("dl.sr", each(list, func(_ int, l lane) markup {
			return still("div", still("dt", l.name), still("dd", l.said))
		})).ui(),
		el("p.sr", comingWords(list)),
	}
}

// laneNames stand before the lanes, with the buttons that zoom.
func laneNames(m play.Model, list []lane, send Send) markup {
	zoom := func(msg play.Msg, label, key, sign string, off bool) markup {
		return button(send, msg, class("square"), toggle{"disabled", off}, attr("aria-label", label),
			attr("aria-keyshortcuts", key), attr("title", fmt.Sprintf("%s (%s)", label, key)), sign)
	}
	return still("div.lane-names",
		still("div.zoom[role=group][aria-label=Zoom]",
			zoom(play.Zoom{}, "Zoom out", "-", "\u2212", false),
			zoom(play.ZoomFit{}, "Fit the whole story", "0", "Fit", m.Window.Span == 0),
			zoom(play.Zoom{In: true}, "Zoom in", "+", "+", false)),
		still("span.lane-marks[aria-hidden=true]", "MFA"),
		each(list, func(_ int, l lane) markup { return still("span[aria-hidden=true]", attr("title", l.hint), l.name) }))
}
