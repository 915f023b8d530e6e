package grid

import (
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// ages reads an age as the format has it: AGE or AGE/LAST. What is none gives
// negative ones.
func ages(text string) (first, last time.Duration) {
	age, again, twice := strings.Cut(text, "/")
	first, ok := scenario.ParseDuration(age)
	if last = first; twice && ok {
		last, ok = scenario.ParseDuration(again)
	}
	if !ok || last > first || first == 0 || first > scenario.MaxWait {
		return -1, -1
	}
	return first, last
}

// multiFactorClass is what acr_values has to hold to ask for MFA (facts 4.4).
const multiFactorClass = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// act writes the steps that lead to the decision.
func (g *Grid) act(p plan, protocol string, app tenant.App, c Case) plan {
	b := p.browser + ": "
	if strings.HasSuffix(c[Persistence], closed) {
		p.steps = append(p.steps, b+"quit browser")
	}
	visit := b + "visit " + app.ID
	if c[ACRValues] == multiFactor {
		visit += ` acr_values="` + multiFactorClass + `"`
	}
	p.enter = []string{b + "sign-in"}
	if person, _ := g.base.Setup.Tenant.PersonByName(p.person); person.Connection.Name != "" {
		p.enter = append(p.enter, b+"return")
	}
	switch protocol {
	case byCode:
		p.steps = append(p.steps, visit)
	case byImplicit:
		p.steps = append(p.steps, visit+` response_type="id_token token"`)
	case byHybrid:
		p.steps = append(p.steps, visit+` response_type="code id_token"`)
	case silently:
		p.steps, p.enter = append(p.steps, visit+" prompt=none"), nil
	case byDevice:
		p.display = g.base.Setup.Displays[0].Name
		p.steps = append(p.steps, p.display+": power on", b+"activate "+p.display, b+"confirm")
	case byRefresh:
		return g.refresh(p, app)
	default:
		person, _ := g.base.Setup.Tenant.PersonByName(p.person)
		login, err := scenario.Quote(person.Login())
		if err != nil {
			return impossible(tenant.FromRequest, "The sign-in name of "+p.person+" cannot be written down.")
		}
		step := app.ID + ": post oauth/token grant_type=password password=right username=" + login
		if protocol == byExchange {
			step = app.ID + ": post oauth/token grant_type=urn:ietf:params:oauth:grant-type:token-exchange subject_token_type=urn:example:login subject_token=" + login
		}
		p.steps, p.enter, p.past = []string{step + " scope=openid"}, nil, engine.Past{}
	}
	return p
}

// refresh has a display or an application in a browser exchange the refresh
// token that it got an hour ago.
func (g *Grid) refresh(p plan, app tenant.App) plan {
	age, _ := ages(usualAge)
	p.enter = nil
	if app.Type != tenant.AppDevice {
		p.past = engine.Past{Token: app.ID, TokenAge: age}
		p.steps = []string{p.browser + ": refresh " + app.ID}
		return p
	}
	p.past = engine.Past{}
	p.display, p.connected = g.base.Setup.Displays[0].Name, engine.Connected{Person: p.person, Age: age}
	p.steps = []string{p.display + ": power on"}
	return p
}

// setup is what the case is played with.
func (p plan) setup(base engine.Setup) engine.Setup {
	c := &base.Tenant
	if p.policy != "" {
		c.Policy = p.policy
	}
	if p.cookie != "" {
		c.Session.Persistent = p.cookie == tenant.CookiePersistent
	}
	if p.factor != "" {
		c.People = append([]tenant.Person(nil), c.People...)
		for i := range c.People {
			if c.People[i].Name == p.person {
				c.People[i].Factors = factorsOf(p.factor)
			}
		}
	}
	c.Rules, c.Actions = p.scripts(c.Rules, "rule"), p.scripts(c.Actions, "action")
	base.Browsers = append([]engine.Browser(nil), base.Browsers...)
	for i := range base.Browsers {
		b := &base.Browsers[i]
		if b.Past = (engine.Past{}); b.Name == p.browser {
			b.Person, b.Past = p.person, p.past
		}
	}
	base.Displays = append([]engine.Display(nil), base.Displays...)
	for i := range base.Displays {
		d := &base.Displays[i]
		if d.Connected = (engine.Connected{}); d.Name == p.display {
			d.App, d.Connected = p.app, p.connected
		}
	}
	return base
}

// scripts are those of one kind, with the changes of the plan.
func (p plan) scripts(list []tenant.Script, kind string) []tenant.Script {
	list = append([]tenant.Script(nil), list...)
	for i := range list {
		for _, change := range p.code {
			if string(change.kind) == kind && change.name == list[i].Name {
				list[i].Enabled = change.on
			}
		}
	}
	return list
}

// factorsOf are the enrolled factors that a value of [Factor] stands for.
func factorsOf(value string) []string {
	if value == none {
		return nil
	}
	return []string{value}
}
