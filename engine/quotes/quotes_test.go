package quotes

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

var (
	noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	api  = API{Audience: "https://api.quotes.example", Issuer: "https://tenant.example/", Start: noon}
)

func bearer(scope, audience string) string {
	return "Bearer " + token.Sign(token.Claims{
		"iss": "https://tenant.example/", "aud": audience, "scope": scope, "exp": noon.Add(time.Hour).Unix(),
	})
}

func TestServe(t *testing.T) { // RFC 6750 section 3
	good := bearer("offline_access read:quotes", api.Audience)
	for _, c := range []struct {
		name, authorization, path string
		after                     time.Duration
		status                    int
		challenge                 string
	}{
		{"good", good, "/today", 0, 200, ""},
		{"no token", "", "/today", 0, 401, `Bearer realm="quotes"`},
		{"expired", good, "/today", time.Hour, 401, `Bearer realm="quotes", error="invalid_token"`},
		{"other audience", bearer("read:quotes", "https://x"), "/today", 0, 401, `Bearer realm="quotes", error="invalid_token"`},
		{"garbage", "Bearer x.y.z", "/today", 0, 401, `Bearer realm="quotes", error="invalid_token"`},
		{"no scope", bearer("read:quotes-not", api.Audience), "/today", 0, 403, `Bearer realm="quotes", error="insufficient_scope"`},
		{"other path", good, "/", 0, 404, ""},
	} {
		req := wire.Get(api.Audience + c.path)
		req.Header = http.Header{}
		if c.authorization != "" {
			req.Header.Set("Authorization", c.authorization)
		}
		resp := api.Serve(req, noon.Add(c.after))
		if resp.Status != c.status || resp.Header.Get("WWW-Authenticate") != c.challenge {
			t.Errorf("%s: %d %q, expected %d %q", c.name, resp.Status, resp.Header.Get("WWW-Authenticate"), c.status, c.challenge)
		}
	}
}

func TestToday(t *testing.T) {
	first := api.Today(noon)
	if first.Author != "Seneca" || !strings.Contains(first.Text, "learn how to live") {
		t.Errorf("the first day has %+v", first)
	}
	if api.Today(noon.Add(24*time.Hour-time.Second)) != first || api.Today(noon.Add(24*time.Hour)) == first {
		t.Error("the quotation does not change once a day")
	}
	for _, days := range []int{1, 7, 30} { // the waits that the page offers
		if api.Today(noon.Add(time.Duration(days)*24*time.Hour)) == first {
			t.Errorf("%d days later the quotation is the same", days)
		}
	}
}
