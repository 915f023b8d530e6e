package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Deed is one thing that an administrator does, and the request that does it.
type Deed struct {
	Words  string // as steps have them, such as "forget browsers"
	Object string // what it is done to: person, display, or nothing

	method, path, body string // {} in the path and the body is the person's user_id
	// Value is what kind of text follows the object, such as ADDRESS, and stands
	// for "{value}" in the body; empty for most.
	Value string
}

// Deeds is everything that an administrator can do besides setting sessions. He
// acts as the first machine-to-machine application of the tenant.
var Deeds = []Deed{
	{"set policy never", "", "PUT", "/api/v2/guardian/policies", `[]`, ""},
	{"set policy always", "", "PUT", "/api/v2/guardian/policies", `["all-applications"]`, ""},
	{"set policy adaptive", "", "PUT", "/api/v2/guardian/policies", `["confidence-score"]`, ""},
	{"forget browsers", "person", "POST", "/api/v2/users/{}/multifactor/actions/invalidate-remember-browser", "", ""},
	{"delete factor", "person", "DELETE", "/api/v2/users/{}/authenticators", "", ""},
	{"delete user", "person", "DELETE", "/api/v2/users/{}", "", ""},
	{"end sessions", "person", "DELETE", "/api/v2/users/{}/sessions", "", ""},
	{"revoke tokens", "person", "DELETE", "/api/v2/users/{}/refresh-tokens", "", ""},
	{"revoke everything", "person", "POST", "/oauth/global-token-revocation/connection/{connection}", `{"subject":"{}"}`, ""},
	{"revoke device", "display", "DELETE", "/api/v2/device-credentials/{}", "", ""},
	{"change password", "person", "PATCH", "/api/v2/users/{}", `{"password":"another"}`, ""},
	{"change email", "person", "PATCH", "/api/v2/users/{}", `{"email":"{value}"}`, "ADDRESS"},
	{"change phone", "person", "PATCH", "/api/v2/users/{}", `{"phone_number":"{value}"}`, "PHONE"},
	{"change username", "person", "PATCH", "/api/v2/users/{}", `{"username":"{value}"}`, "NAME"},
	{"block", "person", "PATCH", "/api/v2/users/{}", `{"blocked":true}`, ""},
	{"unblock", "person", "PATCH", "/api/v2/users/{}", `{"blocked":false}`, ""},
}

// administer does a deed: the administrator gets a token for the Management
// API, and sends the request.
func (p *play) administer(ctx context.Context, s Step) string {
	var robot tenant.App
	for _, app := range p.world.setup.Tenant.Apps {
		if app.Type == tenant.AppM2M && robot.ID == "" {
			robot = app
		}
	}
	if robot.ID == "" {
		return "an administrator needs an application of type m2m, and the tenant has none"
	}
	for _, deed := range Deeds {
		if deed.Words != s.Value {
			continue
		}
		manager := p.manager(ctx, robot)
		if deed.Object == "display" {
			return p.revokeDevices(deed, manager, s.Object)
		}
		person, _ := p.person(s.Object)
		id := person.UserID()
		path := strings.NewReplacer("{}", url.PathEscape(id), "{connection}", person.ConnectionName()).Replace(deed.path)
		body := strings.ReplaceAll(deed.body, "{}", id)
		for _, param := range s.Params {
			body = strings.ReplaceAll(body, "{value}", param.Value) // a text without quotes, as the format has it
		}
		manager(deed.method, path, body)
		return ""
	}
	return "an administrator cannot do that"
}

// revokeDevices ends what the tenant knows as the devices of the application
// that a display is: the list is asked for, then each is deleted (facts 8.7).
func (p *play) revokeDevices(deed Deed, manager func(method, path, body string) wire.Response, display string) string {
	for _, d := range p.world.setup.Displays {
		if d.Name != display {
			continue
		}
		list, _, _ := strings.Cut(deed.path, "/{}")
		var devices []struct {
			ID string `json:"id"`
		}
		resp := manager("GET", list+"?client_id="+url.QueryEscape(d.App), "")
		if json.Unmarshal([]byte(resp.Body), &devices) != nil || len(devices) == 0 {
			return "the tenant knows no device of " + d.App
		}
		for _, device := range devices {
			manager(deed.method, strings.ReplaceAll(deed.path, "{}", device.ID), "")
		}
		return ""
	}
	return "there is no display named " + display
}

// manager returns what sends requests to the Management API with a token that
// was just got for it (RFC 6749 section 4.4).
func (p *play) manager(ctx context.Context, robot tenant.App) func(method, path, body string) wire.Response {
	origin, send := "https://"+p.world.setup.Tenant.Domain, p.from("admin")
	resp := send(ctx, wire.PostForm(origin+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {robot.ID}, "client_secret": {robot.Secret()},
		"audience": {origin + "/api/v2/"},
	}))
	var token struct {
		Value string `json:"access_token"`
	}
	if json.Unmarshal([]byte(resp.Body), &token) != nil {
		token.Value = ""
	}
	return func(method, path, body string) wire.Response {
		req := wire.Request{Method: method, URL: origin + path, Header: http.Header{"Authorization": {"Bearer " + token.Value}}, Body: body}
		if body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		return send(ctx, req)
	}
}
