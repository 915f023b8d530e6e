package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// share does what web/share.js is needed for: it is loaded then, and not before.
func (r *root) share(command play.Cmd) {
	switch c := command.(type) {
	case play.ShowSheet:
		r.later(func() { r.withShare("show", "sheet-"+string(c.Sheet)) })
	case play.Export:
		r.export(c)
	case play.FetchBase:
		r.fetchBase(c)
	}
}

// export has what is shown written in a form. What web/export.js gets is what
// `run -json` prints.
func (r *root) export(c play.Export) {
	run, err := json.Marshal(runOf(c.Name, c.Result))
	if err != nil {
		r.tell(play.Failed{Text: "The result could not be packed: " + err.Error()})
		return
	}
	r.ask(func(done app.Value) {
		if text := done.String(); text != "" {
			r.tell(play.Done{Text: text})
		}
	}, "take", string(c.Form), c.Copy, c.Name, c.Text, string(run), c.Link, c.At, c.Where, c.Exchange)
}

// withShare has a function of web/share.js do something. When that fails the
// page says so.
func (r *root) withShare(args ...any) { r.ask(func(app.Value) {}, args...) }

// fetchBase fetches the text that a link builds on and opens the link again; the
// text is empty if it is not there.
func (r *root) fetchBase(c play.FetchBase) {
	r.ask(func(text app.Value) {
		r.tell(play.Open{Fragment: c.Fragment, Base: text.String(), Fetched: true})
	}, "base", c.Name)
}

// ask has a function of web/share.js do something, and hands over what its
// promise brings.
func (r *root) ask(then func(app.Value), args ...any) {
	site := app.Window().Get("mfaSite")
	if !site.Truthy() {
		return
	}
	var done, failed app.Func
	done = app.FuncOf(func(_ app.Value, args []app.Value) any {
		then(args[0])
		done.Release()
		failed.Release()
		return nil
	})
	failed = app.FuncOf(func(_ app.Value, args []app.Value) any {
		r.tell(play.Failed{Text: "That did not work: " + args[0].Call("toString").String()})
		done.Release()
		failed.Release()
		return nil
	})
	site.Call("ask", args...).Call("then", done, failed)
}
