package view

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// How much of the Tokens tab is drawn, the latest first.
const (
	grantsShown = 12
	setsShown   = 10 // of one grant, besides the first
)

// tokens shows what was issued up to the selected step: a tree for each grant,
// refresh tokens with what came of them.
func tokens(m play.Model, send Send) app.UI {
	grants := m.Grants()
	if len(grants) == 0 {
		return empty("No tokens yet", "No application has been given a token up to this step. Sign in on the stage, or connect the display.")
	}
	f, _ := m.Frame()
	shown := grants[:min(len(grants), grantsShown)]
	return el("div.tokens",
		each(shown, func(_ int, g play.Grant) app.UI { return grant(m, g, f.At, send) }),
		when(len(grants) > len(shown), el("p.hint", fmt.Sprintf("The latest %d of %d grants.", len(shown), len(grants)))))
}

// grantTypes are the words for the grant types.
var grantTypes = map[string]string{
	"authorization_code": "authorization code",
	"refresh_token":      "refresh exchange",
	"urn:ietf:params:oauth:grant-type:device_code":    "device code",
	"urn:ietf:params:oauth:grant-type:token-exchange": "token exchange",
	"client_credentials":                              "client credentials",
	"http://auth0.com/oauth/grant-type/mfa-otp":       "one-time code after mfa_required",
	"http://auth0.com/oauth/grant-type/mfa-oob":       "out-of-band factor after mfa_required",
}

// grant is one authorization with all that was issued for it.
func grant(m play.Model, g play.Grant, now time.Time, send Send) app.UI {
	first := g.Sets[0]
	title := []any{el("span", first.App)}
	if first.Person != "" {
		title = append(title, span("dim", "for "+first.Person))
	}
	rest, left := g.Sets[1:], 0
	if left = len(rest) - setsShown; left > 0 {
		rest = rest[left:]
	}
	return el("article.issued",
		el("h3", title...),
		when(g.Ended >= 0, el("p.signature", icon("refused"), el("span", revoked(g)),
			button(send, play.SelectFrame{At: g.Ended}, class("chip"), fmt.Sprintf("Step %d", g.Ended+1)))),
		when(g.Family.ID != "" && g.Ended < 0, el("div",
			lifetimeBar(lifetime{"without an exchange", g.Family.LastUsed, g.Family.Idle}, now),
			lifetimeBar(lifetime{"in all", g.Family.Issued, g.Family.Absolute}, now))),
		el("ul.token-tree",
			tokenSet(m, first, now, send),
			when(left > 0, el("li.dim", attr("data-depth", 1), fmt.Sprintf("%d more, and then:", left))),
			each(rest, func(_ int, set play.Issuance) app.UI { return tokenSet(m, set, now, send) })))
}

// revoked tells how a grant was ended.
func revoked(g play.Grant) string {
	for _, set := range g.Sets {
		if set.State == play.RefreshReused {
			return "A token that had been rotated out came back: the family was revoked."
		}
	}
	return "The refresh tokens were revoked."
}

// tokenSet is what one exchange issued.
func tokenSet(m play.Model, set play.Issuance, now time.Time, send Send) app.UI {
	how := grantTypes[set.Grant]
	if how == "" {
		how = set.Grant
	}
	access := "expires in " + lasting(set.Expires.Sub(now))
	if !set.Expires.After(now) {
		access = "expired " + lasting(now.Sub(set.Expires)) + " ago"
	}
	return el("li", attr("data-depth", min(set.Depth, 4)),
		el("p.token-set", el("span", capital(how)), button(send, play.SelectFrame{At: set.Step}, class("chip"), fmt.Sprintf("Step %d", set.Step+1)),
			timeOf(set.At, shortInstant(set.At))),
		when(set.RefreshToken != "", tokenRow(m, "refresh_token", "Refresh token", set.RefreshToken, string(set.State), now, send)),
		tokenRow(m, "access_token", "Access token", set.AccessToken, access, now, send),
		when(set.IDToken != "", tokenRow(m, "id_token", "ID token", set.IDToken, "", now, send)))
}

// tokenRow is one token; it is taken apart when somebody wants to see it,
// because checking a signature takes time.
func tokenRow(m play.Model, name, title, text, state string, now time.Time, send Send) app.UI {
	open := m.Token == text
	return el("div.token", attr("data-state", state),
		button(send, play.OpenToken{Text: text}, class("token-head"), attr("aria-expanded", open),
			still("b", title), when(state != "", span("token-state", state)), icon("down")),
		when(open, tokenBody(name, text, now)))
}
