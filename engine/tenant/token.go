package tenant

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// Grant types of the token endpoint (RFC 6749 sections 4.1.3 and 6, RFC 8628
// section 3.4).
const (
	grantCode    = "authorization_code"
	grantRefresh = "refresh_token"
	grantDevice  = "urn:ietf:params:oauth:grant-type:device_code"

	grantPassword = "password" // RFC 6749 section 4.3
	grantRealm    = "http://auth0.com/oauth/grant-type/password-realm"
	grantClient   = "client_credentials"                              // RFC 6749 section 4.4
	grantExchange = "urn:ietf:params:oauth:grant-type:token-exchange" // RFC 8693 section 2.1
	grantImplicit = "implicit"                                        // at /authorize only (RFC 6749 section 4.2)

	grantMFA = "http://auth0.com/oauth/grant-type/mfa-" // those of the MFA API begin so (facts 7)
)

// mfaAccessLife is how long access tokens for the MFA API live (facts 7.2).
const mfaAccessLife = 600 * time.Second

// Lifetimes that a scenario cannot change.
const (
	codeLife    = 10 * time.Minute     // RFC 6749 section 4.1.2 recommends it as the most
	idTokenLife = 36_000 * time.Second // facts 6.1
)

// grant is what an authorization allowed: whoever holds its code or refresh
// token gets tokens for it.
type grant struct {
	App                    App
	Person                 string
	Scope                  string
	Audience               string // of the access token; empty: the tenant's API
	Session                string // id, for the sid claim
	Nonce                  string
	Challenge, RedirectURI string // of the authorization request, for the code exchange
	MFA                    bool   // a second factor was passed in this authorization
	Issued                 time.Time
	AuthTime               time.Time      // of the sign-in, when the request asked how long ago it was
	Spent                  string         // id of the refresh tokens that the code was exchanged for; "-" without
	IDClaims, AccessClaims map[string]any // custom claims that scripts set
	AccessScope            *string        // what scripts made of the scope, if they did
}

func (g grant) has(scope string) bool { return slices.Contains(strings.Fields(g.Scope), scope) }

// exchanges lists the grant types, each with what answers it.
var exchanges = map[string]func(*Tenant, context.Context, App, wire.Request) (wire.Response, error){
	grantCode:     (*Tenant).exchangeCode,
	grantRefresh:  (*Tenant).exchangeRefreshToken,
	grantDevice:   (*Tenant).exchangeDeviceCode,
	grantPassword: (*Tenant).exchangePassword,
	grantRealm:    (*Tenant).exchangePassword,
	grantClient:   (*Tenant).exchangeClientCredentials,
	grantExchange: (*Tenant).exchangeToken,
	grantOTP:      (*Tenant).exchangeMFA,
	grantOOB:      (*Tenant).exchangeMFA,
	grantRecovery: (*Tenant).exchangeMFA,
}

// token is POST /oauth/token.
func (t *Tenant) token(ctx context.Context, req wire.Request) (wire.Response, error) {
	form := params(req)
	app, ok := t.client(req)
	switch {
	case form.Get("grant_type") == "":
		return wire.Response{}, missingParameter("grant_type")
	case !ok:
		return wire.Response{}, unknownClient()
	}
	exchange, known := exchanges[form.Get("grant_type")]
	switch {
	case !known:
		return wire.Response{}, unsupportedGrant()
	case !app.allows(form.Get("grant_type")):
		return wire.Response{}, grantNotAllowed(form.Get("grant_type"))
	}
	if e := t.guard(req); e != nil {
		return wire.Response{}, e
	}
	return exchange(t, ctx, app, req)
}

// begin answers the first exchange of a grant: with the scope offline_access,
// which the API has to allow, a family of refresh tokens starts (facts 6.1).
func (t *Tenant) begin(g grant, grantType string) wire.Response {
	if !g.has("offline_access") || t.Config.API.NoOffline {
		return t.issue(g, grantType, "")
	}
	return t.issue(g, grantType, t.startFamily(g))
}

// issue answers with tokens for a grant (RFC 6749 section 5.1), and with the
// refresh token that goes with them, if any.
func (t *Tenant) issue(g grant, grantType, refreshToken string) wire.Response {
	life := t.Config.API.TokenLifetime
	if g.Audience == t.url(pathMFA) {
		life = mfaAccessLife
	}
	expires := t.Now.Add(life)
	issued := Issued{
		At: t.Now, App: g.App.ID, Person: g.Person, Grant: grantType,
		AccessToken: t.sign(t.accessClaims(g, expires)), RefreshToken: refreshToken, Expires: expires,
	}
	if g.has("openid") && g.Person != "" {
		issued.IDToken = t.sign(t.idClaims(g, grantType))
	}
	t.Journal.Issued = append(t.Journal.Issued, issued)
	var body wire.Object // RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3
	body.Grow(len(issued.AccessToken) + len(issued.IDToken) + len(refreshToken) + 200)
	body.Text("access_token", issued.AccessToken)
	body.Number("expires_in", int64(life/time.Second))
	body.Option("id_token", issued.IDToken)
	body.Option("refresh_token", refreshToken)
	body.Option("scope", g.accessScope())
	body.Text("token_type", "Bearer")
	return jsonText(200, body.End())
}

// sign makes a token, unless nobody reads it.
func (t *Tenant) sign(claims token.Claims) string {
	if t.Foresees {
		return ""
	}
	return token.Sign(claims)
}

func (t *Tenant) accessClaims(g grant, expires time.Time) token.Claims {
	claims := token.Claims{}
	for name, value := range g.AccessClaims {
		claims[name] = value
	}
	claims["iss"] = t.issuer()
	claims["sub"] = t.Config.userID(g.Person)
	audience := cmp.Or(g.Audience, t.Config.API.Audience)
	claims["aud"] = audience
	switch {
	case g.Person == "": // an application that acts for itself
		claims["sub"], claims["gty"] = g.App.ID+"@clients", "client-credentials"
	case g.has("openid"):
		claims["aud"] = []string{audience, t.url(pathUserinfo)}
	}
	claims["iat"] = t.Now.Unix()
	claims["exp"] = expires.Unix()
	claims["azp"] = g.App.ID
	claims["scope"] = g.accessScope()
	return claims
}

// idClaims builds the ID token (OpenID Connect Core section 2). amr and acr
// are there only right after a challenge was passed, never on a refresh
// (facts 2.9).
func (t *Tenant) idClaims(g grant, grantType string) token.Claims {
	person, _ := t.Config.PersonByName(g.Person)
	claims := token.Claims{}
	for name, value := range g.IDClaims {
		claims[name] = value
	}
	claims["iss"] = t.issuer()
	claims["sub"] = person.UserID()
	claims["aud"] = g.App.ID
	claims["iat"] = t.Now.Unix()
	claims["exp"] = t.Now.Add(idTokenLife).Unix()
	claims["sid"] = g.Session
	if g.has("email") && person.Email != "" {
		claims["email"] = person.Email
	}
	if g.Nonce != "" && grantType != grantRefresh {
		claims["nonce"] = g.Nonce
	}
	if !g.AuthTime.IsZero() {
		claims["auth_time"] = g.AuthTime.Unix()
	}
	if g.MFA && grantType != grantRefresh {
		claims["amr"] = []string{"mfa"}
		claims["acr"] = acrMultiFactor
	}
	return claims
}
