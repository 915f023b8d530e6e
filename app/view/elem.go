package view

import (
	"fmt"
	"html"
	"reflect"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

const svgNamespace = "http://www.w3.org/2000/svg"

// class is a part of an element: its class names.
type class string

// attribute is a part of an element: one attribute.
type attribute struct{ name, value string }

// attr returns an attribute. Most values are text; printing those with fmt
// would take a third of the time of drawing.
func attr(name string, value any) attribute {
	switch v := value.(type) {
	case string:
		return attribute{name, v}
	case int:
		return attribute{name, strconv.Itoa(v)}
	case bool:
		return attribute{name, strconv.FormatBool(v)}
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.String {
		return attribute{name, v.String()}
	}
	return attribute{name, fmt.Sprint(value)}
}

// toggle is a boolean attribute, such as checked. When the page is pre-rendered
// its mere presence counts; in the live page it is a property, which must be
// set to false explicitly once somebody has clicked.
type toggle struct {
	name string
	on   bool
}

// el makes an HTML element. What is fixed about it is written like a selector:
//
//	el("ul.accounts[aria-label=People]", parts...)
//
// The parts are what depends on the model: class, attribute, toggle, handler,
// text (string), children (app.UI, []app.UI, markup, []markup). Nil parts are left out. Keeping
// the fixed in one text makes the page's binary smaller and its drawing faster
// than a call for each attribute would.
func el(selector string, parts ...any) app.UI {
	fixed := fixedOf(selector)
	return assemble(app.Elem(fixed.tag), fixed, parts)
}

// svg makes an SVG element. It has no class: go-app sets className, which SVG
// elements do not have, so the stylesheet matches data-c instead.
func svg(selector string, parts ...any) app.UI {
	fixed := fixedOf(selector)
	return assemble(app.Elem(fixed.tag).XMLNS(svgNamespace), fixed, parts)
}

// void makes an HTML element that has no content, such as input.
func void(selector string, parts ...any) app.UI {
	fixed := fixedOf(selector)
	e := app.ElemSelfClosing(fixed.tag)
	if len(dress(e, fixed, parts)) > 0 {
		panic("view: internal error: <" + fixed.tag + "> cannot have content")
	}
	return e
}

func assemble(e app.HTMLElem, fixed *fixedPart, parts []any) app.UI {
	return e.Body(dress(e, fixed, parts)...)
}

// bare is an element of go-app before its attributes are set; its two kinds
// have the same methods but no common interface.
type bare[E any] interface {
	Class(names ...string) E
	Attr(name string, value any) E
	On(event string, call app.EventHandler, scope ...any) E
}

// dress gives an element its attributes and handlers, and returns the parts
// that are its content.
func dress[E bare[E]](e E, fixed *fixedPart, parts []any) []app.UI {
	if fixed.class != "" {
		e.Class(fixed.class)
	}
	for _, a := range fixed.attributes {
		e.Attr(a.name, escaped(a.value))
	}
	content, locked := make([]app.UI, 0, len(parts)), false
	for _, part := range parts {
		switch part := part.(type) {
		case nil:
		case class:
			e.Class(string(part))
		case attribute:
			e.Attr(allowed(part.name), escaped(part.value))
		case toggle:
			if part.on || app.IsClient {
				e.Attr(part.name, fmt.Sprint(part.on))
			}
		case handler:
			attach(e, part)
			locked = locked || part.edits && readOnly
		case string:
			content = append(content, app.Text(part))
		case markup:
			content = append(content, part.ui())
		case []markup:
			for _, m := range part {
				content = append(content, m.ui())
			}
		case []app.UI:
			content = append(content, part...)
		case app.UI:
			content = append(content, part)
		default:
			panic(fmt.Sprintf("view: internal error: a %T cannot be part of <%s>", part, fixed.tag))
		}
	}
	if locked {
		e.Attr(lockOf(fixed.tag), "true")
	}
	return content
}

// allowed stops what the Content-Security-Policy would refuse in the browser.
func allowed(name string) string {
	if name == "style" || strings.HasPrefix(name, "on") {
		panic("view: internal error: attribute " + name + " is refused by the page's policy")
	}
	return name
}

// escaped makes an attribute value safe for go-app's pre-rendering, which
// quotes values as Go strings and writes "true" as no value at all. Live
// elements get the value itself.
func escaped(value string) string {
	if app.IsClient {
		return value
	}
	if value == "true" {
		return "&#116;rue"
	}
	return escaper.Replace(html.EscapeString(value))
}

var escaper = strings.NewReplacer(`\`, "&#92;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;", "\u00a0", "&#160;")

// when returns the part if the condition holds.
func when(condition bool, part any) any {
	if condition {
		return part
	}
	return nil
}

// each draws every element of a list, as elements or as markup.
func each[T, D any](list []T, draw func(i int, item T) D) []D {
	drawn := make([]D, 0, len(list))
	for i, item := range list {
		drawn = append(drawn, draw(i, item))
	}
	return drawn
}

// span is inline text with a class.
func span(c string, text string) markup { return still("span", class(c), text) }

// hiddenText is text for screen readers only.
func hiddenText(text string) markup { return still("span.sr", text) }
