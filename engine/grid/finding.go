package grid

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// federated tells whether a person signs in at her company: without a password
// of this tenant.
func (g *Grid) federated(person string) bool {
	p, _ := g.base.Setup.Tenant.PersonByName(person)
	return p.Connection.Name != ""
}

// same is what tells plans apart: two that are equal in it play the same.
func (g *Grid) same(p plan) string {
	config := &g.base.Setup.Tenant
	if p.policy == "" {
		p.policy = config.Policy
	}
	if p.cookie == "" {
		p.cookie = tenant.CookieNonPersistent
		if config.Session.Persistent {
			p.cookie = tenant.CookiePersistent
		}
	}
	person, _ := config.PersonByName(p.person)
	factors := person.Factors
	if p.factor != "" {
		factors = factorsOf(p.factor)
	}
	p.factor = strings.Join(factors, ",")
	key := p.common() + strings.Join([]string{string(p.policy), p.person, p.factor}, "\x00") // common leaves out who, where nobody has come yet
	for _, c := range p.code {
		key += "\x00" + string(c.kind) + "/" + c.name
	}
	return key
}

// Scenario returns the case that was found as a real scenario. Its last step
// carries the claim as an expectation, which does not hold.
func (s *Search) Scenario() (*scenario.Scenario, error) {
	if s.Found == nil {
		return nil, errors.New("grid: nothing was found")
	}
	p := s.grid.plan(s.Found.Case)
	steps := append(slices.Clone(s.grid.asked(p)), s.claim.expectation(s.Found.Outcome))
	return s.grid.tell(p, "Counterexample: "+s.Sentence()+"\n\n"+s.Told(), steps)
}

// Sentence is the claim in words.
func (s *Search) Sentence() string { return Sentence(s.grid.given, s.claim) }

// Told says what was found: in what it differs from the scenario at hand, and
// what happens.
func (s *Search) Told() string {
	text := "As the scenario has it"
	if parts := s.differences(); len(parts) > 0 {
		text = strings.Join(parts, "; ")
	}
	for _, r := range s.Found.Outcome.Because {
		text += ". " + strings.TrimSuffix(r.Text, ".")
	}
	return text + "."
}

// differences are the values of the case that was found that the scenario at
// hand does not have.
func (s *Search) differences() []string {
	var parts []string
	for _, d := range Varied {
		if id := s.Found.Case[d]; id != s.values[d][0] {
			parts = append(parts, titles[d][1]+": "+s.grid.valueTitle(d, id))
		}
	}
	return parts
}

// valueTitle is what people call a value, also an age that is in no list.
func (g *Grid) valueTitle(d Dim, id string) string {
	for _, v := range g.Dimensions()[d].Values {
		if v.ID == id {
			return v.Title
		}
	}
	text, with := strings.CutSuffix(id, withMFA)
	first, last, used := strings.Cut(text, "/")
	title := first + " ago"
	if d == CookieAge {
		title = first
	}
	if used {
		title += ", used " + last + " ago"
	}
	if with {
		title += ", with MFA"
	}
	return title
}

// Space says what was varied, and in how many values; where not all people or
// applications took part, also which did.
func (s *Search) Space() string {
	var parts []string
	for _, d := range Varied {
		if !slices.Contains(s.vary, d) {
			continue
		}
		n := len(s.values[d])
		if d == Application {
			n-- // the usual one of a protocol is one of them
		}
		of := ""
		if out := s.outside[d]; out > 0 {
			of = fmt.Sprintf(" of %d: %s", n+out, strings.Join(s.named(d), ", "))
		}
		parts = append(parts, fmt.Sprintf("%s (%d%s)", titles[d][1], n, of))
	}
	if len(parts) == 0 {
		return "nothing but the scenario itself"
	}
	return strings.Join(parts, ", ")
}

// named are the values of a dimension that took part, as people call them.
func (s *Search) named(d Dim) []string {
	var names []string
	for _, id := range s.values[d] {
		switch {
		case id != "":
			names = append(names, s.grid.valueTitle(d, id))
		case d == Person:
			names = append(names, s.grid.base.Setup.Browsers[0].Person)
		}
	}
	return names
}

// enrolled is the one factor that the person of a claim has enrolled, or none.
func (g *Grid) enrolled(c Claim) string {
	name, about := strings.CutPrefix(c.Subject, subjectPerson)
	if !about {
		name = g.base.Setup.Browsers[0].Person
	}
	person, _ := g.base.Setup.Tenant.PersonByName(name)
	switch len(person.Factors) {
	case 0:
		return none
	case 1:
		return person.Factors[0]
	}
	return ""
}
