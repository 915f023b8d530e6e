package tenant

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// managed is a lab with a token for the Management API.
type managed struct {
	*lab
	token string
}

func newManaged(t *testing.T, scope string) *managed {
	l := newLab(t)
	l.Config.Apps = append(l.Config.Apps, App{ID: "robot", Type: AppM2M})
	m := &managed{lab: l}
	resp := m.post("/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"robot"}, "client_secret": {"robot-secret"},
		"audience": {"https://tenant.example/api/v2/"}, "scope": {scope},
	})
	m.token = m.json(resp)["access_token"].(string)
	return m
}

// do sends a request, for example "PATCH users/auth0%7Cada".
func (m *managed) do(line, body string) wire.Response {
	method, path, _ := strings.Cut(line, " ")
	return m.Serve(context.Background(), wire.Request{
		Method: method, URL: "https://tenant.example/api/v2/" + path, Body: body,
		Header: http.Header{"Authorization": {"Bearer " + m.token}, "Content-Type": {"application/json"}},
	})
}

// refused checks the form of an error of the Management API.
func (m *managed) refused(resp wire.Response, status int, kind, message, code string) {
	m.t.Helper()
	var got struct {
		StatusCode                int
		Error, Message, ErrorCode string
	}
	if err := json.Unmarshal([]byte(resp.Body), &got); err != nil {
		m.t.Fatalf("not JSON: %q", resp.Body)
	}
	if resp.Status != status || got.StatusCode != status || got.Error != kind || got.Message != message || got.ErrorCode != code {
		m.t.Errorf("%d %s, expected %d %s %q %s", resp.Status, resp.Body, status, kind, message, code)
	}
}

func TestManagementErrors(t *testing.T) {
	m := newManaged(t, "read:users update:mfa_policies")
	scope := "Insufficient scope, expected any of: update:users"
	m.refused(m.do("PATCH users/auth0%7Cada", "{}"), 403, "Forbidden", scope, "insufficient_scope")
	m.refused(m.do("GET users/auth0%7Cnobody", ""), 404, "Not Found", "The user does not exist.", "inexistent_user")
	for _, line := range []string{"GET elsewhere", "PUT users/auth0%7Cada", "GET users/", "GET users/a/b", "GET "} {
		if resp := m.do(line, ""); resp.Status != 404 || !strings.Contains(resp.Body, `"statusCode":404`) {
			t.Errorf("%s: %d %s", line, resp.Status, resp.Body)
		}
	}
	for _, body := range []string{"", "null", "{}", `[""]`, `["all-applications","confidence-score"]`, `[1]`, "["} {
		if resp := m.do("PUT guardian/policies", body); resp.Status != 400 || !strings.Contains(resp.Body, `"invalid_body"`) {
			t.Errorf("%s: %d %s", body, resp.Status, resp.Body)
		}
	}
	good := m.token
	for _, token := range []string{"", "x", good[:len(good)-4], good + "."} {
		m.token = token
		m.refused(m.do("GET users/auth0%7Cada", ""), 401, "Unauthorized", "Invalid token", "")
	}
	m.token = good
	m.Now = m.Now.Add(DefaultTokenLifetime)
	m.refused(m.do("GET users/auth0%7Cada", ""), 401, "Unauthorized", "Invalid token", "")
	m.refused(m.get("/api/v2/guardian/policies"), 401, "Unauthorized", "Missing authentication", "")
	m.fails(m.post("/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"robot"}, "client_secret": {"robot-secret"},
		"audience": {"https://tenant.example/api/v2/"}, "scope": {"read:everything"},
	}), 400, "invalid_scope", "The application may not ask for the scope read:everything")
}

// A token of a person, or for another audience, opens nothing.
func TestManagementWantsItsOwnToken(t *testing.T) {
	m := newManaged(t, "")
	app, _ := m.Config.AppByID("portal")
	m.issue(grant{App: app, Person: "ada", Scope: "openid read:users"}, grantCode, "")
	m.token = m.Journal.Issued[len(m.Journal.Issued)-1].AccessToken
	m.refused(m.do("GET users/auth0%7Cada", ""), 401, "Unauthorized", "Invalid token", "")
}

func TestManagementPolicies(t *testing.T) {
	m := newManaged(t, "")
	for body, policy := range map[string]Policy{
		"[]": PolicyNever, `["all-applications"]`: PolicyAlways, `["confidence-score"]`: PolicyAdaptive,
	} {
		m.Config.Policy = "" // whatever the scenario says
		if resp := m.do("PUT guardian/policies", " "+body); resp.Status != 200 || resp.Body != body {
			t.Errorf("%s: %d %s", body, resp.Status, resp.Body)
		}
		if resp := m.do("GET guardian/policies", ""); resp.Body != body || m.Config.Policy != policy {
			t.Errorf("%s: the policy is %s, %q", body, resp.Body, m.Config.Policy)
		}
	}
}

func TestManagementUser(t *testing.T) {
	m := newManaged(t, "")
	m.json(m.do("PATCH users/auth0%7Cada", `{"app_metadata":{"a":1,"b":2},"user_metadata":{"c":"d"}}`))
	user := m.json(m.do("PATCH users/auth0%7Cada", `{"app_metadata":{"a":null}}`))
	text, _ := json.Marshal(user["app_metadata"])
	if string(text) != `{"b":2}` || user["user_id"] != "auth0|ada" || user["email"] != "ada@example.com" || user["blocked"] != false {
		t.Errorf("the user is %v", user)
	}
	for _, body := range []string{"", "[]", `{"colour":"red"}`, `{"blocked":"yes"}`, `{"app_metadata":[]}`} {
		if resp := m.do("PATCH users/auth0%7Cada", body); resp.Status != 400 {
			t.Errorf("%s: %d %s", body, resp.Status, resp.Body)
		}
	}
	m.json(m.do("PATCH users/auth0%7Cada", `{"blocked":true}`))
	if user := m.json(m.do("GET users/auth0%7Cada", "")); user["blocked"] != true {
		t.Errorf("the user is %v", user)
	}
}

func TestManagementSessionsAndTokens(t *testing.T) {
	m := newManaged(t, "")
	m.signIn()
	app, _ := m.Config.AppByID("wall")
	first := m.startFamily(grant{App: app, Person: "ada"})
	m.Now = m.Now.Add(time.Minute)
	second := m.startFamily(grant{App: app, Person: "ada"})

	sessions := m.json(m.do("GET users/auth0%7Cada/sessions", ""))["sessions"].([]any)
	id := sessions[0].(map[string]any)["id"].(string)
	if len(sessions) != 1 || m.json(m.do("GET sessions/"+id, ""))["user_id"] != "auth0|ada" {
		t.Errorf("the sessions are %v", sessions)
	}
	if resp := m.do("DELETE sessions/"+id, ""); resp.Status != 202 || len(m.State.Sessions) != 0 {
		t.Errorf("%d, %d sessions are left", resp.Status, len(m.State.Sessions))
	}
	m.refused(m.do("GET sessions/"+id, ""), 404, "Not Found", "The session does not exist.", "inexistent_session")

	tokens := m.json(m.do("GET users/auth0%7Cada/refresh-tokens", ""))["tokens"].([]any)
	oldest := tokens[0].(map[string]any)["id"].(string)
	if len(tokens) != 2 || !strings.HasPrefix(first, "v1."+oldest) {
		t.Errorf("the tokens are %v", tokens)
	}
	m.do("DELETE refresh-tokens/"+oldest, "")
	m.refused(m.do("GET refresh-tokens/"+oldest, ""), 404, "Not Found", "The refresh token does not exist.", "inexistent_refresh_token")
	var devices []map[string]any
	resp := m.do("GET device-credentials?user_id=auth0%7Cada&client_id=wall", "")
	if err := json.Unmarshal([]byte(resp.Body), &devices); err != nil || len(devices) != 1 {
		t.Fatalf("the devices are %s", resp.Body)
	}
	if m.refreshWith(first).Status != 403 || m.refreshWith(second).Status != 200 {
		t.Error("deleting a refresh token ended another one")
	}
	m.do("DELETE device-credentials/"+devices[0]["id"].(string), "")
	if m.refreshWith(second).Status != 403 || m.do("GET device-credentials", "").Body != "[]" {
		t.Error("the device is still there")
	}
}

// Another address, number or username ends the sessions; a refusal changes
// nothing, and what is enrolled as a factor stays (facts 4.2, 7.3).
func TestIdentityEndsSessions(t *testing.T) {
	for _, body := range []string{`{"email":"new@example.com"}`, `{"phone_number":"+15550001234"}`, `{"username":"countess"}`, `{"password":"another"}`} {
		m := newManaged(t, "update:users")
		m.Config.People[0].Factors = []string{factorSMS}
		before := m.enrolled("ada")
		m.signIn()
		if m.do("PATCH users/auth0%7Cada", `{"blocked":false}`); len(m.State.Sessions) != 1 {
			t.Fatalf("blocked alone ended %v", m.State.Sessions)
		}
		if resp := m.do("PATCH users/auth0%7Cada", body); resp.Status != 200 || len(m.State.Sessions) != 0 {
			t.Errorf("%s: %d, %d sessions are left", body, resp.Status, len(m.State.Sessions))
		}
		if after := m.enrolled("ada"); len(after) != len(before) || after[0] != before[0] {
			t.Errorf("%s: the factors are %v, they were %v", body, after, before)
		}
	}
	m := newManaged(t, "update:users")
	m.Config.People = append(m.Config.People, Person{Name: "bob", Email: "bob@example.com", Profile: script.User{Username: "bob"}})
	m.signIn()
	m.refused(m.do("PATCH users/auth0%7Cada", `{"email":"bob@example.com"}`), 400, "Bad Request", "The specified new email already exists", "")
	m.refused(m.do("PATCH users/auth0%7Cada", `{"username":"bob"}`), 400, "Bad Request", "The username provided is in use already.", "")
	if p := m.State.Current(m.Config).PersonByLogin("ada@example.com"); p.Name != "ada" || len(m.State.Sessions) != 1 {
		t.Errorf("a refusal changed something: %v, %d sessions", p, len(m.State.Sessions))
	}
}

func TestGlobalRevocation(t *testing.T) {
	m := newManaged(t, "")
	m.signIn()
	revoke := func(connection, subject string) wire.Response {
		return m.Serve(context.Background(), wire.Request{
			Method: "POST", URL: "https://tenant.example/oauth/global-token-revocation/connection/" + connection, Body: `{"subject":"` + subject + `"}`,
			Header: http.Header{"Authorization": {"Bearer " + m.token}, "Content-Type": {"application/json"}},
		})
	}
	m.refused(revoke("elsewhere", "auth0|ada"), 404, "Not Found", "The connection does not exist.", "inexistent_connection")
	m.refused(revoke(databaseName, "auth0|nobody"), 404, "Not Found", "The user does not exist.", "inexistent_user")
	if resp := revoke(databaseName, "auth0|ada"); resp.Status != 204 || len(m.State.Sessions) != 0 {
		t.Errorf("%d %s", resp.Status, resp.Body)
	}
	m.token = ""
	m.refused(revoke(databaseName, "auth0|ada"), 401, "Unauthorized", "Invalid token", "")
}
