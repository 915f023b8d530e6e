package view

import (
	"net/http"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/engine/wire"
)

// exchangeCookies shows the cookies that a request carried, and takes those
// apart that its answer sets.
func exchangeCookies(x wire.Exchange) []app.UI {
	return []app.UI{sentCookies(x.Request), setCookies(x.Response, x.At)}
}

// sentCookies are the cookies of a request.
func sentCookies(r wire.Request) app.UI {
	var rows []app.UI
	for _, line := range r.Header["Cookie"] {
		cookies, err := http.ParseCookie(line)
		if err != nil {
			rows = append(rows, definition("", "Cookie", line))
		}
		for _, c := range cookies {
			rows = append(rows, definition("cookie", c.Name, c.Value))
		}
	}
	if len(rows) == 0 {
		return section("Request cookies", el("p.hint", "None was sent."))
	}
	return section("Request cookies", el("dl", rows))
}

// setCookies takes each Set-Cookie apart.
func setCookies(r wire.Response, now time.Time) app.UI {
	list := r.SetCookies()
	if len(list) == 0 {
		return section("Response cookies", el("p.hint", "The answer sets none."))
	}
	return section("Response cookies", each(list, func(_ int, c *http.Cookie) app.UI {
		return el("div.set-cookie",
			el("p", term("b", "cookie", c.Name), el("span", "="), el("code", c.Value)),
			el("ul.attributes", each(cookieAttributes(c, now), func(_ int, a cookieAttribute) app.UI {
				return el("li", term("span", "attribute", a.name), when(a.text != "", el("span", a.text)))
			})))
	}))
}

// cookieAttribute is one attribute of a cookie, with what it says in words.
type cookieAttribute struct{ name, text string }

// cookieAttributes are the attributes of a cookie.
func cookieAttributes(c *http.Cookie, now time.Time) []cookieAttribute {
	var list []cookieAttribute
	switch {
	case c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(now):
		list = append(list, cookieAttribute{"Max-Age", "deleted at once"})
	case c.MaxAge > 0:
		list = append(list, cookieAttribute{"Max-Age", lasting(time.Duration(c.MaxAge) * time.Second)})
	case !c.Expires.IsZero():
		list = append(list, cookieAttribute{"Expires", "in " + lasting(c.Expires.Sub(now))})
	default:
		list = append(list, cookieAttribute{"Session", "ends with the browser"})
	}
	if c.Domain != "" {
		list = append(list, cookieAttribute{"Domain", c.Domain})
	} else {
		list = append(list, cookieAttribute{"Domain", "host only"})
	}
	if c.Path != "" {
		list = append(list, cookieAttribute{"Path", c.Path})
	}
	if c.HttpOnly {
		list = append(list, cookieAttribute{"HttpOnly", ""})
	}
	if c.Secure {
		list = append(list, cookieAttribute{"Secure", ""})
	}
	if text := sameSite(c.SameSite); text != "" {
		list = append(list, cookieAttribute{"SameSite", text})
	}
	return list
}

func sameSite(s http.SameSite) string {
	switch s {
	case http.SameSiteNoneMode:
		return "None"
	case http.SameSiteLaxMode:
		return "Lax"
	case http.SameSiteStrictMode:
		return "Strict"
	}
	return ""
}

// twinless is the name of a cookie without the ending of its twin.
func twinless(name string) string { return strings.TrimSuffix(name, wire.TwinSuffix) }
