package tenant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// heed takes over what scripts said about tokens: custom claims, and the scope
// of the access token (facts 1.4, 2.8).
func (g grant) heed(v script.Verdict) grant {
	g.IDClaims, g.AccessClaims, g.AccessScope = v.IDTokenClaims, v.AccessTokenClaims, nil
	if v.Scope != nil {
		scope := strings.Join(*v.Scope, " ")
		g.AccessScope = &scope
	}
	return g
}

// accessScope is the scope of the access token: what was granted, unless
// scripts replaced it.
func (g grant) accessScope() string {
	if g.AccessScope != nil {
		return *g.AccessScope
	}
	return g.Scope
}

// orderSession does what actions ordered for a session, once the pipeline is
// over: methods of their own, ends within the tenant's maximum, metadata, and
// its revocation (facts 2.7, 2.8).
func (t *Tenant) orderSession(resp *wire.Response, s Session, v script.Verdict) Session {
	orders := v.Session
	if orders == nil {
		orders = &script.Orders{}
	}
	if orders.Revoke != nil {
		t.endSession(s.ID, orders.Revoke.PreserveRefreshTokens)
		return s
	}
	if v.Stop != nil || v.Session == nil && len(v.RecordedMethods) == 0 {
		return s
	}
	for _, url := range v.RecordedMethods {
		s.Methods = append(slices.Clone(s.Methods), Method{Name: url, At: t.Now})
	}
	s.Metadata = remade(s.Metadata, orders)
	if orders.ExpiresMS != 0 {
		_, absolute := t.limits().of(s.Ephemeral)
		s.End = earlier(instant(orders.ExpiresMS), s.Created.Add(absolute))
	}
	if orders.IdleExpiresMS != 0 {
		s.Idle = earlier(instant(orders.IdleExpiresMS), t.Now.Add(s.idleMax))
	}
	s.Idle = earlier(s.Idle, s.End)
	if orders.CookieMode != "" { // the cookie only: the session keeps its lifetime
		s.CookieMode = CookieMode(orders.CookieMode)
	}
	t.keepSession(resp, s)
	return s
}

// endSession ends a session, and unless told otherwise the refresh tokens that
// were issued in it (facts 2.8).
func (t *Tenant) endSession(id string, preserveRefreshTokens bool) {
	delete(t.State.Sessions, id)
	if !preserveRefreshTokens {
		maps.DeleteFunc(t.State.refresh, func(_ string, f family) bool { return f.Session == id })
	}
}

// orderRefresh does what actions ordered for the refresh token that is being
// exchanged. Its life can only be shortened (facts 2.8).
func (t *Tenant) orderRefresh(id string, f family, v script.Verdict) family {
	orders := v.RefreshToken
	f.IdleEnd = time.Time{} // each exchange counts from itself
	switch {
	case orders == nil:
	case orders.Revoke != nil:
		delete(t.State.refresh, id)
		t.log("srrt", "Successful Refresh Token Revocation", orders.Revoke.Reason, f.App.ID, f.Person)
	case v.Stop == nil:
		if orders.ExpiresMS != 0 {
			f.AbsoluteEnd = sooner(f.AbsoluteEnd, instant(orders.ExpiresMS))
		}
		if orders.IdleExpiresMS != 0 {
			f.IdleEnd = instant(orders.IdleExpiresMS)
		}
		f.Metadata = remade(f.Metadata, orders)
	}
	return f
}

// remade returns metadata as orders leave it.
func remade(metadata map[string]any, orders *script.Orders) map[string]any {
	if orders.Evict {
		metadata = nil
	}
	return merged(metadata, orders.Metadata)
}

// sooner is the earlier of two ends, of which the first may be none.
func sooner(have, next time.Time) time.Time {
	if have.IsZero() {
		return next
	}
	return earlier(have, next)
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
