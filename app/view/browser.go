package view

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// browserWindow draws a browser: its tab, its address bar and the page in it.
func browserWindow(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	owner := whose(b.Name)
	if !b.Open {
		return el("div.browser.closed[role=group]", attr("aria-label", owner),
			browserBar(b, owner, "Closed", nil, nil),
			el("div.page.page-blank",
				el("p.page-lead", "This browser is not running."),
				el("p.page-text", "Its persistent cookies are on disk; session cookies are gone."),
				destinations(m, f, b, send),
				button(send, play.Act{Text: b.Name + ": reopen browser restore"}, class("quiet"),
					attr("title", "Start it again as it was: cookies that ended with it live again"), "Restore the last session")))
	}
	title := ""
	if b.Page != nil {
		title = b.Page.Title
	}
	return el("div.browser[role=group]", attr("aria-label", owner),
		browserBar(b, owner, tabTitle(title),
			button(send, play.Act{Text: b.Name + ": close tab"}, class("tab-close"),
				attr("aria-label", "Close tab"), attr("title", "Close the tab; cookies stay"), icon("close")),
			el("span",
				button(send, play.Act{Text: b.Name + ": open tab"}, class("quiet"),
					attr("title", "Open an empty tab; all tabs share one jar"), "New tab"),
				button(send, play.Act{Text: b.Name + ": quit browser"}, class("quiet"),
					attr("title", "End the browser process; session cookies go"), "Quit browser"))),
		otherTabs(b, send),
		page(m, f, b, send))
}

// whose names a browser, or its private windows.
func whose(name string) string {
	if owner := browser.Owner(name); owner != name {
		return capital(owner) + "'s private window"
	}
	return capital(name) + "'s browser"
}

// otherTabs are the tabs behind the one in front, and the ways back.
func otherTabs(b browser.View, send Send) app.UI {
	return el("div.controls.row[role=group][aria-label=Tabs]",
		each(b.Tabs, func(i int, title string) app.UI {
			text := fmt.Sprintf("Tab %d: %s", i+1, tabTitle(title))
			if i == b.Front {
				return el("b", text)
			}
			return button(send, play.Act{Text: fmt.Sprintf("%s: switch tab %d", b.Name, i+1)}, class("quiet"), text)
		}),
		button(send, play.Act{Text: b.Name + ": back"}, class("quiet"), "Back"),
		button(send, play.Act{Text: b.Name + ": reload"}, class("quiet"), "Reload"))
}

// tabTitle is what stands on a tab.
func tabTitle(title string) string {
	if title == "" {
		return "New tab"
	}
	return title
}

// browserBar is the frame of the window: tab strip and address bar.
func browserBar(b browser.View, owner, title string, closeTab, quit app.UI) app.UI {
	return el("div.chrome",
		el("div.tab-strip",
			el("div.browser-tab", span("browser-title", title), closeTab),
			span("owner", owner),
			quit),
		el("div.address", addressParts(b.Address)))
}

// addressParts shows an address with its host set apart, as browsers do.
func addressParts(address string) []app.UI {
	rest, secure := strings.CutPrefix(address, "https://")
	if !secure {
		return []app.UI{span("path", address), span("path", "\u00a0")}
	}
	host, path, _ := strings.Cut(rest, "/")
	return []app.UI{icon("lock"), el("span.url", span("host-name", host), span("path", "/"+path))}
}

// page draws the page that is open in a browser.
func page(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	if b.Page == nil {
		return el("div.page.page-blank",
			el("p.page-lead", "A blank tab."), destinations(m, f, b, send))
	}
	p := b.Page
	return el("div.page", attr("data-kind", p.Kind),
		el("div.card",
			el("div.card-head", pageIcon(p.Kind), el("h3", p.Title)),
			each(p.Text, func(_ int, text string) app.UI { return el("p.page-text", text) }),
			pageControls(m, f, b, send)))
}

// pageIcon is the sign at the top of a page.
func pageIcon(kind wire.PageKind) app.UI {
	name := map[wire.PageKind]string{
		wire.PageLogin: "person", wire.PageMFA: "asked", wire.PageDeviceConfirm: "request", wire.PageLogoutConfirm: "request", wire.PageConsent: "request",
		wire.PageDeviceDone: "remembered", wire.PageApp: "remembered", wire.PageError: "refused",
	}[kind]
	if name == "" {
		name = "request"
	}
	return el("div.page-icon", attr("data-kind", kind), icon(name))
}

// pageControls are the ways to answer a page. Nothing secret is ever typed:
// people are picked, factors are passed or failed with a button.
func pageControls(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	leave := button(send, play.Act{Text: b.Name + ": abandon"}, class("quiet"), "Leave")
	switch b.Page.Kind {
	case wire.PageLogin:
		return el("div.controls",
			el("ul.accounts", each(m.Setup().Tenant.People, func(_ int, p tenant.Person) app.UI {
				return el("li", account(m, b, p, send))
			})), leave)
	case wire.PageRecoveryCode:
		return el("div.controls.row",
			button(send, play.Act{Text: b.Name + ": confirm"}, class("primary"), "I have noted it"), leave)
	case wire.PageExternal:
		return el("div.controls.row",
			button(send, play.Act{Text: b.Name + ": return"}, class("primary"), "Return to the tenant"), leave)
	case wire.PageDeviceConfirm, wire.PageLogoutConfirm, wire.PageConsent:
		return el("div.controls.row",
			button(send, play.Act{Text: b.Name + ": confirm"}, class("primary"), "Confirm"),
			button(send, play.Act{Text: b.Name + ": cancel"}, class("plain"), "Cancel"))
	}
	if b.Page.Factor() != "" || b.Page.Kind == wire.PageMFAOptions {
		return mfaControls(m, f, b, send)
	}
	return destinations(m, f, b, send)
}

// account is one person who can be picked on the sign-in page.
func account(m play.Model, b browser.View, p tenant.Person, send Send) app.UI {
	text := b.Name + ": sign-in"
	if p.Name != b.Person {
		text += " as " + p.Name
	}
	return button(send, play.Act{Text: text}, class("account"), icon("person"),
		el("span.account-text", el("b", "Sign in as "+capital(p.Name)), el("span", p.Login())))
}

// destinations are the places that a browser can go to.
func destinations(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	var places []app.UI
	for _, a := range m.Setup().Tenant.Apps {
		if a.Type == tenant.AppSPA {
			places = append(places, button(send, play.Act{Text: fmt.Sprintf("%s: visit %s", b.Name, a.ID)},
				class("plain"), "Visit "+a.Name))
			if strings.HasPrefix(b.Address, a.Origin()+"/") {
				places = append(places, button(send, play.Act{Text: b.Name + ": check-session " + a.ID}, class("plain"), "Sign in silently"))
				places = append(places, button(send, play.Act{Text: b.Name + ": log-out " + a.ID}, class("plain"), "Log out"))
			}
		}
	}
	for _, d := range f.Displays {
		if d.UserCode != "" {
			places = append(places, button(send, play.Act{Text: fmt.Sprintf("%s: activate %s", b.Name, d.Name)},
				class("plain"), "Enter the code of the "+d.Name))
		}
	}
	if len(places) == 0 {
		return nil
	}
	return el("div.controls.row[role=group][aria-label=Go to]", places)
}
