package view

import (
	"fmt"
	"strings"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/display"
)

// stretch is something that counts from one instant to another.
type stretch struct {
	from, to time.Time
	kind     string // for the stylesheet
	tip      string
	label    string // written into it where there is room
}

// limit is an instant at which something will end.
type limit struct {
	at    time.Time
	label string
	tip   string
}

// lane is one line of the timeline: what was, and from the selected moment on
// what will be if nothing else happens.
type lane struct {
	name, hint string
	was        []stretch
	ahead      []stretch
	limits     []limit
}

// lanes collects what there is to show: only lanes that say something.
func lanes(m play.Model) []lane {
	all := []lane{sessionLane(m), rememberedLane(m), accessLane(m), refreshLane(m), displayLane(m)}
	var shown []lane
	for _, l := range all {
		if len(l.was) > 0 {
			shown = append(shown, l)
		}
	}
	return shown
}

// holding is one thing that counts at the end of a frame.
type holding struct {
	key         string
	since, till time.Time
	tip         string
}

// held follows holdings through the frames: each is a stretch from when it
// began to when it ended, or to the end of the story.
func held(m play.Model, kind string, of func(engine.Frame) []holding) []stretch {
	var list []stretch
	open, was := map[string]int{}, map[string]int{}
	frames := m.Result.Frames
	for i, f := range frames {
		next := f.At
		if i+1 < len(frames) {
			next = frames[i+1].At
		}
		open, was = was, open
		clear(open)
		for _, h := range of(f) {
			at, going := was[h.key]
			if !going {
				at = len(list)
				list = append(list, stretch{from: h.since, kind: kind})
			}
			list[at].to, list[at].tip = earlier(h.till, next), h.tip
			open[h.key] = at
		}
	}
	return list
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// sessionLane shows the single sign-on sessions (facts 5.1).
func sessionLane(m play.Model) lane {
	l := lane{name: "SSO session", hint: "How long the tenant keeps somebody signed in"}
	l.was = held(m, "session", func(f engine.Frame) []holding {
		list := make([]holding, len(f.Sessions))
		for i, s := range f.Sessions {
			list[i] = holding{s.ID, s.Created, earlier(s.Idle, s.End), capital(s.Person) + " is signed in at the tenant"}
		}
		return list
	})
	now := m.Now()
	f, _ := m.Frame()
	for _, s := range f.Sessions {
		if idle := earlier(s.Idle, s.End); idle.After(now) {
			l.ahead = append(l.ahead, stretch{from: now, to: idle, kind: "session", tip: capital(s.Person) + " stays signed in until then, without use"},
				stretch{from: idle, to: s.End, kind: "limit", tip: "Use would keep the session up to its absolute end"})
			l.limits = append(l.limits, limit{idle, "idle end", capital(s.Person) + "'s session ends for want of use"},
				limit{s.End, "absolute end", capital(s.Person) + "'s session ends whatever happens"})
		}
	}
	return l
}

// rememberedLane shows remembered browsers under their two limits (facts 4.1).
func rememberedLane(m play.Model) lane {
	l := lane{name: "auth0-mf", hint: "How long a browser is remembered: 7 days without use, 30 days in all"}
	l.was = held(m, "remembered", func(f engine.Frame) []holding {
		var list []holding
		for _, r := range f.Remembered {
			if !r.Invalidated {
				list = append(list, holding{r.Handle, r.MFAAt, r.Expires, capital(r.Person) + "'s browser is remembered"})
			}
		}
		return list
	})
	now := m.Now()
	f, _ := m.Frame()
	for _, r := range f.Remembered {
		if r.Invalidated || !r.Expires.After(now) {
			continue
		}
		l.ahead = append(l.ahead, stretch{from: now, to: r.Expires, kind: "remembered", tip: "Remembered until then, without use"},
			stretch{from: r.Expires, to: r.CapAt, kind: "limit", tip: "Use would slide the 7 days up to the cap"})
		l.limits = append(l.limits, limit{r.Expires, "7 d", "The 7 days without use end"}, limit{r.CapAt, "30 d", "The cap: 30 days after the factor was passed"})
	}
	return l
}

// accessLane shows when access tokens are valid: those of the displays, or of
// all applications when there is no display.
func accessLane(m play.Model) lane {
	l := lane{name: "Access token", hint: "How long an access token is valid"}
	only := map[string]bool{}
	for _, d := range m.Setup().Displays {
		only[d.App] = true
	}
	_, end := m.Bounds()
	latest := map[string]int{}
	now := m.Now()
	var last *stretch
	for _, f := range m.Result.Frames {
		for _, t := range f.Tokens {
			if len(only) > 0 && !only[t.App] || t.AccessToken == "" {
				continue
			}
			if before, ok := latest[t.App]; ok {
				l.was[before].to = earlier(l.was[before].to, t.At)
			}
			latest[t.App] = len(l.was)
			tip := t.App + " holds a valid access token"
			l.was = append(l.was, stretch{from: t.At, to: earlier(t.Expires, end), kind: "token", tip: tip})
			if !t.At.After(now) && t.Expires.After(now) {
				last = &stretch{from: now, to: t.Expires, kind: "token", tip: tip}
			}
		}
	}
	if last != nil {
		l.ahead = append(l.ahead, *last)
		l.limits = append(l.limits, limit{last.to, "expires", "The access token expires"})
	}
	return l
}

// refreshLane shows when displays hold a refresh token.
func refreshLane(m play.Model) lane {
	l := lane{name: "Refresh token", hint: "How long the display holds a refresh token"}
	l.was = held(m, "refresh", func(f engine.Frame) []holding {
		var list []holding
		for _, d := range f.Displays {
			if d.HasRefresh {
				list = append(list, holding{d.Name, f.At, f.At.Add(spanOfAges), "The " + d.Name + " holds a refresh token"})
			}
		}
		return list
	})
	return l
}

// spanOfAges is longer than any story.
const spanOfAges = 150 * 365 * 24 * time.Hour

// phaseLabels name the state of a display in one word.
var phaseLabels = map[display.LED]string{
	display.LEDBlue: "waiting", display.LEDGreen: "working", display.LEDRed: "in trouble",
}

// displayLane shows the light of each display; several share the lane.
func displayLane(m play.Model) lane {
	l := lane{name: "Display", hint: "What the light of the display says"}
	open := map[string]int{}
	for _, f := range m.Result.Frames {
		for _, d := range f.Displays {
			at, going := open[d.Name]
			kind := "led-" + string(d.LED)
			since := changed(f, d)
			if going && l.was[at].kind != kind {
				l.was[at].to = since
				going = false
			}
			if d.LED == display.LEDOff || d.LED == "" {
				delete(open, d.Name)
				continue
			}
			if !going {
				at = len(l.was)
				open[d.Name] = at
				l.was = append(l.was, stretch{from: since, kind: kind, label: phaseLabels[d.LED],
					tip: capital(d.Name) + ", " + ledText[d.LED]})
			}
			l.was[at].to = f.At
		}
	}
	return l
}

// changed is when a display came into the state in which a frame leaves it: a
// wait may be long, and what went wrong in it did so at some instant.
func changed(f engine.Frame, d display.View) time.Time {
	for _, x := range f.Exchanges {
		if x.From == d.Name && (x.Response.Status >= 400) == (d.LED == display.LEDRed) {
			return x.At
		}
	}
	return f.At
}

// words say what a lane shows, for who does not see it.
func (l lane) words() string {
	const most = 12
	var parts []string
	for i, s := range l.was {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(l.was)-most))
			break
		}
		parts = append(parts, fmt.Sprintf("%s, from %s to %s", s.tip, shortInstant(s.from), shortInstant(s.to)))
	}
	for _, e := range l.limits {
		parts = append(parts, fmt.Sprintf("from the selected moment: %s, %s", e.tip, shortInstant(e.at)))
	}
	return strings.Join(parts, ". ") + "."
}
