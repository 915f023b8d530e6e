package tenant

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

// native returns a tenant under the policy "always" with an application that
// asks for passwords itself.
func native(t *testing.T) *lab {
	l := newLab(t)
	l.Config.Policy = PolicyAlways
	l.Config.Apps = append(l.Config.Apps, App{ID: "mobile", Name: "Mobile", Type: AppNative})
	return l
}

func (l *lab) password(change ...string) wire.Response {
	form := url.Values{
		"grant_type": {grantPassword}, "client_id": {"mobile"}, "username": {"ada@example.com"}, "password": {"right"},
		"scope": {"openid offline_access"},
	}
	for i := 0; i < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return l.post("/oauth/token", form)
}

// mfaToken takes the token out of an answer that must be mfa_required.
func (l *lab) mfaToken(resp wire.Response) string {
	l.t.Helper()
	l.fails(resp, 403, "mfa_required", mfaRequiredText)
	_, rest, _ := strings.Cut(resp.Body, `"mfa_token":"`)
	token, _, ok := strings.Cut(rest, `"`)
	if !ok || !strings.HasPrefix(token, mfaTokenTag) {
		l.t.Fatalf("no mfa_token in %s", resp.Body)
	}
	return token
}

func (l *lab) otp(client, mfaToken, code string) wire.Response {
	return l.post("/oauth/token", url.Values{"grant_type": {grantOTP}, "client_id": {client}, "mfa_token": {mfaToken}, "otp": {code}})
}

func (l *lab) ada() Person { return l.Config.People[0] }

func TestPasswordGrant(t *testing.T) { // facts 3.2, 6.3
	l := native(t)
	l.fails(l.password("password", ""), 400, "invalid_request", "Missing required parameter: password")
	l.fails(l.password("password", WrongPassword), 403, "invalid_grant", "Wrong email or password.")
	l.fails(l.password("username", "nobody@example.com"), 403, "invalid_grant", "Wrong email or password.")
	l.fails(l.password("client_id", "portal"), 403, "unauthorized_client", "Grant type 'password' not allowed for the client.")
	l.mfaToken(l.password())
	l.mfaToken(l.password("grant_type", grantRealm, "realm", "people"))
	l.Config.Policy = PolicyNever
	if body := l.json(l.password()); body["id_token"] == nil || body["refresh_token"] == nil {
		t.Errorf("without MFA: %v", body)
	}
}

func TestMFAGrantFinishesPassword(t *testing.T) { // facts 7.5, 7.6, 2.9
	l := native(t)
	token := l.mfaToken(l.password())
	l.fails(l.otp("mobile", token, ""), 400, "invalid_request", "Missing required parameter: otp")
	l.fails(l.otp("mobile", "garbage", "1"), 403, "invalid_grant", "Malformed mfa_token")
	l.fails(l.otp("mobile", token[:len(token)-1], "1"), 403, "invalid_grant", "Malformed mfa_token")
	l.fails(l.otp("wall", token, "1"), 400, "invalid_request", "mfa_token not issued to this client")
	l.fails(l.otp("mobile", token, "x"), 403, "invalid_grant", "Invalid otp_code.")
	body := l.json(l.otp("mobile", token, l.ada().OTP(l.Now)))
	if body["refresh_token"] == nil || strings.Contains(payload(t, body["id_token"].(string)), `"amr"`) {
		t.Errorf("after the MFA grant: %v", body)
	}
	l.fails(l.otp("mobile", token, l.ada().OTP(l.Now)), 401, "expired_token", "mfa_token is expired") // works once
}

func TestMFATokenLife(t *testing.T) { // facts 7.2
	for life, assume := range map[time.Duration]Assumptions{
		10 * time.Minute: nil,
		5 * time.Minute:  {AssumeTokenLife: "5m"},
	} {
		l := native(t)
		l.Config.Assume = assume
		token := l.mfaToken(l.password())
		l.Now = l.Now.Add(life - time.Second)
		l.fails(l.otp("mobile", token, "x"), 403, "invalid_grant", "Invalid otp_code.")
		l.Now = l.Now.Add(time.Second)
		l.fails(l.otp("mobile", token, l.ada().OTP(l.Now)), 401, "expired_token", "mfa_token is expired")
	}
}

func TestMFAGrantFinishesRefresh(t *testing.T) { // facts 6.4, 7.5
	l := native(t)
	l.Config.Assume = Assumptions{AssumePolicyOnRefresh: "yes"}
	l.Config.Apps[1].Refresh.Rotating = true
	app, _ := l.Config.AppByID("wall")
	refresh := l.startFamily(grant{App: app, Person: "ada", Scope: "offline_access"})
	token := l.mfaToken(l.refreshWith(refresh))
	l.mfaToken(l.refreshWith(refresh)) // not used up
	body := l.json(l.otp("wall", token, l.ada().OTP(l.Now)))
	if next, _ := body["refresh_token"].(string); next == "" || next == refresh {
		t.Errorf("the family did not rotate: %v", body)
	}
	l.fails(l.refreshWith(refresh), 403, "invalid_grant", unknownToken) // now it is
}

func TestWrongCodesAreCounted(t *testing.T) { // facts 4.8
	l := native(t)
	l.Config.Assume = Assumptions{AssumeTokenLife: "1h"}
	token := l.mfaToken(l.password())
	for range triesMax {
		l.fails(l.otp("mobile", token, "x"), 403, "invalid_grant", "Invalid otp_code.")
	}
	const tooMany = "Too many wrong codes. Try again later."
	l.fails(l.otp("mobile", token, l.ada().OTP(l.Now)), 429, "too_many_attempts", tooMany)
	l.Now = l.Now.Add(triesRefill)
	l.fails(l.otp("mobile", token, "x"), 403, "invalid_grant", "Invalid otp_code.")
	l.fails(l.otp("mobile", token, "x"), 429, "too_many_attempts", tooMany)
}

func TestChallengeAndAuthenticators(t *testing.T) { // facts 7.3, 7.5, 7.6
	l := native(t)
	token := l.mfaToken(l.password())
	list := func(bearer string) wire.Response {
		req := wire.Get("https://tenant.example/mfa/authenticators")
		req.Header = http.Header{"Authorization": {"Bearer " + bearer}}
		return l.Serve(context.Background(), req)
	}
	if resp := list(token); resp.Status != 200 || !strings.HasPrefix(resp.Body, `[{"active":true,"authenticator_type":"otp","id":"totp|dev_`) {
		t.Errorf("authenticators: %d %s", resp.Status, resp.Body)
	}
	if resp := list("x"); resp.Status != 401 {
		t.Errorf("authenticators without a token: %d", resp.Status)
	}
	ask := func(pairs ...string) wire.Response {
		form := url.Values{"mfa_token": {token}, "client_id": {"mobile"}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return l.post("/mfa/challenge", form)
	}
	if body := l.json(ask("challenge_type", "oob otp")); body["challenge_type"] != "otp" {
		t.Errorf("challenge: %v", body)
	}
	l.fails(ask("mfa_token", ""), 400, "invalid_request", "Missing required parameter: mfa_token")
	l.fails(ask("challenge_type", "oob"), 401, "unsupported_challenge_type",
		"The user does not support the requested challenge type (oob). Supported type: otp.")
	l.fails(ask("authenticator_id", "sms|dev_1"), 400, "invalid_request", "authenticator_id names no authenticator of this person")
	l.Config.People[0].Factors = nil
	l.fails(ask(), 401, "unsupported_challenge_type", "User is not enrolled with guardian")
	l.fails(l.otp("mobile", token, "1"), 401, "unsupported_challenge_type", "User is not enrolled with guardian")
	if resp := list(token); resp.Body != "[]" {
		t.Errorf("authenticators of somebody who has none: %s", resp.Body)
	}
}

// payload is the decoded middle of a JSON Web Token.
func payload(t *testing.T, token string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
