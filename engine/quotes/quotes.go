// Package quotes is the backend API that the display calls: a quotation a day
// for whoever brings a valid access token.
package quotes

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// Scope is what an access token must carry.
const Scope = "read:quotes"

// Quote is one quotation.
type Quote struct {
	Text, Author string
}

// quotes holds one quotation for each day, in turn. The authors are long dead
// and the English is ours. There are not seven, so that a week later it is
// another one.
var quotes = []Quote{
	{"It takes a whole life to learn how to live.", "Seneca"},
	{"While we put things off, life runs past.", "Seneca"},
	{"No wind is the right one for a sailor who knows no harbour.", "Seneca"},
	{"You have power over your mind, not over what happens.", "Marcus Aurelius"},
	{"Begin: to have begun is half the work.", "Horace"},
	{"It is not things that trouble us, but what we think of them.", "Epictetus"},
	{"Nobody steps into the same river twice.", "Heraclitus"},
	{"We suffer more often in our fears than in fact.", "Seneca"},
	{"The whole is something beside its parts.", "Aristotle"},
}

// API serves GET /today.
type API struct {
	Audience string // its own identifier, an https address
	Issuer   string // the tenant's
	Start    time.Time
}

// Host is the host name that the API answers for.
func (a API) Host() string {
	return strings.TrimSuffix(strings.TrimPrefix(a.Audience, "https://"), "/")
}

// Today is the quotation of a day, counted from the day the scenario starts.
func (a API) Today(at time.Time) Quote {
	days := int(at.Sub(a.Start) / (24 * time.Hour))
	return quotes[days%len(quotes)]
}

// Serve answers a request at an instant. Refusals follow RFC 6750 section 3.
func (a API) Serve(req wire.Request, at time.Time) wire.Response {
	if req.Method != http.MethodGet || req.Address().Path != "/today" {
		return problem(404, "not_found", "The API has only GET /today.")
	}
	bearer, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return problem(401, "", "An access token is required.")
	}
	claims, err := token.Verify(bearer, a.Issuer, a.Audience, at)
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return problem(401, "invalid_token", "The access token expired.")
	case err != nil:
		return problem(401, "invalid_token", "The access token is not valid here: "+err.Error())
	}
	scope, _ := claims["scope"].(string)
	if !strings.Contains(" "+scope+" ", " "+Scope+" ") {
		return problem(403, "insufficient_scope", "The access token lacks the scope "+Scope+".")
	}
	quote := a.Today(at)
	return answer(200, "quote", quote.Text, "author", quote.Author)
}

func problem(status int, code, text string) wire.Response {
	resp := answer(status, "error", code, "error_description", text)
	if status == 401 || status == 403 {
		challenge := `Bearer realm="quotes"`
		if code != "" {
			challenge += `, error="` + code + `"`
		}
		resp.Header.Set("WWW-Authenticate", challenge)
	}
	return resp
}

// answer has two members.
func answer(status int, name, value, otherName, other string) wire.Response {
	var body wire.Object
	body.Grow(len(value) + len(other) + 40)
	body.Text(name, value)
	body.Text(otherName, other)
	return wire.Response{
		Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body.End(),
	}
}
