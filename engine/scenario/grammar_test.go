package scenario

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mfaplayground/engine"
)

// Random lines are drawn from the syntax that the tables of the format show,
// so that a new verb is tried without a word about it here.

// placeholders fill in what stands in capitals. VALUE and its like depend on
// the word before them; a line that does not parse is drawn again.
var placeholders = map[string]*rapid.Generator[string]{
	"BROWSER": anyOf("ada", "ada", "bob", "ada/private"),
	"DISPLAY": anyOf("display"),
	"APP":     anyOf("portal", "wall"),
	"PERSON":  anyOf("ada", "bob"),
	"COOKIE":  anyOf("auth0", "auth0-mf", "did", "auth0_compat", "auth0-mf_compat"),
	"VALUE":   anyOf("x", "true", "3", "portal", "10m"),
	"VALUES":  anyOf(`"http://schemas.openid.net/pape/policies/2007/06/multi-factor"`, "other"),
	"TEXT":    anyOf("text"),
	"N":       anyOf("1", "2", "3"),
	"NUMBER":  anyOf("1", "60", "3600"),

	"DURATION": someWaits,
	"NAME":     anyOf("portal", "ada", "mfa", "display"),
	"KEY":      anyOf("key"),
	"FACTOR":   anyOf("otp", "sms", "email", "push-notification", "recovery-code"),
	"PATH":     anyOf("oauth/token", "mfa/challenge", "mfa/associate", "mfa/authenticators", "userinfo", "api/v2/users/$sub"),
	"PHONE":    anyOf("+15550001234"),
	"ADDRESS":  anyOf("new@example.com"),
	"SCOPES":   anyOf(`"openid profile offline_access"`, "openid", `""`),
	"SECONDS":  anyOf("0", "3600", "x"),
	"TYPES":    anyOf("code", "id_token", `"id_token token"`, `"code id_token"`, "token", "other"),
	"TOKEN":    anyOf("$mobile.access_token", "x"),
	"AUDIENCE": anyOf("https://api.quotes.example", "https://tenant.example/mfa/"),
}

// drawLine draws a line out of its syntax: a|b is a choice, [...] may be left
// out, capitals are filled in. It returns the empty string where it does not
// know how.
func drawLine(t *rapid.T, syntax string) string {
	var line strings.Builder
	for rest := syntax; rest != ""; {
		if rest[0] == '[' {
			inner, after, _ := strings.Cut(rest[1:], "]")
			rest = strings.TrimPrefix(after, " ")
			if rapid.Bool().Draw(t, inner) {
				line.WriteString(drawLine(t, strings.TrimSuffix(inner, " ...")) + " ")
			}
			continue
		}
		word, after, _ := strings.Cut(rest, " ")
		rest = after
		text, ok := drawWord(t, word)
		if !ok {
			return ""
		}
		line.WriteString(text + " ")
	}
	return strings.TrimSpace(line.String())
}

// drawWord draws one word, such as prompt=none|login or BROWSER:.
func drawWord(t *rapid.T, word string) (string, bool) {
	word, colon := strings.CutSuffix(word, ":")
	key, value, isAttribute := strings.Cut(word, "=")
	if !isAttribute {
		key, value = "", word
	} else {
		key += "="
	}
	text := anyOf(strings.Split(value, "|")...).Draw(t, word)
	if strings.ToUpper(text) == text && strings.ToLower(text) != text {
		generator, ok := placeholders[strings.Trim(text, `".`)]
		if !ok {
			return text, false
		}
		text = generator.Draw(t, text)
	}
	if colon {
		text += ":"
	}
	return key + text, true
}

// drawStep draws a step of any verb that a scenario can take. Some words only
// go together with others, so it tries a few times.
func drawStep(t *rapid.T, s *Scenario) string {
	for range 10 {
		v := rapid.SampledFrom(verbs).Draw(t, "verb")
		line := drawLine(t, rapid.SampledFrom(v.syntax).Draw(t, "form"))
		if _, err := s.stepText(line); line != "" && err == nil {
			return line
		}
	}
	return "wait 1s"
}

// TestEveryVerbIsDrawn checks that random scenarios know each form of each verb.
func TestEveryVerbIsDrawn(t *testing.T) {
	for _, v := range verbs {
		for _, syntax := range v.syntax {
			drawn := false
			rapid.Check(t, func(rt *rapid.T) {
				s := mustParse(t, "random", drawTenant(rt)+"-- steps --\n")
				text := drawLine(rt, syntax)
				if _, err := s.stepText(text); text != "" && err == nil {
					drawn = true
				}
			})
			if !drawn {
				t.Errorf("no random step came out of %q; if it has a new word in capitals, add that to placeholders", syntax)
			}
		}
	}
}

// A step that asks for what is not there is skipped, whatever it is.
func TestEveryVerbOnNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.NewReplacer("rule mfa\n", "rule mfa off\n", "action mfa\n", "action mfa off\n").Replace(drawTenant(t))
		s, err := Parse("random", text+"-- steps --\n")
		if err != nil {
			t.Fatal(err)
		}
		var steps strings.Builder
		for range 3 {
			steps.WriteString(drawStep(t, s) + "\n")
		}
		t.Log(steps.String())
		if s, err = Parse("random", text+"-- steps --\n"+steps.String()); err != nil {
			t.Fatal(err)
		}
		if _, err := engine.Replay(t.Context(), s.Setup, s.Steps(), nil); err != nil {
			t.Fatal(err)
		}
	})
}
