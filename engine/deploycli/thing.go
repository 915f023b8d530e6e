package deploycli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// thing is one object of a configuration. It notes what was looked at, so that
// the rest can be listed.
type thing struct {
	label  string // what it is, for the report: client "My SPA"
	values map[string]any
	seen   map[string]bool
}

// thingOf wraps a value; what is no object has no members.
func thingOf(label string, value any) *thing {
	values, _ := value.(map[string]any)
	return &thing{label: label, values: values, seen: map[string]bool{}}
}

// text returns a member that is text, or the empty string.
func (t *thing) text(key string) string {
	t.seen[key] = true
	text, _ := t.values[key].(string)
	return text
}

// number returns a member that is a number above zero.
func (t *thing) number(key string) (float64, bool) {
	t.seen[key] = true
	n, ok := t.values[key].(float64)
	return n, ok && n > 0
}

// flag returns a member that is true or false, and what it is unless given.
func (t *thing) flag(key string, unless bool) bool {
	t.seen[key] = true
	if on, ok := t.values[key].(bool); ok {
		return on
	}
	return unless
}

// list returns a member that is a list, and whether it is there.
func (t *thing) list(key string) ([]any, bool) {
	t.seen[key] = true
	list, ok := t.values[key].([]any)
	return list, ok
}

// part returns a member that is an object.
func (t *thing) part(key string) *thing {
	t.seen[key] = true
	return thingOf(t.label+", "+key, t.values[key])
}

// called gives a thing the label of its kind and its name.
func called(kind string, value any, nameKey string) *thing {
	t := thingOf(kind, value)
	t.label = fmt.Sprintf("%s %q", kind, t.text(nameKey))
	return t
}

// report collects what was taken and what was not.
type report struct{ taken, left, secrets []string }

// rest lists what nobody looked at in a thing: secrets by themselves. Only
// names are listed, no values.
func (r *report) rest(t *thing) {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		switch {
		case t.seen[key]:
		case isSecret(key):
			r.secrets = append(r.secrets, t.label+": "+key)
		default:
			keys = append(keys, key)
		}
	}
	if len(keys) > 0 {
		r.left = append(r.left, t.label+": "+strings.Join(keys, ", "))
	}
}

// isSecret tells whether a key names something that must not travel on. It
// rather takes too much for a secret.
func isSecret(key string) bool {
	key = strings.ToLower(key)
	for _, word := range []string{"secret", "password", "credential", "private", "signing_key", "api_key", "apikey", "auth_token", "cert", "pem"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return key == "token" || strings.HasSuffix(key, "_token") && key != "refresh_token" && key != "id_token"
}

// slug makes a name of a text: letters, digits and hyphens, at most 40.
func slug(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := b.String()
	return strings.Trim(name[:min(len(name), 36)], "-")
}

// names gives each thing of a kind a name of its own.
type names map[string]bool

// of returns the name for a text.
func (n names) of(text, unless string) string {
	base := slug(text)
	if base == "" {
		base = unless
	}
	name := base
	for i := 2; n[name]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	n[name] = true
	return name
}

// line makes a text one line of text: control characters go, keywords that the
// Deploy CLI would replace become their names, and it is not too long.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, keywords(text))
	for len(text) > 250 {
		text = text[:len(text)-1]
	}
	return strings.ToValidUTF8(text, "")
}

// keywords puts the name of each keyword in its place: ##ENV## and @@ENV@@ are
// replaced when the Deploy CLI deploys, by values that are not here.
func keywords(text string) string {
	for _, mark := range []string{"##", "@@"} {
		parts := strings.Split(text, mark)
		for i := 1; i+1 < len(parts); i += 2 {
			parts[i] = strings.ToLower(parts[i])
		}
		if len(parts)%2 == 1 {
			text = strings.Join(parts, "")
		}
	}
	return text
}
