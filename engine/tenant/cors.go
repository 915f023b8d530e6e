package tenant

import (
	"net/http"
	"strings"

	"mfaplayground/engine/wire"
)

// shared lists where pages of other origins may send requests to: what runs in
// a browser tab calls these itself (Fetch Standard, section 3.2, CORS protocol).
// The Management API is not among them.
var shared = []string{"/oauth/", "/mfa/", pathUserinfo, "/.well-known/"}

// isShared tells whether an endpoint is one of those.
func isShared(path string) bool {
	for _, prefix := range shared {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// preflight answers the question that a browser asks before a request which a
// form could not send. Without a registered origin it answers nothing.
func (t *Tenant) preflight(req wire.Request) wire.Response {
	resp := wire.Response{Status: 204, Header: http.Header{"Vary": {"Origin"}}}
	if t.allowsOrigin(req.Header.Get("Origin")) {
		resp.Header.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
		resp.Header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Auth0-Client")
		resp.Header.Set("Access-Control-Max-Age", "600")
	}
	return resp
}

// share lets a page of a registered origin read an answer. Cookies are not for
// such requests.
func (t *Tenant) share(req wire.Request, resp *wire.Response) {
	origin := req.Header.Get("Origin")
	if origin == "" || !isShared(req.Address().Path) {
		return
	}
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	resp.Header.Set("Vary", "Origin")
	if t.allowsOrigin(origin) {
		resp.Header.Set("Access-Control-Allow-Origin", origin)
	}
}

// allowsOrigin tells whether an origin is a web origin of an application.
func (t *Tenant) allowsOrigin(origin string) bool {
	for _, app := range t.Config.Apps {
		if t.registered(origin, app.Origin()) {
			return true
		}
	}
	return false
}
