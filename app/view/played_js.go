package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// laterStyle has nothing to load in the live page: web/boot.js has done that.
func laterStyle(play.Model) app.UI { return nil }

// played has nothing to carry over in the live page.
func played(play.Model) app.UI { return nil }

// lessonFile has been read when the live page is drawn.
func lessonFile(play.Model) app.UI { return nil }
