package wire

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Object writes a JSON object member by member, with the very bytes of
// encoding/json. Nearly all members of answers and tokens are plain texts and
// whole numbers, which are written here: the general encoder, which writes all
// others, would take a tenth of the time of a replay.
type Object struct{ text strings.Builder }

// ObjectOf writes the members of a map in the order of their names.
func ObjectOf(members map[string]any) *Object {
	names, size := make([]string, 0, len(members)), 0
	for name, value := range members {
		names = append(names, name)
		size += len(name) + 20
		switch v := value.(type) {
		case string:
			size += len(v)
		case []string:
			size += 100
		}
	}
	slices.Sort(names)
	var o Object
	o.text.Grow(size)
	for _, name := range names {
		o.Set(name, members[name])
	}
	return &o
}

// Set adds a member.
func (o *Object) Set(name string, value any) {
	o.name(name)
	switch v := value.(type) {
	case string:
		o.plain(v)
	case int:
		o.text.WriteString(strconv.Itoa(v))
	case int64:
		o.text.WriteString(strconv.FormatInt(v, 10))
	default:
		o.any(value)
	}
}

// Text adds a member unless it is empty.
func (o *Object) Text(name, value string) {
	if value != "" {
		o.name(name)
		o.plain(value)
	}
}

func (o *Object) name(name string) {
	sign := byte(',')
	if o.text.Len() == 0 {
		sign = '{'
	}
	o.text.WriteByte(sign)
	o.plain(name)
	o.text.WriteByte(':')
}

// Grow makes room for more bytes.
func (o *Object) Grow(bytes int) { o.text.Grow(bytes) }

// End ends the object and returns it.
func (o *Object) End() string {
	if o.text.Len() == 0 {
		return "{}"
	}
	o.text.WriteByte('}')
	return o.text.String()
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
