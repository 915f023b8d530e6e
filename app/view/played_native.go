//go:build !js

package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// laterStyle loads the panels' style right before them in a pre-rendered page.
// A browser paints what stands above such a link while it waits for the file,
// and reads on below it afterwards: so header, story and outcome are on the
// screen before the panels, the greatest part of the page by far, are read,
// styled and laid out.
func laterStyle(m play.Model) app.UI {
	return void("link[rel=stylesheet]", attr("href", m.Base+LaterStyle))
}

// played carries the result that a pre-rendered page shows over to the program;
// nothing of it is seen. Without it the program plays the lesson itself.
func played(m play.Model) app.UI {
	if len(m.Result.Frames) == 0 {
		return nil
	}
	return el("template", attr("id", PlayedID), play.Pack(m.Scenario, m.Result, m.Guide.Verdicts))
}

// lessonFile carries the text of the page's lesson over, so that the program
// need not bring all of them. It is read when the page opens and never shown.
func lessonFile(m play.Model) app.UI {
	return el("template", attr("id", LessonID), m.LessonFile())
}
