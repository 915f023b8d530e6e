package browser

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"pgregory.net/rapid"

	"mfaplayground/engine/wire"
)

// stub is a browser in a world where every address is a page that sets one
// cookie for the process and one for a year.
func stub() *Browser {
	b := &Browser{State: &State{Name: "ada"}, Now: noon}
	b.Send = func(_ context.Context, req wire.Request) wire.Response {
		return wire.Response{
			Status: 200, Page: &wire.Page{Kind: wire.PageApp, Title: req.URL},
			Header: http.Header{"Set-Cookie": {"process=1; Path=/", "year=1; Path=/; Max-Age=31536000"}},
		}
	}
	return b
}

func TestHistory(t *testing.T) {
	b, ctx := stub(), t.Context()
	if b.Back(ctx) || b.Reload(ctx) {
		t.Error("an empty browser goes back or reloads")
	}
	for i := range historyMax + 3 {
		b.Type(ctx, fmt.Sprintf("https://a.example/%d", i))
	}
	b.Reload(ctx) // no new entry
	steps := 0
	for b.Back(ctx) {
		steps++
	}
	if steps != historyMax || b.Address != "https://a.example/2" {
		t.Errorf("%d steps back lead to %s", steps, b.Address)
	}
}

func TestRestore(t *testing.T) {
	b, ctx := stub(), t.Context()
	b.Type(ctx, "https://a.example/1")
	b.OpenTab()
	b.Type(ctx, "https://a.example/2")
	b.SwitchTab(1)
	b.Quit()
	b.Quit() // once more loses nothing
	if b.Open || b.Jar.names() != "year" {
		t.Fatalf("after quitting: open %t, cookies %q", b.Open, b.Jar.names())
	}
	b.Reopen(ctx, true)
	if v := b.View(); len(v.Tabs) != 2 || b.Address != "https://a.example/1" || b.Jar.names() != "process year" {
		t.Errorf("restored: %+v", v)
	}
	b.Quit()
	b.Reopen(ctx, false)
	b.CloseTab()
	b.Reopen(ctx, true) // what was there before is forgotten
	if b.Jar.names() != "year" || b.Address != "" {
		t.Errorf("restored too late: %q at %q", b.Jar.names(), b.Address)
	}
}

// Whatever a person does with tabs, the browser stays in one piece: it is open
// while it has a tab, and tabs come and go without touching the jar.
func TestRandomTabs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, ctx := stub(), context.Background()
		want := 0 // tabs
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			before := b.Clone()
			act := rapid.IntRange(0, 9).Draw(t, "act")
			switch act {
			case 0:
				if b.OpenTab() {
					want++
				}
			case 1:
				b.SwitchTab(rapid.IntRange(0, 9).Draw(t, "tab"))
			case 2:
				b.CloseTab()
				want = max(0, want-1)
			case 9:
				n, front, address := rapid.IntRange(0, 9).Draw(t, "tab"), b.front+1, b.Address
				if b.CloseOther(n) {
					want--
				} else if n >= 1 && n <= want {
					t.Fatalf("tab %d of %d was not closed", n, want)
				}
				if n != front && b.Address != address {
					t.Fatalf("closing tab %d put %q in the place of tab %d, %q", n, b.Address, front, address)
				}
			case 3:
				b.Back(ctx)
			case 4:
				b.Reload(ctx)
			case 5:
				b.Leave()
			case 6:
				b.Quit()
				want = 0
			case 7:
				if !b.Open {
					tabs := len(b.closed.tab)
					b.Reopen(ctx, rapid.Bool().Draw(t, "restore"))
					want = len(b.tabs)
					if want < 1 || want > max(1, tabs) {
						t.Fatalf("%d tabs out of %d", want, tabs)
					}
				}
			default:
				b.Type(ctx, "https://a.example/"+rapid.SampledFrom([]string{"1", "2"}).Draw(t, "page"))
				want = max(1, want)
			}
			if len(b.tabs) != want || want > TabsMax || b.Open != (want > 0) || b.front < 0 || b.front > max(0, want-1) {
				t.Fatalf("act %d: %d tabs, expected %d; front %d, open %t", act, len(b.tabs), want, b.front, b.Open)
			}
			if act < 3 && b.Jar.names() != before.Jar.names() {
				t.Fatalf("act %d changes the jar from %q to %q", act, before.Jar.names(), b.Jar.names())
			}
			if !b.Open && (b.Page != nil || b.Address != "") {
				t.Fatalf("a closed browser shows %+v at %s", b.Page, b.Address)
			}
		}
	})
}
