package scenario

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Error is one mistake in a scenario file. It prints as
// "file:line:column: what is wrong; expected what".
type Error struct {
	File   string
	Line   int // from 1, counted in the whole file
	Column int // from 1, counted in characters; a tab counts as one
	Msg    string
}

// Error returns the mistake with its place.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg)
}

// Errors are all the mistakes of one file, in the order of their places. It is
// the error that [Parse] and the edits return.
type Errors []*Error

// Error returns one mistake per line.
func (l Errors) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single mistakes, for errors.As.
func (l Errors) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// fault is a mistake whose line and column are not yet counted.
type fault struct {
	at  int // byte offset in the file
	msg string
}

// locate turns faults into Errors. It walks the text once, so that a file full
// of mistakes costs no more than one with a single mistake.
func locate(name, text string, faults []fault) Errors {
	if len(faults) == 0 {
		return nil
	}
	sort.SliceStable(faults, func(i, j int) bool { return faults[i].at < faults[j].at })
	more := len(faults) - maxErrors
	if more > 0 {
		faults = faults[:maxErrors]
	}
	line, start, from := 1, 0, 0
	list := make(Errors, 0, len(faults)+1)
	for _, f := range faults {
		at := min(f.at, len(text))
		line += strings.Count(text[from:at], "\n")
		if i := strings.LastIndexByte(text[from:at], '\n'); i >= 0 {
			start = from + i + 1
		}
		from = at
		column := 1 + utf8.RuneCountInString(strings.TrimPrefix(text[start:at], byteOrderMark))
		list = append(list, &Error{File: name, Line: line, Column: column, Msg: f.msg})
	}
	if more > 0 {
		last := list[len(list)-1]
		list = append(list, &Error{File: name, Line: last.Line, Column: last.Column,
			Msg: fmt.Sprintf("%d more mistakes follow; expected a scenario, see the manual of the format", more)})
	}
	return list
}

// oneOf words the list of what is expected, with a guess in front when the
// given word is a near miss of one of them.
func oneOf(given string, options []string) string {
	list := strings.Join(options, ", ")
	if i := strings.LastIndex(list, ", "); i >= 0 {
		list = list[:i] + " or " + list[i+2:]
	}
	if near := nearest(given, options); near != "" {
		return fmt.Sprintf("expected %s (did you mean %q?)", list, near)
	}
	return "expected " + list
}

// nearest returns the option that a person most likely meant, or the empty
// string when none is near.
func nearest(given string, options []string) string {
	best, distance := "", 3
	for _, option := range options {
		d := edits(strings.ToLower(given), option)
		if d < distance && d < len(option) {
			best, distance = option, d
		}
	}
	return best
}

// edits counts the single-character changes between two words (Levenshtein).
// Words of very different length are far apart without counting, so that a
// line of a hundred kilobytes costs nothing.
func edits(a, b string) int {
	if d := len(a) - len(b); d > 3 || d < -3 {
		return 4
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

// short cuts a word that is quoted in a message, so that a message stays
// readable whatever the file holds.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "..."
}
