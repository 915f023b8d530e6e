package tenant

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// The grants that finish what an mfa_token paused (facts 7.5).
const (
	grantOTP      = grantMFA + "otp"
	grantOOB      = grantMFA + "oob"
	grantRecovery = grantMFA + "recovery-code"
)

// mfaGrants is what differs among them: the parameter, and the log events.
var mfaGrants = map[string]struct{ param, succeeded, failed, text string }{
	grantOTP:      {"otp", "seotpft", "feotpft", "MFA one-time code for Access Token"},
	grantOOB:      {"oob_code", "seoobft", "feoobft", "MFA OOB for Access Token"},
	grantRecovery: {"recovery_code", "sercft", "fercft", "MFA recovery code for Access Token"},
}

// exchangeMFA is each of the three grants: a proof for what an mfa_token
// paused. It confirms a factor that is being associated (facts 7.4).
func (t *Tenant) exchangeMFA(ctx context.Context, app App, req wire.Request) (wire.Response, error) {
	form := params(req)
	kind := mfaGrants[form.Get("grant_type")]
	for _, name := range []string{"mfa_token", kind.param} {
		if form.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	id, p, err := t.paused(form.Get("mfa_token"), app.ID)
	if err != nil {
		return wire.Response{}, err
	}
	person, _ := t.Config.PersonByName(p.Person)
	typ, answer, refusal := t.offered(person, id, p, kind.param, form.Get(kind.param), form.Get("binding_code"))
	if refusal == nil {
		refusal = t.refusal(t.prove(person, typ, form.Get("oob_code"), answer), person.Name, typ, app.ID)
	}
	if refusal != nil {
		// Waiting is no failure: an application polls every few seconds.
		if refusal.Code != "authorization_pending" && refusal.Code != "slow_down" {
			t.log(kind.failed, "Failed Exchange", refusal.Description, app.ID, p.Person)
		}
		return wire.Response{}, refusal
	}
	t.log(kind.succeeded, "Success Exchange", kind.text, app.ID, p.Person)
	if pendingOf := t.unconfirmed(person.Name, typ); pendingOf {
		t.enroll(person, typ)
		t.log("gd_enrollment_complete", "Enrollment complete", typ, app.ID, person.Name)
	}
	resp, err := t.unpause(ctx, req, id, p)
	if err == nil && typ == factorRecovery {
		t.log("gd_recovery_succeed", "Recovery code passed", "", app.ID, person.Name)
		resp = withMember(resp, "recovery_code", t.State.recoveryCode(person.Name))
	}
	return resp, err
}

// unconfirmed tells whether a person is associating a factor.
func (t *Tenant) unconfirmed(person, typ string) bool {
	return slices.ContainsFunc(t.enrolled(person), func(a authenticator) bool { return a.Type == typ && !a.Active })
}

// offered finds the factor that a request offers as a proof, and the code.
func (t *Tenant) offered(person Person, pauseID string, p pause, param, value, binding string) (typ, answer string, refusal *oauthError) {
	typ, answer = factorOTP, value
	switch param {
	case "recovery_code":
		typ = factorRecovery
	case "oob_code":
		c, found := t.State.challenges[value]
		f, _ := factorOf(c.Type)
		switch {
		// A code that was sent for one sign-in must not finish another, even one
		// of the same person.
		case !found || c.Pause != pauseID || c.Person != person.Name:
			return "", "", mfaError("oob mismatch")
		case t.Now.Sub(c.Sent) >= proofLife:
			return "", "", mfaError("oob expired")
		case f.code && binding == "":
			return "", "", missingParameter("binding_code")
		case !f.code && t.Now.Sub(c.Polled) < pollInterval:
			return "", "", mfaError("slow down")
		}
		c.Polled = t.Now // also of a code, where it does no harm
		t.State.challenges[value] = c
		typ, answer = c.Type, binding
	}
	switch {
	case !p.allows(typ):
		return "", "", unsupportedChallenge(typ, strings.Join(p.Demand.Factors, " "))
	case t.has(person.Name, typ) || t.unconfirmed(person.Name, typ):
		return typ, answer, nil
	case typ == factorRecovery: // facts 7.6: the same words as for a wrong one
		return "", "", mfaError("rejected")
	}
	return "", "", t.notEnrolled()
}

// refusal turns a verdict on an answer into the error of facts 7.6, or nil.
func (t *Tenant) refusal(got proof, person, typ, app string) *oauthError {
	switch got {
	case limited:
		t.log("gd_otp_rate_limit_exceed", "Too many wrong codes", "", app, person)
		return mfaError("too many")
	case pending:
		return mfaError("pending")
	case expired:
		return mfaError("oob expired")
	case rejected:
		t.log("gd_auth_rejected", "Second factor rejected", typ, app, person)
		return mfaError("rejected")
	case wrong:
		switch typ {
		case factorOTP:
			return mfaError("wrong code")
		case factorRecovery:
			t.log("gd_recovery_failed", "Recovery code failed", "", app, person)
			return mfaError("rejected")
		}
		return mfaError("wrong binding")
	}
	return nil
}

// withMember adds a member to a JSON answer.
func withMember(resp wire.Response, name string, value any) wire.Response {
	members := map[string]any{}
	if json.Unmarshal([]byte(resp.Body), &members) != nil {
		return resp
	}
	members[name] = value
	return jsonResponse(resp.Status, members)
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
	// Whole refills only, and the rest of the time goes on counting: looking
	// often must not cost anybody a try.
	refilled := int(t.Now.Sub(v.At) / triesRefill)
	if refilled > 0 {
		v.Left = min(triesMax, v.Left+refilled)
		v.At = v.At.Add(time.Duration(refilled) * triesRefill)
	}
	t.State.tries[person] = v
	return v.Left > 0
}
