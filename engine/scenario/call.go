package scenario

import (
	"strings"

	"mfaplayground/engine"
)

// maxParams is how many values a request of an application may have.
const maxParams = 20

// parseCall reads a request of an application. The word before was its method.
func parseCall(c *cursor, step *engine.Step) bool {
	step.Verb, step.Value = engine.VerbCall, c.taken
	path, ok := c.next("the path")
	if !ok {
		return false
	}
	if path.key != "" || len(path.text) > maxValue || strings.ContainsAny(path.text, "?#\\ ") || !strings.Contains(path.text, "/") {
		c.p.fail(path.where.start, "%q is not the path of an endpoint; expected one such as oauth/token, and its parameters behind it", short(path.text))
		return false
	}
	step.Object = path.text
	seen := map[string]bool{}
	for len(c.words) > 0 {
		w, _ := c.next("a parameter")
		switch {
		case w.key == "":
			c.p.fail(w.where.start, "unexpected %q; expected %s", short(w.text), c.syntax)
			return false
		case seen[w.key]:
			c.p.fail(w.where.start, "the parameter %q is there twice; expected it once", short(w.key))
			return false
		case len(w.value) > maxValue, len(seen) == maxParams:
			c.p.fail(w.where.start, "the parameter %q is one too many or too long; expected at most %d of %d bytes each", short(w.key), maxParams, maxValue)
			return false
		}
		seen[w.key] = true
		step.Params = append(step.Params, engine.Param{Name: w.key, Value: w.value})
	}
	return true
}

// parseAnswer gives the path of a member and, if there is one, its value.
func parseAnswer(c *cursor) ([]string, bool) {
	name, ok := parseWord(c)
	if !ok || len(c.words) == 0 {
		return append(name, ""), ok
	}
	value, ok := parseText(c)
	return append(name, value...), ok
}

// judgeAnswer looks at the last answer that was JSON.
func judgeAnswer(v view, args []string) (bool, string) {
	for i := len(v.now.Exchanges) - 1; i >= 0; i-- {
		if members := v.now.Exchanges[i].Response.Members(); len(members) > 0 {
			got, is := members[args[0]]
			if !is {
				return false, "no " + args[0]
			}
			return strings.Contains(got, args[1]), got
		}
	}
	return false, "no answer"
}
