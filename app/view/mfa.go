package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// factorNames are the words for the types of second factors.
var factorNames = map[string]string{
	"otp": "One-time code", "push-notification": "Push notification", "sms": "Text message", "voice": "Phone call",
	"webauthn-roaming": "Security key", "webauthn-platform": "Fingerprint or face", "email": "Email",
	"recovery-code": "Recovery code", "duo": "Duo",
}

// factorPage is the content of a page that asks for a factor or enrols one: who
// is asked, what was said about the last try, and the thing itself.
func factorPage(m play.Model, b browser.View, factor string, send Send) []any {
	p := b.Page
	var parts []any
	if who := p.Form.Field("username"); who != nil {
		parts = append(parts, still("span.account-chip", avatar(who.Label), still("span", who.Value)))
	}
	own := 1 // the paragraphs that the page has on its first showing
	if p.Kind == wire.EnrollPage(factor) {
		own = 2
		parts = append(parts, class("card-enroll"))
	}
	for i, text := range p.Text {
		look := "p.page-text"
		if i < len(p.Text)-own {
			look = "p.remark[role=alert]"
		}
		parts = append(parts, el(look, text))
	}
	return append(parts, el("div.prop[aria-hidden=true]", attr("data-factor", factor), prop(p)))
}

// prop is the thing that a person has in her hand: the places of a code, or the
// drawing of the style sheet.
func prop(p *wire.Page) any {
	if p.Form.Field("code") == nil {
		return nil
	}
	cells := make([]markup, 6)
	for i := range cells {
		cells[i] = still("i", "")
	}
	return cells
}

// factorControls are the ways to answer a page about a second factor: the tick
// box where the directive allows it, pass, fail, other methods and leave.
func factorControls(m play.Model, b browser.View, factor string, leave markup, send Send) app.UI {
	ticked := m.Ticked(b.Name)
	_, offered := play.MFAPage(b)
	pass, text, box := play.PassText(b.Name, factor, ticked && offered), "Pass", noBox(m, b, send)
	switch {
	case offered:
		box = rememberBox(m, b, factor, ticked, send)
	case b.Page.Kind == wire.EnrollPage(factor):
		pass, text = b.Name+": enroll "+factor, "Set up"
		box = el("p.no-box", icon("not-asked"), el("span", "No tick box while a factor is set up."))
	}
	right, wrong := "Accept it", "Refuse it"
	if b.Page.Form.Field("code") != nil {
		right, wrong = "Enter the right code", "Enter a wrong code"
	}
	return el("div.controls", box,
		el("div.row",
			button(send, play.Act{Text: pass}, class("primary"), attr("title", right), text),
			button(send, play.Act{Text: b.Name + ": fail " + factor}, class("plain"), attr("title", wrong), "Fail"),
			another(b, send), leave))
}

// another leads to the other factors, where there are any.
func another(b browser.View, send Send) any {
	const label = "Try another method"
	if labelOf(b.Page, "pick-authenticator", "") == "" {
		return nil
	}
	return button(send, play.Act{Text: b.Name + ": choose another"}, class("quiet"), label)
}

// methods are the factors to choose from.
func methods(b browser.View, send Send) markup {
	var list []markup
	for _, f := range b.Page.Form.Fields {
		if f.Type == "choice" {
			list = append(list, still("li", button(send, play.Act{Text: b.Name + ": choose " + f.Value}, class("account"),
				icon("factor-"+f.Value), still("span.account-text", still("b", factorNames[f.Value]), still("code", f.Value)))))
		}
	}
	return still("ul.accounts", list)
}

// rememberLabel is the text that the real page has beside the box (facts 4.3).
const rememberLabel = "Remember this device for 30 days"

// rememberBox is the tick box.
func rememberBox(m play.Model, b browser.View, factor string, ticked bool, send Send) app.UI {
	box := el("label.remember",
		void("input[type=checkbox]", toggle{"checked", ticked},
			on("change", play.SetRemember{Browser: b.Name}, send)),
		el("span", rememberLabel))
	if factor != "email" {
		return box
	}
	return el("div.email-box", box, el("p.no-box", icon("not-asked"),
		el("span", "With the factor email the tick has no effect. "), claimLink(m, tenant.Reason{Fact: "4.4", Claim: "F7"})))
}

// noBox tells why the page does not offer to remember the browser, and leads to
// the cause.
func noBox(m play.Model, b browser.View, send Send) app.UI {
	text := "this provider remembers the browser by itself, without a tick box. "
	cause := tenant.Reason{Fact: "1.6"}
	d, links := asking(m, b, send)
	for _, r := range d.Because {
		if r.NoBox {
			text, cause = r.Text, r
		}
	}
	return el("div.no-box", icon("not-asked"), el("p", el("b", "No tick box here: "), text),
		when(cause.Source != "", sourceChip(cause, links)), claimLink(m, cause))
}

// asking is the decision that led to the MFA page of a browser, and where its
// causes lead: it sent the browser to the page whose state is in the address.
func asking(m play.Model, b browser.View, send Send) (tenant.Decision, causeLinks) {
	state := wire.Get(b.Address).Query().Get("state")
	for ; m.At >= 0; m.At-- {
		f, _ := m.Frame()
		for i := len(f.Exchanges) - 1; i >= 0; i-- {
			x := f.Exchanges[i]
			if x.Decision > 0 && x.From == b.Name && strings.HasSuffix(x.Response.Location(), "state="+state) {
				return f.Decisions[x.Decision-1], causeLinks{m: m, exchange: i, send: send}
			}
		}
	}
	return tenant.Decision{}, causeLinks{m: m, exchange: -1, send: send}
}
