package tenant

import (
	"slices"
	"strconv"
	"time"
)

// RefreshPolicy is how the refresh tokens of an application live (facts 6.5).
type RefreshPolicy struct {
	Rotating bool          // each exchange gives a new token and ends the old one
	Leeway   time.Duration // how long the token just ended may still be used again
	Idle     time.Duration // without an exchange; 30 days unless set
	// Absolute counts from the first one; unless set, 30 days with rotation and
	// 365.25 days without (facts 6.5 names the latter as the most there can be).
	Absolute time.Duration
}

// Unlimited is a lifetime that does not end (facts 6.5: non-expiring, infinite).
const Unlimited = 100 * 365 * 24 * time.Hour

// Lifetimes of refresh tokens unless the application sets others (facts 6.5).
const (
	DefaultRefreshIdle      = 2_592_000 * time.Second
	DefaultRefreshAbsolute  = 31_557_600 * time.Second
	DefaultRotatingAbsolute = 2_592_000 * time.Second
)

// refreshTokenTag begins every refresh token (facts 6.1).
const refreshTokenTag = "v1."

// family is one grant's refresh tokens: the first, and all that came of it by
// rotation. A token is its family and a number, so that a family takes the
// same room however often it rotates.
type family struct {
	grant
	Issued, LastUsed time.Time
	Active           []int // the numbers that may be exchanged
	Made             int   // how many there were
	Ended            int   // the number ended last, 0 if none
	EndedAt          time.Time
	Children         []int // what the number ended last was exchanged for
	// Ends that actions have set, zero if none: they may only shorten a life
	// (facts 2.8).
	IdleEnd, AbsoluteEnd time.Time
	Metadata             map[string]any // that actions wrote
}

// RefreshTokensMax is how many refresh tokens a person has with an application
// (facts 6.5). The next one ends the oldest.
const RefreshTokensMax = 200

// Held is how many refresh tokens somebody got from an application before the
// scenario began, by signing in as often.
type Held struct {
	Person, App string // a name and a client_id
	Count       int    // at most [RefreshTokensMax]
}

// heldEvery is how far apart those sign-ins were; the last was as long ago.
const heldEvery = time.Minute

// Begin returns the storage of a tenant at the start, and the oldest refresh
// token of each that [Config.Held] names.
func Begin(c *Config) (s State, oldest []string) {
	s = NewState()
	for _, h := range c.Held {
		app, _ := c.AppByID(h.App)
		for i := range h.Count {
			t := &Tenant{Config: c, State: &s, Now: c.Start.Add(-time.Duration(h.Count-i) * heldEvery)}
			token := t.startFamily(grant{App: app, Person: h.Person, Scope: "offline_access"})
			if i == 0 {
				oldest = append(oldest, token)
			}
		}
	}
	return s, oldest
}

// startFamily issues the first refresh token of a grant.
func (t *Tenant) startFamily(g grant) string {
	same := t.families(func(f family) bool { return f.Person == g.Person && f.App.ID == g.App.ID })
	for len(same) >= RefreshTokensMax {
		delete(t.State.refresh, same[0])
		same = same[1:]
	}
	id := t.id("refresh token")
	f := family{grant: g, Issued: t.Now, LastUsed: t.Now, Active: []int{1}, Made: 1}
	t.State.refresh[id] = f
	return t.refreshToken(id, 1)
}

func (t *Tenant) refreshToken(id string, n int) string {
	body := id + "." + strconv.Itoa(n)
	return refreshTokenTag + body + "." + t.mac("refresh " + body)[:12]
}

// family finds the family of a refresh token, and the token's number.
func (t *Tenant) family(token string) (id string, n int, f family, ok bool) {
	id, n, ok = RefreshTokenParts(token)
	if !ok || t.refreshToken(id, n) != token {
		return "", 0, family{}, false
	}
	f, ok = t.State.refresh[id]
	return id, n, f, ok
}

// expired tells whether all tokens of the family have run out: idle or too
// old. Rotation does not move the absolute end (facts 6.5).
func (f family) expired(now time.Time) bool {
	idle, absolute := f.ends()
	return !now.Before(idle) || !now.Before(absolute)
}

// ends tells when the tokens of the family run out: for want of use, and
// whatever happens.
func (f family) ends() (idle, absolute time.Time) {
	i, a := f.App.Refresh.lifetimes()
	idle, absolute = f.LastUsed.Add(i), f.Issued.Add(a)
	if !f.IdleEnd.IsZero() {
		idle = earlier(idle, f.IdleEnd)
	}
	if !f.AbsoluteEnd.IsZero() {
		absolute = earlier(absolute, f.AbsoluteEnd)
	}
	return idle, absolute
}

// lifetimes fills in what the application leaves out.
func (p RefreshPolicy) lifetimes() (idle, absolute time.Duration) {
	idle, absolute = p.Idle, p.Absolute
	if idle == 0 {
		idle = DefaultRefreshIdle
	}
	if absolute == 0 {
		absolute = DefaultRefreshAbsolute
		if p.Rotating {
			absolute = DefaultRotatingAbsolute
		}
	}
	return min(idle, absolute), absolute
}

// usable tells whether a number may be exchanged. Outside rotation there is
// only one. A number that was ended may be used again within the leeway, as
// long as nothing that came of it was ended in turn: two tabs that refresh at
// once both succeed, a thief does not.
func (f family) usable(n int, now time.Time) bool {
	if slices.Contains(f.Active, n) {
		return true
	}
	if n != f.Ended || now.Sub(f.EndedAt) >= f.App.Refresh.Leeway {
		return false
	}
	return !slices.ContainsFunc(f.Children, func(child int) bool { return !slices.Contains(f.Active, child) })
}

// rotate ends a number and returns the one that replaces it.
func (f *family) rotate(n int, now time.Time) int {
	f.Made++
	if n != f.Ended {
		f.Ended, f.EndedAt, f.Children = n, now, nil
	}
	f.Children = append(slices.Clone(f.Children), f.Made)
	active := slices.DeleteFunc(slices.Clone(f.Active), func(v int) bool { return v == n })
	f.Active = append(active, f.Made)
	return f.Made
}
