package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/display"
)

// ledText says in words what the light says in colour.
var ledText = map[display.LED]string{
	display.LEDOff:   "light off",
	display.LEDBlue:  "blue: waiting for its owner",
	display.LEDGreen: "green: all is well",
	display.LEDRed:   "red: in trouble",
}

// device draws a display: its body, its screen, its light and its buttons, the
// choice of its firmware and what its serial port says.
func device(m play.Model, d display.View, send Send) app.UI {
	on := d.Phase != display.PhaseOff && d.Phase != ""
	power := play.Act{Text: d.Name + ": power on"}
	powerLabel := "Power on"
	if on {
		power, powerLabel = play.Act{Text: d.Name + ": power off"}, "Power off"
	}
	return el("div.device[role=group]", attr("aria-label", "The "+d.Name),
		el("div.device-body", attr("data-led", d.LED),
			deviceShape(d.LED),
			el("div.screen", attr("data-on", on), attr("role", "status"), attr("aria-live", "polite"),
				attr("aria-label", "Display screen"),
				each(screenLines(d), func(_ int, line string) app.UI { return el("p", line) })),
			el("div.device-feet",
				el("span.led-text", attr("data-led", d.LED), ledText[d.LED]),
				el("span.tries", attr("data-many", d.Tries > 0), fmt.Sprintf("failed tries: %d", d.Tries)))),
		el("div.device-side",
			el("div.row",
				button(send, power, class("plain"), icon("power"), el("span", powerLabel)),
				button(send, play.Act{Text: d.Name + ": press"}, class("plain"), toggle{"disabled", !on},
					attr("title", "Refresh now, or ask for a new code"), icon("refresh"), el("span", "Press button"))),
			firmwareChoice(d, send)),
		serial(d))
}

// screenLines are the lines that the screen shows; it is never without one, so
// that its size stays.
func screenLines(d display.View) []string {
	if len(d.Screen) == 0 {
		return []string{"\u00a0"}
	}
	lines := make([]string, len(d.Screen))
	for i, line := range d.Screen {
		lines[i] = line
		if strings.TrimSpace(line) == "" {
			lines[i] = "\u00a0"
		}
	}
	return lines
}

// deviceShape is the drawn body: a frame on a stand, with its light.
func deviceShape(led display.LED) app.UI {
	return svg("svg[viewBox=0 0 360 236][data-c=shape][aria-hidden=true][focusable=false][preserveAspectRatio=none]",
		svg("path[data-c=stand][d=M112 222h136l14 12H98z]"),
		svg("rect[data-c=case][x=2][y=2][width=356][height=222][rx=14]"),
		svg("rect[data-c=bezel][x=14][y=14][width=332][height=174][rx=6]"),
		svg("circle", attr("data-c", "led led-"+string(led)), attr("cx", 26), attr("cy", 206), attr("r", 5)))
}

// firmwareChoice chooses how the device treats an answer it did not expect.
func firmwareChoice(d display.View, send Send) app.UI {
	options := []struct {
		firmware    display.Firmware
		title, text string
	}{
		{display.Naive, "Naive", "tries the same again every hour, for ever"},
		{display.Careful, "Careful", "reads the error and asks its owner"},
	}
	return el("fieldset.firmware", el("legend", "Firmware"),
		el("div.segmented",
			each(options, func(_ int, o struct {
				firmware    display.Firmware
				title, text string
			}) app.UI {
				return button(send, play.SetFirmware{Display: d.Name, Firmware: o.firmware},
					attr("aria-pressed", d.Firmware == o.firmware), attr("title", capital(o.text)), o.title)
			})),
		el("p.hint", firmwareText(d.Firmware)))
}

func firmwareText(f display.Firmware) string {
	if f == display.Careful {
		return "Reads the error: on mfa_required it stops and asks its owner to connect it again."
	}
	return "Tries the same request again every hour, for ever."
}

// serialShown bounds the lines of the serial log that are drawn.
const serialShown = 40

// serial is what the display's serial port said during the selected step, the
// latest first: a device that tries again for a day says the same all day.
func serial(d display.View) app.UI {
	lines := slices.Clone(d.Serial[max(0, len(d.Serial)-serialShown):])
	slices.Reverse(lines)
	if len(lines) == 0 {
		return el("div.serial[role=log][aria-label=Serial log]",
			el("p.serial-none", "The serial port is quiet in this step."))
	}
	return el("ol.serial[aria-label=Serial log, latest first][tabindex=0]",
		each(lines, func(_ int, l display.SerialLine) app.UI {
			return el("li", timeOf(l.At, shortInstant(l.At)), el("span", l.Text))
		}))
}
