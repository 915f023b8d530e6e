package tenant

import (
	"cmp"
	"maps"
	"time"
)

// account is what changes about a person: how often she signed in, and the
// metadata that scripts wrote (facts 1.3, 2.8). It begins as configured.
type account struct {
	Logins    int
	LastLogin time.Time
	App, User map[string]any       // metadata; never changed, only replaced
	Seen      map[string]time.Time // devices, by what they are known by; only replaced
	// What the Management API did to her.
	Blocked, Deleted bool
	Identity         identity
}

// identity is what a person is known by, where it was changed since the
// scenario began; empty: as configured.
type identity struct{ Email, Phone, Username string }

// name is what is changed, for a refusal.
func (i identity) name() string {
	switch {
	case i.Email != "":
		return "email"
	case i.Phone != "":
		return "phone_number"
	case i.Username != "":
		return "username"
	}
	return "password"
}

// of returns a person with what was changed about her.
func (i identity) of(p Person) Person {
	if i != (identity{}) {
		p.Profile.Name = cmp.Or(p.Profile.Name, p.Login()) // it was taken from the address that she began with
	}
	p.Email = cmp.Or(i.Email, p.Email)
	p.Profile.PhoneNumber = cmp.Or(i.Phone, p.Profile.PhoneNumber)
	p.Profile.Username = cmp.Or(i.Username, p.Profile.Username)
	return p
}

// account returns what the tenant knows of a person now.
func (t *Tenant) account(person string) account {
	a, known := t.State.accounts[person]
	if !known {
		if p := t.Config.person(person); p != nil {
			a.App, a.User = p.Profile.AppMetadata, p.Profile.UserMetadata
		}
	}
	return a
}

// mayGoOn tells what stands against any exchange and any login of a person:
// she was deleted, or is blocked (facts 6.3).
func (t *Tenant) mayGoOn(person string) *oauthError {
	switch {
	case t.Config.person(person) == nil:
		return &oauthError{
			Status: 403, Code: "invalid_grant",
			Description: "The refresh_token was generated for a user who doesn't exist anymore.",
		}
	case t.account(person).Blocked:
		return stopped("unauthorized", "user is blocked")
	}
	return nil
}

// countLogin notes that a person has passed the first factor.
func (t *Tenant) countLogin(person string) {
	a := t.account(person)
	a.Logins++
	a.LastLogin = t.Now
	t.State.accounts[person] = a
}

// storeMetadata writes what scripts changed, which a refusal does not undo
// (facts 2.8: api.access.deny).
func (t *Tenant) storeMetadata(person string, app, user map[string]any) {
	if len(app)+len(user) == 0 {
		return
	}
	a := t.account(person)
	a.App, a.User = merged(a.App, app), merged(a.User, user)
	t.State.accounts[person] = a
}

// merged returns metadata with changes; a nil value removes its key (facts 2.8).
func merged(metadata, changes map[string]any) map[string]any {
	if len(changes) == 0 {
		return metadata
	}
	next := make(map[string]any, len(metadata)+len(changes))
	maps.Copy(next, metadata)
	for key, value := range changes {
		if value == nil {
			delete(next, key)
		} else {
			next[key] = value
		}
	}
	return next
}
