// Package lessons holds the built-in lessons as files, and the path that leads
// from the first visit to the expert. The page's program carries the path only;
// each page of the site has the text of its own lesson in it.
package lessons

import (
	_ "embed" // for the path
	"strings"
)

// pathText lists the lessons in their order: a level behind "#", and below it
// the slug and the title of each lesson.
//
//go:embed path.txt
var pathText string

// Entry is a lesson's place on the path.
type Entry struct {
	Slug  string // its place in the address of its page
	Title string
	Level string
}

// Path returns the lessons in their order; the first one opens when nothing
// else is asked for.
func Path() []Entry {
	var path []Entry
	level := ""
	for line := range strings.SplitSeq(pathText, "\n") {
		if name, ok := strings.CutPrefix(line, "# "); ok {
			level = name
		}
		if slug, title, ok := strings.Cut(line, ": "); ok {
			path = append(path, Entry{Slug: slug, Title: title, Level: level})
		}
	}
	return path
}
