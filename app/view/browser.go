package view

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
)

// browserWindow draws a browser as people know it: tabs, a toolbar with the
// address, the requests that led to the page, and the page.
func browserWindow(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	window := []any{attr("id", play.StageID(b.Name)), attr("aria-label", whose(b.Name)), attr("data-private", isPrivate(b.Name))}
	if !b.Open {
		return el("div.browser.closed[role=group][tabindex=-1]", append(window,
			el("div.title-bar", span("window-title", "Closed"), owner(b)),
			closedPage(m, f, b, send))...)
	}
	return el("div.browser[role=group][tabindex=-1]", append(window,
		titleBar(b, send), toolbar(b, send), hops(m, f, b, send), page(m, f, b, send))...)
}

// isPrivate tells whether a name stands for the private windows of a browser.
func isPrivate(name string) bool { return browser.Owner(name) != name }

// whose names a browser, or its private windows.
func whose(name string) string {
	if isPrivate(name) {
		return capital(browser.Owner(name)) + "'s private window"
	}
	return capital(name) + "'s browser"
}

// owner is whose window it is, on its title bar.
func owner(b browser.View) markup {
	name := browser.Owner(b.Name)
	text := capital(name)
	if b.Person != "" && b.Person != name {
		text += " (" + capital(b.Person) + ")"
	}
	return still("span.owner", icon("person"), still("span", text),
		when(isPrivate(b.Name), still("b.private-sign", icon("private"), still("span", "Private"))))
}

// chromeButton is a button with an icon only.
func chromeButton(send Send, step, sign, name, title string, off bool) markup {
	return button(send, play.Act{Text: step}, class("tool"), toggle{"disabled", off},
		attr("aria-label", name), attr("title", title), icon(sign))
}

// titleBar is the top of a window: its tabs, whose it is, and its controls.
func titleBar(b browser.View, send Send) app.UI {
	if isPrivate(b.Name) {
		return el("div.title-bar", tabStrip(b, send), owner(b))
	}
	return el("div.title-bar", tabStrip(b, send), owner(b),
		chromeButton(send, b.Name+"/private: open tab", "private", "New private window",
			"New private window: a jar of its own, which is gone with its last tab", false),
		chromeButton(send, b.Name+": quit browser", "close", "Quit browser",
			"Quit browser: the process ends, and session cookies with it", false))
}

// tabStrip holds the tabs. A tab and its cross lie side by side, but only tabs
// may be in a list of tabs: it owns them from outside (WAI-ARIA 1.2, aria-owns).
func tabStrip(b browser.View, send Send) app.UI {
	titles := b.Tabs
	if len(titles) == 0 {
		titles = []string{""}
		if b.Page != nil {
			titles[0] = b.Page.Title
		}
	}
	var owned []string
	for i := range titles {
		owned = append(owned, play.BrowserTabID(b.Name, i))
	}
	return el("div.tab-strip[data-keys=arrows]",
		el("div[role=tablist]", attr("aria-label", "Tabs of "+whose(b.Name)), attr("aria-owns", strings.Join(owned, " "))),
		each(titles, func(i int, title string) app.UI { return browserTab(b, i, len(titles), title, send) }),
		chromeButton(send, b.Name+": open tab", "plus", "New tab", "New tab: all tabs share one jar", len(titles) == browser.TabsMax))
}

// browserTab is one tab with its cross.
func browserTab(b browser.View, i, tabs int, title string, send Send) app.UI {
	if title == "" {
		title = "New tab"
	}
	front, index, choose := i == b.Front, -1, any(nil)
	if front {
		index = 0
	} else {
		choose = click(play.Act{Text: fmt.Sprintf("%s: switch tab %d", b.Name, i+1)}, send)
	}
	return el("div.browser-tab", attr("data-front", front),
		el("button[role=tab]", choose, on("keydown", play.BrowserTabKey{Browser: b.Name, At: i, Tabs: tabs}, send),
			attr("id", play.BrowserTabID(b.Name, i)), attr("aria-selected", front), attr("tabindex", index),
			when(front, attr("aria-controls", pageID(b.Name))), attr("title", title), title),
		button(send, play.Act{Text: play.CloseTabText(b.Name, i, tabs)}, class("tab-close"),
			attr("aria-label", fmt.Sprintf("Close tab %d: %s", i+1, title)),
			attr("title", "Close the tab (Delete); cookies stay"), icon("close")))
}

// pageID is the id of the page in front.
func pageID(name string) string { return play.StageID(name) + "-page" }

// toolbar has the ways to move and the address. There is no "forward": the
// simulated browser forgets where it went back from.
func toolbar(b browser.View, send Send) markup {
	back := "There is no page to go back to"
	if b.Back != "" {
		back = "Back to " + b.Back
	}
	return still("div.toolbar",
		chromeButton(send, b.Name+": back", "back", "Back", back, b.Back == ""),
		chromeButton(send, b.Name+": reload", "refresh", "Reload", "Reload: the memory of the page is gone", b.Page == nil),
		chromeButton(send, b.Name+": abandon", "home", "Leave the page", "Leave the page for an empty one", b.Page == nil),
		still("div.address", attr("title", b.Address), hiddenText("Address: "), addressParts(b.Address)),
		span("sim-sign", "simulated"))
}

// addressParts shows an address with its host set apart, as browsers do.
func addressParts(address string) []markup {
	rest, secure := strings.CutPrefix(address, "https://")
	if !secure {
		return []markup{span("path", address+"\u00a0")}
	}
	host, path, _ := strings.Cut(rest, "/")
	return []markup{icon("lock"), still("span.url", span("host-name", host), span("path", "/"+path))}
}

// hopsShown bounds the hops that are drawn; the last ones lead to the page.
const hopsShown = 10

// hops is how the browser came to its page in this step: its requests in their
// order, each leading to the request in the Inspector.
func hops(m play.Model, f engine.Frame, b browser.View, send Send) markup {
	var list []markup
	last := ""
	for i, x := range f.Exchanges {
		if x.From != b.Name {
			continue
		}
		address, kind := x.Request.Address(), "call" // what runs in the page, or behind it
		switch {
		case x.Response.Location() != "":
			kind = "hop"
		case x.Response.Page != nil:
			kind = "page"
		}
		party, _, _ := strings.Cut(address.Host, ".")
		moved := party != last
		last = party
		list = append(list, still("li", attr("data-kind", kind),
			button(send, play.SelectExchange{At: m.At, Index: i}, attr("title", x.Request.Method+" "+x.Request.URL),
				when(m.Inspector == play.TabRequests && m.Exchange == i, attr("aria-current", "step")),
				when(moved, span("hop-party", party)), span("hop-path", cmp.Or(address.Path, "/")), span("hop-status", fmt.Sprint(x.Response.Status)))))
	}
	return still("ol.hops", toggle{"hidden", len(list) == 0}, attr("aria-label", "Requests of "+whose(b.Name)+" in this step"), list[max(0, len(list)-hopsShown):])
}
