//go:build !js

package live

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// client is an application written with golang.org/x/oauth2. It is not told how
// to authenticate itself: it finds out.
func (w *town) client(id string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: id, RedirectURL: callback, Scopes: []string{"openid", "email", "offline_access"},
		Endpoint: oauth2.Endpoint{
			AuthURL: w.origin + "/authorize", TokenURL: w.origin + "/oauth/token", DeviceAuthURL: w.origin + "/oauth/device/code",
		},
	}
}

// device is a device's program. It says that it names itself in the form:
// finding out would ask twice, and too fast.
func (w *town) device() *oauth2.Config {
	app := w.client("wall")
	app.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	return app
}

// signedIn lets somebody sign in to an application.
func (w *town) signedIn(id string) (*oauth2.Config, *oauth2.Token) {
	w.t.Helper()
	app, verifier := w.client(id), oauth2.GenerateVerifier()
	q := w.arrives().signsIn(app.AuthCodeURL("the state", oauth2.S256ChallengeOption(verifier)))
	if q.Get("state") != "the state" {
		w.t.Errorf("the state comes back as %q", q.Get("state"))
	}
	token, err := app.Exchange(w.t.Context(), q.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		w.t.Fatal(err)
	}
	return app, token
}

// refreshed exchanges a refresh token.
func (w *town) refreshed(app *oauth2.Config, refreshToken string) (*oauth2.Token, error) {
	return app.TokenSource(w.t.Context(), &oauth2.Token{RefreshToken: refreshToken}).Token()
}

// fails checks how an exchange failed.
func fails(t *testing.T, err error, status int, code, description string) {
	t.Helper()
	var e *oauth2.RetrieveError
	if !errors.As(err, &e) {
		t.Fatalf("failed with %v, expected %s", err, code)
	}
	if e.Response.StatusCode != status || e.ErrorCode != code || e.ErrorDescription != description {
		t.Errorf("failed with %d %s: %s; expected %d %s: %s", e.Response.StatusCode, e.ErrorCode, e.ErrorDescription, status, code, description)
	}
}

func TestCodeWithPKCE(t *testing.T) { // RFC 7636
	w := settle(t, home)
	app, token := w.signedIn("portal")
	if !token.Valid() || token.TokenType != "Bearer" || token.RefreshToken == "" || token.Extra("id_token") == nil {
		t.Errorf("got %+v", token)
	}
	if left := time.Until(token.Expiry); left < 23*time.Hour || left > 24*time.Hour {
		t.Errorf("the access token lives for %s", left)
	}
	q := w.arrives().signsIn(app.AuthCodeURL("s", oauth2.S256ChallengeOption("one verifier")))
	_, err := app.Exchange(t.Context(), q.Get("code"), oauth2.VerifierOption("another"))
	fails(t, err, 403, "invalid_grant", "Failed to verify code verifier")
}

func TestDeviceFlow(t *testing.T) { // RFC 8628
	w := settle(t, home)
	app, ada := w.device(), w.arrives()
	code, err := app.DeviceAuth(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	code.Interval = 1 // the clock runs faster here
	connected := make(chan error, 1)
	var token *oauth2.Token
	go func() {
		var err error
		token, err = app.DeviceAccessToken(t.Context(), code)
		connected <- err
	}()
	time.Sleep(1500 * time.Millisecond) // one poll is answered with authorization_pending
	s := ada.presses(ada.opens(code.VerificationURIComplete), "")
	if !strings.Contains(s.text, code.UserCode) {
		t.Fatalf("the page does not show %s:\n%s", code.UserCode, s.text)
	}
	s = ada.passes(ada.presses(ada.presses(s, "Confirm"), "ada"), false)
	if s.title != "Device connected" {
		t.Fatalf("ended on %q:\n%s", s.title, s.text)
	}
	if err := <-connected; err != nil {
		t.Fatal(err)
	}
	if token.RefreshToken == "" {
		t.Fatal("the device got no refresh token")
	}
	if _, err := w.refreshed(app, token.RefreshToken); err != nil {
		t.Error(err)
	}
}

func TestDeviceRefused(t *testing.T) {
	w := settle(t, home)
	app, ada := w.device(), w.arrives()
	code, err := app.DeviceAuth(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := ada.presses(ada.presses(ada.opens(code.VerificationURIComplete), ""), "Cancel"); s.status != 403 {
		t.Fatalf("refusing gives %d:\n%s", s.status, s.text)
	}
	code.Interval = 1
	_, err = app.DeviceAccessToken(t.Context(), code)
	fails(t, err, 403, "access_denied", "User cancelled the confirmation prompt.")
}

func TestRefresh(t *testing.T) { // RFC 6749 section 6
	w := settle(t, home)
	app, token := w.signedIn("portal")
	w.sim("POST", "advance?by=1s")
	again, err := w.refreshed(app, token.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if again.AccessToken == token.AccessToken || again.RefreshToken != token.RefreshToken {
		t.Errorf("from %+v\ncame %+v", token, again)
	}
	w.sim("POST", "advance?by=31d")
	_, err = w.refreshed(app, token.RefreshToken)
	fails(t, err, 403, "invalid_grant", "Unknown or invalid refresh token.")
}

func TestRefreshMFARequired(t *testing.T) { // facts 6.2
	for way, text := range map[string]string{
		"rule":   strings.Replace(home, "rule mfa off", "rule mfa", 1),
		"policy": strings.Replace(home, "rule mfa off", "rule mfa off\nassume policy-on-refresh=yes", 1),
	} {
		w := settle(t, text)
		app, token := w.signedIn("portal")
		_, err := w.refreshed(app, token.RefreshToken)
		fails(t, err, 403, "mfa_required", "Multifactor authentication required")
		var e *oauth2.RetrieveError
		if errors.As(err, &e) && !strings.Contains(string(e.Body), `"mfa_token":"Fe26.2*`) {
			t.Errorf("by %s: no mfa_token in %s", way, e.Body)
		}
		if d := w.sim("GET", "state").Decisions; d[len(d)-1].Outcome != "refused" {
			t.Errorf("by %s: the last decision is %s", way, d[len(d)-1].Outcome)
		}
	}
}

func TestRotationAndReuse(t *testing.T) { // facts 6.5
	w := settle(t, home)
	app, token := w.signedIn("spinner")
	next, err := w.refreshed(app, token.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if next.RefreshToken == token.RefreshToken {
		t.Fatal("the refresh token did not rotate")
	}
	const unknown = "Unknown or invalid refresh token."
	_, err = w.refreshed(app, token.RefreshToken)
	fails(t, err, 403, "invalid_grant", unknown)
	_, err = w.refreshed(app, next.RefreshToken)
	fails(t, err, 403, "invalid_grant", unknown) // the whole family is gone
}

func TestSilent(t *testing.T) { // facts 5.2
	w := settle(t, home)
	app, ada := w.client("portal"), w.arrives()
	silent := app.AuthCodeURL("s", oauth2.S256ChallengeOption("v"), oauth2.SetAuthURLParam("prompt", "none"))
	loud := app.AuthCodeURL("s", oauth2.S256ChallengeOption("v"))
	expect := func(q url.Values, code, description string) {
		t.Helper()
		if q.Get("error") != code || q.Get("error_description") != description || (q.Get("code") == "") != (code != "") {
			t.Errorf("came back with %v, expected %s %q", q, code, description)
		}
	}
	expect(ada.opens(silent).returned, "login_required", "Login required")
	ada.signsIn(loud)
	expect(ada.opens(silent).returned, "login_required", "Multifactor authentication required")
	s := ada.opens(loud) // the session goes on: no login page
	if !s.tickable {
		t.Fatalf("no tick box:\n%s", s.text)
	}
	expect(ada.passes(s, true).returned, "", "")
	expect(ada.opens(silent).returned, "", "")
}

func TestRememberedFor30Days(t *testing.T) { // facts 4.3, 4.4
	w := settle(t, home)
	app, ada := w.client("portal"), w.arrives()
	address := app.AuthCodeURL("s", oauth2.S256ChallengeOption("v"))
	ada.passes(ada.presses(ada.opens(address), "ada"), true)
	for range 4 { // a visit every six days renews the cookie
		w.sim("POST", "advance?by=6d")
		if s := ada.presses(ada.opens(address), "ada"); s.returned.Get("code") == "" {
			t.Fatalf("asked for %q after %d s", s.title, w.sim("GET", "state").OffsetS)
		}
	}
	w.sim("POST", "advance?by=6d") // 30 days are over
	if s := ada.presses(ada.opens(address), "ada"); s.shown == "" {
		t.Errorf("not asked after 30 days: %v %q", s.returned, s.title)
	}
	if state := w.sim("GET", "state"); len(state.Remembered) != 1 || state.Remembered[0].Person != "ada" {
		t.Errorf("remembered: %v", state.Remembered)
	}
	if state := w.sim("POST", "reset"); state.OffsetS != 0 || len(state.Sessions)+len(state.Remembered)+len(state.Logs) > 0 {
		t.Errorf("after a reset: %+v", state)
	}
}
