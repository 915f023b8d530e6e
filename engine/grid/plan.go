package grid

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// Grid is a scenario as its cases see it.
type Grid struct {
	given *scenario.Scenario
	base  *scenario.Scenario // with a browser, and with a display if an application is one
	steps map[string]engine.Step
}

// Of makes the grid of a scenario.
func Of(s *scenario.Scenario) *Grid {
	return &Grid{given: s, base: complete(s), steps: map[string]engine.Step{}}
}

// complete adds the browser and the display that cases need.
func complete(s *scenario.Scenario) *scenario.Scenario {
	add := func(keyword, key, value string) {
		for i := 1; i < 100; i++ {
			name := keyword
			if i > 1 {
				name += strconv.Itoa(i)
			}
			if next, err := s.WithLine(keyword, name, scenario.Attribute{Key: key, Value: value}); err == nil {
				s = next
				return
			}
		}
	}
	if people := s.Setup.Tenant.People; len(people) > 0 && len(s.Setup.Browsers) == 0 {
		add("browser", "person", people[0].Name)
	}
	for _, app := range s.Setup.Tenant.Apps {
		if app.Type == tenant.AppDevice && len(s.Setup.Displays) == 0 {
			add("display", "app", app.ID)
		}
	}
	return s
}

// plan is what a case comes to: how the tenant, a browser and a display differ
// from the scenario, and the steps.
type plan struct {
	why []tenant.Reason // the case is not possible, because

	browser, display string // that take part, or empty
	person, app      string
	past             engine.Past
	connected        engine.Connected
	policy           tenant.Policy
	cookie           tenant.CookieMode // empty: as it is
	code             []change
	factor           string
	steps            []string // that lead to the sign-in page, or past it
	enter            []string // those that sign in, where there is no session
}

// plan works a case out.
func (g *Grid) plan(c Case) plan {
	config := &g.base.Setup.Tenant
	p := plan{policy: tenant.Policy(c[Policy]), code: switched(g.base, c[Code]), factor: c[Factor]}
	if len(config.People) == 0 {
		return impossible(tenant.FromRequest, "The tenant has nobody who could sign in.")
	}
	b := g.base.Setup.Browsers[0]
	for _, other := range g.base.Setup.Browsers {
		if other.Person == c[Person] && b.Person != c[Person] {
			b = other
		}
	}
	p.browser, p.person, p.past = b.Name, b.Person, b.Past
	if c[Person] != "" && c[Person] != b.Person {
		p.person, p.past = c[Person], engine.Past{}
	}
	protocol := c[Protocol]
	if protocol == "" {
		protocol = byCode
	}
	app, why := g.application(protocol, c[Application])
	if why != "" {
		return impossible(tenant.FromRequest, why)
	}
	p.app = app.ID
	if why := unasked(protocol, c); why != "" {
		return impossible(tenant.FromRequest, why)
	}
	if why := p.plant(protocol, c); why != "" {
		return impossible(tenant.FromCookie, why)
	}
	return g.act(p, protocol, app, c)
}

// impossible is the plan of a case that cannot be.
func impossible(source tenant.Source, why string) plan {
	return plan{why: []tenant.Reason{{Source: source, Text: why, Fact: "3.2"}}}
}

// alone names the exchanges without a browser.
var alone = map[string]string{byRefresh: "A refresh exchange", byPassword: "A password exchange", byExchange: "A token exchange"}

// unasked tells why a value of a case plays no part in a protocol.
func unasked(protocol string, c Case) string {
	what, isAlone := alone[protocol]
	switch {
	case c[CookieAge] != "" && c[Remembered] == no:
		return "A browser that is not remembered has no auth0-mf cookie, so there is none of any age."
	case isAlone && (c[CookieAge] != "" || c[Remembered] == yes):
		return what + " has no browser: no auth0-mf cookie comes with it, of whatever age."
	case isAlone && (c[Session] != "" && c[Session] != none || c[Persistence] != ""):
		return what + " has no browser: no session and no cookie of one takes part."
	case c[ACRValues] == multiFactor && isAlone:
		return what + " has no acr_values: they are a parameter of /authorize."
	case c[ACRValues] == multiFactor && protocol == byDevice:
		return "The device flow has no acr_values: the browser that takes part is not sent to /authorize."
	}
	return ""
}

// plant sets what was done before the start.
func (p *plan) plant(protocol string, c Case) string {
	age := c[CookieAge]
	switch {
	case c[Remembered] == no:
		p.past.Remembered, p.past.Renewed = 0, 0
	case c[Remembered] == yes && age == "":
		age = rememberedAge
	}
	if age != "" {
		p.past.Remembered, p.past.Renewed = ages(age)
	}
	session := c[Session]
	if session == "" && protocol == silently && p.past.SignedIn == 0 {
		session = usualAge // without one, no silent authentication goes well
	}
	if session != "" {
		p.past.SignedIn, p.past.Used, p.past.Passed = 0, 0, ""
		if text, passed := strings.CutSuffix(session, withMFA); session != none {
			p.past.SignedIn, p.past.Used = ages(text)
			if passed {
				p.past.Passed = "otp"
			}
		}
	}
	if p.past.Remembered < 0 || p.past.SignedIn < 0 {
		return "There is no such age."
	}
	if mode, _ := strings.CutSuffix(c[Persistence], closed); mode != "" {
		p.cookie = tenant.CookieMode(mode)
	}
	return ""
}

// application finds the application of a case, or tells why there is none.
func (g *Grid) application(protocol, wanted string) (app tenant.App, why string) {
	config := &g.base.Setup.Tenant
	if wanted != "" {
		app, known := config.AppByID(wanted)
		if !known {
			return app, "The tenant has no application " + wanted + "."
		}
		return app, g.unfit(app, protocol)
	}
	for _, id := range g.usual(protocol) {
		if app, ok := config.AppByID(id); ok && g.unfit(app, protocol) == "" {
			return app, ""
		}
	}
	for _, app := range config.Apps {
		if g.unfit(app, protocol) == "" {
			return app, ""
		}
	}
	return app, "No application of this tenant can do that: none of them may use the grant."
}

// usual are the applications that a protocol is about in the scenario's own
// story: a display where there is one, and whatever is visited first.
func (g *Grid) usual(protocol string) []string {
	var ids []string
	if protocol == byDevice || protocol == byRefresh {
		for _, d := range g.given.Setup.Displays {
			ids = append(ids, d.App)
		}
	}
	for _, l := range g.given.Lines {
		if l.Step.Verb == engine.VerbVisit {
			ids = append(ids, l.Step.Object)
		}
	}
	return ids
}

// grants are what an application has to be allowed for a protocol.
var grants = map[string]string{
	byCode: "authorization_code", silently: "authorization_code", byHybrid: "implicit", byImplicit: "implicit", byDevice: "device_code",
	byRefresh: "refresh_token", byPassword: "password", byExchange: "token_exchange",
}

// unfit tells why an application cannot use a protocol, if so.
func (g *Grid) unfit(app tenant.App, protocol string) string {
	_, isAlone := alone[protocol]
	browser := slices.Contains(tenant.BrowserTypes, app.Type)
	grant, known := grants[protocol]
	switch {
	case !known:
		return "There is no such protocol."
	case protocol == byRefresh && app.Type == tenant.AppM2M, isAlone && app.Type == tenant.AppM2M:
		return app.Name + " acts for itself: nobody signs in to it."
	case protocol == byDevice && app.Type != tenant.AppDevice:
		return app.Name + " is no device: the device flow is for applications without a browser."
	case !isAlone && protocol != byDevice && !browser:
		return app.Name + " is nothing that a person opens in a browser."
	case !app.Allows(grant):
		return fmt.Sprintf("%s may not use the grant %s.", app.Name, grant)
	}
	if g.taken(app.ID) && (protocol == byPassword || protocol == byExchange) {
		return app.Name + " has the name of a browser or a display, which sends no such requests."
	}
	return ""
}

// taken tells whether a browser or a display has a name.
func (g *Grid) taken(name string) bool {
	for _, b := range g.base.Setup.Browsers {
		if b.Name == name {
			return true
		}
	}
	for _, d := range g.base.Setup.Displays {
		if d.Name == name {
			return true
		}
	}
	return false
}
