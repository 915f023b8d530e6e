package view

import "strings"

// fixedPart is what a selector says of an element.
type fixedPart struct {
	tag, class       string
	attributes       []attribute
	opening, closing string // of its markup; the opening lacks class and bracket
}

// selectors remembers what was read: a page has a few hundred different ones
// and draws each of them many times.
var selectors = map[string]*fixedPart{}

// fixedOf reads a selector: tag, .class, [name=value]. Selectors are written in
// this package only, so one that cannot be read is a mistake of ours.
func fixedOf(selector string) *fixedPart {
	fixed := selectors[selector]
	if fixed == nil {
		fixed = readSelector(selector)
		selectors[selector] = fixed
	}
	return fixed
}

func readSelector(selector string) *fixedPart {
	head, rest, _ := strings.Cut(selector, "[")
	names := strings.Split(head, ".")
	fixed := &fixedPart{tag: names[0], class: strings.Join(names[1:], " "), closing: "</" + names[0] + ">"}
	var opening strings.Builder
	opening.WriteString("<" + fixed.tag)
	for rest != "" {
		pair, next, closed := strings.Cut(rest, "]")
		name, value, found := strings.Cut(pair, "=")
		if !closed || !found || next != "" && next[0] != '[' {
			panic("view: internal error: the selector " + selector + " cannot be read")
		}
		fixed.attributes = append(fixed.attributes, attribute{allowed(name), value})
		writeAttribute(&opening, name, value)
		rest = strings.TrimPrefix(next, "[")
	}
	fixed.opening = opening.String()
	return fixed
}
