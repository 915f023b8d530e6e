package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// This file is all that the page asks of the browser's window. Natively
// app.Window is inert, and every function here does nothing.

// listen follows the address bar, and keeps arrow keys from scrolling where
// they select something. go-app's own router would mount another page when the
// address changes; here only the fragment ever does.
func (r *root) listen() {
	window := app.Window()
	window.Set("onpopstate", nil)
	r.on("hashchange", func(app.Value) {
		fragment := window.Get("location").Get("hash").String()
		r.ctx.Dispatch(func(app.Context) { r.send(play.Open{Fragment: fragment}) })
	})
	r.on("keydown", func(event app.Value) {
		switch event.Get("key").String() {
		case "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown":
		default:
			return
		}
		if at := event.Get("target").Call("closest", "[data-keys]"); at.Truthy() {
			event.Call("preventDefault")
		}
	})
}

// on attaches a listener to the window. Unlike go-app's handlers it runs while
// the event is being dispatched, so that it can prevent the default.
func (r *root) on(event string, do func(event app.Value)) {
	window := app.Window()
	call := app.FuncOf(func(_ app.Value, args []app.Value) any {
		if len(args) > 0 {
			do(args[0])
		}
		return nil
	})
	window.Call("addEventListener", event, call)
	r.release = append(r.release, func() {
		window.Call("removeEventListener", event, call)
		call.Release()
	})
}

// glue calls a function of web/page.js, if that has loaded.
func glue(name string, args ...any) app.Value {
	of := app.Window().Get("mfaSite")
	if !of.Truthy() || !of.Get(name).Truthy() {
		return nil
	}
	return of.Call(name, args...)
}

// findKept reports work of an earlier visit, unless the page was opened by a
// link that holds a scenario: who follows one came for that.
func (r *root) findKept() {
	if r.model.Embed.On || strings.Contains("&"+strings.TrimPrefix(fragmentOf(app.Window()), "#"), "&s=") {
		return
	}
	if work := glue("kept", r.model.Lesson); work != nil && work.Truthy() {
		r.tell(play.Found{Kept: play.Kept{
			Text: work.Get("text").String(), When: work.Get("when").String(), At: work.Get("at").Int(),
		}})
	}
}

// fragmentOf is the fragment that the page was opened with: boot.js keeps it,
// because it may have taken it out of the address bar.
func fragmentOf(window app.BrowserWindow) string {
	if site := window.Get("mfaSite"); site.Truthy() {
		return site.Get("fragment").String()
	}
	return window.Get("location").Get("hash").String()
}

// onFrame sets a performance mark in the next animation frame.
func onFrame(name string) {
	var frame app.Func
	frame = app.FuncOf(func(app.Value, []app.Value) any {
		mark(name)
		frame.Release()
		return nil
	})
	app.Window().Call("requestAnimationFrame", frame)
}

// mark sets a performance mark: "edit" when code was typed, "painted" when its
// outcome is on the screen, "interactive" when the page answers.
func mark(name string) {
	app.Window().Get("performance").Call("mark", name)
}

// copyText puts text on the clipboard, where the browser allows it.
func (r *root) copyText(what, text string) {
	failed := play.Failed{Text: what + " could not be copied: the browser does not allow it here. The address bar holds it all."}
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		r.tell(failed)
		return
	}
	var done, refused app.Func
	end := func(msg play.Msg) func(app.Value, []app.Value) any {
		return func(app.Value, []app.Value) any {
			r.tell(msg)
			done.Release()
			refused.Release()
			return nil
		}
	}
	done, refused = app.FuncOf(end(play.Done{Text: what + " copied"})), app.FuncOf(end(failed))
	clipboard.Call("writeText", text).Call("then", done, refused)
}

// tell sends a message from outside the UI goroutine.
func (r *root) tell(msg play.Msg) {
	r.ctx.Dispatch(func(app.Context) { r.send(msg) })
}

// replaceAddress puts a fragment into the address bar without a new entry in
// the history, and without go-app's router. Browsers refuse that where there
// were too many changes, and in some frames: then the address stays as it is.
func replaceAddress(fragment string) {
	defer func() {
		if fault := recover(); fault != nil {
			if err, ok := fault.(error); !ok || !strings.HasPrefix(err.Error(), "JavaScript error") {
				panic(fault)
			}
		}
	}()
	app.Window().Get("history").Call("replaceState", nil, "", "#"+fragment)
}

// setText replaces the text of an element.
func setText(id, text string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Set("textContent", text)
	}
}

// setEditor puts code into the editor, or into the text area that stands there
// until the editor has loaded.
func setEditor(code string) {
	editor := app.Window().Get("document").Call("querySelector", "code-editor")
	if !editor.Truthy() {
		return
	}
	editor.Set("value", code)
	if area := editor.Call("querySelector", "textarea"); area.Truthy() && !editor.Get("shadowRoot").Truthy() {
		area.Set("value", code)
	}
}

// showLine selects a line in the editor; in the text area that stands there
// until the editor has loaded, it selects nothing.
func showLine(line int) {
	editor := app.Window().Get("document").Call("querySelector", "code-editor")
	if editor.Truthy() && editor.Get("focusLine").Truthy() {
		editor.Call("focusLine", line)
	}
}

// syncForms has every field show what was drawn last for it. Drawing alone does
// not: go-app compares with what it drew before, not with what was typed since.
func syncForms() {
	list := app.Window().Get("document").Call("querySelectorAll", "[data-held]")
	for i := range list.Get("length").Int() {
		e := list.Index(i)
		held := e.Get("dataset").Get("held").String()
		if e.Get("type").String() == "checkbox" {
			e.Set("checked", held == "true")
			continue
		}
		e.Set("value", held)
	}
}

// focus moves the keyboard focus.
func focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus")
	}
}

// scrollTo brings an element into view, moving as little as possible.
func scrollTo(id string) {
	e := app.Window().GetElementByID(id)
	if !e.Truthy() {
		return
	}
	if frame := app.Window().Get("mfaFrame"); frame.Truthy() {
		frame.Call("reveal", e) // the page around an embed stays where it is
		return
	}
	e.Call("scrollIntoView", map[string]any{"block": "nearest", "inline": "nearest"})
}

// publishRuns leaves what was run where the editor finds it.
func publishRuns(last scriptRuns, steps []any) {
	site := app.Window().Get("mfaSite")
	if !site.Truthy() {
		return
	}
	jobs := make([]any, len(last.jobs))
	for i, job := range last.jobs {
		jobs[i] = job
	}
	site.Set("runs", map[string]any{"program": last.program, "jobs": jobs, "steps": steps})
	app.Window().Call("dispatchEvent", app.Window().Get("Event").New("mfa-runs"))
}
