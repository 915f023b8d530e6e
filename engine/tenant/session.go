package tenant

import (
	"slices"
	"time"

	"mfaplayground/engine/wire"
)

// ended tells whether a session is over: idle too long, or too old (facts 4.2).
func (s Session) ended(now time.Time) bool { return !now.Before(s.Idle) || !now.Before(s.End) }

// limits are the settings of sessions as they are now.
func (t *Tenant) limits() SessionLimits {
	if t.State.Limits != nil {
		return *t.State.Limits
	}
	return t.Config.Session
}

// session returns the live session whose cookie a request carries.
func (t *Tenant) session(req wire.Request) (Session, bool) {
	handle, ok := t.unsigned(t.cookie(req, CookieSession))
	if !ok {
		return Session{}, false
	}
	s, ok := t.State.Sessions[handle]
	if !ok {
		return Session{}, false
	}
	if s = t.shortened(s); s.ended(t.Now) {
		return Session{}, false
	}
	return s, true
}

// shortened applies settings that became shorter since a session began; longer
// ones are for new sessions only (facts 4.2).
func (t *Tenant) shortened(s Session) Session {
	idle, absolute := t.limits().of(s.Ephemeral)
	s.idleMax = min(s.idleMax, idle)
	s.End = earlier(s.End, s.Created.Add(absolute))
	s.Idle = earlier(s.Idle, s.LastUsed.Add(s.idleMax))
	return s
}

// startSession creates the session of a person who has passed the first
// factor, in place of the one that the browser had (facts 4.2: a new login
// resets it). It exists from here on, whatever rules, actions and the MFA
// prompt say (facts 4.6).
func (t *Tenant) startSession(req wire.Request, person, method string) Session {
	if old, ok := t.unsigned(t.cookie(req, CookieSession)); ok {
		delete(t.State.Sessions, old)
	}
	limits := t.limits()
	idle, absolute := limits.of(!limits.Persistent)
	s := Session{
		ID: t.id("session"), Person: person, Created: t.Now,
		End: t.Now.Add(absolute), Ephemeral: !limits.Persistent, idleMax: idle,
		Methods: []Method{{Name: method, At: t.Now}},
	}
	t.countLogin(person)
	return s
}

// touch stores a session that was just used and sends its cookie again: each
// /authorize resets the idle timer, never the absolute one (facts 4.2).
func (t *Tenant) touch(resp *wire.Response, s Session, app string) {
	s.LastUsed = t.Now
	s.Idle = earlier(t.Now.Add(s.idleMax), s.End)
	if app != "" && !slices.Contains(s.Apps, app) {
		s.Apps = append(slices.Clone(s.Apps), app)
	}
	t.keepSession(resp, s)
}

// keepSession stores a session and sends its cookie. How long the cookie lives
// is the tenant's setting, unless an action has set it for this session; the
// session itself keeps its lifetime (facts 2.8, 4.2).
func (t *Tenant) keepSession(resp *wire.Response, s Session) {
	t.State.Sessions[s.ID] = s
	persistent := t.limits().Persistent
	if s.CookieMode != "" {
		persistent = s.CookieMode == CookiePersistent
	}
	t.setCookie(resp, CookieSession, t.signed(s.ID), s.Idle, persistent)
}

// addMFA records a passed second factor in the session (facts 1.5).
func (s Session) addMFA(factor string, at time.Time) Session {
	s.Methods = append(slices.Clone(s.Methods), Method{Name: "mfa", Type: factor, At: at})
	return s
}
