package browser

import (
	"context"
	"net/http"
	"testing"

	"mfaplayground/engine/wire"
)

// A hidden frame of another site has its cookies only where third parties may
// have them; one of the same site, such as a custom domain, always has them
// (facts 5.4).
func TestFrame(t *testing.T) {
	for _, c := range []struct {
		page, frame string
		blocked     bool
		want        string
	}{
		{"https://portal.example/", "https://tenant.example/authorize", false, "s=1"},
		{"https://portal.example/", "https://tenant.example/authorize", true, ""},
		{"https://www.portal.example/", "https://login.portal.example/authorize", true, "s=1; l=2"},
	} {
		got, asked := "", 0
		b := Browser{State: &State{Settings: Settings{BlocksThirdParty: c.blocked}}, Now: noon}
		b.Send = func(_ context.Context, req wire.Request) wire.Response {
			if req.URL == c.frame {
				got, asked = req.Header.Get("Cookie"), asked+1
				return wire.Response{Status: 302, Header: http.Header{"Location": {c.page + "callback"}}}
			}
			return wire.Response{Status: 200, Header: http.Header{"Set-Cookie": {"s=1; Path=/; Secure; SameSite=None", "l=2; Path=/"}}}
		}
		b.Type(t.Context(), "https://"+wire.Get(c.frame).Address().Host+"/") // a visit of the person sets the cookies
		b.Type(t.Context(), c.page)
		at, resp := b.Frame(t.Context(), wire.Get(c.frame))
		if at != c.page+"callback" || resp.Status != 200 || asked != 1 || got != c.want || b.Address != c.page {
			t.Errorf("%+v: the frame sends %q and ends at %s; the page is %s", c, got, at, b.Address)
		}
	}
}
