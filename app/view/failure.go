package view

import (
	"strings"

	"mfaplayground/app/play"
	"mfaplayground/engine/wire"
)

// advice is what to try after an OAuth error.
var advice = map[string]string{
	"login_required":       "A silent request may show no page. Sign in with one; a remembered browser spares the second factor from then on.",
	"interaction_required": "Code wants to send the browser somewhere, which a silent request forbids. Sign in with a page.",
	"consent_required":     "A silent request cannot ask for consent. Sign in with a page.",
	"mfa_required":         "A refresh exchange cannot show a page. Sign in again, or let code exempt this exchange.",
	"unauthorized":         "Code refused. Its session lives on, so trying again meets the same code; change the code, or log out first.",
	"access_denied":        "Code or a person refused. The session lives on, so trying again meets the same code; change the code, or log out first.",
	"invalid_grant":        "What was exchanged is used up, has run out or was revoked. Sign in again.",
	"invalid_request":      "The page may have waited too long, or been answered already. Start again from the application.",
	"timeout":              "No answer came from the frame: the application's origin must be registered, and its cookies allowed.",
}

// failure tells what went wrong, with the error of the protocol, and what to
// try.
func failure(p *wire.Page, send Send) []any {
	var parts []any
	if p.Error != "" {
		parts = append(parts, el("code.oauth-error", p.Error))
	}
	for _, text := range p.Text {
		parts = append(parts, el("p.page-text", strings.TrimPrefix(text, p.Error+": ")))
	}
	if text := advice[p.Error]; text != "" {
		parts = append(parts, el("p.advice", el("b", "What to try: "), text))
	}
	return append(parts, button(send, play.SelectInspectorTab{Tab: play.TabWhy}, class("quiet"), icon("asked"), still("span", "See why")))
}
