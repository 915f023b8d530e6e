//go:build !js

package live

import (
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// TestOpenIDConnect signs in with an application written with go-oidc: it is
// told the issuer, and finds everything else out.
func TestOpenIDConnect(t *testing.T) { // OpenID Connect Core section 3.1.3.7
	w := settle(t, home)
	provider, err := oidc.NewProvider(t.Context(), w.origin+"/")
	if err != nil {
		t.Fatal(err)
	}
	app := &oauth2.Config{ClientID: "portal", RedirectURL: callback, Endpoint: provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email"}}
	q := w.arrives().signsIn(app.AuthCodeURL("s", oauth2.S256ChallengeOption("v"), oidc.Nonce("the nonce")))
	token, err := app.Exchange(t.Context(), q.Get("code"), oauth2.VerifierOption("v"))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := token.Extra("id_token").(string)
	identity, err := provider.Verifier(&oidc.Config{ClientID: "portal", Now: w.now}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Email string
		AMR   []string
	}
	if err := identity.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	if identity.Nonce != "the nonce" || identity.Subject != "auth0|ada" || claims.Email != "ada@example.com" || strings.Join(claims.AMR, " ") != "mfa" {
		t.Errorf("the ID token says %+v, %+v", identity, claims)
	}
	if _, err := provider.Verifier(&oidc.Config{ClientID: "spinner"}).Verify(t.Context(), raw); err == nil {
		t.Error("the ID token is good for another application")
	}
	if _, err := provider.Verifier(&oidc.Config{ClientID: "portal"}).Verify(t.Context(), raw[:len(raw)-8]+"AAAAAAAA"); err == nil {
		t.Error("the ID token is good with another signature")
	}
	info, err := provider.UserInfo(t.Context(), app.TokenSource(t.Context(), token))
	if err != nil {
		t.Fatal(err)
	}
	if info.Subject != identity.Subject || info.Email != "ada@example.com" || !info.EmailVerified {
		t.Errorf("userinfo says %+v", info)
	}
	if _, err := oidc.NewProvider(t.Context(), w.origin); err == nil {
		t.Error("an issuer without its slash is accepted")
	}
}
