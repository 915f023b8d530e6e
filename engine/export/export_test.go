package export

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// played plays a scenario of the conformance tests.
func played(t *testing.T, name string) scenario.Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "scenario", "testdata", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return playedText(t, string(text))
}

func playedText(t *testing.T, text string) scenario.Result {
	t.Helper()
	s, err := scenario.Parse("test", text)
	if err != nil {
		t.Fatal(err)
	}
	sandbox, err := script.NewNative(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sandbox.Close)
	r, err := scenario.Run(context.Background(), s, sandbox)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// hostile has every text that somebody might take for markup or syntax.
const hostile = "</script><img src=x onerror=alert(1)> # **bold** [a](javascript:alert(1))\n\n" +
	"1. not a list\n- nor this\n``` nor a fence; %%{init}%% &lt;\n\n" +
	"-- tenant --\nstart 2026-11-02T08:00:00Z\nperson ada email=ada@example.com\n" +
	"app portal type=spa name=\"<b>P</b>; end #35; ```\"\nrule mfa\nbrowser ada person=ada\n\n" +
	"-- rules/mfa.js --\nfunction mfa(user, context, callback) {\n  // ```` a longer fence\n  callback(null, user, context);\n}\n\n" +
	"-- steps --\nada: visit portal scope=\"openid <script>\"\nada: sign-in\n"

func TestHARHoldsEveryExchange(t *testing.T) {
	r := played(t, "refresh_rule_challenges")
	text, err := HAR(r)
	if err != nil {
		t.Fatal(err)
	}
	var har struct {
		Log struct {
			Version string
			Pages   []struct{ ID string }
			Entries []struct {
				Pageref, StartedDateTime string
				Request                  struct {
					Method, URL string
					PostData    *struct{ MimeType, Text string }
				}
				Response struct {
					Status  int
					Cookies []struct{ Name string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &har); err != nil {
		t.Fatal(err)
	}
	n, cookies := 0, 0
	pages := map[string]bool{}
	for _, p := range har.Log.Pages {
		pages[p.ID] = true
	}
	for _, f := range r.Frames {
		for _, x := range f.Exchanges {
			e := har.Log.Entries[n]
			n++
			if e.Request.Method != x.Request.Method || e.Request.URL != x.Request.URL || e.Response.Status != x.Response.Status || !pages[e.Pageref] {
				t.Fatalf("entry %d is %+v; expected %s %s", n, e, x.Request.Method, x.Request.URL)
			}
			if (e.Request.PostData != nil) != (x.Request.Body != "") {
				t.Errorf("entry %d has the wrong body", n)
			}
			cookies += len(e.Response.Cookies)
			if len(e.Response.Cookies) != len(x.Response.SetCookies()) {
				t.Errorf("entry %d sets %d cookies", n, len(e.Response.Cookies))
			}
		}
	}
	if har.Log.Version != "1.2" || n != len(har.Log.Entries) || n < 10 || cookies == 0 {
		t.Errorf("version %q with %d of %d entries and %d cookies", har.Log.Version, len(har.Log.Entries), n, cookies)
	}
	if strings.Contains(text, ": null") {
		t.Error("a list is null; readers expect an empty one")
	}
	if other, _ := HAR(played(t, "refresh_rule_challenges")); other != text {
		t.Error("the same scenario gives other bytes")
	}
}

func TestMarkdownHasNoMarkupOfAScenario(t *testing.T) {
	r := playedText(t, hostile)
	text := Markdown(r, "https://site.example/#s=2AA")
	for _, want := range []string{
		`# \</script\>\<img src=x onerror=alert(1)\> # \*\*bold\*\* \[a\](javascript:alert(1))`,
		`1\. not a list`, `\- nor this`, "\\`\\`\\` nor a fence", "[Open it in the MFA Playground](<https://site.example/#s=2AA>)",
		"`````js\nfunction mfa", "## Rule `mfa`", "## What happens\n\n````text\n", "ada: sign-in",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q:\n%s", want, text)
		}
	}
	link := Link(r.Scenario.Title, "asked_", "https://site.example/#s=2AA")
	if !strings.HasPrefix(link, `[\</script\>`) || !strings.HasSuffix(link, "](<https://site.example/#s=2AA>): asked\\_\n") {
		t.Errorf("the link is %q", link)
	}
}

// mermaidLine is every line that a diagram may have.
var mermaidLine = regexp.MustCompile(`^(sequenceDiagram|  participant p\d+ as .+|  p\d+--?>>p\d+: .+|  Note over p\d+: .+)$`)

func TestMermaidTellsWhoAskedWhom(t *testing.T) {
	for name, r := range map[string]scenario.Result{
		"hostile": playedText(t, hostile), "refresh": played(t, "refresh_rule_challenges"), "api": played(t, "mfa_api_associate"),
	} {
		text := Mermaid(r, 0, len(r.Frames))
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if !mermaidLine.MatchString(line) {
				t.Errorf("%s: unknown line %q", name, line)
			}
			bare := regexp.MustCompile(`#\d+;`).ReplaceAllString(line, "")
			if strings.ContainsAny(bare, "#;<&\"`") || strings.Contains(strings.ReplaceAll(bare, ">>", ""), ">") {
				t.Errorf("%s: markup in %q", name, line)
			}
		}
		if n := strings.Count(text, "->>"); n > 2*mermaidMessages {
			t.Errorf("%s: %d messages", name, n)
		}
	}
	r := played(t, "refresh_rule_challenges")
	for i, f := range r.Frames {
		one := Mermaid(r, i, i+1)
		if got := strings.Count(one, "-->>"); got != min(len(f.Exchanges), mermaidMessages) {
			t.Errorf("step %d has %d answers, want %d", i+1, got, len(f.Exchanges))
		}
	}
	if text := Mermaid(r, 0, len(r.Frames)); !strings.Contains(text, "MFA asked") {
		t.Errorf("no decision in\n%.2000s", text)
	}
}

func TestLongDiagramsAreCut(t *testing.T) {
	r := played(t, "refresh_rule_challenges")
	for len(r.Frames) < 1000 {
		r.Frames = append(r.Frames, r.Frames...)
		r.Scenario.Lines = append(r.Scenario.Lines, r.Scenario.Lines...)
	}
	text := Mermaid(r, 0, len(r.Frames))
	if n := strings.Count(text, "-->>"); n != mermaidMessages || !strings.Contains(text, "more exchanges are left out") {
		t.Errorf("%d messages; expected %d and a word about the others", n, mermaidMessages)
	}
}
