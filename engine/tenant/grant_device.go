package tenant

import (
	"context"

	"mfaplayground/engine/wire"
)

// exchangeDeviceCode answers one poll of a device (RFC 8628 section 3.5). Its
// tokens were decided in the browser; nothing runs here (facts 2.4).
func (t *Tenant) exchangeDeviceCode(_ context.Context, app App, req wire.Request) (wire.Response, error) {
	key := params(req).Get("device_code")
	if key == "" {
		return wire.Response{}, missingParameter("device_code")
	}
	d, ok := t.State.devices[key]
	if !ok || d.App.ID != app.ID {
		return wire.Response{}, t.failDevice(app, "", unknownDeviceCode())
	}
	early := !d.Polled.IsZero() && t.Now.Sub(d.Polled) < pollInterval
	d.Polled = t.Now
	t.State.devices[key] = d
	switch {
	case !t.Now.Before(d.Expires):
		// Once, and from then on the code is unknown (facts 8.3).
		delete(t.State.devices, key)
		return wire.Response{}, t.failDevice(app, "", deviceCodeExpired())
	case early:
		return wire.Response{}, slowDown()
	case d.Failed != nil:
		delete(t.State.devices, key)
		return wire.Response{}, t.failDevice(app, "", &oauthError{
			Status: 403, Code: "access_denied", Description: d.Failed.Description,
		})
	case d.Grant == nil:
		return wire.Response{}, authorizationPending()
	}
	delete(t.State.devices, key)
	t.log("sede", "Success Exchange", "Device Code for Access Token", app.ID, d.Grant.Person)
	return t.begin(*d.Grant, grantDevice), nil
}

func (t *Tenant) failDevice(app App, person string, e *oauthError) error {
	t.log("fede", "Failed Exchange", e.Description, app.ID, person)
	return e
}
