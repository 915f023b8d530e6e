package engine

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// frameMax bounds what one frame keeps of exchanges and decisions. A display
// that tries for a month makes hundreds; the last is always kept, and the rest
// are counted.
const frameMax = 100

// exchangesUsual is how many exchanges a step makes that makes any: a sign-in
// with its redirects, or a refresh with the call that follows.
const exchangesUsual = 4

// play is one step on its way.
type play struct {
	world   *World
	state   *State
	journal *tenant.Journal
	frame   Frame

	foresees bool // nothing happens behind the first decision
}

// browser returns the named browser, ready to act now. The private windows of
// a browser come into being when somebody acts in them.
func (p *play) browser(name string) *browser.Browser {
	for i := range p.state.Browsers {
		if s := &p.state.Browsers[i]; s.Name == name {
			b := &browser.Browser{State: s, Now: p.state.Now, Send: p.from(name), Apps: p.world.sites}
			b.Expire()
			return b
		}
	}
	if owner := browser.Owner(name); owner != name && p.browser(owner) != nil {
		s := p.browser(owner).State
		p.state.Browsers = append(p.state.Browsers, browser.State{Name: name, Person: s.Person, Settings: s.Settings})
		return p.browser(name)
	}
	return nil
}

// quit ends the process of a browser, and its private windows with it.
func (p *play) quit(b *browser.Browser) {
	owner := browser.Owner(b.Name)
	p.browser(owner).Quit()
	p.state.Browsers = slices.DeleteFunc(p.state.Browsers, func(s browser.State) bool {
		return s.Name != owner && browser.Owner(s.Name) == owner
	})
}

// display returns the named display, ready to act now.
func (p *play) display(name string) *display.Device {
	for i, d := range p.world.setup.Displays {
		if d.Name == name {
			return p.device(i)
		}
	}
	return nil
}

func (p *play) device(i int) *display.Device {
	d := p.world.setup.Displays[i]
	return &display.Device{
		State: &p.state.Displays[i], Now: p.state.Now, Send: p.from(d.Name), ClientID: d.App,
		Tenant: "https://" + p.world.setup.Tenant.Domain, API: "https://" + p.world.api.Host(),
	}
}

// from returns the network as one party sees it: every request reaches
// whoever answers for its host, and the exchange is kept.
func (p *play) from(name string) wire.Handler {
	return func(ctx context.Context, req wire.Request) wire.Response {
		decisions := len(p.journal.Decisions)
		if p.foresees && decisions > 0 {
			return wire.Response{Status: 200}
		}
		x := wire.Exchange{At: p.state.Now, From: name, Request: req.Close()}
		x.To, x.Response = p.answer(ctx, p.peer(name), req)
		p.keep(x, len(p.journal.Decisions) > decisions)
		if p.foresees && len(p.journal.Decisions) > 0 {
			return wire.Response{Status: 200}
		}
		return x.Response
	}
}

// The addresses of those who are given none (RFC 5737: documentation).
const (
	browserIP = "203.0.113.7"
	displayIP = "203.0.113.20"
)

// peer tells where a browser or display is.
func (p *play) peer(name string) tenant.Peer {
	for _, b := range p.world.setup.Browsers {
		if b.Name == browser.Owner(name) {
			b.Peer.IP = cmp.Or(b.Peer.IP, browserIP)
			return b.Peer
		}
	}
	return tenant.Peer{IP: displayIP}
}

// answer finds who serves a request, and lets him.
func (p *play) answer(ctx context.Context, peer tenant.Peer, req wire.Request) (string, wire.Response) {
	req = req.Open()
	config := &p.world.setup.Tenant
	host := req.Address().Host
	switch host {
	case config.Domain:
		return "tenant", p.tenant(peer).Serve(ctx, req)
	case p.world.api.Host():
		return "api", p.world.api.Serve(req, p.state.Now)
	}
	if c, ok := config.ConnectionByHost(host); ok {
		return c.Name, c.SignInPage(config, req.Query().Get("state"))
	}
	for _, site := range p.world.sites {
		if site.Origin == "https://"+host {
			return site.ClientID, wire.Response{Status: 200, Page: &wire.Page{Kind: wire.PageApp, Title: site.Name}}
		}
	}
	if u := req.Address(); u.Query().Get("state") != "" {
		return host, external(config.At("/continue"), u)
	}
	return host, wire.Response{Status: 502, Page: &wire.Page{
		Kind: wire.PageError, Title: "This site cannot be reached",
		Text: []string{"Nobody answers for " + host + "."},
	}}
}

// shownMax is how many bytes of a parameter an external page shows: enough to
// tell tokens apart. The address has them all.
const shownMax = 60

// external is the page of a site that the tenant's code sends browsers to: it
// shows what came along, and a way back (facts 1.9).
func external(back string, u *url.URL) wire.Response {
	text := []string{"This page belongs to neither the tenant nor the application. It was given:"}
	query := u.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		value := query.Get(name)
		if len(value) > shownMax {
			value = value[:shownMax] + "..."
		}
		text = append(text, name+" = "+value)
	}
	return wire.Response{Status: 200, Page: &wire.Page{
		Kind: wire.PageExternal, Title: u.Host + u.Path, Text: text,
		Form: &wire.Form{Action: back, Fields: []wire.Field{
			{Name: "state", Type: "hidden", Value: query.Get("state")},
			{Name: "return", Type: "choice", Label: "Return to the tenant"},
		}},
	}}
}

// tenant is the tenant at this instant, asked by a peer.
func (p *play) tenant(peer tenant.Peer) *tenant.Tenant {
	return &tenant.Tenant{
		Config: &p.world.setup.Tenant, State: &p.state.Tenant, Now: p.state.Now,
		Scripts: p.world.scripts, Journal: p.journal, Peer: peer, Foresees: p.foresees,
	}
}

// keep files an exchange and ties it to the decision it led to.
func (p *play) keep(x wire.Exchange, decided bool) {
	if decided {
		d := p.journal.Decisions
		p.journal.Decisions = bounded(d[:len(d)-1], d[len(d)-1])
		x.Decision = len(p.journal.Decisions)
	}
	switch len(p.frame.Exchanges) {
	case 0:
		p.frame.Exchanges = make([]wire.Exchange, 0, exchangesUsual)
	case frameMax:
		p.frame.Omitted++
	}
	p.frame.Exchanges = bounded(p.frame.Exchanges, x)
}

// bounded appends, but lets the newest replace the last once the list is full.
func bounded[T any](list []T, v T) []T {
	if len(list) == frameMax {
		list[frameMax-1] = v
		return list
	}
	return append(list, v)
}

// wait lets virtual time pass; displays do what is due on the way, in the
// order of their instants.
func (p *play) wait(ctx context.Context, d time.Duration) {
	until := p.state.Now.Add(d)
	for {
		next, at := p.nextDisplay(until)
		if next < 0 {
			break
		}
		if at.After(p.state.Now) {
			p.state.Now = at
		}
		p.device(next).Wake(ctx)
		if p.journal.Err != nil {
			return
		}
	}
	p.state.Now = until
}

// nextDisplay is the display that wants to run first, no later than an
// instant, or -1.
func (p *play) nextDisplay(until time.Time) (int, time.Time) {
	next, first := -1, until
	for i := range p.state.Displays {
		at, ok := p.state.Displays[i].NextWake()
		if ok && !at.After(until) && (next < 0 || at.Before(first)) {
			next, first = i, at
		}
	}
	return next, first
}

// close fills in what the world looks like after the step.
func (p *play) close() {
	f := &p.frame
	f.At = p.state.Now
	f.Decisions, f.Logs = p.journal.Decisions, p.journal.Logs
	f.Console, f.Diagnostics, f.Tokens = p.journal.Console, p.journal.Diagnostics, p.journal.Issued
	f.Runs = p.journal.Runs
	p.state.Browsers = slices.DeleteFunc(p.state.Browsers, func(s browser.State) bool {
		return !s.Open && browser.Owner(s.Name) != s.Name // a closed private window leaves nothing behind
	})
	for i := range p.state.Browsers {
		b := p.browser(p.state.Browsers[i].Name) // lets the jar expire
		f.Browsers = append(f.Browsers, b.View())
	}
	for i := range p.state.Displays {
		f.Displays = append(f.Displays, p.state.Displays[i].View())
	}
	f.Sessions = p.state.Tenant.SessionList()
	f.Remembered = p.state.Tenant.RememberedList()
	f.Families = p.state.Tenant.FamilyList()
}
