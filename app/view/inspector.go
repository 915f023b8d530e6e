package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
)

// inspectorPanel shows the inside of the selected step.
func inspectorPanel(m play.Model, send Send) app.UI {
	f, _ := m.Frame()
	jar := 0
	for _, b := range f.Browsers {
		jar += len(withoutTwins(b.Jar))
	}
	counts := map[play.InspectorTab]int{
		play.TabRequests: len(f.Exchanges) + f.Omitted,
		play.TabCookies:  jar,
		play.TabTokens:   len(f.Tokens),
		play.TabLogs:     len(f.Logs) + len(f.Console),
	}
	titles := map[play.InspectorTab]string{
		play.TabWhy: "Why", play.TabRequests: "Requests", play.TabCookies: "Cookies",
		play.TabTokens: "Tokens", play.TabLogs: "Logs", play.TabGrid: "Grid", play.TabSearch: "Search",
	}
	var tabs []tab
	for _, t := range play.InspectorTabs {
		tabs = append(tabs, tab{string(t), titles[t], counts[t], m.Inspector == t, play.SelectInspectorTab{Tab: t}})
	}
	return panel(play.PanelInspector, "Inspector", span("host", stepTitle(m)),
		tabList("Parts of the step", tabs, play.InspectorTabKey{}, send),
		inspectorTab(m, f, send))
}

// stepTitle names the selected step.
func stepTitle(m play.Model) string {
	if m.At >= len(m.Lines()) {
		return ""
	}
	return fmt.Sprintf("step %d: %s", m.At+1, m.Lines()[m.At].Text)
}

// inspectorTab draws the selected tab only.
func inspectorTab(m play.Model, f engine.Frame, send Send) app.UI {
	name := string(m.Inspector)
	switch m.Inspector {
	case play.TabRequests:
		return tabPanel(name, requests(m, f, send))
	case play.TabCookies:
		return tabPanel(name, cookies(m, f, send))
	case play.TabTokens:
		return tabPanel(name, tokens(m, send))
	case play.TabSearch:
		return tabPanel(name, search(m, send))
	case play.TabLogs:
		return tabPanel(name, logs(m, f, send))
	case play.TabGrid:
		return tabPanel(name, gridTab(m, send))
	}
	return tabPanel(name, why(m, f, send))
}
