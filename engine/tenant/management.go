package tenant

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// pathManagement is the Management API, and with the tenant's origin its
// audience (facts 3.1).
const pathManagement = "/api/v2/"

// call is one request to the Management API whose token was looked at.
type call struct {
	*Tenant
	req    wire.Request
	id     string // what the path names
	person Person // for the paths under users/
}

// management lists the endpoints below [pathManagement]: method, path with {}
// for an identifier, the scope that a token needs, and what answers.
var management = []struct {
	method, path, scope string
	serve               func(*call) wire.Response
}{
	{"GET", "guardian/policies", "read:mfa_policies", (*call).getPolicies},
	{"PUT", "guardian/policies", "update:mfa_policies", (*call).setPolicies},
	{"GET", "users/{}", "read:users", (*call).getUser},
	{"PATCH", "users/{}", "update:users", (*call).updateUser},
	{"DELETE", "users/{}", "delete:users", (*call).deleteUser},
	{"DELETE", "users/{}/authenticators", "delete:guardian_enrollments", (*call).deleteFactors},
	{"POST", "users/{}/multifactor/actions/invalidate-remember-browser", "update:users", (*call).forgetBrowsers},
	{"GET", "users/{}/sessions", "read:sessions", (*call).listSessions},
	{"DELETE", "users/{}/sessions", "delete:sessions", (*call).deleteSessions},
	{"GET", "sessions/{}", "read:sessions", (*call).getSession},
	{"DELETE", "sessions/{}", "delete:sessions", (*call).deleteSession},
	{"GET", "users/{}/refresh-tokens", "read:refresh_tokens", (*call).listTokens},
	{"DELETE", "users/{}/refresh-tokens", "delete:refresh_tokens", (*call).deleteTokens},
	{"GET", "refresh-tokens/{}", "read:refresh_tokens", (*call).getToken},
	{"DELETE", "refresh-tokens/{}", "delete:refresh_tokens", (*call).deleteToken},
	{"GET", "device-credentials", "read:device_credentials", (*call).listDevices},
	{"DELETE", "device-credentials/{}", "delete:device_credentials", (*call).deleteDevice},
}

// managementScopes lists every scope of the Management API once.
func managementScopes() []string {
	var all []string
	for _, e := range management {
		if !slices.Contains(all, e.scope) {
			all = append(all, e.scope)
		}
	}
	return all
}

// manage answers for the Management API.
func (t *Tenant) manage(req wire.Request) wire.Response {
	path := strings.TrimPrefix(req.Address().Path, pathManagement)
	for _, e := range management {
		id, ok := matched(e.path, path)
		if !ok || e.method != req.Method {
			continue
		}
		if refusal := t.mayManage(req, e.scope); refusal != nil {
			return *refusal
		}
		c := &call{Tenant: t, req: req, id: id}
		if strings.HasPrefix(e.path, "users/") {
			if c.person = t.personByID(id); c.person.Name == "" {
				return apiError(404, "The user does not exist.", "inexistent_user")
			}
		}
		return e.serve(c)
	}
	return apiError(404, "There is no endpoint "+req.Method+" "+req.Address().Path+" here.", "")
}

// matched compares a path with a pattern and returns what stands for {}.
func matched(pattern, path string) (id string, ok bool) {
	before, after, named := strings.Cut(pattern, "{}")
	if !named {
		return "", pattern == path
	}
	rest, begins := strings.CutPrefix(path, before)
	id, ends := strings.CutSuffix(rest, after)
	return id, begins && ends && id != "" && !strings.Contains(id, "/")
}

// mayManage checks the token of a request: the tenant's own, for the Management
// API, alive, with the scope. It returns the refusal, or nil.
func (t *Tenant) mayManage(req wire.Request, scope string) *wire.Response {
	refuse := func(status int, message, code string) *wire.Response {
		resp := apiError(status, message, code)
		return &resp
	}
	bearer, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return refuse(401, "Missing authentication", "")
	}
	claims, err := token.Verify(bearer, t.issuer(), t.url(pathManagement), t.Now)
	if err != nil {
		return refuse(401, "Invalid token", "")
	}
	granted, _ := claims["scope"].(string)
	if !slices.Contains(strings.Fields(granted), scope) {
		return refuse(403, "Insufficient scope, expected any of: "+scope, "insufficient_scope")
	}
	return nil
}

// apiError is an error of the Management API, which has a form of its own.
func apiError(status int, message, code string) wire.Response {
	return jsonResponse(status, map[string]any{
		"statusCode": status, "error": http.StatusText(status), "message": message, "errorCode": code,
	})
}

// badBody complains about the body of a request.
func badBody(message string) wire.Response {
	return apiError(400, "Payload validation error: "+message, "invalid_body")
}

// personByID returns the person with a user_id, or the zero Person.
func (t *Tenant) personByID(id string) Person {
	for _, p := range t.Config.People {
		if p.UserID() == id {
			return p
		}
	}
	return Person{}
}

// policyNames is what the Management API calls the policies (facts 3.1).
var policyNames = map[Policy]string{
	PolicyNever: "[]", PolicyAlways: `["all-applications"]`, PolicyAdaptive: `["confidence-score"]`,
}

func (c *call) getPolicies() wire.Response { return jsonText(200, policyNames[c.Config.Policy]) }

// setPolicies changes the policy from now on. [State.current] applies it.
func (c *call) setPolicies() wire.Response {
	var given []string
	if err := json.Unmarshal([]byte(c.req.Body), &given); err != nil || given == nil {
		return badBody("expected an array of policies")
	}
	text, err := json.Marshal(given)
	if err != nil {
		panic("tenant: internal error: " + err.Error())
	}
	for policy, name := range policyNames {
		if name == string(text) {
			c.State.policy = policy
			return jsonText(200, name)
		}
	}
	return badBody(`expected [], ["all-applications"] or ["confidence-score"]`)
}

// forgetBrowsers makes every auth0-mf cookie of the person worthless (facts 4.5).
func (c *call) forgetBrowsers() wire.Response {
	for handle, r := range c.State.Remembered {
		if r.Person == c.person.Name {
			r.Invalidated = true
			c.State.Remembered[handle] = r
		}
	}
	return wire.Response{Status: 204}
}

// iso writes an instant as the Management API does.
func iso(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
