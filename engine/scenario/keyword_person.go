package scenario

import (
	"cmp"
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// personSyntax is long.
const personSyntax = "person NAME email=ADDRESS|none [connection=CONNECTION] [passkey=true|false] [factors=FACTOR,...|none] [PROPERTY=VALUE ...] [roles=ROLE,...] " +
	"[app_metadata.KEY=VALUE ...] [user_metadata.KEY=VALUE ...]"

// texts and flags are the properties of a profile by their names in rules and
// actions (facts 1.3, 2.2.2).
func texts(u *script.User) map[string]*string {
	return map[string]*string{
		"username": &u.Username, "name": &u.Name, "nickname": &u.Nickname, "given_name": &u.GivenName,
		"family_name": &u.FamilyName, "picture": &u.Picture, "phone_number": &u.PhoneNumber,
	}
}

func flags(u *script.User) map[string]*bool {
	return map[string]*bool{"email_verified": &u.EmailVerified, "phone_verified": &u.PhoneVerified}
}

func (p *parser) person(e entry, syntax string) {
	config := &p.s.Setup.Tenant
	name, ok := p.name(e, syntax, func(name string) bool { _, taken := config.PersonByName(name); return taken })
	attrs := p.attributes(e, "email", "connection", "passkey", "factors", "username", "name", "nickname", "given_name", "family_name", "picture",
		"phone_number", "email_verified", "phone_verified", "roles", "app_metadata.", "user_metadata.")
	if !ok || !p.room(e, len(config.People), MaxPeople) {
		return
	}
	person := tenant.Person{Name: name, Factors: p.enrolled(attrs)}
	email, ok := attrs["email"]
	switch at := strings.IndexByte(email.value, '@'); {
	case !ok:
		p.fail(e.text.end, "the address is missing; expected %s", syntax)
	case email.value == "none": // she signs in with her username, or with NAME
	case at < 1 || !isHost(email.value[at+1:]) || len(email.value) > maxValue:
		p.fail(email.where.start, "%q is not an address; expected one such as ada@example.com, or none", short(email.value))
	default:
		person.Email = email.value
	}
	person.Connection.Name = attrs["connection"].value
	person.Passkey = p.oneOfTwo(attrs, "passkey", "false", "true")
	person.Profile = p.profile(e, script.User{EmailVerified: person.Email != ""})
	config.People = append(config.People, person)
}

// connection reads where people of a company sign in.
func (p *parser) connection(e entry, syntax string) {
	list := &p.s.Setup.Tenant.Connections
	name, ok := p.name(e, syntax, func(name string) bool {
		return slices.ContainsFunc(*list, func(c tenant.Connection) bool { return c.Name == name })
	})
	attrs := p.attributes(e, "strategy", "mfa")
	strategy, given := attrs["strategy"]
	if !given {
		p.fail(e.text.end, "the strategy is missing; expected %s", syntax)
		return
	}
	kind, known := p.pick("strategy", strategy.value, strategy.where.start, tenant.Strategies...)
	if ok && known && p.room(e, len(*list), MaxScripts) {
		*list = append(*list, tenant.Connection{Name: name, Strategy: kind, MFA: p.oneOfTwo(attrs, "mfa", "off", "on")})
	}
}

// knownConnection gives a person the connection that she names.
func (p *parser) knownConnection(person, name string, at int) {
	config, names := &p.s.Setup.Tenant, []string{}
	for _, c := range config.Connections {
		names = append(names, c.Name)
		if c.Name != name {
			continue
		}
		for i := range config.People {
			if config.People[i].Name == person {
				config.People[i].Connection = c
			}
		}
		return
	}
	p.unknown("connection", name, at, names)
}

// profile reads what else is known about a person over what is known anyway.
func (p *parser) profile(e entry, u script.User) script.User {
	words, switches := texts(&u), flags(&u)
	for _, w := range e.attrs {
		switch {
		case words[w.key] != nil && p.value(w):
			*words[w.key] = w.value
		case switches[w.key] != nil:
			answer, _ := p.pick("answer", w.value, w.where.start, "true", "false")
			*switches[w.key] = answer == "true"
		case w.key == "roles" && p.value(w):
			u.Roles = strings.Split(w.value, ",")
		}
	}
	u.AppMetadata = p.jsonUnder(e, "app_metadata.")
	u.UserMetadata = p.jsonUnder(e, "user_metadata.")
	return u
}

// under reads the attributes whose keys start with a prefix, such as metadata.
func (p *parser) under(e entry, prefix string) map[string]string {
	var values map[string]string
	for _, w := range e.attrs {
		key, ok := strings.CutPrefix(w.key, prefix)
		if !ok || key == "" || len(w.value) > maxValue && !p.value(w) {
			continue
		}
		if values == nil {
			values = map[string]string{}
		}
		values[key] = w.value
	}
	if len(values) > MaxMetadata {
		p.fail(e.text.start, "there are %d %s keys; expected at most %d", len(values), cmp.Or(strings.TrimSuffix(prefix, "."), e.keyword), MaxMetadata)
	}
	return values
}

// jsonUnder reads attributes whose values may be of any type: what reads as
// JSON is taken as that, all else as text.
func (p *parser) jsonUnder(e entry, prefix string) map[string]any {
	var values map[string]any
	for key, text := range p.under(e, prefix) {
		if values == nil {
			values = map[string]any{}
		}
		var v any = text
		if json.Unmarshal([]byte(text), &v) != nil {
			v = text
		}
		values[key] = v
	}
	return values
}

func (p *parser) configuration(e entry, syntax string) {
	p.noArguments(e, syntax)
	keys := make([]string, len(e.attrs))
	for i, w := range e.attrs {
		keys[i] = w.key
	}
	p.attributes(e, keys...)
	if p.s.Setup.Tenant.Configuration = p.under(e, ""); len(e.attrs) == 0 && len(e.args) == 0 {
		p.fail(e.text.end, "a setting is missing; expected %s", syntax)
	}
}

func (p *parser) customizeMFA(e entry, syntax string) {
	p.attributes(e)
	if w, ok := p.argument(e, syntax); ok {
		position, _ := p.pick("position", w.text, w.where.start, "on", "off")
		p.s.Setup.Tenant.CustomizeMFA = position == "on"
	}
}

// guard reads which requests attack protection stops (facts 6.3).
func (p *parser) guard(e entry, syntax string) {
	p.noArguments(e, syntax)
	attrs := p.attributes(e, "bot-detection", "breached-passwords", "rate")
	guard := &p.s.Setup.Tenant.Guard
	guard.Bots = p.oneOfTwo(attrs, "bot-detection", "off", "on")
	guard.Breached = p.oneOfTwo(attrs, "breached-passwords", "off", "on")
	if w, ok := attrs["rate"]; ok {
		n, err := strconv.Atoi(w.value)
		if err != nil || n < 1 || n > MaxSteps {
			p.fail(w.where.start, "%q is not a rate; expected a number of requests in a minute, 1 to %d", short(w.value), MaxSteps)
		}
		guard.Rate = n
	}
}

// geoKeys are the members of event.request.geoip (facts 2.2).
var geoKeys = []string{
	"geoip.cityName", "geoip.continentCode", "geoip.countryCode", "geoip.countryCode3", "geoip.countryName", "geoip.latitude",
	"geoip.longitude", "geoip.subdivisionCode", "geoip.subdivisionName", "geoip.timeZone",
}

// peer reads where a browser is.
func (p *parser) peer(e entry, attrs map[string]word) tenant.Peer {
	peer := tenant.Peer{ASN: attrs["asn"].value, Language: attrs["language"].value, GeoIP: p.jsonUnder(e, "geoip.")}
	if w, ok := attrs["ip"]; ok {
		if _, err := netip.ParseAddr(w.value); err != nil {
			p.fail(w.where.start, "%q is not an IP address; expected one such as 203.0.113.7", short(w.value))
		}
		peer.IP = w.value
	}
	return peer
}
