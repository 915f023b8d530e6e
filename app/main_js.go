//go:build js

// Command app, compiled for a browser, is the page of the MFA Playground.
// Natively it is the command line (main.go).
package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
	"mfaplayground/engine/script"
)

// firstReplayPatience is how long the pre-rendered page waits for the script
// engine before the program takes over without a result.
const firstReplayPatience = 20 * time.Second

// main plays the lesson of the page, or what the address holds, and only then
// takes over from the pre-rendered page: it shows the same result, so nothing
// moves and nothing flickers.
func main() {
	model, sandbox, todo := firstModel()
	offerHeadless(sandbox)
	// One page per document: links to other lessons load their own pages, so the
	// path of this one is all there is to route. A pattern for every path would
	// link the compiler of regular expressions, 3 % of the binary.
	app.RouteFunc(app.Window().URL().Path, func() app.Composer {
		page := newRoot(model, sandbox, todo...)
		page.aside = &lateSandbox{}
		return page
	})
	app.RunWhenOnBrowser()
}

// firstModel is what the page shows when it opens.
func firstModel() (play.Model, script.Sandbox, []play.Cmd) {
	window := app.Window()
	lessons := bundledLessons()
	slug, base := lessons[0].Slug, "./"
	if page := window.Get("document").Call("querySelector", "[data-lesson]"); page.Truthy() {
		slug = page.Call("getAttribute", "data-lesson").String()
		base = page.Call("getAttribute", "data-base").String()
	}
	model, commands := play.New(lessons, slug, base)
	model.Embed.On = window.Get("mfaFrame").Truthy()
	at := window.Get("location")
	model.Address = at.Get("origin").String() + at.Get("pathname").String()
	if hash := fragmentOf(window); len(hash) > 1 || model.Embed.On {
		opened, more := play.Update(model, play.Open{Fragment: hash})
		opened.Past = nil // there is nothing to undo in a page that was just opened
		model, commands = opened, append(commands, more...)
	}
	sandbox := &lateSandbox{}
	if shown, ok := carriedOver(model); ok {
		return shown, sandbox, commands
	}
	return firstReplay(model, commands, sandbox), sandbox, commands
}

// lateSandbox loads the script engine when it is first needed: a page that
// shows a bundled result is drawn and answers before that.
type lateSandbox struct {
	mu   sync.Mutex
	host script.Sandbox
}

// load returns the script engine. What could not be loaded is tried again the
// next time.
func (l *lateSandbox) load() (script.Sandbox, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.host == nil {
		host, err := newWorkerSandbox()
		if err != nil {
			return nil, fmt.Errorf("loading the script engine: %w", err)
		}
		l.host = host
	}
	return l.host, nil
}

// Open implements [script.Sandbox].
func (l *lateSandbox) Open(ctx context.Context, program script.Program) (script.Container, error) {
	host, err := l.load()
	if err != nil {
		return nil, err
	}
	return host.Open(ctx, program)
}

// RunEach implements [script.Batcher].
func (l *lateSandbox) RunEach(ctx context.Context, program script.Program, lists [][]*script.EncodedJob) func() ([]script.Verdict, error) {
	host, err := l.load()
	if err != nil {
		return func() ([]script.Verdict, error) { return nil, err }
	}
	return script.RunEach(ctx, host, program, lists)
}

// lastRan implements [remembering].
func (l *lateSandbox) lastRan() scriptRuns {
	l.mu.Lock()
	defer l.mu.Unlock()
	if host, ok := l.host.(remembering); ok {
		return host.lastRan()
	}
	return scriptRuns{}
}

// carriedOver takes over the result that the pre-rendered page shows, if it is
// the result of what is to be shown.
func carriedOver(model play.Model) (play.Model, bool) {
	held := app.Window().GetElementByID(view.PlayedID)
	if !held.Truthy() {
		return model, false
	}
	result, verdicts, err := play.Unpack(model.Scenario, held.Get("content").Get("textContent").String())
	if err != nil {
		return model, false
	}
	model = first(model, play.Replayed{Sequence: model.Sequence, Scenario: model.Scenario, Result: result})
	model.Guide.Verdicts, model.Guide.Judged = verdicts, model.Scenario.Print()
	return model, true
}

// lessonText is the file of the lesson that the page is about; of no other
// lesson the text is needed.
func lessonText(slug string) string {
	if own, text := ownLesson(); own == slug {
		return text
	}
	return ""
}

// ownLesson reads the name and the file of the lesson that the page is about.
var ownLesson = sync.OnceValues(func() (slug, text string) {
	page := app.Window().Get("document").Call("querySelector", "[data-lesson]")
	held := app.Window().GetElementByID(view.LessonID)
	if !page.Truthy() || !held.Truthy() {
		return "", ""
	}
	return page.Call("getAttribute", "data-lesson").String(), held.Get("content").Get("textContent").String()
})

// firstReplay plays the last replay that was asked for.
func firstReplay(model play.Model, commands []play.Cmd, sandbox script.Sandbox) play.Model {
	ctx, stop := context.WithTimeout(context.Background(), firstReplayPatience)
	defer stop()
	for _, command := range commands {
		if replay, ok := command.(play.Replay); ok && replay.Sequence == model.Sequence {
			model = first(model, playOnce(ctx, replay, sandbox))
		}
	}
	return model
}

// first takes the first result over. What a page or a link opens with is the
// beginning, not an edit; and what was wrong with the link is still wrong.
func first(model play.Model, answer play.Replayed) play.Model {
	problem := model.Problem
	model, _ = play.Update(model, answer)
	model.Against, model.Changes = play.Baseline{}, nil
	if model.Problem == "" {
		model.Problem = problem
	}
	return model
}
