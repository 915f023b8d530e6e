//go:build !js

package main

import (
	"fmt"
	"os"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// page is a single element; main.go is the same in the browser.
type page struct{ app.Compo }

// Render draws it.
func (p *page) Render() app.UI { return app.Div().Text("empty") }

// main writes, into the folder that its argument names, the site that go-app
// itself makes of the page: its own document, loader and worker. Only the icon
// is set, because go-app's default one comes from a foreign host.
func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: empty DIR")
		os.Exit(2)
	}
	app.Route("/", &page{})
	icon := app.Icon{Default: "/web/icon.svg", Large: "/web/icon.svg", SVG: "/web/icon.svg"}
	if err := app.GenerateStaticWebsite(os.Args[1], &app.Handler{Name: "empty", Icon: icon}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
