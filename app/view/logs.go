package view

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// logsShown bounds the log entries that are drawn, the latest ones.
const logsShown = 80

// logTitles are the titles of the kinds of entries.
var logTitles = map[play.LogKind]string{
	play.LogAll: "All", play.LogTenant: "Tenant log", play.LogConsole: "Console", play.LogFailures: "Failures",
}

// logs shows the tenant's log and what scripts wrote to their console.
func logs(m play.Model, f engine.Frame, send Send) app.UI {
	if len(f.Logs) == 0 && len(f.Console) == 0 {
		return empty("Nothing was logged", "Neither the tenant nor a script wrote anything in this step. Write console.log(...) in a rule or an action to see values here.")
	}
	entries, lines := f.Logs, f.Console
	switch m.Logs {
	case play.LogTenant:
		lines = nil
	case play.LogConsole:
		entries = nil
	case play.LogFailures:
		entries = chosen(entries, func(l tenant.Log) bool { return levelOf(l.Code) != "info" })
		lines = chosen(lines, func(l script.Line) bool { return l.Level == "error" || l.Level == "warn" })
	}
	return el("div.logs",
		el("div.chips[role=group][aria-label=Which entries]", each(play.LogKinds, func(_ int, k play.LogKind) markup {
			return button(send, play.SelectLogs{Kind: k}, class("chip"), attr("aria-pressed", m.Logs == k), logTitles[k])
		})),
		when(len(entries)+len(lines) == 0, el("p.hint[role=status]", "No entry of this kind in this step.")),
		tenantLog(entries), console(lines, send))
}

// chosen are the elements of a list that fit.
func chosen[T any](list []T, fits func(T) bool) []T {
	var some []T
	for _, v := range list {
		if fits(v) {
			some = append(some, v)
		}
	}
	return some
}

// tenantLog is the log of the tenant with its type codes (facts 12).
func tenantLog(list []tenant.Log) any {
	if len(list) == 0 {
		return nil
	}
	shown := list[max(0, len(list)-logsShown):]
	return section("Tenant log",
		when(len(shown) < len(list), el("p.hint", fmt.Sprintf("The latest %d of %d entries.", len(shown), len(list)))),
		el("ul.log", each(shown, func(_ int, l tenant.Log) app.UI {
			return el("li", attr("data-level", levelOf(l.Code)),
				timeOf(l.At, shortInstant(l.At)),
				el("code.log-code", term("span", "log", l.Code)),
				el("div", el("p.log-name", l.Name),
					when(l.Description != "", el("p", l.Description)),
					el("p.dim", strings.TrimSpace(l.App+" "+l.Person))))
		})))
}

// levelOf tells failures by their code: they begin with f, successes with s.
func levelOf(code string) string {
	switch {
	case strings.HasPrefix(code, "f"), code == "gd_auth_failed", code == "gd_auth_rejected", code == "gd_recovery_failed",
		code == "gd_otp_rate_limit_exceed", code == "actions_execution_failed":
		return "error"
	case code == "w", code == "mfar":
		return "warning"
	}
	return "info"
}

// console is what scripts logged.
func console(list []script.Line, send Send) any {
	if len(list) == 0 {
		return nil
	}
	shown := list[max(0, len(list)-logsShown):]
	return section("Console of the scripts",
		when(len(shown) < len(list), el("p.hint", fmt.Sprintf("The latest %d of %d lines.", len(shown), len(list)))),
		el("ul.log.console", each(shown, func(_ int, l script.Line) app.UI {
			return el("li", attr("data-level", l.Level),
				button(send, play.SelectScript{Kind: l.Kind, Name: l.Script, Line: l.Line}, class("chip"),
					attr("title", "Show the line in the editor"),
					icon("code"), still("span", fmt.Sprintf("%s:%d", l.Script, l.Line))),
				when(l.Level != "log" && l.Level != "", span("log-level", l.Level)),
				el("code", l.Text))
		})))
}
