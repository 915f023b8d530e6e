package wire

import (
	"encoding/json"
	"testing"
)

func TestObjectsAreThoseOfTheGeneralEncoder(t *testing.T) {
	texts := []string{"", "plain text", `"`, `\`, "<b>", "a&b", "\x00", "\x1f", "\x7f", "tab\t", "é", "\u2028", "\xff", "it's 100 %"}
	members := map[string]any{
		"int": 7, "negative": -12, "int64": int64(1) << 40, "float": 1.5e30, "yes": true, "nothing": nil,
		"list": []string{"a", "<"}, "inner": map[string]any{"b": 1, "a": "x"},
	}
	for i, text := range texts {
		members[text] = text
		members[string(rune('A'+i))] = []any{text, i}
	}
	want, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	if got := ObjectOf(members).End(); got != string(want) {
		t.Errorf("written is\n%s\nexpected\n%s", got, want)
	}
	if got := ObjectOf(nil).End(); got != "{}" {
		t.Errorf("an empty object is %s", got)
	}
	var o Object
	o.Set("z", "first")
	o.Text("y", "")
	o.Text("x", "third")
	o.Set("a", 2)
	if got := o.End(); got != `{"z":"first","x":"third","a":2}` {
		t.Errorf("in order it is %s", got)
	}
}
