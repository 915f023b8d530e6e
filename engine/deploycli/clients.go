package deploycli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// appTypes are the types of applications by the names that they have at Auth0.
var appTypes = map[string]tenant.AppType{
	"spa": tenant.AppSPA, "native": tenant.AppNative, "regular_web": tenant.AppWeb, "non_interactive": tenant.AppM2M,
}

// grantNames are the grant types that have the name of an address at Auth0
// and a short one here.
var grantNames = []struct{ address, name string }{
	{"urn:ietf:params:oauth:grant-type:device_code", "device_code"},
	{"urn:ietf:params:oauth:grant-type:token-exchange", "token_exchange"},
	{"http://auth0.com/oauth/grant-type/password-realm", "password"},
	{"http://auth0.com/oauth/grant-type/mfa-", "mfa"},
}

// clients reads the applications.
func (w *writer) clients(clients []any) {
	taken := names{"tenant": true, "api": true, "admin": true, "ada": true, "display": true}
	for _, c := range clients {
		t := called("client", c, "name")
		typ, known := appTypes[t.text("app_type")]
		switch {
		case t.flag("global", false):
			continue // the tenant's own, which every tenant has
		case !known:
			w.left = append(w.left, fmt.Sprintf("%s: an application of type %q", t.label, line(t.text("app_type"))))
			continue
		case len(w.apps) == scenario.MaxApps:
			w.left = append(w.left, fmt.Sprintf("%s: there is room for %d", t.label, scenario.MaxApps))
			continue
		}
		grants := w.grants(t)
		if typ == tenant.AppNative && slices.Contains(grants, "device_code") && !slices.Contains(grants, "authorization_code") {
			typ = tenant.AppDevice
		}
		id := t.text("client_id")
		if slug(id) != id || id == "" || taken[id] {
			id = taken.of(t.text("name"), "app")
		}
		taken[id] = true
		words := []string{"app", id, "type=" + string(typ), "name=" + value(t.text("name"))}
		if !t.flag("is_first_party", true) {
			words = append(words, "party=third")
		}
		if origins, ok := t.list("web_origins"); ok && len(origins) == 0 && typ == tenant.AppSPA {
			words = append(words, "web-origins=none")
		}
		if len(grants) > 0 {
			words = append(words, "grants="+strings.Join(grants, ","))
		}
		words = append(words, w.refresh(t.part("refresh_token"))...)
		words = append(words, w.metadata(t.part("client_metadata"))...)
		w.rest(t)
		if w.try(t.label, words...) {
			w.apps = append(w.apps, app{id, string(typ)})
			w.taken = append(w.taken, fmt.Sprintf("%s as %s of type %s", t.label, id, typ))
		}
	}
	if len(w.apps) == 0 {
		w.put("app", "portal", "type=spa")
		w.apps = append(w.apps, app{"portal", "spa"})
		w.taken = append(w.taken, "no application was found; one is invented")
	}
}

// grants returns what an application may use, by the names of this place.
func (w *writer) grants(t *thing) []string {
	list, _ := t.list("grant_types")
	var grants []string
	for _, g := range list {
		name, _ := g.(string)
		for _, known := range grantNames {
			if strings.HasPrefix(name, known.address) {
				name = known.name
			}
		}
		switch {
		case slices.Contains(grants, name):
		case slices.Contains(tenant.GrantNames, name):
			grants = append(grants, name)
		default:
			w.left = append(w.left, fmt.Sprintf("%s: the grant type %s", t.label, line(name)))
		}
	}
	return grants
}

// refresh reads how refresh tokens live (facts 6.5).
func (w *writer) refresh(t *thing) []string {
	var words []string
	rotating := t.text("rotation_type") == "rotating"
	if rotating {
		words = append(words, "refresh=rotating")
		if seconds, ok := t.number("leeway"); ok {
			words = append(words, "leeway="+duration(min(seconds, scenario.MaxLeeway.Seconds())))
		}
	}
	expires := t.text("expiration_type") == "expiring"
	idle, hasIdle := t.number("idle_token_lifetime")
	total, hasTotal := t.number("token_lifetime")
	noIdle, noTotal := t.flag("infinite_idle_token_lifetime", false), t.flag("infinite_token_lifetime", false)
	t.seen["leeway"] = true
	if expires || rotating {
		switch {
		case noIdle:
			words = append(words, "refresh-idle=never")
		case hasIdle && (!hasTotal || noTotal || idle <= total):
			words = append(words, "refresh-idle="+duration(idle))
		}
		switch {
		case noTotal && !rotating:
			words = append(words, "refresh-absolute=never")
		case hasTotal && !noTotal:
			words = append(words, "refresh-absolute="+duration(total))
		}
	}
	w.rest(t)
	return words
}

// metadata reads the metadata of an application, which rules and actions see.
func (w *writer) metadata(t *thing) []string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		text, isText := t.values[key].(string)
		switch {
		case isSecret(key):
			continue // listed with the rest
		case !isText || slug(key) != key || key == "" || text == "":
			continue
		case len(words) == scenario.MaxMetadata:
			continue
		}
		t.seen[key] = true
		words = append(words, "metadata."+key+"="+value(text))
	}
	w.rest(t)
	return words
}
