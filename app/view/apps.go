package view

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// appsAndPeople is the tab of applications, the API and people.
func appsAndPeople(m play.Model, send Send) app.UI {
	t := m.Setup().Tenant
	return el("div.forms",
		each(t.Apps, func(_ int, a tenant.App) app.UI { return application(m, a, send) }),
		group(m, "API", "What access tokens are for.", "6.1",
			pair("Audience", t.API.Audience),
			pair("Access tokens live", scenario.FormatDuration(t.API.TokenLifetime))),
		group(m, "People", "", "1.3",
			el("ul.people", each(t.People, func(_ int, p tenant.Person) app.UI {
				return el("li", icon("person"), el("b", capital(p.Name)), el("span", p.Login()),
					span("fact", "factors: "+factors(p)))
			}))))
}

func factors(p tenant.Person) string {
	if len(p.Factors) == 0 {
		return "none"
	}
	return strings.Join(p.Factors, ", ")
}

// pair is a name with a value.
func pair(name, value string) app.UI {
	return el("div.pair", span("pair-name", name), el("code", value))
}

// appTypes are the words for the application types.
var appTypes = map[tenant.AppType]string{
	tenant.AppSPA:    "Single-page application, authorization code with PKCE",
	tenant.AppDevice: "Native application without a browser, device flow",
	tenant.AppNative: "Native application, mobile or desktop",
	tenant.AppWeb:    "Web application on a server, with a secret",
	tenant.AppM2M:    "Machine to machine, client credentials",
}

// application is one application with its metadata, which rules and actions
// read.
func application(m play.Model, a tenant.App, send Send) app.UI {
	keys := make([]string, 0, len(a.Metadata))
	for key := range a.Metadata {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	rows := each(keys, func(_ int, key string) app.UI {
		return field(key, "meta-"+a.ID+"-"+key, a.Metadata[key], "empty removes it",
			play.SetMetadata{App: a.ID, Key: key}, send)
	})
	return group(m, a.Name, appTypes[a.Type], "1.4",
		pair("client_id", a.ID),
		el("h3", "Client metadata"), rows,
		when(len(keys) == 0, el("p.hint", "None.")),
		when(a.Type == tenant.AppDevice && a.Metadata["device_type"] == "",
			button(send, play.SetMetadata{App: a.ID, Key: "device_type", Value: "display"}, class("quiet"),
				icon("plus"), el("span", "device_type: display"))))
}
