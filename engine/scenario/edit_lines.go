package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Spot names one value of the tenant file: the attribute Key of the line
// "Keyword Name". Lines that are there once have no name. Without a key it is
// the words behind the keyword, such as the policy.
type Spot struct{ Keyword, Name, Key string }

// Attribute is one KEY=VALUE of a line of the tenant file.
type Attribute struct{ Key, Value string }

// Value returns what stands at a spot as it is written, or the empty text.
func (s *Scenario) Value(at Spot) string {
	e, ok := s.entryOf(at.Keyword, at.Name)
	if !ok {
		return ""
	}
	if at.Key == "" {
		words := make([]string, len(e.args))
		for i, w := range e.args {
			words[i] = w.text
		}
		return strings.Join(words, " ")
	}
	for _, w := range e.attrs {
		if w.key == at.Key {
			return w.value
		}
	}
	return ""
}

// Attributes returns the attributes of a line whose keys start with a prefix,
// in the order of the text and without it.
func (s *Scenario) Attributes(keyword, name, prefix string) []Attribute {
	var list []Attribute
	e, _ := s.entryOf(keyword, name)
	for _, w := range e.attrs {
		if key, ok := strings.CutPrefix(w.key, prefix); ok {
			list = append(list, Attribute{key, w.value})
		}
	}
	return list
}

// With sets the value at a spot. The empty value takes an attribute away, and
// so the default counts again; a line that then says nothing goes with it.
func (s *Scenario) With(at Spot, value string) (*Scenario, error) {
	switch {
	case at.Key == "":
		return s.withWords(at.Keyword, value)
	case !isKey(at.Key):
		return nil, fmt.Errorf("%q is not a key; expected letters, digits, dots, - and _", short(at.Key))
	case value == "":
		return s.without(at)
	case s.Value(at) == value:
		return s, nil
	case at.Keyword == "api" && s.Value(Spot{Keyword: "api"}) == "":
		next, err := s.withWords("api", s.Setup.Tenant.API.Audience)
		if err != nil {
			return nil, err
		}
		return next.withAttribute("api", "", at.Key, value)
	}
	return s.withAttribute(at.Keyword, at.Name, at.Key, value)
}

// withWords sets the words behind the keyword of a line that is there once;
// without words the line goes, and so the default counts again.
func (s *Scenario) withWords(keyword, value string) (*Scenario, error) {
	words := strings.Fields(value)
	for i, word := range words {
		quoted, err := quote(word)
		if err != nil {
			return nil, fmt.Errorf("setting %s: %w", keyword, err)
		}
		words[i] = quoted
	}
	line := strings.Join(words, " ")
	e, ok := s.entryOf(keyword, "")
	switch {
	case !ok && line == "":
		return s, nil
	case !ok:
		return s.addLine(keyword, keyword+" "+line)
	case line == "" && len(e.attrs) == 0:
		return s.splice(e.line, "")
	case len(e.args) == 0:
		at := e.text.start + len(keyword)
		return s.splice(span{at, at}, " "+line)
	}
	return s.splice(span{e.args[0].where.start, e.args[len(e.args)-1].where.end}, line)
}

// without takes an attribute away, with the space before it.
func (s *Scenario) without(at Spot) (*Scenario, error) {
	e, ok := s.entryOf(at.Keyword, at.Name)
	if !ok && at.Name != "" {
		return nil, s.noLine(at.Keyword, at.Name)
	}
	for _, w := range e.attrs {
		if w.key != at.Key {
			continue
		}
		if len(e.attrs) == 1 && len(e.args) == 0 {
			return s.splice(e.line, "")
		}
		start := w.where.start
		for isSpace(s.text[start-1]) {
			start--
		}
		return s.splice(span{start, w.where.end}, "")
	}
	return s, nil
}

func (s *Scenario) noLine(keyword, name string) error {
	return fmt.Errorf("there is no %s %q in %s; expected one of the tenant's", keyword, short(name), s.name)
}

// WithLine adds a line "KEYWORD NAME KEY=VALUE ..." behind the others of its
// kind.
func (s *Scenario) WithLine(keyword, name string, attributes ...Attribute) (*Scenario, error) {
	line := keyword + " " + name
	if !isName(name) {
		return nil, fmt.Errorf("%q is not a name; expected at most %d letters, digits, - and _", short(name), maxName)
	}
	for _, a := range attributes {
		quoted, err := quote(a.Value)
		if err != nil {
			return nil, fmt.Errorf("adding %s: %w", line, err)
		}
		line += " " + a.Key + "=" + quoted
	}
	return s.addLine(keyword, line)
}

// WithoutLine takes a line away. It is refused while others name what it
// declares.
func (s *Scenario) WithoutLine(keyword, name string) (*Scenario, error) {
	e, ok := s.entryOf(keyword, name)
	if !ok {
		return nil, s.noLine(keyword, name)
	}
	return s.splice(e.line, "")
}

// WithScriptMoved exchanges a rule or action with the one before (-1) or behind
// it (1): the order of the lines is the order of execution. At the end of the
// list it stays where it is.
func (s *Scenario) WithScriptMoved(kind script.Kind, name string, by int) (*Scenario, error) {
	var list []entry
	for _, e := range s.layout.entries {
		if e.keyword == string(kind) {
			list = append(list, e)
		}
	}
	at := slices.IndexFunc(list, func(e entry) bool { return len(e.args) > 0 && e.args[0].text == name })
	if at < 0 {
		return nil, s.noLine(string(kind), name)
	}
	to := at + by
	if to < 0 || to >= len(list) {
		return s, nil
	}
	first, second := list[min(at, to)].text, list[max(at, to)].text
	return Parse(s.name, s.text[:first.start]+s.text[second.start:second.end]+
		s.text[first.end:second.start]+s.text[first.start:first.end]+s.text[second.end:])
}

// WithScriptNamed gives a rule or action another name, also where an expect
// line names it as a cause.
func (s *Scenario) WithScriptNamed(kind script.Kind, name, to string) (*Scenario, error) {
	sec, isFile := s.layout.sections[fileOf(kind, name)]
	e, isEntry := s.entryOf(string(kind), name)
	_, taken := s.layout.sections[fileOf(kind, to)]
	switch {
	case !isFile || !isEntry:
		return nil, s.noLine(string(kind), name)
	case name == to:
		return s, nil
	case !isName(to):
		return nil, fmt.Errorf("%q is not a name for a %s; expected at most %d letters, digits, - and _", short(to), kind, maxName)
	case taken:
		return nil, fmt.Errorf("the %s %q is there already; expected another name", kind, to)
	}
	spots := append(s.causes(kind, name), e.args[0].where, s.nameIn(sec))
	slices.SortFunc(spots, func(a, b span) int { return b.start - a.start })
	text := s.text
	for _, at := range spots {
		next := to
		if at.start == sec.nameAt {
			next = fileOf(kind, to)
		}
		text = text[:at.start] + next + text[at.end:]
	}
	return Parse(s.name, text)
}

// nameIn is where the marker line of a section has its name.
func (s *Scenario) nameIn(sec section) span { return span{sec.nameAt, sec.nameAt + len(sec.name)} }

// causes finds where expect lines name a script as a cause.
func (s *Scenario) causes(kind script.Kind, name string) []span {
	var found []span
	p := &parser{text: s.text}
	for _, line := range lines(s.text, s.layout.sections[fileSteps].body) {
		text := content(s.text, line)
		if !strings.HasPrefix(s.text[text.start:text.end], "expect") {
			continue
		}
		words, _ := p.words(text)
		for i := 2; i < len(words); i++ {
			if words[i-2].text == "because" && words[i-1].text == string(kind) && words[i].text == name {
				found = append(found, words[i].where)
			}
		}
	}
	return found
}

// Longest is the most that a plan allows for a lifetime of sessions, such as
// "idle" (facts 4.2).
func Longest(plan tenant.Plan, key string) time.Duration {
	for _, l := range lifetimes {
		if l.key == key && plan == tenant.PlanSelfService {
			return l.selfService
		}
		if l.key == key {
			return l.enterprise
		}
	}
	return 0
}
