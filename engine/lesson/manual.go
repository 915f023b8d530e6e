//go:build !js

package lesson

import _ "embed" // for the manual and the template

// Manual tells how a lesson is written, as plain Markdown.
//
//go:embed WRITING.md
var Manual string

// Template is a small lesson that passes every check, to begin with.
//
//go:embed template.txtar
var Template string
