package scenario

import _ "embed" // for the manual

// Manual is the manual of the scenario format as plain Markdown: headings,
// paragraphs, lists, tables and fenced code, without HTML.
//
//go:embed FORMAT.md
var Manual string
