package scenario

import (
	"embed"
	"strings"
)

//go:embed lessons/*.txtar
var lessonFiles embed.FS

// lessonOrder is the order in which the lessons are offered; the first one
// opens when nothing else is asked for.
var lessonOrder = []string{
	"the-display-that-stopped",
	"remember-this-device",
}

// Lesson is a built-in scenario with a story.
type Lesson struct {
	Slug  string // its place in the address of its page
	Title string
	Text  string // the file
}

// Lessons returns the built-in lessons in their order. They are not parsed yet:
// a page shows one of them.
func Lessons() []Lesson {
	lessons := make([]Lesson, len(lessonOrder))
	for i, slug := range lessonOrder {
		text, err := lessonFiles.ReadFile("lessons/" + slug + ".txtar")
		if err != nil {
			panic("scenario: internal error: " + err.Error())
		}
		title, _, _ := strings.Cut(string(text), "\n")
		lessons[i] = Lesson{Slug: slug, Title: strings.TrimSpace(title), Text: string(text)}
	}
	return lessons
}

// Scenario parses the lesson. It is part of the program, so a mistake in it is
// a mistake of the program.
func (l Lesson) Scenario() *Scenario {
	s, err := Parse(l.Slug+".txtar", l.Text)
	if err != nil {
		panic("scenario: internal error: " + err.Error())
	}
	return s
}
