package scenario

import (
	"regexp"
	"strings"
	"testing"

	"mfaplayground/engine"
)

// confusions are the lessons about what people confuse: by the numbers of
// section 10 of the fact sheet, the spare ones included.
var confusions = map[string]string{
	"1": "thirty-days-last-a-week", "2": "the-rule-that-un-remembers", "3": "the-display-that-stopped",
	"4": "policy-instead-of-a-rule", "5": "remember-me-and-my-mobile-app", "6": "reload-logs-me-out",
	"7": "login-required-or-mfa-required", "8": "once-per-session-and-refresh", "9": "second-app-asks-again",
	"10": "bypass-on-prompt-none", "11": "rule-default-and-action-default", "12": "turning-remembering-off",
	"13": "lost-laptop", "14": "email-is-never-remembered", "15": "later-action-sees-nothing",
	"16": "amr-vanishes-on-refresh", "17": "step-up-by-scope", "18": "step-up-by-acr-values",
	"19": "password-grant-asks-every-time", "20": "denied-for-ever", "21": "the-hanging-rule",
	"22": "type-error-looks-like-mfa", "23": "closed-browser-forgets", "24": "refresh-token-replay",
	"25": "double-mfa-with-a-company-account", "26": "mfa-token-is-expired", "27": "passkey-and-mfa",
	"28": "native-app-to-web", "29": "adaptive-asks-remembered-browsers", "30": "third-party-cookies-blocked",
	"31": "logout-keeps-the-device", "32": "another-person-same-browser", "33": "device-polls-too-fast",
	"34": "device-code-expired", "35": "shortened-sessions",
}

// Every confusion that the fact sheet lists has a lesson of its own, and so has
// the second founding story; the first one is the confusion number 3.
func TestEveryConfusionHasALesson(t *testing.T) {
	_, section, found := strings.Cut(engine.FactSheet, "\n## 10. ")
	section, _, ends := strings.Cut(section, "\n## 11. ")
	if !found || !ends {
		t.Fatal("the fact sheet has no section 10")
	}
	numbers := regexp.MustCompile(`(?m)^(\d+)\. \*\*|[ :](\d+)\. \*\*`).FindAllStringSubmatch(section, -1)
	if len(numbers) != len(confusions) || len(confusions) != 35 {
		t.Errorf("the fact sheet lists %d confusions, %d are known here; expected 25 and 10 spare ones", len(numbers), len(confusions))
	}
	lessons := map[string]bool{}
	for _, l := range Lessons() {
		lessons[l.Slug] = true
	}
	if !lessons["remember-this-device"] {
		t.Error("the second founding story has no lesson")
	}
	told := map[string]bool{"remember-this-device": true}
	for _, n := range numbers {
		slug := confusions[n[1]+n[2]]
		if !lessons[slug] || told[slug] {
			t.Errorf("the confusion %s has no lesson of its own: %q", n[1]+n[2], slug)
		}
		told[slug] = true
	}
}
