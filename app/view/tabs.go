package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// tab is one tab of a list of tabs.
type tab struct {
	name     string // of the tab, in ids
	title    string
	count    int // shown beside the title when above zero
	selected bool
	msg      play.Msg
}

// inspectorTabs is the list of tabs whose tabs have keys: 1, 2 and so on.
const inspectorTabs = "Parts of the step"

// tabList draws tabs as WAI-ARIA has them: one of them is in the tab order, the
// arrow keys select the others.
func tabList(label string, tabs []tab, key play.Msg, send Send) app.UI {
	return el("div.tabs[role=tablist]", attr("aria-label", label),
		attr("data-keys", "arrows"), on("keydown", key, send),
		each(tabs, func(i int, t tab) app.UI {
			index := -1
			if t.selected {
				index = 0
			}
			return el("button", click(t.msg, send), attr("role", "tab"), attr("id", play.TabID(t.name)),
				attr("aria-selected", t.selected), attr("tabindex", index),
				when(label == inspectorTabs, attr("aria-keyshortcuts", i+1)),
				when(t.selected, attr("aria-controls", "panel-"+t.name)),
				still("span", t.title), when(t.count > 0, count(t.count)))
		}))
}

// count is a number beside a title.
func count(n int) markup { return span("count", plain(n)) }

// tabPanel is the content of the selected tab.
func tabPanel(name string, parts ...any) app.UI {
	all := append([]any{class("tab-panel tab-panel-" + name), attr("role", "tabpanel"),
		attr("id", "panel-"+name), attr("aria-labelledby", play.TabID(name)), attr("tabindex", 0)}, parts...)
	return el("div", all...)
}
