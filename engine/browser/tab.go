package browser

import (
	"context"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// Tab is one page with its past, and what an application keeps in its memory.
type Tab struct {
	Address  string
	Page     *wire.Page
	Pending  *Request       // the authorization that the application in the tab waits for
	SignedIn map[string]App // by client_id: what applications keep in memory

	history []string // the addresses of the pages before, the oldest first
	current string   // the address of the page, as "back" will find it
}

// Limits of a browser. The oldest page falls out of a history.
const (
	TabsMax    = 8
	historyMax = 50
)

// privateSuffix ends the name of the private windows of a browser.
const privateSuffix = "/private"

// Owner is the name of the browser that a name stands for, itself or its
// private windows.
func Owner(name string) string { return strings.TrimSuffix(name, privateSuffix) }

// start opens the window if the browser has none.
func (s *State) start() {
	if len(s.tabs) == 0 {
		s.tabs, s.front = []Tab{{}}, 0
	}
	if s.SignedIn == nil {
		s.SignedIn = map[string]App{}
	}
	s.Open, s.closed = true, closed{}
}

// record notes that the page in the tab is a new one, for "back".
func (t *Tab) record() {
	if t.current != "" && t.current != t.Address {
		// What is there is never overwritten: copies of the state share it.
		t.history = append(slices.Clip(t.history), t.current)
		t.history = t.history[max(0, len(t.history)-historyMax):]
	}
	t.current = t.Address
}

func (t Tab) title() string {
	if t.Page == nil {
		return ""
	}
	return t.Page.Title
}

// OpenTab opens an empty tab in front of the others; it tells whether there
// was room.
func (b *Browser) OpenTab() bool {
	if len(b.tabs) == TabsMax {
		return false
	}
	if !b.Open {
		b.start()
		return true
	}
	b.tabs = append(b.tabs, Tab{})
	return b.SwitchTab(len(b.tabs))
}

// SwitchTab brings a tab to the front, counted from 1; it tells whether there
// is one.
func (b *Browser) SwitchTab(n int) bool {
	if n < 1 || n > len(b.tabs) {
		return false
	}
	b.tabs[b.front] = b.Tab
	b.front, b.Tab = n-1, b.tabs[n-1]
	if b.SignedIn == nil {
		b.SignedIn = map[string]App{}
	}
	return true
}

// Leave empties the tab: whatever the page was waiting for is abandoned.
func (b *Browser) Leave() {
	b.Tab = Tab{SignedIn: map[string]App{}, history: b.history, current: b.current}
}

// CloseOther closes a tab, counted from 1, as CloseTab does; another one than
// the one in front stays there. It tells whether there is one.
func (b *Browser) CloseOther(n int) bool {
	front := b.front + 1
	if !b.SwitchTab(n) {
		return false
	}
	b.CloseTab()
	if n != front {
		if n < front {
			front--
		}
		b.front, b.Tab = front-1, b.tabs[front-1]
	}
	return true
}

// CloseTab closes the tab in front; its left neighbour comes to the front.
// Cookies stay; what the application had in memory goes with the tab.
func (b *Browser) CloseTab() {
	if len(b.tabs) > 0 {
		b.tabs = slices.Delete(b.tabs, b.front, b.front+1)
	}
	b.front = max(0, b.front-1)
	b.Tab = Tab{}
	if len(b.tabs) > 0 {
		b.Tab = b.tabs[b.front]
		return
	}
	b.Open = false
}

// Quit ends the browser process: cookies without an expiry go too (RFC 6265
// section 5.3, facts 4.2). What was open is kept aside for [Browser.Reopen].
func (b *Browser) Quit() {
	var kept closed
	for i, tab := range b.tabs {
		if i != b.front && tab.current != "" {
			kept.tab = append(kept.tab, tab.current)
		}
	}
	if b.current != "" {
		kept.tab = append(kept.tab, b.current)
	}
	b.tabs, b.front = nil, 0
	b.CloseTab()
	kept.jar = b.Jar.endProcess()
	if b.closed.jar == nil {
		b.closed = kept
	}
}

// Reopen starts the browser again. With a restore it is as it was when its
// process ended: cookies without an expiry live again (facts 4.2), and each tab
// loads its page anew.
func (b *Browser) Reopen(ctx context.Context, restore bool) {
	kept := b.closed
	b.start()
	if !restore {
		return
	}
	if kept.jar != nil {
		b.Jar = kept.jar
		b.Expire()
	}
	for i, address := range kept.tab {
		if i > 0 {
			b.OpenTab()
		}
		b.Type(ctx, address)
	}
}

// Back loads the page before; it tells whether there was one. Pages of the
// tenant are never cached, so the tenant is asked again.
func (b *Browser) Back(ctx context.Context) bool {
	n := len(b.history)
	if n == 0 {
		return false
	}
	address := b.history[n-1]
	b.history, b.current = b.history[:n-1], ""
	b.reload(ctx, address)
	return true
}

// Reload loads the page again; it tells whether there is one. A form is not
// sent twice.
func (b *Browser) Reload(ctx context.Context) bool {
	if b.current == "" {
		return false
	}
	b.reload(ctx, b.current)
	return true
}

// reload loads an address into a tab whose application starts anew: its memory
// is gone, but not the request that it waits for, which libraries keep in the
// storage of the tab.
func (b *Browser) reload(ctx context.Context, address string) {
	b.SignedIn = map[string]App{}
	b.Type(ctx, address)
}
