package view

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/display"
)

// Heights of the lanes in CSS pixels; the labels in web/time.css have the same.
const (
	laneHeight = 20
	barHeight  = 10
	barTop     = (laneHeight - barHeight) / 2
)

// bar is a stretch of a lane.
type bar struct {
	from, to float64 // per cent
	kind     string  // for the stylesheet
	title    string
}

// lane is one line of the timeline.
type lane struct {
	name, title string
	bars        []bar
}

// lanes collects what there is to show: only lanes that say something.
func lanes(m play.Model, s scale) []lane {
	all := []lane{
		{"SSO session", "How long the tenant keeps somebody signed in", sessionBars(m, s)},
		{"auth0-mf", "How long this browser is remembered: 7 days without use, 30 days in all", rememberedBars(m, s)},
		{"Access token", "How long the display's access token is valid", tokenBars(m, s)},
		{"Display", "The light of the display", ledBars(m, s)},
	}
	var shown []lane
	for _, l := range all {
		if len(l.bars) > 0 {
			shown = append(shown, l)
		}
	}
	return shown
}

// validity is something that counts from some instant to another, as one
// frame's end has it.
type validity struct {
	from, until, limit time.Time
	name               string
}

// stretch draws a validity through the columns: solid while it counts, and
// behind the last step what is left of it, pale up to its last limit.
func stretch(m play.Model, s scale, kind string, of func(engine.Frame) (validity, bool)) []bar {
	var bars []bar
	var held validity
	holds := false
	for i, f := range m.Result.Frames {
		if i >= len(s.columns) {
			break
		}
		if holds && held.until.After(f.Start) {
			bars = append(bars, bar{s.edges[i], s.within(i, earlier(held.until, f.At)), kind, held.name})
			if !held.until.After(f.At) || f.At.Equal(f.Start) {
				bars[len(bars)-1].to = s.upTo(i, held.until, f)
			}
		}
		was := held
		held, holds = of(f)
		if holds && held.until.After(f.At) && !(was.until.Equal(held.until) && was.from.Equal(held.from)) {
			bars = append(bars, bar{s.within(i, held.from), s.edges[i+1], kind, held.name})
		}
	}
	if n := len(m.Result.Frames); holds && n > 0 && n == len(s.columns) {
		now := m.Result.Frames[n-1].At
		if held.until.After(now) {
			bars = append(bars, bar{s.edges[n], s.ahead(now, held.until), kind + " future", held.name})
		}
		if held.limit.After(held.until) && held.until.After(now) {
			bars = append(bars, bar{s.ahead(now, held.until), s.ahead(now, held.limit), kind + " limit", held.name})
		}
	}
	return joined(bars)
}

// upTo is where a bar ends in the column of a frame: at its end if it outlives
// the frame, else at the instant.
func (s scale) upTo(i int, until time.Time, f engine.Frame) float64 {
	if until.After(f.At) {
		return s.edges[i+1]
	}
	return s.within(i, until)
}

// joined merges bars that touch, so that the picture needs few elements.
func joined(bars []bar) []bar {
	var out []bar
	for _, b := range bars {
		if n := len(out); n > 0 && out[n-1].kind == b.kind && out[n-1].title == b.title && b.from <= out[n-1].to+0.01 {
			out[n-1].to = max(out[n-1].to, b.to)
			continue
		}
		if b.to > b.from {
			out = append(out, b)
		}
	}
	return out
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// sessionBars shows the latest single sign-on session.
func sessionBars(m play.Model, s scale) []bar {
	limits := m.Setup().Tenant.Session
	return stretch(m, s, "session", func(f engine.Frame) (validity, bool) {
		if len(f.Sessions) == 0 {
			return validity{}, false
		}
		x := f.Sessions[len(f.Sessions)-1]
		idle, absolute := x.LastUsed.Add(limits.Idle), x.Created.Add(limits.Absolute)
		return validity{x.LastUsed, earlier(idle, absolute), absolute,
			fmt.Sprintf("%s signed in; without use until %s, at most until %s", capital(x.Person), shortInstant(idle), shortInstant(absolute))}, true
	})
}

// rememberedBars shows the remembered browser under its two limits.
func rememberedBars(m play.Model, s scale) []bar {
	return stretch(m, s, "remembered", func(f engine.Frame) (validity, bool) {
		if len(f.Remembered) == 0 {
			return validity{}, false
		}
		x := f.Remembered[len(f.Remembered)-1]
		return validity{x.Renewed, x.Expires, x.CapAt,
			fmt.Sprintf("Remembered until %s without use, at most until %s", shortInstant(x.Expires), shortInstant(x.CapAt))}, true
	})
}

// tokenBars shows when a display holds a valid access token. It renews its
// tokens during waits, many times in one step, so the issued ones are drawn.
func tokenBars(m play.Model, s scale) []bar {
	apps := map[string]bool{}
	for _, d := range m.Setup().Displays {
		apps[d.App] = true
	}
	edge := 100.0
	if n := len(s.columns); n > 0 {
		edge = s.edges[n]
	}
	const title = "The display's access token is valid"
	var bars, ahead []bar
	for i, f := range m.Result.Frames {
		for _, t := range f.Tokens {
			if i >= len(s.columns) || !apps[t.App] {
				continue
			}
			from, to := s.within(i, t.At), s.locate(i, t.Expires)
			bars = append(bars, bar{from, min(to, edge), "token", title})
			if to > edge {
				ahead = append(ahead, bar{edge, to, "token future", title})
			}
		}
	}
	return joined(append(bars, ahead...))
}

// ledBars shows the light of the first display, step by step.
func ledBars(m play.Model, s scale) []bar {
	var bars []bar
	for i, f := range m.Result.Frames {
		if i >= len(s.columns) || len(f.Displays) == 0 {
			continue
		}
		d := f.Displays[0]
		if d.LED == display.LEDOff || d.LED == "" {
			continue
		}
		bars = append(bars, bar{s.edges[i], s.edges[i+1], "led-" + string(d.LED), ledText[d.LED]})
	}
	return joined(bars)
}

// picture draws the lanes as SVG; positions are per cent, so that it needs no
// layout of its own.
func picture(m play.Model, s scale, list []lane) app.UI {
	height := max(1, len(list)) * laneHeight
	parts := []any{attr("data-c", "lanes"), attr("width", s.width()), attr("height", height),
		attr("role", "img"), attr("aria-label", pictureText(list))}
	parts = append(parts, svg("rect[data-c=here]", attr("x", percent(s.edges[min(m.At, len(s.edges)-2)])),
		attr("width", percent(s.edges[min(m.At, len(s.edges)-2)+1]-s.edges[min(m.At, len(s.edges)-2)])), attr("y", 0), attr("height", height)))
	for i, l := range list {
		y := i * laneHeight
		parts = append(parts, svg("line[data-c=base][x1=0][x2=100%]",
			attr("y1", y+laneHeight/2), attr("y2", y+laneHeight/2)))
		for _, b := range l.bars {
			parts = append(parts, svg("rect", attr("data-c", "stretch "+b.kind), attr("x", percent(b.from)),
				attr("width", percent(b.to-b.from)), attr("y", y+barTop), attr("height", barHeight), attr("rx", 3),
				svg("title", b.title)))
		}
	}
	return svg("svg", parts...)
}

// pictureText says in words what the picture is about.
func pictureText(list []lane) string {
	text := "Lanes over the steps:"
	for _, l := range list {
		text += " " + l.name + ","
	}
	return text[:len(text)-1]
}
