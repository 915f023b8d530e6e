//go:build !js

package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"strings"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
)

// themeScript sets light or dark, if somebody chose here (web/theme.js). Only what
// stands in the document itself is sure to run before its first paint: a script
// of its own file would show the other theme first, or have the paint wait.
const themeScript = `try{document.documentElement.dataset.theme=localStorage.getItem("mfa-playground:theme")??""}catch{}`

// hashOf names what is inline in a page for its policy.
func hashOf(text string) string {
	hash := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// policy is the Content-Security-Policy of every page with scripts: nothing
// from elsewhere, nothing inline but the one style and the one script that are
// named by their hashes, no eval. 'wasm-unsafe-eval' allows compiling WebAssembly
// and nothing else; data: images are the marks of the code editor.
func (d document) policy(style string) string {
	theme := hashOf(themeScript) + " "
	if d.embed {
		theme = "" // it looks as its host does
	}
	files := "'self'"
	if d.embed {
		files += " blob:" // in a sandbox it has its files from a script (builder.pack)
	}
	return "default-src 'none'; script-src 'self' " + theme + "'wasm-unsafe-eval'; " +
		"style-src 'self' " + hashOf(style) + "; " +
		"img-src 'self' data:; connect-src " + files + "; worker-src " + files + "; " +
		"base-uri 'none'; form-action 'none'"
}

// document is one HTML page of the site.
type document struct {
	path        string // of the file, relative to the site's root, such as lessons/x/index.html
	title       string
	description string
	body        string // HTML of the one element that the program replaces when it mounts
	script      string // of its own, if it has one
	program     bool   // the page is the playground: it loads the program
	embed       bool   // the page is one for embeds
	played      play.Model
}

// base returns the relative address of the site's root as seen from the page.
// Every address in a page begins with it, so that the site works under any
// path.
func (d document) base() string { return baseOf(d.path) }

// baseOf returns the way from a file of the site to the site's root.
func baseOf(path string) string {
	up := strings.Count(path, "/")
	if up == 0 {
		return "./"
	}
	return strings.Repeat("../", up)
}

// html returns the page with the style of what is painted first in it. The page
// of the playground loads the rest itself, where it is needed. There is no limit on zooming, no loader that covers
// the content, no foreign icon and no address of the machine it was built on:
// go-app's own page has all four.
func (d document) html(style string, names map[string]string) string {
	var h strings.Builder
	address := func(name string) string { return html.EscapeString(d.base() + named(names, name)) }
	fmt.Fprintf(&h, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
	fmt.Fprintf(&h, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n", html.EscapeString(d.policy(style)))
	if !d.embed {
		fmt.Fprintf(&h, "<script>%s</script>\n", themeScript)
	} else {
		fmt.Fprintf(&h, "<script src=\"%s\" data-root=\"%s\" data-packed=\"%s\"></script>\n",
			address(site.frame), html.EscapeString(d.base()), html.EscapeString(named(names, site.packed)))
		h.WriteString("<meta name=\"robots\" content=\"noindex\">\n") // the lesson's own page is to be found
	}
	if d.program {
		fmt.Fprintf(&h, "<script async src=\"%s\" data-root=\"%s\" data-files=\"%s\"></script>\n",
			address(site.boot), html.EscapeString(d.base()), html.EscapeString(namesText(names)))
	}
	fmt.Fprintf(&h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	fmt.Fprintf(&h, "<meta name=\"color-scheme\" content=\"light dark\">\n")
	fmt.Fprintf(&h, "<meta name=\"referrer\" content=\"no-referrer\">\n")
	fmt.Fprintf(&h, "<title>%s</title>\n", html.EscapeString(d.title))
	fmt.Fprintf(&h, "<meta name=\"description\" content=\"%s\">\n", html.EscapeString(d.description))
	fmt.Fprintf(&h, "<meta property=\"og:title\" content=\"%s\">\n", html.EscapeString(d.title))
	fmt.Fprintf(&h, "<meta property=\"og:description\" content=\"%s\">\n", html.EscapeString(d.description))
	fmt.Fprintf(&h, "<link rel=\"icon\" href=\"%s\" type=\"image/svg+xml\">\n", address(site.icon))
	fmt.Fprintf(&h, "<style>%s</style>\n", style)
	switch {
	case !d.program:
		fmt.Fprintf(&h, "<link rel=\"stylesheet\" href=\"%s\">\n", address(site.style))
	case d.embed: // its poster may be looked at for long
		fmt.Fprintf(&h, "<link rel=\"stylesheet\" href=\"%s\">\n", address(site.icons))
	default:
		// A busy machine would paint half of the header, and then move it.
		fmt.Fprintf(&h, "<link rel=\"expect\" blocking=\"render\" href=\"#%s\">\n", view.PanelsID)
		fmt.Fprintf(&h, "<noscript><link rel=\"stylesheet\" href=\"%s\"></noscript>\n", address(site.icons))
	}
	if d.script != "" {
		fmt.Fprintf(&h, "<script defer src=\"%s\"></script>\n", address(d.script))
	}
	fmt.Fprintf(&h, "</head>\n<body>%s\n", d.body)
	if d.program {
		h.WriteString("<p id=\"boot-status\" class=\"boot-status\" role=\"status\" hidden></p>\n")
		h.WriteString("<noscript><p class=\"boot-status\">This page can be read as it is. " +
			"To change the rule and watch what happens, allow scripts.</p></noscript>\n")
	}
	h.WriteString("</body>\n</html>\n")
	return h.String()
}

// pages writes every page of the site.
func (b *builder) pages(ctx context.Context) error {
	documents, err := b.lessonPages(ctx)
	if err != nil {
		return err
	}
	facts, err := b.factsPage()
	if err != nil {
		return err
	}
	claims, err := b.claimsPage()
	if err != nil {
		return err
	}
	documents = append(documents, embedDocuments(documents)...)
	list, err := lessonListPage(bundledLessons())
	if err != nil {
		return err
	}
	hosting, err := b.hosting()
	if err != nil {
		return err
	}
	documents = append(documents, hosting...)
	documents = append(documents, formatPage(), writePage(), facts, claims, list)
	for _, d := range documents {
		style := b.firstStyle
		if d.embed {
			style += b.embedStyle
		}
		if err := b.write(d.path, []byte(d.html(style, b.names))); err != nil {
			return err
		}
	}
	if err := b.bases(); err != nil {
		return err
	}
	return b.write("404.html", []byte(notFoundPage))
}

// formatPage is the manual of the scenario format, from the text that stands
// beside the parser.
func formatPage() document {
	const path = "format/index.html"
	return document{
		path:        path,
		title:       "The scenario format: MFA Playground",
		description: "How to write a scenario: a tenant, its rules and actions, and what people do, in one text file.",
		body: fmt.Sprintf("<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n%s</main>",
			baseOf(path), markdown(scenario.Manual)),
	}
}

// writePage tells how a lesson is written, from the text that stands beside the
// manual of the format.
func writePage() document {
	const path = "write/index.html"
	return document{
		path:        path,
		title:       "Write a lesson: MFA Playground",
		description: "How to make a lesson of a scenario: a question, a goal, checks that cannot be fooled, hints and solutions.",
		body: fmt.Sprintf("<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n%s</main>",
			baseOf(path), markdown(lesson.Manual)),
	}
}

// factsPage is the fact sheet that code and page cite by its section numbers.
func (b *builder) factsPage() (document, error) {
	const path = "facts/index.html"
	text, err := os.ReadFile(b.path("engine", "FACTS.md"))
	if err != nil {
		return document{}, err
	}
	return document{
		path:        path,
		title:       "The fact sheet: MFA Playground",
		description: "What is known of the MFA behaviour of an Auth0 tenant, with sources, confidence, and what is only guessed.",
		body: fmt.Sprintf("<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n%s</main>",
			baseOf(path), markdown(string(text))),
	}, nil
}

// notFoundStyle has the colours of web/base.css.
const notFoundStyle = `:root{color-scheme:light dark}` +
	`body{max-width:36rem;margin:12vh auto;padding:0 1.25rem;font:1rem/1.5 system-ui,sans-serif;color:light-dark(#171c24,#e8ebf0);background:light-dark(#eef0f3,#0b0d10)}` +
	`h1{font-size:1.25rem}a{color:light-dark(#3546c9,#9fa8ff)}`

// notFoundPage answers every address that has no page. It is shown at any
// depth, so it can name no file of the site and carries all it needs.
var notFoundPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="` + html.EscapeString("default-src 'none'; style-src "+hashOf(notFoundStyle)+"; base-uri 'none'; form-action 'none'") + `">
<style>` + notFoundStyle + `</style>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No such page: MFA Playground</title>
<meta name="description" content="There is no page at this address.">
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>The MFA Playground may be in <a href="./">this folder</a> or in <a href="../">the one above</a>.</p>
</main>
</body>
</html>
`
