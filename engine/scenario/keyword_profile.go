package scenario

import (
	"fmt"

	"mfaplayground/engine/tenant"
)

// profileNames lists the names of the profiles.
func profileNames() []string {
	var names []string
	for _, p := range tenant.Profiles {
		names = append(names, p.Name)
	}
	return names
}

// underProfile takes over the answers of a profile. Those of an assume line count
// more, wherever it stands.
func (p *parser) underProfile(e entry, syntax string) {
	p.attributes(e)
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	if name, ok := p.pick("profile", w.text, w.where.start, profileNames()...); ok {
		p.s.Setup.Tenant.Profile = name
	}
}

// assumed puts the answers of the profile behind those of the assume line.
func assumed(c *tenant.Config) {
	for _, profile := range tenant.Profiles {
		if profile.Name == c.Profile {
			c.Assume = profile.With(c.Assume)
		}
	}
}

// WithProfile takes over the answers of a profile; the empty name takes the
// line away.
func (s *Scenario) WithProfile(name string) (*Scenario, error) {
	e, ok := s.entryOf("profile", "")
	switch {
	case name == "" && ok:
		return s.splice(e.line, "")
	case name == "":
		return s, nil
	case ok && len(e.args) == 1:
		return s.splice(e.args[0].where, name)
	case !isName(name):
		return nil, fmt.Errorf("%q is not a profile; %s", short(name), oneOf(name, profileNames()))
	}
	return s.addLine("profile", "profile "+name)
}
