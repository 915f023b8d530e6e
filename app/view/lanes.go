package view

import (
	"fmt"
	"slices"
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
	label    string    // written into it where there is room
	till     time.Time // when it would have ended by itself
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
	said       string // what was, in words
	look       func(play.Model, *lane)
	ahead      []stretch
	limits     []limit
}

// lanes collects what there is to show: only lanes that say something.
func lanes(m play.Model) []lane {
	shown := slices.Clone(lanesTold.of(resultOf(m, play.Window{}), func() []lane { return history(m) }))
	for i := range shown {
		if l := &shown[i]; l.look != nil {
			l.look(m, l)
		}
	}
	return shown
}

// lanesTold is the part of the lanes that stays while somebody travels.
var lanesTold told[resultID, []lane]

// history is the lanes as far as they do not depend on the selected moment.
func history(m play.Model) []lane {
	all := []lane{
		{name: "SSO session", hint: "How long the tenant keeps somebody signed in", was: sessions(m), look: sessionAhead},
		{name: "auth0-mf", hint: "How long a browser is remembered: 7 days without use, 30 days in all", was: remembered(m), look: rememberedAhead},
		{name: "Access token", hint: "How long an access token is valid", was: accessTokens(m), look: accessAhead},
		{name: "Refresh token", hint: "How long the display holds a refresh token", was: refreshTokens(m)},
		{name: "Display", hint: "What the light of the display says", was: lights(m)},
	}
	var shown []lane
	for _, l := range all {
		if len(l.was) > 0 {
			l.said = l.story()
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

// sessions are the single sign-on sessions (facts 5.1).
func sessions(m play.Model) []stretch {
	return held(m, "session", func(f engine.Frame) []holding {
		list := make([]holding, len(f.Sessions))
		for i, s := range f.Sessions {
			list[i] = holding{s.ID, s.Created, earlier(s.Idle, s.End), capital(s.Person) + " is signed in at the tenant"}
		}
		return list
	})
}

func sessionAhead(m play.Model, l *lane) {
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
}

// remembered are the remembered browsers under their two limits (facts 4.1).
func remembered(m play.Model) []stretch {
	return held(m, "remembered", func(f engine.Frame) []holding {
		var list []holding
		for _, r := range f.Remembered {
			if !r.Invalidated {
				list = append(list, holding{r.Handle, r.MFAAt, r.Expires, capital(r.Person) + "'s browser is remembered"})
			}
		}
		return list
	})
}

func rememberedAhead(m play.Model, l *lane) {
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
}

// accessTokens shows when access tokens are valid: those of the displays, or of
// all applications when there is no display. A newer one takes the place of one
// of the same application.
func accessTokens(m play.Model) []stretch {
	only := map[string]bool{}
	for _, d := range m.Setup().Displays {
		only[d.App] = true
	}
	_, end := m.Bounds()
	var list []stretch
	latest := map[string]int{}
	for _, f := range m.Result.Frames {
		for _, t := range f.Tokens {
			if len(only) > 0 && !only[t.App] || t.AccessToken == "" {
				continue
			}
			if before, ok := latest[t.App]; ok {
				list[before].to = earlier(list[before].to, t.At)
			}
			latest[t.App] = len(list)
			list = append(list, stretch{from: t.At, to: earlier(t.Expires, end), till: t.Expires, kind: "token",
				tip: t.App + " holds a valid access token"})
		}
	}
	return list
}

func accessAhead(m play.Model, l *lane) {
	now := m.Now()
	for _, t := range slices.Backward(l.was) {
		if !t.from.After(now) && t.till.After(now) {
			l.ahead = []stretch{{from: now, to: t.till, kind: "token", tip: t.tip}}
			l.limits = []limit{{t.till, "expires", "The access token expires"}}
			return
		}
	}
}

// refreshTokens shows when displays hold a refresh token.
func refreshTokens(m play.Model) []stretch {
	return held(m, "refresh", func(f engine.Frame) []holding {
		var list []holding
		for _, d := range f.Displays {
			if d.HasRefresh {
				list = append(list, holding{d.Name, f.At, f.At.Add(spanOfAges), "The " + d.Name + " holds a refresh token"})
			}
		}
		return list
	})
}

// spanOfAges is longer than any story.
const spanOfAges = 150 * 365 * 24 * time.Hour

// phaseLabels name the state of a display in one word.
var phaseLabels = map[display.LED]string{
	display.LEDBlue: "waiting", display.LEDGreen: "working", display.LEDRed: "in trouble",
}

// lights shows the light of each display; several share the lane.
func lights(m play.Model) []stretch {
	var list []stretch
	open := map[string]int{}
	for _, f := range m.Result.Frames {
		for _, d := range f.Displays {
			at, going := open[d.Name]
			kind := "led-" + string(d.LED)
			since := changed(f, d)
			if going && list[at].kind != kind {
				list[at].to = since
				going = false
			}
			if d.LED == display.LEDOff || d.LED == "" {
				delete(open, d.Name)
				continue
			}
			if !going {
				at = len(list)
				open[d.Name] = at
				list = append(list, stretch{from: since, kind: kind, label: phaseLabels[d.LED],
					tip: capital(d.Name) + ", " + ledText[d.LED]})
			}
			list[at].to = f.At
		}
	}
	return list
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

// comingWords say what is to come from the selected moment on, for who does not
// see it.
func comingWords(list []lane) string {
	var parts []string
	for _, l := range list {
		for _, e := range l.limits {
			parts = append(parts, fmt.Sprintf("%s: %s, %s.", l.name, e.tip, shortInstant(e.at)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "From the selected moment. " + strings.Join(parts, " ")
}

// story says what was in a lane.
func (l lane) story() string {
	const most = 12
	var parts []string
	for i, s := range l.was {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(l.was)-most))
			break
		}
		parts = append(parts, fmt.Sprintf("%s, from %s to %s", s.tip, shortInstant(s.from), shortInstant(s.to)))
	}
	return strings.Join(parts, ". ") + "."
}
