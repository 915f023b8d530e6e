package view

import (
	"fmt"
	"math"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// The timeline gives every step a column. Steps of people take no time, so a
// scale of time alone would put them all on one spot; a wait gets a wider
// column the longer it is, on a logarithmic scale. Behind the last step lies
// the future: how long what is there now would still count.

// column is one step's share of the width.
type column struct {
	weight     int // in the units of the stylesheet's classes w10, w12, ...
	start, end time.Time
}

// scale maps steps and instants to positions in per cent of the width.
type scale struct {
	columns []column
	edges   []float64 // left edge of each column and of the future
	future  time.Duration
}

// Weights of the columns.
const (
	stepWeight   = 10
	futureWeight = 14
)

// unitWidth is the least width of one unit of weight in CSS pixels.
const unitWidth = 7.6

// futureMax is how far the future reaches: the 30 days of auth0-mf.
const futureMax = 30 * 24 * time.Hour

// newScale lays out the columns of all steps.
func newScale(m play.Model) scale {
	s := scale{future: futureMax}
	for i, line := range m.Lines() {
		f, _ := m.FrameAt(i)
		s.columns = append(s.columns, column{weight: weightOf(line), start: f.Start, end: f.At})
	}
	total := futureWeight
	for _, c := range s.columns {
		total += c.weight
	}
	at := 0
	for _, c := range s.columns {
		s.edges = append(s.edges, 100*float64(at)/float64(total))
		at += c.weight
	}
	s.edges = append(s.edges, 100*float64(at)/float64(total))
	return s
}

// weightOf is the weight of a step's column: even numbers from 10 to 22.
func weightOf(line scenario.Line) int {
	if line.Step.Verb != engine.VerbWait {
		return stepWeight
	}
	hours := line.Step.Wait.Hours()
	return stepWeight + 2*int(min(6, math.Round(math.Log2(1+hours)*0.7)))
}

// width is the least width of the timeline in CSS pixels.
func (s scale) width() int {
	total := futureWeight
	for _, c := range s.columns {
		total += c.weight
	}
	return int(float64(total) * unitWidth)
}

// middle is the position of a step's mark.
func (s scale) middle(i int) float64 { return (s.edges[i] + s.edges[i+1]) / 2 }

// within is the position of an instant in the column of step i. In a step that
// takes no time everything happens in the middle.
func (s scale) within(i int, t time.Time) float64 {
	c := s.columns[i]
	whole := c.end.Sub(c.start)
	if whole <= 0 {
		return s.middle(i)
	}
	part := float64(t.Sub(c.start)) / float64(whole)
	return s.edges[i] + (s.edges[i+1]-s.edges[i])*max(0, min(1, part))
}

// ahead is the position of an instant behind the last step. The square root
// leaves room for hours beside weeks.
func (s scale) ahead(from, t time.Time) float64 {
	part := math.Sqrt(max(0, float64(t.Sub(from))/float64(s.future)))
	left := s.edges[len(s.edges)-1]
	return left + (100-left)*min(1, part)
}

// locate is the position of an instant that is not before step i: in the column
// that it falls into, or behind the last step.
func (s scale) locate(i int, t time.Time) float64 {
	for j := i; j < len(s.columns); j++ {
		if !t.After(s.columns[j].end) {
			return s.within(j, t)
		}
	}
	return s.ahead(s.columns[len(s.columns)-1].end, t)
}

// percent writes a position for an SVG attribute.
func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }
