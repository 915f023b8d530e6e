package tenant

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// The tenant's cookies (facts 4.1).
const (
	CookieSession = "auth0"    // the single sign-on session
	CookieMFA     = "auth0-mf" // this browser is remembered
	CookieDevice  = "did"      // the device, for attack protection
)

// The lifetimes of auth0-mf. Nobody can configure them (facts 4.3).
const (
	MFAIdleMax = 7 * 24 * time.Hour  // without MFA being required on /authorize
	MFALifeMax = 30 * 24 * time.Hour // since the second factor was passed
)

// deviceLife is how long the did cookie lives. The sources do not tell; that it
// outlives every session is all that matters (assumed).
const deviceLife = 365 * 24 * time.Hour

// The beginnings of signed cookie values, as captured from the real service
// (facts 4.1). The colon is escaped because a cookie value may not hold one
// everywhere.
const (
	cookiePrefix = "s%3Av1."
	devicePrefix = "s%3Av0%3A"
)

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
	if !ok || mac != t.mac(handle) {
		return "", false
	}
	return handle, true
}

func (t *Tenant) mac(handle string) string {
	sum := sha256.Sum256([]byte("cookie key of " + t.Config.Domain + "/" + handle))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// cookie returns the value of a cookie, or of its twin for agents that
// mishandle SameSite=None (facts 4.1).
func (t *Tenant) cookie(req wire.Request, name string) string {
	if value := req.Cookie(name); value != "" {
		return value
	}
	return req.Cookie(name + wire.TwinSuffix)
}

// setCookie adds the Set-Cookie lines of a cookie and its twin, with the
// attributes of facts 4.1; they replace those that the answer has already.
// Without persistence they leave Expires out, which makes the cookies end with
// the browser process (facts 4.2).
func (t *Tenant) setCookie(r *wire.Response, name, value string, expires time.Time, persistent bool) {
	c := http.Cookie{
		Name: name, Value: value, Path: "/",
		HttpOnly: true, Secure: true, SameSite: http.SameSiteNoneMode,
	}
	if persistent {
		c.Expires = expires
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	lines := slices.DeleteFunc(r.Header["Set-Cookie"], func(line string) bool {
		set, _, _ := strings.Cut(line, "=")
		return set == name || set == name+wire.TwinSuffix
	})
	if strings.HasPrefix(t.Config.Origin, "http://") {
		// Only on the person's own machine: a client keeps a Secure cookie off
		// plain HTTP, and a browser takes SameSite=None from nobody without it.
		c.Secure, c.SameSite = false, http.SameSiteLaxMode
		r.Header["Set-Cookie"] = append(lines, c.String())
		return
	}
	line := c.String()
	twin := name + wire.TwinSuffix + strings.TrimSuffix(strings.TrimPrefix(line, name), "; SameSite=None")
	r.Header["Set-Cookie"] = append(lines, line, twin)
}

// device returns the identifier of the device that a request comes from, or
// the empty string when it carries no genuine did cookie.
func (t *Tenant) device(req wire.Request) string {
	id, mac, _ := strings.Cut(strings.TrimPrefix(t.cookie(req, CookieDevice), devicePrefix), ".")
	if id == "" || mac != t.mac(id) {
		return ""
	}
	return id
}

// signedDevice returns the value of the did cookie for a device.
func (t *Tenant) signedDevice(id string) string { return devicePrefix + id + "." + t.mac(id) }

// nameDevice gives a device that has none its did cookie.
func (t *Tenant) nameDevice(resp *wire.Response, req wire.Request) {
	if t.device(req) != "" {
		return
	}
	sum := sha256.Sum256([]byte(t.id("device")))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80 // RFC 9562: a UUID of version 4
	id := fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	t.setCookie(resp, CookieDevice, t.signedDevice(id), t.Now.Add(deviceLife), t.limits().Persistent)
}

// mfaCookie tells what the auth0-mf cookie of a request is worth to a person,
// with the browser it stands for when the tenant knows it. When no cookie came
// but this browser was remembered before, that record is returned too, so that
// people can be told when it ended.
func (t *Tenant) mfaCookie(req wire.Request, person string) (CookieState, *RememberedBrowser) {
	value := t.cookie(req, CookieMFA)
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
	case r.Person != person && t.Config.Assume.Yes(AssumeUserBinding):
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
	t.setCookie(resp, CookieMFA, t.signed(r.Handle), r.Expires, t.limits().Persistent)
}

// forget makes the auth0-mf cookie of a request worthless: what
// allowRememberBrowser false does to a cookie issued before (facts 4.4).
func (t *Tenant) forget(req wire.Request) {
	handle, ok := t.unsigned(t.cookie(req, CookieMFA))
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
