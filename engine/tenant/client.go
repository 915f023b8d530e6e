package tenant

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// GrantNames is every grant type that an application can be allowed, as the
// dashboard groups them: "password" stands for both password grants, "mfa" for
// those of the MFA API (facts 7.1).
var GrantNames = []string{
	grantCode, grantImplicit, grantRefresh, grantClient, "device_code", grantPassword, "token_exchange", "mfa",
}

// defaultGrants is what applications of a type may use unless they say more.
var defaultGrants = map[AppType][]string{
	AppSPA:    {grantCode, grantImplicit, grantRefresh},
	AppDevice: {grantCode, grantRefresh, "device_code", "mfa"},
	AppNative: {grantCode, grantImplicit, grantRefresh, "device_code", grantPassword, "mfa"},
	AppWeb:    {grantCode, grantImplicit, grantRefresh, grantClient},
	AppM2M:    {grantClient},
}

// allows tells whether the application may use a grant type.
func (a App) allows(grant string) bool {
	switch {
	case grant == grantRealm:
		grant = grantPassword
	case grant == grantExchange:
		grant = "token_exchange"
	case grant == grantDevice:
		grant = "device_code"
	case strings.HasPrefix(grant, grantMFA):
		grant = "mfa"
	}
	if a.Grants != nil {
		return slices.Contains(a.Grants, grant)
	}
	return slices.Contains(defaultGrants[a.Type], grant)
}

// Confidential tells whether the application can keep a secret, and has to
// show it (RFC 6749 section 2.1).
func (a App) Confidential() bool { return a.Type == AppWeb || a.Type == AppM2M }

// Secret is the client_secret of a confidential application. It protects
// nothing: everybody can work it out, so that scenarios and programs need not
// be told.
func (a App) Secret() string { return a.ID + "-secret" }

// client finds the application that a request to a token endpoint is from. It
// names itself in the form (client_secret_post), or in an Authorization header
// (client_secret_basic, RFC 6749 section 2.3.1), where general clients try it
// first. Of a public application no secret is looked at.
func (t *Tenant) client(req wire.Request) (App, bool) {
	form := params(req)
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if basic, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Basic "); ok {
		user, password, ok := credentials(basic)
		switch {
		case !ok && id == "":
			return App{}, false
		case ok && (id == "" || id == user):
			id, secret = user, password
		}
	}
	app, ok := t.Config.AppByID(id)
	if !ok || app.Confidential() && secret != app.Secret() {
		return App{}, false
	}
	return app, true
}

// credentials reads what follows Basic in an Authorization header. Both halves
// are form-encoded (RFC 6749 section 2.3.1).
func credentials(basic string) (user, password string, ok bool) {
	pair, err := base64.StdEncoding.DecodeString(basic)
	if err != nil {
		return "", "", false
	}
	user, password, _ = strings.Cut(string(pair), ":")
	user, err = url.QueryUnescape(user)
	if err != nil {
		return "", "", false
	}
	password, err = url.QueryUnescape(password)
	return user, password, err == nil
}

// params returns the parameters of a request to an endpoint that programs call:
// a form (RFC 6749 appendix B) or, as the samples of the API's documentation
// send it, a JSON object. Members of it that are no strings are left out.
func params(req wire.Request) url.Values {
	if !strings.HasPrefix(req.Header.Get("Content-Type"), "application/json") {
		return req.Form()
	}
	var members map[string]any
	values := url.Values{}
	if err := json.Unmarshal([]byte(req.Body), &members); err != nil {
		return values
	}
	for name, member := range members {
		if text, ok := member.(string); ok {
			values.Set(name, text)
		}
	}
	return values
}

// Allows tells whether the application may use a grant type of [GrantNames].
func (a App) Allows(grant string) bool { return a.allows(grant) }
