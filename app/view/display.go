package view

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/display"
)

// ledText says in words what the light says in colour.
var ledText = map[display.LED]string{
	display.LEDOff:   "light off",
	display.LEDBlue:  "blue: waiting for its owner",
	display.LEDGreen: "green: all is well",
	display.LEDRed:   "red: in trouble",
}

// device draws a display: its case with screen, light and buttons, the choice
// of its firmware, what it holds, and what its serial port says.
func device(f engine.Frame, d display.View, send Send) app.UI {
	return el("div.device[role=group][tabindex=-1]", attr("id", play.StageID(d.Name)), attr("aria-label", "The "+d.Name),
		deviceBody(d, send),
		el("div.device-side",
			firmwareChoice(d, send),
			still("dl.held", heldPair("Access token", deviceToken(f, d)),
				heldPair("Refresh token", map[bool]string{true: "stored", false: "none"}[d.HasRefresh]))),
		serial(d))
}

// deviceBody is the drawn object. The buttons on it are real ones.
func deviceBody(d display.View, send Send) app.UI {
	on := d.Phase != display.PhaseOff && d.Phase != ""
	power, powerLabel := play.Act{Text: d.Name + ": power on"}, "Power on"
	if on {
		power, powerLabel = play.Act{Text: d.Name + ": power off"}, "Power off"
	}
	key := func(msg play.Act, sign, label, title string, off bool) markup {
		return button(send, msg, class("key"), toggle{"disabled", off}, attr("aria-label", label), attr("title", title), icon(sign))
	}
	return el("div.device-body", attr("data-led", d.LED),
		deviceShape(d.LED),
		el("div.screen", attr("data-on", on), attr("role", "status"), attr("aria-live", "polite"),
			attr("aria-label", "Display screen"),
			each(screenLines(d), func(_ int, line string) app.UI { return el("p", line) })),
		still("div.device-feet",
			still("span.led-text", ledText[d.LED]),
			still("span.failed-tries", attr("data-many", d.Tries > 0), fmt.Sprintf("failed tries: %d", d.Tries))),
		still("div.keys",
			key(play.Act{Text: d.Name + ": press"}, "refresh", "Refresh", "Refresh now, or ask for a new code", !on),
			key(power, "power", powerLabel, powerLabel+"; what it stored stays", false)))
}

// deviceToken tells how long the access token of a display lasts.
func deviceToken(f engine.Frame, d display.View) string {
	switch {
	case d.TokenExpires.IsZero():
		return "none"
	case d.TokenExpires.After(f.At):
		return lasting(d.TokenExpires.Sub(f.At)) + " left"
	}
	return "ended " + shortInstant(d.TokenExpires)
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

// deviceShape is the drawn body: a case on a stand, the bezel around its
// screen, and its light.
func deviceShape(led display.LED) markup {
	return still("svg[viewBox=0 0 360 262][data-c=shape][aria-hidden=true][focusable=false]",
		still("path[data-c=stand][d=M104 246h152l16 14H88z]"),
		still("rect[data-c=case][x=2][y=2][width=356][height=246][rx=16]"),
		still("rect[data-c=bezel][x=14][y=14][width=332][height=178][rx=8]"),
		still("path[data-c=groove][d=M14 204h332]"),
		still("circle[cx=27][cy=226][r=6]", attr("data-c", "led led-"+string(led))))
}

// firmwares are the programs that a display can run, and how each treats an
// answer that it did not expect.
var firmwares = []struct {
	firmware    display.Firmware
	title, text string
}{
	{display.Naive, "Naive", "Tries the same request again every hour, for ever."},
	{display.Careful, "Careful", "Reads the error: on mfa_required it stops and asks its owner to connect it again."},
}

// firmwareChoice chooses the firmware.
func firmwareChoice(d display.View, send Send) markup {
	var choices []markup
	about := ""
	for _, o := range firmwares {
		if d.Firmware == o.firmware {
			about = o.text
		}
		choices = append(choices, button(send, play.SetFirmware{Display: d.Name, Firmware: o.firmware},
			attr("aria-pressed", d.Firmware == o.firmware), attr("title", o.text), o.title))
	}
	return still("fieldset.firmware", still("legend", "Firmware"), still("div.segmented", choices), still("p.hint", about))
}

// serialShown bounds the lines of the serial log that are drawn.
const serialShown = 40

// serial is what the display's serial port said during the selected step. The
// style sheet keeps its end in sight, as terminals do.
func serial(d display.View) app.UI {
	lines := d.Serial[max(0, len(d.Serial)-serialShown):]
	left := len(d.Serial) - len(lines) + d.Muted
	if len(lines) == 0 {
		return el("div.serial", el("p.serial-none[role=log][aria-label=Serial log]", "The serial port is quiet in this step."))
	}
	return el("div.serial[tabindex=0][role=group]", attr("aria-label", "Serial port of the "+d.Name),
		still("ol[aria-label=Serial log]",
			when(left > 0, still("li.serial-none", plural(left, "more line"))),
			each(lines, func(_ int, l display.SerialLine) markup {
				return still("li", timeOf(l.At, l.At.UTC().Format("02 Jan 15:04:05")), still("span", l.Text))
			})))
}
