package scenario

import (
	"reflect"
	"strings"
	"testing"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// described is a tenant with all that scripts can read about people, places
// and settings.
const described = `T
-- tenant --
start 2026-11-02T08:00:00Z
customize-mfa on
configuration GROUP=admins EMPTY=""
person ada email=ada@example.com username=al name="Ada L." nickname=A given_name=Ada family_name=L picture=https://p.example/a phone_number=+441 phone_verified=true email_verified=false roles=admin,editor app_metadata.level=3 app_metadata.tag=x user_metadata.use_mfa=true
action mfa secret.KEY="a b"
browser ada person=ada ip=198.51.100.7 asn=64500 language=de geoip.countryCode=DE geoip.latitude=52.5
-- actions/mfa.js --
x
-- steps --
`

func TestParseReadsPeopleAndPlaces(t *testing.T) {
	s := mustParse(t, "described", described)
	config := s.Setup.Tenant
	profile := script.User{
		Username: "al", Name: "Ada L.", Nickname: "A", GivenName: "Ada", FamilyName: "L", Picture: "https://p.example/a",
		PhoneNumber: "+441", PhoneVerified: true, Roles: []string{"admin", "editor"},
		AppMetadata:  map[string]any{"level": 3.0, "tag": "x"},
		UserMetadata: map[string]any{"use_mfa": true},
	}
	if got := config.People[0].Profile; !reflect.DeepEqual(got, profile) {
		t.Errorf("the profile is\n%+v, want\n%+v", got, profile)
	}
	if want := map[string]string{"GROUP": "admins", "EMPTY": ""}; !config.CustomizeMFA || !reflect.DeepEqual(config.Program().Configuration, want) {
		t.Errorf("customize-mfa is %v, the settings are %v", config.CustomizeMFA, config.Configuration)
	}
	if got := config.Program().Actions[0].Secrets["KEY"]; got != "a b" {
		t.Errorf("the secret is %q", got)
	}
	peer := tenant.Peer{IP: "198.51.100.7", ASN: "64500", Language: "de", GeoIP: map[string]any{"countryCode": "DE", "latitude": 52.5}}
	if got := s.Setup.Browsers[0].Peer; !reflect.DeepEqual(got, peer) {
		t.Errorf("the browser is at %+v, want %+v", got, peer)
	}
}

func TestMistakesAboutPeopleAndPlaces(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"customize-mfa on", "customize-mfa yes", `f:4:15: unknown position "yes"; expected on or off`},
		{`configuration GROUP=admins EMPTY=""`, "configuration", `f:5:14: a setting is missing; expected configuration KEY=VALUE ...`},
		{`EMPTY=""`, "GROUP=x", `f:5:28: the attribute "GROUP" is there twice; expected it once`},
		{"email_verified=false", "email_verified=no", `f:6:166: unknown answer "no"; expected true or false`},
		{"username=al", `username=""`, `f:6:34: the text of "username" has 0 bytes; expected 1 to 255`},
		{"ip=198.51.100.7", "ip=home", `f:8:24: "home" is not an IP address; expected one such as 203.0.113.7`},
		{"geoip.countryCode=DE", "geoip.land=DE", `f:8:62: unknown attribute "geoip.land"; `},
		{`secret.KEY="a b"`, `key=x`, `f:7:12: unknown attribute "key"; expected file or secret.`},
	} {
		_, err := Parse("f", strings.Replace(described, test.old, test.new, 1))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q gives\n%v, want\n%s", test.new, err, test.want)
		}
	}
}
