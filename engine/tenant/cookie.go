package tenant

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// The tenant's cookies (facts 4.1).
const (
	CookieSession = "auth0"    // the single sign-on session
	CookieMFA     = "auth0-mf" // this browser is remembered
)

// The lifetimes of auth0-mf. Nobody can configure them (facts 4.3).
const (
	MFAIdleMax = 7 * 24 * time.Hour  // without MFA being required on /authorize
	MFALifeMax = 30 * 24 * time.Hour // since the second factor was passed
)

// cookiePrefix begins a signed cookie value, as captured from the real service
// (facts 4.1). The colon is escaped because a cookie value may not hold one
// everywhere.
const cookiePrefix = "s%3Av1."

// signed returns the cookie value for a handle.
func (t *Tenant) signed(handle string) string {
	return cookiePrefix + handle + "." + t.mac(handle)
}

// unsigned returns the handle that a cookie value carries, or false when the
// value was altered.
func (t *Tenant) unsigned(value string) (string, bool) {
	body, ok := strings.CutPrefix(value, cookiePrefix)
	if !ok {
		return "", false
	}
	handle, mac, ok := strings.Cut(body, ".")
	if !ok || !hmac.Equal([]byte(mac), []byte(t.mac(handle))) {
		return "", false
	}
	return handle, true
}

func (t *Tenant) mac(handle string) string {
	h := hmac.New(sha256.New, []byte("cookie key of "+t.Config.Domain))
	h.Write([]byte(handle))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// setCookie adds a Set-Cookie line with the attributes of facts 4.1. A
// non-persistent tenant leaves Expires out, which makes the cookie end with
// the browser process (facts 4.2).
func (t *Tenant) setCookie(r *wire.Response, name, handle string, expires time.Time) {
	c := http.Cookie{
		Name: name, Value: t.signed(handle), Path: "/",
		HttpOnly: true, Secure: true, SameSite: http.SameSiteNoneMode,
	}
	if strings.HasPrefix(t.Config.Origin, "http://") {
		// Only on the person's own machine: a client keeps a Secure cookie off
		// plain HTTP, and a browser takes SameSite=None from nobody without it.
		c.Secure, c.SameSite = false, http.SameSiteLaxMode
	}
	if t.Config.Session.Persistent {
		c.Expires = expires
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Add("Set-Cookie", c.String())
}

// mfaCookie tells what the auth0-mf cookie of a request is worth to a person,
// with the browser it stands for when the tenant knows it. When no cookie came
// but this browser was remembered before, that record is returned too, so that
// people can be told when it ended.
func (t *Tenant) mfaCookie(req wire.Request, person string) (CookieState, *RememberedBrowser) {
	value := req.Cookie(CookieMFA)
	if value == "" {
		return CookieAbsent, t.lastRemembered(req.Header.Get("User-Agent"), person)
	}
	handle, ok := t.unsigned(value)
	if !ok {
		return CookieUnknown, nil
	}
	r, ok := t.State.Remembered[handle]
	switch {
	case !ok || r.Invalidated:
		return CookieUnknown, nil
	case r.Person != person:
		return CookieOther, &r
	case !t.Now.Before(r.Expires):
		return CookieExpired, &r
	}
	return CookieValid, &r
}

// lastRemembered finds the newest record for a person in a browser that has
// run out.
func (t *Tenant) lastRemembered(userAgent, person string) *RememberedBrowser {
	var last *RememberedBrowser
	for _, r := range t.State.RememberedList() {
		if r.UserAgent == userAgent && r.Person == person && !r.Invalidated && !t.Now.Before(r.Expires) {
			last = &r
		}
	}
	return last
}

// remember issues a new auth0-mf cookie for a person who has just passed MFA.
func (t *Tenant) remember(resp *wire.Response, userAgent, person string) {
	r := RememberedBrowser{
		Handle: t.id("remembered"), Person: person, UserAgent: userAgent, MFAAt: t.Now,
	}
	t.renew(resp, r)
}

// renew gives a remembered browser another 7 days, but never more than 30 days
// after the second factor was passed (facts 4.3, 4.4).
func (t *Tenant) renew(resp *wire.Response, r RememberedBrowser) {
	r.Renewed = t.Now
	r.CapAt = r.MFAAt.Add(MFALifeMax)
	r.Expires = earlier(t.Now.Add(MFAIdleMax), r.CapAt)
	t.State.Remembered[r.Handle] = r
	t.setCookie(resp, CookieMFA, r.Handle, r.Expires)
}

// forget makes the auth0-mf cookie of a request worthless: what
// allowRememberBrowser false does to a cookie issued before (facts 4.4).
func (t *Tenant) forget(req wire.Request) {
	handle, ok := t.unsigned(req.Cookie(CookieMFA))
	if !ok {
		return
	}
	if r, ok := t.State.Remembered[handle]; ok {
		r.Invalidated = true
		t.State.Remembered[handle] = r
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
