package play

import (
	"strconv"
	"strings"
	"time"
)

// Window is the stretch of virtual time that the timeline shows. The zero
// window follows the story: all of it, and some of what is still to come.
type Window struct {
	From time.Time
	Span time.Duration
}

// The limits of zooming: from minutes to two months, and further when the story
// itself is longer.
const (
	spanMin = 2 * time.Minute
	spanMax = 62 * 24 * time.Hour
)

// zoomStep is how much one press of a zoom button changes the window.
const zoomStep = 2

// Messages about the timeline's window.
type (
	// Zoom halves what the timeline shows, or doubles it, around the selected
	// moment.
	Zoom struct{ In bool }
	// ZoomAt does the same around an instant: Value is "in" or "out", and the
	// instant in milliseconds since 1970, with a space between.
	ZoomAt struct{ Value string }
	// ZoomFit shows the whole story.
	ZoomFit struct{}
	// Pan moves the window by a part of its width: Value is a number, below
	// zero for earlier.
	Pan struct{ Value string }
)

func (Zoom) msg()    {}
func (ZoomAt) msg()  {}
func (ZoomFit) msg() {}
func (Pan) msg()     {}

// Fill sets the direction and the instant.
func (m ZoomAt) Fill(value string) Msg { m.Value = value; return m }

// Fill sets the part.
func (m Pan) Fill(value string) Msg { m.Value = value; return m }

// zoom answers the messages about the window.
func (m Model) zoom(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case Zoom:
		m.Window = m.zoomed(msg.In, m.Now())
	case ZoomAt:
		direction, at, _ := strings.Cut(msg.Value, " ")
		if ms, err := strconv.ParseInt(at, 10, 64); err == nil {
			m.Window = m.zoomed(direction == "in", time.UnixMilli(ms))
		}
	case ZoomFit:
		m.Window = Window{}
	case Pan:
		if part, err := strconv.ParseFloat(msg.Value, 64); err == nil {
			w := m.View()
			w.From = w.From.Add(time.Duration(part * float64(w.Span)))
			m.Window = m.within(w)
		}
	}
	return m, nil
}

// zoomed is the window made smaller or larger, so that an instant keeps its
// place in it.
func (m Model) zoomed(in bool, at time.Time) Window {
	w := m.View()
	span := w.Span * zoomStep
	if in {
		span = w.Span / zoomStep
	}
	span = min(max(span, spanMin), max(spanMax, m.Whole().Span))
	if at.Before(w.From) || at.After(w.From.Add(w.Span)) {
		at = w.From.Add(w.Span / 2)
	}
	part := float64(at.Sub(w.From)) / float64(w.Span)
	return m.within(Window{From: at.Add(-time.Duration(part * float64(span))), Span: span})
}

// within keeps a window from leaving the story behind: some of the story stays
// in it.
func (m Model) within(w Window) Window {
	first, last := m.Bounds()
	if latest := last.Add(spanMax - w.Span/2); w.From.After(latest) {
		w.From = latest
	}
	if earliest := first.Add(-w.Span / 20); w.From.Before(earliest) {
		w.From = earliest
	}
	return w
}

// View is the window that is shown.
func (m Model) View() Window {
	if m.Window.Span == 0 {
		return m.Whole()
	}
	return m.Window
}

// Whole is the window that fits the story: from its start to its end, and
// behind that as much of what still counts as leaves the story half the width.
func (m Model) Whole() Window {
	first, last := m.Bounds()
	story := max(last.Sub(first), 10*time.Minute)
	ahead := story / 12
	if n := len(m.Result.Frames); n > 0 {
		f := m.Result.Frames[n-1]
		for _, s := range f.Sessions {
			ahead = max(ahead, s.End.Sub(last))
		}
		for _, r := range f.Remembered {
			ahead = max(ahead, r.CapAt.Sub(last))
		}
	}
	ahead = min(ahead+story/40, story/2)
	lead := (story + ahead) / 50 // room for the marks at the very start
	return Window{From: first.Add(-lead), Span: lead + story + ahead}
}

// Bounds are the first and the last instant of the story.
func (m Model) Bounds() (first, last time.Time) {
	first = m.Setup().Start
	last = first
	if n := len(m.Result.Frames); n > 0 {
		first, last = m.Result.Frames[0].Start, m.Result.Frames[n-1].At
	}
	return first, last
}

// Now is the instant that is shown: the end of the selected step.
func (m Model) Now() time.Time {
	if f, ok := m.Frame(); ok {
		return f.At
	}
	_, last := m.Bounds()
	return last
}

// follow moves the window so that the selected moment lies in it.
func (m Model) follow() Model {
	if m.Window.Span == 0 {
		return m
	}
	now, w := m.Now(), m.Window
	switch margin := w.Span / 10; {
	case now.Before(w.From):
		m.Window = m.within(Window{From: now.Add(-margin), Span: w.Span})
	case now.After(w.From.Add(w.Span)):
		m.Window = m.within(Window{From: now.Add(margin - w.Span), Span: w.Span})
	}
	return m
}
