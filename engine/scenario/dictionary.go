package scenario

import (
	"bytes"
	"compress/flate"
	_ "embed" // for the dictionary
	"fmt"
	"io"
	"sync"
)

// dictionary2 is the preset dictionary of links of version 2: what our own
// scenarios have in common. It is never edited, because every link that was made
// with it would break; another one takes another version of links. It was made
// by `go run ./app dictionary`.
//
//go:embed dictionary/2.txt
var dictionary2 string

// presetFor returns the preset dictionary of a link that builds on a text. The
// text comes last, where DEFLATE reaches all of it: it looks 32 kB back.
func presetFor(base string) string { return dictionary2 + base }

// deflater is a compressor with the base that it was prepared for.
type deflater struct {
	base string
	w    *flate.Writer
}

// deflaters keeps the compressors, which are large, for the next edit: the
// address changes with every one, and the base is nearly always the same.
var deflaters sync.Pool

// deflate packs a text.
func deflate(to *bytes.Buffer, text, base string) error {
	d, ok := deflaters.Get().(*deflater)
	if ok && d.base == base {
		d.w.Reset(to)
	} else {
		w, err := flate.NewWriterDict(to, flate.BestCompression, []byte(presetFor(base)))
		if err != nil {
			return fmt.Errorf("preparing the dictionary: %w", err)
		}
		d = &deflater{base: base, w: w}
	}
	defer deflaters.Put(d)
	if _, err := io.WriteString(d.w, text); err != nil {
		return err
	}
	return d.w.Close()
}
