//go:build !js

package live

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// A page in a browser tab may call the endpoints of programs, if its origin is
// registered, and reads errors as well as tokens; other pages may not.
func TestCrossOrigin(t *testing.T) {
	w := settle(t, home)
	server := httptest.NewServer(w.server)
	defer server.Close()
	send := func(method, path, origin string) *http.Response {
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader(url.Values{"client_id": {"portal"}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		if method == http.MethodOptions {
			req.Header.Set("Access-Control-Request-Method", "POST")
			req.Header.Set("Access-Control-Request-Headers", "content-type")
		}
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return resp
	}
	const foreign = "https://evil.example"
	for _, origin := range []string{"https://portal.example", "http://127.0.0.1:5173", "http://localhost:3000", foreign, "null", "", "http://localhost.evil.example"} {
		want := ""
		if strings.Contains(origin, "portal") || strings.HasPrefix(origin, "http://127.") || strings.HasPrefix(origin, "http://localhost:") {
			want = origin
		}
		for path, status := range map[string]int{
			"/oauth/token": 400, "/oauth/revoke": 400, "/oauth/device/code": 403, "/mfa/challenge": 400,
		} {
			resp := send("POST", path, origin)
			if got := resp.Header.Get("Access-Control-Allow-Origin"); got != want || resp.StatusCode != status {
				t.Errorf("%s from %q: %d, allows %q; expected %d, %q", path, origin, resp.StatusCode, got, status, want)
			}
			pre := send("OPTIONS", path, origin)
			got := pre.Header.Get("Access-Control-Allow-Origin")
			if allowed := strings.Contains(pre.Header.Get("Access-Control-Allow-Headers"), "Content-Type"); got != want || pre.StatusCode != 204 || allowed != (want != "") {
				t.Errorf("preflight of %s from %q: %d, allows %q; expected %q", path, origin, pre.StatusCode, got, want)
			}
		}
		for _, path := range []string{"/userinfo", "/.well-known/jwks.json", "/.well-known/openid-configuration"} {
			if got := send("GET", path, origin).Header.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("%s from %q allows %q, expected %q", path, origin, got, want)
			}
		}
		for _, path := range []string{"/authorize", "/u/login", "/api/v2/guardian/policies", "/_sim/state"} {
			if got := send("GET", path, origin).Header.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("%s from %q allows %q, expected nobody", path, origin, got)
			}
		}
	}
}
