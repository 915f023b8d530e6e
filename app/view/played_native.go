//go:build !js

package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// played carries the result that a pre-rendered page shows over to the program;
// nothing of it is seen. Without it the program plays the lesson itself.
func played(m play.Model) app.UI {
	if len(m.Result.Frames) == 0 {
		return nil
	}
	return el("template", attr("id", PlayedID), play.Pack(m.Scenario, m.Result))
}
