package view

import (
	"strings"
	"sync"
)

// fixedPart is what a selector says of an element.
type fixedPart struct {
	tag, class string
	attributes []attribute
}

// selectors remembers what was read: a page has a few hundred different ones
// and draws each of them many times.
var selectors sync.Map // string -> fixedPart

// fixedOf reads a selector: tag, .class, [name=value]. Selectors are written in
// this package only, so one that cannot be read is a mistake of ours.
func fixedOf(selector string) fixedPart {
	if known, ok := selectors.Load(selector); ok {
		return known.(fixedPart)
	}
	head, rest, _ := strings.Cut(selector, "[")
	names := strings.Split(head, ".")
	fixed := fixedPart{tag: names[0], class: strings.Join(names[1:], " ")}
	for rest != "" {
		pair, next, closed := strings.Cut(rest, "]")
		name, value, found := strings.Cut(pair, "=")
		if !closed || !found || next != "" && next[0] != '[' {
			panic("view: internal error: the selector " + selector + " cannot be read")
		}
		fixed.attributes = append(fixed.attributes, attribute{allowed(name), value})
		rest = strings.TrimPrefix(next, "[")
	}
	selectors.Store(selector, fixed)
	return fixed
}
