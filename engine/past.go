package engine

import (
	"context"
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Past is what the person of a browser did in it before the scenario begins, so
// that a scenario can start where it gets interesting. Each instant is how long
// before the start it was; zero means never.
type Past struct {
	SignedIn time.Duration // the person signed in
	Used     time.Duration // the session was used last, at most so often that it did not end
	Passed   string        // the factor that was passed while signing in; empty: none

	Remembered time.Duration // the person passed a factor and ticked "Remember this device"
	Renewed    time.Duration // auth0-mf was renewed last, as far as the 30 days allow

	Token    string        // client_id of an application that got a refresh token
	TokenAge time.Duration // when it did
}

// Connected is how a display was connected before the scenario begins: it has
// been switched off since, and has its refresh token.
type Connected struct {
	Person string // empty: it was not
	Age    time.Duration
}

// event is one thing that happened before the start.
type event struct {
	ago time.Duration
	do  func(*play)
}

// plant has all happen that lies before the start, in the order of time.
func (w *World) plant(s *State) {
	var events []event
	for _, b := range w.setup.Browsers {
		if b.Past != (Past{}) {
			events = append(events, w.pastOf(b)...)
		}
	}
	for i, d := range w.setup.Displays {
		if d.Connected.Person == "" {
			continue
		}
		events = append(events, event{d.Connected.Age, func(p *play) {
			key := p.tenant(tenant.Peer{}).PastTokens(d.App, d.Connected.Person, display.Scopes)
			p.state.Displays[i].Remember(key)
		}})
	}
	p := &play{world: w, state: s, journal: &tenant.Journal{}}
	for len(events) > 0 {
		first := 0
		for i, e := range events {
			if e.ago > events[first].ago {
				first = i
			}
		}
		s.Now = w.setup.Start.Add(-events[first].ago)
		events[first].do(p)
		events = append(events[:first:first], events[first+1:]...)
	}
	s.Now = w.setup.Start
}

// pastOf lists what happened in a browser.
func (w *World) pastOf(b Browser) []event {
	factor := "otp"
	if person, _ := w.setup.Tenant.PersonByName(b.Person); len(person.Factors) > 0 {
		factor = person.Factors[0]
	}
	request := func(answer func(*tenant.Tenant, wire.Request) wire.Response) func(*play) {
		return func(p *play) {
			at := p.browser(b.Name)
			at.Send = func(_ context.Context, req wire.Request) wire.Response {
				return answer(p.tenant(b.Peer), req.Open())
			}
			at.Exchange(context.Background(), wire.Get(w.setup.Tenant.At("/authorize")))
		}
	}
	past := b.Past
	events := []event{{max(past.SignedIn, past.Remembered, past.TokenAge), request((*tenant.Tenant).PastVisit)}}
	if past.SignedIn > 0 {
		events = append(events, event{past.SignedIn, request(func(t *tenant.Tenant, req wire.Request) wire.Response {
			return t.PastSignIn(req, b.Person, past.Passed)
		})})
	}
	if past.Remembered > 0 {
		events = append(events, event{past.Remembered, request(func(t *tenant.Tenant, req wire.Request) wire.Response {
			return t.PastRemember(req, b.Person, factor)
		})})
	}
	events = append(events, repeated(past.SignedIn, past.Used, w.setup.Tenant.Session.IdleMax(), request((*tenant.Tenant).PastUse))...)
	events = append(events, repeated(past.Remembered, past.Renewed, tenant.MFAIdleMax, request(func(t *tenant.Tenant, req wire.Request) wire.Response {
		return t.PastRenewal(req, b.Person)
	}))...)
	if past.Token != "" {
		events = append(events, event{past.TokenAge, func(p *play) { w.pastTokens(p, b) }})
	}
	return events
}

// pastTokens has an application in a browser get a refresh token.
func (w *World) pastTokens(p *play, b Browser) {
	key := p.tenant(b.Peer).PastTokens(b.Past.Token, b.Person, browser.Scopes+" offline_access")
	for _, site := range w.sites {
		if site.ClientID == b.Past.Token {
			p.browser(b.Name).Hold(site, key)
		}
	}
}

// repeated is what happens again and again until the last time, never with a
// pause that reaches the longest; not at all if the last time was the first.
func repeated(first, last, longest time.Duration, do func(*play)) []event {
	if first <= last {
		return nil
	}
	var events []event
	n := (first-last)/longest + 1
	for i := n - 1; i >= 0; i-- {
		events = append(events, event{last + (first-last)*i/n, do})
	}
	return events
}
