// Package browser is a user agent on virtual time: tabs with their histories,
// a cookie jar, redirects, and the single-page application that runs in a tab.
// It knows the other parties only as a [wire.Handler].
package browser

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// redirectsMax is where a browser gives up; real ones stop at 20 too.
const redirectsMax = 20

// State is what one browser holds between steps: the windows that share one
// jar. It holds values only. The private windows of a browser are a state of
// their own, with a jar of their own; it goes when their last tab closes.
type State struct {
	Name, Person string
	Open         bool
	Tab          // the one in front
	Jar          Jar
	Settings     Settings

	kept   map[string]App // by client_id: what applications keep outside of the tab
	tabs   []Tab          // all of them; the place of the one in front is out of date
	front  int
	closed closed
	visits int
}

// closed is what a browser kept when its process ended, for a restore.
type closed struct {
	jar Jar
	tab []string // addresses, the one in front last
}

// Clone returns an independent copy.
func (s State) Clone() State {
	s.Jar = slices.Clone(s.Jar)
	s.Tab = s.Tab.clone()
	s.kept = maps.Clone(s.kept)
	s.tabs = slices.Clone(s.tabs)
	for i := range s.tabs {
		s.tabs[i] = s.tabs[i].clone()
	}
	return s
}

func (t Tab) clone() Tab {
	t.SignedIn = maps.Clone(t.SignedIn)
	return t
}

// Browser acts on a [State] at one instant.
type Browser struct {
	*State
	Now  time.Time
	Send wire.Handler // reaches every party, and records the exchange
	Apps []Site       // the applications that run in a tab
}

// View returns what a person sees.
func (b *Browser) View() View {
	v := View{
		Name: b.Name, Person: b.Person, Open: b.Open, Address: b.Address, Page: b.Page,
		Jar: slices.Clone(b.Jar), Account: b.account(),
	}
	if n := len(b.history); n > 0 {
		v.Back = b.history[n-1]
	}
	for i, tab := range b.tabs {
		if len(b.tabs) == 1 {
			break
		}
		if v.Front = b.front; i == b.front {
			tab = b.Tab
		}
		v.Tabs = append(v.Tabs, tab.title())
	}
	return v
}

// UserAgent is what the browser calls itself; a private window does not tell.
func (s State) UserAgent() string {
	return "Playground/1.0 (" + Owner(s.Name) + ")"
}

// Expire lets the jar forget what has run out by now.
func (b *Browser) Expire() { b.Jar.expire(b.Now) }

// Navigate loads an address into the tab and follows redirects to the end. The
// page that was there caused the request, so it decides about SameSite.
func (b *Browser) Navigate(ctx context.Context, req wire.Request) {
	b.start()
	from := b.host()
	for range redirectsMax {
		address := req.URL
		req.URL, _, _ = strings.Cut(address, "#") // a fragment stays in the browser
		l := leg{from: from, Settings: b.Settings}.toward(req)
		resp := b.exchange(ctx, l)
		b.Address = address
		next, ok := follow(resp)
		if !ok {
			b.Page = resp.Page
			b.record()
			b.runApp(ctx, l.req.Form())
			return
		}
		from, req = l.to.Host, next
	}
	b.Page = &wire.Page{
		Kind: wire.PageError, Title: "Too many redirects",
		Text: []string{"The browser gave up after " + strconv.Itoa(redirectsMax) + " redirects."},
	}
}

// follow tells where an answer sends the browser: a redirect, or a page that
// sends its form by itself.
func follow(resp wire.Response) (wire.Request, bool) {
	if next := resp.Location(); next != "" {
		return wire.Get(next), true
	}
	if resp.Page == nil || resp.Page.Kind != wire.PageFormPost {
		return wire.Request{}, false
	}
	return wire.PostForm(resp.Page.Form.Action, resp.Page.Form.Values()), true
}

// Type loads an address that the person typed or picked: no page caused it.
func (b *Browser) Type(ctx context.Context, address string) {
	b.Address = ""
	b.Navigate(ctx, wire.Get(address))
}

// Frame loads an address in a hidden frame of the page in the tab, follows
// redirects, and returns the last answer with its address. Its cookies are
// those of a third party, unless the site is the page's own.
func (b *Browser) Frame(ctx context.Context, req wire.Request) (string, wire.Response) {
	var resp wire.Response
	for range redirectsMax {
		resp = b.exchange(ctx, leg{from: b.host(), embedded: true, Settings: b.Settings}.toward(req))
		next := resp.Location()
		if next == "" {
			break
		}
		req = wire.Get(next)
	}
	return req.URL, resp
}

// host is where the page in the tab comes from, or empty.
func (b *Browser) host() string { return wire.Get(b.Address).Address().Host }

// exchange sends one request with the cookies that belong to it, and keeps
// those that come back.
func (b *Browser) exchange(ctx context.Context, l leg) wire.Response {
	if l.req.Header == nil {
		l.req.Header = http.Header{}
	}
	l.req.Header.Set("User-Agent", b.UserAgent())
	if cookies := b.Jar.header(l); cookies != "" {
		l.req.Header.Set("Cookie", cookies)
	}
	resp := b.Send(ctx, l.req)
	b.Jar.store(l, resp, b.Now)
	return resp
}

// Exchange sends one request of the running browser and keeps the cookies that
// come back; no page is loaded.
func (b *Browser) Exchange(ctx context.Context, req wire.Request) wire.Response {
	b.start()
	return b.exchange(ctx, leg{Settings: b.Settings}.toward(req))
}

// Shows tells whether the tab shows a page of a kind.
func (s State) Shows(kind wire.PageKind) bool { return s.Page != nil && s.Page.Kind == kind }

// Submit sends the form of the page. It must show one.
func (b *Browser) Submit(ctx context.Context, values url.Values) {
	b.Navigate(ctx, wire.PostForm(b.Page.Form.Action, values))
}

// EditCookie changes the value of a cookie; it tells whether there was one.
func (b *Browser) EditCookie(name, value string) bool { return b.Jar.edit(name, value) }

// DeleteCookie removes a cookie, and unless it is to go alone its twin; it
// tells whether there was one.
func (b *Browser) DeleteCookie(name string, alone bool) bool { return b.Jar.remove(name, alone) }
