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
	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// exchangeTokens takes the tokens apart that an exchange carries, as they are
// at the selected moment.
func exchangeTokens(m play.Model, x wire.Exchange) []app.UI {
	now := x.At
	if f, ok := m.Frame(); ok {
		now = f.At
	}
	return each(play.Tokens(x), func(_ int, t play.Carried) app.UI {
		return section(capital(t.Where)+": "+t.Name, tokenBody(t.Name, t.Text, now))
	})
}

// tokenBody shows a token: taken apart, or as the reference that it is.
func tokenBody(name, text string, now time.Time) app.UI {
	header, claims, err := decoded(text)
	if err != nil {
		return el("div.token-body", el("p.hint", opaqueText(name, text)), el("p.mono.break", text))
	}
	state, kind := signature(text, header)
	fresh, freshKind := freshness(claims, now)
	return el("div.token-body",
		verdict(kind, state), verdict(freshKind, fresh),
		el("h4", "Header"), claimList(header, now),
		el("h4", "Claims"), claimList(claims, now),
		el("details.raw", el("summary", "As sent"), el("p.mono.break", text)))
}

// verdict is a sentence on a token with the sign of how good it is.
func verdict(kind, text string) any {
	if text == "" {
		return nil
	}
	return el("p.signature", icon(kind), el("span", text))
}

// opaqueText tells what a text stands for that says nothing itself.
func opaqueText(name, text string) string {
	switch {
	case strings.HasPrefix(text, "Fe26.2*"):
		return "Opaque and encrypted: only the tenant can read it. It stands for the exchange that waits for a second factor."
	case name == "refresh_token" || strings.HasPrefix(text, "v1."):
		return "Opaque: a reference to a grant that the tenant keeps. There is nothing in it to decode or to verify."
	case name == "code":
		return "Opaque: an authorization code, good for one exchange within minutes."
	case name == "device_code":
		return "Opaque: the device polls with it until somebody has confirmed its user code."
	}
	return "Opaque: it means something only to who issued it."
}

// signature tells whether the signature of a token was verified, and if not,
// why.
func signature(text string, header map[string]any) (state, kind string) {
	alg, _ := header["alg"].(string)
	kid, _ := header["kid"].(string)
	switch {
	case token.Genuine(text):
		return fmt.Sprintf("Signature verified with key %s of the tenant's JWKS (RS256).", token.KeyID), "remembered"
	case strings.HasPrefix(alg, "HS"):
		return "Not verified: it is signed with a secret (" + alg + ") that two parties share, and the JWKS has public keys only.", "failed"
	case alg != "RS256":
		return fmt.Sprintf("Not verified: algorithm %q. The tenant signs with RS256 only, and verifiers must insist on that.", alg), "refused"
	case kid != token.KeyID:
		return fmt.Sprintf("Not verified: the tenant's JWKS has no key %q.", kid), "refused"
	}
	return "The signature is not the tenant's: header or claims were changed after signing, or somebody else signed.", "refused"
}

// freshness tells whether a token is within its time at an instant.
func freshness(claims map[string]any, now time.Time) (state, kind string) {
	if from, ok := at(claims["nbf"]); ok && now.Before(from) {
		return "Not valid yet: it begins in " + lasting(from.Sub(now)) + ".", "refused"
	}
	end, ok := at(claims["exp"])
	switch {
	case !ok:
		return "", ""
	case now.Before(end):
		return "Valid for another " + lasting(end.Sub(now)) + " at the selected moment.", "remembered"
	}
	return "Expired " + lasting(now.Sub(end)) + " before the selected moment: whoever verifies it now refuses it.", "refused"
}

// at reads an instant in seconds (RFC 7519 section 2, NumericDate).
func at(value any) (time.Time, bool) {
	n, ok := value.(float64)
	return time.Unix(int64(n), 0), ok
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

// meanings says in a few words what a claim is (RFC 7519 section 4.1, OpenID
// Connect Core section 2); web/terms.js has a sentence on each.
var meanings = map[string]string{
	"alg": "signed with", "kid": "key", "typ": "type",
	"iss": "who issued it", "sub": "whom it is about", "aud": "for whom it is",
	"azp": "application that asked", "iat": "issued at", "exp": "expires at", "nbf": "not before",
	"auth_time": "signed in at", "amr": "methods used", "nonce": "ties it to the request",
	"sid": "session", "scope": "what it permits", "acr": "level of the sign-in", "gty": "grant type",
	"email": "address of the person",
}

// claimList is a table of claims in the order of their names.
func claimList(claims map[string]any, now time.Time) app.UI {
	names := make([]string, 0, len(claims))
	for name := range claims {
		names = append(names, name)
	}
	slices.Sort(names)
	return el("dl.claims", each(names, func(_ int, name string) app.UI {
		meaning := meanings[name]
		if meaning == "" {
			meaning = "set by code of the tenant"
		}
		return el("div.definition",
			el("dt", term("span", "claim", name), span("meaning", meaning)),
			el("dd", claimText(name, claims[name], now)))
	}))
}

// claimText is the value of a claim; instants are written out.
func claimText(name string, value any, now time.Time) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		when, _ := at(v)
		switch name {
		case "iat", "exp", "auth_time", "nbf":
			return fmt.Sprintf("%.0f\n%s\n%s", v, instant(when), relative(when, now))
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// relative is an instant as seen from another.
func relative(t, now time.Time) string {
	switch {
	case t.After(now):
		return "in " + lasting(t.Sub(now))
	case t.Equal(now):
		return "now"
	}
	return lasting(now.Sub(t)) + " ago"
}
