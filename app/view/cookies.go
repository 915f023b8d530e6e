package view

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// cookies shows the jar of every browser.
func cookies(f engine.Frame, send Send) app.UI {
	if len(f.Browsers) == 0 {
		return empty("No cookies", "There is no browser in this step.")
	}
	return el("div.jars", each(f.Browsers, func(_ int, b browser.View) app.UI {
		if len(b.Jar) == 0 {
			return el("div.jar", el("h3", whose(b.Name)),
				empty("No cookies", "The tenant has not set any in this browser, or they have ended."))
		}
		return el("div.jar", el("h3", whose(b.Name)),
			el("ul", each(withoutTwins(b.Jar), func(_ int, c browser.Cookie) app.UI { return cookie(f, b, c, send) })))
	}))
}

// withoutTwins leaves out the cookies that only repeat another one.
func withoutTwins(jar browser.Jar) []browser.Cookie {
	return slices.DeleteFunc(slices.Clone(jar), func(c browser.Cookie) bool { return c.Repeats(jar) })
}

// purposes tells what a cookie is for (facts 4.1).
var purposes = map[string]string{
	"auth0":    "the single sign-on session with the tenant",
	"auth0-mf": "this browser is remembered: no second factor while it counts",
	"did":      "the device, for attack protection",
}

// cookie is one cookie: its value, its attributes and what is left of it.
func cookie(f engine.Frame, b browser.View, c browser.Cookie, send Send) app.UI {
	id := "cookie-" + b.Name + "-" + c.Name
	return el("li.cookie", when(c.Edited, attr("data-edited", "yes")),
		el("div.cookie-head", icon("cookie"), el("b", c.Name),
			span("cookie-purpose", purposes[twinless(c.Name)]),
			button(send, play.Act{Text: fmt.Sprintf("%s: delete cookie %s", b.Name, c.Name)}, class("square"),
				attr("aria-label", "Delete cookie "+c.Name), attr("title", "Delete"), icon("trash"))),
		lifetimes(f, b, c),
		el("div.cookie-value",
			el("label", attr("for", id), "Value"),
			void("input[type=text]", attr("id", id), attr("value", c.Value), attr("spellcheck", "false"),
				attr("autocomplete", "off"), attr("data-1p-ignore", "true"),
				on("change", play.EditCookie{Browser: b.Name, Name: c.Name}, send))),
		when(c.Edited, el("p.edited", icon("failed"), el("span", "A person changed this value; the tenant will not know it."))),
		el("ul.attributes", each(jarAttributes(b.Jar, c), func(_ int, text string) app.UI { return el("li", text) })))
}

// jarAttributes are the attributes of a stored cookie.
func jarAttributes(jar browser.Jar, c browser.Cookie) []string {
	list := []string{c.Host, "Path " + c.Path}
	if c.Expires.IsZero() {
		list = append(list, "ends with the browser")
	} else {
		list = append(list, "until "+shortInstant(c.Expires))
	}
	if c.HTTPOnly {
		list = append(list, "HttpOnly")
	}
	if c.Secure {
		list = append(list, "Secure")
	}
	if text := sameSite(c.SameSite); text != "" && c.SameSite != http.SameSiteDefaultMode {
		list = append(list, "SameSite "+text)
	}
	for _, other := range jar {
		if other.Name == c.Name+wire.TwinSuffix && other.Repeats(jar) {
			list = append(list, "and its twin "+other.Name)
		}
	}
	return list
}

// lifetime is one of the clocks that a cookie is under.
type lifetime struct {
	name       string
	start, end time.Time
}

// lifetimes shows what is left of each lifetime of a cookie, as bars. The
// tenant's own storage knows them; the cookie carries only one.
func lifetimes(f engine.Frame, b browser.View, c browser.Cookie) any {
	var list []lifetime
	switch c.Name {
	case "auth0-mf":
		if r, ok := rememberedBy(f, c); ok {
			list = []lifetime{
				{"7 days without use", r.Renewed, r.Renewed.Add(7 * 24 * time.Hour)},
				{"30 days in all", r.MFAAt, r.CapAt},
			}
		}
	case "auth0":
		if s, ok := sessionBy(f, b, c); ok && !c.Expires.IsZero() {
			list = []lifetime{{"session, without use", s.LastUsed, c.Expires}}
		}
	}
	if len(list) == 0 && !c.Expires.IsZero() {
		list = []lifetime{{"lifetime", c.Created, c.Expires}}
	}
	if len(list) == 0 {
		return nil
	}
	return el("div.lifetimes", each(list, func(_ int, l lifetime) app.UI { return lifetimeBar(l, f.At) }))
}

// rememberedBy finds the remembered browser that a cookie stands for.
func rememberedBy(f engine.Frame, c browser.Cookie) (tenant.RememberedBrowser, bool) {
	for _, r := range f.Remembered {
		if strings.Contains(c.Value, r.Handle) {
			return r, true
		}
	}
	return tenant.RememberedBrowser{}, false
}

// sessionBy finds the session that a cookie stands for.
func sessionBy(f engine.Frame, b browser.View, c browser.Cookie) (tenant.Session, bool) {
	for _, s := range f.Sessions {
		if strings.Contains(c.Value, s.ID) {
			return s, true
		}
	}
	return tenant.Session{}, false
}

// barWidth is the width of a lifetime bar in its own units.
const barWidth = 200

// lifetimeBar draws how much of a lifetime is left.
func lifetimeBar(l lifetime, now time.Time) app.UI {
	whole, left := l.end.Sub(l.start), max(0, l.end.Sub(now))
	width := 0.0
	if whole > 0 {
		width = min(barWidth, float64(left)/float64(whole)*barWidth)
	}
	return el("div.lifetime",
		span("lifetime-name", l.name),
		svg("svg", attr("viewBox", fmt.Sprintf("0 0 %d 8", barWidth)), attr("data-c", "bar"), attr("aria-hidden", "true"),
			attr("focusable", "false"), attr("preserveAspectRatio", "none"), attr("width", barWidth), attr("height", 8),
			svg("rect[data-c=bar-all]", attr("width", barWidth), attr("height", 8), attr("rx", 2)),
			svg("rect[data-c=bar-left]", attr("width", fmt.Sprintf("%.1f", width)), attr("height", 8), attr("rx", 2))),
		span("lifetime-left", lasting(left)+" left of "+lasting(whole)))
}
