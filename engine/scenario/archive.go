package scenario

import "strings"

// byteOrderMark is what some editors put before the first character. It is
// kept, and does not count as text.
const byteOrderMark = "\ufeff"

// span is a piece of the file, as byte offsets.
type span struct{ start, end int }

// section is one file of the archive: a marker line and what follows it until
// the next marker.
type section struct {
	name   string
	nameAt int  // offset of the name
	marker span // the marker line with its line end
	body   span
}

// split takes a txtar archive apart. There are no syntax errors: text before
// the first marker is the comment, and a line that is no marker is content.
// (The positions are why this is not golang.org/x/tools/txtar.)
func split(text string) (comment span, sections []section) {
	comment = span{0, len(text)}
	for _, line := range lines(text, comment) {
		name, at := markerName(text[line.start:line.end])
		if name == "" {
			continue
		}
		if len(sections) == 0 {
			comment.end = line.start
		} else {
			sections[len(sections)-1].body.end = line.start
		}
		sections = append(sections, section{
			name: name, nameAt: line.start + at, marker: line,
			body: span{line.end, len(text)},
		})
	}
	return comment, sections
}

// markerName returns the file name of a marker line ("-- NAME --") and its
// offset in the line, or the empty string for any other line.
func markerName(line string) (name string, at int) {
	const before, after = "-- ", " --"
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	if len(line) <= len(before)+len(after) || !strings.HasPrefix(line, before) || !strings.HasSuffix(line, after) {
		return "", 0
	}
	inner := line[len(before) : len(line)-len(after)]
	name = strings.TrimSpace(inner)
	return name, len(before) + strings.Index(inner, name)
}

// lines returns the lines within a span, each with its line end.
func lines(text string, within span) []span {
	var list []span
	for at := within.start; at < within.end; {
		end := within.end
		if i := strings.IndexByte(text[at:within.end], '\n'); i >= 0 {
			end = at + i + 1
		}
		list = append(list, span{at, end})
		at = end
	}
	return list
}

// content cuts surrounding space and the line end off a line.
func content(text string, line span) span {
	for line.end > line.start && isSpace(text[line.end-1]) {
		line.end--
	}
	for line.start < line.end && isSpace(text[line.start]) {
		line.start++
	}
	return line
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// newlineOf returns the line end that a file uses; the first one decides.
func newlineOf(text string) string {
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// File is one file of an archive, for whoever reads more than a scenario in it.
type File struct {
	Name string
	Row  int    // of its marker line, from 1
	Body string // with Unix line ends
}

// Files takes a txtar archive apart.
func Files(text string) []File {
	_, sections := split(text)
	files := make([]File, len(sections))
	row, at := 1, 0
	for i, sec := range sections {
		row += strings.Count(text[at:sec.marker.start], "\n")
		at = sec.marker.start
		files[i] = File{Name: sec.name, Row: row, Body: unixLines(text[sec.body.start:sec.body.end])}
	}
	return files
}
