package view

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/wire"
)

// requestsShown bounds the rows of the table, so that a year of retries stays
// as quick to draw as a sign-in.
const requestsShown = 60

// requests is the table of exchanges with the details of the selected one.
func requests(m play.Model, f engine.Frame, send Send) app.UI {
	if len(f.Exchanges) == 0 {
		return empty("No requests", "Nothing was sent in this step.")
	}
	from := firstShown(len(f.Exchanges), m.Exchange)
	shown := f.Exchanges[from:min(len(f.Exchanges), from+requestsShown)]
	cookies := slices.ContainsFunc(shown, func(x wire.Exchange) bool { return len(x.Response.SetCookies()) > 0 })
	return el("div.requests",
		el("div.table-scroll",
			el("table.request-table",
				el("thead", el("tr", heads("Method", "Host", "Path", "Status"),
					when(cookies, el("th[scope=col]", "Set-Cookie")), heads("Time"))),
				el("tbody", each(shown, func(i int, x wire.Exchange) app.UI {
					return requestRow(x, from+i, from+i == m.Exchange, cookies, send)
				})))),
		when(len(f.Exchanges)+f.Omitted > len(shown), el("p.hint",
			fmt.Sprintf("%d to %d of %d requests of this step.", from+1, from+len(shown), len(f.Exchanges)+f.Omitted))),
		details(m, f))
}

// firstShown is where the window of rows begins: the selected row is in it.
func firstShown(all, selected int) int {
	if all <= requestsShown || selected < requestsShown {
		return 0
	}
	return min(selected-requestsShown/2, all-requestsShown)
}

func heads(names ...string) []app.UI {
	return each(names, func(_ int, name string) app.UI {
		return el("th[scope=col]", attr("data-col", name), name)
	})
}

// requestRow is one exchange. The column of cookies is left out where no answer
// sets any: the table has little room.
func requestRow(x wire.Exchange, index int, selected, cookies bool, send Send) app.UI {
	address := x.Request.Address()
	names := ""
	for _, c := range x.Response.SetCookies() {
		if names != "" {
			names += ", "
		}
		names += c.Name
	}
	return el("tr", when(selected, attr("data-selected", "yes")),
		el("td.mono", x.Request.Method),
		el("td.mono.dim", address.Host),
		el("td.mono.path-cell", button(send, play.SelectExchange{Index: index}, class("row-button"),
			attr("aria-expanded", selected), attr("title", x.Request.URL), address.Path)),
		el("td", statusOf(x.Response.Status)),
		when(cookies, el("td.mono.dim", names)),
		el("td.mono.dim", clockOf(x.At)))
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
