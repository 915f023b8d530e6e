package tenant

import (
	"context"
	"time"

	"mfaplayground/engine/wire"
)

// grantOTP finishes a paused grant with a one-time code (facts 7.5).
const grantOTP = "http://auth0.com/oauth/grant-type/mfa-otp"

// exchangeOTP is the mfa-otp grant: a one-time code for what an mfa_token
// paused.
func (t *Tenant) exchangeOTP(ctx context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	for _, name := range []string{"mfa_token", "otp"} {
		if form.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	id, p, err := t.paused(form.Get("mfa_token"), app.ID)
	if err != nil {
		return wire.Response{}, err
	}
	person, _ := t.Config.PersonByName(p.Person)
	switch {
	case !t.has(person.Name, "otp"):
		return wire.Response{}, notEnrolled()
	}
	switch t.prove(person, factorOTP, "", form.Get("otp")) {
	case limited:
		t.log("gd_otp_rate_limit_exceed", "Too many wrong codes", "", app.ID, p.Person)
		return wire.Response{}, tooManyAttempts()
	case wrong:
		t.log("feotpft", "Failed Exchange", invalidOTP().Description, app.ID, p.Person)
		return wire.Response{}, invalidOTP()
	}
	t.log("seotpft", "Success Exchange", "MFA one-time code for Access Token", app.ID, p.Person)
	return t.unpause(ctx, req, id, p)
}

// Wrong codes are counted for each person (facts 4.8).
const (
	triesMax    = 10
	triesRefill = 6 * time.Minute // for each of them
)

// tries is how many codes somebody may still try, as of an instant.
type tries struct {
	Left int
	At   time.Time
}

// mayTry tells whether a person has any try left.
func (t *Tenant) mayTry(person string) bool {
	v, known := t.State.tries[person]
	if !known {
		v = tries{Left: triesMax, At: t.Now}
	}
	refilled := int(t.Now.Sub(v.At) / triesRefill)
	if refilled > 0 {
		v.Left = min(triesMax, v.Left+refilled)
		v.At = v.At.Add(time.Duration(refilled) * triesRefill)
	}
	t.State.tries[person] = v
	return v.Left > 0
}
