//go:build !js

package main

import (
	"fmt"
	"html"
	"strings"

	"mfaplayground/app/play"
	"mfaplayground/engine/lesson"
)

// lessonListPage lists all lessons from the first visit to the expert. It can
// be read as it is; web/lessons.js adds the search and what was solved.
func lessonListPage(lessons []play.Lesson) (document, error) {
	const path = "lessons/index.html"
	var body strings.Builder
	fmt.Fprintf(&body, "<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n<h1>All lessons</h1>\n"+
		"<p>%d questions that people ask about MFA on an Auth0 tenant, in an order that leads from the first visit to the expert. "+
		"Each opens as a scenario that shows the surprise, with a goal to reach and checks that tell whether you have. "+
		"You can <a href=\"../write/\">write one of your own</a>.</p>\n", baseOf(path), len(lessons))
	body.WriteString("<div id=\"lesson-tools\" class=\"lesson-tools\" hidden>\n" +
		"<p><label for=\"lesson-search\">Search the lessons</label> <input id=\"lesson-search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></p>\n" +
		"<p id=\"lesson-count\" role=\"status\"></p>\n" +
		"<p class=\"lesson-progress\"><span id=\"lesson-solved\"></span> " +
		"<button type=\"button\" id=\"progress-export\">Export progress</button> " +
		"<button type=\"button\" id=\"progress-import\">Import progress</button> " +
		"<button type=\"button\" id=\"progress-reset\">Forget progress</button>" +
		"<input id=\"progress-file\" type=\"file\" accept=\"application/json,.json\" hidden></p>\n</div>\n")
	level := ""
	for _, l := range lessons {
		_, guide, err := lesson.Parse(l.Slug+".txtar", l.Text)
		if err != nil {
			return document{}, err
		}
		if l.Level != level {
			if level != "" {
				body.WriteString("</ol></section>\n")
			}
			level = l.Level
			fmt.Fprintf(&body, "<section class=\"lesson-level\"><h2>%s</h2><ol>\n", html.EscapeString(level))
		}
		fmt.Fprintf(&body, "<li data-slug=\"%s\"><a href=\"%s/\">%s</a> <span class=\"lesson-mark\"></span><p>%s</p></li>\n",
			html.EscapeString(l.Slug), html.EscapeString(l.Slug), html.EscapeString(l.Title), html.EscapeString(guide.Answer))
	}
	body.WriteString("</ol></section></main>")
	return document{
		path:        path,
		title:       "All lessons: MFA Playground",
		description: "Questions that people ask about MFA on an Auth0 tenant, each with its answer and a scenario to try it in.",
		body:        body.String(),
		script:      site.lessons,
	}, nil
}
