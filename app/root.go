package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
	"mfaplayground/engine/scenario/lessons"
	"mfaplayground/engine/script"
)

// root is the page: the component that holds the model. It draws the model,
// hands messages to play.Update and turns the commands that come back into
// work. All goroutines of the page begin here; none of them touches the model,
// they answer with a message on the UI goroutine.
type root struct {
	app.Compo

	// Drawn counts what was drawn at once; see redraw.
	Drawn int

	model   play.Model
	sandbox script.Sandbox
	aside   script.Sandbox // for the checks of the lesson: another engine, so that edits need not wait for them

	ctx     app.Context
	todo    []play.Cmd // when the page is there
	player  *player
	hear    app.Func // gets the news of searches
	gridder *gridder
	address *address
	shown   int    // the step that was last scrolled into view
	actor   string // who was on the stage
	crash   string
	typed   time.Time // when code was typed last
	quiet   bool      // go-app was told not to draw: a replay is about to bring news
	drawn   app.UI    // what was mounted; go-app keeps it up to date from then on
	stale   bool      // the model has changed since it was drawn
	due     bool      // it is about to be drawn at once
	fields  bool      // they are to show what the model holds
	release []func()  // listeners to take off again
}

// newRoot returns the page of a model whose first replay is already done; what
// is still to be done waits until the page is there.
func newRoot(model play.Model, sandbox script.Sandbox, todo ...play.Cmd) *root {
	return &root{model: model, sandbox: sandbox, todo: todo, shown: -1, address: &address{put: replaceAddress}}
}

// Render draws the model. A fault of the drawing must not take the reader's
// work with it: what was written is offered as text.
//
// go-app asks more often than there is news, once right after mounting: then
// it gets what it has, finds nothing to change, and the work is spared.
func (r *root) Render() (drawn app.UI) {
	r.due = false
	defer func() {
		if fault := recover(); fault != nil {
			r.drawn = nil
			drawn = view.Crashed(fmt.Sprint(fault), r.model)
		}
	}()
	if r.crash != "" {
		r.drawn = nil
		return view.Crashed(r.crash, r.model)
	}
	if r.drawn != nil && !r.stale {
		return r.drawn
	}
	page := view.Page(r.model, r.act)
	r.stale = false
	if r.drawn == nil {
		r.drawn = page
	}
	return page
}

// OnMount listens to the address bar and tells that the page answers.
func (r *root) OnMount(ctx app.Context) {
	r.ctx = ctx
	r.player = &player{sandbox: r.sandbox, aside: r.aside, spawn: ctx.Async, tell: r.answered, trace: r.trace,
		verdict: func(judged play.Judged) { r.tell(judged) }}
	r.gridder = newGridder(r.aside, ctx.Async, r.gridded)
	r.listen()
	r.findKept()
	r.listenToHost()
	for _, command := range r.todo {
		r.share(command)
	}
	r.reveal()
	onFrame("interactive")
	r.later(func() { scrollTo(play.SelectedRowID) })
	if solved := readProgress(); len(solved) > 0 {
		r.send(play.ProgressRead{Solved: solved})
	}
	r.later(func() {
		for _, command := range append(r.model.Judge(), r.model.Gridding()...) {
			r.execute(command)
		}
		r.player.set(play.Replay{Sequence: warmUp, Scenario: r.model.Scenario, After: warmUpPause})
	})
}

// OnDismount takes the listeners off and ends the replay in flight.
func (r *root) OnDismount() {
	for _, release := range r.release {
		release()
	}
	r.release = nil
	r.player.end()
	glue("endSeek")
	r.gridder.end()
}

// act is what every control calls.
func (r *root) act(msg play.Msg) {
	r.send(msg)
	r.redraw()
	if r.fields { // before the next key: what is typed into a field from now on is newer
		r.next(r.syncFields)
	}
}

// syncFields has the fields show what the model holds, if they are to.
func (r *root) syncFields() {
	if r.fields {
		r.fields = false
		syncForms()
	}
}

// redraw draws the model at once. go-app draws on a clock of its own, up to 8 ms
// later, which is often too late for the frame of the screen in which somebody
// acted; but a component that is mounted over its like is updated on the spot, if
// an exported field differs.
func (r *root) redraw() {
	if d, ok := r.ctx.Dispatcher().(app.ClientDispatcher); ok && !r.quiet && !r.due {
		r.due = true
		d.Mount(&root{Drawn: r.Drawn + 1})
	}
}

// send takes one message: one update, its commands. It runs on the UI goroutine.
func (r *root) send(msg play.Msg) {
	defer func() {
		if fault := recover(); fault != nil {
			r.crash = fmt.Sprint(fault)
			r.ctx.Dispatch(func(app.Context) {}) // drawn even if drawing was to be spared
		}
	}()
	if _, typed := msg.(play.EditCode); typed {
		mark("edit")
		r.rest()
	}
	before := r.model
	next, commands := play.Update(r.model, msg)
	r.model, r.stale = next, true
	r.report(before)
	r.hush(msg, commands)
	for _, command := range commands {
		r.execute(command)
	}
	if r.shown != r.model.At {
		r.shown = r.model.At
		r.reveal()
	}
	r.look()
}

// look brings into view who acts in the selected step, if that is somebody else
// than before: a stage may hold more than fits.
func (r *root) look() {
	if actor := r.model.Actor(); actor != "" && actor != r.actor && !r.model.Replaying {
		r.actor = actor
		r.later(func() { scrollTo(play.StageID(actor)) })
	}
}

// restAfter is the pause in typing after which undo takes back only what follows.
const restAfter = 700 * time.Millisecond

// rest tells the model when a keystroke comes after a pause. The model has no
// clock, and a timer would draw the page once more.
func (r *root) rest() {
	now := time.Now()
	if now.Sub(r.typed) > restAfter {
		r.model, _ = play.Update(r.model, play.Paused{})
	}
	r.typed = now
}

// hush spares the drawing between a keystroke and its outcome: the editor has
// drawn what was typed, and what it leads to arrives in a few milliseconds. The
// next message of any other kind, the outcome among them, is drawn again.
func (r *root) hush(msg play.Msg, commands []play.Cmd) {
	if _, typed := msg.(play.EditCode); typed && len(commands) > 0 {
		if c, ok := commands[0].(play.Replay); ok && c.After > 0 {
			r.quiet = true
			r.ctx.PreventUpdate()
			return
		}
	}
	if !r.quiet {
		return
	}
	r.quiet = false
	if _, news := msg.(play.Replayed); !news {
		// go-app drops updates until one is asked for; a result asks by itself.
		r.ctx.Dispatch(func(app.Context) {})
	}
}

// reveal brings the card of the selected step into view when it is drawn.
func (r *root) reveal() {
	r.later(func() { glue("reveal", play.StepID(r.model.At)) })
}

// execute turns one command into work.
func (r *root) execute(command play.Cmd) {
	switch c := command.(type) {
	case play.Replay:
		r.gridder.end() // it is asked for again when the replay has been drawn
		r.player.set(c)
	case play.SetAddress:
		r.address.set(c.Place)
	case play.FetchBase, play.ShowSheet, play.Export:
		r.share(c)
	case play.Copy:
		r.copyText(c.What, c.Text)
	case play.Announce:
		setText("announcer", c.Text)
	case play.Keep:
		if !r.model.Embed.On { // what is tried in somebody's page is not work on the lesson
			glue("keep", c.Lesson, c.Text, c.At)
		}
	case play.Forget:
		glue("forget", c.Lesson)
	case play.SetEditor:
		r.later(func() { setEditor(strings.TrimSuffix(c.Text, "\n")) }) // the file needs its last line end, the editor does not
	case play.Judge:
		r.player.judge(c)
	case play.SearchCase:
		r.search(c)
	case play.EndSearch:
		glue("endSeek")
	case play.GridOf:
		mark("grid")
		glue("need", "grid.js")
		r.gridder.set(c)
	case play.Solve:
		keepSolved(c.Lesson)
	case play.SyncForms:
		r.fields = true
		r.later(r.syncFields)
	case play.Focus:
		r.later(func() { focus(c.ID) })
	case play.Reveal:
		r.later(func() { scrollTo(c.ID) })
	case play.ShowLine:
		r.later(func() { showLine(c.Line) })
	}
}

// answered takes the result of a replay over, and gridded a grid.
func (r *root) answered(answer play.Replayed) { r.show(answer, "painted") }
func (r *root) gridded(answer play.Gridded)   { r.show(answer, "gridded") }

// show takes an answer over and draws it; the mark is for measurements.
func (r *root) show(answer play.Msg, shown string) {
	r.next(func() {
		r.act(answer)
		r.next(func() { onFrame(shown) })
	})
}

// next does something after what is to be done already, before the browser has
// its turn.
func (r *root) next(do func()) {
	r.ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: r, Function: func(app.Context) { do() }})
}

// later does something when the new model has been drawn.
func (r *root) later(do func()) {
	r.ctx.Defer(func(app.Context) { do() })
}

// bundledLessons lists the lessons for the page's picker. Natively they have
// their texts; in the browser the page brings the text of its own lesson.
func bundledLessons() []play.Lesson {
	var list []play.Lesson
	for _, e := range lessons.Path() {
		list = append(list, play.Lesson{Slug: e.Slug, Title: e.Title, Level: e.Level, Text: lessonText(e.Slug)})
	}
	return list
}
