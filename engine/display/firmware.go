package display

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// userAgent is what the device calls itself.
const userAgent = "QuoteDisplay/1.0"

// Scopes lets the device call the API for as long as it stays connected.
const Scopes = "offline_access read:quotes"

// reply holds the members of any answer that the firmware reads.
type reply struct {
	Error, ErrorDescription string

	DeviceCode, UserCode, VerificationURI string
	ExpiresIn, Interval                   int // seconds

	AccessToken, RefreshToken string

	Quote, Author string
}

// take keeps one member. A number that is none counts as 0, as on hardware.
func (r *reply) take(name, value string) {
	switch name {
	case "error":
		r.Error = value
	case "error_description":
		r.ErrorDescription = value
	case "device_code":
		r.DeviceCode = value
	case "user_code":
		r.UserCode = value
	case "verification_uri":
		r.VerificationURI = value
	case "expires_in":
		r.ExpiresIn, _ = strconv.Atoi(value)
	case "interval":
		r.Interval, _ = strconv.Atoi(value)
	case "access_token":
		r.AccessToken = value
	case "refresh_token":
		r.RefreshToken = value
	case "quote":
		r.Quote = value
	case "author":
		r.Author = value
	}
}

// call sends a request and reads the JSON that comes back. An answer that
// cannot be read counts as a failure, with status 0.
func (d *Device) call(ctx context.Context, req wire.Request) (int, reply) {
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("User-Agent", userAgent)
	resp := d.Send(ctx, req)
	var r reply
	if err := wire.Flat(resp.Body, r.take); err != nil {
		return 0, reply{Error: "unreadable_answer", ErrorDescription: err.Error()}
	}
	return resp.Status, r
}

// connect asks for a user code (RFC 8628 section 3.1).
func (d *Device) connect(ctx context.Context) {
	status, r := d.call(ctx, wire.PostForm(d.Tenant+"/oauth/device/code", url.Values{
		"client_id": {d.ClientID}, "scope": {Scopes}, "audience": {d.API},
	}))
	if status != 200 {
		d.fail(status, r)
		return
	}
	d.Phase, d.tries, d.trouble = PhaseCode, 0, ""
	d.deviceCode, d.userCode, d.verifyAt = r.DeviceCode, r.UserCode, r.VerificationURI
	d.interval = cmp.Or(d.Pairing.Poll, time.Duration(r.Interval)*time.Second)
	d.codeExpires = d.Now.Add(time.Duration(r.ExpiresIn) * time.Second)
	d.wake = d.Now.Add(d.interval)
	d.say("user code %s, polling every %s", d.userCode, d.interval)
}

// poll asks whether somebody has connected the device (RFC 8628 section 3.5).
func (d *Device) poll(ctx context.Context) {
	status, r := d.call(ctx, wire.PostForm(d.Tenant+"/oauth/token", url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"},
		"client_id":  {d.ClientID}, "device_code": {d.deviceCode},
	}))
	switch {
	case status == 200:
		d.notice = ""
		d.keep(r)
		d.say("connected")
		d.fetch(ctx)
	case r.Error == "authorization_pending":
		d.wake = d.Now.Add(d.interval)
	case r.Error == "slow_down":
		if d.Pairing.Poll == 0 {
			d.interval += slowDownBy
		}
		d.wake = d.Now.Add(d.interval)
	case d.Pairing.Expired == ExpiredPoll && (r.Error == "expired_token" || r.Error == "invalid_grant"):
		d.say("%d %s: %s", status, r.Error, r.ErrorDescription)
		d.wake = d.Now.Add(d.interval)
	case d.Pairing.Expired == ExpiredRenew && r.Error == "expired_token":
		d.say("%d %s: asking for another code", status, r.Error)
		d.connect(ctx)
	default:
		d.Phase = PhaseIdle
		d.trouble = r.Error
		d.say("%d %s: %s", status, r.Error, r.ErrorDescription)
	}
}

// update gets the quotation of the day, with a new access token if the old one
// has run out, or a new connection if there is none.
func (d *Device) update(ctx context.Context) {
	if d.refreshToken == "" {
		d.connect(ctx)
		return
	}
	if d.accessToken == "" || !d.Now.Before(d.accessExpires) {
		d.renew(ctx)
		return
	}
	d.fetch(ctx)
}

// renew exchanges the refresh token (RFC 6749 section 6), then gets the
// quotation.
func (d *Device) renew(ctx context.Context) {
	status, r := d.call(ctx, wire.PostForm(d.Tenant+"/oauth/token", url.Values{
		"grant_type": {"refresh_token"}, "client_id": {d.ClientID}, "refresh_token": {d.refreshToken},
	}))
	if status != 200 {
		d.accessToken = ""
		if d.Firmware == Careful && d.handled(ctx, status, r) {
			return
		}
		d.fail(status, r)
		return
	}
	d.keep(r)
	d.say("access token renewed")
	d.fetch(ctx)
}

// handled is what sets the careful firmware apart: an answer that no repetition
// will change ends the old connection and asks the owner for a new one.
func (d *Device) handled(ctx context.Context, status int, r reply) bool {
	switch r.Error {
	case "mfa_required", "invalid_grant", "access_denied", "unauthorized":
		d.say("%d %s: asking the owner to connect again", status, r.Error)
		d.refreshToken, d.notice = "", r.Error
		d.connect(ctx)
		return true
	}
	return false
}

// keep stores an access token, and a refresh token when one comes along: it
// replaces the one before (RFC 6749 section 6).
func (d *Device) keep(r reply) {
	if r.RefreshToken != "" {
		d.refreshToken = r.RefreshToken
	}
	d.accessToken = r.AccessToken
	d.accessExpires = d.Now.Add(time.Duration(r.ExpiresIn) * time.Second)
}

// fetch calls the API.
func (d *Device) fetch(ctx context.Context) {
	req := wire.Get(d.API + "/today")
	req.Header = http.Header{"Authorization": {"Bearer " + d.accessToken}}
	status, r := d.call(ctx, req)
	if status != 200 {
		d.accessToken = "" // whatever is wrong with it, a new one is needed
		d.fail(status, r)
		return
	}
	d.Phase, d.tries, d.trouble = PhaseWorking, 0, ""
	d.quote, d.author = r.Quote, r.Author
	d.wake = d.Now.Add(quoteEvery)
	d.say("quotation received")
}

// fail is all that the naive firmware knows about errors: try again later.
func (d *Device) fail(status int, r reply) {
	d.Phase = PhaseStuck
	d.tries++
	d.trouble = r.Error
	d.wake = d.Now.Add(retryEvery)
	d.say("%d %s: %s (try %d, the next in %d min)", status, r.Error, strings.TrimSuffix(r.ErrorDescription, "."), d.tries, int(retryEvery.Minutes()))
}
