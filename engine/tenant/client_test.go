package tenant

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

func TestClient(t *testing.T) { // RFC 6749 section 2.3.1
	l := newLab(t)
	l.Config.Apps = append(l.Config.Apps, App{ID: "shop", Type: AppWeb})
	for _, c := range []struct {
		form, header string
		want         string
	}{
		{"portal", "", "portal"},
		{"", "Basic cG9ydGFsOg==", "portal"},           // portal:
		{"", "Basic cG9ydGFsOnNlY3JldA==", "portal"},   // portal:secret
		{"", "Basic JTcwb3J0YWw6", "portal"},           // %70ortal:
		{"portal", "Basic d2FsbDo=", "portal"},         // wall:
		{"", "Basic c2hvcDpzaG9wLXNlY3JldA==", "shop"}, // shop:shop-secret
		{"", "Basic c2hvcDp3cm9uZw==", ""},             // shop:wrong
		{"shop", "Basic c2hvcDpzaG9wLXNlY3JldA==", "shop"},
		{"shop", "Basic cG9ydGFsOg==", ""}, {"shop", "", ""}, {"shop", "Basic !", ""},
		{"", "Basic cG9ydGFsOiV6", ""},              // portal:%z
		{"", "Basic !", ""}, {"", "Basic JXo6", ""}, // %z:
		{"", "Bearer cG9ydGFsOg==", ""}, {"nobody", "", ""}, {"", "", ""},
	} {
		req := wire.PostForm("https://tenant.example/oauth/token", url.Values{"client_id": {c.form}})
		req.Header.Set("Authorization", c.header)
		if app, ok := l.client(req); app.ID != c.want || ok != (c.want != "") {
			t.Errorf("client_id=%q, Authorization: %q: it is %q, expected %q", c.form, c.header, app.ID, c.want)
		}
	}
}

// A confidential application shows its secret, in the form or in the header; a
// public one has none (RFC 6749 section 2.3.1).
func TestClientCredentials(t *testing.T) {
	l := newLab(t)
	l.Config.Apps = append(l.Config.Apps, App{ID: "robot", Type: AppM2M})
	exchange := func(form url.Values) wire.Response {
		form.Set("grant_type", "client_credentials")
		return l.Serve(context.Background(), wire.PostForm("https://tenant.example/oauth/token", form))
	}
	robot := func(name, value string) url.Values {
		form := url.Values{"client_id": {"robot"}, "client_secret": {"robot-secret"}, "audience": {"https://api.quotes.example"}}
		form.Set(name, value)
		return form
	}
	l.fails(exchange(robot("client_secret", "wrong")), 401, "invalid_client", "Client authentication failed")
	l.fails(exchange(robot("audience", "")), 400, "invalid_request", "Missing required parameter: audience")
	l.fails(exchange(robot("audience", "https://elsewhere.example")), 403, "access_denied", "Service not found: https://elsewhere.example")
	l.fails(exchange(robot("client_id", "portal")), 403, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client.")
	resp := exchange(robot("scope", "read:quotes openid offline_access"))
	if resp.Status != 200 || len(l.Journal.Decisions) != 0 {
		t.Fatalf("%d %s, with %d decisions", resp.Status, resp.Body, len(l.Journal.Decisions))
	}
	last := l.Journal.Issued[len(l.Journal.Issued)-1]
	claims, err := token.Verify(last.AccessToken, "https://tenant.example/", "https://api.quotes.example", l.Now)
	if err != nil || claims["sub"] != "robot@clients" || claims["gty"] != "client-credentials" || last.IDToken+last.RefreshToken != "" {
		t.Fatalf("%v, %v, %+v", claims, err, last)
	}
}

// Applications that say which grants they use have those and no others.
func TestGrantsOfApplications(t *testing.T) {
	for _, c := range []struct {
		app  App
		want string
	}{
		{App{Type: AppSPA}, grantCode}, {App{Type: AppNative}, grantRealm}, {App{Type: AppNative}, grantOTP},
		{App{Type: AppDevice}, grantDevice}, {App{Type: AppWeb}, grantClient},
		{App{Type: AppSPA, Grants: []string{"mfa"}}, grantOTP}, {App{Type: AppM2M, Grants: []string{"password"}}, grantPassword},
	} {
		if !c.app.allows(c.want) {
			t.Errorf("%+v may not use %s", c.app, c.want)
		}
	}
	for _, c := range []struct {
		app  App
		want string
	}{
		{App{Type: AppSPA}, grantPassword}, {App{Type: AppSPA}, grantOTP}, {App{Type: AppM2M}, grantCode},
		{App{Type: AppWeb}, grantDevice}, {App{Type: AppNative, Grants: []string{"mfa"}}, grantRefresh}, {App{Type: AppNative}, grantClient},
	} {
		if c.app.allows(c.want) {
			t.Errorf("%+v may use %s", c.app, c.want)
		}
	}
}

// Parameters come as a form or as JSON, and mean the same.
func TestParamsAsJSON(t *testing.T) {
	l := newLab(t)
	send := func(kind, body string) wire.Response {
		return l.Serve(context.Background(), wire.Request{
			Method: "POST", URL: "https://tenant.example/oauth/token", Header: http.Header{"Content-Type": {kind}}, Body: body,
		})
	}
	l.fails(send("application/json; charset=utf-8", `{"grant_type":"refresh_token","client_id":"wall","refresh_token":"x","n":1}`),
		403, "invalid_grant", unknownToken)
	for _, body := range []string{"", "{", "[]", "null", `{"grant_type":1}`, `{"grant_type":["refresh_token"]}`} {
		l.fails(send("application/json", body), 400, "invalid_request", "Missing required parameter: grant_type")
	}
	l.fails(send("text/plain", "grant_type=refresh_token"), 400, "invalid_request", "Missing required parameter: grant_type")
}
