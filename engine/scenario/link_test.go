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
	link, err := Encode(s, "")
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
		if back.Print() != s.untold() || strings.Contains(back.Print(), "-- transcript --") {
			t.Error("the link holds another text")
		}
	}
}

func TestALinkThatBuildsOnALesson(t *testing.T) {
	lesson := Lessons()[0].Scenario()
	s, err := lesson.WithCode("rule", "mfa", story1Cure)
	if err != nil {
		t.Fatal(err)
	}
	link, err := Encode(s, lesson.Print())
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(link, "", "another text", lesson.Print())
	if err != nil || back.Print() != s.Print() {
		t.Fatalf("opens as another text, %v", err)
	}
	var missing MissingBase
	if _, err := Decode(link, "another text"); !errors.As(err, &missing) || missing.Sum != SumOf(lesson.Print()) {
		t.Fatalf("without the lesson: %v; expected to be told which text is missing", err)
	}
	for n := 1; n < len(link); n++ {
		if _, err := Decode(link[:n], lesson.Print()); !errors.Is(err, ErrTruncated) {
			t.Fatalf("cut to %d of %d characters: %v", n, len(link), err)
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

// envelope packs bytes as a version of links does, with a sound checksum.
func envelope(version rune, payload []byte) string {
	packed := binary.AppendUvarint(make([]byte, 4), uint64(len(payload)))
	packed = append(packed, payload...)
	binary.BigEndian.PutUint32(packed, crc32.ChecksumIEEE(packed[4:]))
	return string(version) + base64.RawURLEncoding.EncodeToString(packed)
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
	plain := func(payload []byte) string { return envelope('1', payload) }
	preset := func(head string, payload []byte) string { return envelope('2', append([]byte(head), payload...)) }
	bomb := deflated(t, strings.Repeat("a", 100<<20))
	tests := []struct {
		name, link string
		want       error
	}{
		{"empty", "", ErrNotALink},
		{"plain text", "hello", ErrNotALink},
		{"another page's fragment", "step=4", ErrNotALink},
		{"text behind the version", "2 hello", ErrNotALink},
		{"newer", "3" + link[1:], ErrNewer},
		{"much newer", "9" + link[1:], ErrNewer},
		{"version nought", "0" + link[1:], ErrNewer},
		{"longer", link + "AAAA", ErrTampered},
		{"one character longer", link + "A", ErrTampered},
		{"huge", "1" + strings.Repeat("A", maxLink), ErrTooLarge},
		{"bomb", plain(bomb), ErrTooLarge},
		{"bomb of version 2", preset("\x00", bomb), ErrTooLarge},
		{"not deflated", plain([]byte("plain text")), ErrTampered},
		{"half deflated", plain(deflated(t, small)[:50]), ErrTampered},
		{"two contents", plain(append(deflated(t, small), deflated(t, small)...)), ErrTampered},
		{"no head", preset("", nil), ErrTampered},
		{"an unknown head", preset("\x02", deflated(t, small)), ErrTampered},
		{"half a base", preset("\x01abc", nil), ErrTampered},
		{"an unknown base", preset("\x01abcd", deflated(t, small)), MissingBase{Sum: 0x61626364}},
	}
	for _, test := range tests {
		if _, err := Decode(test.link); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
	_, err := Decode(plain(deflated(t, "no scenario")))
	var list Errors
	if !errors.As(err, &list) || list[0].File != "link" {
		t.Errorf("a sound link with an unsound scenario gives %v", err)
	}
}
