package play

import (
	"slices"
	"strconv"
	"strings"
)

// Part names a tab of the details of an exchange.
type Part string

// The parts of an exchange, in their order, as a browser's network panel has
// them.
const (
	PartAuto     Part = "" // whichever tells most: nobody has chosen one
	PartHeaders  Part = "headers"
	PartPayload  Part = "payload"
	PartResponse Part = "response"
	PartCookies  Part = "cookies"
	PartTokens   Part = "tokens"
)

// LogKind says which entries the Logs tab lists.
type LogKind string

// The kinds of log entries.
const (
	LogAll      LogKind = ""
	LogTenant   LogKind = "tenant"
	LogConsole  LogKind = "console"
	LogFailures LogKind = "failures"
)

// LogKinds lists the kinds in their order.
var LogKinds = []LogKind{LogAll, LogTenant, LogConsole, LogFailures}

// Messages about what the Inspector shows.
type (
	// SelectExchange opens the details of an exchange of step At, and a part of
	// them if it is named; the index -1 closes them.
	SelectExchange struct {
		At, Index int
		Part      Part
	}
	// PickRow opens the exchange of a row of the table.
	PickRow struct{ Row int }
	// RowKey is a key pressed in the table of requests.
	RowKey struct{ Key string }
	// ScrollRows tells which row is drawn first.
	ScrollRows struct{ From int }
	// FilterRequests lists only the requests that have a text.
	FilterRequests struct{ Text string }
	// ClearFilter lists them whatever text they have.
	ClearFilter struct{}
	// FilterActor lists only the requests of one browser or display; the empty
	// name all.
	FilterActor struct{ Name string }
	// ListAll lists the requests of every step, or of the selected one.
	ListAll struct{ On bool }
	// ListSingle gives each request a row of its own, or equal ones in a row
	// one.
	ListSingle struct{ On bool }
	// SelectPart opens a tab of the details.
	SelectPart struct{ Part Part }
	// PartKey is a key pressed in the tabs of the details.
	PartKey struct{ Key string }
	// CopyCurl copies the selected exchange as a cURL command.
	CopyCurl struct{}
	// SelectCookie opens the jar and marks a cookie in it.
	SelectCookie struct{ Browser, Name string }
	// SelectLogs lists log entries of one kind.
	SelectLogs struct{ Kind LogKind }
	// OpenToken takes a token apart in the Tokens tab, or closes it again.
	OpenToken struct{ Text string }
	// OpenSettings shows a field of the tenant's settings, in its group.
	OpenSettings struct{ Group, Field string }
)

func (SelectExchange) msg() {}
func (PickRow) msg()        {}
func (RowKey) msg()         {}
func (ScrollRows) msg()     {}
func (FilterRequests) msg() {}
func (ClearFilter) msg()    {}
func (FilterActor) msg()    {}
func (ListAll) msg()        {}
func (ListSingle) msg()     {}
func (SelectPart) msg()     {}
func (PartKey) msg()        {}
func (CopyCurl) msg()       {}
func (SelectCookie) msg()   {}
func (SelectLogs) msg()     {}
func (OpenToken) msg()      {}
func (OpenSettings) msg()   {}

// Fill implements [Filler]: the number of the row that was clicked, as ARIA
// counts it, or nothing. The head is row 1.
func (PickRow) Fill(value string) Msg {
	row, err := strconv.Atoi(value)
	if err != nil || row < 2 {
		return nil
	}
	return PickRow{Row: row - 2}
}

// Fill implements [Filler]: the name of the key.
func (RowKey) Fill(value string) Msg { return RowKey{Key: value} }

// Fill implements [Filler]: the text of the filter.
func (FilterRequests) Fill(value string) Msg { return FilterRequests{Text: value} }

// Fill implements [Filler]: the name of the key.
func (PartKey) Fill(value string) Msg { return PartKey{Key: value} }

// inspect answers the messages about what the Inspector shows.
func (m Model) inspect(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case SelectExchange:
		if msg.Part != PartAuto {
			m.Requests.Part = msg.Part
		}
		return m.openExchange(msg.At, msg.Index)
	case PickRow:
		return m.openRow(msg.Row)
	case RowKey:
		return m.rowKey(msg.Key)
	case ScrollRows:
		m.Requests.From = msg.From
		return m, nil
	case FilterRequests:
		m.Requests.Text = msg.Text
	case ClearFilter:
		m.Requests.Text = ""
		return m, []Cmd{SetAddress{Place: m.Place()}, Focus{ID: RequestFilterID}}
	case FilterActor:
		m.Requests.Actor = msg.Name
	case ListAll:
		m.Requests.All = msg.On
		return m.shownRow()
	case ListSingle:
		m.Requests.Single = msg.On
		return m.shownRow()
	case SelectPart:
		m.Requests.Part = msg.Part
	case PartKey:
		return m.partKey(msg.Key)
	case CopyCurl:
		if _, ok := m.Selected(); ok {
			return m.export(FormRequest, true)
		}
		return m, nil
	case SelectCookie:
		m.Inspector, m.Cookie = TabCookies, CookieID(msg.Browser, msg.Name)
		return m, []Cmd{SetAddress{Place: m.Place()}, Focus{ID: m.Cookie}}
	case SelectLogs:
		m.Logs = msg.Kind
		return m, nil
	case OpenToken:
		if m.Token == msg.Text {
			msg.Text = ""
		}
		m.Token = msg.Text
		return m, nil
	case OpenSettings:
		m.Tenant, m.Panel = TabSettings, PanelTenant
		m = m.show().unfold(msg.Group)
		return m, []Cmd{SetAddress{Place: m.Place()}, Focus{ID: msg.Field}, Reveal{ID: msg.Field}}
	}
	return m, []Cmd{SetAddress{Place: m.Place()}}
}

// partKey moves along the tabs of the details.
func (m Model) partKey(key string) (Model, []Cmd) {
	x, _ := m.Selected()
	parts := Parts(x)
	at, ok := moved(key, slices.Index(parts, m.OpenPart(x)), len(parts))
	if !ok {
		return m, nil
	}
	m.Requests.Part = parts[at]
	return m, []Cmd{SetAddress{Place: m.Place()}, Focus{ID: TabID(PartName(parts[at]))}}
}

// PartName is the name of a part among all the tabs of the page.
func PartName(p Part) string { return "part-" + string(p) }

// CookieID is the id of the row of a cookie.
func CookieID(browser, name string) string {
	clean := func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}
	return "cookie-" + strings.Map(clean, browser+"-"+name)
}
