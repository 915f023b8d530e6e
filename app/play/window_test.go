package play

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const oneDay = 24 * time.Hour

func TestTheWindowZoomsAroundTheMoment(t *testing.T) {
	m := after(t)
	whole := m.Whole()
	if w := m.View(); w != whole {
		t.Fatalf("the window is %v at first; expected the whole story", w)
	}
	first, last := m.Bounds()
	if whole.From.After(first) || !whole.From.Add(whole.Span).After(last) {
		t.Fatalf("the window %v leaves out some of %v to %v", whole, first, last)
	}
	part := func(m Model) float64 { return float64(m.Now().Sub(m.View().From)) / float64(m.View().Span) }
	was := part(m)
	m, _ = Update(m, Zoom{In: true})
	if got := part(m); m.View().Span != whole.Span/2 || got < was-0.01 || got > was+0.01 {
		t.Fatalf("zooming in shows %v with the moment at %.2f; expected half of %v and %.2f", m.View().Span, got, whole.Span, was)
	}
	for range 30 {
		m, _ = Update(m, Zoom{In: true})
	}
	if m.View().Span != spanMin {
		t.Fatalf("the smallest window is %v; expected %v", m.View().Span, spanMin)
	}
	for range 30 {
		m, _ = Update(m, Zoom{})
	}
	if m.View().Span != spanMax {
		t.Fatalf("the largest window is %v; expected %v", m.View().Span, spanMax)
	}
	m, _ = Update(m, ZoomFit{})
	if m.View() != whole {
		t.Fatal("fitting does not show the whole story")
	}
}

func TestTheWindowFollowsTheMoment(t *testing.T) {
	m := after(t, SelectFrame{At: 3})
	for range 8 {
		m, _ = Update(m, Zoom{In: true})
	}
	m, _ = Update(m, SelectFrame{At: 0})
	if w, now := m.View(), m.Now(); now.Before(w.From) || now.After(w.From.Add(w.Span)) {
		t.Fatalf("the moment %v is not in the window %v", now, w)
	}
	from := m.View().From
	m, _ = Update(m, Pan{Value: "0.5"})
	if got := m.View().From.Sub(from); got != m.View().Span/2 {
		t.Fatalf("half a width to the right is %v", got)
	}
	m, _ = Update(m, Pan{Value: "-1000"})
	if first, _ := m.Bounds(); m.View().From.Add(m.View().Span).Before(first) {
		t.Fatal("panning lost the story")
	}
	same, _ := Update(m, Pan{Value: "much"})
	if same.View() != m.View() {
		t.Fatal("what is no number moved the window")
	}
}

func TestScrubbingFindsTheNearestFrame(t *testing.T) {
	m := after(t)
	at := func(d time.Duration) string {
		return fmt.Sprint(m.Result.Frames[0].Start.Add(d).UnixMilli())
	}
	for d, want := range map[time.Duration]int{-time.Hour: 2, 0: 2, 11 * time.Hour: 2, 13 * time.Hour: 3, 9 * oneDay: 3} {
		next, cmds := Update(m, Scrub{Value: at(d)})
		if next.At != want {
			t.Errorf("%v selects step %d; expected %d", d, next.At, want)
		}
		if _, said := find[Announce](cmds); said {
			t.Error("dragging is announced at every step of the way")
		}
	}
	if next, _ := Update(m, Scrub{Value: "x"}); next.At != m.At {
		t.Error("what is no instant moved the selection")
	}
	if next, _ := Update(m, TravelKey{Key: "PageUp"}); next.At != 0 {
		t.Errorf("Page Up leads to %d", next.At)
	}
}

func TestWaiting(t *testing.T) {
	now := time.Date(2026, 11, 5, 8, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"3d12h": 84 * time.Hour, " 3 d 12 h ": 84 * time.Hour, "+90 min": 90 * time.Minute, "45s": 45 * time.Second,
		"2026-11-07": 40 * time.Hour, "2026-11-05 09:30": 90 * time.Minute, "2026-11-05T09:30:00Z": 90 * time.Minute,
		"18:30": 10*time.Hour + 30*time.Minute, "07:00": 23 * time.Hour, "6 Nov": 16 * time.Hour,
		"5 Nov 08:01": time.Minute, "4 Nov": 363*oneDay + 16*time.Hour, "24 Dec 2026": 48*oneDay + 16*time.Hour,
	} {
		if d, problem := waiting(text, now); d != want || problem != "" {
			t.Errorf("%q is %v (%s); expected %v", text, d, problem, want)
		}
	}
	for text, want := range map[string]string{
		"": "empty", "soon": `"soon" cannot be read; expected a duration`, "0s": "cannot be read",
		"2026-11-05": "is not after the selected moment, 5 Nov 2026, 08:00:00", "2020-01-01": "is not after",
	} {
		if _, problem := waiting(text, now); !strings.Contains(problem, want) {
			t.Errorf("of %q is said %q; expected %q in it", text, problem, want)
		}
	}
}

func TestAWaitThatIsTooLongIsToldAtItsField(t *testing.T) {
	m := after(t)
	next, _ := Update(m, WaitText{Text: "401d"})
	if next.Flaw.Field != FieldWait || !strings.Contains(next.Flaw.Text, "expected at most 400d") || next.Scenario != m.Scenario {
		t.Fatalf("the flaw is %+v", next.Flaw)
	}
	next, _ = Update(next, WaitText{Text: "2d"})
	if next.Flaw != (Flaw{}) || len(next.Lines()) != len(m.Lines())+1 {
		t.Fatal("a good wait after a bad one is not taken")
	}
}

// A date counts from the step that is selected, played or not: somebody may
// write faster than the replay is.
func TestADateCountsFromStepsThatAreNotPlayedYet(t *testing.T) {
	m, _ := opened(t)
	m, _ = Update(m, WaitText{Text: "3d12h"})
	first := m.reached()
	m, _ = Update(m, WaitText{Text: first.Add(50 * time.Hour).Format("2006-01-02 15:04:05")})
	if got := m.Lines()[m.At].Step.Wait; got != 50*time.Hour {
		t.Errorf("waits %s, expected 50 hours after the wait before", got)
	}
}
