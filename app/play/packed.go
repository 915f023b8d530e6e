package play

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"

	"mfaplayground/engine/scenario"
)

// A pre-rendered page carries the result that it shows, so that the program can
// take over without playing the lesson again first: base64url of raw DEFLATE
// (RFC 1951) of the JSON of packed. It is part of the site, never of a link.

// packed is a result with the scenario that it is the result of.
type packed struct {
	Of     uint32 // CRC-32 (IEEE) of the scenario's text
	Result scenario.Result
}

// unpackedMax bounds what is inflated, in bytes: a lesson's result has a
// hundred thousand.
const unpackedMax = 16 << 20

// Pack writes a result as text for a page.
func Pack(s *scenario.Scenario, result scenario.Result) (string, error) {
	text, err := json.Marshal(packed{Of: sumOf(s), Result: result})
	if err != nil {
		return "", fmt.Errorf("packing a result: %w", err)
	}
	var small bytes.Buffer
	w, err := flate.NewWriter(&small, flate.BestCompression)
	if err != nil {
		return "", fmt.Errorf("packing a result: %w", err)
	}
	if _, err := w.Write(text); err != nil {
		return "", fmt.Errorf("packing a result: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("packing a result: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(small.Bytes()), nil
}

// Unpack reads what [Pack] wrote. A result of another scenario is an error:
// then page and program come from different builds.
func Unpack(s *scenario.Scenario, text string) (scenario.Result, error) {
	small, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return scenario.Result{}, fmt.Errorf("unpacking a result: %w", err)
	}
	read := io.LimitReader(flate.NewReader(bytes.NewReader(small)), unpackedMax)
	var p packed
	if err := json.NewDecoder(read).Decode(&p); err != nil {
		return scenario.Result{}, fmt.Errorf("unpacking a result: %w", err)
	}
	if p.Of != sumOf(s) {
		return scenario.Result{}, fmt.Errorf("unpacking a result: it belongs to another scenario than %q", s.Title)
	}
	return p.Result, nil
}

// sumOf identifies the text of a scenario.
func sumOf(s *scenario.Scenario) uint32 { return crc32.ChecksumIEEE([]byte(s.Print())) }
