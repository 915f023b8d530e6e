//go:build js

// Command seek is the search for counterexamples (see main.go).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"syscall/js"
	"time"

	"mfaplayground/app/play"
	"mfaplayground/engine/grid"
	"mfaplayground/engine/scenario"
)

// newsPause is the time between two reports.
const newsPause = 100 * time.Millisecond

// main offers the Worker a function seek(question), which reports by messages.
func main() {
	js.Global().Set("seek", js.FuncOf(func(_ js.Value, args []js.Value) any {
		go seek(args[0].String())
		return nil
	}))
	select {}
}

// seek answers one question, to the end: who wants it no more ends the Worker.
func seek(text string) {
	var q play.Question
	defer func() {
		if fault := recover(); fault != nil {
			failed(q.Number, fmt.Errorf("the playground itself failed: %v", fault))
		}
	}()
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		failed(q.Number, err)
		return
	}
	if err := search(q); err != nil {
		failed(q.Number, err)
	}
}

func search(q play.Question) error {
	s, err := scenario.Parse(q.Name, q.Text)
	if err != nil {
		return err
	}
	work, err := grid.NewSearch(grid.Of(s), q.Claim, q.Vary)
	if err != nil {
		return err
	}
	runner, told := grid.NewRunner(host{}), time.Now()
	for !work.Done() {
		if err := work.Go(context.Background(), runner, runtime.Gosched); err != nil {
			return err
		}
		if time.Since(told) > newsPause && !work.Done() {
			told = time.Now()
			tell(play.News(q.Number, work))
		}
	}
	tell(play.News(q.Number, work))
	return nil
}

func failed(number int, err error) {
	tell(play.Searched{Number: number, Done: true, Err: fmt.Sprintf("The search could not be made: %v.", err)})
}

// tell reports to the page.
func tell(news play.Searched) {
	text, err := json.Marshal(news)
	if err != nil {
		panic("seek: internal error: news cannot be written as JSON: " + err.Error())
	}
	js.Global().Call("postMessage", string(text))
}
