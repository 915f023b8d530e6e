//go:build !js

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLateVariablesAreMadeWhenRead(t *testing.T) {
	late := lateFile{path: "p.go", variables: []string{"curve", "once", "table"}, functions: []string{"T.Read", "init"}}
	got, err := late.change([]byte(`package p

var curve = &C{Name: "x"}
var once = sync.OnceFunc(func() { check() })
var table = sync.OnceValue(func() map[string]int {
	return nil
})

func use(c *C) bool { once(); return c == curve && curve.Name == table()["curve"] }

func (t *T) Read() {}
func (t *U) Read() {}
func init() {}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"var late_curve *C\n\nfunc curve() *C {\n\tif late_curve == nil {\n\t\tlate_curve = &C{Name: \"x\"}\n\t}\n\treturn late_curve\n}",
		"func once()  {\n", "\tlate_once()\n}",
		"func table() map[string]int {\n", "\treturn late_table()\n}",
		"{ once(); return c == curve() && curve().Name == table()[\"curve\"] }",
		"func (t *U) Read() {}", "func (t *T) late_Read() {}", "func late_init() {}",
	} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("the changed file lacks\n%s\nin\n%s", want, got)
		}
	}
}

func TestLateFilesWrittenDifferentlyStay(t *testing.T) {
	late := lateFile{path: "p.go", variables: []string{"curve"}}
	for _, source := range []string{"package p", "package p\nvar curve = makeCurve()", "package p\nfunc curve() {}", "not Go"} {
		if got, err := late.change([]byte(source)); err == nil {
			t.Errorf("%q was changed to %q; expected an error", source, got)
		}
	}
}

// The installed version of Go is the one that the page is built with: if it
// has other files than expected, the list is to be mended.
func TestLateFilesFitTheToolchain(t *testing.T) {
	var said strings.Builder
	b := &builder{root: t.TempDir(), stdout: &said, stderr: io.Discard}
	name, err := b.overlay(context.Background())
	if err != nil || said.Len() > 0 {
		t.Fatalf("%v %s", err, said.String())
	}
	list, err := os.ReadFile(name)
	if err != nil || strings.Count(string(list), ".go\":") != len(lateFiles) {
		t.Errorf("%v: %s; expected %d files", err, list, len(lateFiles))
	}
	if folder := filepath.Base(filepath.Dir(name)); folder[0] != '_' {
		t.Errorf("the changed files are in %s, which go would take for packages of this module", folder)
	}
}
