package view

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/script"
)

func appHTML(ui app.UI) string { return app.HTMLString(ui) }

func TestAttributesSurvivePreRendering(t *testing.T) {
	for value, want := range map[string]string{
		`a "b" <c> & 'd'`:       `x="a &#34;b&#34; &lt;c&gt; &amp; &#39;d&#39;"`,
		"two\nlines\tand a \\":  `x="two&#10;lines&#9;and a &#92;"`,
		"true":                  `x="&#116;rue"`,
		"false":                 `x="false"`,
		"space\u00a0that holds": `x="space&#160;that holds"`,
	} {
		if got := appHTML(el("p", attr("x", value))); !strings.Contains(got, want) {
			t.Errorf("%q was written as %s; expected %s", value, got, want)
		}
	}
}

func TestTogglesAreAbsentWhenOff(t *testing.T) {
	if got := appHTML(void("input", toggle{"checked", false})); strings.Contains(got, "checked") {
		t.Errorf("%s: present means on", got)
	}
	if got := appHTML(void("input", toggle{"checked", true})); !strings.Contains(got, "checked") {
		t.Errorf("%s: expected checked", got)
	}
}

func TestStyleAttributesAreRefused(t *testing.T) {
	for _, name := range []string{"style", "onclick"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("attribute %s was accepted", name)
				}
			}()
			el("p", attr(name, "x"))
		}()
	}
}

func TestHandlersHaveTheScopeOfTheirMessage(t *testing.T) {
	send := func(play.Msg) {}
	scopes := map[string]play.Msg{}
	for _, msg := range []play.Msg{
		play.SelectFrame{At: 1}, play.SelectFrame{At: 2}, play.RemoveStep{}, play.Undo{}, play.Redo{},
		play.EditCode{Kind: script.Rule, Name: "a"}, play.EditCode{Kind: script.Action, Name: "a"},
		play.WaitFor{Duration: time.Hour}, play.WaitFor{Duration: 2 * time.Hour},
		play.Act{Text: "ada: pass otp"}, play.Act{Text: "ada: pass otp remember"},
		play.Replayed{}, play.Replayed{Sequence: 1}, // cannot be compared, and are printed
	} {
		scope := on("click", msg, send).scope
		if other, taken := scopes[scope]; taken || scope == "" {
			t.Errorf("%#v and %#v share the scope %q: go-app would keep sending the first", other, msg, scope)
		}
		scopes[scope] = msg
		if again := on("click", msg, send).scope; again != scope {
			t.Errorf("%#v has the scopes %q and %q; expected one", msg, scope, again)
		}
	}
}

func TestLasting(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 90 * time.Second: "1 min 30 s", 26 * time.Hour: "1 d 2 h", 30 * day: "30 d",
		day + time.Minute: "1 d", -2 * time.Hour: "2 h",
	} {
		if got := lasting(d); got != want {
			t.Errorf("%v is %q; expected %q", d, got, want)
		}
	}
}

func TestMarkupEscapesWhatIsPutIntoIt(t *testing.T) {
	evil := `</p><img src="x" onerror="alert(1)">&`
	got := appHTML(el("div", still("p.note[data-a=b]", attr("title", evil), class("more"), evil, nil, still("b", evil))))
	for _, part := range []string{`<p data-a="b" title="`, `class="note more">`, `<b>`, `</b></p>`} {
		if !strings.Contains(got, part) {
			t.Errorf("%s lacks %s", got, part)
		}
	}
	if strings.Contains(got, "<img") || strings.Count(got, "&lt;img") != 3 || strings.Count(got, "&#34;x&#34;") != 3 {
		t.Errorf("a text became markup: %s", got)
	}
}

func TestMarkupRefusesWhatItCannotDo(t *testing.T) {
	for name, part := range map[string]any{
		"a key": on("keydown", play.StepKey{}, func(play.Msg) {}), "an element": el("p"), "a style": attribute{"style", "x"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("markup took %s", name)
				}
			}()
			still("p", part)
		}()
	}
}

func TestWhatWasToldIsOfThatResult(t *testing.T) {
	var count told[resultID, int]
	asked := 0
	ask := func(m play.Model, w play.Window) int {
		return count.of(resultOf(m, w), func() int { asked++; return len(m.Result.Frames) })
	}
	a, b := month(t), month(t)
	b.Result.Frames = b.Result.Frames[:2]
	if first := ask(a, play.Window{}); first != 3 || ask(a, play.Window{}) != first || ask(b, play.Window{}) != 2 || ask(b, play.Window{Span: time.Hour}) != 2 {
		t.Error("what was told is not of the result")
	}
	if asked != 3 {
		t.Errorf("%d times worked out; expected 3: two results, and one in another window", asked)
	}
	if n := ask(play.Model{}, play.Window{}); n != 0 {
		t.Errorf("nothing played has %d frames", n)
	}
}
