package wire

import (
	"encoding/json"
	"maps"
	"testing"

	"pgregory.net/rapid"
)

// flat reads a text with Flat.
func flat(text string) (map[string]string, error) {
	got := map[string]string{}
	err := Flat(text, func(name, value string) { got[name] = value })
	return got, err
}

func TestFlat(t *testing.T) {
	for text, want := range map[string]map[string]string{
		`{"a":"b","n":12}`:                {"a": "b", "n": "12"},
		`{"n":0,"":"x"}`:                  {"n": "0", "": "x"},
		` { "a" : "b" } `:                 {"a": "b"},
		`{"a":"\u003cb\n\"","c":"ö"}`:     {"a": "<b\n\"", "c": "ö"},
		`{"a":{"b":"c"},"d":[1],"e":"f"}`: {"e": "f"},
		`{"a":true,"b":null,"c":-1.5}`:    {"c": "-1.5"},
		`{"a":"1","a":"2"}`:               {"a": "2"},
		`{}`:                              {},
		`null`:                            {},
	} {
		if got, err := flat(text); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v (%v), expected %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "{", "[]", `"a"`, `{"a"}`, `{"a":}`, `{"a":"b",}`, `{"a":"b"}x`, `{"a":01}`, `{"a":"b}`, "{\"a\":\"\n\"}"} {
		if got, err := flat(text); err == nil || len(got) > 0 {
			t.Errorf("%s: %v, expected an error and no members", text, got)
		}
	}
}

// Flat and the general parser say the same about any object, also about one
// that lost or got a byte.
func TestFlatIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.MapOfN(rapid.String(), rapid.OneOf(
			rapid.Map(rapid.StringMatching(`[a-zA-Z0-9._ -]*`), func(s string) any { return s }),
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.Map(rapid.IntRange(0, 1e9), func(n int) any { return n }),
		), 0, 20).Draw(t, "members")
		body, err := json.Marshal(members)
		if err != nil {
			t.Fatal(err)
		}
		text := string(body)
		if at := rapid.IntRange(0, len(text)).Draw(t, "at"); rapid.Bool().Draw(t, "spoilt") {
			text = text[:at] + rapid.SampledFrom([]string{"", `"`, ",", "0", "}", "\\"}).Draw(t, "with") + text[min(len(text), at+rapid.IntRange(0, 1).Draw(t, "lost")):]
		}
		var want map[string]any
		bad := json.Unmarshal([]byte(text), &want)
		got, err := flat(text)
		if (err != nil) != (bad != nil) {
			t.Fatalf("%s: %v, encoding/json says %v", text, err, bad)
		}
		for name, value := range want {
			switch value.(type) {
			case string, float64:
				all := map[string]string{}
				if flatten(all, "", value); got[name] != all[""] {
					t.Fatalf("%s: %q is %q, expected %q", text, name, got[name], all[""])
				}
			}
		}
	})
}
