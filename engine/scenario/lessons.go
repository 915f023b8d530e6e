package scenario

import (
	"embed"
	"sync"
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
	Slug     string // its place in the address of its page
	Scenario *Scenario
	Text     string // the file
}

// Lessons returns the built-in lessons in their order. The scenarios are
// shared; nobody changes a scenario.
func Lessons() []Lesson {
	return append([]Lesson(nil), parsedLessons()...)
}

// parsedLessons parses the lessons once. They are part of the program, so a
// mistake in one is a mistake of the program.
var parsedLessons = sync.OnceValue(func() []Lesson {
	lessons := make([]Lesson, len(lessonOrder))
	for i, slug := range lessonOrder {
		text, err := lessonFiles.ReadFile("lessons/" + slug + ".txtar")
		if err != nil {
			panic("scenario: internal error: " + err.Error())
		}
		s, err := Parse(slug+".txtar", string(text))
		if err != nil {
			panic("scenario: internal error: " + err.Error())
		}
		lessons[i] = Lesson{Slug: slug, Scenario: s, Text: string(text)}
	}
	return lessons
})
