package play

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// embedded returns the model of an embed that was opened at a fragment, played.
func embedded(t *testing.T, fragment string) Model {
	t.Helper()
	m, cmds := opened(t)
	m = played(t, m, cmds)
	m.Embed.On = true
	m, cmds = Update(m, Open{Fragment: fragment})
	return played(t, m, cmds)
}

func TestEmbedShowsWhatIsAskedFor(t *testing.T) {
	for fragment, want := range map[string][]Piece{
		"":                                  {PieceCode, PieceStage},
		"#panels=display,code":              {PieceDisplay, PieceCode},
		"#panels=display%20browser,time":    {PieceStage, PieceTime},
		"#panels=code,tenant":               {PieceCode},
		"#panels=requests,why":              {"requests"},
		"#panels=code,stage&hide-tenant=on": {PieceStage},
		"#hide-tenant=on":                   {PieceStage},
	} {
		if m := embedded(t, fragment); !slices.Equal(m.Embed.Shown(), want) || m.Problem != "" {
			t.Errorf("%s shows %v; expected %v (%s)", fragment, m.Embed.Shown(), want, m.Problem)
		}
	}
	if m := embedded(t, "#panels=requests"); m.Inspector != TabRequests {
		t.Errorf("panels=requests opens the tab %s", m.Inspector)
	}
	m := embedded(t, "#panels=codes")
	if !strings.Contains(m.Problem, `no panel "codes"; expected some of code, tenant`) {
		t.Errorf("an unknown panel is answered with %q", m.Problem)
	}
}

func TestEmbedOpensAScenarioAsText(t *testing.T) {
	text := strings.Replace(sample, "A sample", "Another sample", 1)
	m := embedded(t, "#at=2&scenario="+url.QueryEscape(strings.TrimSpace(text)))
	if m.Scenario.Title != "Another sample" || m.At != 1 || m.Problem != "" {
		t.Errorf("opened %q at %d: %s", m.Scenario.Title, m.At, m.Problem)
	}
	m = embedded(t, "#scenario="+url.QueryEscape("A title\n\n-- tenant --\nnonsense here\n"))
	if !strings.Contains(m.Problem, "The scenario in this page cannot be read") || !strings.Contains(m.Problem, "4") {
		t.Errorf("a mistake is answered with %q; expected its line", m.Problem)
	}
}

func TestReadOnlyEmbedRefusesTheReaderOnly(t *testing.T) {
	m := embedded(t, "#readonly=on")
	for _, msg := range []Msg{
		EditCode{Kind: "rule", Name: "mfa", Code: asking}, Act{Text: "ada: visit portal"}, RemoveStep{}, SetPolicy{Policy: "always"},
	} {
		next, cmds := Update(m, msg)
		if next.Scenario != m.Scenario || next.Notice == "" || len(cmds) != 1 {
			t.Errorf("%#v: scenario changed %v, notice %q, %v", msg, next.Scenario != m.Scenario, next.Notice, cmds)
		}
		if !Edits(msg) {
			t.Errorf("%#v is not known as an edit", msg)
		}
	}
	if next, _ := Update(m, SelectFrame{At: 0}); next.At != 0 {
		t.Error("the reader cannot look around")
	}
	next, cmds := Update(m, FromHost{Msg: SetScript{Code: asking}})
	next = played(t, next, cmds)
	if code, _ := next.Code("rule", "mfa"); code.Code != asking || !next.Embed.ReadOnly {
		t.Errorf("the host's code is %q, read-only %v", code.Code, next.Embed.ReadOnly)
	}
}

func TestHostCommands(t *testing.T) {
	m := embedded(t, "")
	next, _ := Update(m, FromHost{Msg: SetScript{Name: "mfa", Code: asking}})
	if next.Tenant != TabRules || next.Shown != asking {
		t.Errorf("the tab %s shows %q", next.Tenant, next.Shown)
	}
	next, _ = Update(m, FromHost{Msg: SetScript{Name: "nobody", Code: asking}})
	if !strings.Contains(next.Problem, `no rule or action "nobody"`) || next.Scenario != m.Scenario {
		t.Errorf("an unknown script is answered with %q", next.Problem)
	}
	next, _ = Update(m, FromHost{Msg: LoadText{Text: strings.Replace(sample, "A sample", "Loaded", 1)}})
	if next.Scenario.Title != "Loaded" || len(next.Past) != len(m.Past)+1 {
		t.Errorf("loaded %q with %d moments to return to", next.Scenario.Title, len(next.Past))
	}
	next, _ = Update(m, FromHost{Msg: LoadText{Text: "-- tenant --\nx"}})
	if next.Scenario != m.Scenario || next.Problem == "" {
		t.Error("a text that is no scenario was taken")
	}
	for _, text := range []string{"0", "-1", "x", ""} {
		if _, err := GoToStep(text); err == nil {
			t.Errorf("step %q was accepted", text)
		}
	}
	if msg, err := GoToStep("3"); err != nil || msg != (SelectFrame{At: 2}) {
		t.Errorf("step 3 is %#v, %v", msg, err)
	}
}

func TestEventsToldToTheHost(t *testing.T) {
	m := embedded(t, "")
	if e := m.Ready(); e.Type != "ready" || e.Steps != 4 || len(e.Endings) != 4 || e.Title != "A sample" || e.Endings[0].Text != "ada: visit portal" {
		t.Errorf("ready is %+v", e)
	}
	types := func(events []Event) (list []string) {
		for _, e := range events {
			list = append(list, e.Type)
		}
		return list
	}
	moved, _ := Update(m, SelectFrame{At: 1})
	if events := moved.EventsSince(m); !slices.Equal(types(events), []string{"step"}) || events[0].Step != 2 || events[0].Text != "ada: sign-in" {
		t.Errorf("a step is told as %+v", events)
	}
	edited, cmds := Update(m, EditCode{Kind: "rule", Name: "mfa", Code: asking})
	edited = played(t, edited, cmds)
	events := edited.EventsSince(m)
	if !slices.Equal(types(events), []string{"outcome"}) || !reflect.DeepEqual(events[0].Changed, []int{2, 3}) {
		t.Errorf("an edit is told as %+v", events)
	}
	if events := m.EventsSince(m); len(events) != 0 {
		t.Errorf("nothing is told as %+v", events)
	}
	broken, _ := Update(m, Failed{Text: "no"})
	if events := broken.EventsSince(m); !slices.Equal(types(events), []string{"error"}) || events[0].Text != "no" {
		t.Errorf("a problem is told as %+v", events)
	}
}
