//go:build !js

package scenario

import "mfaplayground/engine/scenario/lessons"

// Lesson is a built-in scenario with a story.
type Lesson struct {
	Slug  string // its place in the address of its page
	Title string
	Text  string // the file, with what makes a lesson of the scenario
}

// Lessons returns the built-in lessons in their order.
func Lessons() []Lesson {
	var list []Lesson
	for _, e := range lessons.Path() {
		list = append(list, Lesson{Slug: e.Slug, Title: e.Title, Text: lessons.Text(e.Slug)})
	}
	return list
}

// Scenario parses the lesson and returns its scenario. It is part of the
// program, so a mistake in it is a mistake of the program.
func (l Lesson) Scenario() *Scenario {
	s, err := Parse(l.Slug+".txtar", l.Text)
	if err != nil {
		panic("scenario: internal error: " + err.Error())
	}
	return s.Alone()
}
