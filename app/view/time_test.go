package view

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
)

// month is the sample as if Ada signed in with MFA at its start and the browser
// was used a week later; the last frame ends 8 days after the first.
func month(t *testing.T) play.Model {
	m := base(t)
	session := tenant.Session{ID: "s", Person: "ada", Created: monday, Idle: monday.Add(3 * day), End: monday.Add(7 * day)}
	remembered := tenant.RememberedBrowser{Handle: "h", Person: "ada", MFAAt: monday, Expires: monday.Add(7 * day), CapAt: monday.Add(30 * day)}
	frames := make([]engine.Frame, 3)
	for i, at := range []time.Time{monday, monday.Add(6 * day), monday.Add(8 * day)} {
		frames[i] = engine.Frame{Index: i, Start: monday, At: at}
		if i > 0 {
			frames[i].Start = frames[i-1].At
		}
	}
	frames[0].Sessions, frames[0].Remembered = []tenant.Session{session}, []tenant.RememberedBrowser{remembered}
	frames[0].Decisions = []tenant.Decision{decided(tenant.Asked)}
	remembered.Expires = monday.Add(13 * day)
	frames[1].Remembered, frames[2].Remembered = []tenant.RememberedBrowser{remembered}, []tenant.RememberedBrowser{remembered}
	m.Result.Frames = frames
	return m
}

func TestScaleIsTrue(t *testing.T) {
	m := month(t)
	s := newScale(m)
	oneDay := s.x(monday.Add(day)) - s.x(monday)
	week := s.x(monday.Add(7*day)) - s.x(monday)
	if oneDay <= 0 || week < 7*oneDay-0.01 || week > 7*oneDay+0.01 {
		t.Fatalf("a day is %.2f %% wide and a week %.2f %%", oneDay, week)
	}
	if far := s.x(monday.Add(9999 * day)); far > 102 {
		t.Fatalf("what is far away is at %.1f %%", far)
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	for _, width := range []time.Duration{2 * time.Minute, time.Hour, 5 * time.Hour, day, 3 * day, 11 * day, 62 * day, 3000 * day} {
		s := scale{monday.Add(-7 * time.Minute), width}
		list := s.ticks()
		if len(list) < 2 || len(list) > ticksMost+1 {
			t.Errorf("%v has %d ticks", width, len(list))
		}
		for _, tick := range list {
			if tick.at.Second()%10 != 0 || tick.label == "" {
				t.Errorf("%v has a tick at %v, %q", width, tick.at, tick.label)
			}
		}
	}
	s := scale{monday.Add(-8 * time.Hour), day + time.Hour}
	if first := s.ticks()[0]; first.label != "2 Nov" || !first.day {
		t.Errorf("midnight is written %q", first.label)
	}
}

func TestLanesSayWhatWasAndWhatIsToCome(t *testing.T) {
	m := month(t)
	list := lanes(m)
	if len(list) != 2 || list[0].name != "SSO session" || list[1].name != "auth0-mf" {
		t.Fatalf("lanes %v; expected those of the session and the remembered browser only", list)
	}
	session, cookie := list[0], list[1]
	if w := session.was; len(w) != 1 || !w[0].from.Equal(monday) || !w[0].to.Equal(monday.Add(3*day)) {
		t.Errorf("the session was %v; expected it to end after 3 days without use", w)
	}
	if w := cookie.was; len(w) != 1 || !w[0].to.Equal(monday.Add(8*day)) {
		t.Errorf("the cookie was %v; expected one stretch to the end of the story", w)
	}
	ends := func(l lane) (list []string) {
		for _, e := range l.limits {
			list = append(list, e.label+" "+shortInstant(e.at))
		}
		return list
	}
	if got := fmt.Sprint(ends(cookie)); got != "[7 d 9 Nov 08:00 30 d 2 Dec 08:00]" {
		t.Errorf("from Monday on the cookie has the limits %s", got)
	}
	m.At = 2
	list = lanes(m)
	if got := fmt.Sprint(ends(list[1])); got != "[7 d 15 Nov 08:00 30 d 2 Dec 08:00]" {
		t.Errorf("the 7 days slid to %s", got)
	}
	if len(list[0].ahead) != 0 {
		t.Error("a session that has ended is still to come")
	}
	if words := list[1].said + " " + comingWords(list); !strings.Contains(words, "from 2 Nov 08:00 to 10 Nov 08:00") || !strings.Contains(words, "The cap: 30 days after the factor was passed, 2 Dec 08:00") {
		t.Errorf("the lane says %q", words)
	}
}

func TestTheDisplayLaneChangesWhenTheExchangeFails(t *testing.T) {
	m := base(t)
	green, red := shelf(display.PhaseWorking, display.LEDGreen, 0), shelf(display.PhaseStuck, display.LEDRed, 1)
	green.Start, green.At = monday, monday
	red.Start, red.At = monday, monday.Add(2*day)
	red.Exchanges = exchanges(1).Exchanges
	red.Exchanges[0].At = monday.Add(day)
	m.Result.Frames = []engine.Frame{green, red, red}
	was := lights(m)
	if len(was) != 2 || was[0].kind != "led-green" || was[1].kind != "led-red" || !was[0].to.Equal(monday.Add(day)) || !was[1].from.Equal(monday.Add(day)) {
		t.Fatalf("the lane is %+v; expected the change at the refused request", was)
	}
}

func TestMarksThatAreNearJoin(t *testing.T) {
	m := month(t)
	later := decided(tenant.Refused)
	later.At = monday.Add(time.Minute)
	m.Result.Frames[0].Decisions = append(m.Result.Frames[0].Decisions, later)
	list := spots(m, newScale(m))
	if len(list) != 1 || list[0].n != 2 || list[0].mark != play.Mark(tenant.Refused) {
		t.Fatalf("marks %+v; expected one for both, with the weightier outcome", list)
	}
	if tip := list[0].tip(); !strings.Contains(tip, "2 decisions: 1 asked, 1 refused. Step 1: ") || !strings.Contains(tip, "2 Nov 2026, 08:01:00 UTC") {
		t.Errorf("the mark says %q", tip)
	}
	for range 10 {
		m, _ = play.Update(m, play.Zoom{In: true})
	}
	if list = spots(m, newScale(m)); len(list) != 2 {
		t.Fatalf("%d marks in a window of %v; expected both apart", len(list), m.View().Span)
	}
	if tip := list[0].tip(); !strings.Contains(tip, `Step 1: MFA asked. Rule "mfa" sets it <here>.`) {
		t.Errorf("a single mark says %q", tip)
	}
	shapesSeen := map[string]bool{}
	for _, shape := range shapes {
		shapesSeen[shape] = true
	}
	if len(shapesSeen) != len(weights) {
		t.Errorf("%d shapes for %d outcomes", len(shapesSeen), len(weights))
	}
}

// A number needs room: the marks of many refusals, an hour from each other, would
// write theirs over the next one.
func TestNumbersOfMarksDoNotCrowd(t *testing.T) {
	p := spot{n: 3, mark: play.Mark(tenant.Refused)}
	for _, test := range []struct {
		room        float64
		drawn, near bool
	}{{2.1, false, false}, {3.5, true, true}, {11, true, true}, {40, true, false}} {
		text := string(markOf(p, test.room))
		if drawn, near := strings.Contains(text, ">3</text>"), strings.Contains(text, "data-near"); drawn != test.drawn || near != test.near {
			t.Errorf("%v per cent of room: drawn %v, near %v in %s", test.room, drawn, near, text)
		}
	}
	p.n = 1
	if text := string(markOf(p, 40)); strings.Contains(text, "<text") {
		t.Errorf("a single decision is numbered: %s", text)
	}
}

func TestALongListIsDrawnInPart(t *testing.T) {
	for _, test := range []struct{ at, n, from, to int }{
		{0, 10, 0, 10}, {41, 42, 0, 42}, {0, 500, 0, 28}, {34, 500, 14, 42}, {35, 500, 28, 56}, {250, 500, 238, 266}, {499, 500, 472, 500},
	} {
		if from, to := cards(test.at, test.n); from != test.from || to != test.to || test.at < from || test.at >= to {
			t.Errorf("at %d of %d the cards are %d to %d; expected %d to %d", test.at, test.n, from, to, test.from, test.to)
		}
	}
}

func TestTheTimePanelInItsStates(t *testing.T) {
	m := month(t)
	page := drawn(m)
	slider := regexp.MustCompile(`<svg[^>]*role="slider"[^>]*>`).FindString(page)
	if !strings.Contains(slider, `aria-valuetext="Mon 2 Nov 2026, 08:00:00 UTC. Step 1 of 3`) || !strings.Contains(slider, `aria-valuemax="3"`) {
		t.Errorf("the playhead is %s", slider)
	}
	bad, _ := play.Update(m, play.WaitText{Text: "soon"})
	wrong, _ := play.Update(m, play.WriteStep{})
	wrong, _ = play.Update(wrong, play.CommitDraft{Draft: wrong.Draft, Text: "x"})
	whole, _ := play.Update(m, play.WriteSteps{})
	offered, _ := play.Update(m, play.Found{Kept: play.Kept{Text: "x", When: "5 Nov"}})
	for name, state := range map[string]struct {
		model play.Model
		want  string
	}{
		"a bad wait": {bad, `id="wait-for-flaw"`}, "a bad step": {wrong, `id="step-text-flaw"`},
		"the list as text": {whole, "# Monday"}, "an offer": {offered, "your work on this lesson, of 5 Nov"},
	} {
		page := drawn(state.model)
		if !strings.Contains(page, state.want) {
			t.Errorf("%s: %q is not on the page", name, state.want)
		}
		checkMarkup(t, page)
	}
}

func TestPercentHasTwoDigits(t *testing.T) {
	for x, want := range map[float64]string{0: "0.00%", 0.004: "0.00%", 0.05: "0.05%", 45.528: "45.53%", -2: "-2.00%", -0.25: "-0.25%", 102: "102.00%", 7.1: "7.10%"} {
		if got := percent(x); got != want {
			t.Errorf("%v is written %s; expected %s", x, got, want)
		}
	}
}
