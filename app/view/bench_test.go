package view

import (
	"fmt"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// BenchmarkPage draws the panels of a long story at another moment each time, as
// a drag of the playhead does: it must not grow with the number of frames.
func BenchmarkPage(b *testing.B) {
	for _, n := range []int{40, 500} {
		b.Run(fmt.Sprintf("frames=%d", n), func(b *testing.B) {
			m := longStory(b, n)
			at := 0
			for b.Loop() {
				at = (at + 7) % n
				m, _ = play.Update(m, play.SelectFrame{At: at})
				for _, draw := range []func(play.Model, Send) app.UI{tenantPanel, stagePanel, inspectorPanel, timePanel} {
					draw(m, func(play.Msg) {})
				}
			}
		})
	}
}

// longStory is the sample with so many steps, played.
func longStory(tb testing.TB, n int) play.Model {
	text := sample + strings.Repeat("ada: visit portal\nwait 1h\n", n/2-1)
	m, _ := play.New([]play.Lesson{{Slug: "sample", Title: "A sample", Text: text}}, "sample", "../")
	if m.Problem != "" {
		tb.Fatal(m.Problem)
	}
	return replayed(tb, m)
}
