package lesson

import (
	"fmt"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// trick is a way to make a solution fit only what is on the screen: where the
// condition does not hold, the code that the lesson begins with runs.
type trick struct{ name, rule, action string }

// tricks returns the solution made to fit the lesson's own person, application
// and time; and everything switched off, or everybody asked each time.
func tricks(s *scenario.Scenario, fix Fix) []Fix {
	list := []Fix{
		{Name: "everything switched off", Row: fix.Row, Set: append(offLines(s), Line{Text: "policy never"})},
		{Name: "everybody asked each time", Row: fix.Row, Code: everybody(s), Set: []Line{{Text: "policy always"}}},
	}
	if len(fix.Code) == 0 {
		return list
	}
	day := s.Setup.Start.Add(length(s) + 24*time.Hour).UTC().Format("2006-01-02")
	conditions := []trick{
		{"only for " + firstOf(s, "person"),
			fmt.Sprintf("user.nickname === '%s'", firstOf(s, "person")),
			fmt.Sprintf("event.user.nickname === '%s'", firstOf(s, "person"))},
		{"only for the days of the story", fmt.Sprintf("Date.now() < Date.parse('%s')", day), fmt.Sprintf("Date.now() < Date.parse('%s')", day)},
	}
	for _, c := range conditions {
		limited := fix
		limited.Name, limited.Code = c.name, nil
		for _, code := range fix.Code {
			limited.Code = append(limited.Code, c.limit(code, startOf(s, code)))
		}
		list = append(list, limited)
	}
	return list
}

// limit makes code that runs where the condition holds, and other code elsewhere.
func (c trick) limit(code Code, otherwise string) Code {
	if code.Kind == script.Rule {
		code.Text = fmt.Sprintf("function limited(user, context, callback) {\n  const then = (%s\n);\n  const otherwise = (%s\n);\n"+
			"  return (%s ? then : otherwise)(user, context, callback);\n}", code.Text, otherwise, c.rule)
		return code
	}
	var text strings.Builder
	fmt.Fprintf(&text, "const then = {}, otherwise = {};\n(function (exports) {\n%s\n})(then);\n(function (exports) {\n%s\n})(otherwise);\n", code.Text, otherwise)
	for _, name := range []string{"onExecutePostLogin", "onContinuePostLogin"} {
		fmt.Fprintf(&text, "exports.%s = async (event, api) => (%s ? then : otherwise).%s?.(event, api);\n", name, c.action, name)
	}
	code.Text = text.String()
	return code
}

// startOf returns the code that the lesson begins with in a script's place.
func startOf(s *scenario.Scenario, code Code) string {
	list := s.Setup.Tenant.Rules
	if code.Kind == script.Action {
		list = s.Setup.Tenant.Actions
	}
	for _, have := range list {
		if have.Name == code.Name && have.Enabled {
			return have.Code
		}
	}
	if code.Kind == script.Action {
		return "exports.onExecutePostLogin = async () => {};"
	}
	return "function nothing(user, context, callback) { callback(null, user, context); }"
}

// firstOf returns the first name of a kind of line in the tenant file.
func firstOf(s *scenario.Scenario, keyword string) string {
	for _, line := range s.TenantLines() {
		if line.Keyword == keyword {
			return line.Name
		}
	}
	return ""
}

// offLines switches every script off.
func offLines(s *scenario.Scenario) []Line {
	var lines []Line
	for _, kind := range []script.Kind{script.Rule, script.Action} {
		for _, name := range scripts(s, kind) {
			lines = append(lines, Line{Text: string(kind) + " " + name + " off"})
		}
	}
	return lines
}

// everybody is an action that asks everybody, whatever happens.
func everybody(s *scenario.Scenario) []Code {
	name := firstOf(s, string(script.Action))
	if name == "" {
		name = "everybody"
	}
	return []Code{{script.Action, name, "exports.onExecutePostLogin = async (event, api) => {\n  api.multifactor.enable('any', { allowRememberBrowser: false });\n};"}}
}
