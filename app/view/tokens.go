package view

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/token"
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
		compact("Access token", t.AccessToken, state, open),
		compact("ID token", t.IDToken, "", false),
		opaque(t.RefreshToken))
}

// compact shows a JSON Web Token taken apart; only the latest is open, because
// checking a signature takes time.
func compact(title, text, state string, open bool) any {
	if text == "" {
		return nil
	}
	header, claims, err := decoded(text)
	if err != nil {
		return el("div.token", el("h4", title), el("p.mono.break", text))
	}
	return el("details.token", when(open, toggle{"open", true}),
		el("summary", el("b", title), when(state != "", span("dim", state)), icon("down")),
		el("p.signature", signature(text)),
		el("h4", "Header"), claimList(header),
		el("h4", "Claims"), claimList(claims))
}

// signature tells whether the signature of a token was verified.
func signature(text string) []app.UI {
	if token.Genuine(text) {
		return []app.UI{icon("remembered"), el("span", "Signature verified with the tenant's public key (RS256)")}
	}
	return []app.UI{icon("refused"), el("span", "The signature is not the tenant's")}
}

// opaque shows a refresh token: a reference that only the tenant can read.
func opaque(text string) any {
	if text == "" {
		return nil
	}
	return el("div.token", el("p", el("b", "Refresh token"), span("dim", "opaque: only the tenant can read it")),
		el("p.mono.break", text))
}

// decoded reads the header and the claims of a JSON Web Token (RFC 7519
// section 3) without verifying anything.
func decoded(text string) (header, claims map[string]any, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return nil, nil, fmt.Errorf("token: %d parts; expected 3", len(parts))
	}
	for i, into := range []*map[string]any{&header, &claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			return nil, nil, fmt.Errorf("token: part %d: %w", i+1, err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return nil, nil, fmt.Errorf("token: part %d: %w", i+1, err)
		}
	}
	return header, claims, nil
}

// meanings explains the claims (RFC 7519 section 4.1, OpenID Connect Core
// section 2).
var meanings = map[string]string{
	"alg": "signed with", "kid": "key", "typ": "type",
	"iss": "who issued it", "sub": "whom it is about", "aud": "for whom it is",
	"azp": "application that asked", "iat": "issued at", "exp": "expires at",
	"auth_time": "signed in at", "amr": "methods used", "nonce": "ties it to the request",
	"sid": "session", "scope": "what it permits", "acr": "level of the sign-in",
}

// claimList is a table of claims in the order of their names.
func claimList(claims map[string]any) app.UI {
	names := make([]string, 0, len(claims))
	for name := range claims {
		names = append(names, name)
	}
	slices.Sort(names)
	return el("dl.claims", each(names, func(_ int, name string) app.UI {
		return el("div.definition",
			el("dt", el("span", name), when(meanings[name] != "", span("meaning", meanings[name]))),
			el("dd", claimText(name, claims[name])))
	}))
}

// claimText is the value of a claim; instants are written out.
func claimText(name string, value any) string {
	if n, ok := value.(float64); ok {
		switch name {
		case "iat", "exp", "auth_time", "nbf":
			return fmt.Sprintf("%.0f, %s", n, instant(time.Unix(int64(n), 0)))
		}
		return fmt.Sprint(n)
	}
	if s, ok := value.(string); ok {
		return s
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
