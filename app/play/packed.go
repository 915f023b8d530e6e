package play

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"reflect"

	"mfaplayground/engine"
	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
)

// A pre-rendered page carries the result that it shows, so that the program can
// take over without playing the lesson again first: base64url of packed, as
// codec.go writes it. It is part of the site, never of a link.

// packed is a result with the scenario that it is the result of.
type packed struct {
	Shape  int // of this type: page and program are of one build
	Of     int // CRC-32 (IEEE) of the scenario's text
	Frames []engine.Frame
	Checks []scenario.Check

	Verdicts []lesson.Verdict // on the lesson's checks
}

// Unpack reads what Pack wrote. A result of another scenario or of another
// build is an error; then the lesson is played.
func Unpack(s *scenario.Scenario, text string) (scenario.Result, []lesson.Verdict, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return scenario.Result{}, nil, fmt.Errorf("unpacking a result: %w", err)
	}
	var p packed
	d := decoder{rest: raw}
	if p.Shape = int(d.number()); d.err != nil || p.Shape != shapeOf(reflect.TypeFor[packed]()) {
		return scenario.Result{}, nil, fmt.Errorf("unpacking a result: page and program come from different builds")
	}
	d.rest = raw
	d.decode(reflect.ValueOf(&p).Elem())
	switch {
	case d.err != nil:
		return scenario.Result{}, nil, fmt.Errorf("unpacking a result: %w", d.err)
	case p.Of != sumOf(s):
		return scenario.Result{}, nil, fmt.Errorf("unpacking a result: it belongs to another scenario than %q", s.Title)
	}
	return scenario.Result{Scenario: s, Frames: p.Frames, Checks: p.Checks}, p.Verdicts, nil
}

// sumOf identifies the text of a scenario.
func sumOf(s *scenario.Scenario) int { return int(crc32.ChecksumIEEE([]byte(s.Print()))) }
