package view

import (
	"fmt"
	"strings"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// spot is one mark of the timeline: what was decided at an instant, or several
// decisions that are too near to each other to be drawn apart.
type spot struct {
	x           float64 // per cent
	first, last time.Time
	step        int // of the weightiest
	mark        play.Mark
	why         string
	count       map[play.Mark]int
	n           int
}

// nearest is how near marks may be, in per cent of the width.
const nearest = 1.8

// weights order the outcomes: what a mark for several shows.
var weights = map[play.Mark]int{
	play.Mark(tenant.Refused): 6, play.Mark(tenant.Denied): 5, play.MarkFailed: 4,
	play.Mark(tenant.Asked): 3, play.Mark(tenant.Remembered): 2, play.Mark(tenant.NotAsked): 1,
}

// spots are the marks in view, from left to right.
func spots(m play.Model, s scale) []spot {
	var list []spot
	add := func(step int, at time.Time, mark play.Mark, because []tenant.Reason) {
		if !s.shows(at, at) {
			return
		}
		why := ""
		if len(because) > 0 {
			why = because[0].Text
		}
		x := s.x(at)
		if n := len(list); n > 0 && x-list[n-1].x < nearest {
			p := &list[n-1]
			p.last = at
			p.n++
			p.count[mark]++
			if weights[mark] >= weights[p.mark] {
				p.mark, p.why, p.step = mark, why, step
			}
			return
		}
		list = append(list, spot{x, at, at, step, mark, why, map[play.Mark]int{mark: 1}, 1})
	}
	for i, f := range m.Result.Frames {
		for _, d := range f.Decisions {
			add(i, d.At, play.Mark(d.Outcome), d.Because)
		}
		if len(f.Decisions) == 0 && failed(f) {
			add(i, f.At, play.MarkFailed, nil)
		}
	}
	return list
}

func failed(f engine.Frame) bool { return play.MarkOf(f) == play.MarkFailed }

// tip tells what a mark stands for: the instant, the outcome, the cause.
func (p spot) tip() string {
	when := instant(p.first)
	if p.last.After(p.first) {
		when += " to " + instant(p.last)
	}
	if p.n == 1 {
		return strings.TrimSpace(fmt.Sprintf("%s\nStep %d: MFA %s. %s", when, p.step+1, marks[p.mark], p.why))
	}
	var counts []string
	for _, mark := range []play.Mark{play.Mark(tenant.Asked), play.Mark(tenant.Remembered), play.Mark(tenant.NotAsked),
		play.Mark(tenant.Refused), play.Mark(tenant.Denied), play.MarkFailed} {
		if n := p.count[mark]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, marks[mark]))
		}
	}
	return fmt.Sprintf("%s\n%d decisions: %s. Step %d: %s", when, p.n, strings.Join(counts, ", "), p.step+1, p.why)
}

// shapes are the outlines of marks around their middle: each outcome has its
// own, so that nothing depends on colour alone.
var shapes = map[play.Mark]string{
	play.Mark(tenant.Asked):      "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z",
	play.Mark(tenant.Remembered): "M0-7L7 0 0 7-7 0Z",
	play.Mark(tenant.NotAsked):   "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z",
	play.Mark(tenant.Refused):    "M-6-3L-3-6 0-3 3-6 6-3 3 0 6 3 3 6 0 3-3 6-6 3-3 0Z",
	play.Mark(tenant.Denied):     "M-5-5H5V5H-5Z",
	play.MarkFailed:              "M0-6L7 6H-7Z",
}
