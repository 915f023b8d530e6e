package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/wire"
)

// cookies shows the jar of every browser, as the application panel of a
// browser's developer tools does.
func cookies(m play.Model, f engine.Frame, send Send) app.UI {
	if len(f.Browsers) == 0 {
		return empty("No cookies", "There is no browser in this scenario: displays keep none.")
	}
	return el("div.jars", each(f.Browsers, func(_ int, b browser.View) app.UI {
		sought := strings.HasPrefix(m.Cookie, play.CookieID(b.Name, ""))
		found := slices.ContainsFunc(b.Jar, func(c browser.Cookie) bool { return play.CookieID(b.Name, c.Name) == m.Cookie })
		gone := when(sought && !found, el("p.hint[role=status]",
			strings.TrimPrefix(m.Cookie, play.CookieID(b.Name, ""))+" is not in this jar: it was not set, has ended, or was deleted."))
		if len(b.Jar) == 0 {
			return el("div.jar", el("h3", whose(b.Name)), gone,
				empty("No cookies", "The tenant has not set any in this browser, or they have ended."))
		}
		return el("div.jar", el("h3", whose(b.Name)), gone, cookieTable(m, b, send), allLifetimes(f, b))
	}))
}

// withoutTwins leaves out the cookies that only repeat another one.
func withoutTwins(jar browser.Jar) []browser.Cookie {
	return slices.DeleteFunc(slices.Clone(jar), func(c browser.Cookie) bool { return c.Repeats(jar) })
}

// cookieTable lists a jar with the columns that everybody knows.
func cookieTable(m play.Model, b browser.View, send Send) app.UI {
	return el("div.table-scroll[tabindex=0][role=group]", attr("aria-label", "Cookies of "+whose(b.Name)),
		el("table.cookie-table",
			el("thead", el("tr", each([]string{"Name", "Value", "Domain", "Path", "Expires / Max-Age", "HttpOnly", "Secure", "SameSite"},
				func(_ int, name string) app.UI { return head(name) }))),
			el("tbody", each(withoutTwins(b.Jar), func(_ int, c browser.Cookie) app.UI { return cookieRow(m, b, c, send) }))))
}

// cookieRow is one cookie; its value can be edited in place.
func cookieRow(m play.Model, b browser.View, c browser.Cookie, send Send) app.UI {
	id := play.CookieID(b.Name, c.Name)
	expires := "Session"
	if !c.Expires.IsZero() {
		expires = c.Expires.UTC().Format("2 Jan 2006 15:04:05")
	}
	domain := c.Host
	if c.Subdomains {
		domain = "." + domain
	}
	flag := func(on bool) app.UI {
		if on {
			return el("td.flag", "\u2713", hiddenText("yes"))
		}
		return el("td.flag", hiddenText("no"))
	}
	return el("tr[tabindex=-1]", attr("id", id), when(m.Cookie == id, attr("data-sought", "yes")), when(c.Edited, attr("data-edited", "yes")),
		el("th[scope=row]", el("span.cookie-name", term("span", "cookie", c.Name),
			when(twinOf(b.Jar, c), el("span.dim", attr("title", "and its twin "+c.Name+wire.TwinSuffix+", the same without SameSite"), "+1")),
			button(send, play.Act{Text: fmt.Sprintf("%s: delete cookie %s", b.Name, c.Name)}, class("square"),
				attr("aria-label", "Delete cookie "+c.Name), attr("title", "Delete, from this moment on"), icon("trash")))),
		el("td", void("input[type=text][spellcheck=false][autocomplete=off][data-1p-ignore=true]",
			attr("aria-label", "Value of "+c.Name), attr("value", c.Value), attr("title", c.Value),
			on("change", play.EditCookie{Browser: b.Name, Name: c.Name}, send)),
			when(c.Edited, el("span.edited", attr("title", editedText), icon("failed"), hiddenText("edited")))),
		el("td", domain), el("td", c.Path), el("td.number", expires),
		flag(c.HTTPOnly), flag(c.Secure), el("td", sameSite(c.SameSite)))
}

// twinOf tells whether a cookie has a twin in the jar that repeats it.
func twinOf(jar browser.Jar, c browser.Cookie) bool {
	return slices.ContainsFunc(jar, func(other browser.Cookie) bool {
		return other.Name == c.Name+wire.TwinSuffix && other.Repeats(jar)
	})
}
