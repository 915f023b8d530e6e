// Package view draws the page: pure functions from a [play.Model] to elements,
// one file per panel. The same functions pre-render every lesson natively and
// keep the page alive in the browser, so that nothing moves when WebAssembly
// takes over.
//
// Most of the page is markup (markup.go), drawn in one piece and heard by the
// outermost element when it is clicked; elements of go-app are what has other
// handlers, keeps its place while its content changes, or holds such elements.
//
// Three habits keep it that way. Every element is made by the helpers of
// elem.go and markup.go, which know where go-app's pre-rendered text and its live
// elements would differ. Every event handler is attached by event.go, because go-app
// tells handlers apart by code pointer only. And nothing carries a style
// attribute: the page's Content-Security-Policy forbids it, so positions on the
// timeline are SVG attributes and everything else is in web/*.css.
//
// Reading order: page.go, then the four panels: tenant.go, stage.go,
// inspector.go, time.go.
package view
