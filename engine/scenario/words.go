package scenario

import (
	"fmt"
	"strings"
)

// word is one blank-separated piece of a line. Quotes are already resolved.
type word struct {
	text  string
	where span // in the file, quotes included
	// key and value are set for KEY=VALUE; key is empty otherwise.
	key, value string
}

// words takes a line apart. A quote is special at the start of a word and
// directly behind KEY=; within quotes \" and \\ stand for themselves.
func (p *parser) words(line span) ([]word, bool) {
	var list []word
	for at := line.start; at < line.end; {
		if isSpace(p.text[at]) {
			at++
			continue
		}
		w, ok := p.word(span{at, line.end})
		if !ok {
			return nil, false
		}
		list = append(list, w)
		at = w.where.end
	}
	return list, true
}

// word reads the word at the start of a span.
func (p *parser) word(within span) (word, bool) {
	var text strings.Builder
	at, equals := within.start, -1
	for at < within.end && !isSpace(p.text[at]) {
		c := p.text[at]
		switch {
		case c == '"' && (at == within.start || equals == text.Len()-1 && equals > 0):
			quoted, end, ok := p.quoted(span{at, within.end})
			if !ok {
				return word{}, false
			}
			text.WriteString(quoted)
			at = end
			if at < within.end && !isSpace(p.text[at]) {
				p.fail(at, "text follows a closing quote; expected a space or the end of the line")
				return word{}, false
			}
			continue
		case c < ' ' || c == 0x7f:
			p.fail(at, "there is a control character (%#02x); expected text", c)
			return word{}, false
		case c == '=' && equals < 0 && isKey(text.String()) && p.text[within.start] != '"':
			equals = text.Len()
		}
		text.WriteByte(c)
		at++
	}
	w := word{text: text.String(), where: span{within.start, at}}
	if equals > 0 {
		w.key, w.value = w.text[:equals], w.text[equals+1:]
	}
	return w, true
}

// quoted reads a quoted string and returns it with the offset behind it.
func (p *parser) quoted(within span) (text string, end int, ok bool) {
	var b strings.Builder
	for at := within.start + 1; at < within.end; at++ {
		c := p.text[at]
		switch {
		case c == '"':
			return b.String(), at + 1, true
		case c == '\\' && at+1 < within.end && (p.text[at+1] == '"' || p.text[at+1] == '\\'):
			at++
			c = p.text[at]
		case c == '\\':
			p.fail(at, `there is a lone backslash within quotes; expected \" or \\`)
			return "", 0, false
		case c < ' ' && c != '\t' || c == 0x7f:
			p.fail(at, "there is a control character (%#02x); expected text", c)
			return "", 0, false
		}
		b.WriteByte(c)
	}
	p.fail(within.start, `a quote is not closed; expected " before the end of the line`)
	return "", 0, false
}

// isKey tells whether a text can stand before the = of an attribute.
func isKey(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isNameByte(c) && c != '.' {
			return false
		}
	}
	return s != ""
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// isName tells whether a text is a name: one word of letters, digits, - and _,
// short enough for a label.
func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != "" && len(s) <= maxName
}

// quote writes a text so that [parser.words] reads the same text back.
func quote(s string) (string, error) {
	plain := s != ""
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' && c != '\t' || c == 0x7f:
			return "", fmt.Errorf("the text %q has a control character; expected one line of text", short(s))
		case isSpace(c), c == '"', c == '\\', c == '#', c == '=':
			plain = false
		}
	}
	if plain {
		return s, nil
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, nil
}

// cursor walks over the words of a step or an expectation, left to right.
type cursor struct {
	p      *parser
	words  []word
	end    int    // offset behind the last word
	syntax string // of the whole line, for messages
	taken  string // the first word of a step, when it stands for more than one verb
}

// next takes a word; what names it in the message when there is none.
func (c *cursor) next(what string) (word, bool) {
	if len(c.words) == 0 {
		c.p.fail(c.end, "%s is missing; expected %s", what, c.syntax)
		return word{}, false
	}
	w := c.words[0]
	c.words = c.words[1:]
	return w, true
}

// peek returns the text of the next word, or the empty string.
func (c *cursor) peek() string {
	if len(c.words) == 0 {
		return ""
	}
	return c.words[0].text
}

// take takes the next word if it is the given one.
func (c *cursor) take(text string) bool {
	if c.peek() != text {
		return false
	}
	c.words = c.words[1:]
	return true
}

// choice takes a word that must be one of the options.
func (c *cursor) choice(what string, options ...string) (string, bool) {
	w, ok := c.next(what)
	if !ok {
		return "", false
	}
	for _, option := range options {
		if w.text == option {
			return option, true
		}
	}
	c.p.fail(w.where.start, "unknown %s %q; %s", what, short(w.text), oneOf(w.text, options))
	return "", false
}

// done checks that no word is left.
func (c *cursor) done() bool {
	if len(c.words) == 0 {
		return true
	}
	w := c.words[0]
	if strings.HasPrefix(w.text, "#") {
		c.p.fail(w.where.start, "a comment follows on the same line; expected it on a line of its own")
		return false
	}
	c.p.fail(w.where.start, "unexpected %q; expected %s", short(w.text), c.syntax)
	return false
}
