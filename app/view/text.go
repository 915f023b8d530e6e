package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/tenant"
)

// marks are the outcomes with their words: what the timeline, the Why tab and
// the difference bar call them.
var marks = map[play.Mark]string{
	play.Mark(tenant.Asked):      "asked",
	play.Mark(tenant.Remembered): "remembered",
	play.Mark(tenant.NotAsked):   "not asked",
	play.Mark(tenant.Refused):    "refused",
	play.Mark(tenant.Denied):     "denied",
	play.MarkSkipped:             "skipped",
	play.MarkFailed:              "failed",
	play.MarkDone:                "done",
	play.MarkNone:                "not played",
}

// markIcon is the icon of a mark; each mark has its own shape.
func markIcon(m play.Mark) string {
	if m == play.MarkNone {
		return string(play.MarkDone)
	}
	return string(m)
}

// instant is a moment of virtual time for people.
func instant(t time.Time) string { return t.UTC().Format("Mon 2 Jan 2006, 15:04:05 UTC") }

// shortInstant is a moment without its year and seconds.
func shortInstant(t time.Time) string { return t.UTC().Format("2 Jan 15:04") }

// clockOf is the time of day, for tables of one frame.
func clockOf(t time.Time) string { return t.UTC().Format("15:04:05") }

// timeOf is a time element.
func timeOf(t time.Time, text string) markup {
	return still("time", attr("datetime", t.UTC().Format(time.RFC3339)), text)
}

// span of time in the two largest units that it has: "6 d 23 h", "45 min".
func lasting(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	units := []struct {
		name string
		size time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}}
	var parts []string
	for _, u := range units {
		if n := d / u.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			d -= n * u.size
			if len(parts) == 2 {
				break
			}
			continue
		}
		if len(parts) > 0 {
			break
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

// plural is a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// capital is the text with its first letter in upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// empty is what a panel shows when it has nothing to show.
func empty(title, text string) app.UI {
	return el("div.empty", el("p.empty-title", title), el("p", text))
}
