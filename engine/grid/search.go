package grid

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mfaplayground/engine/tenant"
)

// Search looks for a case that breaks a claim. It goes through the cases in the
// order of their length: those with the fewest steps first, and among these
// those that differ from the scenario at hand in the fewest dimensions. So what
// it finds first is the shortest there is.
//
// Before that come the cases with the policy that the tenant has: that a second
// factor is not asked for once the policy is switched off surprises nobody, and
// whether the claim holds until then is what one wants to know.
type Search struct {
	grid    *Grid
	claim   Claim
	vary    []Dim
	space   []spot
	values  [dims][]string
	outside [dims]int       // how many values a dimension has besides those
	next    int             // of the space
	seen    map[string]bool // the plans that were covered
	lengths map[spot]uint8  // of cases, by what they depend on
	Covered int             // so many cases were evaluated, up to the one that was found
	Own     int             // so many of them with the policy of the tenant
	Found   *Finding
}

// Finding is a case that breaks a claim.
type Finding struct {
	Case    Case
	Outcome Outcome
	Steps   int
	Policy  bool // the policy is not that of the tenant
}

// spot is a case before it is made: the number of its value in each dimension.
type spot struct {
	at         [dims]uint8
	steps, far uint8 // how many steps it has, and in how many dimensions it differs
}

// Bounds of a search.
const (
	spaceMax  = 600_000 // combinations; of people and applications as many take part as that allows
	searchRun = 64      // cases that are evaluated at a time
)

// Varied lists the dimensions that a search can vary, in the order in which
// people name them.
var Varied = []Dim{Policy, Protocol, CookieAge, Factor, Session, Persistence, Person, Application}

// NewSearch prepares a search. Only the given dimensions are varied. A claim
// about somebody who is not there cannot be searched.
func NewSearch(g *Grid, c Claim, vary []Dim) (*Search, error) {
	first, known := g.start(c)
	switch {
	case !known:
		return nil, fmt.Errorf("nobody in this scenario is %s", strings.Replace(c.Subject, "/", " ", 1))
	case !slices.Contains(Musts, c.Must):
		return nil, fmt.Errorf("%q is nothing that can be claimed", c.Must)
	case c.Must == AskedEvery && (c.Days < 1 || c.Days > DaysMax):
		return nil, fmt.Errorf("expected 1 to %d days", DaysMax)
	case len(g.base.Setup.Tenant.People) == 0:
		return nil, errors.New("the tenant has nobody who could sign in")
	}
	s := &Search{grid: g, claim: c, seen: map[string]bool{}, lengths: map[spot]uint8{}}
	for d := range dims {
		s.values[d] = []string{first[d]}
		if slices.Contains(vary, d) && first[d] == "" {
			s.vary = append(s.vary, d)
			s.values[d] = append(s.values[d], g.others(d, c)...)
		}
	}
	s.fit()
	return s, nil
}

// fit leaves out people and applications, the last ones first, until the
// combinations are few enough to be gone through: one of each always are.
func (s *Search) fit() {
	for s.size() > spaceMax {
		d := Person
		if len(s.values[Application]) > len(s.values[Person]) {
			d = Application
		}
		s.values[d] = s.values[d][:len(s.values[d])-1]
		s.outside[d]++
	}
}

// size is how many combinations there are.
func (s *Search) size() int {
	n := 0
	for _, protocol := range s.values[Protocol] {
		of := 1
		for d := range dims {
			if d != Protocol {
				of *= s.taking(protocol, d)
			}
		}
		n += of
	}
	return n
}

// taking is how many values of a dimension take part in a protocol. An exchange
// without a browser has no session, and no cookie takes part in it: there those
// dimensions have one.
func (s *Search) taking(protocol string, d Dim) int {
	if alone[protocol] != "" && (d == CookieAge || d == Session || d == Persistence) {
		return 1
	}
	return len(s.values[d])
}

// others are the values of a dimension that a search tries besides the one of
// the scenario at hand. Ages that lie just behind what is claimed are added.
func (g *Grid) others(d Dim, c Claim) []string {
	late := fmt.Sprintf("%dd", c.Days+1)
	every := c.Must == AskedEvery
	switch d {
	case Protocol:
		return slices.DeleteFunc(idsOf(fixed[d]), func(id string) bool { return id == byCode || !c.about(id) })
	case Policy:
		return without(idsOf(fixed[d]), string(g.base.Setup.Tenant.Policy))
	case CookieAge:
		if every {
			return []string{"1d", "8d", "29d/1d", "31d/2d", late + "/1d"}
		}
		return []string{"1d", "6d", "8d", "20d/3d", "29d/1d", "31d/2d"}
	case Session:
		ages := []string{none, "1h", "1h" + withMFA, "2d", "4d", "8d/1h"}
		if every {
			ages = append(ages, late, late+withMFA, late+"/1h", late+"/1h"+withMFA)
		}
		return ages
	case Factor:
		return without([]string{"otp", "push-notification", "email", none}, g.enrolled(c))
	case Persistence:
		own := tenant.CookieNonPersistent
		if g.base.Setup.Tenant.Session.Persistent {
			own = tenant.CookiePersistent
		}
		return without(idsOf(fixed[d]), string(own))
	case Person:
		var names []string
		for _, p := range g.base.Setup.Tenant.People {
			names = append(names, p.Name)
		}
		return without(names, g.base.Setup.Browsers[0].Person)
	case Application:
		var ids []string
		for _, a := range g.base.Setup.Tenant.Apps {
			ids = append(ids, a.ID)
		}
		return ids
	}
	return nil
}

func idsOf(values []Value) []string {
	ids := make([]string, len(values))
	for i, v := range values {
		ids[i] = v.ID
	}
	return ids
}

func without(list []string, one string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == one })
}

// spread lists all combinations in their order.
func (s *Search) spread(pause func()) {
	var at [dims]uint8
	var walk func(d Dim, far uint8)
	walk = func(d Dim, far uint8) {
		if d == dims {
			s.space = append(s.space, spot{at: at, far: far})
			return
		}
		for i := range s.taking(s.values[Protocol][at[Protocol]], d) {
			at[d] = uint8(i)
			walk(d+1, far+min(1, uint8(i)))
		}
		at[d] = 0
	}
	walk(0, 0)
	for i := range s.space {
		if pause != nil {
			pause()
		}
		s.space[i].steps = s.length(s.space[i])
	}
	slices.SortStableFunc(s.space, func(a, b spot) int {
		policy := cmp.Compare(min(1, a.at[Policy]), min(1, b.at[Policy]))
		return cmp.Or(policy, cmp.Compare(a.steps, b.steps), cmp.Compare(a.far, b.far))
	})
}

// caseOf makes the case of a spot.
func (s *Search) caseOf(p spot) Case {
	var c Case
	for d := range dims {
		c[d] = s.values[d][p.at[d]]
	}
	return c
}

// length is how many steps a case has; 0 if it cannot be. It follows from a few
// dimensions alone: those of a visit from whether there is a session still.
func (s *Search) length(p spot) uint8 {
	c := s.caseOf(p)
	key := p
	for _, d := range []Dim{Policy, Factor, Application} {
		key.at[d] = 0
	}
	if c[Protocol] == byImplicit || c[Protocol] == byHybrid {
		key.at[Protocol] = 0
	}
	if key.at[Session] == 0 {
		key.at[CookieAge] = 0
	}
	key.far = 0
	if n, known := s.lengths[key]; known {
		return n
	}
	plan := s.grid.plan(c)
	if plan.why != nil {
		return 0 // for this application, at least
	}
	n := uint8(len(s.grid.asked(plan)))
	s.lengths[key] = n
	return n
}

// Progress is how much of the space has been gone through, in percent. What it
// holds are combinations: some of them cannot be, and some come to the same.
func (s *Search) Progress() int { return 100 * s.next / max(1, len(s.space)) }

// Done tells whether the search is over.
func (s *Search) Done() bool {
	return s.Found != nil || s.space != nil && s.next >= len(s.space)
}

// Go goes through some more combinations. Between cases it calls pause, unless
// that is nil.
func (s *Search) Go(ctx context.Context, r *Runner, pause func()) error {
	if s.space == nil {
		s.spread(pause)
	}
	var cases []Case
	var plans []plan
	var spots []spot
	for ; s.next < len(s.space) && len(cases) < searchRun; s.next++ {
		if pause != nil {
			pause()
		}
		c := s.caseOf(s.space[s.next])
		p := s.grid.plan(c)
		if p.why != nil || s.claim.Must == NoPassword && s.grid.federated(p.person) {
			continue // it cannot be, or has no password in it
		}
		key := s.grid.same(p)
		if s.seen[key] {
			continue
		}
		s.seen[key] = true
		cases, plans, spots = append(cases, c), append(plans, p), append(spots, s.space[s.next])
	}
	outcomes, err := r.play(ctx, s.grid, plans, pause)
	if err != nil {
		return err
	}
	for i, o := range outcomes {
		s.Covered++
		other := spots[i].at[Policy] > 0
		if !other {
			s.Own++
		}
		if s.claim.broken(plans[i], o) {
			s.Found = &Finding{Case: cases[i], Outcome: o, Steps: int(spots[i].steps), Policy: other}
			return nil
		}
	}
	return nil
}
