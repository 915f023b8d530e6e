package view

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/wire"
)

// partTitles are the titles of the tabs of the details.
var partTitles = map[play.Part]string{
	play.PartHeaders: "Headers", play.PartPayload: "Payload", play.PartResponse: "Response",
	play.PartCookies: "Cookies", play.PartTokens: "Tokens",
}

// details shows the selected exchange in tabs.
func details(m play.Model, send Send) any {
	x, ok := m.Selected()
	if !ok {
		return nil
	}
	open := m.OpenPart(x)
	var tabs []tab
	for _, p := range play.Parts(x) {
		tabs = append(tabs, tab{play.PartName(p), partTitles[p], 0, p == open, play.SelectPart{Part: p}})
	}
	_, path := hostPath(x.Request.URL)
	return el("div.details[role=region][aria-label=Selected request]",
		el("div.details-head",
			el("b", x.Request.Method), el("code", path), statusOf(x.Response.Status),
			tries(m, send),
			button(send, play.CopyCurl{}, class("plain"), attr("title", "For the tenant that `go run ./app tenant` serves"), "Copy as cURL"),
			button(send, play.SelectExchange{At: m.At, Index: -1}, class("square"), attr("aria-label", "Close the details"), icon("close"))),
		tabList("Parts of the request", tabs, play.PartKey{}, send),
		tabPanel(play.PartName(open), part(m, x, open, send)))
}

// tries steps among the equal exchanges that share a row.
func tries(m play.Model, send Send) any {
	n := m.SelectedRow()
	if n < 0 {
		return nil
	}
	row := m.Rows()[n]
	if row.Count == 1 {
		return nil
	}
	step := func(index int, label, name string) markup {
		return button(send, play.SelectExchange{At: m.At, Index: index}, class("square"),
			toggle{"disabled", index < row.First() || index > row.Index}, attr("aria-label", label), icon(name))
	}
	return still("span.tries[role=group][aria-label=Equal requests]",
		step(m.Exchange-1, "Previous of the equal requests", "left"),
		still("span", fmt.Sprintf("%d of %d", m.Exchange-row.First()+1, row.Count)),
		step(m.Exchange+1, "Next of the equal requests", "right"))
}

// part draws one tab of the details.
func part(m play.Model, x wire.Exchange, p play.Part, send Send) []app.UI {
	switch p {
	case play.PartPayload:
		return payload(x.Request)
	case play.PartResponse:
		return []app.UI{answer(x.Response)}
	case play.PartCookies:
		return exchangeCookies(x)
	case play.PartTokens:
		return exchangeTokens(m, x)
	}
	return general(x, send)
}

// general is what the tab Headers shows.
func general(x wire.Exchange, send Send) []app.UI {
	status := strings.TrimSpace(fmt.Sprintf("%d %s", x.Response.Status, http.StatusText(x.Response.Status)))
	return []app.UI{
		section("General", el("dl",
			definition("", "Request URL", x.Request.URL),
			definition("", "Request method", x.Request.Method),
			definition("", "Status", status),
			definition("", "From", x.From+" to "+x.To),
			definition("", "At", instant(x.At)),
			when(x.Response.Location() != "", definition("", "Redirects to", x.Response.Location()))),
			when(x.Decision > 0, button(send, play.SelectInspectorTab{Tab: play.TabWhy}, class("chip"),
				icon("asked"), still("span", "Why: what was decided here")))),
		headers("Response headers", x.Response.Header),
		headers("Request headers", x.Request.Header),
	}
}

// payload is what the request carries: parameters of its address, a form, or
// another body.
func payload(r wire.Request) []app.UI {
	var parts []app.UI
	if query := r.Address().Query(); len(query) > 0 {
		parts = append(parts, parameters("Query string", query))
	}
	if form := r.Form(); len(form) > 0 {
		return append(parts, parameters("Form data", form))
	}
	if r.Body != "" {
		parts = append(parts, section("Body", el("pre.code[tabindex=0]", indented(r.Body))))
	}
	return parts
}

// section is a titled part of the details.
func section(title string, parts ...any) app.UI {
	return el("div.block", append([]any{el("h3", title)}, parts...)...)
}

// parameters shows the parameters of a query or a form.
func parameters(title string, values url.Values) app.UI {
	return definitions(title, "parameter", values)
}

// headers shows header fields; Set-Cookie is taken apart in a tab of its own.
func headers(title string, h http.Header) app.UI { return definitions(title, "header", h) }

// definitions shows named values in the order of their names; terms of a kind
// are explained to whoever points at them.
func definitions(title, kind string, values map[string][]string) app.UI {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return section(title, el("dl", each(names, func(_ int, name string) app.UI {
		return definition(kind, name, strings.Join(values[name], "\n"))
	})))
}

// definition is a name with a value. A term of a kind can be pointed at, by
// mouse and by keyboard: web/terms.js explains it.
func definition(kind, name, value string) app.UI {
	return el("div.definition", term("dt", kind, name), el("dd", value))
}

// term is a name that web/terms.js explains; without a kind just a name.
func term(tag, kind, name string) app.UI {
	return el(tag, when(kind != "", attr("data-term", kind+" "+name)), when(kind != "", attr("tabindex", 0)), name)
}

// answer shows the body of a response: JSON indented, a page by its title.
func answer(r wire.Response) app.UI {
	switch {
	case r.Page != nil:
		return el("p.hint", fmt.Sprintf("A page (%s): %q. The stage shows it.", r.Page.Kind, r.Page.Title))
	case r.Location() != "":
		return el("p.hint", "No body: the browser goes on to ", el("code", r.Location()))
	case r.Body == "":
		return el("p.hint", "No body.")
	}
	return el("div.block",
		el("pre.code[tabindex=0][aria-label=Response body]", indented(r.Body)),
		members(r.Body))
}

// members explains what a JSON answer says.
func members(body string) any {
	var object map[string]any
	if json.Unmarshal([]byte(body), &object) != nil {
		return nil
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return el("p.terms", el("span.dim", "What is what:"), each(names, func(_ int, name string) app.UI { return term("code", "member", name) }))
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
