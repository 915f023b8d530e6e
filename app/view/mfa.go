package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// mfaControls are the ways to answer a page about second factors: the six
// places of a code, the tick box where the directive allows it, pass, fail,
// other methods and leave.
func mfaControls(m play.Model, f engine.Frame, b browser.View, send Send) app.UI {
	ticked := m.Ticked(b.Name)
	_, offered := play.MFAPage(b)
	factor := b.Page.Factor()
	pass, text := play.PassText(b.Name, factor, ticked && offered), "Pass"
	box := rememberBox(b, offered, ticked, whyNoBox(m, b), send)
	if b.Page.Kind == wire.EnrollPage(factor) {
		pass, text, box = b.Name+": enroll "+factor, "Set up", nil
	}
	leave := button(send, play.Act{Text: b.Name + ": abandon"}, class("quiet"), "Leave")
	if factor == "" { // the choice among factors
		return el("div.controls", methods(b, send), leave)
	}
	return el("div.controls",
		codeCells(b.Page),
		box,
		el("div.row",
			button(send, play.Act{Text: pass}, class("primary"), text),
			button(send, play.Act{Text: b.Name + ": fail " + factor}, class("plain"), "Fail"),
			another(b, send), leave))
}

// another leads to the other factors, where there are any.
func another(b browser.View, send Send) app.UI {
	for _, f := range b.Page.Form.Fields {
		if f.Type == "choice" && f.Value == "pick-authenticator" {
			return button(send, play.Act{Text: b.Name + ": choose another"}, class("quiet"), f.Label)
		}
	}
	return nil
}

// methods are the factors to choose from.
func methods(b browser.View, send Send) app.UI {
	return el("div.row", each(b.Page.Form.Fields, func(_ int, f wire.Field) app.UI {
		if f.Type != "choice" {
			return nil
		}
		return button(send, play.Act{Text: b.Name + ": choose " + f.Value}, class("plain"), f.Label)
	}))
}

// codeCells draws the six places of a one-time code; there is nothing to type.
func codeCells(p *wire.Page) app.UI {
	if p.Form.Field("code") == nil {
		return nil
	}
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
