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

// page draws the page that is open in a browser. Nothing secret is ever typed
// into one: people are picked, factors are passed or failed with a button.
func page(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	frame := []any{attr("id", pageID(b.Name)), attr("aria-labelledby", play.BrowserTabID(b.Name, b.Front))}
	if b.Page == nil {
		frame = append(frame, startPage(m, f, b, send))
	} else if a, ok := appOf(m, b); ok && b.Page.Kind == wire.PageApp {
		frame = append(frame, attr("data-kind", a.Type), sitePage(m, f, b, a, send))
	} else {
		frame = append(frame, attr("data-kind", kindOf(b.Page)), card(m, f, b, send))
	}
	return el("div.page[role=tabpanel][tabindex=0]", frame...)
}

// kindOf is the kind of a page, for its looks: all pages about one factor are
// alike.
func kindOf(p *wire.Page) string {
	if p.Factor() != "" {
		return "mfa"
	}
	return string(p.Kind)
}

// card is a page of the tenant, or of a site that is neither tenant nor
// application.
func card(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	p := b.Page
	parts := []any{
		span("card-site", wire.Get(b.Address).Address().Host),
		still("div.card-head", pageIcon(p), still("h3", p.Title)),
	}
	switch factor := p.Factor(); {
	case p.Error != "" || p.Kind == wire.PageError:
		parts = append(parts, failure(p, send)...)
	case factor != "":
		parts = append(parts, factorPage(m, b, factor, send)...)
	default:
		parts = append(parts, pageText(p)...)
	}
	return el("div.card", append(parts, pageControls(m, f, b, send))...)
}

// pageText is the text of a page: codes stand out, what was handed over is a
// list.
func pageText(p *wire.Page) []any {
	var parts []any
	for i, text := range p.Text {
		switch {
		case i > 0 && (p.Kind == wire.PageDeviceConfirm || p.Kind == wire.PageRecoveryCode):
			parts = append(parts, el("output.code-shown", text))
		case i > 0 && p.Kind == wire.PageExternal:
			parts = append(parts, el("code.given", text))
		case p.Kind == wire.PageConsent:
			what, scopes, _ := strings.Cut(text, ": ")
			parts = append(parts, el("p.page-text", what+":"),
				el("ul.scopes", each(strings.Fields(scopes), func(_ int, s string) app.UI { return el("li", el("code", s)) })))
		default:
			parts = append(parts, el("p.page-text", text))
		}
	}
	return parts
}

// pageIcons are the signs at the top of pages; those of factors have their own.
var pageIcons = map[wire.PageKind]string{
	wire.PageLogin: "person", wire.PageDeviceDone: "remembered", wire.PageError: "refused",
	wire.PageDeviceConfirm: "display", wire.PageDeviceCode: "display", wire.PageMFAOptions: "asked",
	wire.PageRecoveryCode: "factor-recovery-code", wire.PageApp: "remembered", wire.PageExternal: "window",
}

func pageIcon(p *wire.Page) markup {
	name := pageIcons[p.Kind]
	if factor := p.Factor(); factor != "" {
		name = "factor-" + factor
	} else if name == "" {
		name = "request"
	}
	return still("div.page-icon", icon(name))
}

// pageControls are the ways to answer a page.
func pageControls(m play.Model, f engine.Frame, b browser.View, send Send) any {
	leave := button(send, play.Act{Text: b.Name + ": abandon"}, class("quiet"), "Leave")
	yes := func(step, text string) markup {
		return button(send, play.Act{Text: b.Name + ": " + step}, class("primary"), text)
	}
	switch b.Page.Kind {
	case wire.PageLogin:
		return el("div.controls",
			el("ul.accounts", accounts(m, b, send)), leave)
	case wire.PageRecoveryCode:
		return el("div.controls.row", yes("confirm", "I have noted it"), leave)
	case wire.PageExternal:
		return el("div.controls.row", yes("return", labelOf(b.Page, "", "Return to the tenant")), leave)
	case wire.PageDeviceConfirm, wire.PageLogoutConfirm, wire.PageConsent:
		return el("div.controls.row", yes("confirm", labelOf(b.Page, "accept", "Confirm")),
			button(send, play.Act{Text: b.Name + ": cancel"}, class("plain"), labelOf(b.Page, "refuse", "Cancel")), leave)
	case wire.PageMFAOptions:
		return el("div.controls", methods(b, send), leave)
	}
	if factor := b.Page.Factor(); factor != "" {
		return factorControls(m, b, factor, leave, send)
	}
	return destinations(m, f, b, send)
}

// labelOf is what the page's own button says that sends a value.
func labelOf(p *wire.Page, value, otherwise string) string {
	if p.Form != nil {
		for _, field := range p.Form.Fields {
			if field.Type == "choice" && field.Value == value {
				return field.Label
			}
		}
	}
	return otherwise
}

// accounts are the ways to sign in: each person, and each passkey.
func accounts(m play.Model, b browser.View, send Send) []markup {
	var list []markup
	for _, p := range m.Setup().Tenant.People {
		list = append(list, still("li", account(b, p, "", send)))
		if p.Passkey {
			list = append(list, still("li", account(b, p, " with passkey", send)))
		}
	}
	return list
}

// account is one person who can be picked on the sign-in page.
func account(b browser.View, p tenant.Person, with string, send Send) markup {
	text := b.Name + ": sign-in"
	if p.Name != b.Person {
		text += " as " + p.Name
	}
	return button(send, play.Act{Text: text + with}, class("account"), avatar(p.Name),
		still("span.account-text", still("b", "Sign in as "+capital(p.Name)+with), still("span", loginName(b.Page, p))),
		still("span.account-factors", attr("title", "Second factors: "+factors(p)),
			each(p.Factors, func(_ int, f string) markup { return icon("factor-" + f) })))
}

// loginName is what a person signs in with, as the page has it: an administrator
// may have changed it.
func loginName(page *wire.Page, p tenant.Person) string {
	if page.Form != nil {
		for _, field := range page.Form.Fields {
			if field.Type == "person" && field.Label == p.Name {
				return field.Value
			}
		}
	}
	return p.Login()
}

// avatar stands for a person: her initial.
func avatar(name string) markup {
	return still("span.avatar[aria-hidden=true]", capital(name)[:min(1, len(name))])
}

// closedPage is what is left of a browser whose process has ended.
func closedPage(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	return el("div.page.start",
		el("p.page-text", "This browser is not running. Its persistent cookies are on disk; session cookies are gone."),
		tiles(m, f, b, send),
		el("div.row",
			button(send, play.Act{Text: b.Name + ": reopen browser"}, class("quiet"), "Start the browser"),
			button(send, play.Act{Text: b.Name + ": reopen browser restore"}, class("quiet"),
				attr("title", "Start it as it was: cookies that ended with it live again"), "Restore the last session")))
}

// startPage is an empty tab: the places to go to.
func startPage(m play.Model, f engine.Frame, b browser.View, send Send) markup {
	text := "A new tab. Where to?"
	if isPrivate(b.Name) {
		text = "A private window. Its cookies are its own, and are gone when its last tab closes."
	}
	return still("div.start", still("p.page-lead", text), tiles(m, f, b, send))
}

// place is somewhere a browser can go to.
type place struct{ step, sign, name, about string }

// places lists the applications that a browser can open, but for the one that
// it shows, and the displays that wait for their code.
func places(m play.Model, f engine.Frame, b browser.View) []place {
	var list []place
	here, _ := appOf(m, b)
	for _, a := range m.Setup().Tenant.Apps {
		if sign := siteSigns[a.Type]; sign != "" && a.ID != here.ID {
			list = append(list, place{fmt.Sprintf("%s: visit %s", b.Name, a.ID), sign, "Visit " + a.Name, strings.TrimPrefix(a.Origin(), "https://")})
		}
	}
	for _, d := range f.Displays {
		if d.UserCode != "" {
			list = append(list, place{fmt.Sprintf("%s: activate %s", b.Name, d.Name), "display", "Enter the code of the " + d.Name, d.UserCode})
		}
	}
	return list
}

// tiles are the places on an empty page.
func tiles(m play.Model, f engine.Frame, b browser.View, send Send) markup {
	return still("ul.tiles", each(places(m, f, b), func(_ int, p place) markup {
		return still("li", button(send, play.Act{Text: p.step}, class("tile"), icon(p.sign),
			still("span.account-text", still("b", p.name), still("span", p.about))))
	}))
}

// destinations are the places below a page that leads nowhere else.
func destinations(m play.Model, f engine.Frame, b browser.View, send Send) any {
	list := places(m, f, b)
	if len(list) == 0 {
		return nil
	}
	return still("div.controls.row[role=group][aria-label=Go to]", each(list, func(_ int, p place) markup {
		return button(send, play.Act{Text: p.step}, class("plain"), icon(p.sign), still("span", p.name))
	}))
}
