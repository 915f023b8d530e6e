// Package tenant imitates the authorization server of an Auth0 tenant as far
// as multi-factor authentication shows: sign-in, the single sign-on session,
// the MFA prompt and its remembered browser, rules and actions, the device
// flow and the refresh exchange.
//
// One file per endpoint, grant and concept. Start with authorize.go, which
// lists the steps of an authorization in order, and decide.go, which answers
// the one question that everything here is about.
package tenant

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// Tenant serves requests at one instant. It is made anew for each step, around
// the stored state and a journal that collects what there is to tell.
type Tenant struct {
	Config  *Config
	State   *State
	Now     time.Time
	Scripts script.Container // nil when no script is enabled
	Journal *Journal
	Peer    Peer // who sent the request
	// Foresees says that somebody only wants the decision about a second factor:
	// an authorization stops behind it, and the tokens of answers stay empty,
	// because signing takes longer than all else.
	Foresees bool
}

// Peer is the far end of a connection, as the network shows it and as a
// geolocation database knows it (facts 2.2: event.request).
type Peer struct {
	IP, ASN, Language string
	GeoIP             map[string]any // with the names of actions, such as countryCode
}

// Journal collects what a step made the tenant do.
type Journal struct {
	Decisions   []Decision
	Logs        []Log
	Console     []script.Line
	Diagnostics []script.Diagnostic
	Runs        int // of the scripts, from the first rule on or after a pause
	Issued      []Issued
	Err         error // the script host failed; the step cannot be trusted
}

// Host is the host name that the tenant answers for.
func (t *Tenant) Host() string { return t.Config.Domain }

// endpoints routes method and path. Everything under /u/ is a prompt.
var endpoints = map[string]func(*Tenant, context.Context, wire.Request) (wire.Response, error){
	"GET /authorize":            (*Tenant).authorize,
	"GET " + pathConsent:        (*Tenant).consentPage,
	"POST " + pathConsent:       (*Tenant).consent,
	"GET /authorize/resume":     (*Tenant).resume,
	"GET " + pathContinue:       (*Tenant).resumeRedirect,
	"POST " + pathContinue:      (*Tenant).resumeRedirect,
	"GET " + pathLogin:          (*Tenant).loginPage,
	"POST " + pathLogin:         (*Tenant).login,
	"GET " + pathProvided:       (*Tenant).provided,
	"POST " + pathProvided:      (*Tenant).provided,
	"POST /oauth/device/code":   (*Tenant).deviceCode,
	"GET " + pathActivate:       (*Tenant).activatePage,
	"POST " + pathActivate:      (*Tenant).activate,
	"GET " + pathDeviceConfirm:  (*Tenant).deviceConfirmPage,
	"POST " + pathDeviceConfirm: (*Tenant).deviceConfirm,
	"GET " + pathDeviceDone:     (*Tenant).deviceDonePage,
	"POST /oauth/token":         (*Tenant).token,
	"POST /oauth/revoke":        (*Tenant).revoke,
	"POST /mfa/challenge":       (*Tenant).challenge,
	"POST /mfa/associate":       (*Tenant).associate,
	"GET " + pathAuthenticators: (*Tenant).authenticators,
	"GET " + pathUserinfo:       (*Tenant).userinfo,
	"POST " + pathUserinfo:      (*Tenant).userinfo,
	"GET /v2/logout":            (*Tenant).logout,
	"GET /oidc/logout":          (*Tenant).oidcLogout,
	"POST /oidc/logout":         (*Tenant).oidcLogout,
	"POST " + pathLogoutConfirm: (*Tenant).logoutConfirm,

	"GET /.well-known/openid-configuration": (*Tenant).configuration,
	"GET /.well-known/jwks.json":            (*Tenant).keys,
}

// Serve answers one request.
func (t *Tenant) Serve(ctx context.Context, req wire.Request) wire.Response {
	t.State.sweep(t.Now)
	t.Config = t.State.Current(t.Config)
	resp := t.route(ctx, req)
	t.share(req, &resp)
	return resp
}

// route finds the endpoint and renders its errors.
func (t *Tenant) route(ctx context.Context, req wire.Request) wire.Response {
	path := req.Address().Path
	serve, ok := endpoints[req.Method+" "+path]
	if prompt := promptEndpoint(req.Method, path); prompt != nil {
		serve, ok = prompt, true
	}
	if byID := mfaEndpoint(req.Method, path); byID != nil {
		serve, ok = byID, true
	}
	if resp, ok := t.providerPage(req); ok {
		return resp
	}
	switch {
	case req.Method == "OPTIONS" && isShared(path):
		return t.preflight(req)
	case strings.HasPrefix(path, pathManagement):
		return t.manage(req)
	case req.Method == "POST" && strings.HasPrefix(path, pathRevokeAll):
		return t.revokeAll(req)
	case !ok:
		return t.render(req, noEndpoint(req.Method, path))
	}
	resp, err := serve(t, ctx, req)
	if err != nil {
		return t.render(req, err)
	}
	return resp
}

// issuer is the iss claim of every token (OpenID Connect Core section 2).
func (t *Tenant) issuer() string { return t.Config.At("/") }

// url returns an absolute address at the tenant.
func (t *Tenant) url(path string) string { return t.Config.At(path) }

// id returns the next identifier of a kind. Identifiers are counted per kind
// and not drawn, so that an edit of one rule leaves most of them as they were.
func (t *Tenant) id(kind string) string {
	t.State.counters[kind]++
	return t.digest(kind, t.State.counters[kind], 16)
}

func (t *Tenant) digest(kind string, n, size int) string {
	sum := sha256.Sum256([]byte(t.Config.Domain + "/" + kind + "/" + strconv.Itoa(n)))
	return base64.RawURLEncoding.EncodeToString(sum[:size])
}

func (t *Tenant) log(code, name, description, app, person string) {
	t.Journal.Logs = append(t.Journal.Logs, Log{
		At: t.Now, Code: code, Name: name, Description: description, App: app, Person: person,
	})
}
