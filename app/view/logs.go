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

// logs shows the tenant's log and what scripts wrote to their console.
func logs(f engine.Frame, send Send) app.UI {
	if len(f.Logs) == 0 && len(f.Console) == 0 {
		return empty("Nothing was logged", "Neither the tenant nor a script wrote anything in this step.")
	}
	return el("div.logs", tenantLog(f.Logs), console(f.Console, send))
}

// tenantLog is the log of the tenant with its type codes (facts 12).
func tenantLog(list []tenant.Log) any {
	if len(list) == 0 {
		return nil
	}
	shown := list[max(0, len(list)-logsShown):]
	return el("div.block", el("h3", "Tenant log"),
		when(len(shown) < len(list), el("p.hint", fmt.Sprintf("The latest %d of %d entries.", len(shown), len(list)))),
		el("ul.log", each(shown, func(_ int, l tenant.Log) app.UI {
			return el("li", attr("data-level", levelOf(l.Code)),
				timeOf(l.At, shortInstant(l.At)),
				el("code.log-code", l.Code),
				el("div", el("p.log-name", l.Name),
					when(l.Description != "", el("p", l.Description)),
					el("p.dim", strings.TrimSpace(l.App+" "+l.Person))))
		})))
}

// levelOf tells failures by their code: they begin with f, successes with s.
func levelOf(code string) string {
	switch {
	case strings.HasPrefix(code, "f"), code == "gd_auth_failed", code == "gd_auth_rejected":
		return "error"
	case code == "w":
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
	return el("div.block", el("h3", "Console of the scripts"),
		el("ul.log.console", each(shown, func(_ int, l script.Line) app.UI {
			return el("li", attr("data-level", l.Level),
				button(send, play.SelectScript{Kind: l.Kind, Name: l.Script}, class("chip"),
					icon("code"), el("span", fmt.Sprintf("%s:%d", l.Script, l.Line))),
				el("code", l.Text))
		})))
}
