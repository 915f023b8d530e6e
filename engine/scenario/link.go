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
	"sync"
)

// A link carries a whole scenario in the fragment of an address, which no
// server ever sees:
//
//	'1'  the version of what follows, one character
//	base64url, without padding, of
//	    4 bytes   CRC-32 (IEEE) of all that follows, big endian
//	    uvarint   length of the payload in bytes
//	    payload   the text, as raw DEFLATE (RFC 1951)
//
// A later version (another compression, a preset dictionary) takes the next
// digit; a reader keeps knowing the versions before its own.

// versionPlain is the first version: the text alone.
const versionPlain = '1'

// What is wrong with a link, for errors.Is. [Decode] can also return [Errors]
// when the link is sound and the scenario in it is not.
var (
	ErrNotALink  = errors.New("this is not a link to a scenario")
	ErrNewer     = errors.New("the link was made by a newer version of the playground")
	ErrTruncated = errors.New("the link is cut off")
	ErrTampered  = errors.New("the link was altered")
	ErrTooLarge  = errors.New("the scenario in the link is too large")
)

// maxLink bounds what is looked at: deflate and base64 of the largest scenario
// that does not compress at all, with room to spare.
const maxLink = 2 * MaxText

// deflaters keeps the compressors, which are large, for the next edit: the
// address changes with every one.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.BestCompression)
	if err != nil {
		panic("scenario: internal error: " + err.Error())
	}
	return w
}}

// Encode packs a scenario into characters that can stand in the fragment of an
// address as they are.
func Encode(s *Scenario) (string, error) {
	var payload bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&payload)
	if _, err := io.WriteString(w, s.text); err != nil {
		return "", fmt.Errorf("packing %s: %w", s.name, err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("packing %s: %w", s.name, err)
	}
	packed := binary.AppendUvarint(make([]byte, 4), uint64(payload.Len()))
	packed = append(packed, payload.Bytes()...)
	binary.BigEndian.PutUint32(packed, crc32.ChecksumIEEE(packed[4:]))
	return string(versionPlain) + base64.RawURLEncoding.EncodeToString(packed), nil
}

// Decode unpacks what [Encode] made. The error says which of the ways to be
// broken it is, and wraps one of the Err values or [Errors]; there is no input
// that it fails on in another way.
func Decode(link string) (*Scenario, error) {
	if link == "" || link[0] < '0' || link[0] > '9' {
		return nil, fmt.Errorf("%w: it begins with %q; expected a version such as %c", ErrNotALink, short(link), versionPlain)
	}
	if link[0] != versionPlain {
		return nil, fmt.Errorf("%w: it has version %c; expected %c", ErrNewer, link[0], versionPlain)
	}
	if len(link) > maxLink {
		return nil, fmt.Errorf("%w: it has %d characters; expected at most %d", ErrTooLarge, len(link), maxLink)
	}
	payload, err := unpack(link[1:])
	if err != nil {
		return nil, err
	}
	text, err := inflate(payload)
	if err != nil {
		return nil, err
	}
	return Parse("link", text)
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
func inflate(payload []byte) (string, error) {
	var text strings.Builder
	source := bytes.NewReader(payload)
	r := flate.NewReader(source)
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
