package tenant

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mfaplayground/engine/token"
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

// FuzzMFAToken presents any text where an mfa_token or an access token for the
// MFA API is expected: in a form, in a JSON body and as a bearer. Only what the
// tenant gave out to this application opens anything, and all else is refused
// in words of facts 7.6.
func FuzzMFAToken(f *testing.F) {
	for _, seed := range []string{"MFATOKEN", "ACCESS", "MFATOKENx", "Fe26.2*", "Fe26.2**", "Fe26.2*x*y", "Fe26.2*MFATOKEN",
		"ACCESS.x", "ey.ey.ey", "eyJhbGciOiJub25lIn0.e30.", "", " MFATOKEN", "\x00", `"`, "ACCESS\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := native(t)
		mfaToken := l.mfaToken(l.password())
		access := token.Sign(token.Claims{
			"iss": l.issuer(), "aud": l.url(pathMFA), "sub": l.ada().UserID(), "azp": "mobile",
			"scope": "enroll read:authenticators", "exp": l.Now.Unix() + 600,
		})
		text = strings.NewReplacer("MFATOKEN", mfaToken, "ACCESS", access).Replace(text)
		genuine := text == mfaToken || text == access

		l.opens(l.listWith(text), genuine, text)
		challenge, err := json.Marshal(map[string]string{"mfa_token": text, "client_id": "mobile"})
		if err != nil {
			t.Fatal(err)
		}
		var sent struct {
			Token string `json:"mfa_token"` // text that is no UTF-8 arrives otherwise
		}
		if err := json.Unmarshal(challenge, &sent); err != nil {
			t.Fatal(err)
		}
		req := wire.Request{Method: "POST", URL: "https://tenant.example/mfa/challenge", Body: string(challenge),
			Header: http.Header{"Content-Type": {"application/json"}}}
		l.opens(l.Serve(context.Background(), req), sent.Token == mfaToken || sent.Token == access, text)
		l.opens(l.otp("mobile", text, l.ada().OTP(l.Now)), genuine, text)
	})
}

// listWith asks for the list of authenticators with a bearer token.
func (l *lab) listWith(bearer string) wire.Response {
	req := wire.Get("https://tenant.example/mfa/authenticators")
	req.Header = http.Header{"Authorization": {"Bearer " + bearer}}
	return l.Serve(context.Background(), req)
}

// opens checks that a token opened what it should, and nothing else.
func (l *lab) opens(resp wire.Response, want bool, text string) {
	l.t.Helper()
	if (resp.Status == 200) != want || resp.Status >= 500 {
		l.t.Fatalf("%q: %d %s; should it open this: %t", text, resp.Status, resp.Body, want)
	}
	if resp.Status == 200 {
		return
	}
	var body struct{ Error string }
	if err := json.Unmarshal([]byte(resp.Body), &body); err != nil {
		l.t.Fatalf("%q: not JSON: %s", text, resp.Body)
	}
	switch body.Error {
	case "invalid_grant", "expired_token", "invalid_request", "invalid_token":
	default:
		l.t.Fatalf("%q: the error %v is not one for tokens", text, body.Error)
	}
}
