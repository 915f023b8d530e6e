//go:build !js

package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// markdown turns the part of Markdown that our manuals use into HTML: headings,
// paragraphs, lists of one level (also numbered), tables and fenced code; within
// a line code, links, strong and stressed words. Everything else is text. HTML in
// the source is shown, never used.
func markdown(text string) string {
	m := &markdownWriter{lines: strings.Split(text, "\n")}
	for m.at < len(m.lines) {
		m.block()
	}
	return m.out.String()
}

// markdownWriter walks the lines of a text.
type markdownWriter struct {
	lines []string
	at    int
	out   strings.Builder
}

// block writes the block that begins at the current line.
func (m *markdownWriter) block() {
	line := m.lines[m.at]
	switch {
	case strings.TrimSpace(line) == "":
		m.at++
	case strings.HasPrefix(line, "```"):
		m.fence()
	case heading.MatchString(line):
		m.heading()
	case strings.HasPrefix(line, "|"):
		m.table()
	case strings.HasPrefix(line, "- "):
		m.list()
	case numbered.MatchString(line):
		m.numberedList()
	case strings.HasPrefix(line, "---"):
		m.at++ // a rule; headings separate well enough
	default:
		fmt.Fprintf(&m.out, "<p>%s</p>\n", inline(m.paragraph()))
	}
}

// take returns the lines from here on for which keep holds.
func (m *markdownWriter) take(keep func(line string) bool) []string {
	start := m.at
	for m.at < len(m.lines) && keep(m.lines[m.at]) {
		m.at++
	}
	return m.lines[start:m.at]
}

// paragraph takes one line at least, and those that go on from it.
func (m *markdownWriter) paragraph() string {
	first := m.lines[m.at]
	m.at++
	rest := m.take(func(line string) bool {
		return strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "|") &&
			!strings.HasPrefix(line, "- ") && !numbered.MatchString(line) && !heading.MatchString(line)
	})
	parts := []string{strings.TrimSpace(first)}
	for _, line := range rest {
		parts = append(parts, strings.TrimSpace(line))
	}
	return strings.Join(parts, " ")
}

func (m *markdownWriter) fence() {
	m.at++
	code := m.take(func(line string) bool { return !strings.HasPrefix(line, "```") })
	m.at++ // the closing fence
	// Focusable, because it scrolls sideways on a narrow screen.
	fmt.Fprintf(&m.out, "<pre tabindex=\"0\"><code>%s</code></pre>\n", html.EscapeString(strings.Join(code, "\n")))
}

var heading = regexp.MustCompile(`^(#{1,6}) +(.+?) *#*$`)

func (m *markdownWriter) heading() {
	found := heading.FindStringSubmatch(m.lines[m.at])
	m.at++
	level := len(found[1])
	fmt.Fprintf(&m.out, "<h%d id=\"%s\">%s</h%d>\n", level, anchor(found[2]), inline(found[2]), level)
}

func (m *markdownWriter) list() {
	m.out.WriteString("<ul>\n")
	for m.at < len(m.lines) && strings.HasPrefix(m.lines[m.at], "- ") {
		m.lines[m.at] = strings.TrimPrefix(m.lines[m.at], "- ")
		fmt.Fprintf(&m.out, "<li>%s</li>\n", inline(m.paragraph()))
	}
	m.out.WriteString("</ul>\n")
}

var numbered = regexp.MustCompile(`^(\d+)\. `)

// numberedList keeps the numbers that the source has: texts refer to them.
func (m *markdownWriter) numberedList() {
	m.out.WriteString("<ol>\n")
	for m.at < len(m.lines) && numbered.MatchString(m.lines[m.at]) {
		number := numbered.FindStringSubmatch(m.lines[m.at])[1]
		m.lines[m.at] = numbered.ReplaceAllString(m.lines[m.at], "")
		fmt.Fprintf(&m.out, "<li value=\"%s\">%s</li>\n", number, inline(m.paragraph()))
	}
	m.out.WriteString("</ol>\n")
}

func (m *markdownWriter) table() {
	rows := m.take(func(line string) bool { return strings.HasPrefix(line, "|") })
	m.out.WriteString("<div class=\"wide\" tabindex=\"0\"><table>\n")
	for i, row := range rows {
		if i == 1 { // the line of dashes
			continue
		}
		cell := "td"
		if i == 0 {
			cell = "th"
		}
		m.out.WriteString("<tr>")
		for _, text := range cells(row) {
			fmt.Fprintf(&m.out, "<%s>%s</%s>", cell, inline(text), cell)
		}
		m.out.WriteString("</tr>\n")
	}
	m.out.WriteString("</table></div>\n")
}

// cells splits a row of a table at its bars; "\|" is a bar within a cell.
func cells(row string) []string {
	const bar = "\x00"
	row = strings.ReplaceAll(strings.TrimSpace(row), `\|`, bar)
	var list []string
	for cell := range strings.SplitSeq(strings.Trim(row, "|"), "|") {
		list = append(list, strings.TrimSpace(strings.ReplaceAll(cell, bar, "|")))
	}
	return list
}

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	link     = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
	strong   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	emphasis = regexp.MustCompile(`\*([^*\s][^*]*)\*`)
)

// inline writes what stands within a line. Code is set aside first: nothing in
// it means anything.
func inline(text string) string {
	var codes []string
	text = strings.ReplaceAll(text, "\x00", "")
	text = codeSpan.ReplaceAllStringFunc(text, func(span string) string {
		codes = append(codes, "<code>"+html.EscapeString(strings.Trim(span, "`"))+"</code>")
		return fmt.Sprintf("\x00%d\x00", len(codes)-1)
	})
	text = html.EscapeString(text)
	text = link.ReplaceAllString(text, `<a href="$2">$1</a>`)
	text = strong.ReplaceAllString(text, `<strong>$1</strong>`)
	text = emphasis.ReplaceAllString(text, `<em>$1</em>`)
	for i, code := range codes {
		text = strings.Replace(text, fmt.Sprintf("\x00%d\x00", i), code, 1)
	}
	return text
}

var notInAnchor = regexp.MustCompile(`[^a-z0-9]+`)

var sectionNumber = regexp.MustCompile(`^\d+(\.\d+)*`)

// anchor turns a heading into the name that links point to: its number if it
// has one, else its words.
func anchor(text string) string {
	if number := sectionNumber.FindString(text); number != "" {
		return number
	}
	return strings.Trim(notInAnchor.ReplaceAllString(strings.ToLower(text), "-"), "-")
}
