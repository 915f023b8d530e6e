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
				return c.object(d.Object, step) && c.changed(d.Value, step)
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

// changed takes what is changed about a person: the new text.
func (c *cursor) changed(kind string, step *engine.Step) bool {
	if kind == "" {
		return true
	}
	w, ok := c.next("the new " + strings.ToLower(kind))
	if !ok {
		return false
	}
	fits, such := isName(w.text), "ada_lovelace"
	switch kind {
	case "ADDRESS":
		fits, such = isAddress(w.text), "ada@example.com"
	case "PHONE":
		fits, such = isPhone(w.text), "+15550001234"
	}
	if !fits {
		c.p.fail(w.where.start, "%q is not a %s; expected one such as %s", short(w.text), strings.ToLower(kind), such)
	}
	step.Params = []engine.Param{{Name: "to", Value: w.text}}
	return fits
}

// isAddress tells whether a text is an email address that can stand in JSON as it is.
func isAddress(s string) bool {
	name, host, _ := strings.Cut(s, "@")
	return name != "" && isHost(host) && isCookieValue(s)
}

// isPhone tells whether a text is a number of E.164: a plus and digits.
func isPhone(s string) bool {
	digits, ok := strings.CutPrefix(s, "+")
	return ok && len(digits) >= 7 && len(digits) <= 15 && strings.Trim(digits, "0123456789") == ""
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
