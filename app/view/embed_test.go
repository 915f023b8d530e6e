package view

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

func TestEmbedPage(t *testing.T) {
	m := base(t)
	m.Embed = play.Embed{On: true, Pieces: []play.Piece{play.PieceDisplay, play.PieceCode}}
	page := app.HTMLString(Page(m, func(play.Msg) {}))
	for _, want := range []string{`data-part="display"`, `data-part="code"`, `id="open-in-playground"`, `aria-label="Next step"`, `lessons/sample/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the embed lacks %s", want)
		}
	}
	if strings.Index(page, `data-part="display"`) > strings.Index(page, `data-part="code"`) {
		t.Error("the parts are not in the order that was asked for")
	}
	if strings.Contains(page, `<header`) {
		t.Error("the embed has the header of the page")
	}
	m.Embed.Bare = true
	if bare := app.HTMLString(Page(m, func(play.Msg) {})); strings.Contains(bare, `aria-label="Undo"`) || !strings.Contains(bare, `id="open-in-playground"`) {
		t.Error("without controls there is still an Undo, or no way out")
	}
}

func TestReadOnlyEmbedSwitchesControlsOff(t *testing.T) {
	m := base(t)
	m.Embed = play.Embed{On: true, ReadOnly: true, Pieces: []play.Piece{play.PieceTenant, play.PieceStage}}
	page := app.HTMLString(Page(m, func(play.Msg) {}))
	for tag, want := range map[string]string{`<textarea`: " readonly", `role="switch"`: " disabled"} {
		at := strings.Index(page, tag)
		start := strings.LastIndex(page[:at+1], "<")
		if element := page[start : start+strings.Index(page[start:], ">")]; !strings.Contains(element, want) {
			t.Errorf("%s> is not switched off; expected%s", element, want)
		}
	}
	if free := app.HTMLString(Page(base(t), func(play.Msg) {})); strings.Contains(free, " readonly") {
		t.Error("the page after it is read-only as well")
	}
}
