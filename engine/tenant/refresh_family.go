package tenant

import (
	"strconv"
	"strings"
	"time"
)

// RefreshFamily is one grant's refresh tokens as the tenant keeps them: the
// first, and all that came of it by rotation. They are numbered from 1.
type RefreshFamily struct {
	ID       string    `json:"id"`
	App      string    `json:"app"` // client_id
	Person   string    `json:"person"`
	Issued   time.Time `json:"issued"`
	LastUsed time.Time `json:"last_used"`
	Idle     time.Time `json:"idle"`     // when it ends for want of an exchange
	Absolute time.Time `json:"absolute"` // when it ends whatever happens
	Rotating bool      `json:"rotating,omitempty"`
	Active   []int     `json:"active"`          // the numbers that may be exchanged
	Ended    int       `json:"ended,omitempty"` // the number that was exchanged last, 0 if none
	// Leeway is until when that one may be used again (facts 6.5); zero if it
	// never may.
	Leeway time.Time `json:"leeway,omitzero"`
}

// FamilyList returns the families of refresh tokens that have not been revoked,
// in the order in which they began. Those that have expired stay for a while.
func (s State) FamilyList() []RefreshFamily {
	ids := orderedKeys(s.refresh, func(f family) time.Time { return f.Issued })
	list := make([]RefreshFamily, len(ids))
	for i, id := range ids {
		f := s.refresh[id]
		shown := RefreshFamily{
			ID: id, App: f.App.ID, Person: f.Person, Issued: f.Issued, LastUsed: f.LastUsed,
			Rotating: f.App.Refresh.Rotating, Active: f.Active, Ended: f.Ended,
		}
		shown.Idle, shown.Absolute = f.ends()
		if end := f.EndedAt.Add(f.App.Refresh.Leeway); f.Ended > 0 && f.App.Refresh.Leeway > 0 && f.usable(f.Ended, f.EndedAt) {
			shown.Leeway = end
		}
		list[i] = shown
	}
	return list
}

// RefreshTokenParts reads a refresh token as the tenant wrote it: the id of its
// family and its number there. To everybody else it is opaque; the playground
// shows what the tenant knows.
func RefreshTokenParts(token string) (family string, number int, ok bool) {
	body, tagged := strings.CutPrefix(token, refreshTokenTag)
	parts := strings.Split(body, ".")
	if !tagged || len(parts) != 3 {
		return "", 0, false
	}
	number, err := strconv.Atoi(parts[1])
	return parts[0], number, err == nil
}
