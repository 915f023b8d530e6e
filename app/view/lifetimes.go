package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
)

// lifetime is one of the clocks that a cookie is under.
type lifetime struct {
	name       string
	start, end time.Time
}

// purposes tells what a cookie is for (facts 4.1).
var purposes = map[string]string{
	"auth0":    "the single sign-on session with the tenant",
	"auth0-mf": "this browser is remembered: no second factor while it counts",
	"did":      "the device, for attack protection",
}

// editedText says what comes of editing a cookie.
const editedText = "A person changed this value; the tenant will not know it."

// allLifetimes shows what is left of each lifetime of each cookie, as bars.
func allLifetimes(f engine.Frame, b browser.View) app.UI {
	return el("ul.lifetimes[aria-label=What is left of each cookie]",
		each(withoutTwins(b.Jar), func(_ int, c browser.Cookie) app.UI {
			list, note := lifetimesOf(f, c)
			return el("li", el("p.lifetime-head", el("b", c.Name), span("dim", purposes[twinless(c.Name)])),
				each(list, func(_ int, l lifetime) app.UI { return lifetimeBar(l, f.At) }),
				when(note != "", el("p.hint", note)))
		}))
}

// lifetimesOf are the lifetimes of a cookie. The tenant's own storage knows
// those of the session and of the remembered browser; a cookie carries only one
// end.
func lifetimesOf(f engine.Frame, c browser.Cookie) (list []lifetime, note string) {
	if c.Expires.IsZero() {
		note = "The cookie itself ends with the browser process."
	}
	switch {
	case c.Edited:
		note = editedText
	case c.Name == tenant.CookieMFA:
		if r, ok := rememberedBy(f, c); ok {
			if r.Invalidated {
				note = "The tenant has made it worthless: it no longer counts, whatever time is left."
			}
			return []lifetime{
				{"7 days without use", r.Renewed, r.Renewed.Add(7 * 24 * time.Hour)},
				{"30 days in all", r.MFAAt, r.CapAt},
			}, note
		}
		note = "The tenant knows no such remembered browser: the cookie proves nothing."
	case c.Name == tenant.CookieSession:
		if s, ok := sessionBy(f, c); ok {
			return []lifetime{
				{"idle: without use", s.LastUsed, s.Idle},
				{"absolute: in all", s.Created, s.End},
			}, note
		}
		note = "The tenant knows no such session: whoever sends this has to sign in."
	}
	if !c.Expires.IsZero() {
		list = []lifetime{{"lifetime", c.Created, c.Expires}}
	}
	return list, note
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
func sessionBy(f engine.Frame, c browser.Cookie) (tenant.Session, bool) {
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
		span("lifetime-left", lasting(left)+" left of "+lasting(whole)+", until "+l.end.UTC().Format("2 Jan 2006 15:04")))
}
