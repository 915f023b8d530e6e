package play

import (
	"cmp"
	"slices"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// RefreshState is what a refresh token is worth at a moment.
type RefreshState string

// The states of a refresh token (facts 6.5).
const (
	RefreshNone    RefreshState = ""            // there is none
	RefreshActive  RefreshState = "active"      // may be exchanged
	RefreshRotated RefreshState = "rotated out" // was exchanged for another
	RefreshLeeway  RefreshState = "in leeway"   // was exchanged, and may be once more
	RefreshReused  RefreshState = "reused"      // came back too late: its family was revoked
	RefreshRevoked RefreshState = "revoked"
	RefreshExpired RefreshState = "expired"
)

// Issuance is one set of tokens that were issued together, and its place in the
// tree of those that came of it by refresh exchanges.
type Issuance struct {
	tenant.Issued
	Step  int
	Depth int          // 0 for the first; one more than its parent's where that has several children, or is the first
	State RefreshState // of its refresh token
}

// Grant is all that was issued for one authorization, in order.
type Grant struct {
	Family tenant.RefreshFamily // as last known; without ID there are no refresh tokens
	Alive  bool                 // it may be exchanged at the selected moment
	Ended  int                  // the step that ended it by revoking it, or -1
	Sets   []Issuance
}

// Grants lists what was issued up to the selected step, the latest grant first.
func (m Model) Grants() []Grant {
	var list []Grant
	byFamily := map[string]int{}
	for step := 0; step <= m.At; step++ {
		f, ok := m.FrameAt(step)
		if !ok {
			break
		}
		for _, t := range f.Tokens {
			id, _, _ := tenant.RefreshTokenParts(cmp.Or(t.RefreshToken, t.Spent))
			at, known := byFamily[id]
			if id == "" || !known {
				at = len(list)
				list = append(list, Grant{Ended: -1})
				byFamily[id] = at
			}
			list[at].Sets = append(list[at].Sets, Issuance{Issued: t, Step: step})
		}
		for _, family := range f.Families {
			if at, known := byFamily[family.ID]; known {
				list[at].Family = family
			}
		}
	}
	f, _ := m.Frame()
	for i := range list {
		m.judge(&list[i], f)
	}
	slices.Reverse(list)
	return list
}

// judge fills in what has become of a grant by the selected moment.
func (m Model) judge(g *Grant, f engine.Frame) {
	id := ""
	for _, set := range g.Sets {
		if family, _, ok := tenant.RefreshTokenParts(cmp.Or(set.RefreshToken, set.Spent)); ok { // the first may be from before the start
			id = family
		}
	}
	kept := slices.ContainsFunc(f.Families, func(v tenant.RefreshFamily) bool { return v.ID == id })
	expired := !g.Family.Idle.IsZero() && (!f.At.Before(g.Family.Idle) || !f.At.Before(g.Family.Absolute))
	g.Alive = id != "" && kept && !expired
	reused := ""
	if id != "" && !kept && !expired {
		g.Ended, reused = m.endOf(id, g.Sets[0].Step)
	}
	for i := range g.Sets {
		set := &g.Sets[i]
		set.Depth = depth(g.Sets, i)
		_, n, ok := tenant.RefreshTokenParts(set.RefreshToken)
		switch {
		case !ok:
		case expired:
			set.State = RefreshExpired
		case set.RefreshToken == reused:
			set.State = RefreshReused
		case !kept:
			set.State = RefreshRevoked
		default:
			set.State = stateOf(g.Family, n, f.At)
		}
	}
}

// stateOf is the state of a number of a family that is kept.
func stateOf(family tenant.RefreshFamily, n int, now time.Time) RefreshState {
	switch {
	case slices.Contains(family.Active, n):
		return RefreshActive
	case n == family.Ended && now.Before(family.Leeway):
		return RefreshLeeway
	}
	return RefreshRotated
}

// endOf finds the step that revoked a family, no sooner than the one that began
// it, and the token that came back too late, if that was the cause.
func (m Model) endOf(id string, since int) (step int, reused string) {
	for step = m.At; step > since; step-- {
		before, _ := m.FrameAt(step - 1)
		if slices.ContainsFunc(before.Families, func(v tenant.RefreshFamily) bool { return v.ID == id }) {
			break
		}
	}
	f, _ := m.FrameAt(step)
	if !slices.ContainsFunc(f.Logs, func(l tenant.Log) bool { return l.Code == "ferrt" }) {
		return step, ""
	}
	for _, x := range f.Exchanges {
		text := x.Request.Form().Get("refresh_token")
		if family, _, ok := tenant.RefreshTokenParts(text); ok && family == id && x.Response.Status >= 400 {
			return step, text
		}
	}
	return step, ""
}

// depth is how far a set of tokens is indented: a chain of rotations stays in
// one line, only a fork is indented further.
func depth(sets []Issuance, i int) int {
	if sets[i].Spent == "" {
		return 0
	}
	parent, siblings := -1, 0
	for j, other := range sets {
		if other.RefreshToken == sets[i].Spent && j < i {
			parent = j
		}
		if other.Spent == sets[i].Spent {
			siblings++
		}
	}
	switch {
	case parent < 0:
		return 1
	case sets[parent].Depth == 0:
		return 1
	case siblings > 1 && sets[i].RefreshToken != "":
		return sets[parent].Depth + 1
	}
	return sets[parent].Depth
}
