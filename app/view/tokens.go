package view

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/tenant"
)

// tokensShown bounds the sets of tokens that are drawn, the latest first.
const tokensShown = 6

// tokens shows what was issued up to the selected step, the latest first.
func tokens(m play.Model) app.UI {
	var rows []app.UI
	now := time.Time{}
	if f, ok := m.Frame(); ok {
		now = f.At
	}
	all := 0
	for i := m.At; i >= 0; i-- {
		f, ok := m.FrameAt(i)
		if !ok {
			continue
		}
		all += len(f.Tokens)
		for j := len(f.Tokens) - 1; j >= 0 && len(rows) < tokensShown; j-- {
			rows = append(rows, issued(i, f.Tokens[j], now, len(rows) == 0))
		}
	}
	if len(rows) == 0 {
		return empty("No tokens yet", "No application has been given a token up to this step.")
	}
	return el("div.tokens", rows,
		when(all > len(rows), el("p.hint", fmt.Sprintf("The latest %d of %d.", len(rows), all))))
}

// grants are the words for the grant types.
var grants = map[string]string{
	"authorization_code": "authorization code",
	"refresh_token":      "refresh token",
	"urn:ietf:params:oauth:grant-type:device_code": "device code",
}

// issued is one set of tokens.
func issued(step int, t tenant.Issued, now time.Time, open bool) app.UI {
	grant := grants[t.Grant]
	if grant == "" {
		grant = t.Grant
	}
	state := "expires in " + lasting(t.Expires.Sub(now))
	if !t.Expires.After(now) {
		state = "expired " + lasting(now.Sub(t.Expires)) + " ago"
	}
	return el("article.issued", attr("data-live", t.Expires.After(now)),
		el("h3", el("span", t.App), span("dim", "for "+t.Person)),
		el("p.verdict-about", fmt.Sprintf("By %s in step %d, %s", grant, step+1, shortInstant(t.At))),
		compact("Access token", t.AccessToken, state, now, open),
		compact("ID token", t.IDToken, "", now, false),
		opaque(t.RefreshToken))
}

// compact shows a JSON Web Token taken apart; only the latest is open, because
// checking a signature takes time.
func compact(title, text, state string, now time.Time, open bool) any {
	if text == "" {
		return nil
	}
	return el("details.token", when(open, toggle{"open", true}),
		el("summary", el("b", title), when(state != "", span("dim", state)), icon("down")),
		tokenBody("", text, now))
}

// opaque shows a refresh token: a reference that only the tenant can read.
func opaque(text string) any {
	if text == "" {
		return nil
	}
	return el("div.token", el("p", el("b", "Refresh token"), span("dim", "opaque: only the tenant can read it")),
		el("p.mono.break", text))
}
