package token

import (
	"maps"
	"strings"
	"testing"
)

// FuzzVerify reads any text as a token. Only what was signed passes, to the last
// character: no change to a token survives, and no text makes the reader panic.
func FuzzVerify(f *testing.F) {
	for _, seed := range []string{"HEADER.PAYLOAD.SIGNATURE", "HEADER.PAYLOAD.", "HEADER..SIGNATURE", "PAYLOAD.HEADER.SIGNATURE",
		"eyJhbGciOiJub25lIn0.PAYLOAD.", "eyJhbGciOiJIUzI1NiJ9.PAYLOAD.SIGNATURE", "HEADER.e30.SIGNATURE", "...", "",
		"HEADER.PAYLOAD.SIGNATURE\r", "HEADER.PAYLOAD.\nSIGNATURE", "HEADER\n.PAYLOAD.SIGNATURE"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, remembered bool) {
		good := Sign(claims())
		parts := strings.Split(good, ".")
		text = strings.NewReplacer("HEADER", parts[0], "PAYLOAD", parts[1], "SIGNATURE", parts[2]).Replace(text)
		if !remembered {
			clear(known.tokens)
		}
		got, err := Verify(text, "https://t/", "api", noon)
		switch {
		case text == good && err != nil:
			t.Fatalf("a genuine token is refused: %v", err)
		case err == nil && text != good:
			t.Fatalf("%q passes", text)
		case err == nil && !maps.Equal(plain(got), plain(claims())):
			t.Fatalf("%q says %v", text, got)
		case (err == nil) != Genuine(text):
			t.Fatalf("%q: verified %t, genuine %t", text, err == nil, !(err == nil))
		}
		if read, err := Read(text); err == nil && !maps.Equal(plain(read), plain(claims())) {
			t.Fatalf("%q reads as %v", text, read)
		}
	})
}

// plain makes claims comparable, whatever type their numbers have.
func plain(c Claims) map[string]any {
	all := map[string]any{}
	for name, value := range c {
		if n, ok := value.(int64); ok {
			value = float64(n)
		}
		all[name] = value
	}
	return all
}
