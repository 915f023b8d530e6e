package view

import (
	"fmt"
	"html"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// markup is an element and all that is in it, drawn in one piece: go-app hands
// it to the browser as a text instead of making each element by several calls,
// which is most of what drawing costs. In return where a letter changes all of it
// is drawn anew. So it is for what many elements show: the picture of the
// timeline, texts, a card of a list. Of what happens in it only clicks are heard.
type markup string

// still makes an element of markup, from the same parts as [el]. It is the only
// place that writes markup, and escapes whatever is put into it.
func still(selector string, parts ...any) markup {
	fixed := fixedOf(selector)
	size := len(fixed.opening) + len(fixed.closing) + len(fixed.class)
	for _, part := range parts {
		size += sizeOf(part)
	}
	var to strings.Builder
	to.Grow(size)
	to.WriteString(fixed.opening)
	for _, part := range parts {
		writeHead(&to, fixed.tag, part)
	}
	writeClass(&to, fixed.class, parts)
	to.WriteByte('>')
	for _, part := range parts {
		writeBody(&to, fixed.tag, part)
	}
	to.WriteString(fixed.closing)
	return markup(to.String())
}

// sizeOf is about how many bytes a part becomes, so that the text of an element
// is written in one go.
func sizeOf(part any) int {
	switch part := part.(type) {
	case class:
		return len(part) + len(` class=""`)
	case attribute:
		return len(part.name) + len(part.value) + len(` =""`)
	case handler:
		return len(part.scope) + len(sendName) + len(` =""`)
	case string:
		return len(part)
	case markup:
		return len(part)
	case []markup:
		n := 0
		for _, m := range part {
			n += len(m)
		}
		return n
	}
	return 0
}

// writeHead writes what belongs into the start tag.
func writeHead(to *strings.Builder, tag string, part any) {
	switch part := part.(type) {
	case attribute:
		writeAttribute(to, allowed(part.name), part.value)
	case toggle:
		if part.on {
			writeAttribute(to, allowed(part.name), "true")
		}
	case handler:
		if part.event != "click" {
			panic("view: internal error: markup hears no " + part.event)
		}
		if app.IsClient { // before that nobody hears it
			clicks[part.scope] = part.msg
			writeAttribute(to, sendName, part.scope)
		}
		if part.edits && readOnly {
			writeAttribute(to, lockOf(tag), "true")
		}
	}
}

func writeClass(to *strings.Builder, fixed string, parts []any) {
	names := fixed
	for _, part := range parts {
		if more, ok := part.(class); ok {
			names = strings.TrimSpace(names + " " + string(more))
		}
	}
	if names != "" {
		writeAttribute(to, "class", names)
	}
}

// writeBody writes what stands between the tags.
func writeBody(to *strings.Builder, tag string, part any) {
	switch part := part.(type) {
	case nil, class, attribute, toggle, handler:
	case string:
		escape(to, part)
	case markup:
		to.WriteString(string(part))
	case []markup:
		for _, m := range part {
			to.WriteString(string(m))
		}
	default:
		panic(fmt.Sprintf("view: internal error: a %T cannot be part of the markup <%s>", part, tag))
	}
}

func writeAttribute(to *strings.Builder, name, value string) {
	to.WriteByte(' ')
	to.WriteString(name)
	to.WriteString(`="`)
	escape(to, value)
	to.WriteByte('"')
}

// escape writes a text. Most have nothing to escape, which is faster to see than
// to replace.
func escape(to *strings.Builder, text string) {
	if strings.ContainsAny(text, `<>&'"`) {
		text = html.EscapeString(text)
	}
	to.WriteString(text)
}

// ui is what go-app draws. The outermost element of markup in a picture is svg:
// the browser knows by it what is to come.
func (m markup) ui() app.UI { return app.Raw(string(m)) }

// told remembers what was last worked out of something: of a result, through
// which somebody travels and asks for the same a hundred times.
type told[K comparable, T any] struct {
	by    K
	what  T
	known bool
}

// of returns what is remembered, or works it out.
func (t *told[K, T]) of(by K, work func() T) T {
	if !t.known || t.by != by {
		t.by, t.what, t.known = by, work(), true
	}
	return t.what
}

// resultID tells results apart. A replay makes new frames, it never changes
// those of another.
type resultID struct {
	scenario *scenario.Scenario
	first    *engine.Frame
	frames   int
	window   play.Window
}

// resultOf is the result that is drawn, in a window.
func resultOf(m play.Model, window play.Window) resultID {
	id := resultID{scenario: m.Scenario, frames: len(m.Result.Frames), window: window}
	if id.frames > 0 {
		id.first = &m.Result.Frames[0]
	}
	return id
}
