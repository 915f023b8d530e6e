package tenant

import (
	"slices"
	"time"

	"mfaplayground/engine/wire"
)

// ended tells whether a session is over: idle too long, or too old (facts 4.2).
func (s Session) ended(now time.Time) bool { return !now.Before(s.Idle) || !now.Before(s.End) }

// session returns the live session whose cookie a request carries.
func (t *Tenant) session(req wire.Request) (Session, bool) {
	handle, ok := t.unsigned(req.Cookie(CookieSession))
	if !ok {
		return Session{}, false
	}
	s, ok := t.State.Sessions[handle]
	if !ok || s.ended(t.Now) {
		return Session{}, false
	}
	return s, true
}

// startSession creates the session of a person who has passed the first
// factor. It exists from here on, whatever rules, actions and the MFA prompt
// say (facts 4.6).
func (t *Tenant) startSession(person string) Session {
	s := Session{
		ID: t.id("session"), Person: person, Created: t.Now,
		End:     t.Now.Add(t.Config.Session.Absolute),
		Methods: []Method{{Name: "pwd", At: t.Now}},
	}
	t.countLogin(person)
	return s
}

// touch stores a session that was just used and sends its cookie again: each
// /authorize resets the idle timer, never the absolute one (facts 4.2).
func (t *Tenant) touch(resp *wire.Response, s Session, app string) {
	s.LastUsed = t.Now
	s.Idle = earlier(t.Now.Add(t.Config.Session.Idle), s.End)
	if app != "" && !slices.Contains(s.Apps, app) {
		s.Apps = append(slices.Clone(s.Apps), app)
	}
	t.State.Sessions[s.ID] = s
	t.setCookie(resp, CookieSession, s.ID, s.Idle)
}

// addMFA records a passed second factor in the session (facts 1.5).
func (s Session) addMFA(factor string, at time.Time) Session {
	s.Methods = append(slices.Clone(s.Methods), Method{Name: "mfa", Type: factor, At: at})
	return s
}
