package browser

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// Site is an application that signs people in through a browser: with the
// authorization code flow and PKCE (RFC 6749 section 4.1, RFC 7636) unless a
// visit asks for something else.
type Site struct {
	ClientID  string
	Name      string
	Origin    string // https://portal.example
	Tenant    string // https://tenant.example
	Audience  string
	Secret    string                       // of one that runs on a server; it needs no PKCE
	Keeps     bool                         // its tokens outlive the page: on its server, or on the phone
	Challenge func(verifier string) string // RFC 7636 section 4.2
}

// App is what an application keeps of a person who signed in.
type App struct {
	AccessToken, IDToken, RefreshToken string

	ExpiresIn int // seconds (RFC 6749 section 5.1)

	expires time.Time
	person  string
}

// keep stores what an application got, where it stores such things.
func (b *Browser) keep(site Site, app App) {
	if app.ExpiresIn > 0 {
		app.expires = b.Now.Add(time.Duration(app.ExpiresIn) * time.Second)
	}
	app.person = cmp.Or(personIn(app.IDToken), app.person)
	if !site.Keeps {
		b.SignedIn[site.ClientID] = app
		return
	}
	if b.kept == nil {
		b.kept = map[string]App{}
	}
	b.kept[site.ClientID] = app
}

func (b *Browser) tokensOf(site Site) App {
	if site.Keeps {
		return b.kept[site.ClientID]
	}
	return b.SignedIn[site.ClientID]
}

// personIn reads an ID token as an application does that got it straight from
// the token endpoint: without looking at the signature (OpenID Connect Core
// section 3.1.3.7).
func personIn(idToken string) string {
	_, rest, _ := strings.Cut(idToken, ".")
	payload, _, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return ""
	}
	email, subject := "", ""
	err = wire.Flat(string(raw), func(name, value string) {
		switch name {
		case "email":
			email = value
		case "sub":
			subject = value
		}
	})
	if err != nil {
		return "" // there is no ID token: openid was not asked for
	}
	return cmp.Or(email, subject)
}

// account is what the application in the tab shows of who is signed in.
func (b *Browser) account() *Account {
	for i := range b.Apps {
		site := &b.Apps[i]
		rest, within := strings.CutPrefix(b.Address, site.Origin)
		if !within || rest != "" && rest[0] != '/' {
			continue
		}
		app := b.tokensOf(*site)
		if app == (App{}) {
			continue
		}
		return &Account{App: site.ClientID, Person: app.person, Expires: app.expires, Refresh: app.RefreshToken != ""}
	}
	return nil
}

// Hold gives an application a refresh token from before.
func (b *Browser) Hold(site Site, refreshToken string) {
	b.start()
	b.keep(site, App{RefreshToken: refreshToken})
}

func (b *Browser) dropTokens(site Site) {
	delete(b.SignedIn, site.ClientID)
	delete(b.kept, site.ClientID)
}

// Request is an authorization that was sent and has not come back.
type Request struct {
	ClientID, State, Nonce, Verifier string
}

// Scopes is what the applications ask for.
const Scopes = "openid profile email"

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
	extra.Set("response_mode", "web_message")
	_, resp := b.Frame(ctx, b.request(site, extra))
	b.Address = site.Origin + "/"
	if p := resp.Page; p == nil || p.Kind != wire.PageWebMessage || p.Form.Action != site.Origin {
		b.Pending = nil
		b.Page = failedPage(site, "Not signed in", "timeout: Timeout") // what a library makes of a frame without an answer (facts 5.2)
		return
	}
	b.Page = b.callback(ctx, site, resp.Page.Form.Values())
}

// Refresh has an application exchange its refresh token; it tells whether it
// has one. No browser takes part, and no cookie (facts 6.4).
func (b *Browser) Refresh(ctx context.Context, site Site) bool {
	app := b.tokensOf(site)
	if app.RefreshToken == "" {
		return false
	}
	b.start()
	b.Address = site.Origin + "/"
	b.record()
	renewed, failure := b.tokens(ctx, site, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {app.RefreshToken}})
	if failure != "" {
		b.Page = failedPage(site, "Not renewed", failure)
		return true
	}
	if renewed.RefreshToken == "" {
		renewed.RefreshToken = app.RefreshToken // it does not rotate
	}
	renewed.person = app.person
	b.keep(site, renewed)
	b.Page = appPage(site, "Renewed", "The application has new tokens.")
	return true
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
		"redirect_uri": {site.Origin + "/callback"}, "scope": {Scopes}, "audience": {site.Audience},
		"state": {b.Pending.State}, "nonce": {b.Pending.Nonce},
	}
	for name, values := range extra {
		q[name] = values
	}
	if strings.Contains(q.Get("response_type"), "code") && site.Secret == "" {
		q.Set("code_challenge", site.Challenge(b.Pending.Verifier))
		q.Set("code_challenge_method", "S256")
	}
	return wire.Get(site.Tenant + "/authorize?" + q.Encode())
}

// LogOut leaves an application: it forgets its tokens, has the tenant end the
// session, and comes back (facts 4.7): through /v2/logout, or through
// /oidc/logout with the ID token that it has.
func (b *Browser) LogOut(ctx context.Context, site Site, oidc bool) {
	b.start()
	hint := b.tokensOf(site).IDToken
	b.dropTokens(site)
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
	sum := sha256.Sum256([]byte(b.Name + "/" + kind + "/" + strconv.Itoa(b.visits)))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// runApp is the application's own code, run when its callback page has loaded
// or its server was sent a form.
func (b *Browser) runApp(ctx context.Context, posted url.Values) {
	here, err := url.Parse(b.Address)
	if err != nil {
		return
	}
	origin := "https://" + here.Host
	for _, site := range b.Apps {
		if site.Origin != origin {
			continue
		}
		if here.Path != "/callback" {
			b.Page = b.home(site)
			return
		}
		answer := here.Query()
		if fragment, err := url.ParseQuery(here.Fragment); err == nil && len(fragment) > 0 {
			answer = fragment
		}
		if len(posted) > 0 {
			answer = posted
		}
		b.Page = b.callback(ctx, site, answer)
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
		b.dropTokens(site)
		return failedPage(site, "Not signed in", q.Get("error")+": "+q.Get("error_description"))
	}
	app := App{AccessToken: q.Get("access_token"), IDToken: q.Get("id_token")}
	app.ExpiresIn, _ = strconv.Atoi(q.Get("expires_in")) // absent beside a code: the token endpoint tells
	if code := q.Get("code"); code != "" {
		got, failure := b.tokens(ctx, site, url.Values{
			"grant_type": {"authorization_code"}, "code": {code},
			"redirect_uri": {site.Origin + "/callback"}, "code_verifier": {pending.Verifier},
		})
		if failure != "" {
			return failedPage(site, "Sign-in failed", failure)
		}
		app = got
	}
	b.keep(site, app)
	return appPage(site, "Signed in", "Welcome. The application has its tokens.")
}

// tokens asks the token endpoint, from the page or from the application's
// server: no cookie goes along.
func (b *Browser) tokens(ctx context.Context, site Site, form url.Values) (got App, failure string) {
	form.Set("client_id", site.ClientID)
	if site.Secret != "" {
		form.Set("client_secret", site.Secret)
		form.Del("code_verifier")
	}
	req := wire.PostForm(site.Tenant+"/oauth/token", form)
	if !site.Keeps {
		req.Header.Set("Origin", site.Origin)
	}
	req.Header.Set("User-Agent", b.UserAgent())
	resp := b.Send(ctx, req)
	refusal, description := "", ""
	err := wire.Flat(resp.Body, func(name, value string) {
		switch name {
		case "access_token":
			got.AccessToken = value
		case "id_token":
			got.IDToken = value
		case "refresh_token":
			got.RefreshToken = value
		case "expires_in":
			got.ExpiresIn, _ = strconv.Atoi(value)
		case "error":
			refusal = value
		case "error_description":
			description = value
		}
	})
	if err != nil || resp.Status != 200 {
		return App{}, refusal + ": " + description
	}
	return got, ""
}

// home is the first page of an application.
func (b *Browser) home(site Site) *wire.Page {
	if site.Keeps && b.kept[site.ClientID] != (App{}) {
		return appPage(site, "Signed in", "Welcome back. The application has kept its tokens.")
	}
	return appPage(site, "Nobody is signed in", "The application has just been loaded and has no tokens in its memory.")
}

func appPage(site Site, title, text string) *wire.Page {
	return &wire.Page{Kind: wire.PageApp, Title: site.Name + ": " + title, Text: []string{text}}
}

// failedPage is what an application shows that was refused: "error: description".
func failedPage(site Site, title, failure string) *wire.Page {
	p := appPage(site, title, failure)
	p.Error, _, _ = strings.Cut(failure, ":")
	return p
}
