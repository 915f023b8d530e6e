package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Flat reads a JSON object and tells take each member whose value is a text or
// a number, as text. Replays read little else than answers with tokens, and
// those are plain enough to be read without the general parser, which would
// take a sixth of their time; it reads all others.
func Flat(text string, take func(name, value string)) error {
	var members [16][2]string
	n, plain := 0, strings.HasPrefix(text, `{"`)
	for rest := strings.TrimPrefix(text, "{"); plain && rest != "}"; n++ {
		var name, value string
		name, rest, plain = plainText(rest)
		if plain = plain && n < len(members) && strings.HasPrefix(rest, ":"); !plain {
			break
		}
		value, rest, plain = plainValue(rest[1:])
		if plain {
			members[n] = [2]string{name, value}
			if rest != "}" {
				rest, plain = strings.CutPrefix(rest, ",")
				plain = plain && rest != "}"
			}
		}
	}
	if !plain {
		var all map[string]any
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			return err
		}
		for name, value := range all {
			switch value.(type) {
			case string, float64:
				one := map[string]string{}
				flatten(one, "", value)
				take(name, one[""])
			}
		}
		return nil
	}
	for _, m := range members[:n] {
		take(m[0], m[1])
	}
	return nil
}

// plainText cuts a text off that needs no decoding.
func plainText(s string) (text, rest string, ok bool) {
	body, ok := strings.CutPrefix(s, `"`)
	text, rest, closed := strings.Cut(body, `"`)
	for i := range len(text) {
		if escaped[text[i]] {
			return "", "", false
		}
	}
	return text, rest, ok && closed
}

// plainValue cuts off such a text, or a whole number as it is written.
func plainValue(s string) (value, rest string, ok bool) {
	end := 0
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	if end == 0 {
		return plainText(s)
	}
	return s[:end], s[end:], end < 16 && (s[0] != '0' || end == 1)
}

// Members returns what a JSON body says, each value as text under its path:
// mfa_token, mfa_requirements.challenge.0.type, or 0.id of a list. A body that
// is not JSON has none.
func (r Response) Members() map[string]string {
	members := map[string]string{}
	var body any
	if json.Unmarshal([]byte(r.Body), &body) == nil {
		flatten(members, "", body)
	}
	return members
}

func flatten(into map[string]string, path string, value any) {
	prefix := path
	if prefix != "" {
		prefix += "."
	}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			flatten(into, prefix+name, member)
		}
	case []any:
		for i, member := range v {
			flatten(into, prefix+strconv.Itoa(i), member)
		}
	case float64:
		into[path] = strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}
