package scenario

import (
	"slices"
	"strings"

	"mfaplayground/engine"
)

// parseDeed reads a deed of an administrator: the words of one of
// [engine.Deeds], of which the first was read, then what it is done to.
func parseDeed(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbAdminister
	words := c.taken
	for {
		var next []string
		for _, d := range engine.Deeds {
			if d.Words == words {
				step.Value = words
				return c.object(d.Object, step)
			}
			if rest, ok := strings.CutPrefix(d.Words, words+" "); ok {
				word, _, _ := strings.Cut(rest, " ")
				if !slices.Contains(next, word) {
					next = append(next, word)
				}
			}
		}
		word, ok := c.choice("word", next...)
		if !ok {
			return false
		}
		words += " " + word
	}
}

// parseAdminDelete tells a deed from a request by the slash in a path.
func parseAdminDelete(c *cursor, step *engine.Step) bool {
	if strings.Contains(c.peek(), "/") {
		return parseCall(c, step)
	}
	return parseDeed(c, step)
}

// object takes what a deed is done to.
func (c *cursor) object(kind string, step *engine.Step) bool {
	if kind == "" {
		return true
	}
	w, ok := c.next("the " + kind)
	if !ok {
		return false
	}
	step.Object = w.text
	if kind == "display" {
		return c.p.knownDisplay(w.text, w.where.start)
	}
	return c.p.knownPerson(w.text, w.where.start)
}

// parseSet reads what an administrator sets: the policy, or the sessions.
func parseSet(c *cursor, step *engine.Step) bool {
	if c.peek() == "policy" {
		return parseDeed(c, step)
	}
	if c.peek() == "session" {
		c.syntax = "admin: set " + sessionSyntax
	}
	return parseSetSession(c, step)
}
