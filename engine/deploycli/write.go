package deploycli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// notImported stands for the value of every secret.
const notImported = "(not imported)"

// writer writes the scenario of a configuration.
type writer struct {
	*report
	tenant strings.Builder // the lines of the tenant file
	code   strings.Builder // the files of code
	apps   []app
	factor string // that the person has enrolled
}

// app is what the steps need to know of an application.
type app struct{ id, typ string }

// write returns the text of the scenario.
func write(a assets, r *report) string {
	w := &writer{report: r}
	w.put("domain", "tenant.example")
	w.put("start", "2026-11-02T08:00:00Z")
	w.policy(a.policies)
	w.settings(thingOf("tenant", a.tenant))
	w.factors(a.factors, a.phoneTypes)
	w.configuration(a.configs)
	w.put("person", "ada", "email=ada@example.com", "factors="+w.factor)
	w.clients(a.clients)
	w.api(a.apis)
	w.rules(a)
	w.actions(a)
	w.put("browser", "ada", "person=ada")
	for _, app := range w.apps {
		if app.typ == string(tenant.AppDevice) {
			w.put("display", "display", "app="+app.id)
			break
		}
	}
	return "An imported tenant\n\nMade of a configuration in the layout of Auth0's Deploy CLI. Ada, her browser and the steps are invented.\n\n" +
		"-- tenant --\n" + w.tenant.String() + "\n" + w.code.String() + "-- steps --\n" + w.steps()
}

// put writes a line of the tenant file. The words are written as they are.
func (w *writer) put(words ...string) {
	w.tenant.WriteString(strings.Join(words, " ") + "\n")
}

// try writes a line if a scenario can have it, and else lists what is wrong
// with it: one odd setting must not keep a whole tenant out.
func (w *writer) try(what string, words ...string) bool {
	text := strings.Join(words, " ")
	_, err := scenario.Parse("x", "x\n-- tenant --\nstart 2026-11-02T08:00:00Z\n"+text+"\n-- steps --\nwait 1h\n")
	if err == nil {
		w.put(text)
		return true
	}
	_, message, _ := strings.Cut(err.Error(), ": ")
	message, _, _ = strings.Cut(message, "\n")
	w.left = append(w.left, what+": "+message)
	return false
}

// value writes the value of an attribute.
func value(text string) string {
	quoted, err := scenario.Quote(line(text))
	if err != nil || quoted == "" {
		return `""`
	}
	return quoted
}

// policy reads the policy of Guardian (facts 3.1): a list, or an object with
// one.
func (w *writer) policy(policies any) {
	t := thingOf("guardian policies", policies)
	list, ok := policies.([]any)
	if !ok {
		list, ok = t.list("policies")
	}
	if !ok {
		return
	}
	w.rest(t)
	policy := tenant.PolicyNever
	for _, p := range list {
		switch p {
		case "all-applications":
			policy = tenant.PolicyAlways
		case "confidence-score":
			policy = tenant.PolicyAdaptive
		default:
			w.left = append(w.left, fmt.Sprintf("guardian policies: %v", p))
		}
	}
	w.put("policy", string(policy))
	w.taken = append(w.taken, "the MFA policy: "+string(policy))
}

// sessionSettings are the names that lifetimes have at Auth0, in hours and in
// minutes, and here (facts 4.2).
var sessionSettings = []struct{ hours, key string }{
	{"idle_session_lifetime", "idle"}, {"session_lifetime", "absolute"},
	{"idle_ephemeral_session_lifetime", "ephemeral-idle"}, {"ephemeral_session_lifetime", "ephemeral-absolute"},
}

// settings reads tenant.json, or the part "tenant" of tenant.yaml.
func (w *writer) settings(t *thing) {
	var words []string
	for _, s := range sessionSettings {
		if hours, ok := t.number(s.hours); ok {
			words = append(words, s.key+"="+duration(hours*3600))
		}
		if minutes, ok := t.number(s.hours + "_in_minutes"); ok {
			words = append(words, s.key+"="+duration(minutes*60))
		}
	}
	cookie := t.part("session_cookie")
	if mode := cookie.text("mode"); mode == string(tenant.CookiePersistent) || mode == string(tenant.CookieNonPersistent) {
		words = append(words, "cookie="+mode)
	}
	if len(words) > 0 && w.try("sessions", append([]string{"session"}, words...)...) {
		w.taken = append(w.taken, "how long sessions live: "+strings.Join(words, ", "))
	}
	if t.flag("customize_mfa_in_postlogin_action", false) {
		w.put("customize-mfa", "on")
		w.taken = append(w.taken, "Customize MFA Factors using Actions")
	}
	flow := t.part("device_flow")
	if charset, mask := flow.text("charset"), flow.text("mask"); charset != "" && mask != "" && w.try("device_flow", "user-code", "charset="+value(charset), "mask="+value(mask)) {
		w.taken = append(w.taken, "the form of user codes: "+line(mask))
	}
	for _, part := range []*thing{t, cookie, flow} {
		w.rest(part)
	}
}

// duration writes seconds as scenario files do, at most a year.
func duration(seconds float64) string {
	return scenario.FormatDuration(time.Duration(max(1, min(seconds, 31_557_600))) * time.Second)
}

// factors reads which factors are switched on.
func (w *writer) factors(factors, phone any) {
	w.factor = "otp"
	list, _ := factors.([]any)
	voice := thingOf("guardian phone", phone)
	phones, given := voice.list("message_types")
	w.rest(voice)
	var on []string
	for _, f := range list {
		t := thingOf("guardian factor", f)
		name, enabled := t.text("name"), t.flag("enabled", false)
		w.rest(t)
		switch {
		case !enabled:
		case !slices.Contains(tenant.FactorTypes, name):
			w.left = append(w.left, fmt.Sprintf("guardian factor: %s", line(name)))
		case name == "sms" && given:
			for _, p := range phones {
				if p == "sms" || p == "voice" {
					on = append(on, p.(string))
				}
			}
		default:
			on = append(on, name)
		}
	}
	if len(on) == 0 {
		return
	}
	if at := slices.IndexFunc(on, tenant.Independent); at < 0 {
		w.left = append(w.left, "guardian factors: "+strings.Join(on, ", ")+" (none of them can stand alone, so the usual ones are on)")
		return
	} else if !slices.Contains(on, "otp") {
		w.factor = on[at]
	}
	w.try("guardian factors", append([]string{"factors"}, on...)...)
	w.taken = append(w.taken, "the second factors: "+strings.Join(on, ", "))
}

// configuration reads the settings of rules. Each may be a secret, so none has
// its value here.
func (w *writer) configuration(configs []any) {
	var words []string
	for i, c := range configs {
		t := thingOf("rules config", c)
		key := t.text("key")
		t.seen["value"] = true
		w.rest(t)
		w.secrets = append(w.secrets, "rules config: "+line(key))
		if slug(key) == key && key != "" && i < scenario.MaxMetadata {
			words = append(words, key+"="+value(notImported))
		}
	}
	if len(words) > 0 {
		w.try("rules configs", append([]string{"configuration"}, words...)...)
	}
}

// api reads the APIs. There is one here, the first that is not Auth0's own.
func (w *writer) api(apis []any) {
	taken := false
	for _, a := range apis {
		t := called("API", a, "name")
		audience := line(t.text("identifier"))
		if taken || t.flag("is_system", false) || !strings.HasPrefix(audience, "https://") || strings.Contains(audience, "auth0.com/") {
			w.left = append(w.left, fmt.Sprintf("%s: %s (there is one API here)", t.label, audience))
			continue
		}
		words := []string{value(strings.TrimSuffix(audience, "/"))}
		if seconds, ok := t.number("token_lifetime"); ok {
			words = append(words, "token-lifetime="+duration(min(seconds, scenario.MaxTokenLife.Seconds())))
		}
		if !t.flag("allow_offline_access", true) {
			words = append(words, "offline-access=off")
		}
		w.rest(t)
		if taken = w.try(t.label, append([]string{"api"}, words...)...); taken {
			w.taken = append(w.taken, "the API "+audience)
		}
	}
}

// steps are what the invented person does.
func (w *writer) steps() string {
	var first, again []string
	display := false
	for _, app := range w.apps {
		if app.typ == string(tenant.AppDevice) && !display {
			display = true
			first = append(first, "display: power on", "ada: activate display", "ada: confirm", "ada: sign-in", "ada: pass "+w.factor, "wait 5s")
		}
		if slices.Contains(tenant.BrowserTypes, tenant.AppType(app.typ)) && len(again) < 3 {
			again = append(again, "ada: visit "+app.id)
			first = append(first, "ada: visit "+app.id, "ada: sign-in", "ada: pass "+w.factor+" remember")
		}
	}
	lines := append([]string{"# The first day"}, cmp.Or(strings.Join(first, "\n"), "wait 1h"))
	lines = append(lines, "\n# A day later", "wait 1d")
	lines = append(lines, again...)
	lines = append(lines, "\n# A week later", "wait 7d")
	for _, visit := range again {
		lines = append(lines, visit, "ada: sign-in", "ada: pass "+w.factor)
	}
	return strings.Join(lines, "\n") + "\n"
}
