package tenant

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mfaplayground/engine/wire"
)

// FuzzCookie sends any Cookie header. Only the value that the tenant gave out
// counts, whole and unchanged: as a session, and as a remembered browser.
func FuzzCookie(f *testing.F) {
	session, remembered := "auth0=s%3Av1.", "auth0-mf=s%3Av1."
	f.Add("SESSION; REMEMBERED")
	f.Add("REMEMBERED;auth0=;auth0=x")
	f.Add(session + "FxmhphaM3oatu4h5JaxZog.x; " + remembered + ".")
	f.Add(`auth0="s%3Av1.a.b"; =; ;;auth0-mf`)
	f.Fuzz(func(t *testing.T, line string) {
		l := newLab(t)
		session, _ := l.signIn()
		l.Config.Policy = PolicyAlways
		var resp wire.Response
		l.remember(&resp, "", "ada")
		remembered := resp.SetCookies()[0]
		line = strings.NewReplacer("SESSION", session, "REMEMBERED", remembered.Name+"="+remembered.Value).Replace(line)
		req := wire.Get("https://tenant.example" + with("prompt", "none"))
		req.Header = http.Header{"Cookie": {line}}

		_, found := l.session(req)
		if genuine := CookieSession+"="+req.Cookie(CookieSession) == session; found != genuine {
			t.Fatalf("%q is taken for a session: %t, expected %t", line, found, genuine)
		}
		state, _ := l.mfaCookie(req, "ada")
		if genuine := req.Cookie(CookieMFA) == remembered.Value; genuine != (state == CookieValid) {
			t.Fatalf("%q has the state %d as a remembered browser; genuine is %t", line, state, genuine)
		}
		to, err := url.Parse(l.Serve(context.Background(), req).Location())
		if err != nil {
			t.Fatal(err)
		}
		if in := to.Query().Get("code") != ""; in != (found && state == CookieValid) {
			t.Fatalf("%q: silent authentication ended at %s", line, to)
		}
	})
}

// FuzzRefreshToken presents any text as a refresh token. Only the two tokens
// that are alive work, and no text that merely looks like one ends a family.
func FuzzRefreshToken(f *testing.F) {
	f.Add("HERE")
	f.Add("ELSEWHERE")
	f.Add("HEREx")
	f.Add("v1.HERE")
	f.Add("v1.aaaaaaaaaaaaaaaaaaaaaa.+1.bbbbbbbbbbbb")
	f.Add("v1.a.18446744073709551617.b")
	f.Add("v1.....")
	f.Fuzz(func(t *testing.T, text string) {
		l, here := holding(t, RefreshPolicy{Rotating: true})
		app, _ := l.Config.AppByID("wall")
		elsewhere := l.startFamily(grant{App: app, Person: "ada", Scope: "offline_access"})
		text = strings.NewReplacer("ELSEWHERE", elsewhere, "HERE", here).Replace(text)
		resp := l.refreshWith(text)
		if alive := text == here || text == elsewhere; alive != (resp.Status == 200) {
			t.Fatalf("%q: %d %s", text, resp.Status, resp.Body)
		}
		if text == "" {
			l.fails(resp, 400, "invalid_request", "Missing required parameter: refresh_token")
		} else if resp.Status != 200 {
			l.fails(resp, 403, "invalid_grant", unknownToken)
		}
		if len(l.State.refresh) != 2 {
			t.Fatalf("%q left %d families, expected 2", text, len(l.State.refresh))
		}
	})
}
