package grid

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// Claim is a sentence that must hold in every case: about whom, and what.
type Claim struct {
	Subject string // "" is everybody; person/NAME, application/ID or display/NAME
	Must    Must
	Days    int // of [AskedEvery]
}

// Must is what must hold.
type Must string

// What can be claimed.
const (
	NeverAsked    Must = "never-asked"   // no challenge, and no refusal for want of one
	AlwaysAsked   Must = "always-asked"  // nothing is given without a challenge
	AskedEvery    Must = "asked-every"   // who signs in has passed a factor within so many days
	NoPassword    Must = "no-password"   // no tokens on a password alone
	NeverRefused  Must = "never-refused" // nothing ends because there is nobody to ask, or code says so
	DaysMax            = 365             // of [AskedEvery]
	subjectPerson      = "person/"
	subjectApp         = "application/"
	subjectShow        = "display/"
)

// Musts lists what can be claimed.
var Musts = []Must{NeverAsked, AlwaysAsked, AskedEvery, NoPassword, NeverRefused}

// words are the claims as people say them: about everybody, and about somebody.
var words = map[Must][2]string{
	NeverAsked:   {"Nobody is ever asked for a second factor", "%s is never asked for a second factor"},
	AlwaysAsked:  {"Everybody is asked for a second factor every time", "%s is asked for a second factor every time"},
	AskedEvery:   {"Everybody is asked at least every %d days", "%s is asked at least every %d days"},
	NoPassword:   {"Nobody gets tokens on a password alone", "%s never gets tokens on a password alone"},
	NeverRefused: {"Nobody is ever refused", "%s is never refused"},
}

// Sentence is a claim about a scenario in words.
func Sentence(s *scenario.Scenario, c Claim) string {
	text := words[c.Must][0]
	for _, v := range Subjects(s) {
		if v.ID == c.Subject && v.ID != "" {
			text = strings.Replace(words[c.Must][1], "%s", strings.ToUpper(v.Title[:1])+v.Title[1:], 1)
		}
	}
	if c.Days == 1 {
		return strings.Replace(text, "%d days", "day", 1)
	}
	return strings.Replace(text, "%d", fmt.Sprint(c.Days), 1)
}

// Subjects lists whom a claim can be about.
func Subjects(s *scenario.Scenario) []Value {
	list := []Value{{"", "Everybody"}}
	for _, d := range s.Setup.Displays {
		list = append(list, Value{subjectShow + d.Name, "the " + d.Name})
	}
	for _, p := range s.Setup.Tenant.People {
		list = append(list, Value{subjectPerson + p.Name, p.Name})
	}
	for _, a := range s.Setup.Tenant.Apps {
		if a.Type != tenant.AppM2M {
			list = append(list, Value{subjectApp + a.ID, a.Name})
		}
	}
	return list
}

// start is the case that a claim begins with: the scenario at hand, with the
// subject in it. It tells too when there is no such subject.
func (g *Grid) start(c Claim) (Case, bool) {
	kind, name, _ := strings.Cut(c.Subject, "/")
	switch kind + "/" {
	case "/":
		return Case{}, true
	case subjectPerson:
		_, known := g.base.Setup.Tenant.PersonByName(name)
		return Case{}.With(Person, name), known
	case subjectApp:
		_, known := g.base.Setup.Tenant.AppByID(name)
		return Case{}.With(Application, name), known
	case subjectShow:
		for _, d := range g.given.Setup.Displays {
			if d.Name == name {
				return Case{}.With(Application, d.App), true
			}
		}
	}
	return Case{}, false
}

// about tells whether a claim says something about a protocol. How somebody got
// a refresh token is not known, nor when who sends a password was asked last.
func (c Claim) about(protocol string) bool {
	switch c.Must {
	case NoPassword:
		return protocol != byRefresh
	case AskedEvery:
		return alone[protocol] == ""
	}
	return true
}

// broken tells whether an outcome breaks the claim. What ended before the
// question came up, such as silent authentication without a session, breaks
// none.
func (c Claim) broken(p plan, o Outcome) bool {
	if !o.Decided {
		return false
	}
	through := o.Kind == tenant.NotAsked || o.Kind == tenant.Remembered
	switch c.Must {
	case NeverAsked:
		return o.Kind == tenant.Asked || o.Kind == tenant.Refused
	case AlwaysAsked:
		return through
	case AskedEvery:
		since, known := p.lastAsked()
		return through && known && since > time.Duration(c.Days)*24*time.Hour
	case NoPassword:
		again := p.past.Remembered > 0 && p.past.Remembered <= p.past.SignedIn // she passed one in this session
		return o.Kind == tenant.NotAsked && p.past.Passed == "" && !again
	case NeverRefused:
		return o.Kind == tenant.Refused || o.Kind == tenant.Denied
	}
	return false
}

// lastAsked is how long ago the person passed a factor. Who signed in without
// one was not asked for as long, at least; of who never came nothing is known.
func (p plan) lastAsked() (since time.Duration, known bool) {
	var passed []time.Duration
	if p.past.Remembered > 0 {
		passed = append(passed, p.past.Remembered)
	}
	if p.past.Passed != "" {
		passed = append(passed, p.past.SignedIn)
	}
	if len(passed) > 0 {
		return slices.Min(passed), true
	}
	return p.past.SignedIn, p.past.SignedIn > 0
}

// expectation is the claim about one step, as a line of a scenario.
func (c Claim) expectation(o Outcome) string {
	switch c.Must {
	case AlwaysAsked, AskedEvery:
		return "  expect mfa asked"
	}
	return "  expect not mfa " + string(o.Kind)
}
