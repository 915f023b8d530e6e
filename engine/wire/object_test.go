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
	o.Begin("inner")
	o.Texts("none", nil)
	o.Texts("empty", []string{})
	o.Texts("some", []string{"a", "<"})
	o.Begin("hollow")
	o.Close()
	o.Bool("yes", true)
	o.Close()
	o.Flat("flat", map[string]string{"b": "1", "a": "2"})
	o.Flat("nil", nil)
	o.Set("z", "first")
	o.Option("y", "")
	o.Option("x", "third")
	o.Objects("pair", 2, func(i int) { o.Number("i", int64(i)) })
	o.Objects("no", 0, nil)
	o.Set("a", 2)
	if got := o.End(); got != `{"inner":{"none":null,"empty":[],"some":["a","\u003c"],"hollow":{},"yes":true},"flat":{"a":"2","b":"1"},"nil":null,"z":"first","x":"third","pair":[{"i":0},{"i":1}],"no":[],"a":2}` {
		t.Errorf("in order it is %s", got)
	}
}
