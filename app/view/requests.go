package view

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/wire"
)

// requests is the table of exchanges with the details of the selected one, laid
// out as in a browser's network panel.
func requests(m play.Model, f engine.Frame, send Send) app.UI {
	rows := m.Rows()
	return el("div.requests",
		requestTools(m, send),
		requestTable(m, rows, send),
		when(len(rows) == 0, noRequests(m, f)),
		details(m, send))
}

// requestTools are the filters, and what is listed.
func requestTools(m play.Model, send Send) app.UI {
	list := m.Requests
	actors := m.Actors()
	return el("div.request-tools[role=group][aria-label=Which requests]",
		el("span.filter",
			void("input[type=text][id=request-filter][aria-label=Filter requests][placeholder=Filter][spellcheck=false][autocomplete=off]",
				attr("title", "Words in the method, address, status or Set-Cookie; a minus sign leaves out"),
				attr("value", list.Text), on("input", play.FilterRequests{}, send)),
			when(list.Text != "", button(send, play.ClearFilter{}, class("square"), attr("aria-label", "Clear the filter"), icon("close")))),
		el("span.chips",
			button(send, play.ListAll{On: !list.All}, class("chip"), attr("aria-pressed", list.All),
				attr("title", "List the requests of every step, not only of the selected one"), "Whole scenario"),
			button(send, play.ListSingle{On: !list.Single}, class("chip"), attr("aria-pressed", !list.Single),
				attr("title", "Equal requests in a row share one line"), "Group equal")),
		when(len(actors) > 1 || list.Actor != "", el("span.chips[role=group][aria-label=Sent by]",
			button(send, play.FilterActor{}, class("chip"), attr("aria-pressed", list.Actor == ""), "All"),
			each(actors, func(_ int, name string) markup {
				return button(send, play.FilterActor{Name: name}, class("chip"), attr("aria-pressed", list.Actor == name), name)
			}))))
}

// noRequests says why the table is empty.
func noRequests(m play.Model, f engine.Frame) app.UI {
	switch {
	case len(f.Exchanges) > 0 || m.Requests.All && (m.Requests.Text != "" || m.Requests.Actor != ""):
		return empty("No request matches", "Clear the filter, or list the whole scenario.")
	case m.Requests.All:
		return empty("No requests", "Nothing was sent in any step yet. Visit an application on the stage, or switch the display on.")
	}
	return empty("No requests", `Nothing was sent in this step. "Whole scenario" lists those of all steps.`)
}

// requestTable is the table. Only the rows in sight are drawn; empty ones make
// up for the height of the others. The table itself has the focus, so that it
// stays while rows come and go.
func requestTable(m play.Model, rows []play.Row, send Send) any {
	if len(rows) == 0 {
		return nil
	}
	t := table{m: m, selected: m.SelectedRow()}
	for _, row := range rows {
		x, _ := exchangeOf(m, row)
		t.cookies = t.cookies || len(x.Response.Header["Set-Cookie"]) > 0
	}
	head := el("thead", el("tr[aria-rowindex=1]",
		when(m.Requests.All, head("Step")), head("Method"), head("Host"), head("Path"), head("Status"),
		when(t.cookies, head("Set-Cookie")), head("Time")))
	return &scroller{From: m.Requests.From, Rows: len(rows), send: send, Draw: func(from int) app.UI {
		from, to := play.DrawnRows(from, len(rows))
		return el("div.table-scroll",
			el("table.request-table[role=grid][tabindex=0][data-keys=rows][aria-label=Requests]",
				attr("id", play.RequestTableID), attr("aria-rowcount", len(rows)+1),
				when(t.selected >= from && t.selected < to, attr("aria-activedescendant", play.SelectedRowID)),
				on("keydown", play.RowKey{}, send), on("click", play.PickRow{}, send),
				head,
				el("tbody",
					spacer(from),
					each(rows[from:to], func(i int, row play.Row) app.UI { return t.row(from+i, row) }),
					spacer(len(rows)-to))))
	}}
}

func head(name string) app.UI { return el("th[scope=col]", attr("data-col", name), name) }

// spacer is as high as some rows: its stylesheet makes one em the height of
// a row.
func spacer(rows int) any {
	if rows == 0 {
		return nil
	}
	return el("tr.spacer[aria-hidden=true]", el("td", svg("svg[width=1]", attr("height", fmt.Sprintf("%dem", rows)))))
}

// exchangeOf returns the exchange of a row.
func exchangeOf(m play.Model, row play.Row) (wire.Exchange, bool) {
	f, _ := m.FrameAt(row.Step)
	if row.Omitted > 0 || row.Index >= len(f.Exchanges) {
		return wire.Exchange{}, false
	}
	return f.Exchanges[row.Index], true
}

// table is what the rows of a table have in common.
type table struct {
	m        play.Model
	selected int
	cookies  bool // some answer sets one: else the column is left out
}

// columns is the number of columns.
func (t table) columns() int {
	n := 5
	if t.m.Requests.All {
		n++
	}
	if t.cookies {
		n++
	}
	return n
}

// row is one row: an exchange, or what was not kept.
func (t table) row(n int, row play.Row) app.UI {
	x, ok := exchangeOf(t.m, row)
	if !ok {
		return el("tr.omitted", attr("aria-rowindex", n+2), el("td", attr("colspan", t.columns()),
			fmt.Sprintf("Step %d: %s more, not kept", row.Step+1, plural(row.Omitted, "request"))))
	}
	host, path := hostPath(x.Request.URL)
	chosen := n == t.selected
	return el("tr", attr("aria-rowindex", n+2), when(chosen, attr("id", play.SelectedRowID)), when(chosen, attr("aria-selected", true)),
		when(row.Step == t.m.At && t.m.Requests.All, attr("data-here", "yes")),
		when(t.m.Requests.All, el("td.number", plain(row.Step+1))),
		el("td", x.Request.Method),
		el("td.dim", attr("title", host), host),
		el("td", attr("title", path),
			when(row.Hop, el("span.hop", "\u21b3", hiddenText("redirected to"))),
			path,
			when(row.Count > 1, span("times", fmt.Sprintf("\u00d7%d", row.Count)))),
		el("td", statusOf(x.Response.Status)),
		when(t.cookies, el("td.dim", cookieNames(x))),
		el("td.dim.number", t.when(x)))
}

// when is the time of an exchange: of day, or with the date where there are
// many days.
func (t table) when(x wire.Exchange) string {
	if t.m.Requests.All {
		return x.At.UTC().Format("2 Jan 15:04")
	}
	return clockOf(x.At)
}

// hostPath cuts host and path out of an address. Parsing each address of a long
// list would take longer than drawing it.
func hostPath(address string) (host, path string) {
	_, rest, _ := strings.Cut(address, "://")
	rest, _, _ = strings.Cut(rest, "?")
	i := strings.IndexByte(rest, '/')
	if i < 0 {
		return rest, "/"
	}
	return rest[:i], rest[i:]
}

// cookieNames are the names of the cookies that an answer sets, twins left out.
func cookieNames(x wire.Exchange) string {
	var names []string
	for _, line := range x.Response.Header["Set-Cookie"] {
		if name, _, _ := strings.Cut(line, "="); !strings.HasSuffix(name, wire.TwinSuffix) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// statusOf shows a status with a shape for its class.
func statusOf(status int) app.UI {
	kind := "ok"
	switch {
	case status >= 400:
		kind = "bad"
	case status >= 300:
		kind = "hop"
	}
	return el("span.status", attr("data-status", kind), attr("title", http.StatusText(status)), plain(status))
}
