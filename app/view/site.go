package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
)

// siteSigns are the signs of the applications that a browser can open.
var siteSigns = map[tenant.AppType]string{
	tenant.AppSPA: "window", tenant.AppWeb: "server", tenant.AppNative: "phone",
}

// siteKeeps tells where an application of a type keeps its tokens.
var siteKeeps = map[tenant.AppType]string{
	tenant.AppSPA:    "in this tab's memory",
	tenant.AppWeb:    "on its server",
	tenant.AppNative: "on the phone",
}

// appOf is the application whose page a browser shows.
func appOf(m play.Model, b browser.View) (tenant.App, bool) {
	for _, a := range m.Setup().Tenant.Apps {
		if strings.HasPrefix(b.Address+"/", a.Origin()+"/") {
			return a, true
		}
	}
	return tenant.App{}, false
}

// sitePage is the page of an application: who is signed in, for how long, and
// what she can do. That of a mobile application is on a phone.
func sitePage(m play.Model, f engine.Frame, b browser.View, a tenant.App, send Send) app.UI {
	body := []any{el("h3", strings.TrimPrefix(b.Page.Title, a.Name+": "))}
	if b.Page.Error != "" {
		body = append(body, failure(b.Page, send)...)
	} else {
		body = append(body, pageText(b.Page)...)
	}
	body = append(body, tokensHeld(f.At, a, b.Account), siteControls(b, a, send), destinations(m, f, b, send))
	return el("div.site", el("div.site-screen",
		still("div.site-bar", icon(siteSigns[a.Type]), still("b", a.Name), accountChip(b.Account)),
		el("div.site-body", body...)))
}

// accountChip is who is signed in, where applications show it.
func accountChip(a *browser.Account) markup {
	if a == nil {
		return span("account-chip", "not signed in")
	}
	person := a.Person
	if person == "" {
		person = "somebody (no ID token)"
	}
	return still("span.account-chip", avatar(person), hiddenText("Signed in as "), still("span", person))
}

// tokensHeld tells what the application has of her, and for how long.
func tokensHeld(now time.Time, site tenant.App, a *browser.Account) any {
	if a == nil {
		return nil
	}
	access := "no end known"
	switch left := a.Expires.Sub(now); {
	case a.Expires.IsZero():
	case left > 0:
		access = fmt.Sprintf("%s left, to %s", lasting(left), shortInstant(a.Expires))
	default:
		access = "ended " + shortInstant(a.Expires)
	}
	refresh := "none"
	if a.Refresh {
		refresh = "yes"
	}
	return still("dl.held", heldPair("Access token", access), heldPair("Refresh token", refresh), heldPair("Kept", siteKeeps[site.Type]))
}

// heldPair is a name with what an application or a device holds.
func heldPair(name, value string) markup { return still("div", still("dt", name), still("dd", value)) }

// siteControls are what a person does in an application.
func siteControls(b browser.View, a tenant.App, send Send) app.UI {
	act := func(step, look, text, title string) markup {
		return button(send, play.Act{Text: fmt.Sprintf("%s: %s %s", b.Name, step, a.ID)}, class(look), attr("title", title), text)
	}
	visit := act("visit", "primary", "Sign in", "Send the browser to /authorize")
	var refresh, logOut any
	if b.Account != nil {
		visit = act("visit", "plain", "Open again", "Visit it once more: it asks the tenant anew")
		logOut = act("log-out", "plain", "Log out", "Forget the tokens, and have the tenant end the session")
		if b.Account.Refresh {
			refresh = act("refresh", "primary", "Refresh", "Exchange the refresh token: no browser and no cookie takes part")
		}
	}
	return el("div.controls.row", refresh, visit,
		when(a.Type == tenant.AppSPA, act("check-session", "plain", "Sign in silently", "A hidden frame asks with prompt=none")), logOut,
		waysIn(b, a, send))
}

// waysIn are the parameters that change what a sign-in asks for.
func waysIn(b browser.View, a tenant.App, send Send) markup {
	ways := []struct{ params, text string }{
		{`scope="openid profile email offline_access"`, "With a refresh token (offline_access)"},
		{"prompt=login", "Ask who is there, session or not (prompt=login)"},
		{"prompt=none", "Show no page at all (prompt=none)"},
		{"acr_values=http://schemas.openid.net/pape/policies/2007/06/multi-factor", "Ask for a second factor (acr_values)"},
	}
	return still("details.ways", still("summary", "More ways"),
		still("ul", each(ways, func(_ int, w struct{ params, text string }) markup {
			return still("li", button(send, play.Act{Text: fmt.Sprintf("%s: visit %s %s", b.Name, a.ID, w.params)}, class("quiet"), w.text))
		})))
}
