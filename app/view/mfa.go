package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
)

// mfaControls are the ways to answer the MFA page: the six places of a code,
// the tick box where the directive allows it, pass, fail and leave.
func mfaControls(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	ticked := m.Ticked(b.Name)
	_, offered := play.MFAPage(b)
	return el("div.controls",
		codeCells(),
		rememberBox(b, offered, ticked, whyNoBox(m, b), send),
		el("div.row",
			button(send, play.Act{Text: play.PassText(b.Name, ticked && offered)}, class("primary"), "Pass"),
			button(send, play.Act{Text: b.Name + ": fail otp"}, class("plain"), "Fail"),
			button(send, play.Act{Text: b.Name + ": abandon"}, class("quiet"), "Leave")))
}

// codeCells draws the six places of a one-time code; there is nothing to type.
func codeCells() app.UI {
	cells := make([]app.UI, 6)
	for i := range cells {
		cells[i] = el("i", "")
	}
	return el("div.code-cells[aria-hidden=true]", cells)
}

// rememberLabel is the text that the real page has beside the box (facts 4.3).
const rememberLabel = "Remember this device for 30 days"

// rememberBox is the tick box, or the sentence why there is none.
func rememberBox(b browser.View, offered, ticked bool, reason string, send Send) app.UI {
	if !offered {
		return el("p.no-box", icon("not-asked"), el("span", reason))
	}
	return el("label.remember",
		void("input[type=checkbox]", toggle{"checked", ticked},
			on("change", play.SetRemember{Browser: b.Name}, send)),
		el("span", rememberLabel))
}

// whyNoBox tells why the page does not offer to remember the browser: the
// directive of the decision that led to it.
func whyNoBox(m play.Model, b browser.View) string {
	const general = "This page does not offer to remember the browser: what asked for MFA does not allow it."
	for i := m.At; i >= 0; i-- {
		f, ok := m.FrameAt(i)
		if !ok {
			continue
		}
		for j := len(f.Decisions) - 1; j >= 0; j-- {
			d := f.Decisions[j]
			if d.Outcome != tenant.Asked || d.Person != b.Person && d.Person != "" && b.Person != "" {
				continue
			}
			for _, r := range d.Because {
				if r.Source == tenant.FromRule || r.Source == tenant.FromAction {
					return "No tick box here: " + sourceText(r) + " does not allow remembering (allowRememberBrowser)."
				}
			}
			return general
		}
	}
	return general
}
