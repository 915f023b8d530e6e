package scenario

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// small is a scenario with one of everything.
const small = `A title

A story.
Of two lines.

-- tenant --
# a comment
domain  tenant.example
start 2026-11-02T08:00:00Z
policy always
session idle=1h absolute=2d cookie=non-persistent
assume policy-on-refresh=yes
person ada email=ada@example.com factors=otp
person bob email=bob@example.com
app portal type=spa name="Ada's \"portal\""
app wall-display type=device metadata.device_type=display
api https://api.example token-lifetime=1h
rule first
rule mfa   off
action mfa
browser ada person=ada
display display app=wall-display firmware=careful

-- rules/first.js --
one();

-- rules/mfa.js --
two();
-- actions/mfa.js --
three();
-- steps --
# Monday
# morning
display: power on
   expect not led red
ada: visit portal prompt=none acr_values="a b"
ada: sign-in as bob
  expect because rule mfa line 4
ada: pass otp remember

# later
wait 6d23h
  # a heading between
  expect tries at-least 3
ada: edit cookie auth0-mf a=b
`

func mustParse(t testing.TB, name, text string) *Scenario {
	t.Helper()
	s, err := Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	if s.Print() != text {
		t.Fatalf("%s: printing does not give back what was read", name)
	}
	return s
}

func TestParseReadsEverything(t *testing.T) {
	s := mustParse(t, "small", small)
	if s.Title != "A title" || s.Story != "A story.\nOf two lines." {
		t.Errorf("title %q, story %q", s.Title, s.Story)
	}
	want := engine.Setup{
		Start: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC),
		Tenant: tenant.Config{
			Domain:  "tenant.example",
			Policy:  tenant.PolicyAlways,
			Session: tenant.SessionLimits{Idle: time.Hour, Absolute: 48 * time.Hour},
			Apps: []tenant.App{
				{ID: "portal", Name: `Ada's "portal"`, Type: tenant.AppSPA},
				{ID: "wall-display", Name: "wall-display", Type: tenant.AppDevice, Metadata: map[string]string{"device_type": "display"}},
			},
			API: tenant.API{Audience: "https://api.example", TokenLifetime: time.Hour},
			People: []tenant.Person{
				{Name: "ada", Email: "ada@example.com", Factors: []string{"otp"}, Profile: script.User{EmailVerified: true}},
				{Name: "bob", Email: "bob@example.com", Factors: []string{"otp"}, Profile: script.User{EmailVerified: true}},
			},
			Rules: []tenant.Script{
				{Source: script.Source{Name: "first", Code: "one();\n"}, Enabled: true},
				{Source: script.Source{Name: "mfa", Code: "two();"}},
			},
			Actions: []tenant.Script{{Source: script.Source{Name: "mfa", Code: "three();"}, Enabled: true}},
			Assume:  tenant.Assumptions{tenant.AssumePolicyOnRefresh: "yes"},
		},
		Browsers: []engine.Browser{{Name: "ada", Person: "ada"}},
		Displays: []engine.Display{{Name: "display", App: "wall-display", Firmware: display.Careful}},
	}
	if !reflect.DeepEqual(s.Setup, want) {
		t.Errorf("setup is\n%+v, want\n%+v", s.Setup, want)
	}
	steps := []engine.Step{
		{Actor: "display", Verb: engine.VerbPowerOn},
		{Actor: "ada", Verb: engine.VerbVisit, Object: "portal", Params: []engine.Param{{Name: "prompt", Value: "none"}, {Name: "acr_values", Value: "a b"}}},
		{Actor: "ada", Verb: engine.VerbSignIn, Object: "bob"},
		{Actor: "ada", Verb: engine.VerbPass, Object: "otp", Remember: true},
		{Verb: engine.VerbWait, Wait: 167 * time.Hour},
		{Actor: "ada", Verb: engine.VerbEditCookie, Object: "auth0-mf", Value: "a=b"},
	}
	if !reflect.DeepEqual(s.Steps(), steps) {
		t.Errorf("steps are\n%+v, want\n%+v", s.Steps(), steps)
	}
	if got := s.Lines[1].Phase; got != "Monday morning" {
		t.Errorf("phase of the first day is %q", got)
	}
	expect := s.Lines[4].Expect
	if len(expect) != 1 || expect[0].Text != "expect tries at-least 3" || expect[0].party != "display" || expect[0].Row != 44 {
		t.Errorf("expectations of the wait are %+v", expect)
	}
}

func TestParseFillsInDefaults(t *testing.T) {
	s := mustParse(t, "least", "T\n-- tenant --\nstart 2026-11-02T08:00:00Z\n-- steps --\n")
	c := s.Setup.Tenant
	want := tenant.Config{
		Domain: "tenant.example", Policy: tenant.PolicyNever,
		Session: tenant.SessionLimits{Idle: 72 * time.Hour, Absolute: 168 * time.Hour, Persistent: true},
		API:     tenant.API{Audience: "https://api.quotes.example", TokenLifetime: 24 * time.Hour},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("the tenant is %+v, want %+v", c, want)
	}
}

func TestParseKeepsForeignLineEnds(t *testing.T) {
	text := byteOrderMark + strings.ReplaceAll(small, "\n", "\r\n")
	s := mustParse(t, "windows", text)
	unix := mustParse(t, "unix", small)
	if !reflect.DeepEqual(s.Setup, unix.Setup) || s.Title != unix.Title || s.Story != unix.Story {
		t.Error("the line ends changed what was read")
	}
}

// TestMistakes checks message and place of each kind of mistake. The first
// line says which line of small is replaced by what.
func TestMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"domain  tenant.example", "domian tenant.example", `f:8:1: unknown keyword "domian"; expected domain, start, policy, plan, risk, session, profile, assume, customize-mfa, attack-protection, factors, configuration, connection, person, app, api, refresh-tokens, user-code, rule, action, browser or display (did you mean "domain"?)`},
		{"domain  tenant.example", "domain Tenant", `f:8:8: "Tenant" is not a host name; expected one in small letters such as tenant.example`},
		{"domain  tenant.example", "domain", `f:8:7: a word is missing after "domain"; expected domain HOST`},
		{"start 2026-11-02T08:00:00Z", "start 2026-11-02", `f:9:7: "2026-11-02" is not a moment; expected one in UTC such as 2026-11-02T08:00:00Z`},
		{"start 2026-11-02T08:00:00Z", "", `f:6:4: the start is missing; expected a line such as start 2026-11-02T08:00:00Z`},
		{"start 2026-11-02T08:00:00Z", "start 1026-11-02T08:00:00Z", "f:9:7: the year 1026 is out of range; expected 2000 to 2199"},
		{"policy always", "policy alwais", `f:10:8: unknown policy "alwais"; expected never, always or adaptive (did you mean "always"?)`},
		{"policy always", "policy always # really", `f:10:15: a comment follows on the same line; expected it on a line of its own`},
		{"policy always", "policy always\npolicy never", `f:11:1: there is a second "policy" line; expected one`},
		{"idle=1h", "idle=1", `f:11:9: "idle=1" is not a duration; expected one such as 90s, 5m, 36h, 8d or 6d23h`},
		{"idle=1h", "idle=101d", `f:11:9: 101d is too long; expected at most 100d`},
		{"policy always", "policy always\nplan free", `f:11:6: unknown plan "free"; expected self-service or enterprise`},
		{"absolute=2d cookie=non-persistent", "ephemeral-absolute=31d\nplan self-service",
			"f:11:17: 31d is too long for the plan self-service; expected at most 30d"},
		{"# Monday", "admin: set session", "f:32:19: the setting is missing; expected admin: set " + sessionSyntax},
		{"# Monday", "admin: set sesion idle=1h", `f:32:12: "sesion" cannot be set; expected admin: set ` + sessionSyntax + ` or admin: set policy never|always|adaptive`},
		{"# Monday", "admin: set session idle=101d", "f:32:20: 101d is too long; expected at most 100d"},
		{"# Monday", "admin: visit portal", `f:32:8: unknown verb "visit" for admin; expected delete, get, post, put, patch, set, forget, end, revoke, change, block or unblock`},
		{"# Monday", "admin: post users", `f:32:13: "users" is not the path of an endpoint; expected one such as oauth/token, and its parameters behind it`},
		{"# Monday", "admin: get api/v2/users x", `f:32:25: unexpected "x"; expected APP: get PATH [KEY=VALUE ...]`},
		{"# Monday", "portal: post oauth/token a=b a=c", `f:32:30: the parameter "a" is there twice; expected it once`},
		{"# Monday", "portal: visit portal", `f:32:9: unknown verb "visit" for an application; expected get, post, put, patch or delete`},
		{"# Monday", "admin: set policy sometimes", `f:32:19: unknown word "sometimes"; expected never, always or adaptive`},
		{"# Monday", "admin: delete", `f:32:14: word is missing; expected admin: delete factor PERSON or admin: delete user PERSON`},
		{"# Monday", "admin: block", `f:32:13: the person is missing; expected admin: block PERSON`},
		{"# Monday", "admin: end sessions adda", `f:32:21: unknown person "adda"; expected ada or bob (did you mean "ada"?)`},
		{"# Monday", "ada: switch tab 9", `f:32:17: "9" is not the number of a tab; expected 1 to 8, counted from the left`},
		{"# Monday", "display/private: press", `f:32:1: unknown actor "display/private"; expected ada or display`},
		{"person=ada\n", "person=ada samesite-none=lost\n", `f:21:24: unknown choice "lost"; expected kept or rejected`},
		{"idle=1h", "idel=1h", `f:11:9: unknown attribute "idel"; expected cookie, idle, absolute, ephemeral-idle or ephemeral-absolute (did you mean "idle"?)`},
		{"idle=1h", "idle=1h idle=2h", `f:11:17: the attribute "idle" is there twice; expected it once`},
		{"policy always", "policy always\nprofile 2021", `f:11:9: unknown profile "2021"; expected 2021-rules, 2026-rules or 2026-actions`},
		{"policy-on-refresh=yes", "policy-on-refresh=maybe", `f:12:8: unknown answer "maybe"; expected no or yes`},
		{" email=bob@example.com", "", `f:14:11: the address is missing; expected ` + personSyntax},
		{"person bob", "person ada", `f:14:8: the person "ada" is there twice; expected each name once`},
		{"factors=otp", "factors=smoke", `f:13:34: unknown factor "smoke"; expected otp, push-notification, sms, voice, webauthn-roaming, webauthn-platform, email, recovery-code or duo`},
		{"policy always", "policy always\nfactors email", `f:11:9: there is no independent factor; expected one besides webauthn-platform, email and recovery-code`},
		{"policy always", "policy always\nfactors", `f:11:8: the factors are missing; expected factors FACTOR ...`},
		{"type=spa name", "name", `f:15:35: the type is missing; expected ` + appSyntax},
		{`\"portal\""`, `\"portal\"`, `f:15:26: a quote is not closed; expected " before the end of the line`},
		{`\"portal\""`, `portal"x`, `f:15:40: text follows a closing quote; expected a space or the end of the line`},
		{"rule first", "rule fist", `f:18:6: the code of this rule is missing; expected a line "-- rules/fist.js --" and the code below it`},
		{"rule mfa   off", "rule mfa   of", `f:19:12: unexpected "of"; expected rule NAME [off] [file=PATH]`},
		{"-- rules/mfa.js --", "-- rule/mfa.js --", `f:27:4: unknown file "rule/mfa.js"; expected rules/NAME.js, actions/NAME.js, tenant, steps, transcript or lesson`},
		{"-- rules/mfa.js --", "-- rules/first.js --", `f:27:4: the file "rules/first.js" is there twice; expected each file once`},
		{"browser ada person=ada", "browser ada person=eve", `f:21:13: unknown person "eve"; expected ada or bob`},
		{"display display app=wall-display", "display display app=portal", `f:22:17: the application "portal" is of type spa; expected one of type device`},
		{"display display app", "display ada app", `f:22:9: the display "ada" is there twice; expected each name once`},
		{"display display app", "display api app", `f:22:9: the name "api" is taken by the simulation; expected another one`},
		{"display: power on", "display: power up", `f:34:16: unknown position "up"; expected on or off`},
		{"display: power on", "display: visit portal", `f:34:10: unknown verb "visit" for a display; expected power or press`},
		{"display: power on", "displai: power on", `f:34:1: unknown actor "displai"; expected ada or display (did you mean "display"?)`},
		{"display: power on", "display power on", `f:34:1: a line cannot start with "display"; expected wait, risk, expect, ada: or display: (did you mean "display:"?)`},
		{"not led red", "not led rde", `f:35:19: unknown colour "rde"; expected off, blue, green or red (did you mean "red"?)`},
		{"visit portal", "visit wall-display", `f:36:12: the application "wall-display" is of type device; expected one of type spa, web, native`},
		{"prompt=none", "prompt=nun", `f:36:19: unknown value of prompt "nun"; expected none, login, consent or select_account (did you mean "none"?)`},
		{"acr_values=", "acr=", `f:36:31: unknown parameter "acr"; expected prompt, acr_values, audience, scope, max_age, response_type, response_mode, login_hint or session_transfer_token`},
		{"as bob", "for bob", `f:37:14: unexpected "for"; expected BROWSER: sign-in [as PERSON] [with passkey]`},
		{"line 4", "line four", `f:38:32: "four" is not a number; expected a whole number from 0 to 1000000`},
		{"pass otp", "pass", `f:39:11: unknown factor "remember"; expected otp, push-notification, sms, voice, webauthn-roaming, webauthn-platform, email, recovery-code or duo`},
		{"wait 6d23h", "wait 401d", `f:42:6: 401d is too long; expected at most 400d in one step`},
		{"wait 6d23h", "wait", `f:42:5: the duration is missing; expected wait DURATION`},
		{"expect tries", "expect try", `f:44:10: unknown expectation "try"; expected step, mfa, because, remember, page, cookie, screen, led, tries, status, answer, claim, log, console or remark`},
		{"expect tries", "expect ada: tries", `f:44:15: "tries" is about a display and "ada" is none; expected display`},
		{"a=b", "a;b", `f:45:27: "a;b" cannot be the value of a cookie; expected at most 255 printable characters without space, comma, semicolon, quote and backslash`},
		{"A title\n", "\n\n", "f:1:1: the title is missing; expected the first line to say what the scenario shows"},
	})
}

func TestRefreshTokenMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"type=device", "type=device refresh=rotate", `f:16:30: unknown rotation "rotate"; expected rotating or non-rotating`},
		{"type=device", "type=device refresh=rotating leeway=61s", `f:16:47: 61s is too long; expected at most 1m`},
		{"type=device", "type=device refresh=rotating leeway=soon", `f:16:47: "leeway=soon" is not a duration; expected one such as 0s, 3s or 1m`},
		{"type=device", "type=device grants=device_code,pasword", `f:16:30: unknown grant "pasword"; expected authorization_code, implicit, refresh_token, client_credentials, device_code, password, token_exchange or mfa (did you mean "password"?)`},
		{"type=device", "type=device refresh=rotating refresh-absolute=never", `f:16:47: tokens rotate and never expire; expected refresh=non-rotating or a duration`},
		{"type=device", "type=device\nuser-code charset=digits mask=****-****", `f:17:26: "****-****" is not a mask; expected 9 or more * with - or blanks between them, at most 20 characters in all`},
		{"type=device", "type=device\nrefresh-tokens ada app=wall-display count=201\napp w2 type=device", `f:17:37: "201" is not a count; expected 1 to 200`},
		{"type=device", "type=device\nrefresh-tokens ada app=wall-display\napp w2 type=device", `f:17:36: the application or the count is missing; expected refresh-tokens PERSON app=APP count=NUMBER`},
		{"type=device", "type=device\nrefresh-tokens adam app=wall-display count=2\napp w2 type=device", `f:17:16: unknown person "adam"; expected ada or bob (did you mean "ada"?)`},
		{"type=device", "type=device\nuser-code mask=********x", `f:17:11: "********x" is not a mask; expected 8 or more * with - or blanks between them, at most 20 characters in all`},
		{"type=device", "type=device leeway=3s", `f:16:30: a leeway is given, but tokens do not rotate; expected refresh=rotating as well`},
		{"type=device", "type=device refresh-idle=0s", `f:16:30: "refresh-idle=0s" is not a duration; expected one such as 90s, 5m, 36h, 8d or 6d23h`},
		{"type=device", "type=device refresh-idle=2d refresh-absolute=1d", `f:16:30: refresh tokens may be idle for 2d and live for 1d; expected the former to be no longer`},
		{"type=device", "type=device refresh-absolute=400d", `f:16:30: 400d is too long; expected at most 365d6h`},
	})
}

// mistake is an edit of small, and what is said about it.
type mistake struct{ old, new, want string }

func checkMistakes(t *testing.T, tests []mistake) {
	t.Helper()
	for _, test := range tests {
		if !strings.Contains(small, test.old) {
			t.Fatalf("%q does not occur", test.old)
		}
		text := strings.Replace(small, test.old, test.new, 1)
		if test.old == "A title\n" {
			text = small[strings.Index(small, "-- tenant"):]
		}
		_, err := Parse("f", text)
		if err == nil {
			t.Errorf("%q is taken for good, want %s", test.new, test.want)
			continue
		}
		if !slices.Contains(strings.Split(err.Error(), "\n"), test.want) {
			t.Errorf("%q gives\n%v, want\n%s", test.new, err, test.want)
		}
	}
}

func TestEveryMistakeIsReportedInOrder(t *testing.T) {
	text := strings.NewReplacer("policy always", "policy alwais", "wait 6d23h", "wait é 6", "factors=otp", "factors=x").Replace(small)
	_, err := Parse("f", text)
	var list Errors
	if !errors.As(err, &list) || len(list) != 3 {
		t.Fatalf("got %v, want three mistakes", err)
	}
	for i, line := range []int{10, 13, 42} {
		if list[i].Line != line {
			t.Errorf("mistake %d is at line %d, want %d", i, list[i].Line, line)
		}
	}
	var single *Error
	if !errors.As(err, &single) || single.Line != 10 {
		t.Errorf("the first mistake is %v", single)
	}
}

func TestManyMistakesAreCutOff(t *testing.T) {
	_, err := Parse("f", "T\n-- tenant --\n"+strings.Repeat("x\n", 60_000))
	var list Errors
	if !errors.As(err, &list) || len(list) != maxErrors+1 {
		t.Fatalf("got %d mistakes, want %d", len(list), maxErrors+1)
	}
	if last := list[maxErrors].Msg; !strings.HasPrefix(last, "59902 more mistakes follow") {
		t.Errorf("the last message is %q", last)
	}
}

func TestLimits(t *testing.T) {
	head := "T\n-- tenant --\nstart 2026-11-02T08:00:00Z\nperson ada email=ada@example.com\nbrowser ada person=ada\n"
	tests := []struct{ name, text, want string }{
		{"size", strings.Repeat("x", MaxText+1), "has 262145 bytes; expected at most 262144"},
		{"utf-8", "T\nab\xff", "f:2:3: the text is not UTF-8; expected"},
		{"steps", head + "-- steps --\n" + strings.Repeat("wait 1s\n", MaxSteps+5), "too many steps; expected at most 10000"},
		{"waits", head + "-- steps --\n" + strings.Repeat("wait 400d\n", 92), "f:98:6: the waits so far add up to more than 36500d"},
		{"rules", head + strings.Repeat("rule r\n", 21) + "-- steps --\n", "the rule \"r\" is there twice"},
		{"browsers", head + "browser b person=ada\nbrowser c person=ada\nbrowser d person=ada\nbrowser e person=ada\n" +
			"browser f person=ada\nbrowser g person=ada\nbrowser h person=ada\nbrowser i person=ada\n-- steps --\n",
			"f:13:1: there is one browser too many; expected at most 8"},
		{"name", head + "person " + strings.Repeat("a", 41) + " email=a@b.example\n-- steps --\n", "is not a name; expected at most 40"},
		{"control", head + "-- steps --\nada: \x01\n", "f:7:6: there is a control character (0x01); expected text"},
	}
	for _, test := range tests {
		_, err := Parse("f", test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %.300v, want %q", test.name, err, test.want)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "5m": 5 * time.Minute, "36h": 36 * time.Hour, "8d": 8 * day, "6d23h": 167 * time.Hour, "1d2h3m4s": day + 2*time.Hour + 3*time.Minute + 4*time.Second, "0s": 0,
	} {
		if got, ok := ParseDuration(text); !ok || got != want {
			t.Errorf("%s is %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "d", "1", "1w", "-1d", "1h1d", "1d1d", "1.5h", " 1d", "36501d", "99999999999d", "+1d"} {
		if got, ok := ParseDuration(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
	for d := time.Second; d < 500*day; d = d*3 + 7*time.Second {
		if got, ok := ParseDuration(FormatDuration(d)); !ok || got != d {
			t.Errorf("%v is written %s and read %v", d, FormatDuration(d), got)
		}
	}
}

func TestApplicationTypes(t *testing.T) {
	for _, kind := range tenant.AppTypes {
		s := mustParse(t, "s", strings.Replace(small, "app portal", "app other type="+kind+" grants=password,mfa\napp portal", 1))
		if got := s.Setup.Tenant.Apps[0]; string(got.Type) != kind || strings.Join(got.Grants, " ") != "password mfa" {
			t.Errorf("%s is read as %+v", kind, got)
		}
	}
}

func TestRefreshTokenSettings(t *testing.T) {
	given := "type=device refresh=rotating leeway=3s refresh-idle=30d refresh-absolute=365d"
	s := mustParse(t, "s", strings.Replace(small, "type=device", given, 1))
	want := tenant.RefreshPolicy{Rotating: true, Leeway: 3 * time.Second, Idle: 30 * day, Absolute: 365 * day}
	if got := s.Setup.Tenant.Apps[1].Refresh; got != want {
		t.Errorf("%s is read as %+v, expected %+v", given, got, want)
	}
	plain := mustParse(t, "s", strings.Replace(small, "type=device", "type=device refresh=non-rotating", 1))
	if got := plain.Setup.Tenant.Apps[1].Refresh; got != (tenant.RefreshPolicy{}) {
		t.Errorf("non-rotating is read as %+v", got)
	}
}
