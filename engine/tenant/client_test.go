package tenant

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"mfaplayground/engine/wire"
)

func TestClient(t *testing.T) { // RFC 6749 section 2.3.1
	l := newLab(t)
	for _, c := range []struct {
		form, header string
		want         string
	}{
		{"portal", "", "portal"},
		{"", "Basic cG9ydGFsOg==", "portal"},         // portal:
		{"", "Basic cG9ydGFsOnNlY3JldA==", "portal"}, // portal:secret
		{"", "Basic JTcwb3J0YWw6", "portal"},         // %70ortal:
		{"portal", "Basic d2FsbDo=", "portal"},       // wall:
		{"", "Basic !", ""}, {"", "Basic JXo6", ""},  // %z:
		{"", "Bearer cG9ydGFsOg==", ""}, {"nobody", "", ""}, {"", "", ""},
	} {
		req := wire.PostForm("https://tenant.example/oauth/token", url.Values{"client_id": {c.form}})
		req.Header.Set("Authorization", c.header)
		if app, ok := l.client(req); app.ID != c.want || ok != (c.want != "") {
			t.Errorf("client_id=%q, Authorization: %q: it is %q, expected %q", c.form, c.header, app.ID, c.want)
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
