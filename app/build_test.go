//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"mfaplayground/engine/facts"
	"mfaplayground/engine/scenario"
)

func TestBaseLeadsToTheRoot(t *testing.T) {
	for path, want := range map[string]string{
		"index.html": "./", "format/index.html": "../", "lessons/x/index.html": "../../",
	} {
		if got := baseOf(path); got != want {
			t.Errorf("baseOf(%q) = %q; expected %q", path, got, want)
		}
	}
}

func TestDocumentEscapesAndStaysRelative(t *testing.T) {
	d := document{path: "lessons/x/index.html", title: `a < "b"`, description: `<script>`, body: "<div></div>", program: true}
	page := d.html("p{color:red}", map[string]string{"boot.js": "assets/boot.0123456789.js"})
	for _, want := range []string{
		`<title>a &lt; &#34;b&#34;</title>`, `content="&lt;script&gt;"`, `<body><div></div>`,
		`src="../../assets/boot.0123456789.js" data-root="../../" data-files="{&#34;boot.js&#34;:&#34;assets/boot.0123456789.js&#34;}"`, `href="../../icon.svg"`,
		html.EscapeString("script-src 'self' " + hashOf(themeScript) + " 'wasm-unsafe-eval'"), "<script>" + themeScript + "</script>",
		`<style>p{color:red}</style>`, `style-src &#39;self&#39; &#39;sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=&#39;`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for _, unwanted := range []string{"unsafe-inline", "user-scalable", "maximum-scale", `="/`, "og:url", " style=", "<script>"} {
		if strings.Contains(strings.Replace(page, "<script>"+themeScript, "", 1), unwanted) {
			t.Errorf("the page has %s:\n%s", unwanted, page)
		}
	}
	if plain := (document{path: "a.html"}).html("", nil); strings.Contains(strings.Replace(plain, "<script>"+themeScript, "", 1), "<script") {
		t.Errorf("a page without the program loads scripts:\n%s", plain)
	}
}

func TestMarkdown(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"heading", "## The `steps` file", "<h2 id=\"the-steps-file\">The <code>steps</code> file</h2>\n"},
		{"paragraph", "one\ntwo\n\nthree", "<p>one two</p>\n<p>three</p>\n"},
		{"list", "- a\n  goes on\n- b\n", "<ul>\n<li>a goes on</li>\n<li>b</li>\n</ul>\n"},
		{"code is not markup", "`**<b>**`", "<p><code>**&lt;b&gt;**</code></p>\n"},
		{"strong and link", "**x** [y](../z/)", "<p><strong>x</strong> <a href=\"../z/\">y</a></p>\n"},
		{"html is text", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"fence", "```steps\n# a <b>\n\n- c\n```\nend", "<pre tabindex=\"0\"><code># a &lt;b&gt;\n\n- c</code></pre>\n<p>end</p>\n"},
		{"open fence", "```\na", "<pre tabindex=\"0\"><code>a</code></pre>\n"},
		{"table", "| a | b |\n|---|---|\n| `x\\|y` | |\n", "<div class=\"wide\" tabindex=\"0\"><table>\n" +
			"<tr><th>a</th><th>b</th></tr>\n<tr><td><code>x|y</code></td><td></td></tr>\n</table></div>\n"},
		{"control bytes", "\x000\x00 `a`", "<p>0 <code>a</code></p>\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := markdown(c.text); got != c.want {
				t.Errorf("got\n%q\nexpected\n%q", got, c.want)
			}
		})
	}
}

func TestManualBecomesAPage(t *testing.T) {
	page := formatPage()
	for _, want := range []string{"<h1 id=", "<table>", "<pre", "policy never|always"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the manual's page lacks %q", want)
		}
	}
	if open := strings.Count(scenario.Manual, "```"); strings.Count(page.body, "<pre") != open/2 {
		t.Errorf("%d blocks of code; expected %d", strings.Count(page.body, "<pre"), open/2)
	}
	if strings.Contains(page.body, "```") || strings.Contains(page.body, "<p>|") {
		t.Error("markup is left over in the page")
	}
}

func TestClaimsPageLeadsToScenarios(t *testing.T) {
	page, err := (&builder{root: ".."}).claimsPage()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<tr id="F1">`, `<tr id="4.4/1">`, `<a href="../#s=`, "<strong>documented</strong>", `<a href="../facts/#4.4">`,
		`<tr id="4.6"><td><a href="../facts/#4.6">4.6</a></td><td>SSO session × MFA</td><td>as its text says</td>`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page of the claims lacks %q", want)
		}
	}
	row := claimRow(facts.Claim{ID: "F1", Section: "0", Text: "a `<b>`", Source: "[observed] X", Confidence: []string{"observed"}},
		[]shown{{"x < y", "../#s=1abc"}})
	const want = `<tr id="F1"><td><a href="../facts/#0">F1</a></td><td>a <code>&lt;b&gt;</code></td>` +
		`<td><strong>observed</strong> X</td><td><a href="../#s=1abc">x &lt; y</a></td></tr>` + "\n"
	if row != want {
		t.Errorf("a row is\n%s, want\n%s", row, want)
	}
}

func TestPackedIsTheSame(t *testing.T) {
	content := []byte(strings.Repeat("the same again, ", 1000))
	for coding, open := range map[string]func(io.Reader) (io.Reader, error){
		"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	} {
		packed, err := pack(content, coding)
		if err != nil {
			t.Fatal(err)
		}
		r, err := open(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: %d bytes, %v; expected the same %d", coding, len(got), err, len(content))
		}
		if len(packed) > len(content)/10 {
			t.Errorf("%s: %d bytes of %d", coding, len(packed), len(content))
		}
	}
	if _, err := pack(content, "lzma"); err == nil {
		t.Error("an unknown coding was accepted")
	}
}

func TestFirstSentence(t *testing.T) {
	for story, want := range map[string]string{
		"One. Two.":      "One.",
		"One\nline only": "One line only",
		"":               "",
	} {
		if got := firstSentence(story); got != want {
			t.Errorf("firstSentence(%q) = %q; expected %q", story, got, want)
		}
	}
}
