package browser

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"

	"mfaplayground/engine/wire"
)

// Site is a single-page application that signs people in with the
// authorization code flow and PKCE (RFC 6749 section 4.1, RFC 7636).
type Site struct {
	ClientID  string
	Name      string
	Origin    string // https://portal.example
	Tenant    string // https://tenant.example
	Audience  string
	Challenge func(verifier string) string // RFC 7636 section 4.2
}

// App is what an application keeps in the memory of its tab.
type App struct {
	AccessToken string
	IDToken     string
}

// Request is an authorization that was sent and has not come back.
type Request struct {
	ClientID, State, Nonce, Verifier string
}

// scopes is what the applications ask for.
const scopes = "openid profile email"

// Visit opens an application, which sends the browser to /authorize. Extra
// parameters, such as prompt=none, go along.
func (b *Browser) Visit(ctx context.Context, site Site, extra url.Values) {
	b.Navigate(ctx, b.request(site, extra))
}

// CheckSession has an application sign in silently, as libraries do when their
// page loads and before a token runs out: a hidden frame asks with prompt=none
// (facts 5.1). Its cookies are those of a third party, unless the tenant is of
// the application's own site.
func (b *Browser) CheckSession(ctx context.Context, site Site, extra url.Values) {
	extra.Set("prompt", "none")
	address, resp := b.Frame(ctx, b.request(site, extra))
	b.Address = site.Origin + "/"
	answer := wire.Get(address).Address()
	if resp.Location() != "" || "https://"+answer.Host != site.Origin {
		b.Pending = nil
		b.Page = appPage(site, "Not signed in", "timeout: Timeout") // what a library makes of a frame without an answer (facts 5.2)
		return
	}
	b.Page = b.callback(ctx, site, answer.Query())
}

// request loads the page of an application and makes its authorization request.
func (b *Browser) request(site Site, extra url.Values) wire.Request {
	b.visits++
	b.start()
	b.Address = site.Origin + "/" // its page is loaded first, and sends the browser on
	b.record()
	b.Pending = &Request{
		ClientID: site.ClientID,
		State:    b.random("state"), Nonce: b.random("nonce"), Verifier: b.random("verifier") + b.random("more"),
	}
	q := url.Values{
		"response_type": {"code"}, "client_id": {site.ClientID},
		"redirect_uri": {site.Origin + "/callback"}, "scope": {scopes}, "audience": {site.Audience},
		"state": {b.Pending.State}, "nonce": {b.Pending.Nonce},
		"code_challenge": {site.Challenge(b.Pending.Verifier)}, "code_challenge_method": {"S256"},
	}
	for name, values := range extra {
		q[name] = values
	}
	return wire.Get(site.Tenant + "/authorize?" + q.Encode())
}

// LogOut leaves an application: it forgets its tokens, has the tenant end the
// session, and comes back (facts 4.7): through /v2/logout, or through
// /oidc/logout with the ID token that it has.
func (b *Browser) LogOut(ctx context.Context, site Site, oidc bool) {
	b.start()
	hint := b.SignedIn[site.ClientID].IDToken
	delete(b.SignedIn, site.ClientID)
	b.Address = site.Origin + "/"
	b.record()
	path, q := "/v2/logout?", url.Values{"client_id": {site.ClientID}, "returnTo": {site.Origin}}
	if oidc {
		path, q = "/oidc/logout?", url.Values{"client_id": {site.ClientID}, "post_logout_redirect_uri": {site.Origin}}
		if hint != "" {
			q.Set("id_token_hint", hint)
		}
	}
	b.Navigate(ctx, wire.Get(site.Tenant+path+q.Encode()))
}

// random makes the application's unguessable values: counted, not drawn, so
// that the same steps give the same bytes.
func (b *Browser) random(kind string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", b.Name, kind, b.visits))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// runApp is the application's own code, run when its callback page has loaded.
func (b *Browser) runApp(ctx context.Context) {
	here, err := url.Parse(b.Address)
	if err != nil {
		return
	}
	for _, site := range b.Apps {
		if site.Origin != "https://"+here.Host {
			continue
		}
		if here.Path != "/callback" {
			b.Page = appPage(site, "Nobody is signed in", "The application has just been loaded and has no tokens in its memory.")
			return
		}
		b.Page = b.callback(ctx, site, here.Query())
		// What libraries do: without the code in the address, a reload does not
		// send it twice.
		b.Address, b.current = site.Origin+"/", site.Origin+"/"
	}
}

// callback finishes a sign-in: it checks the state and exchanges the code.
func (b *Browser) callback(ctx context.Context, site Site, q url.Values) *wire.Page {
	pending := b.Pending
	b.Pending = nil
	switch {
	case pending == nil || pending.ClientID != site.ClientID || pending.State != q.Get("state"):
		return appPage(site, "Sign-in failed", "The answer does not belong to a request of this application (state differs).")
	case q.Get("error") != "":
		delete(b.SignedIn, site.ClientID)
		return appPage(site, "Not signed in", q.Get("error")+": "+q.Get("error_description"))
	}
	req := wire.PostForm(site.Tenant+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {site.ClientID}, "code": {q.Get("code")},
		"redirect_uri": {site.Origin + "/callback"}, "code_verifier": {pending.Verifier},
	})
	req.Header.Set("Origin", site.Origin)
	req.Header.Set("User-Agent", b.UserAgent())
	resp := b.Send(ctx, req) // fetch without credentials: no cookies
	var tokens struct {
		AccessToken      string `json:"access_token"`
		IDToken          string `json:"id_token"`
		Error            string `json:"error"`
		ErrorDescription string `json:"error_description"`
	}
	if err := json.Unmarshal([]byte(resp.Body), &tokens); err != nil || resp.Status != 200 {
		return appPage(site, "Sign-in failed", tokens.Error+": "+tokens.ErrorDescription)
	}
	b.SignedIn[site.ClientID] = App{AccessToken: tokens.AccessToken, IDToken: tokens.IDToken}
	return appPage(site, "Signed in", "Welcome. The application has its tokens.")
}

func appPage(site Site, title, text string) *wire.Page {
	return &wire.Page{Kind: wire.PageApp, Title: site.Name + ": " + title, Text: []string{text}}
}
