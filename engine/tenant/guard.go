package tenant

import (
	"time"

	"mfaplayground/engine/wire"
)

// Guard is the tenant's attack protection, as far as it answers at the token
// endpoint (facts 6.3). The zero value lets everything pass.
type Guard struct {
	Bots     bool // bot detection takes every password exchange for suspicious
	Breached bool // breached passwords are refused
	Rate     int  // requests to the token endpoint in a minute; 0 is without limit
}

// LeakedPassword is the one password that somebody has published.
const LeakedPassword = "leaked"

// pace counts the requests of the current minute.
type pace struct {
	since time.Time
	count int
}

// guard refuses a request to the token endpoint that attack protection stops.
func (t *Tenant) guard(req wire.Request) *oauthError {
	g, form := t.Config.Guard, params(req)
	if t.Now.Sub(t.State.pace.since) >= time.Minute {
		t.State.pace = pace{since: t.Now}
	}
	t.State.pace.count++
	password := form.Get("grant_type") == grantPassword || form.Get("grant_type") == grantRealm
	switch {
	case g.Rate > 0 && t.State.pace.count > g.Rate:
		return &oauthError{Status: 429, Code: "too_many_requests", Description: "Rate limit exceeded. Please retry after some time."}
	case g.Bots && password:
		return &oauthError{Status: 401, Code: "requires_verification", Description: "Suspicious request requires verification"}
	case g.Breached && password && form.Get("password") == LeakedPassword:
		return &oauthError{Status: 401, Code: "password_leaked", Description: "Password leaked"}
	}
	return nil
}
