package scenario

import "strings"

// claimsMark begins the last line of a comment that says which facts the
// scenario shows.
const claimsMark = "claims:"

// claims cuts the line with the claims off a comment and reads it. Whether the
// facts exist is the business of whoever has the fact sheet at hand; here they
// only have to look like the ids that package facts gives out.
func (p *parser) claims(within span, comment string) string {
	before, last := "", comment
	if i := strings.LastIndexByte(comment, '\n'); i >= 0 {
		before, last = comment[:i], comment[i+1:]
	}
	list, ok := strings.CutPrefix(strings.TrimSpace(last), claimsMark)
	if !ok {
		return comment
	}
	at := within.start + strings.LastIndex(p.text[within.start:within.end], claimsMark)
	p.s.Claims = strings.Fields(list)
	if len(p.s.Claims) == 0 {
		p.fail(at, "no fact is claimed; expected ids such as F5 or 4.4/3 behind %q", claimsMark)
	}
	for _, id := range p.s.Claims {
		if !isClaim(id) {
			p.fail(at, "%q is no id of a fact; expected F and a number (F5), a section (4.6), or a section and a row of its tables (4.4/3)", short(id))
		}
	}
	return strings.TrimSpace(before)
}

// isClaim tells whether a word looks like the id of a fact.
func isClaim(id string) bool {
	if number, ok := strings.CutPrefix(id, "F"); ok {
		return isNumber(number)
	}
	section, row, inTable := strings.Cut(id, "/")
	if inTable && !isNumber(row) || !inTable && !strings.Contains(section, ".") {
		return false
	}
	for part := range strings.SplitSeq(section, ".") {
		if !isNumber(part) {
			return false
		}
	}
	return true
}

func isNumber(word string) bool {
	return word != "" && len(word) <= 4 && strings.Trim(word, "0123456789") == ""
}
