package tenant

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

const pathUserinfo = "/userinfo"

// userinfo tells an application who its access token is about (OpenID Connect
// Core section 5.3). The token must have been issued for the scope openid,
// which is what puts this endpoint into its audience.
func (t *Tenant) userinfo(_ context.Context, req wire.Request) (wire.Response, error) {
	bearer, _ := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	claims, err := token.Verify(bearer, t.issuer(), t.url(pathUserinfo), t.Now)
	if err != nil {
		resp := jsonResponse(401, map[string]any{"error": "invalid_token", "error_description": err.Error()})
		resp.Header = http.Header{
			"Content-Type":     {"application/json"},
			"Www-Authenticate": {`Bearer realm="Users", error="invalid_token"`},
		}
		return resp, nil
	}
	subject, _ := claims.GetSubject()
	scope, _ := claims["scope"].(string)
	body := map[string]any{"sub": subject}
	for _, p := range t.Config.People {
		if p.UserID() == subject && p.Email != "" && slices.Contains(strings.Fields(scope), "email") {
			body["email"], body["email_verified"] = p.Email, p.Profile.EmailVerified
		}
	}
	return jsonResponse(200, body), nil
}
