package tenant

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// The device authorization flow (RFC 8628, facts 8).
const (
	deviceCodeLife = 900 * time.Second // facts 8.1
	pollInterval   = 5 * time.Second   // facts 8.1
	protocolDevice = "oauth2-device-code"

	pathActivate      = "/activate"
	pathDeviceConfirm = "/activate/confirm"
	pathDeviceDone    = "/activate/done"
)

// userCodeAlphabet has no vowels, so that no code spells a word, and no
// letters that look alike (RFC 8628 section 6.1).
const userCodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ"

// deviceGrant is one device waiting to be connected.
type deviceGrant struct {
	App      App
	UserCode string
	Scope    string
	Expires  time.Time
	Polled   time.Time   // when it last asked
	Grant    *grant      // set once the person has connected it
	Failed   *oauthError // set once she has refused, or a script has
}

// deviceCode is POST /oauth/device/code (RFC 8628 section 3.1).
func (t *Tenant) deviceCode(_ context.Context, req wire.Request) (wire.Response, error) {
	form := params(req)
	app, ok := t.client(req)
	fail := func(e *oauthError) (wire.Response, error) {
		t.log("fdeaz", "Failed Device Authorization Request", e.Description, app.ID, "")
		return wire.Response{}, e
	}
	if !ok {
		return fail(unknownClient())
	}
	if !app.allows(grantDevice) || app.Confidential() { // facts 8.5
		return fail(grantNotAllowed(grantDevice))
	}
	if e := accessScopes(form.Get("scope")); e != nil {
		return fail(e)
	}
	if audience := form.Get("audience"); audience != "" && audience != t.Config.API.Audience {
		return fail(unknownAudience(audience))
	}
	key := t.id("device code")
	d := deviceGrant{
		App: app, UserCode: t.userCode(), Scope: form.Get("scope"), Expires: t.Now.Add(deviceCodeLife),
	}
	t.State.devices[key] = d
	return jsonResponse(200, map[string]any{
		"device_code": key, "user_code": d.UserCode,
		"verification_uri":          t.url(pathActivate),
		"verification_uri_complete": t.url(pathActivate) + "?user_code=" + d.UserCode,
		"expires_in":                int(deviceCodeLife / time.Second),
		"interval":                  int(pollInterval / time.Second),
	}), nil
}

// UserCodeForm is what codes look like: the mask has a * for each character,
// the rest of it stays. Empty is eight letters in two groups (facts 8.2).
type UserCodeForm struct{ Charset, Mask string }

// The character sets of codes, the first of which is usual (facts 8.2).
const (
	CharsetBase20 = "base20"
	CharsetDigits = "digits"
)

// Masks returns the mask, or the usual one of the character set; and the fewest
// characters that it may have (facts 8.2).
func (f UserCodeForm) Masks() (mask string, fewest int) {
	if f.Charset == CharsetDigits {
		return cmp.Or(f.Mask, "***-***-***"), 9
	}
	return cmp.Or(f.Mask, "****-****"), 8
}

// userCode makes a code.
func (t *Tenant) userCode() string {
	alphabet := userCodeAlphabet
	if t.Config.UserCode.Charset == CharsetDigits {
		alphabet = "0123456789"
	}
	mask, _ := t.Config.UserCode.Masks()
	code, random := []byte(mask), t.id("user code")
	for i, c := range code {
		if c == '*' {
			code[i], random = alphabet[int(random[0])%len(alphabet)], random[1:]
		}
	}
	return string(code)
}

// bare is what counts of a code that somebody types: neither case nor what
// stands between the groups (RFC 8628 section 6.1).
func bare(code string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToUpper(code), "-", ""), " ", "")
}

// activatePage asks for the code that the device shows.
func (t *Tenant) activatePage(_ context.Context, req wire.Request) (wire.Response, error) {
	return page(wire.Page{
		Kind: wire.PageDeviceCode, Title: "Connect a device",
		Text: []string{"Enter the code that your device shows."},
		Form: &wire.Form{Action: t.url(pathActivate), Fields: []wire.Field{{
			Name: "user_code", Type: "code", Label: "Code", Value: req.Query().Get("user_code"),
		}}},
	}), nil
}

// activate looks the code up and begins the authorization of the device's
// application in this browser (facts 8.4).
func (t *Tenant) activate(_ context.Context, req wire.Request) (wire.Response, error) {
	userCode := req.Form().Get("user_code")
	key, d, ok := t.deviceByUserCode(userCode)
	if !ok {
		t.log("fdeac", "Failed Device Activation", "Unknown user code "+userCode, "", "")
		return wire.Response{}, invalidRequest("No device is waiting with the code " + userCode + ". Codes last 15 minutes.")
	}
	tx := transaction{
		ID: t.id("transaction"), Began: t.Now, Protocol: protocolDevice, App: d.App,
		Query: url.Values{}, Scope: d.Scope, DeviceCode: key,
	}
	t.State.transactions[tx.ID] = tx
	return redirect(t.url(pathDeviceConfirm), url.Values{"state": {tx.ID}}), nil
}

// deviceByUserCode finds a device that is still waiting. User codes are
// unique, so the order of the search does not show.
func (t *Tenant) deviceByUserCode(userCode string) (string, deviceGrant, bool) {
	for key, d := range t.State.devices {
		if bare(d.UserCode) == bare(userCode) && t.Now.Before(d.Expires) && d.Grant == nil && d.Failed == nil {
			return key, d, true
		}
	}
	return "", deviceGrant{}, false
}

// deviceConfirmPage asks whether the device shows the same code (RFC 8628
// section 3.3: so that nobody connects a stranger's device).
func (t *Tenant) deviceConfirmPage(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	return page(wire.Page{
		Kind: wire.PageDeviceConfirm, Title: "Device confirmation",
		Text: []string{"Does " + tx.App.Name + " show this code?", t.State.devices[tx.DeviceCode].UserCode},
		Form: &wire.Form{Action: t.prompt(pathDeviceConfirm, tx), Fields: []wire.Field{
			{Name: "action", Type: "choice", Label: "Confirm", Value: "accept"},
			{Name: "action", Type: "choice", Label: "Cancel", Value: "refuse"},
		}},
	}), nil
}

// deviceConfirm goes on to sign-in, or refuses the device.
func (t *Tenant) deviceConfirm(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	if req.Form().Get("action") != "accept" {
		delete(t.State.transactions, tx.ID)
		t.log("fdecc", "User Canceled Device Confirmation", "", tx.App.ID, "")
		return wire.Response{}, deviceRefused().of(tx)
	}
	return redirect(t.url("/authorize/resume"), url.Values{"state": {tx.ID}}), nil
}

func (t *Tenant) deviceDonePage(context.Context, wire.Request) (wire.Response, error) {
	return page(wire.Page{
		Kind: wire.PageDeviceDone, Title: "Device connected",
		Text: []string{"Your device is now connected. You can close this page."},
	}), nil
}

// connectDevice hands a grant to the device that is waiting for it.
func (t *Tenant) connectDevice(key string, g grant) {
	if d, ok := t.State.devices[key]; ok {
		d.Grant = &g
		t.State.devices[key] = d
	}
}

// endDevice tells the waiting device that it will get nothing.
func (t *Tenant) endDevice(key string, e *oauthError) {
	if d, ok := t.State.devices[key]; ok {
		d.Failed = e
		t.State.devices[key] = d
	}
}
