package view

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/wire"
)

// details shows the selected exchange: redirect, headers, bodies, cookies.
func details(m play.Model, f engine.Frame) any {
	if m.Exchange < 0 || m.Exchange >= len(f.Exchanges) {
		return nil
	}
	x := f.Exchanges[m.Exchange]
	address := x.Request.Address()
	return el("div.details[role=region][aria-label=Selected request]",
		el("p.details-line", el("b", x.Request.Method), el("code", address.Scheme+"://"+address.Host+address.Path)),
		el("p.details-who", el("span", fmt.Sprintf("From %s to %s, %s", x.From, x.To, instant(x.At)))),
		when(x.Response.Location() != "", el("p.redirect", icon("right"),
			el("span", "Redirects to"), el("code", x.Response.Location()))),
		parameters("Query", address.Query()),
		parameters("Form", x.Request.Form()),
		headers("Request headers", x.Request.Header),
		el("h3.answer", el("span", "Response"), statusOf(x.Response.Status), el("span", http.StatusText(x.Response.Status))),
		setCookies(x.Response, x.At),
		headers("Response headers", x.Response.Header),
		body(x.Response))
}

// parameters shows the parameters of a query or a form.
func parameters(title string, values url.Values) any {
	if len(values) == 0 {
		return nil
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return el("div.block", el("h3", title), el("dl", each(names, func(_ int, name string) app.UI {
		return definition(name, strings.Join(values[name], ", "))
	})))
}

// definition is a name with a value.
func definition(name, value string) app.UI {
	return el("div.definition", el("dt", name), el("dd", value))
}

// headers shows header fields in the order of their names; Set-Cookie is taken
// apart elsewhere.
func headers(title string, h http.Header) any {
	names := make([]string, 0, len(h))
	for name := range h {
		if name != "Set-Cookie" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return el("div.block", el("h3", title), el("dl", each(names, func(_ int, name string) app.UI {
		return definition(name, strings.Join(h[name], ", "))
	})))
}

// setCookies takes each Set-Cookie apart.
func setCookies(r wire.Response, now time.Time) any {
	list := r.SetCookies()
	if len(list) == 0 {
		return nil
	}
	return el("div.block", el("h3", "Set-Cookie"), each(list, func(_ int, c *http.Cookie) app.UI {
		return el("div.set-cookie",
			el("p", el("b", c.Name), el("span", "="), el("code", c.Value)),
			el("ul.attributes", each(cookieAttributes(c, now), func(_ int, text string) app.UI {
				return el("li", text)
			})))
	}))
}

// cookieAttributes are the attributes of a cookie in words.
func cookieAttributes(c *http.Cookie, now time.Time) []string {
	var list []string
	switch {
	case c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(now):
		list = append(list, "deleted at once")
	case c.MaxAge > 0:
		list = append(list, "Max-Age "+lasting(time.Duration(c.MaxAge)*time.Second))
	case !c.Expires.IsZero():
		list = append(list, "Expires in "+lasting(c.Expires.Sub(now)))
	default:
		list = append(list, "ends with the browser")
	}
	if c.Domain == "" {
		list = append(list, "host only")
	}
	if c.Path != "" {
		list = append(list, "Path "+c.Path)
	}
	if c.HttpOnly {
		list = append(list, "HttpOnly")
	}
	if c.Secure {
		list = append(list, "Secure")
	}
	if text := sameSite(c.SameSite); text != "" {
		list = append(list, "SameSite "+text)
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

// body shows the body of a response: JSON indented, a page by its title.
func body(r wire.Response) any {
	if r.Page != nil {
		return el("div.block", el("h3", "Page"),
			el("p.hint", fmt.Sprintf("%s: %q, shown on the stage.", r.Page.Kind, r.Page.Title)))
	}
	if r.Body == "" {
		return nil
	}
	return el("div.block", el("h3", "Body"), el("pre.code[tabindex=0]", indented(r.Body)))
}

// indented is JSON with line breaks; other text stays as it is.
func indented(text string) string {
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return text
	}
	pretty, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return text
	}
	return string(pretty)
}
