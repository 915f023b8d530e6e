package scenario

import (
	"slices"
	"strings"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
)

// references checks that browsers and displays name people and applications
// that exist, wherever in the tenant file those stand.
func (p *parser) references() {
	for _, e := range p.s.layout.entries {
		if e.keyword == "session" {
			p.planned(e.attrs)
		}
		if e.keyword == "refresh-tokens" && len(e.args) > 0 {
			p.knownPerson(e.args[0].text, e.args[0].where.start)
		}
		for _, w := range e.attrs {
			switch {
			case e.keyword == "browser" && w.key == "person":
				p.knownPerson(w.value, w.where.start)
			case e.keyword == "display" && w.key == "app":
				p.knownApp(w.value, w.where.start, tenant.AppDevice)
			case e.keyword == "person" && w.key == "connection" && len(e.args) > 0:
				p.knownConnection(e.args[0].text, w.value, w.where.start)
			case e.keyword == "refresh-tokens" && w.key == "app":
				p.knownApp(w.value, w.where.start, append(tenant.BrowserTypes, tenant.AppDevice)...)
			}
			p.pastNames(e.keyword, w)
		}
	}
}

func (p *parser) knownPerson(name string, at int) bool {
	people := p.s.Setup.Tenant.People
	names := make([]string, len(people))
	for i, person := range people {
		if person.Name == name {
			return true
		}
		names[i] = person.Name
	}
	p.unknown("person", name, at, names)
	return false
}

// knownApp checks that an application exists and is of one of the types.
func (p *parser) knownApp(id string, at int, kinds ...tenant.AppType) bool {
	var ids []string
	for _, app := range p.s.Setup.Tenant.Apps {
		fits := slices.Contains(kinds, app.Type)
		if app.ID == id && (fits || app.Type == "") {
			return true
		}
		if app.ID == id {
			names := make([]string, len(kinds))
			for i, kind := range kinds {
				names[i] = string(kind)
			}
			p.fail(at, "the application %q is of type %s; expected one of type %s", id, app.Type, strings.Join(names, ", "))
			return false
		}
		if fits {
			ids = append(ids, app.ID)
		}
	}
	p.unknown("application", id, at, ids)
	return false
}

// knownDisplay checks that a display exists.
func (p *parser) knownDisplay(name string, at int) bool {
	isBrowser, known := p.parties[name]
	if known && !isBrowser {
		return true
	}
	p.unknown("display", name, at, p.partyNames(false))
	return false
}

// partyOf tells whether a name stands for a browser or a display. The private
// windows of a browser have a name too, that of the browser with a suffix.
func (p *parser) partyOf(name string) (isBrowser, known bool) {
	isBrowser, known = p.parties[browser.Owner(name)]
	return isBrowser, known && (isBrowser || browser.Owner(name) == name)
}

// partyNames returns the names of the browsers or of the displays, in the
// order of the tenant file.
func (p *parser) partyNames(browsers bool) []string {
	var names []string
	if browsers {
		for _, b := range p.s.Setup.Browsers {
			names = append(names, b.Name)
		}
		return names
	}
	for _, d := range p.s.Setup.Displays {
		names = append(names, d.Name)
	}
	return names
}

// unknown complains about a name that the tenant file does not have.
func (p *parser) unknown(what, name string, at int, names []string) {
	if len(names) == 0 {
		p.fail(at, "unknown %s %q; expected a line %q in the tenant file, which has none yet", what, short(name), keywordOf[what]+" NAME")
		return
	}
	p.fail(at, "unknown %s %q; %s", what, short(name), oneOf(name, names))
}

// keywordOf names the line of the tenant file that declares a kind of thing.
var keywordOf = map[string]string{
	"person": "person", "connection": "connection", "application": "app", "display": "display", "browser": "browser", "actor": "browser",
}
