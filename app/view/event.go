package view

import (
	"fmt"
	"hash/maphash"
	"reflect"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// Send hands a message to the program.
type Send func(play.Msg)

// handler is a part of an element: what happens on an event.
type handler struct {
	event string
	call  app.EventHandler
	scope string
	msg   play.Msg
	edits bool // the message changes the scenario
}

// on sends a message when an event happens; a [play.Filler] is filled with the
// value of the element first. It is the only place that attaches handlers:
// go-app compares them by code pointer, so that all closures made here look
// the same to it and an element would keep sending the message of an earlier
// render. The scope, which is the message itself, tells them apart.
func on(event string, msg play.Msg, send Send) handler {
	call := func(_ app.Context, e app.Event) {
		if filler, ok := msg.(play.Filler); ok {
			if filled := filler.Fill(valueOf(event, e)); filled != nil {
				send(filled)
			}
			return
		}
		send(msg)
	}
	return handler{event: event, call: call, scope: scopeOf(msg), msg: msg, edits: play.Edits(msg)}
}

// seed makes the numbers of messages; they mean nothing outside of this page.
var seed = maphash.MakeSeed()

// scopeOf tells messages apart. Printing each of them, a few hundred times for
// every picture, would take longer than much of the drawing.
func scopeOf(msg play.Msg) string {
	kind := reflect.TypeOf(msg)
	if !kind.Comparable() {
		return fmt.Sprintf("%#v", msg)
	}
	return kind.String() + strconv.FormatUint(maphash.Comparable(seed, msg), 36)
}

// attach puts the handler on an element.
func attach[E bare[E]](e E, h handler) { e.On(h.event, h.call, h.scope) }

// valueOf reads what an event brings: the detail of a custom event, the text in
// the first field of a form, the key of a key press, the number of the row that
// was clicked, the state of a box, the text of a field.
func valueOf(event string, e app.Event) string {
	switch event {
	case "edit", "scrub", "zoom", "pan":
		return e.Get("detail").Get("value").String()
	case "submit":
		return e.Get("target").Get("elements").Get("0").Get("value").String()
	case "keydown":
		return e.Get("key").String()
	}
	target := e.Get("target")
	if event == "click" {
		if row := target.Call("closest", "[aria-rowindex]"); row.Truthy() {
			return row.Call("getAttribute", "aria-rowindex").String()
		}
	}
	if target.Get("type").String() == "checkbox" {
		return fmt.Sprint(target.Get("checked").Bool())
	}
	return target.Get("value").String()
}

// button is a button with a text. It names no type: the page has no form that
// it could submit.
func button(send Send, msg play.Msg, parts ...any) markup {
	return still("button", append([]any{click(msg, send)}, parts...)...)
}

// click sends a message as it is: a button has no value to fill it with.
func click(msg play.Msg, send Send) handler {
	h := on("click", msg, send)
	h.call = func(app.Context, app.Event) { send(msg) }
	return h
}

// sendName is the attribute of markup that names the message of a click, and
// clicks has the messages of what is drawn: markup has no handlers of its own.
const sendName = "data-send"

var clicks = map[string]play.Msg{}

// hear sends the messages of clicked markup. It belongs to the outermost element,
// and forgets what an earlier page would have sent: what is drawn around it
// notes its messages anew.
func hear(send Send) handler {
	clear(clicks)
	call := func(_ app.Context, e app.Event) {
		from := e.Get("target").Call("closest", "["+sendName+"]")
		if !from.Truthy() {
			return
		}
		if msg, known := clicks[from.Call("getAttribute", sendName).String()]; known {
			send(msg)
		}
	}
	return handler{event: "click", call: call, scope: sendName}
}
