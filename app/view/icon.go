package view

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// icons holds the outlines of all icons, drawn on a 16 by 16 grid with a round
// pen. Shapes differ as much as colours do, so that nothing depends on colour.
var icons = map[string]string{
	"asked":      "M8 1.5l5.5 2v4.2c0 3.2-2.3 5.6-5.5 6.8-3.2-1.2-5.5-3.6-5.5-6.8V3.500zM6.400 6.200a1.700 1.700 0 1 1 2.400 1.600c-.6.3-.8.6-.8 1.200M8 11.200v.1",
	"remembered": "M8 1.500l5.500 2v4.200c0 3.200-2.300 5.600-5.500 6.800-3.200-1.200-5.500-3.600-5.500-6.800V3.500zM5.500 7.800l1.900 1.900 3.300-3.500",
	"not-asked":  "M8 2.200a5.800 5.800 0 1 0 0 11.600a5.800 5.800 0 1 0 0-11.600M5.200 8h5.600",
	"refused":    "M5.400 2h5.200L14 5.400v5.200L10.600 14H5.400L2 10.600V5.400zM5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400",
	"denied":     "M8 2.200a5.800 5.800 0 1 0 0 11.600a5.800 5.800 0 1 0 0-11.600M4 4l8 8",
	"skipped":    "M3 4l5 4-5 4zM8.500 4l5 4-5 4z",
	"failed":     "M8 2.200l6.200 11H1.800zM8 6.200v3.400M8 11.400v.1",
	"done":       "M8 5.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5",
	"undo":       "M6 3.500L2.800 6.700 6 9.900M3 6.700h6.500a3.500 3.500 0 0 1 0 7H7",
	"redo":       "M10 3.500l3.200 3.200L10 9.900M13 6.700H6.500a3.500 3.500 0 0 0 0 7H9",
	"share":      "M6.600 9.400l2.800-2.800M7 4.600l1.500-1.500a3 3 0 0 1 4.300 4.300L11.300 9M9 11.400l-1.500 1.500a3 3 0 0 1-4.300-4.300L4.700 7",
	"close":      "M4 4l8 8M12 4l-8 8",
	"lock":       "M4.500 7.500h7v5.500h-7zM5.800 7.500V5.300a2.200 2.200 0 0 1 4.400 0v2.200",
	"power":      "M8 2v5M4.700 4.300a4.800 4.800 0 1 0 6.600 0",
	"refresh":    "M13 8a5 5 0 1 1-1.500-3.500M13 2.500v2.600h-2.600",
	"down":       "M4 6l4 4 4-4",
	"left":       "M10 3.500L5.500 8l4.500 4.500",
	"right":      "M6 3.500L10.500 8 6 12.500",
	"trash":      "M3 4.500h10M6.500 4.500V3h3v1.500M4.500 4.500l.6 8.500h5.800l.6-8.500M7 7v3.500M9 7v3.500",
	"person":     "M8 2.500a2.600 2.600 0 1 0 0 5.200a2.600 2.600 0 1 0 0-5.200M3 13.500c.5-2.700 2.500-4.200 5-4.200s4.500 1.500 5 4.200",
	"clock":      "M8 2.200a5.800 5.800 0 1 0 0 11.600a5.800 5.800 0 1 0 0-11.600M8 5v3.200l2.200 1.400",
	"plus":       "M8 3.500v9M3.500 8h9",
	"code":       "M5.500 4.500L2 8l3.500 3.500M10.500 4.500L14 8l-3.500 3.500",
	"cookie":     "M13.700 8.600A5.800 5.800 0 1 1 7.400 2.200a2.600 2.600 0 0 0 3.200 3.200a2.600 2.600 0 0 0 3.100 3.200M6 7v.1M7.500 10.500v.1M5 10v.1",
	"request":    "M2.500 5.500h9M9 3l2.500 2.500L9 8M13.500 10.500h-9M7 8l-2.500 2.500L7 13",
	"gear":       "M3 5h10M3 11h10M6 3.500v3M10 9.500v3",
}

// icon draws an icon; it says nothing to a screen reader, so that a text must
// always stand beside it or in a label.
func icon(name string) app.UI {
	return svg("svg", attr("viewBox", "0 0 16 16"), attr("data-c", "icon "+name),
		attr("aria-hidden", "true"), attr("focusable", "false"), attr("width", 16), attr("height", 16),
		svg("path", attr("d", icons[name])))
}
