package lesson

import (
	"context"
	"fmt"
	"strings"
	"time"

	"mfaplayground/engine/grid"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// trick is a way to make a solution fit only what is on the screen: where the
// condition does not hold, the code that the lesson begins with runs.
type trick struct{ name, rule, action string }

// onlyTheseApps is the trick that can come to the same as the solution: where that
// is about one application by name, as the goal says.
const onlyTheseApps = "only for the applications of the story"

// tricks returns the solution made to fit the lesson's own person, applications
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
		{onlyTheseApps, namesOf(s, "app") + ".includes(context.clientID)", namesOf(s, "app") + ".includes(event.client.client_id)"},
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

// namesOf writes all names of a kind of line as a list in JavaScript.
func namesOf(s *scenario.Scenario, keyword string) string {
	var names []string
	for _, line := range s.TenantLines() {
		if line.Keyword == keyword {
			names = append(names, "'"+line.Name+"'")
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
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

// alike tells whether two versions of a scenario treat an application of nobody's
// alike: whatever its protocol, with a session or without, remembered or not.
func alike(ctx context.Context, a, b *scenario.Scenario, sandbox script.Sandbox) (bool, error) {
	const another = "another"
	var ends [2][]grid.Outcome
	for i, s := range []*scenario.Scenario{a, b} {
		s, err := s.WithLine("app", another, scenario.Attribute{Key: "type", Value: string(tenant.AppSPA)})
		if err != nil {
			return false, err
		}
		g := grid.Of(s)
		var cases []grid.Case
		for _, dims := range [][2]grid.Dim{{grid.Protocol, grid.Session}, {grid.Protocol, grid.Remembered}, {grid.Session, grid.CookieAge}} {
			for _, c := range g.Table(dims[0], dims[1]).Cases {
				cases = append(cases, c.With(grid.Application, another))
			}
		}
		if ends[i], err = grid.NewRunner(sandbox).Evaluate(ctx, g, cases, nil); err != nil {
			return false, err
		}
	}
	return len(grid.Differ(ends[0], ends[1])) == 0, nil
}
