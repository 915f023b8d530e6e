package play

import (
	"slices"
	"strconv"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/wire"
)

// RequestList says which exchanges the Inspector lists, and what it shows of
// the selected one.
type RequestList struct {
	All    bool   // those of every step, not only of the selected one
	Single bool   // each has a row of its own; else equal ones that follow each other share one
	Text   string // only those that have these words
	Actor  string // only those of this browser or display; empty: of all
	From   int    // the first row that is drawn
	Part   Part   // of the details; see [Model.OpenPart]

	rows   []Row    // as listed for key
	actors []string // who sent any of them, filters aside
	key    rowsKey
}

// Row is one row of the table of requests: one exchange, or equal ones that
// follow each other, of which it stands for the last.
type Row struct {
	Step, Index int
	Count       int  // how many exchanges share it
	Hop         bool // a redirect led here
	Omitted     int  // not an exchange: so many more of this step were not kept
}

// First is the index of the first exchange that shares the row.
func (r Row) First() int { return r.Index - r.Count + 1 }

// has tells whether an exchange shares the row.
func (r Row) has(step, index int) bool {
	return r.Omitted == 0 && r.Step == step && r.First() <= index && index <= r.Index
}

// rowsKey is all that rows depend on: with an equal key they are not listed
// again. A table of thousands is scrolled without looking at each of them.
type rowsKey struct {
	frames *engine.Frame
	count  int
	at     int // -1: every step
	single bool
	text   string
	actor  string
}

func (m Model) rowsKey() rowsKey {
	k := rowsKey{count: len(m.Result.Frames), at: m.At, single: m.Requests.Single, text: m.Requests.Text, actor: m.Requests.Actor}
	if k.count > 0 {
		k.frames = &m.Result.Frames[0]
	}
	if m.Requests.All {
		k.at = -1
	}
	return k
}

// Rows lists the rows of the table of requests.
func (m Model) Rows() []Row { return m.listed().Requests.rows }

// listed returns the model with its rows up to date.
func (m Model) listed() Model {
	key := m.rowsKey()
	if key == m.Requests.key {
		return m
	}
	words := strings.Fields(strings.ToLower(m.Requests.Text))
	first, last := m.At, m.At
	if m.Requests.All {
		first, last = 0, len(m.Result.Frames)-1
	}
	var rows []Row
	var actors []string
	for _, b := range m.Setup().Browsers {
		actors = append(actors, b.Name)
	}
	for _, d := range m.Setup().Displays {
		actors = append(actors, d.Name)
	}
	for step := first; step <= last; step++ {
		f, _ := m.FrameAt(step)
		rows = m.Requests.list(rows, step, f, words)
		for _, x := range f.Exchanges {
			if !slices.Contains(actors, x.From) {
				actors = append(actors, x.From)
			}
		}
	}
	m.Requests.rows, m.Requests.actors, m.Requests.key = rows, actors, key
	return m
}

// list adds the rows of one step.
func (l RequestList) list(rows []Row, step int, f engine.Frame, words []string) []Row {
	begin := len(rows)
	for i, x := range f.Exchanges {
		if l.Actor != "" && x.From != l.Actor || !matches(x, words) {
			continue
		}
		row := Row{Step: step, Index: i, Count: 1, Hop: i > 0 && leads(f.Exchanges[i-1], x)}
		if n := len(rows) - 1; !l.Single && n >= begin && rows[n].Index == i-1 && equal(f.Exchanges[i-1], x) {
			row.Count, row.Hop = rows[n].Count+1, rows[n].Hop
			rows[n] = row
			continue
		}
		rows = append(rows, row)
	}
	if f.Omitted > 0 && l.Actor == "" && len(words) == 0 {
		rows = append(rows, Row{Step: step, Omitted: f.Omitted})
	}
	return rows
}

// leads tells whether the answer to one request sent the browser to the next.
func leads(x, next wire.Exchange) bool {
	location := x.Response.Location()
	return location != "" && x.From == next.From && strings.HasSuffix(next.Request.URL, strings.TrimSpace(location))
}

// equal tells whether two exchanges look the same in the table.
func equal(a, b wire.Exchange) bool {
	return a.From == b.From && a.Request.Method == b.Request.Method && a.Request.URL == b.Request.URL &&
		a.Response.Status == b.Response.Status && len(a.Response.Header["Set-Cookie"]) == len(b.Response.Header["Set-Cookie"])
}

// matches tells whether an exchange has all the words, and none that begins
// with a minus sign, as the filter of a network panel reads them.
func matches(x wire.Exchange, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join(append([]string{
		x.From, x.To, x.Request.Method, x.Request.URL, strconv.Itoa(x.Response.Status),
	}, x.Response.Header["Set-Cookie"]...), " "))
	for _, word := range words {
		wanted := word[0] != '-' || len(word) == 1
		if !wanted {
			word = word[1:]
		}
		if strings.Contains(text, word) != wanted {
			return false
		}
	}
	return true
}

// Actors lists who may have sent requests: the browsers and displays of the
// scenario, then the private windows of the listed steps.
func (m Model) Actors() []string { return m.listed().Requests.actors }

// The window of rows that is drawn. It moves by chunks, so that not each turn
// of the wheel draws rows: a chunk above, and enough below for the tallest
// table.
const (
	rowChunk   = 12
	windowRows = 5 * rowChunk
)

// ScrolledTo is the first row to draw when a table of n rows is scrolled by a
// fraction of its height.
func ScrolledTo(fraction float64, n int) int {
	return firstDrawn(int(fraction * float64(n+1))) // and the head of the table
}

// firstDrawn is the first row to draw when the given one is the topmost seen.
func firstDrawn(top int) int { return max(0, top/rowChunk-1) * rowChunk }

// DrawnRows returns which of n rows to draw: from, up to but not including to.
func DrawnRows(from, n int) (first, end int) {
	first = min(from, firstDrawn(n))
	return first, min(n, first+windowRows)
}

// SelectedRow returns the number of the row of the selected exchange, or -1.
func (m Model) SelectedRow() int {
	for i, row := range m.Rows() {
		if row.has(m.At, m.Exchange) {
			return i
		}
	}
	return -1
}

// Selected returns the selected exchange.
func (m Model) Selected() (wire.Exchange, bool) {
	f, _ := m.Frame()
	if m.Exchange < 0 || m.Exchange >= len(f.Exchanges) {
		return wire.Exchange{}, false
	}
	return f.Exchanges[m.Exchange], true
}

// Ids of the filter, of the table and of the row of the selected exchange.
const (
	RequestFilterID = "request-filter"
	RequestTableID  = "requests"
	SelectedRowID   = "selected-request"
)

// openExchange opens an exchange, of another step by going there.
func (m Model) openExchange(at, index int) (Model, []Cmd) {
	var cmds []Cmd
	if at != m.At {
		m, cmds = m.goTo(at)
	}
	m.Exchange, m.Chosen = index, true
	if m.Inspector != TabRequests { // what was clicked goes with its tab
		cmds = append(cmds, Focus{ID: RequestTableID})
	}
	m.Inspector, m.Panel = TabRequests, PanelInspector
	next, more := m.shownRow()
	return next, append(cmds, more...)
}

// openRow opens the exchange of a row.
func (m Model) openRow(n int) (Model, []Cmd) {
	rows := m.Rows()
	if n < 0 || n >= len(rows) || rows[n].Omitted > 0 {
		return m, nil
	}
	return m.openExchange(rows[n].Step, rows[n].Index)
}

// openedTab begins a tab that was just opened at its top.
func (m Model) openedTab() (Model, []Cmd) {
	m.Requests.From, m.Cookie = 0, ""
	return m.shownRow()
}

// shownRow has the row of the selected exchange drawn, and brought into view.
func (m Model) shownRow() (Model, []Cmd) {
	cmds := []Cmd{SetAddress{Place: m.Place()}}
	if m.Inspector != TabRequests {
		return m, cmds
	}
	m = m.listed()
	n := m.SelectedRow()
	if n < 0 {
		return m, cmds
	}
	if from, to := DrawnRows(m.Requests.From, len(m.Requests.rows)); n < from || n >= to {
		m.Requests.From = firstDrawn(n)
	}
	return m, append(cmds, Reveal{ID: SelectedRowID})
}

// pageRows is how many rows the keys PageUp and PageDown move.
const pageRows = 10

// rowKey moves the selection: up and down by rows, left and right among the
// equal exchanges of one.
func (m Model) rowKey(key string) (Model, []Cmd) {
	rows, n := m.Rows(), m.SelectedRow()
	next, step := n, 1
	switch key {
	case "Escape":
		return m.openExchange(m.At, -1)
	case "ArrowLeft", "ArrowRight":
		by := 1
		if key == "ArrowLeft" {
			by = -1
		}
		if n >= 0 && rows[n].has(m.At, m.Exchange+by) {
			return m.openExchange(m.At, m.Exchange+by)
		}
		return m, nil
	case "ArrowUp":
		next, step = n-1, -1
	case "ArrowDown":
		next = n + 1
	case "PageUp":
		next, step = n-pageRows, -1
	case "PageDown":
		next = n + pageRows
	case "Home":
		next = 0
	case "End":
		next, step = len(rows)-1, -1
	default:
		return m, nil
	}
	next = clamp(next, len(rows))
	if next < len(rows) && rows[next].Omitted > 0 { // two of these never follow each other
		next += step
		if next == len(rows) {
			next -= 2
		}
	}
	return m.openRow(next)
}
