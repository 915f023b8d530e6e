package wire

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Object writes a JSON object member by member, with the very bytes of
// encoding/json. Nearly all members of answers, tokens and jobs of scripts are
// plain texts and whole numbers, which are written here: the general encoder,
// which writes all others, would take a tenth of the time of a replay.
type Object struct {
	text strings.Builder
	open bool
}

// ObjectOf writes the members of a map in the order of their names.
func ObjectOf(members map[string]any) *Object {
	var o Object
	size := 0
	for name, value := range members {
		size += len(name) + 20
		switch v := value.(type) {
		case string:
			size += len(v)
		case []string:
			size += 100
		}
	}
	o.Grow(size)
	for _, name := range sorted(members) {
		o.Set(name, members[name])
	}
	return &o
}

// sorted lists the keys of a map.
func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Grow makes room for more bytes.
func (o *Object) Grow(bytes int) { o.text.Grow(bytes) }

// Set adds a member.
func (o *Object) Set(name string, value any) {
	switch v := value.(type) {
	case string:
		o.Text(name, v)
	case int:
		o.Number(name, int64(v))
	case int64:
		o.Number(name, v)
	default:
		o.name(name)
		o.any(value)
	}
}

// Text adds a text.
func (o *Object) Text(name, value string) {
	o.name(name)
	o.plain(value)
}

// Option adds a text unless it is empty.
func (o *Object) Option(name, value string) {
	if value != "" {
		o.Text(name, value)
	}
}

// Number adds a whole number.
func (o *Object) Number(name string, value int64) {
	o.name(name)
	o.text.WriteString(strconv.FormatInt(value, 10))
}

// Bool adds a truth value.
func (o *Object) Bool(name string, value bool) {
	o.name(name)
	o.text.WriteString(strconv.FormatBool(value))
}

// Texts adds a list of texts.
func (o *Object) Texts(name string, list []string) {
	o.name(name)
	if list == nil {
		o.text.WriteString("null")
		return
	}
	o.text.WriteByte('[')
	for i, text := range list {
		if i > 0 {
			o.text.WriteByte(',')
		}
		o.plain(text)
	}
	o.text.WriteByte(']')
}

// Flat adds an object that holds texts.
func (o *Object) Flat(name string, texts map[string]string) {
	if texts == nil {
		o.Set(name, nil)
		return
	}
	o.Begin(name)
	for _, key := range sorted(texts) {
		o.Text(key, texts[key])
	}
	o.Close()
}

// Objects adds a list of objects; members adds what is in one of them.
func (o *Object) Objects(name string, n int, members func(i int)) {
	o.name(name)
	o.text.WriteByte('[')
	for i := range n {
		if i > 0 {
			o.text.WriteByte(',')
		}
		o.open = false
		members(i)
		o.Close()
	}
	o.text.WriteByte(']')
	o.open = true
}

// Begin adds an object, to which all belongs that is added before [Object.Close].
func (o *Object) Begin(name string) {
	o.name(name)
	o.open = false
}

// Close ends the object that was begun last.
func (o *Object) Close() {
	if !o.open {
		o.text.WriteByte('{')
	}
	o.text.WriteByte('}')
	o.open = true
}

// End ends the object and returns it.
func (o *Object) End() string {
	o.Close()
	return o.text.String()
}

func (o *Object) name(name string) {
	sign := byte(',')
	if !o.open {
		sign, o.open = '{', true
	}
	o.text.WriteByte(sign)
	o.plain(name)
	o.text.WriteByte(':')
}

// plain writes a text that needs no escapes, or has it written.
func (o *Object) plain(text string) {
	for i := range len(text) {
		if escaped[text[i]] {
			o.any(text)
			return
		}
	}
	o.text.WriteByte('"')
	o.text.WriteString(text)
	o.text.WriteByte('"')
}

// escaped are the bytes that are not written as they are.
var escaped = func() (set [256]bool) {
	for c := range set {
		set[c] = c < ' ' || c >= 0x7f || strings.IndexByte(`"\<>&`, byte(c)) >= 0
	}
	return set
}()

func (o *Object) any(value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic("wire: internal error: a member that cannot be written as JSON: " + err.Error())
	}
	o.text.Write(text)
}
