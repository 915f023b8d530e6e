package scenario

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

func mustEncode(t testing.TB, s *Scenario) string {
	t.Helper()
	link, err := Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestLinkRoundTrip(t *testing.T) {
	for _, text := range []string{small, strings.ReplaceAll(small, "\n", "\r\n")} {
		s := mustParse(t, "small", text)
		link := mustEncode(t, s)
		if strings.Trim(link, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Errorf("the link %q holds other characters than a fragment may have", link)
		}
		back, err := Decode(link)
		if err != nil {
			t.Fatal(err)
		}
		if back.Print() != text {
			t.Error("the link holds another text")
		}
	}
}

func TestLinkTellsEveryCut(t *testing.T) {
	link := mustEncode(t, mustParse(t, "small", small))
	for n := 1; n < len(link); n++ {
		if _, err := Decode(link[:n]); !errors.Is(err, ErrTruncated) {
			t.Fatalf("cut to %d of %d characters: %v", n, len(link), err)
		}
	}
}

func TestLinkTellsEveryAlteredCharacter(t *testing.T) {
	link := mustEncode(t, mustParse(t, "small", small))
	for i := 1; i < len(link); i++ {
		other := byte('A')
		if link[i] == other {
			other = 'B'
		}
		_, err := Decode(link[:i] + string(other) + link[i+1:])
		// A changed length can also look like a cut.
		if !errors.Is(err, ErrTampered) && !(errors.Is(err, ErrTruncated) && i < 10) {
			t.Fatalf("character %d altered: %v", i, err)
		}
	}
}

// envelope packs bytes like Encode, with a sound checksum.
func envelope(payload []byte) string {
	packed := binary.AppendUvarint(make([]byte, 4), uint64(len(payload)))
	packed = append(packed, payload...)
	binary.BigEndian.PutUint32(packed, crc32.ChecksumIEEE(packed[4:]))
	return "1" + base64.RawURLEncoding.EncodeToString(packed)
}

func deflated(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBadLinks(t *testing.T) {
	link := mustEncode(t, mustParse(t, "small", small))
	tests := []struct {
		name, link string
		want       error
	}{
		{"empty", "", ErrNotALink},
		{"plain text", "hello", ErrNotALink},
		{"another page's fragment", "step=4", ErrNotALink},
		{"text behind the version", "1 hello", ErrNotALink},
		{"newer", "2" + link[1:], ErrNewer},
		{"longer", link + "AAAA", ErrTampered},
		{"one character longer", link + "A", ErrTampered},
		{"huge", "1" + strings.Repeat("A", maxLink), ErrTooLarge},
		{"bomb", envelope(deflated(t, strings.Repeat("a", 100<<20))), ErrTooLarge},
		{"not deflated", envelope([]byte("plain text")), ErrTampered},
		{"half deflated", envelope(deflated(t, small)[:50]), ErrTampered},
		{"two contents", envelope(append(deflated(t, small), deflated(t, small)...)), ErrTampered},
	}
	for _, test := range tests {
		if _, err := Decode(test.link); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
	_, err := Decode(envelope(deflated(t, "no scenario")))
	var list Errors
	if !errors.As(err, &list) || list[0].File != "link" {
		t.Errorf("a sound link with an unsound scenario gives %v", err)
	}
}
