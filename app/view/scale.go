package view

import (
	"math"
	"strconv"
	"time"

	"mfaplayground/app/play"
)

// The timeline has a true scale of time: a week is seven times as wide as a
// day. Steps of people take no time, so that several share one spot; there
// their marks become one with a number, and zooming takes them apart. The list
// of steps below the picture has a card for each, however near they are.

// scale maps instants to positions in per cent of the width.
type scale struct {
	from  time.Time
	width time.Duration
}

// newScale is the scale of what the timeline shows.
func newScale(m play.Model) scale {
	w := m.View()
	return scale{w.From, w.Span}
}

// x is the position of an instant. What lies outside is moved to just behind
// the edge: browsers lose precision with numbers that are far away.
func (s scale) x(t time.Time) float64 {
	part := 100 * float64(t.Sub(s.from)) / float64(s.width)
	return min(max(part, -2), 102)
}

// shows tells whether something of a stretch of time is in view.
func (s scale) shows(from, to time.Time) bool {
	return !to.Before(s.from) && !from.After(s.from.Add(s.width))
}

// percent writes a position for an SVG attribute, to a hundredth. There are
// hundreds, and writing floating point numbers is slow.
func percent(x float64) string {
	n := int(math.Round(x * 100))
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := strconv.Itoa(100 + n%100)
	return sign + strconv.Itoa(n/100) + "." + digits[1:] + "%"
}

// tick is a mark on the axis of time.
type tick struct {
	at    time.Time
	label string
	day   bool // begins a day where ticks are hours
}

// tickSteps are the distances that ticks can have.
var tickSteps = []time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
	12 * time.Hour, 24 * time.Hour, 2 * 24 * time.Hour, 7 * 24 * time.Hour, 14 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// ticksMost is how many ticks there are at most.
const ticksMost = 9

// ticks returns the ticks in view: round times of the day, or days.
func (s scale) ticks() []tick {
	step := tickSteps[len(tickSteps)-1]
	for _, d := range tickSteps {
		if s.width/d < ticksMost {
			step = d
			break
		}
	}
	for s.width/step >= ticksMost {
		step *= 2
	}
	const oneDay = 24 * time.Hour
	// Whole weeks are counted from a Monday, which the zero time is.
	at := s.from.UTC().Truncate(step)
	var list []tick
	for end := s.from.Add(s.width); !at.After(end); at = at.Add(step) {
		if at.Before(s.from) {
			continue
		}
		day := at.Truncate(oneDay).Equal(at)
		layout := "15:04"
		switch {
		case day && step < oneDay:
			layout = "2 Jan"
		case step >= oneDay:
			layout = "Mon 2 Jan"
		case step < time.Minute:
			layout = "15:04:05"
		}
		list = append(list, tick{at, at.Format(layout), day && step < oneDay})
	}
	return list
}
