package tenant

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// challenge is POST /mfa/challenge (facts 7.5): an application asks how the
// person will prove herself. For a one-time code there is nothing to send.
func (t *Tenant) challenge(_ context.Context, req wire.Request) (wire.Response, error) {
	p := params(req)
	for _, name := range []string{"mfa_token", "client_id"} {
		if p.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	_, paused, err := t.paused(p.Get("mfa_token"), p.Get("client_id"))
	if err != nil {
		return wire.Response{}, err
	}
	person, _ := t.Config.PersonByName(paused.Person)
	if !t.has(person.Name, "otp") {
		return wire.Response{}, notEnrolled()
	}
	asked := strings.Fields(p.Get("challenge_type"))
	if len(asked) > 0 && !slices.Contains(asked, "otp") {
		return wire.Response{}, unsupportedChallenge(strings.Join(asked, " "), "otp")
	}
	if id := p.Get("authenticator_id"); id != "" && id != t.authenticatorID(person) {
		return wire.Response{}, invalidRequest("authenticator_id names no authenticator of this person")
	}
	t.log("gd_start_auth", "Second factor started", "otp", paused.App.ID, person.Name)
	return jsonResponse(200, map[string]any{"challenge_type": "otp"}), nil
}

// authenticators is GET /mfa/authenticators (facts 7.3), with the mfa_token as
// the bearer token.
func (t *Tenant) authenticators(_ context.Context, req wire.Request) (wire.Response, error) {
	bearer, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok || !strings.HasPrefix(bearer, mfaTokenTag) {
		return wire.Response{}, invalidBearer()
	}
	_, paused, err := t.paused(bearer, "")
	if err != nil {
		return wire.Response{}, err
	}
	list := []any{}
	if person, _ := t.Config.PersonByName(paused.Person); t.has(person.Name, "otp") {
		list = append(list, map[string]any{"id": t.authenticatorID(person), "authenticator_type": "otp", "active": true})
	}
	body, err := json.Marshal(list)
	if err != nil {
		panic("tenant: internal error: " + err.Error())
	}
	return wire.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: string(body)}, nil
}

// authenticatorID names a person's authenticator app.
func (t *Tenant) authenticatorID(p Person) string {
	return "totp|dev_" + t.digest("authenticator "+p.Name, 1, 12)
}
