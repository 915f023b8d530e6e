// Package browser is a user agent on virtual time: one tab, a cookie jar,
// redirects, and the single-page application that runs in the tab. It knows
// the other parties only as a [wire.Handler].
package browser

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"mfaplayground/engine/wire"
)

// redirectsMax is where a browser gives up; real ones stop at 20 too.
const redirectsMax = 20

// State is what one browser holds between steps. It holds values only.
type State struct {
	Name, Person string
	Open         bool
	Address      string
	Page         *wire.Page
	Jar          Jar
	Pending      *Request       // the authorization that the application in the tab waits for
	SignedIn     map[string]App // by client_id: what applications keep in memory
	visits       int
}

// Clone returns an independent copy.
func (s State) Clone() State {
	s.Jar = slices.Clone(s.Jar)
	signedIn := make(map[string]App, len(s.SignedIn))
	for id, app := range s.SignedIn {
		signedIn[id] = app
	}
	s.SignedIn = signedIn
	return s
}

// Browser acts on a [State] at one instant.
type Browser struct {
	*State
	Now  time.Time
	Send wire.Handler // reaches every party, and records the exchange
	Apps []Site       // the applications that run in a tab
}

// View returns what a person sees.
func (s State) View() View {
	return View{
		Name: s.Name, Person: s.Person, Open: s.Open, Address: s.Address, Page: s.Page,
		Jar: slices.Clone(s.Jar),
	}
}

// UserAgent is what the browser calls itself.
func (s State) UserAgent() string { return "Playground/1.0 (" + s.Name + ")" }

// Expire lets the jar forget what has run out by now.
func (b *Browser) Expire() { b.Jar.expire(b.Now) }

// Navigate loads an address into the tab and follows redirects to the end.
func (b *Browser) Navigate(ctx context.Context, req wire.Request) {
	b.Open = true
	for range redirectsMax {
		resp := b.exchange(ctx, req)
		b.Address = req.URL
		next := resp.Location()
		if next == "" {
			b.Page = resp.Page
			b.runApp(ctx)
			return
		}
		req = wire.Get(next)
	}
	b.Page = &wire.Page{
		Kind: wire.PageError, Title: "Too many redirects",
		Text: []string{"The browser gave up after " + strconv.Itoa(redirectsMax) + " redirects."},
	}
}

// exchange sends one request with the cookies that belong to it, and keeps
// those that come back.
func (b *Browser) exchange(ctx context.Context, req wire.Request) wire.Response {
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("User-Agent", b.UserAgent())
	if cookies := b.Jar.header(req); cookies != "" {
		req.Header.Set("Cookie", cookies)
	}
	resp := b.Send(ctx, req)
	b.Jar.store(req.Address().Host, resp, b.Now)
	return resp
}

// Shows tells whether the tab shows a page of a kind.
func (s State) Shows(kind wire.PageKind) bool { return s.Page != nil && s.Page.Kind == kind }

// Submit sends the form of the page. It must show one.
func (b *Browser) Submit(ctx context.Context, values url.Values) {
	b.Navigate(ctx, wire.PostForm(b.Page.Form.Action, values))
}

// Leave empties the tab: whatever the page was waiting for is abandoned.
func (b *Browser) Leave() {
	b.Page, b.Address, b.Pending = nil, "", nil
	b.SignedIn = map[string]App{}
}

// CloseTab closes the tab. Cookies stay; what the application had in memory
// goes with the tab.
func (b *Browser) CloseTab() {
	b.Leave()
	b.Open = false
}

// Quit ends the browser process: cookies without an expiry go too (RFC 6265
// section 5.3, facts 4.2).
func (b *Browser) Quit() {
	b.CloseTab()
	b.Jar.endProcess()
}

// EditCookie changes the value of a cookie; it tells whether there was one.
func (b *Browser) EditCookie(name, value string) bool { return b.Jar.edit(name, value) }

// DeleteCookie removes a cookie; it tells whether there was one.
func (b *Browser) DeleteCookie(name string) bool { return b.Jar.remove(name) }
