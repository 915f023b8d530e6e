// Package facts reads the fact sheet (engine/FACTS.md) as a list of claims:
// the numbered facts of its summary, F1 to F60, and the rows of its tables,
// such as 4.4/3 for the third row of the tables in section 4.4. Scenarios say
// which claims they show, decisions which they rest on, and a page of the site
// lists them all. What stands in the prose of a section has no id of its own;
// who shows that names the section, such as 4.6.
//
// It works on the text alone, so that the page's program need not carry it.
package facts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Claim is one fact that the simulation promises to keep.
type Claim struct {
	ID         string   // F5 or 4.4/3
	Section    string   // of the fact sheet: 0 or 4.4
	Heading    string   // of that section
	Text       string   // Markdown; for a row "first cell: the others"
	Source     string   // Markdown: where it comes from
	Confidence []string // of documented, observed, inferred, disputed
}

// Tables are the sections whose every row is a claim, besides the summary.
var Tables = []string{"1.6", "1.8", "3.1", "3.2", "3.4", "4.2", "4.4", "4.7", "5.2", "6.3", "6.5", "7.2", "7.4", "7.6", "8.3", "12"}

var (
	heading = regexp.MustCompile(`^#+ (\d+(?:\.\d+)*)\.? (.*)`)
	item    = regexp.MustCompile(`^(\d+)\. (.*)`)
	tag     = regexp.MustCompile(`\[((?:documented|observed|inferred|disputed)[^\]]*)\]`)
	levels  = []string{"documented", "observed", "inferred", "disputed"}
)

// section is one numbered part of the fact sheet.
type section struct {
	number, heading string
	lines           []string
}

// Claims lists the claims of a fact sheet in their order: the summary first,
// then the tables.
func Claims(sheet string) []Claim {
	sections := split(sheet)
	var all []Claim
	for _, s := range sections {
		if s.number == "0" {
			all = append(all, summary(s)...)
		}
	}
	for _, s := range sections {
		if slices.Contains(Tables, s.number) {
			all = append(all, rows(s)...)
		}
	}
	return all
}

// Known is the set of the ids of claims, of every other row of a table, and of
// the sections: what a scenario or a decision may name.
func Known(sheet string) map[string]bool {
	known := map[string]bool{}
	for _, c := range append(Claims(sheet), Prose(sheet)...) {
		known[c.ID] = true
	}
	for _, s := range split(sheet) {
		for _, c := range rows(s) {
			known[c.ID] = true
		}
	}
	return known
}

// Prose lists the sections below the chapters, each with its heading as text.
func Prose(sheet string) []Claim {
	var all []Claim
	for _, s := range split(sheet) {
		if strings.Contains(s.number, ".") {
			all = append(all, Claim{ID: s.number, Section: s.number, Heading: s.heading, Text: s.heading})
		}
	}
	return all
}

func split(sheet string) []section {
	var all []section
	for line := range strings.SplitSeq(sheet, "\n") {
		if m := heading.FindStringSubmatch(line); m != nil {
			all = append(all, section{number: m[1], heading: m[2]})
		} else if len(all) > 0 {
			last := &all[len(all)-1]
			last.lines = append(last.lines, line)
		}
	}
	return all
}

// summary reads the numbered facts. Their sources are the sections that they
// name in parentheses at their end.
func summary(s section) []Claim {
	var claims []Claim
	for _, line := range s.lines {
		m := item.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		c := Claim{ID: "F" + m[1], Section: s.number, Heading: s.heading, Text: m[2], Confidence: confidence(line)}
		c.Text = strings.TrimSpace(tag.ReplaceAllString(c.Text, ""))
		if i := strings.LastIndex(c.Text, "(§"); i >= 0 && strings.HasSuffix(c.Text, ")") {
			c.Source = strings.Trim(c.Text[i:], "()")
			c.Text = strings.TrimSpace(c.Text[:i])
		}
		claims = append(claims, c)
	}
	return claims
}

// rows reads the tables of a section. A row that names no source of its own
// has that of the text below its table.
func rows(s section) []Claim {
	var claims []Claim
	var header []string
	pending := 0 // rows that wait for the source below their table
	for i, line := range s.lines {
		if !strings.HasPrefix(line, "|") {
			if tag.MatchString(line) && pending > 0 {
				for j := len(claims) - pending; j < len(claims); j++ {
					claims[j].fill(line)
				}
				pending = 0
			}
			header = nil
			continue
		}
		cells := cellsOf(line)
		switch {
		case header == nil:
			header, pending = cells, 0
		case strings.Trim(line, "|-: ") == "" && i > 0:
		default:
			c := row(s, header, cells, len(claims)+1)
			claims = append(claims, c)
			if len(c.Confidence) == 0 || c.Source == "" {
				pending++
			}
		}
	}
	for i := range claims {
		if len(claims[i].Confidence) == 0 {
			claims[i].Confidence = confidence(strings.Join(s.lines, " "))
		}
	}
	return claims
}

// fill takes over the source below a table where the row has none.
func (c *Claim) fill(line string) {
	if len(c.Confidence) == 0 {
		c.Confidence = confidence(line)
	}
	if c.Source == "" {
		c.Source = strings.TrimLeft(line, "- ")
	}
}

// row turns one row into a claim; the columns for source and confidence are
// told by their names.
func row(s section, header, cells []string, number int) Claim {
	c := Claim{ID: fmt.Sprintf("%s/%d", s.number, number), Section: s.number, Heading: s.heading}
	var said []string
	for i, cell := range cells {
		name := ""
		if i < len(header) {
			name = header[i]
		}
		switch {
		case name == "source" || name == "conf." || strings.HasPrefix(name, "source /"):
			c.Source, c.Confidence = cell, named(cell)
		case cell != "":
			said = append(said, cell)
		}
	}
	c.Text = said[0]
	if len(said) > 1 {
		c.Text += ": " + strings.Join(said[1:], " · ")
	}
	return c
}

// cellsOf splits a row at its bars; "\|" is a bar within a cell.
func cellsOf(line string) []string {
	const bar = "\x00"
	line = strings.ReplaceAll(strings.TrimSpace(line), `\|`, bar)
	var list []string
	for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
		list = append(list, strings.TrimSpace(strings.ReplaceAll(cell, bar, "|")))
	}
	return list
}

// confidence lists the levels that the tags of a text name.
func confidence(text string) []string {
	return named(strings.Join(tag.FindAllString(text, -1), " "))
}

// named lists the levels that a text names anywhere, the surest first.
func named(text string) []string {
	var found []string
	for _, level := range levels {
		if strings.Contains(text, level) {
			found = append(found, level)
		}
	}
	return found
}

// Sections is the set of the numbers of a fact sheet's sections.
func Sections(sheet string) map[string]bool {
	numbers := map[string]bool{}
	for _, s := range split(sheet) {
		numbers[s.number] = true
	}
	return numbers
}
