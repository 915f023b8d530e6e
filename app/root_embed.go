package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
)

// An embed and the page around it talk through web/embed-frame.js, which checks
// who speaks. That script and the program exchange events on the window:
// "mfa-command" to the program, "mfa-event" from it, both with plain text only.

// listenToHost does what the page around asks for.
func (r *root) listenToHost() {
	if !r.model.Embed.On {
		return
	}
	r.address.put = linkOut
	r.on("mfa-command", func(event app.Value) {
		detail := event.Get("detail")
		text := func(name string) string { return textOf(detail.Get(name)) }
		switch text("type") {
		case "goTo":
			msg, err := play.GoToStep(text("step"))
			if err != nil {
				msg = play.Failed{Text: err.Error()}
			}
			r.tell(msg)
		case "setCode":
			r.tell(play.FromHost{Msg: play.SetScript{Name: text("name"), Code: text("code")}})
		case "load":
			r.tell(play.FromHost{Msg: play.LoadText{Text: text("scenario")}})
		}
	})
	tellHost(r.model.Ready())
}

// textOf reads a text that may be missing.
func textOf(v app.Value) string {
	if v.Type() != app.TypeString {
		return ""
	}
	return v.String()
}

// report tells the page around what an update has changed.
func (r *root) report(before play.Model) {
	if !r.model.Embed.On {
		return
	}
	for _, event := range r.model.EventsSince(before) {
		tellHost(event)
	}
}

// tellHost hands one event over.
func tellHost(event play.Event) {
	text, err := json.Marshal(event)
	if err != nil {
		panic("app: internal error: an event cannot be written as JSON: " + err.Error())
	}
	window := app.Window()
	init := map[string]any{"detail": string(text)}
	window.Call("dispatchEvent", window.Get("CustomEvent").New("mfa-event", init))
}

// linkOut has the link of an embed lead to what the embed shows: its own address
// stays as the page around has given it.
func linkOut(fragment string) {
	if link := app.Window().GetElementByID(view.LinkOutID); link.Truthy() {
		link.Set("hash", fragment)
	}
}
