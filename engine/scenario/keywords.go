package scenario

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

func (p *parser) domain(e entry, syntax string) {
	p.attributes(e)
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	if !isHost(w.text) {
		p.fail(w.where.start, "%q is not a host name; expected one in small letters such as tenant.example", short(w.text))
		return
	}
	p.s.Setup.Tenant.Domain = w.text
}

// isHost tells whether a text is a host name with at least two labels.
func isHost(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			if c := label[i]; !isNameByte(c) || c == '_' || 'A' <= c && c <= 'Z' {
				return false
			}
		}
	}
	return len(labels) > 1 && len(s) <= 253
}

func (p *parser) start(e entry, syntax string) {
	p.attributes(e)
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	at, err := time.Parse(time.RFC3339, w.text)
	if err != nil || !strings.HasSuffix(w.text, "Z") || strings.Contains(w.text, ".") {
		p.fail(w.where.start, "%q is not a moment; expected one in UTC such as 2026-11-02T08:00:00Z", short(w.text))
		return
	}
	if at.Year() < 2000 || at.Year() > 2199 {
		p.fail(w.where.start, "the year %d is out of range; expected 2000 to 2199", at.Year())
		return
	}
	p.s.Setup.Start = at.UTC()
}

func (p *parser) policy(e entry, syntax string) {
	p.attributes(e)
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	policy, ok := p.pick("policy", w.text, w.where.start, string(tenant.PolicyNever), string(tenant.PolicyAlways), string(tenant.PolicyAdaptive))
	if ok {
		p.s.Setup.Tenant.Policy = tenant.Policy(policy)
	}
}

func (p *parser) noArguments(e entry, syntax string) {
	if len(e.args) > 0 {
		p.extra(e.args[0], syntax)
	}
}

// duration reads an attribute that is a positive duration.
func (p *parser) duration(to *time.Duration, w word, most time.Duration) {
	if d, ok := ParseDuration(w.value); !ok || d == 0 {
		p.fail(w.where.start, "%q is not a duration; expected one such as 90s, 5m, 36h, 8d or 6d23h", short(w.text))
		return
	}
	p.period(to, w, most)
}

// period reads an attribute that is a duration, or no time at all.
func (p *parser) period(to *time.Duration, w word, most time.Duration) {
	d, ok := ParseDuration(w.value)
	if !ok {
		p.fail(w.where.start, "%q is not a duration; expected one such as 0s, 3s or 1m", short(w.text))
		return
	}
	if d > most {
		p.fail(w.where.start, "%s is too long; expected at most %s", w.value, FormatDuration(most))
		return
	}
	*to = d
}

// assume reads answers to the questions of [tenant.AssumptionList].
func (p *parser) assume(e entry, syntax string) {
	p.noArguments(e, syntax)
	if len(e.attrs) == 0 && len(e.args) == 0 {
		p.fail(e.text.end, "an assumption is missing; expected %s", syntax)
	}
	names := make([]string, 0, len(tenant.AssumptionList))
	for _, a := range tenant.AssumptionList {
		names = append(names, a.Name)
	}
	attrs := p.attributes(e, names...)
	assume := tenant.Assumptions{}
	for _, a := range tenant.AssumptionList {
		if w, ok := attrs[a.Name]; ok {
			if v, ok := p.pick("answer", w.value, w.where.start, valuesOf(a)...); ok {
				assume[a.Name] = v
			}
		}
	}
	p.s.Setup.Tenant.Assume = assume
}

// valuesOf lists the answers to an assumption, the default first.
func valuesOf(a tenant.Assumption) []string {
	values := make([]string, len(a.Answers))
	for i, choice := range a.Answers {
		values[i] = choice.Value
	}
	return values
}

// value checks an attribute that is free text.
func (p *parser) value(w word) bool {
	if w.value == "" || len(w.value) > maxValue {
		p.fail(w.where.start, "the text of %q has %d bytes; expected 1 to %d", short(w.key), len(w.value), maxValue)
		return false
	}
	return true
}

// free checks that a name is not one that exchanges use for a party.
func (p *parser) free(e entry, name string) bool {
	if name != "tenant" && name != "api" && name != actorAdmin {
		return true
	}
	p.fail(e.args[0].where.start, "the name %q is taken by the simulation; expected another one", name)
	return false
}

func (p *parser) api(e entry, syntax string) {
	attrs := p.attributes(e, "token-lifetime", "offline-access")
	if w, ok := attrs["offline-access"]; ok {
		allowed, _ := p.pick("choice", w.value, w.where.start, "on", "off")
		p.s.Setup.Tenant.API.NoOffline = allowed == "off"
	}
	if w, ok := attrs["token-lifetime"]; ok {
		p.duration(&p.s.Setup.Tenant.API.TokenLifetime, w, MaxTokenLife)
	}
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	u, err := url.Parse(w.text)
	if err != nil || u.Scheme != "https" || !isHost(u.Host) || u.RawQuery != "" || u.Fragment != "" || len(w.text) > maxValue {
		p.fail(w.where.start, "%q is not an audience; expected an address such as %s", short(w.text), defaultAudience)
		return
	}
	p.s.Setup.Tenant.API.Audience = w.text
}

func (p *parser) rule(e entry, syntax string) {
	p.script(e, syntax, script.Rule, &p.s.Setup.Tenant.Rules)
}

func (p *parser) action(e entry, syntax string) {
	p.script(e, syntax, script.Action, &p.s.Setup.Tenant.Actions)
}

// script reads a rule or action line; the order of the lines is the order of
// execution.
func (p *parser) script(e entry, syntax string, kind script.Kind, list *[]tenant.Script) {
	allowed := []string{"file"}
	if kind == script.Action {
		allowed = append(allowed, "secret.")
	}
	outside, isOutside := p.attributes(e, allowed...)["file"]
	off := len(e.args) == 2 && e.args[1].text == "off"
	if off {
		e.args = e.args[:1]
	}
	name, ok := p.name(e, syntax, func(name string) bool { return p.declared(kind, name) })
	if !ok || !p.room(e, len(*list), MaxScripts) {
		return
	}
	file := fileOf(kind, name)
	sec, ok := p.s.layout.sections[file]
	switch {
	case !ok && isOutside:
		p.fail(outside.where.start, "the code of this %s lies in a file of its own, %s, which only the command line can read; expected a line %q and the code below it",
			kind, short(outside.value), "-- "+file+" --")
	case !ok:
		p.fail(e.args[0].where.start, "the code of this %s is missing; expected a line %q and the code below it",
			kind, "-- "+file+" --")
	}
	source := script.Source{Name: name, Secrets: p.under(e, "secret.")}
	if ok {
		source.Code = p.code(sec)
	}
	*list = append(*list, tenant.Script{Source: source, Enabled: !off})
}

func (p *parser) browser(e entry, syntax string) {
	name, ok := p.party(e, syntax, len(p.s.Setup.Browsers), true)
	attrs := p.attributes(e, slices.Concat([]string{"person", "third-party-cookies", "samesite-none", "ip", "asn", "language"}, pastKeys, geoKeys)...)
	person, given := attrs["person"]
	if !given {
		p.fail(e.text.end, "the person is missing; expected %s", syntax)
	}
	var settings browser.Settings
	if w, ok := attrs["third-party-cookies"]; ok {
		choice, _ := p.pick("choice", w.value, w.where.start, "allowed", "blocked")
		settings.BlocksThirdParty = choice == "blocked"
	}
	if w, ok := attrs["samesite-none"]; ok {
		choice, _ := p.pick("choice", w.value, w.where.start, "kept", "rejected")
		settings.RejectsNone = choice == "rejected"
	}
	if ok {
		p.s.Setup.Browsers = append(p.s.Setup.Browsers, engine.Browser{
			Name: name, Person: person.value, Settings: settings, Peer: p.peer(e, attrs), Past: p.past(attrs),
		})
	}
}

func (p *parser) display(e entry, syntax string) {
	name, ok := p.party(e, syntax, len(p.s.Setup.Displays), false)
	attrs := p.attributes(e, "app", "firmware", "poll", "expired", "connected")
	app, given := attrs["app"]
	if !given {
		p.fail(e.text.end, "the application is missing; expected %s", syntax)
	}
	firmware := string(display.Naive)
	if w, ok := attrs["firmware"]; ok {
		firmware, _ = p.pick("firmware", w.value, w.where.start, string(display.Naive), string(display.Careful))
	}
	var pairing display.Pairing
	if w, ok := attrs["poll"]; ok {
		p.duration(&pairing.Poll, w, day)
	}
	if w, ok := attrs["expired"]; ok {
		does, _ := p.pick("answer", w.value, w.where.start, string(display.ExpiredStop), string(display.ExpiredPoll), string(display.ExpiredRenew))
		pairing.Expired = display.Expired(does)
	}
	var connected engine.Connected
	if w, ok := attrs["connected"]; ok {
		connected.Person, connected.Age = p.since(w)
	}
	if ok {
		p.s.Setup.Displays = append(p.s.Setup.Displays, engine.Display{
			Name: name, App: app.value, Firmware: display.Firmware(firmware), Pairing: pairing, Connected: connected,
		})
	}
}

// party reads the name of a browser or display. They share one set of names,
// since steps start with it.
func (p *parser) party(e entry, syntax string, have int, isBrowser bool) (string, bool) {
	name, ok := p.name(e, syntax, func(name string) bool { _, taken := p.parties[name]; return taken })
	if !ok || !p.free(e, name) || !p.room(e, have, MaxParties) {
		return "", false
	}
	p.parties[name] = isBrowser
	return name, true
}
