package tenant

import (
	"slices"
	"time"

	"mfaplayground/engine/wire"
)

// What lies before the start of a scenario is made by the very functions that
// requests go through, at the instants of the past: nothing that they leave
// behind is written down twice.

// PastVisit is the first request of a browser: it gets its did cookie.
func (t *Tenant) PastVisit(req wire.Request) wire.Response {
	var resp wire.Response
	t.nameDevice(&resp, req)
	return resp
}

// PastSignIn has a person sign in, and pass a factor unless that is empty.
func (t *Tenant) PastSignIn(req wire.Request, person, factor string) wire.Response {
	var resp wire.Response
	method := methodPassword
	if p, _ := t.Config.PersonByName(person); p.Connection.Name != "" {
		method = methodFederated
	}
	s := t.startSession(req, person, method)
	if factor != "" {
		s = s.addMFA(actionType(factor), t.Now)
	}
	t.touch(&resp, s, t.firstSite())
	t.knowDevice(person, req)
	return resp
}

// PastRemember has a person pass a factor and tick the box: in the session of
// the browser, or in one that is over by the start.
func (t *Tenant) PastRemember(req wire.Request, person, factor string) wire.Response {
	var resp wire.Response
	if s, ok := t.session(req); ok && s.Person == person {
		if !slices.ContainsFunc(s.Methods, func(m Method) bool { return m.Name == "mfa" && m.At.Equal(t.Now) }) {
			s = s.addMFA(actionType(factor), t.Now)
		}
		t.touch(&resp, s, t.firstSite())
	} else {
		t.countLogin(person)
	}
	t.remember(&resp, req.Header.Get("User-Agent"), person)
	t.knowDevice(person, req)
	return resp
}

// PastUse is a visit in which the session is used, if it has not ended.
func (t *Tenant) PastUse(req wire.Request) wire.Response {
	var resp wire.Response
	if s, ok := t.session(req); ok {
		t.touch(&resp, s, t.firstSite())
		t.knowDevice(s.Person, req)
	}
	return resp
}

// PastRenewal is a visit that renews auth0-mf, if it has not ended.
func (t *Tenant) PastRenewal(req wire.Request, person string) wire.Response {
	var resp wire.Response
	if state, record := t.mfaCookie(req, person); state == CookieValid {
		t.renew(&resp, *record)
		t.knowDevice(person, req)
	}
	return resp
}

// PastTokens returns the refresh token of an application that a person gave
// access to.
func (t *Tenant) PastTokens(client, person, scope string) string {
	app, _ := t.Config.AppByID(client)
	t.countLogin(person)
	return t.startFamily(grant{App: app, Person: person, Scope: scope, Session: t.id("session"), Issued: t.Now})
}

// firstSite is the client_id of the first application that people sign in to
// in a browser.
func (t *Tenant) firstSite() string {
	for _, app := range t.Config.Apps {
		if slices.Contains(BrowserTypes, app.Type) {
			return app.ID
		}
	}
	return ""
}

// IdleMax is how long a session that begins under the settings lives without
// use.
func (l SessionLimits) IdleMax() time.Duration {
	idle, _ := l.of(!l.Persistent)
	return idle
}
