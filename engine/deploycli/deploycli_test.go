package deploycli

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

const (
	ruleCode   = "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}"
	actionCode = "exports.onExecutePostLogin = async (event, api) => {\n  api.multifactor.enable('any');\n};"
)

// parsed turns JSON files into values; what does not end in .json is text.
func parsed(t *testing.T, files map[string]string) map[string]any {
	t.Helper()
	values := map[string]any{}
	for name, text := range files {
		if !strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, ".yaml") {
			values[name] = text
			continue
		}
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		values[name] = value
	}
	return values
}

// folder is a configuration as the Deploy CLI lays it out. Every value that must
// never come out has the word LEAK in it.
var folder = map[string]string{
	"export/tenant.json": `{"friendly_name": "Quotes", "session_lifetime": 168, "idle_session_lifetime": 72.5,
		"session_cookie": {"mode": "non-persistent"}, "customize_mfa_in_postlogin_action": true, "some_password": "LEAK"}`,
	"export/rules/Force MFA.js": ruleCode,
	"export/rules/Force MFA.json": `{"name": "Force MFA", "enabled": true, "order": 2, "stage": "login_success",
		"script": "./Force MFA.js"}`,
	"export/rules/first.js":             "function first(user, context, callback) {\n-- steps --\n  callback(null, user, context);\n}\n",
	"export/rules/first.json":           `{"name": "first", "enabled": false, "order": 1, "stage": "login_success", "script": "./first.js"}`,
	"export/rules/lost.json":            `{"name": "lost", "enabled": true, "order": 3, "script": "./lost.js"}`,
	"export/rules-configs/API_KEY.json": `{"key": "API_KEY", "value": "LEAK"}`,
	"export/actions/mfa/code.js":        actionCode,
	"export/actions/mfa.json": `{"name": "mfa", "code": "/home/somebody/export/actions/mfa/code.js", "status": "built", "runtime": "node18",
		"dependencies": [{"name": "lodash", "version": "4.17.21"}], "secrets": [{"name": "KEY", "value": "LEAK"}],
		"supported_triggers": [{"id": "post-login", "version": "v3"}], "deployed": true}`,
	"export/actions/hook/code.js":           "exports.x = 1;",
	"export/actions/hook.json":              `{"name": "hook", "supported_triggers": [{"id": "credentials-exchange"}], "code": "actions/hook/code.js"}`,
	"export/triggers/triggers.json":         `{"post-login": [{"action_name": "mfa", "display_name": "mfa"}], "send-phone-message": []}`,
	"export/guardian/policies.json":         `["all-applications"]`,
	"export/guardian/factors/otp.json":      `{"name": "otp", "enabled": true}`,
	"export/guardian/factors/email.json":    `{"name": "email", "enabled": true}`,
	"export/guardian/providers/twilio.json": `{"auth_token": "LEAK"}`,
	"export/clients/My SPA.json": `{"name": "My \"SPA\"", "app_type": "spa", "client_id": "a1B2", "client_secret": "LEAK", "logo_uri": "https://x",
		"grant_types": ["authorization_code", "refresh_token", "http://auth0.com/oauth/grant-type/mfa-otp", "strange"], "web_origins": [],
		"refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 10, "token_lifetime": 864000,
			"idle_token_lifetime": 86400, "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false},
		"client_metadata": {"tier": "gold", "api_secret": "LEAK"}}`,
	"export/clients/display.json": `{"name": "Quotes display", "app_type": "native", "client_metadata": {"device_type": "display"},
		"grant_types": ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"], "is_first_party": true}`,
	"export/clients/odd.json":             `{"name": "odd", "app_type": "sso_integration"}`,
	"export/resource-servers/quotes.json": `{"name": "Quotes", "identifier": "https://##ENV##.api.example/", "token_lifetime": 3600, "allow_offline_access": true, "scopes": []}`,
	"export/connections/users.json":       `{"name": "users", "options": {"client_secret": "LEAK"}}`,
	"export/emails/provider.json":         `{"credentials": {"pass": "LEAK"}}`,
}

func TestImportOfAFolder(t *testing.T) {
	got, err := Import(parsed(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	c := got.Scenario.Setup.Tenant
	if c.Policy != tenant.PolicyAlways || scenario.FormatDuration(c.Session.Idle) != "3d30m" || c.Session.Persistent || !c.CustomizeMFA {
		t.Errorf("policy %s, sessions %+v", c.Policy, c.Session)
	}
	if len(c.Rules) != 2 || c.Rules[0].Name != "first" || c.Rules[0].Enabled || c.Rules[1].Name != "Force-MFA" || !c.Rules[1].Enabled || c.Rules[1].Code != ruleCode+"\n" {
		t.Errorf("the rules are %+v", c.Rules)
	}
	if len(c.Actions) != 1 || c.Actions[0].Code != actionCode+"\n" || !c.Actions[0].Enabled || c.Actions[0].Secrets["KEY"] != notImported {
		t.Errorf("the actions are %+v", c.Actions)
	}
	spa, _ := c.AppByID("a1B2")
	if spa.Name != `My "SPA"` || spa.Type != tenant.AppSPA || spa.Metadata["tier"] != "gold" || !spa.Refresh.Rotating || !spa.NoWebOrigins ||
		!slices.Equal(spa.Grants, []string{"authorization_code", "refresh_token", "mfa"}) || scenario.FormatDuration(spa.Refresh.Idle) != "1d" {
		t.Errorf("the application is %+v", spa)
	}
	display, _ := c.AppByID("Quotes-display")
	if display.Type != tenant.AppDevice || display.Metadata["device_type"] != "display" {
		t.Errorf("the display is %+v", display)
	}
	if c.API.Audience != "https://env.api.example" || !slices.Equal(c.Factors, []string{"email", "otp"}) || c.Configuration["API_KEY"] != notImported {
		t.Errorf("API %+v, factors %v, configuration %v", c.API, c.Factors, c.Configuration)
	}
	left := strings.Join(got.Left, "\n")
	for _, want := range []string{
		`tenant: friendly_name`, `rule "lost": its code, ./lost.js, is not among the files`, `action "mfa": the npm module lodash`,
		`action "hook": its trigger is not post-login`, `client "My \"SPA\"": logo_uri`, `the grant type strange`,
		`client "odd": an application of type "sso_integration"`, "connections (files: 1)", "emails (files: 1)", "guardian/providers (files: 1)",
		`API "Quotes": scopes`,
	} {
		if !strings.Contains(left, want) {
			t.Errorf("%q is not listed in\n%s", want, left)
		}
	}
	secrets := strings.Join(got.Secrets, "\n")
	for _, want := range []string{"tenant: some_password", "rules config: API_KEY", `action "mfa": secret KEY`, `client "My \"SPA\"": client_secret`, "api_secret"} {
		if !strings.Contains(secrets, want) {
			t.Errorf("the secret %q is not listed in\n%s", want, secrets)
		}
	}
	if all := got.Scenario.Print() + left + secrets + strings.Join(got.Taken, "\n"); strings.Contains(all, "LEAK") {
		t.Errorf("a secret got out:\n%s", all)
	}
}

func TestImportOfYAML(t *testing.T) {
	got, err := Import(parsed(t, map[string]string{
		"x/tenant.yaml": `{"tenant": {"session_lifetime_in_minutes": 90}, "clients": [{"name": "Shop", "app_type": "regular_web", "client_secret": "LEAK"}],
			"rules": [{"name": "mfa", "script": "./rules/mfa.js", "order": 1, "enabled": true}],
			"actions": [{"name": "mfa", "code": "./actions/mfa/code.js", "supported_triggers": [{"id": "post-login"}]}],
			"guardianPolicies": {"policies": ["confidence-score"]}, "guardianFactors": [{"name": "sms", "enabled": true}],
			"guardianPhoneFactorMessageTypes": {"message_types": ["sms", "voice"]}, "roles": [], "emailProvider": {"name": "smtp"}}`,
		"x/rules/mfa.js": ruleCode, "x/actions/mfa/code.js": actionCode,
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := got.Scenario.Setup.Tenant
	if c.Policy != tenant.PolicyAdaptive || len(c.Rules) != 1 || c.Rules[0].Code != ruleCode+"\n" || len(c.Actions) != 1 || c.Actions[0].Enabled ||
		!slices.Equal(c.Factors, []string{"sms", "voice"}) || c.People[0].Factors[0] != "sms" || c.Apps[0].Type != tenant.AppWeb {
		t.Errorf("imported\n%s", got.Scenario.Print())
	}
	if left := strings.Join(got.Left, "\n"); left != "tenant.yaml: emailProvider" || strings.Contains(got.Scenario.Print(), "LEAK") {
		t.Errorf("left out: %s", left)
	}
}

func TestWhatIsExportedCanBeImported(t *testing.T) {
	s := scenario.Lessons()[0].Scenario()
	files, err := Files(s)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Path] = f.Text
	}
	for _, want := range []string{"rules/mfa.js", "rules/mfa.json", "actions/mfa.json", "actions/mfa/code.js", "triggers/triggers.json"} {
		if texts[want] == "" {
			t.Errorf("%s is missing among %v", want, slices.Sorted(maps.Keys(texts)))
		}
	}
	got, err := Import(parsed(t, texts))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range s.Setup.Tenant.Rules {
		if back := got.Scenario.Setup.Tenant.Rules[i]; strings.TrimSpace(back.Code) != strings.TrimSpace(r.Code) || back.Enabled != r.Enabled || back.Name != r.Name {
			t.Errorf("the rule is %+v", back)
		}
	}
	for i, a := range s.Setup.Tenant.Actions {
		if back := got.Scenario.Setup.Tenant.Actions[i]; strings.TrimSpace(back.Code) != strings.TrimSpace(a.Code) || back.Enabled != a.Enabled {
			t.Errorf("the action is %+v", back)
		}
	}
	if len(got.Left)+len(got.Secrets) > 0 {
		t.Errorf("left out: %v %v", got.Left, got.Secrets)
	}
}

func TestOddConfigurations(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"nothing":      {},
		"other files":  {"readme.md": "hello", "src/x.js": "1"},
		"a yaml list":  {"tenant.yaml": `[1, 2]`},
		"another JSON": {"package.json": `{"name": "x"}`},
	} {
		if _, err := Import(parsed(t, files)); err == nil {
			t.Errorf("%s was imported", name)
		}
	}
	for name, files := range map[string]map[string]string{
		"wrong types": {"tenant.json": `[]`, "rules/x.json": `"text"`, "actions/y.json": `{"name": 3, "code": {}}`, "clients/z.json": `null`,
			"guardian/policies.json": `{"policies": [{"a": 1}]}`, "triggers/triggers.json": `[]`, "resource-servers/a.json": `7`},
		"long and controlling": {"clients/x.json": `{"name": "` + strings.Repeat("\u202ename \\n", 100) + `", "app_type": "spa", "client_id": "tenant"}`,
			"tenant.json": `{"session_lifetime": 1e300, "device_flow": {"charset": "base20", "mask": "<b>"}}`},
		"only dependent factors": {"guardian/factors/email.json": `{"name": "email", "enabled": true}`},
		"prototype tricks":       {"tenant.json": `{"__proto__": {"x": 1}, "constructor": 1}`, "clients/c.json": `{"name": "__proto__", "app_type": "spa"}`},
	} {
		if got, err := Import(parsed(t, files)); err != nil || len(got.Scenario.Lines) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzImport(f *testing.F) {
	for name, text := range folder {
		f.Add(name, text)
	}
	f.Add("tenant.yaml", `{"clients": [{"name": "a", "app_type": "spa", "client_metadata": {"a": "b\nc"}}], "rules": [{"name": "", "script": "x"}]}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		var value any = text
		if json.Unmarshal([]byte(text), &value) != nil {
			value = text
		}
		// An error says that there is nothing; anything else is a scenario.
		if got, err := Import(map[string]any{name: value}); err == nil && got.Scenario == nil {
			t.Error("neither a scenario nor an error")
		} else if err != nil && strings.Contains(err.Error(), "makes no scenario") {
			t.Error(err)
		}
	})
}
