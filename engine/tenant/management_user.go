package tenant

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// Current is the configuration as the Management API has changed it since the
// scenario began.
func (s *State) Current(c *Config) *Config {
	changed := s.policy != ""
	for _, a := range s.accounts {
		changed = changed || a.Deleted || a.Identity != identity{}
	}
	if !changed {
		return c
	}
	next := *c
	next.Policy = cmp.Or(s.policy, c.Policy)
	next.People = nil
	for _, p := range c.People {
		if a := s.accounts[p.Name]; !a.Deleted {
			next.People = append(next.People, a.Identity.of(p))
		}
	}
	return &next
}

func (c *call) getUser() wire.Response {
	a, u := c.account(c.person.Name), c.Tenant.user(c.person.Name)
	members := map[string]any{
		"user_id": u.ID, "email": u.Email, "email_verified": u.EmailVerified, "name": u.Name, "nickname": u.Nickname,
		"created_at": iso(time.UnixMilli(u.CreatedMS)), "updated_at": iso(time.UnixMilli(u.UpdatedMS)),
		"logins_count": a.Logins, "blocked": a.Blocked,
	}
	if len(a.App) > 0 {
		members["app_metadata"] = a.App
	}
	if len(a.User) > 0 {
		members["user_metadata"] = a.User
	}
	if u.PhoneNumber != "" {
		members["phone_number"] = u.PhoneNumber
	}
	if u.Username != "" {
		members["username"] = u.Username
	}
	if !a.LastLogin.IsZero() {
		members["last_login"] = iso(a.LastLogin)
	}
	return jsonResponse(200, members)
}

// updateUser changes what a request names. Metadata is merged, and a null
// removes its key. A new password, address, phone number or username ends the
// person's sessions (facts 4.2).
func (c *call) updateUser() wire.Response {
	var given struct {
		Blocked      *bool          `json:"blocked"`
		Password     string         `json:"password"`
		Email        string         `json:"email"`
		PhoneNumber  string         `json:"phone_number"`
		Username     string         `json:"username"`
		AppMetadata  map[string]any `json:"app_metadata"`
		UserMetadata map[string]any `json:"user_metadata"`
	}
	d := json.NewDecoder(strings.NewReader(c.req.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&given); err != nil {
		return badBody("expected an object with blocked, password, email, phone_number, username, app_metadata or user_metadata")
	}
	to := identity{Email: given.Email, Phone: given.PhoneNumber, Username: given.Username}
	if message := c.taken(to); message != "" {
		return apiError(400, message, "")
	}
	if c.person.Connection.Name != "" && (given.Password != "" || to != (identity{})) {
		return apiError(400, "Cannot update "+to.name()+" for this user", "") // it belongs to the identity provider
	}
	if given.Password != "" || to != (identity{}) {
		c.deleteSessions()
	}
	c.identify(to)
	c.storeMetadata(c.person.Name, given.AppMetadata, given.UserMetadata)
	if given.Blocked != nil {
		c.change(func(a *account) { a.Blocked = *given.Blocked })
	}
	return c.getUser()
}

// taken says that somebody else signs in with one of the names.
func (c *call) taken(to identity) (message string) {
	for _, p := range c.Config.People {
		switch {
		case p.Name == c.person.Name:
		case to.Email != "" && p.Login() == to.Email:
			return "The specified new email already exists"
		case to.Username != "" && p.Profile.Username == to.Username:
			return "The username provided is in use already."
		}
	}
	return ""
}

// identify changes what the person is known by. Of her second factors only the
// one by email follows: what is enrolled on a phone is not her profile (facts 7.3).
func (c *call) identify(to identity) {
	if to == (identity{}) {
		return
	}
	name := c.person.Name
	factors := slices.DeleteFunc(slices.Clone(c.enrolled(name)), func(a authenticator) bool { return a.Type == factorEmail })
	c.change(func(a *account) {
		a.Identity = identity{
			Email: cmp.Or(to.Email, a.Identity.Email), Phone: cmp.Or(to.Phone, a.Identity.Phone), Username: cmp.Or(to.Username, a.Identity.Username),
		}
	})
	c.Config = c.State.Current(c.Config)
	c.person, _ = c.Config.PersonByName(name)
	c.State.enrolled[name] = c.withEmail(factors, c.person)
}

// change alters the account that the request is about.
func (c *call) change(alter func(*account)) {
	a := c.account(c.person.Name)
	alter(&a)
	c.State.accounts[c.person.Name] = a
}

// deleteUser removes the person. Her refresh tokens stay, to be answered with
// an error of their own (facts 6.3).
func (c *call) deleteUser() wire.Response {
	c.deleteSessions()
	c.change(func(a *account) { a.Deleted = true })
	return wire.Response{Status: 204}
}

// deleteFactors removes every second factor of the person but a verified
// address (facts 7.3). Browsers that are remembered stay so (facts 4.4).
func (c *call) deleteFactors() wire.Response {
	c.unenroll(c.person.Name, func(authenticator) bool { return true })
	c.log("gd_unenroll", "Second factor removed", "", "", c.person.Name)
	return wire.Response{Status: 204}
}

// shownSession is a session as the Management API shows it.
func (t *Tenant) shownSession(s Session) map[string]any {
	clients := []any{}
	for _, id := range s.Apps {
		clients = append(clients, map[string]string{"client_id": id})
	}
	return map[string]any{
		"id": s.ID, "user_id": t.Config.userID(s.Person), "clients": clients,
		"created_at": iso(s.Created), "authenticated_at": iso(s.Created), "updated_at": iso(s.LastUsed),
		"last_interacted_at": iso(s.LastUsed), "idle_expires_at": iso(s.Idle), "expires_at": iso(s.End),
	}
}

func (c *call) listSessions() wire.Response {
	list := []any{}
	for _, s := range c.State.SessionList() {
		if s.Person == c.person.Name && !s.ended(c.Now) {
			list = append(list, c.shownSession(s))
		}
	}
	return jsonResponse(200, map[string]any{"sessions": list})
}

// deleteSessions signs the person out everywhere. Refresh tokens do not belong
// to a session (facts 4.7).
func (c *call) deleteSessions() wire.Response {
	maps.DeleteFunc(c.State.Sessions, func(_ string, s Session) bool { return s.Person == c.person.Name })
	return wire.Response{Status: 202}
}

func (c *call) getSession() wire.Response {
	s, ok := c.State.Sessions[c.id]
	if !ok || s.ended(c.Now) {
		return apiError(404, "The session does not exist.", "inexistent_session")
	}
	return jsonResponse(200, c.shownSession(s))
}

func (c *call) deleteSession() wire.Response {
	delete(c.State.Sessions, c.id)
	return wire.Response{Status: 202}
}

// shownToken is a refresh token as the Management API shows it: a rotating one
// keeps its identifier.
func (t *Tenant) shownToken(id string, f family) map[string]any {
	idle, absolute := f.ends()
	return map[string]any{
		"id": id, "user_id": t.Config.userID(f.Person), "client_id": f.App.ID, "session_id": f.Session,
		"rotating": f.App.Refresh.Rotating, "created_at": iso(f.Issued), "last_exchanged_at": iso(f.LastUsed),
		"idle_expires_at": iso(earlier(idle, absolute)), "expires_at": iso(absolute),
	}
}

// families lists the live refresh tokens, the oldest first.
func (t *Tenant) families(match func(family) bool) (ids []string) {
	for _, id := range orderedKeys(t.State.refresh, func(f family) time.Time { return f.Issued }) {
		if f := t.State.refresh[id]; !f.expired(t.Now) && match(f) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (c *call) listTokens() wire.Response {
	list := []any{}
	for _, id := range c.families(c.owns) {
		list = append(list, c.shownToken(id, c.State.refresh[id]))
	}
	return jsonResponse(200, map[string]any{"tokens": list})
}

func (c *call) owns(f family) bool { return f.Person == c.person.Name }

func (c *call) deleteTokens() wire.Response {
	for _, id := range c.families(c.owns) {
		c.revokeFamily(id)
	}
	return wire.Response{Status: 202}
}

func (c *call) getToken() wire.Response {
	f, ok := c.State.refresh[c.id]
	if !ok || f.expired(c.Now) {
		return apiError(404, "The refresh token does not exist.", "inexistent_refresh_token")
	}
	return jsonResponse(200, c.shownToken(c.id, f))
}

func (c *call) deleteToken() wire.Response {
	c.revokeFamily(c.id)
	return wire.Response{Status: 202}
}

// revokeFamily ends a refresh token and all that it was exchanged for. Its
// holder learns of it at the next exchange (facts 8.7).
func (t *Tenant) revokeFamily(id string) {
	if f, ok := t.State.refresh[id]; ok {
		delete(t.State.refresh, id)
		t.log("srrt", "Successful Refresh Token Revocation", "", f.App.ID, f.Person)
	}
}

// deviceTag begins the identifier of a device credential.
const deviceTag = "dcr_"

// listDevices lists the devices that hold a refresh token (facts 8.7).
func (c *call) listDevices() wire.Response {
	q := c.req.Address().Query()
	list := []any{}
	for _, id := range c.families(func(f family) bool {
		return (q.Get("client_id") == "" || q.Get("client_id") == f.App.ID) &&
			(q.Get("user_id") == "" || q.Get("user_id") == c.Config.userID(f.Person))
	}) {
		f := c.State.refresh[id]
		kind := "refresh_token"
		if f.App.Refresh.Rotating {
			kind = "rotating_refresh_token"
		}
		list = append(list, map[string]any{
			"id": deviceTag + id, "device_name": f.App.Name, "type": kind,
			"user_id": c.Config.userID(f.Person), "client_id": f.App.ID,
		})
	}
	return jsonList(list)
}

func (c *call) deleteDevice() wire.Response {
	c.revokeFamily(strings.TrimPrefix(c.id, deviceTag))
	return wire.Response{Status: 204}
}

// pathRevokeAll ends with the name of a connection.
const pathRevokeAll = "/oauth/global-token-revocation/connection/"

// revokeAll ends the sessions and the refresh tokens of a person (facts 4.7).
// On the real service an identity provider calls it with a token that it
// signed; here a token of the Management API that may end sessions stands for that.
func (t *Tenant) revokeAll(req wire.Request) wire.Response {
	if refusal := t.mayManage(req, "delete:sessions"); refusal != nil {
		return *refusal
	}
	name, _ := url.PathUnescape(strings.TrimPrefix(req.Address().Path, pathRevokeAll))
	if name != databaseName && !slices.ContainsFunc(t.Config.Connections, func(c Connection) bool { return c.Name == name }) {
		return apiError(404, "The connection does not exist.", "inexistent_connection")
	}
	c := &call{Tenant: t, req: req, person: t.personByID(params(req).Get("subject"))}
	if c.person.Name == "" || c.person.ConnectionName() != name {
		return apiError(404, "The user does not exist.", "inexistent_user")
	}
	c.deleteSessions()
	c.deleteTokens()
	return wire.Response{Status: 204}
}
