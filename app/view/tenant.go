package view

import (
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// tenantPanel is what the tenant's owner sets.
func tenantPanel(m play.Model, send Send) app.UI {
	setup := m.Setup()
	tabs := []tab{
		{"rules", "Rules", enabledCount(setup.Tenant.Rules), m.Tenant == play.TabRules, play.SelectTenantTab{Tab: play.TabRules}},
		{"actions", "Actions", enabledCount(setup.Tenant.Actions), m.Tenant == play.TabActions, play.SelectTenantTab{Tab: play.TabActions}},
		{"settings", "Policy & sessions", 0, m.Tenant == play.TabSettings, play.SelectTenantTab{Tab: play.TabSettings}},
		{"apps", "Apps & people", 0, m.Tenant == play.TabApps, play.SelectTenantTab{Tab: play.TabApps}},
	}
	return panel(play.PanelTenant, "Tenant", span("host", setup.Tenant.Domain),
		tabList("Parts of the tenant", tabs, play.TenantTabKey{}, send),
		tenantTab(m, send))
}

// tenantTab draws the selected tab only: what is not seen costs nothing.
func tenantTab(m play.Model, send Send) app.UI {
	switch m.Tenant {
	case play.TabActions:
		return tabPanel("actions", scripts(m, script.Action, send))
	case play.TabSettings:
		return tabPanel("settings", settings(m, send))
	case play.TabApps:
		return tabPanel("apps", appsAndPeople(m, send))
	}
	return tabPanel("rules", scripts(m, script.Rule, send))
}

func enabledCount(list []tenant.Script) int {
	n := 0
	for _, s := range list {
		if s.Enabled {
			n++
		}
	}
	return n
}

// kindWords are the words for one kind of script.
type kindWords struct{ noun, label, use, none string }

var kinds = map[script.Kind]kindWords{
	script.Rule: {
		noun: "rule", label: "Rule code", use: "As a Rule",
		none: "This scenario has no rules. Rules reached their end of life on 18 November 2026; the other tab has their successors.",
	},
	script.Action: {
		noun: "action", label: "Action code", use: "As an Action",
		none: "This scenario has no actions.",
	},
}

// scripts is the tab of one kind of script: which ones there are, whether they
// run, and the code of the selected one.
func scripts(m play.Model, kind script.Kind, send Send) app.UI {
	words := kinds[kind]
	list := m.Setup().Tenant.Rules
	if kind == script.Action {
		list = m.Setup().Tenant.Actions
	}
	if len(list) == 0 {
		return el("div.code-tab", kindSwitch(m, send), scriptTools(m, kind, list, "", send), empty("No "+words.noun+"s", words.none))
	}
	current, _ := m.Current(kind)
	remarks := remarksFor(m, kind, current.Name)
	return el("div.code-tab",
		kindSwitch(m, send),
		el("ul.script-list", attr("aria-label", capital(words.noun)+"s in their order of execution"),
			each(list, func(_ int, s tenant.Script) app.UI {
				return scriptRow(kind, s, s.Name == current.Name, fate(m, kind, s.Name), send)
			})),
		scriptTools(m, kind, list, current.Name, send),
		editor(m, kind, current, remarks, send),
		el("ul.remarks[aria-label=Remarks on the code]",
			each(remarks, func(_ int, r remark) app.UI {
				return el("li", attr("data-level", r.Severity), icon("failed"),
					span("where", fmt.Sprintf("line %d", r.Line)), el("span", r.Text))
			})),
		scriptSettings(m, kind, current.Name, send))
}

// scriptTools adds scripts, and orders, renames and removes the selected one.
func scriptTools(m play.Model, kind script.Kind, list []tenant.Script, name string, send Send) app.UI {
	noun := kinds[kind].noun
	adding, renaming := "add-"+string(kind), "rename-"+string(kind)
	at := slices.IndexFunc(list, func(s tenant.Script) bool { return s.Name == name })
	tool := func(msg play.Msg, ico, label string, off bool) markup {
		return button(send, msg, class("icon-button"), attr("aria-label", label), attr("title", label), toggle{"disabled", off}, icon(ico))
	}
	open := func(id string) bool { return slices.Contains(m.Toggled, id) }
	row := []any{button(send, play.ToggleGroup{ID: adding}, class("quiet"), attr("aria-expanded", open(adding)),
		icon("plus"), still("span", "Add "+articled(noun)))}
	if at >= 0 {
		row = append(row, still("span.movers",
			tool(play.MoveScript{Kind: kind, Name: name, By: -1}, "up", "Run "+name+" earlier", at == 0),
			tool(play.MoveScript{Kind: kind, Name: name, By: 1}, "down", "Run "+name+" later", at == len(list)-1),
			button(send, play.ToggleGroup{ID: renaming}, class("icon-button"), attr("aria-label", "Rename "+name),
				attr("title", "Rename "+name), attr("aria-expanded", open(renaming)), icon("pencil")),
			tool(play.RemoveScript{Kind: kind, Name: name}, "trash", "Delete "+name, false)))
	}
	id := play.NameID(kind)
	return el("div.script-tools", el("div.script-bar", row...),
		when(open(adding), el("script-templates", attr("kind", string(kind)), on("edit", play.AddScript{Kind: kind}, send))),
		when(open(renaming) && at >= 0, el("div.row.row-add", el("label", attr("for", id), "New name"),
			input(m, id, name, "", "", play.RenameScript{Kind: kind, Name: name}, send))),
		fault(m, id), fault(m, adding))
}

func articled(noun string) string {
	if noun == "action" {
		return "an action"
	}
	return "a " + noun
}

// scriptSettings is what code can read beside its arguments: the configuration
// that all rules share, or the secrets of an action.
func scriptSettings(m play.Model, kind script.Kind, name string, send Send) app.UI {
	f, prefix, title, fact := form{m, send, "configuration", ""}, "", "Configuration of the rules", "1.7"
	text := "Key-value settings that every rule sees as configuration."
	if kind == script.Action {
		f, prefix, title, fact = form{m, send, "action", name}, "secret.", "Secrets of "+name, "2.11"
		text = "Key-value settings that this action sees as event.secrets."
	}
	n := len(m.Scenario.Attributes(f.keyword, f.name, prefix))
	summary := "none"
	if n > 0 {
		summary = plain(n)
	}
	return el("div.script-settings", group(m, send, "settings-"+string(kind), title, summary, func() []any {
		return []any{purpose(m, text, fact), f.pairs("them", prefix, "KEY=value")}
	}))
}

// kindSwitch plays the story with rules or with actions, one click apart.
func kindSwitch(m play.Model, send Send) any {
	tenantConfig := m.Setup().Tenant
	if len(tenantConfig.Rules) == 0 || len(tenantConfig.Actions) == 0 {
		return nil
	}
	return still("div.segmented[role=group][aria-label=Play the story]",
		each([]script.Kind{script.Rule, script.Action}, func(_ int, k script.Kind) markup {
			return button(send, play.UseKind{Kind: k}, attr("aria-pressed", m.Kind() == k), kinds[k].use)
		}))
}

// scriptRow is one script: its switch, its name, what became of it.
func scriptRow(kind script.Kind, s tenant.Script, selected bool, fate string, send Send) app.UI {
	return el("li.script-row", when(selected, attr("data-selected", "yes")),
		el("label.switch",
			void("input[type=checkbox][role=switch]", toggle{"checked", s.Enabled},
				attr("aria-label", fmt.Sprintf("%s %q is on", capital(kinds[kind].noun), s.Name)),
				on("change", play.SwitchScript{Kind: kind, Name: s.Name}, send)),
			span("track", "")),
		button(send, play.SelectScript{Kind: kind, Name: s.Name}, class("script-name"),
			attr("aria-pressed", selected), icon("code"), still("span", s.Name)),
		span("fate", fate))
}

// fate tells what became of a script in the selected step.
func fate(m play.Model, kind script.Kind, name string) string {
	f, ok := m.Frame()
	if !ok {
		return ""
	}
	runs, last := 0, ""
	for _, d := range f.Decisions {
		for _, r := range d.Runs {
			if r.Kind == kind && r.Script == name && r.Outcome != "not-reached" {
				runs++
				last = r.Outcome
			}
		}
	}
	switch {
	case runs == 0:
		return "did not run in this step"
	case last == "stopped":
		return "ran here and stopped the sign-in"
	case runs > 1:
		return fmt.Sprintf("ran here %d times", runs)
	}
	return "ran here"
}
