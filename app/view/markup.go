package view

import (
	"fmt"
	"html"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
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
	var head, body strings.Builder
	head.WriteString("<" + fixed.tag)
	classes, locked := fixed.class, false
	for _, a := range fixed.attributes {
		writeAttribute(&head, a)
	}
	for _, part := range parts {
		switch part := part.(type) {
		case nil:
		case class:
			classes = strings.TrimSpace(classes + " " + string(part))
		case attribute:
			writeAttribute(&head, attribute{allowed(part.name), part.value})
		case toggle:
			if part.on {
				writeAttribute(&head, attribute{allowed(part.name), "true"})
			}
		case handler:
			if name := clicked(part); app.IsClient {
				writeAttribute(&head, name) // nobody hears clicks before that
			}
			locked = locked || part.edits && readOnly
		case string:
			body.WriteString(html.EscapeString(part))
		case markup:
			body.WriteString(string(part))
		case []markup:
			for _, m := range part {
				body.WriteString(string(m))
			}
		default:
			panic(fmt.Sprintf("view: internal error: a %T cannot be part of the markup <%s>", part, fixed.tag))
		}
	}
	if classes != "" {
		writeAttribute(&head, attribute{"class", classes})
	}
	if locked {
		writeAttribute(&head, attribute{lockOf(fixed.tag), "true"})
	}
	return markup(head.String() + ">" + body.String() + "</" + fixed.tag + ">")
}

func writeAttribute(to *strings.Builder, a attribute) {
	to.WriteString(" " + a.name + `="` + html.EscapeString(a.value) + `"`)
}

// ui is what go-app draws. The outermost element of markup in a picture is svg:
// the browser knows by it what is to come.
func (m markup) ui() app.UI { return app.Raw(string(m)) }

// told remembers what was last worked out of a result: travelling through it
// asks for the same a hundred times.
type told[T any] struct {
	by   resultID
	what T
}

// resultID tells results apart. A replay makes new frames, it never changes
// those of another.
type resultID struct {
	first  *engine.Frame
	frames int
	window play.Window
}

// of returns what is remembered of a result, or works it out.
func (t *told[T]) of(m play.Model, window play.Window, work func() T) T {
	id := resultID{frames: len(m.Result.Frames), window: window}
	if id.frames > 0 {
		id.first = &m.Result.Frames[0]
	}
	if t.by != id || id.frames == 0 {
		t.by, t.what = id, work()
	}
	return t.what
}
