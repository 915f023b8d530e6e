package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// played has nothing to carry over in the live page.
func played(play.Model) app.UI { return nil }
