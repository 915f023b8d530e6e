package play

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/wire"
)

// listing is a model with two frames: a sign-in with redirects and a display
// that tries 24 times, and then a display that does so far more often.
func listing(t *testing.T) Model {
	t.Helper()
	m := after(t)
	try := wire.Exchange{From: "display", To: "tenant", Request: wire.PostForm("https://tenant.example/oauth/token", nil),
		Response: wire.Response{Status: 403}}
	first := engine.Frame{Exchanges: []wire.Exchange{
		{From: "ada", To: "tenant", Request: wire.Get("https://tenant.example/authorize?client_id=portal"),
			Response: wire.Response{Status: 302, Header: map[string][]string{"Location": {"https://tenant.example/u/login"}, "Set-Cookie": {"did=1"}}}},
		{From: "ada", To: "tenant", Request: wire.Get("https://tenant.example/u/login"), Response: wire.Response{Status: 200}},
		{From: "ada", To: "portal", Request: wire.Get("https://portal.example/"), Response: wire.Response{Status: 200}, Decision: 1},
	}}
	for range 24 {
		first.Exchanges = append(first.Exchanges, try)
	}
	second := engine.Frame{Exchanges: slices.Repeat([]wire.Exchange{try}, 100), Omitted: 68}
	m.Result = scenario.Result{Frames: []engine.Frame{first, second}}
	m.At, m.Inspector = 0, TabRequests
	m = m.pickExchange()
	return m
}

// outline writes rows as step.index, with the number of exchanges and hops.
func outline(rows []Row) string {
	var parts []string
	for _, r := range rows {
		text := fmt.Sprintf("%d.%d", r.Step, r.Index)
		if r.Omitted > 0 {
			text = fmt.Sprintf("%d+%d", r.Step, r.Omitted)
		}
		if r.Count > 1 {
			text += fmt.Sprintf("x%d", r.Count)
		}
		if r.Hop {
			text += ">"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name string
		list RequestList
		want string
	}{
		{"the selected step, equal ones in one row", RequestList{}, "0.0 0.1> 0.2 0.26x24"},
		{"the whole scenario", RequestList{All: true}, "0.0 0.1> 0.2 0.26x24 1.99x100 1+68"},
		{"by text", RequestList{Text: "LOGIN"}, "0.1>"},
		{"by several words", RequestList{Text: "get 200"}, "0.1> 0.2"},
		{"without a word", RequestList{Text: "-display -302"}, "0.1> 0.2"},
		{"by status", RequestList{Text: "403"}, "0.26x24"},
		{"by cookie", RequestList{Text: "did="}, "0.0"},
		{"by actor", RequestList{Actor: "display"}, "0.26x24"},
		{"a text that nothing has", RequestList{Text: "nowhere"}, ""},
	} {
		m := listing(t)
		m.Requests = c.list
		if got := outline(m.Rows()); got != c.want {
			t.Errorf("%s: rows %s; expected %s", c.name, got, c.want)
		}
	}
	m := then(t, listing(t), ListSingle{On: true}, ListAll{On: true})
	if n := len(m.Rows()); n != 3+24+100+1 {
		t.Errorf("%d rows of single requests; expected 128", n)
	}
	if got := strings.Join(m.Actors(), " "); got != "ada display" {
		t.Errorf("actors %s", got)
	}
}

func TestRowsAreListedOnce(t *testing.T) {
	m := then(t, listing(t), ListAll{On: true})
	before := &m.Rows()[0]
	m = then(t, m, ScrollRows{From: 16})
	if &m.Rows()[0] != before {
		t.Fatal("scrolling listed the rows anew")
	}
	m = then(t, m, FilterRequests{Text: "login"})
	if len(m.Rows()) != 1 {
		t.Fatal("the filter did not list the rows anew")
	}
}

func TestKeysMoveInTheTable(t *testing.T) {
	m := then(t, listing(t), ListAll{On: true}, SelectExchange{At: 0, Index: 0})
	at := func(what string, step, index int) {
		t.Helper()
		if m.At != step || m.Exchange != index {
			t.Fatalf("%s: exchange %d.%d; expected %d.%d", what, m.At, m.Exchange, step, index)
		}
	}
	m = then(t, m, RowKey{Key: "ArrowDown"}, RowKey{Key: "ArrowDown"}, RowKey{Key: "ArrowDown"})
	at("down to the equal ones", 0, 26)
	m = then(t, m, RowKey{Key: "ArrowLeft"})
	at("left, one try before", 0, 25)
	m = then(t, m, RowKey{Key: "ArrowUp"})
	at("up", 0, 2)
	m = then(t, m, RowKey{Key: "End"})
	at("the end, past the row of what was not kept", 1, 99)
	m = then(t, m, RowKey{Key: "PageUp"})
	at("a page up", 0, 0)
	m, cmds := Update(m, RowKey{Key: "PageDown"})
	at("a page down travels", 1, 99)
	if reveal, ok := find[Reveal](cmds); !ok || reveal.ID != SelectedRowID {
		t.Fatalf("commands %v; expected the row to be brought into view", cmds)
	}
	m = then(t, m, RowKey{Key: "Escape"})
	if _, open := m.Selected(); open || m.SelectedRow() >= 0 {
		t.Fatal("Escape did not close the details")
	}
	m = then(t, m, RowKey{Key: "Home"})
	at("home", 0, 0)
}

func TestTheWindowFollowsTheSelection(t *testing.T) {
	m := then(t, listing(t), ListAll{On: true}, ListSingle{On: true}, RowKey{Key: "End"})
	from, to := DrawnRows(m.Requests.From, len(m.Rows()))
	if n := m.SelectedRow(); n < from || n >= to || to != len(m.Rows()) || from == 0 {
		t.Fatalf("rows %d to %d are drawn; expected the selected row %d among them", from, to, n)
	}
	if ScrolledTo(0.001, 2000) != 0 {
		t.Fatal("scrolling by a row moved the window")
	}
	if from := ScrolledTo(0.5, 2000); from >= 1000 || from < 1000-2*rowChunk {
		t.Fatalf("half way the window begins at %d; expected a chunk before the middle", from)
	}
	if from, to := DrawnRows(1500, 30); from != 12 || to != 30 {
		t.Fatalf("rows %d to %d of 30 are drawn after a filter; expected the last", from, to)
	}
}

func TestAReplayKeepsTheChosenRequest(t *testing.T) {
	m := after(t, SelectFrame{At: 1})
	f, _ := m.Frame()
	if len(f.Exchanges) < 2 {
		t.Fatalf("step 2 has %d requests; expected some to choose from", len(f.Exchanges))
	}
	picked := m.Exchange
	m = then(t, m, SelectExchange{At: 1, Index: 0}, SwitchScript{Kind: "rule", Name: "mfa"})
	if m.Exchange != 0 {
		t.Fatalf("after an edit exchange %d is open; expected the chosen one", m.Exchange)
	}
	m = then(t, m, SelectFrame{At: 0}, SelectFrame{At: 1})
	if m.Exchange != picked && m.Exchange == 0 {
		t.Fatal("travelling kept the choice of another visit")
	}
}

func TestTheAddressHoldsTheRequest(t *testing.T) {
	m := after(t, SelectExchange{At: 1, Index: 0}, SelectPart{Part: PartHeaders}, ListAll{On: true},
		FilterRequests{Text: "a & b"}, FilterActor{Name: "ada"})
	fragment, err := m.Place().Fragment()
	if err != nil {
		t.Fatal(err)
	}
	fresh := after(t, Open{Fragment: "#" + fragment})
	r := fresh.Requests
	if fresh.Exchange != 0 || fresh.At != 1 || r.Part != PartHeaders || !r.All || r.Text != "a & b" || r.Actor != "ada" {
		t.Fatalf("%s opened exchange %d.%d, %+v", fragment, fresh.At, fresh.Exchange, r)
	}
	closed := after(t, Open{Fragment: "#at=2&tab=requests&x=0"})
	if _, open := closed.Selected(); open {
		t.Fatal("x=0 opened a request")
	}
	for _, odd := range []string{"#at=2&tab=requests&x=99", "#at=2&tab=requests", "#at=2"} {
		if m := after(t, Open{Fragment: odd}); m.Problem != "" || m.Exchange < 0 {
			t.Errorf("%s: problem %q, exchange %d; expected the one that the step is about", odd, m.Problem, m.Exchange)
		}
	}
	if bad := after(t, Open{Fragment: "#at=2&x=soon"}); !strings.Contains(bad.Problem, "names no request") {
		t.Errorf("x=soon: %q", bad.Problem)
	}
}

func TestPartsOfAnExchange(t *testing.T) {
	m := after(t)
	for _, f := range m.Result.Frames {
		for _, x := range f.Exchanges {
			parts := Parts(x)
			if !slices.Contains(parts, m.OpenPart(x)) {
				t.Errorf("%s opens %q, which it does not have", x.Request.URL, m.OpenPart(x))
			}
		}
	}
	x := wire.Exchange{Request: wire.PostForm("https://tenant.example/oauth/token", map[string][]string{"refresh_token": {"v1.a"}}),
		Response: wire.Response{Status: 403, Body: `{"error":"mfa_required","mfa_token":"Fe26.2*1"}`}}
	want := []Carried{{"request", "refresh_token", "v1.a"}, {"response", "mfa_token", "Fe26.2*1"}}
	if found := Tokens(x); !slices.Equal(found, want) {
		t.Errorf("tokens %v; expected %v", found, want)
	}
	x = wire.Exchange{Request: wire.Get("https://tenant.example/authorize"), Response: wire.Response{Status: 302,
		Header: map[string][]string{"Location": {"https://portal.example/callback#access_token=a.b.c"}}}}
	if found := Tokens(x); len(found) != 1 || found[0].Name != "access_token" {
		t.Errorf("tokens %v; expected the one in the fragment", found)
	}
}

func TestCopyCurlCopiesTheSelectedRequest(t *testing.T) {
	m := after(t, SelectFrame{At: 1}, SelectExchange{At: 1, Index: 1})
	_, cmds := Update(m, CopyCurl{})
	if c, ok := find[Export](cmds); !ok || c.Form != FormRequest || !c.Copy || c.At != 1 || c.Exchange != 1 {
		t.Fatalf("asked for %+v", cmds)
	}
	if _, cmds := Update(then(t, m, SelectExchange{At: 1, Index: -1}), CopyCurl{}); len(cmds) != 0 {
		t.Fatal("something was copied though no request is selected")
	}
}
