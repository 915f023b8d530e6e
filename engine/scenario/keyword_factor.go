package scenario

import (
	"slices"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// factors reads which second factors the tenant has switched on (facts 3.1).
func (p *parser) factors(e entry, syntax string) {
	p.attributes(e)
	list := []string{}
	for _, w := range e.args {
		if typ, ok := p.pick("factor", w.text, w.where.start, tenant.FactorTypes...); ok {
			list = append(list, typ)
		}
	}
	switch {
	case len(e.args) == 0:
		p.fail(e.text.end, "the factors are missing; expected %s", syntax)
	case len(list) == len(e.args) && !slices.ContainsFunc(list, tenant.Independent):
		p.fail(e.args[0].where.start, "there is no independent factor; expected one besides webauthn-platform, email and recovery-code")
	}
	p.s.Setup.Tenant.Factors = list
}

// enrolled reads which second factors a person has enrolled at first.
func (p *parser) enrolled(attrs map[string]word) []string {
	w, given := attrs["factors"]
	if !given {
		return []string{"otp"}
	}
	if w.value == nothing {
		return nil
	}
	var list []string
	for _, one := range strings.Split(w.value, ",") {
		if typ, ok := p.pick("factor", one, w.where.start, tenant.FactorTypes...); ok {
			list = append(list, typ)
		}
	}
	return list
}

func parsePass(c *cursor, step *engine.Step) bool {
	ok := ofFactor(engine.VerbPass)(c, step)
	step.Remember = c.take("remember")
	return ok
}

func parseChoose(c *cursor, step *engine.Step) bool {
	if c.take("another") {
		step.Verb = engine.VerbChoose
		return true
	}
	return ofFactor(engine.VerbChoose)(c, step)
}

// ofFactor parses a verb with a second factor.
func ofFactor(v engine.Verb) func(*cursor, *engine.Step) bool {
	return func(c *cursor, step *engine.Step) (ok bool) {
		step.Verb = v
		step.Object, ok = c.choice("factor", tenant.FactorTypes...)
		return ok
	}
}
