//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Go's linker writes a table that tells the file and the line of each
// instruction, for the traces of a crash. What shows the page needs none of it:
// 0.08 MB of brotli. The names of functions stay, so that a trace still says
// what called what; its lines are "?:0", which the runtime writes where it knows
// no line (runtime/symtab.go, funcline1).

// lineTableMagic begins the table (runtime/symtab.go, pcHeader): the version of
// the format, two zeros, instructions of 1 byte and pointers of 8.
var lineTableMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Offsets in the record of a function (runtime/runtime2.go, _func).
const (
	funcStackDepths = 16 // pcsp, which the collector of garbage goes by
	funcFiles       = 20 // pcfile
	funcLines       = 24 // pcln
	funcTables      = 28 // npcdata: how many more tables there are
	funcRecord      = 44 // their offsets follow
)

// errLines means that the table is not as this file knows it.
var errLines = errors.New("its table of lines is not as Go 1.26 writes it")

// lineTable is Go's table in a program's memory.
type lineTable struct {
	memory             []byte // from the table's start
	functions          int
	files, values, end int // offsets of the names of files, of the coded values, of the records
	failed             bool
}

// forgetLines writes zeros over what tells files and lines. If it fails, the
// memory is as it was.
func forgetLines(memory []byte) error {
	at := bytes.Index(memory, lineTableMagic)
	if at < 0 || bytes.Contains(memory[at+1:], lineTableMagic) {
		return errLines
	}
	t := lineTable{memory: slices.Clone(memory[at:])}
	head := func(i int) int { return t.number(8+8*i, 8) }
	t.functions, t.files, t.values, t.end = head(0), head(5), head(6), head(7)
	if t.failed || t.functions < 1 || !(0 < t.files && t.files < t.values && t.values < t.end) {
		return errLines
	}
	t.forget()
	if t.failed {
		return errLines
	}
	copy(memory[at:], t.memory)
	return nil
}

// forget drops the values that only files and lines are told by: different
// tables share values that are equal.
func (t *lineTable) forget() {
	needed := map[int]bool{} // offsets into the memory
	var dropped []int
	for i := range t.functions {
		f := t.end + t.number(t.end+8*i+4, 4)
		t.keep(needed, t.number(f+funcStackDepths, 4))
		for n := range t.number(f+funcTables, 4) {
			t.keep(needed, t.number(f+funcRecord+4*n, 4))
		}
		for _, field := range []int{f + funcFiles, f + funcLines} {
			dropped = append(dropped, t.number(field, 4))
			t.clear(field, field+4)
		}
		if t.failed {
			return
		}
	}
	for _, offset := range dropped {
		from, to := t.coded(offset)
		for i := from; i < to; i++ {
			if !needed[i] {
				t.memory[i] = 0
			}
		}
	}
	t.clear(t.files, t.values)
}

// keep notes the bytes of a table of values.
func (t *lineTable) keep(needed map[int]bool, offset int) {
	from, to := t.coded(offset)
	for i := from; i < to; i++ {
		needed[i] = true
	}
}

// coded is where the values of a table lie: pairs of numbers, up to a zero that
// is not the first number (runtime/symtab.go, step). Offset 0 means no table.
func (t *lineTable) coded(offset int) (from, to int) {
	if offset == 0 || t.failed {
		return 0, 0
	}
	from = t.values + offset
	for to = from; ; {
		if from < t.values || to >= t.end {
			t.failed = true
			return 0, 0
		}
		value, size := binary.Uvarint(t.memory[to:t.end])
		first := to == from
		to += max(size, 1)
		if value == 0 && !first {
			return from, to
		}
		_, size = binary.Uvarint(t.memory[min(to, t.end):t.end])
		to += max(size, 1)
	}
}

// number reads a number of 4 or 8 bytes.
func (t *lineTable) number(at, size int) int {
	if t.failed || at < 0 || at+size > len(t.memory) {
		t.failed = true
		return 0
	}
	if size == 8 {
		return int(binary.LittleEndian.Uint64(t.memory[at:]))
	}
	return int(binary.LittleEndian.Uint32(t.memory[at:]))
}

func (t *lineTable) clear(from, to int) {
	if !t.failed {
		clear(t.memory[from:to])
	}
}
