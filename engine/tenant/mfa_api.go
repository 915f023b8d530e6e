package tenant

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// pathMFA is the MFA API, and with the tenant's origin its audience (facts 7.2).
const pathMFA = "/mfa/"

// pathAuthenticators lists authenticators, and with an id behind it deletes one.
const pathAuthenticators = pathMFA + "authenticators"

// byAccessToken makes a pause of an access token for the MFA API: it opens
// what an mfa_token opens, as far as its scope goes (facts 7.2).
func (t *Tenant) byAccessToken(bearer, scope string) (pause, error) {
	claims, err := token.Verify(bearer, t.issuer(), t.url(pathMFA), t.Now)
	if err != nil {
		return pause{}, mfaError("bad bearer")
	}
	subject, _ := claims["sub"].(string)
	client, _ := claims["azp"].(string)
	granted, _ := claims["scope"].(string)
	person, app := t.personByID(subject), App{}
	app, _ = t.Config.AppByID(client)
	switch {
	case person.Name == "" || app.ID == "":
		return pause{}, mfaError("bad bearer")
	case !slices.Contains(strings.Fields(granted), scope):
		return pause{}, insufficientScope(scope)
	}
	// Confirming a factor with this token ends in tokens again, for the same
	// audience (facts 7.4).
	g := grant{App: app, Person: person.Name, Scope: granted, Audience: t.url(pathMFA), Issued: t.Now}
	return pause{App: app, Person: person.Name, Grant: grantPassword, Result: g}, nil
}

// bearer finds out who asks: the holder of an mfa_token, or of an access token
// with a scope. The id is empty for the latter.
func (t *Tenant) bearer(req wire.Request, scope string) (string, pause, error) {
	bearer, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	switch {
	case !ok:
		return "", pause{}, mfaError("bad bearer")
	case strings.HasPrefix(bearer, mfaTokenTag):
		return t.paused(bearer, "")
	}
	p, err := t.byAccessToken(bearer, scope)
	return "", p, err
}

// allows tells whether a factor may end the pause: any, unless an action chose
// (facts 7.7).
func (p pause) allows(typ string) bool {
	if p.Demand == nil || len(p.Demand.Factors) == 0 {
		return true
	}
	return slices.Contains(expanded(p.Demand.Factors), typ) || slices.Contains(expanded(p.Demand.Additional), typ)
}

// challenge is POST /mfa/challenge (facts 7.5): an application asks how the
// person will prove herself. For a one-time code there is nothing to send.
func (t *Tenant) challenge(_ context.Context, req wire.Request) (wire.Response, error) {
	p := params(req)
	for _, name := range []string{"mfa_token", "client_id"} {
		if p.Get(name) == "" {
			return wire.Response{}, missingParameter(name)
		}
	}
	id, paused, err := t.paused(p.Get("mfa_token"), p.Get("client_id"))
	if err != nil {
		return wire.Response{}, err
	}
	// The first factor in the order of enrolment that suits wins, but all that
	// the person has are gathered: the refusal names them (facts 7.6).
	asked := strings.Fields(p.Get("challenge_type"))
	var supported []string
	var chosen *factor
	named := false
	for _, a := range t.enrolled(paused.Person) {
		f, _ := factorOf(a.Type)
		if !a.Active || !paused.allows(a.Type) || f.api != "otp" && f.api != "oob" {
			continue
		}
		if !slices.Contains(supported, f.api) {
			supported = append(supported, f.api)
		}
		named = named || a.ID == p.Get("authenticator_id")
		if p.Get("authenticator_id") != "" && a.ID != p.Get("authenticator_id") ||
			p.Get("oob_channel") != "" && f.channel != p.Get("oob_channel") {
			continue
		}
		if chosen == nil && (len(asked) == 0 || slices.Contains(asked, f.api)) {
			chosen = &f
		}
	}
	switch {
	case len(supported) == 0:
		return wire.Response{}, t.notEnrolled()
	case p.Get("authenticator_id") != "" && !named:
		return wire.Response{}, invalidRequest("authenticator_id names no authenticator of this person")
	case chosen == nil:
		return wire.Response{}, unsupportedChallenge(strings.Join(asked, " "), strings.Join(supported, " "))
	}
	t.log("gd_start_auth", "Second factor started", chosen.Type, paused.App.ID, paused.Person)
	return jsonResponse(200, t.oob(*chosen, paused.Person, id, "challenge_type")), nil
}

// oob sends what a factor sends, and tells the application about it.
func (t *Tenant) oob(f factor, person, pauseID, kind string) map[string]any {
	members := map[string]any{kind: f.api}
	if f.sent {
		members["oob_code"] = t.send(person, f.Type, pauseID)
		if f.code {
			members["binding_method"] = "prompt"
		}
	}
	return members
}

// authenticators is GET /mfa/authenticators (facts 7.3).
func (t *Tenant) authenticators(_ context.Context, req wire.Request) (wire.Response, error) {
	_, paused, err := t.bearer(req, "read:authenticators")
	if err != nil {
		return wire.Response{}, err
	}
	list := []any{}
	for _, a := range t.enrolled(paused.Person) {
		f, _ := factorOf(a.Type)
		if f.api == "" { // keys, for one, which only a browser can ask for
			continue
		}
		shown := map[string]any{"id": a.ID, "authenticator_type": f.api, "active": a.Active}
		if f.channel != "" {
			shown["oob_channel"] = f.channel
		}
		if a.Name != "" {
			shown["name"] = a.Name
		}
		list = append(list, shown)
	}
	return jsonList(list), nil
}

// deleteAuthenticator is DELETE /mfa/authenticators/{id}: a twin goes along.
func (t *Tenant) deleteAuthenticator(_ context.Context, req wire.Request) (wire.Response, error) {
	id, paused, err := t.bearer(req, "remove:authenticators")
	switch {
	case err != nil:
		return wire.Response{}, err
	case id != "": // an mfa_token opens no such door
		return wire.Response{}, mfaError("bad bearer")
	}
	name := strings.TrimPrefix(req.Address().Path, pathAuthenticators+"/")
	var gone *authenticator
	for _, a := range t.enrolled(paused.Person) {
		if a.ID == name {
			gone = &a
		}
	}
	if gone == nil || !t.unenroll(paused.Person, gone.twin) {
		return wire.Response{}, mfaError("no authenticator")
	}
	t.log("gd_unenroll", "Second factor removed", gone.Type, paused.App.ID, paused.Person)
	return wire.Response{Status: 204}, nil
}

// associate is POST /mfa/associate (facts 7.4): a new authenticator, which
// counts once a grant has confirmed it. Who has one already needs an access
// token for a second.
func (t *Tenant) associate(_ context.Context, req wire.Request) (wire.Response, error) {
	id, paused, err := t.bearer(req, "enroll")
	if err != nil {
		return wire.Response{}, err
	}
	person, _ := t.Config.PersonByName(paused.Person)
	// A verified address does not make somebody enrolled: it came by itself.
	if id != "" && slices.ContainsFunc(t.enrolledTypes(person.Name), Independent) {
		return wire.Response{}, mfaError("already enrolled")
	}
	var body struct {
		Types    []string `json:"authenticator_types"`
		Channels []string `json:"oob_channels"`
		Phone    string   `json:"phone_number"`
		Email    string   `json:"email"`
	}
	if json.Unmarshal([]byte(req.Body), &body) != nil || !strings.HasPrefix(req.Header.Get("Content-Type"), "application/json") {
		return wire.Response{}, invalidRequest("The body is no JSON object: expected authenticator_types and what goes with them.")
	}
	f, missing := wanted(body.Types, body.Channels)
	switch {
	case missing == "" && (f.Type == factorSMS || f.Type == factorVoice) && body.Phone == "":
		missing = "phone_number"
	case missing == "" && f.Type == factorEmail && body.Email == "":
		missing = "email"
	}
	switch {
	case missing != "":
		return wire.Response{}, missingParameter(missing)
	case !slices.Contains(t.Config.factorsOn(), f.Type) || !paused.allows(f.Type):
		return wire.Response{}, invalidRequest("The factor " + f.Type + " cannot be enrolled here.")
	}
	list := t.enrolled(person.Name)
	if !t.has(person.Name, f.Type) {
		t.State.enrolled[person.Name] = t.withFactor(list, person, f.Type, false)
	}
	t.log("gd_start_enroll", "Enrollment started", f.Type, paused.App.ID, person.Name)
	members := t.oob(f, person.Name, id, "authenticator_type")
	t.describe(members, f, person)
	if t.firstRecovery(person) {
		members["recovery_codes"] = []string{t.State.recoveryCode(person.Name)}
	}
	return jsonResponse(200, members), nil
}

// wanted finds the factor that a request to associate names, or what it lacks.
func wanted(types, channels []string) (f factor, missing string) {
	switch {
	case slices.Equal(types, []string{"otp"}):
		f, _ = factorOf(factorOTP)
		return f, ""
	case !slices.Equal(types, []string{"oob"}):
		return factor{}, "authenticator_types"
	}
	for _, f := range factorTable {
		if f.channel != "" && slices.Equal(channels, []string{f.channel}) {
			return f, ""
		}
	}
	return factor{}, "oob_channels"
}

// describe adds what an application shows or keeps for a new authenticator.
func (t *Tenant) describe(members map[string]any, f factor, person Person) {
	tenant, _, _ := strings.Cut(t.Config.Domain, ".")
	label := url.PathEscape(tenant + ":" + person.Login())
	if f.channel != "" {
		members["oob_channel"] = f.channel
	}
	switch f.Type {
	case factorOTP:
		secret := person.secret()
		text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret[:])
		members["secret"] = text
		members["barcode_uri"] = "otpauth://totp/" + label + "?secret=" + text + "&issuer=" + tenant + "&algorithm=SHA1&digits=6&period=30"
	case factorPush:
		members["barcode_uri"] = "otpauth://totp/" + label + "?enrollment_tx_id=" + t.digest("enrollment "+person.Name, 1, 12) +
			"&base_url=" + url.QueryEscape(t.url("/appliance-mfa"))
	}
}

// mfaEndpoint answers for paths of the MFA API that hold an id.
func mfaEndpoint(method, path string) func(*Tenant, context.Context, wire.Request) (wire.Response, error) {
	if method == http.MethodDelete && strings.HasPrefix(path, pathAuthenticators+"/") {
		return (*Tenant).deleteAuthenticator
	}
	return nil
}
