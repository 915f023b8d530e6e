package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// appsAndPeople is the tab of applications, the API, people, and what they sit
// before.
func appsAndPeople(m play.Model, send Send) app.UI {
	setup := m.Setup()
	t := setup.Tenant
	return el("div.forms",
		el("h3.forms-title", "Applications"),
		each(t.Apps, func(_ int, a tenant.App) app.UI { return application(m, a, send) }),
		adder(m, "app", "Add an application", send),
		group(m, send, "api", "API", t.API.Audience, func() []any { return apiGroup(m, send) }),
		group(m, send, "user-code", "Codes of devices", "", func() []any {
			f := form{m, send, "user-code", ""}
			return []any{purpose(m, "What somebody types who connects a device.", "8.2"),
				f.pick("charset", "Character set", "", "base20", "digits"),
				f.text("mask", "Mask", "****-****", "a * for each letter or digit")}
		}),
		el("h3.forms-title", "People"),
		each(t.People, func(_ int, p tenant.Person) app.UI {
			return group(m, send, "person-"+p.Name, capital(p.Name), factors(p), func() []any { return personGroup(m, p, send) })
		}),
		adder(m, "person", "Add a person", send),
		each(t.Connections, func(_ int, c tenant.Connection) app.UI {
			return group(m, send, "connection-"+c.Name, c.Name, "identity provider", func() []any { return connectionGroup(m, c, send) })
		}),
		adder(m, "connection", "Add a connection", send),
		el("h3.forms-title", "Browsers"),
		each(setup.Browsers, func(_ int, b engine.Browser) app.UI {
			return group(m, send, "browser-"+b.Name, b.Name, "of "+capital(b.Person), func() []any { return browserGroup(m, b, send) })
		}),
		adder(m, "browser", "Add a browser", send),
		el("h3.forms-title", "Displays"),
		each(setup.Displays, func(_ int, d engine.Display) app.UI {
			return group(m, send, "display-"+d.Name, d.Name, string(d.Firmware)+" firmware", func() []any { return displayGroup(m, d, send) })
		}),
		adder(m, "display", "Add a display", send))
}

func factors(p tenant.Person) string {
	if len(p.Factors) == 0 {
		return "no factor"
	}
	return strings.Join(p.Factors, ", ")
}

// appTypes are the words for the application types, in their order.
var appTypes = map[tenant.AppType]string{
	tenant.AppSPA:    "Single-page application",
	tenant.AppDevice: "Device without a browser",
	tenant.AppNative: "Native application",
	tenant.AppWeb:    "Regular web application",
	tenant.AppM2M:    "Machine to machine",
}

// application is one application with its metadata, which rules and actions
// read.
func application(m play.Model, a tenant.App, send Send) app.UI {
	f := form{m, send, "app", a.ID}
	summary := appTypes[a.Type]
	for _, one := range m.Scenario.Attributes("app", a.ID, "metadata.") {
		summary += ", " + one.Key + "=" + one.Value
	}
	return group(m, send, "app-"+a.ID, a.Name, summary, func() []any {
		types := make([]string, len(tenant.AppTypes))
		for i, one := range tenant.AppTypes {
			types[i] = one + "|" + appTypes[tenant.AppType(one)]
		}
		absolute := "365d6h"
		if a.Refresh.Rotating {
			absolute = "30d"
		}
		return []any{
			locked("client_id", a.ID, "Steps and displays name the application by it."),
			f.text("name", "Name", a.ID, ""),
			f.pick("type", "Application type", "", types...),
			f.pick("party", "Owner", "people consent to a third party", "first|First party", "third|Third party"),
			f.pick("web-origins", "Allowed Web Origins", "none: no hidden frame gets an answer", "own|Its own", "none|None"),
			f.text("grants", "Grant types", "as usual for its type", "with commas"),
			el("h4", "Refresh tokens ", factLink(m, "6.5")),
			f.pick("refresh", "Rotation", "", "non-rotating|Non-rotating", "rotating|Rotating"),
			f.text("leeway", "Rotation overlap period", "0s", "at most 60s"),
			f.text("refresh-idle", "Idle lifetime", "30d", "or never"),
			f.text("refresh-absolute", "Maximum lifetime", absolute, "or never"),
			el("h4", "Client metadata ", factLink(m, "1.4")),
			f.pairs("metadata", "metadata.", "device_type=display"),
			f.remove("this application"),
		}
	})
}

func apiGroup(m play.Model, send Send) []any {
	f := form{m, send, "api", ""}
	return []any{
		purpose(m, "What access tokens are for.", "6.1"),
		f.text("", "Identifier (audience)", m.Setup().Tenant.API.Audience, ""),
		f.text("token-lifetime", "Access tokens live", "24h", "at most "+scenario.FormatDuration(scenario.MaxTokenLife)),
		f.toggle("offline-access", "Allow Offline Access", "off: nobody gets a refresh token", "on", "off", true),
	}
}

// profileKeys are the attributes of a person that have a field of their own.
var profileKeys = []string{"email", "connection", "passkey", "factors", "roles", "email_verified", "app_metadata.", "user_metadata."}

func personGroup(m play.Model, p tenant.Person, send Send) []any {
	f := form{m, send, "person", p.Name}
	at := f.spot("factors")
	enrolled := strings.Join(m.List(at), ",")
	return []any{
		locked("user_id", p.UserID(), "Follows from the name that steps use. Blocking somebody is a step: admin: block "+p.Name+"."),
		f.text("email", "Email", "", ""),
		f.toggle("email_verified", "Email verified", "", "true", "false", true),
		f.text("connection", "Connection", tenant.Person{}.ConnectionName(), ""),
		f.toggle("passkey", "Has a passkey", "", "true", "false", false),
		el("h4", "Enrolled factors ", factLink(m, "7.3")),
		el("div.boxes", each(tenant.FactorTypes, func(_ int, factor string) app.UI {
			on := strings.Contains(","+enrolled+",", ","+factor+",")
			return f.box(play.ItemID(at, factor), factor, "", on, play.SetItem{At: at, Item: factor})
		})),
		f.text("roles", "Roles", "none", "with commas"),
		el("h4", "Profile ", factLink(m, "1.3")),
		f.pairs("the profile", "", "name=Ada L.", profileKeys...),
		el("h4", "app_metadata"), f.pairs("app_metadata", "app_metadata.", "level=3"),
		el("h4", "user_metadata"), f.pairs("user_metadata", "user_metadata.", "use_mfa=true"),
		f.remove(capital(p.Name)),
	}
}

func connectionGroup(m play.Model, c tenant.Connection, send Send) []any {
	f := form{m, send, "connection", c.Name}
	return []any{
		purpose(m, "Where people of a company sign in.", "1.4"),
		f.pick("strategy", "Strategy", "", tenant.Strategies...),
		f.toggle("mfa", "Asks for a second factor of its own", "the tenant is not told", "on", "off", false),
		f.remove("this connection"),
	}
}

func browserGroup(m play.Model, b engine.Browser, send Send) []any {
	f := form{m, send, "browser", b.Name}
	people := []string{b.Person}
	for _, p := range m.Setup().Tenant.People {
		if p.Name != b.Person {
			people = append(people, p.Name)
		}
	}
	return []any{
		f.pick("person", "Who sits before it", "", people...),
		f.pick("third-party-cookies", "Third-party cookies", "", "allowed|Allowed", "blocked|Blocked"),
		f.pick("samesite-none", "SameSite=None", "rejected: an old browser", "kept|Kept", "rejected|Rejected"),
		f.text("ip", "IP address", "203.0.113.7", ""),
		f.text("asn", "Network (ASN)", "none", ""),
		f.text("language", "Language", "none", ""),
		el("h4", "Place (geoip)"), f.pairs("geoip", "geoip.", "countryCode=DE"),
		f.remove("this browser"),
	}
}

func displayGroup(m play.Model, d engine.Display, send Send) []any {
	f := form{m, send, "display", d.Name}
	apps := []string{d.App}
	for _, a := range m.Setup().Tenant.Apps {
		if a.ID != d.App && a.Type == tenant.AppDevice {
			apps = append(apps, a.ID)
		}
	}
	return []any{
		f.pick("app", "Application", "", apps...),
		f.pick("firmware", "Firmware", "naive tries for ever, careful reads the error", "naive|Naive", "careful|Careful"),
		f.text("poll", "Polls every", "as told", "such as 1s"),
		f.pick("expired", "When its code runs out", "", "stop|It stops", "poll-on|It polls on", "renew|It asks for another"),
		f.remove("this display"),
	}
}
