//go:build !js

package main

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// image is the memory that segments make.
func image(segments []segment) []byte {
	var memory []byte
	for _, s := range segments {
		if grow := int(s.end()) - len(memory); grow > 0 {
			memory = append(memory, make([]byte, grow)...)
		}
		copy(memory[s.address:], s.content)
	}
	return memory
}

// module returns one with a section before its data and one behind it.
func module(segments []segment) []byte {
	out := []byte(wasmMagic + "\x03\x02\x01\x00")
	data := writeSegments(segments)
	out = append(out, sectionData)
	out = append(out, byte(len(data)&0x7f|0x80), byte(len(data)>>7)) // the length in two bytes, as linkers like it
	return append(append(out, data...), "\x00\x02\x01x"...)
}

// Joined segments make the same memory, and every other section stays.
func TestJoinedDataMakesTheSameMemory(t *testing.T) {
	segments := []segment{
		{0, []byte("a")}, {2, []byte("bc")}, {2 + 2 + zerosMax, []byte("d")},
		{3 + 3 + 2*zerosMax, []byte("e")}, {70_000, bytes.Repeat([]byte("f"), 200)}, {70_200, []byte("g")},
	}
	joined, err := withData(module(segments), func([]byte) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"\x03\x02\x01\x00", "\x00\x02\x01x"} {
		if !bytes.Contains(joined, []byte(part)) {
			t.Errorf("the section %q is gone", part)
		}
	}
	r := wasmReader{left: joined[len(wasmMagic)+4+1:]}
	got, err := readSegments(r.bytes(r.unsigned()))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(image(got), image(segments)) {
		t.Error("the memory differs")
	}
	var starts []uint32
	for _, s := range got {
		starts = append(starts, s.address)
	}
	if want := []uint32{0, 3 + 3 + 2*zerosMax, 70_000}; !slices.Equal(starts, want) {
		t.Errorf("segments begin at %d, expected %d", starts, want)
	}
}

// Addresses are written as they are read, up to the last of them.
func TestSignedAddresses(t *testing.T) {
	for _, address := range []uint32{0, 63, 64, 127, 128, 8191, 8192, 1 << 20, 1<<31 - 1, 1 << 31, 1<<32 - 1} {
		r := wasmReader{left: appendSigned(nil, address)}
		if got := r.signed(); got != address || r.failed || len(r.left) > 0 {
			t.Errorf("%d is read as %d, failed %t, %d bytes left", address, got, r.failed, len(r.left))
		}
	}
}

// What is no module of Go's linker is left alone, with an error.
func TestJoinedDataRefuses(t *testing.T) {
	good := module([]segment{{8, []byte("abc")}})
	for name, text := range map[string][]byte{
		"nothing":         nil,
		"another file":    []byte("<!doctype html>"),
		"a cut module":    good[:len(good)-7],
		"an overlap":      module([]segment{{8, []byte("abc")}, {9, []byte("d")}}),
		"passive segment": bytes.Replace(good, []byte{activeMemory, opI32Const}, []byte{1, opI32Const}, 1),
	} {
		if _, err := withData(text, func([]byte) {}); !errors.Is(err, errModule) {
			t.Errorf("%s: %v, expected %v", name, err, errModule)
		}
	}
}
