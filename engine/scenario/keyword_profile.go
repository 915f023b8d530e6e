package scenario

import "mfaplayground/engine/tenant"

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
