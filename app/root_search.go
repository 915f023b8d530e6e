package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// search has a case searched that breaks a claim: in a Worker with a program of
// its own (web/seek.js), which is loaded when it is first needed.
func (r *root) search(c play.SearchCase) {
	question, err := json.Marshal(c.Question())
	if err != nil {
		panic("app: internal error: a question cannot be written as JSON: " + err.Error())
	}
	if r.hear == nil {
		r.hear = app.FuncOf(func(_ app.Value, args []app.Value) any {
			var news play.Searched
			if err := json.Unmarshal([]byte(args[0].String()), &news); err != nil {
				news = play.Searched{Number: c.Number, Done: true, Err: "The search gave an answer that cannot be read: " + err.Error()}
			}
			r.tell(news)
			return nil
		})
		r.release = append(r.release, r.hear.Release)
	}
	if glue("seek", string(question), r.hear) == nil {
		r.tell(play.Searched{Number: c.Number, Done: true, Err: "The search is not there: a part of the page did not load. Reload the page to try again."})
	}
}
