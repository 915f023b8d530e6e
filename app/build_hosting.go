//go:build !js

package main

import (
	"fmt"
	"os"
)

// hostHeaders is what Netlify and Cloudflare Pages read: each file's headers.
// Rules for Cache-Control do not overlap, because hosts join what they find.
const hostHeaders = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/` + assets + `/*
  Cache-Control: public, max-age=31536000, immutable
  Access-Control-Allow-Origin: *
/embed.js
  Access-Control-Allow-Origin: *
  Cache-Control: public, max-age=3600
/sw.js
  Cache-Control: no-cache
`

// headersFile is where those hosts look for it.
const headersFile = "_headers"

// hosting returns the manuals for those who put the site, or a piece of it,
// somewhere, and writes the headers for hosts that read them.
func (b *builder) hosting() ([]document, error) {
	if err := b.write(headersFile, []byte(hostHeaders)); err != nil {
		return nil, err
	}
	var list []document
	for _, page := range []struct{ source, path, title, description string }{
		{"HOSTING.md", "hosting/index.html", "Host it: MFA Playground", "How to put the MFA Playground on any static host: caches, compression, policy, reading offline."},
		{"EMBED.md", "embedding/index.html", "Embed it: MFA Playground", "How to put live MFA examples into your own pages: one tag, its options, events and commands."},
	} {
		text, err := os.ReadFile(b.path("web", page.source))
		if err != nil {
			return nil, err
		}
		list = append(list, document{
			path: page.path, title: page.title, description: page.description,
			body: fmt.Sprintf("<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n%s</main>", baseOf(page.path), markdown(string(text))),
		})
	}
	return list, nil
}
