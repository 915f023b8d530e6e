package view

import (
	"regexp"
	"strings"
	"testing"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/display"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// stories lists every panel in its states.
func stories(t *testing.T) []scene {
	m := base(t)
	bad, _ := play.Update(m, play.Open{Fragment: "s=hello"})
	list := []scene{
		{"nothing happened", m, []string{"Nobody asked", "A sample &lt;story&gt;"[:8], "not affiliated", "What is guessed"}, nil},
		{"a bad link", bad, []string{"This link cannot be opened", "Copy scenario as text"}, nil},
		{"nothing played", withoutFrames(m), []string{"Nothing on the stage yet"}, nil},
		{"skipped", with(m, engine.Frame{Skipped: "no prompt is open"}), []string{"This step was skipped", "no prompt is open", ">skipped<"}, nil},
	}
	list = append(list, stageStories(m)...)
	list = append(list, inspectorStories(t, m)...)
	return append(list, tenantStories(m)...)
}

func withoutFrames(m play.Model) play.Model { m.Result = scenario.Result{}; return m }

func inspectorStories(t *testing.T, m play.Model) []scene {
	var list []scene
	for outcome, headline := range headlines {
		f := engine.Frame{Decisions: []tenant.Decision{decided(outcome)}}
		list = append(list, scene{"why " + string(outcome), with(m, f),
			[]string{headline, `Rule &#34;mfa&#34;, line 2`, "sets it &lt;here&gt;", "facts 1.6", `data-mark="` + string(outcome) + `"`}, []string{"Nobody asked"}})
	}
	many := with(m, engine.Frame{Decisions: []tenant.Decision{decided(tenant.Refused), decided(tenant.Refused), decided(tenant.Refused)}})
	twice := decided(tenant.Asked)
	twice.Question = tenant.Question{Rule: &script.Directive{Place: script.Place{Kind: script.Rule, Script: "mfa", Line: 2}, Provider: "any"}}
	twice.RememberOffered = true
	list = append(list, scene{"what would have changed it", with(m, engine.Frame{Decisions: []tenant.Decision{twice}}),
		[]string{"What would have changed it", "If no rule had set context.multifactor.", "MFA not asked", "MFA asked, without a tick box", "If this browser had been remembered."}, nil})
	checked := m
	checked.Result.Checks = []scenario.Check{{Line: 0, Expect: scenario.Expectation{Text: "asked"}, Got: "not asked"}}
	table := inspect(with(m, exchanges(100)), play.TabRequests)
	table.Exchange = 99
	payload, cookies := table, table
	payload.Requests.Part, cookies.Requests.Part = play.PartPayload, play.PartCookies
	hop := inspect(with(m, redirect()), play.TabRequests)
	hop.Exchange = 0
	return append(list,
		scene{"why, many times", many, []string{"3 times from"}, nil},
		scene{"a check that fails", checked, []string{"Expected of this step", "but: not asked"}, nil},
		scene{"no requests", inspect(m, play.TabRequests), []string{"No requests"}, nil},
		scene{"many requests", table, []string{"\u00d7100", "100 of 100", "mfa_required", "auth0-mf", "Copy as cURL"}, []string{"grant_type"}},
		scene{"a payload", payload, []string{"grant_type", "refresh_token", `data-term="parameter grant_type"`}, nil},
		scene{"the cookies of a request", cookies, []string{"None was sent.", "ends with the browser", "host only"}, nil},
		scene{"a redirect", hop, []string{"Redirects to", "https://portal.example/callback", `data-status="hop"`}, nil},
		scene{"no cookies", inspect(m, play.TabCookies), []string{"No cookies"}, nil},
		scene{"cookies", inspect(with(m, jar()), play.TabCookies),
			[]string{"6 d left of 7 d", "25 d left of 30 d", "Delete cookie auth0-mf", "Value of auth0-mf", "A person changed this value", "Expires / Max-Age"}, nil},
		scene{"the grid", inspect(m, play.TabGrid), []string{"Rows", "Age of auth0-mf", "Compare with", "Computing the grid", "Rule with Action"}, nil},
		scene{"no tokens", inspect(m, play.TabTokens), []string{"No tokens yet"}, nil},
		scene{"tokens", inspect(with(m, minted()), play.TabTokens),
			[]string{"Access token", "ID token", "Refresh token", "expires in 1 d", "Step 1"}, []string{"Signature"}},
		scene{"an access token", takenApart(inspect(with(m, minted()), play.TabTokens), func(t tenant.Issued) string { return t.AccessToken }),
			[]string{"Signature verified", "Valid for another 1 d", "auth0|ada", "in 1 d", `data-term="claim exp"`}, nil},
		scene{"an altered ID token", takenApart(inspect(with(m, minted()), play.TabTokens), func(t tenant.Issued) string { return t.IDToken }),
			[]string{"The signature is not the tenant"}, []string{"Signature verified"}},
		scene{"a refresh token", takenApart(inspect(with(m, minted()), play.TabTokens), func(t tenant.Issued) string { return t.RefreshToken }),
			[]string{"v1.opaque", "Opaque: a reference"}, []string{"Signature"}},
		scene{"no logs", inspect(m, play.TabLogs), []string{"Nothing was logged"}, nil},
		scene{"logs", inspect(with(m, logged()), play.TabLogs), []string{"fertft", "mfa:3", "&lt;b&gt;careful"}, []string{"<b>careful"}})
}

func tenantStories(m play.Model) []scene {
	noted := with(m, engine.Frame{Diagnostics: []script.Diagnostic{
		{Place: script.Place{Kind: script.Rule, Script: "mfa", Line: 2, Column: 3}, Text: `unknown member "x"`}}})
	ran := with(m, engine.Frame{Decisions: []tenant.Decision{decided(tenant.NotAsked)}})
	return []scene{
		{"a rule", m, []string{`aria-label="Rule code"`, "&lt;script&gt;", "did not run in this step", "As an Action"}, []string{`aria-label="Action code"`}},
		{"a rule that ran", ran, []string{">ran here<", `highlight="2"`}, nil},
		{"a remark", noted, []string{"line 2", "unknown member"}, nil},
		{"an action", tenantTabOf(m, play.TabActions), []string{`aria-label="Action code"`, "onExecutePostLogin"}, nil},
		{"settings", tenantTabOf(m, play.TabSettings), []string{"Idle session lifetime", "7 days", "30 days", "no setting for it"}, nil},
		{"apps", tenantTabOf(m, play.TabApps), []string{"kind=e-paper", ">otp<", "naive firmware"}, []string{"Client metadata"}},
		{"an application", unfolded(m, play.TabApps, "app-wall", "api", "person-ada", "browser-ada", "display-display"),
			[]string{"Client metadata", `value="e-paper"`, "Rotation overlap period", "at most 30d", `value="ada@example.com"`, "Third-party cookies", "Careful"}, nil},
		{"all settings", unfolded(m, play.TabSettings, "factors", "risk", "guard", "tenant", "profile", "assumptions"),
			[]string{"Offer sms earlier", "ImpossibleTravel", "Breached Password Detection", "2026-rules", "Does auth0-mf remember one person?"}, nil},
		{"a template", unfolded(m, play.TabRules, "add-rule", "rename-rule", "settings-rule"), []string{"<script-templates", "New name", "KEY=value"}, nil},
		{"a refusal", refusing(m), []string{`aria-invalid="&#116;rue"`, `value="soon"`, "expected one such as"}, nil},
	}
}

// unfolded is a tab of the Tenant panel with groups that were toggled.
func unfolded(m play.Model, tab play.TenantTab, groups ...string) play.Model {
	m = tenantTabOf(m, tab)
	for _, id := range groups {
		m, _ = play.Update(m, play.ToggleGroup{ID: id})
	}
	return m
}

func refusing(m play.Model) play.Model {
	m, _ = play.Update(tenantTabOf(m, play.TabSettings), play.SetValue{At: scenario.Spot{Keyword: "session", Key: "idle"}, Value: "soon"})
	return m
}

func TestStories(t *testing.T) {
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			page := drawn(s.model)
			for _, want := range s.want {
				if !strings.Contains(page, want) {
					t.Errorf("%q is not on the page", want)
				}
			}
			for _, wrong := range s.wrong {
				if strings.Contains(page, wrong) {
					t.Errorf("%q is on the page", wrong)
				}
			}
			checkMarkup(t, page)
		})
	}
}

var (
	banned   = regexp.MustCompile(`\s(style|on[a-z]+)=`)
	ids      = regexp.MustCompile(`\sid="([^"]*)"`)
	controls = regexp.MustCompile(`aria-controls="([^"]*)"|aria-labelledby="([^"]*)"|aria-describedby="([^"]*)"|\sfor="([^"]*)"`)
	goQuoted = regexp.MustCompile(`="[^"]*\\[^"]*"`)
)

// checkMarkup holds what is true of every page in every state.
func checkMarkup(t *testing.T, page string) {
	t.Helper()
	if found := banned.FindString(page); found != "" {
		t.Errorf("the page has a%s attribute; its policy refuses that", found)
	}
	if found := goQuoted.FindString(page); found != "" {
		t.Errorf("the attribute %s was quoted as a Go string", found)
	}
	seen := map[string]bool{}
	for _, match := range ids.FindAllStringSubmatch(page, -1) {
		if seen[match[1]] {
			t.Errorf("two elements have the id %q", match[1])
		}
		seen[match[1]] = true
	}
	for _, match := range controls.FindAllStringSubmatch(page, -1) {
		for _, target := range strings.Fields(strings.Join(match[1:], "")) {
			if !seen[target] {
				t.Errorf("%s names no element", match[0])
			}
		}
	}
	for _, name := range []string{"Tenant", "Stage", "Inspector", "Time"} {
		if n := len(regexp.MustCompile(`<section[^>]*aria-label="`+name+`"`).FindAllString(page, -1)); n != 1 {
			t.Errorf("%d regions are named %q; expected 1", n, name)
		}
	}
	if regexp.MustCompile(`\saria-[a-z]+(\s|>)`).MatchString(page) {
		t.Error("an ARIA state has lost its value")
	}
}

func TestDisplayScreenIsLive(t *testing.T) {
	page := drawn(with(base(t), shelf(display.PhaseWorking, display.LEDGreen, 0, "Begin.")))
	screen := regexp.MustCompile(`<div[^>]*aria-label="Display screen"[^>]*>`).FindString(page)
	if !strings.Contains(screen, `aria-live="polite"`) || !strings.Contains(screen, `role="status"`) {
		t.Fatalf("the screen is %q; expected a live region", screen)
	}
}

func TestTheRememberBoxShowsTheModel(t *testing.T) {
	box := regexp.MustCompile(`<input[^>]*>\s*<span>` + rememberLabel)
	m := with(base(t), mfaPage(true))
	if strings.Contains(box.FindString(drawn(m)), "checked") {
		t.Fatal("the box is ticked though the step does not remember")
	}
	m, _ = play.Update(m, play.SetRemember{Browser: "ada", On: true})
	if found := box.FindString(drawn(m)); !strings.Contains(found, "checked") {
		t.Fatalf("the box is %q; expected a tick", found)
	}
}

func TestTheDifferenceBar(t *testing.T) {
	m := replayed(t, base(t))
	m, _ = play.Update(m, play.SetPolicy{Policy: tenant.PolicyAlways})
	m = replayed(t, m)
	page := drawn(m)
	if !strings.Contains(page, "now end") || !strings.Contains(page, "Undo") {
		t.Fatal("nothing is said about the steps that changed")
	}
	checkMarkup(t, page)
	m, _ = play.Update(m, play.OpenBeside{At: m.Changes[0].At})
	page = drawn(m)
	for _, want := range []string{"Before and after", headlines[tenant.NotAsked], headlines[tenant.Asked], "Keep as baseline"} {
		if !strings.Contains(page, want) {
			t.Errorf("the opened step lacks %q", want)
		}
	}
	checkMarkup(t, page)
	m, _ = play.Update(m, play.Pin{})
	if page = drawn(m); !strings.Contains(page, "as in the baseline") || !strings.Contains(page, "Let the baseline go") {
		t.Error("a pinned baseline is not told")
	}
}

func TestCrashedOffersTheScenario(t *testing.T) {
	page := appHTML(Crashed("index <out> of range", base(t)))
	if !strings.Contains(page, "index &lt;out&gt; of range") || !strings.Contains(page, "-- steps --") {
		t.Fatal("the page after a fault does not offer the scenario")
	}
}
