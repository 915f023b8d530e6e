//go:build js

// Command empty is the smallest page that go-app can draw: what the benchmark
// compares the playground's cold load with.
package main

import (
	"syscall/js"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// page is a single element.
type page struct{ app.Compo }

// Render draws it.
func (p *page) Render() app.UI { return app.Div().Text("empty") }

// OnMount marks the moment that the playground calls interactive: drawn, and
// ready for the next event.
func (p *page) OnMount(ctx app.Context) {
	ctx.Defer(func(app.Context) {
		js.Global().Get("performance").Call("mark", "interactive")
	})
}

func main() {
	app.RouteWithRegexp(".*", &page{})
	app.RunWhenOnBrowser()
}
