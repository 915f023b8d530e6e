package grid

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Search looks for a case that breaks a claim. It goes through the cases in the
// order of their length: those with the fewest steps first, and among these
// those that differ from the scenario at hand in the fewest dimensions. So what
// it finds first is the shortest there is.
type Search struct {
	grid    *Grid
	claim   Claim
	space   []spot
	values  [dims][]string
	next    int             // of the space
	seen    map[string]bool // the plans that were covered
	lengths map[spot]uint8  // of cases, by what they depend on
	Covered int             // so many cases were evaluated, up to the one that was found
	Found   *Finding
}

// Finding is a case that breaks a claim.
type Finding struct {
	Case    Case
	Outcome Outcome
	Steps   int
}

// spot is a case before it is made: the number of its value in each dimension.
type spot struct {
	at         [dims]uint8
	steps, far uint8 // how many steps it has, and in how many dimensions it differs
}

// Bounds of a search.
const (
	peopleMax = 6      // people and applications that take part
	spaceMax  = 250000 // combinations
	searchRun = 64     // cases that are evaluated at a time
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
			s.values[d] = append(s.values[d], g.others(d, c)...)
		}
	}
	return s, nil
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
		return []string{"push-notification", "email", none}
	case Persistence:
		return idsOf(fixed[d])
	case Person:
		people := g.base.Setup.Tenant.People
		names := make([]string, 0, peopleMax)
		for _, p := range people[:min(peopleMax, len(people))] {
			names = append(names, p.Name)
		}
		return without(names, g.base.Setup.Browsers[0].Person)
	case Application:
		apps := g.base.Setup.Tenant.Apps
		var ids []string
		for _, a := range apps[:min(peopleMax, len(apps))] {
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

// spread lists all combinations. An exchange without a browser has no session,
// and no cookie takes part in it: there those dimensions have one value.
func (s *Search) spread(pause func()) {
	var at [dims]uint8
	var walk func(d Dim, far uint8)
	walk = func(d Dim, far uint8) {
		if d == dims {
			s.space = append(s.space, spot{at: at, far: far})
			return
		}
		n := len(s.values[d])
		if alone[s.values[Protocol][at[Protocol]]] != "" && (d == CookieAge || d == Session || d == Persistence) {
			n = 1
		}
		for i := 0; i < n && len(s.space) < spaceMax; i++ {
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
		return cmp.Or(cmp.Compare(a.steps, b.steps), cmp.Compare(a.far, b.far))
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
		if s.claim.broken(plans[i], o) {
			s.Found = &Finding{Case: cases[i], Outcome: o, Steps: int(spots[i].steps)}
			return nil
		}
	}
	return nil
}
