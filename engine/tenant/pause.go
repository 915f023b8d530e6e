package tenant

import (
	"context"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// A grant that ends in mfa_required is paused: its mfa_token names it until a
// factor is passed through the MFA API (facts 7).
type pause struct {
	App    App
	Person string
	Grant  string // grant_type that was paused
	Began  time.Time
	// What will be given out once a factor is passed: of a refresh exchange the
	// family and the number of its token, of any other the grant.
	Result grant
	Scope  string // of a refresh exchange: all that was granted, or less
	Family string
	Number int
	Demand *demand // which factors an action demands; nil: any
}

// mfaTokenTag begins every mfa_token (facts 6.2, and the note on S1).
const mfaTokenTag = "Fe26.2*"

// deadPauseLife is how long a dead mfa_token is still told apart from garbage.
const deadPauseLife = 24 * time.Hour

// pause keeps a grant and returns the error that names it.
func (t *Tenant) pause(p pause) *oauthError {
	p.Began = t.Now
	id := t.id("mfa token")
	t.State.pauses[id] = p
	e := mfaRequired(mfaTokenTag + id + "*" + t.mac("mfa " + id)[:8])
	if p.Demand != nil {
		e.Requirements = p.Demand.requirements()
	}
	return e
}

// requirements is mfa_requirements: the types that an application can ask for
// through the MFA API (facts 6.2).
func (d demand) requirements() map[string]any {
	list := []any{}
	var said []string
	for _, factor := range append(d.Factors[:len(d.Factors):len(d.Factors)], d.Additional...) {
		factor = actionType(factor)
		if !strings.HasPrefix(factor, "webauthn-") && !slices.Contains(said, factor) {
			said = append(said, factor)
			list = append(list, map[string]any{"type": factor})
		}
	}
	return map[string]any{string(d.Kind): list}
}

// paused finds the grant that an mfa_token names (facts 7.6). The token is
// bound to the application; an empty clientID asks for no such check.
func (t *Tenant) paused(mfaToken, clientID string) (string, pause, error) {
	if strings.HasPrefix(mfaToken, "ey") { // an access token for the MFA API stands for one (facts 7.2)
		if p, err := t.byAccessToken(mfaToken, "enroll"); err == nil && (clientID == "" || p.App.ID == clientID) {
			return "", p, nil
		}
	}
	body, tagged := strings.CutPrefix(mfaToken, mfaTokenTag)
	id, mac, _ := strings.Cut(body, "*")
	if !tagged || mac != t.mac("mfa " + id)[:8] {
		return "", pause{}, mfaError("token malformed")
	}
	p, ok := t.State.pauses[id]
	switch {
	case !ok || t.Now.Sub(p.Began) >= t.mfaTokenLife():
		return "", pause{}, mfaError("token expired")
	case clientID != "" && p.App.ID != clientID:
		return "", pause{}, mfaError("token foreign")
	}
	return id, p, nil
}

// unpause gives out what the paused grant would have given. Scripts do not run
// again, unless the scenario assumes so (facts 2.4, inferred), and a rotating
// refresh token rotates now (facts 7.5, inferred).
func (t *Tenant) unpause(ctx context.Context, req wire.Request, id string, p pause) (wire.Response, error) {
	delete(t.State.pauses, id)
	if t.Config.Assume.Yes(AssumeScriptsAtGrant) {
		var err error
		if p.Result, err = t.runAgain(ctx, req, p); err != nil {
			return wire.Response{}, err
		}
	}
	if p.Family == "" {
		return t.begin(p.Result, p.Grant), nil
	}
	f, ok := t.State.refresh[p.Family]
	if !ok || f.expired(t.Now) || !f.usable(p.Number, t.Now) {
		return wire.Response{}, t.unknownRefreshToken()
	}
	f.grant = p.Result
	return t.renewFamily(p.Family, p.Number, f, p.Scope), nil
}

// runAgain runs the pipeline of a paused grant once more, with mfa among the
// methods. What it asks for changes nothing, or code that always asks would
// never come to an end; but it can still refuse.
func (t *Tenant) runAgain(ctx context.Context, req wire.Request, p pause) (grant, error) {
	protocol := protocolPassword
	if p.Family != "" {
		protocol = protocolRefresh
	}
	job := t.job(p.App, p.Person, protocol, req)
	job.Methods = []script.Method{{Name: "mfa", TimestampMS: t.Now.UnixMilli()}}
	job.Transaction.Scopes = strings.Fields(p.Result.Scope)
	verdict, _, err := t.runAlone(ctx, job, p.Person)
	if err == nil && verdict.Stop != nil {
		err = stopped(verdict.Stop.Error, verdict.Stop.Description)
	}
	return p.Result.heed(verdict), err
}

// mfaTokenLife is how long an mfa_token can be used (facts 7.2).
func (t *Tenant) mfaTokenLife() time.Duration {
	life, err := time.ParseDuration(t.Config.Assume.Value(AssumeTokenLife))
	if err != nil {
		panic("tenant: internal error: " + err.Error())
	}
	return life
}
