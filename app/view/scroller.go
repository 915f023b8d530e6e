package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// scroller is a long list of which only the rows in sight are drawn. It is the
// one part of the page that draws itself: while somebody scrolls, the rest of
// the page does not change. Measured with 2,000 requests: drawing the whole
// page for each dozen of rows took a tenth of a second of CPU time.
//
// The model learns where the list is, so that the next drawing of the page
// finds it there.
type scroller struct {
	app.Compo

	Draw func(from int) app.UI // differs each time, so that go-app always takes the new one over
	From int                   // the first row that is drawn
	Rows int                   // how many there are

	send   Send
	listen app.Func
}

// Render draws the rows in sight.
func (s *scroller) Render() app.UI { return s.Draw(s.From) }

// OnMount follows the scrolling. go-app's own handlers would compare the whole
// page with itself at each event.
func (s *scroller) OnMount(ctx app.Context) {
	s.listen = app.FuncOf(func(this app.Value, _ []app.Value) any {
		from := play.ScrolledTo(this.Get("scrollTop").Float()/this.Get("scrollHeight").Float(), s.Rows)
		if from != s.From {
			s.From = from
			ctx.Dispatch(func(app.Context) { s.send(play.ScrollRows{From: from}) })
		}
		return nil
	})
	s.JSValue().Call("addEventListener", "scroll", s.listen)
}

// OnDismount ends it.
func (s *scroller) OnDismount() {
	s.JSValue().Call("removeEventListener", "scroll", s.listen)
	s.listen.Release()
}
