package scenario

import (
	"crypto/sha256"
	"encoding/base64"
	"io"

	"mfaplayground/engine"
)

// digestBytes is how much of a digest is written; twelve characters.
const digestBytes = 9

// Digest identifies an outcome: how each step ended, as far as a person sees it.
// Two scenarios that end the same have the same digest, whatever they say.
func Digest(frames []engine.Frame) string {
	h := sha256.New()
	for _, f := range frames {
		// A hash takes whatever it is given.
		_, _ = io.WriteString(h, EndState(f)+"\x00")
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:digestBytes])
}

// Quote writes a text as one word of a scenario file, so that a parser reads
// the same text back. A text with a control character cannot be written.
func Quote(text string) (string, error) { return quote(text) }
