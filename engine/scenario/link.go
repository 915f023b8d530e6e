package scenario

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// A link carries a scenario in the fragment of an address, which no server ever
// sees:
//
//	'2'  the version of what follows, one character
//	base64url, without padding, of
//	    4 bytes   CRC-32 (IEEE) of all that follows, big endian
//	    uvarint   length of the payload in bytes
//	    payload   from version 2 on: 1 byte, 1 if the link builds on a text and
//	              else 0; if it does, 4 bytes, the CRC-32 of that text, big endian;
//	              then, in every version, the scenario as raw DEFLATE (RFC 1951)
//
// Version 1 compresses the text alone. Version 2 has a preset dictionary: first
// that of dictionary.go, then the text which the link builds on. That text is
// the lesson which was edited; so the link of an edited lesson is short, and
// the lesson is needed to open it.
//
// A later version takes the next digit; a reader keeps knowing the versions
// before its own. The folder testdata/links has links of every version.

// The versions of links.
const (
	versionPlain  = '1' // the text alone
	versionPreset = '2' // with a preset dictionary
	versionLatest = versionPreset
)

// What is wrong with a link, for errors.Is. [Decode] can also return [Errors]
// when the link is sound and the scenario in it is not.
var (
	ErrNotALink  = errors.New("this is not a link to a scenario")
	ErrNewer     = errors.New("the link was made by a newer version of the playground")
	ErrTruncated = errors.New("the link is cut off")
	ErrTampered  = errors.New("the link was altered")
	ErrTooLarge  = errors.New("the scenario in the link is too large")
)

// MissingBase is the error of a link that builds on a text which was not given:
// the lesson of another page, or an earlier edition of the lesson.
type MissingBase struct{ Sum uint32 }

// Error tells what is missing.
func (e MissingBase) Error() string {
	return fmt.Sprintf("the link builds on a lesson that is not here (%s); expected the site that the link was made on, or a newer one", BaseName(e.Sum))
}

// SumOf identifies a text that links build on.
func SumOf(base string) uint32 { return crc32.ChecksumIEEE([]byte(base)) }

// BaseName is the name of the file in which a site keeps a text that links
// build on.
func BaseName(sum uint32) string { return fmt.Sprintf("%08x.txtar", sum) }

// maxLink bounds what is looked at: deflate and base64 of the largest scenario
// that does not compress at all, with room to spare.
const maxLink = 2 * MaxText

// Encode packs a scenario into characters that can stand in the fragment of an
// address as they are. A scenario that was made by editing a lesson is shorter
// with that lesson's text as its base; the empty text is no base. The transcript
// is left out: whoever opens the link plays the scenario himself.
func Encode(s *Scenario, base string) (string, error) {
	var payload bytes.Buffer
	payload.WriteByte(byte(boolToInt(base != "")))
	if base != "" {
		payload.Write(binary.BigEndian.AppendUint32(nil, SumOf(base)))
	}
	if err := deflate(&payload, s.untold(), base); err != nil {
		return "", fmt.Errorf("packing %s: %w", s.name, err)
	}
	packed := binary.AppendUvarint(make([]byte, 4), uint64(payload.Len()))
	packed = append(packed, payload.Bytes()...)
	binary.BigEndian.PutUint32(packed, crc32.ChecksumIEEE(packed[4:]))
	return string(versionLatest) + base64.RawURLEncoding.EncodeToString(packed), nil
}

// untold returns the text without its transcript.
func (s *Scenario) untold() string {
	sec, ok := s.layout.sections[fileTranscript]
	if !ok {
		return s.text
	}
	return s.text[:sec.marker.start] + s.text[sec.body.end:]
}

// Decode unpacks what [Encode] made; bases are the texts that the link may
// build on. The error says which of the ways to be broken it is, and wraps one
// of the Err values, [MissingBase] or [Errors]; there is no input that it fails
// on in another way.
func Decode(link string, bases ...string) (*Scenario, error) {
	if link == "" || link[0] < '0' || link[0] > '9' {
		return nil, fmt.Errorf("%w: it begins with %q; expected a version such as %c", ErrNotALink, short(link), versionLatest)
	}
	if link[0] < versionPlain || link[0] > versionLatest {
		return nil, fmt.Errorf("%w: it has version %c; expected %c to %c", ErrNewer, link[0], versionPlain, versionLatest)
	}
	if len(link) > maxLink {
		return nil, fmt.Errorf("%w: it has %d characters; expected at most %d", ErrTooLarge, len(link), maxLink)
	}
	payload, err := unpack(link[1:])
	if err != nil {
		return nil, err
	}
	preset := ""
	if link[0] == versionPreset {
		if payload, preset, err = presetOf(payload, bases); err != nil {
			return nil, err
		}
	}
	text, err := inflate(payload, preset)
	if err != nil {
		return nil, err
	}
	return Parse("link", text)
}

// presetOf takes the head off a payload of version 2 and returns the preset
// dictionary that it asks for.
func presetOf(payload []byte, bases []string) (rest []byte, preset string, err error) {
	if len(payload) > 0 && payload[0] == 0 {
		return payload[1:], presetFor(""), nil
	}
	if len(payload) < 5 || payload[0] != 1 {
		return nil, "", fmt.Errorf("%w: its head makes no sense; expected the link as it was made", ErrTampered)
	}
	sum := binary.BigEndian.Uint32(payload[1:])
	for _, base := range bases {
		if base != "" && SumOf(base) == sum {
			return payload[5:], presetFor(base), nil
		}
	}
	return nil, "", MissingBase{Sum: sum}
}

// unpack takes the envelope off and checks it.
func unpack(link string) ([]byte, error) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if rest := strings.Trim(link, alphabet); rest != "" {
		return nil, fmt.Errorf("%w: it holds %q; expected letters, digits, - and _", ErrNotALink, short(rest))
	}
	// A cut can leave a lone character, which is no byte: the length below
	// then tells that the rest is missing.
	whole := link[:len(link)-boolToInt(len(link)%4 == 1)]
	packed, err := base64.RawURLEncoding.DecodeString(whole)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTampered, err)
	}
	if len(packed) < 5 {
		return nil, fmt.Errorf("%w: it has %d characters; expected more", ErrTruncated, len(link))
	}
	length, size := binary.Uvarint(packed[4:])
	payload := packed[4:][max(size, 0):]
	switch {
	case size == 0:
		return nil, fmt.Errorf("%w: it ends within its length; expected more", ErrTruncated)
	case size < 0 || length > maxLink:
		return nil, fmt.Errorf("%w: its length makes no sense; expected the link as it was made", ErrTampered)
	case uint64(len(payload)) < length:
		return nil, fmt.Errorf("%w: %d of %d bytes are left; expected all", ErrTruncated, len(payload), length)
	case uint64(len(payload)) > length || len(whole) != len(link):
		return nil, fmt.Errorf("%w: something was added to its end; expected the link as it was made", ErrTampered)
	case crc32.ChecksumIEEE(packed[4:]) != binary.BigEndian.Uint32(packed):
		return nil, fmt.Errorf("%w: its checksum does not fit; expected the link as it was made", ErrTampered)
	case base64.RawURLEncoding.EncodeToString(packed) != link:
		return nil, fmt.Errorf("%w: its last character does not fit; expected the link as it was made", ErrTampered)
	}
	return payload, nil
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// inflate unpacks the text. It stops as soon as the text is larger than any
// scenario may be, so a few bytes cannot blow up into gigabytes.
func inflate(payload []byte, preset string) (string, error) {
	var text strings.Builder
	source := bytes.NewReader(payload)
	r := flate.NewReaderDict(source, []byte(preset))
	n, err := io.Copy(&text, io.LimitReader(r, MaxText+1))
	if err != nil {
		return "", fmt.Errorf("%w: its content cannot be unpacked: %w", ErrTampered, err)
	}
	if n > MaxText {
		return "", fmt.Errorf("%w: it holds more than %d bytes; expected at most that", ErrTooLarge, MaxText)
	}
	if source.Len() > 0 {
		return "", fmt.Errorf("%w: %d bytes follow its content; expected none", ErrTampered, source.Len())
	}
	return text.String(), nil
}
