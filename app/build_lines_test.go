//go:build !js

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// deepProgram collects garbage under a deep stack, grows it, recovers from a
// panic, and prints what it knows of where it is.
const deepProgram = `package main

import (
	"fmt"
	"runtime"
)

func deep(n int) int {
	var room [256]byte
	held := make([]byte, 512)
	if n == 0 {
		runtime.GC()
		pc, _, line, ok := runtime.Caller(0)
		fmt.Println(ok, runtime.FuncForPC(pc).Name(), line)
		panic("the bottom")
	}
	held[n%512], room[n%256] = 1, 2
	return deep(n-1) + int(held[n%512]+room[n%256])
}

func main() {
	defer func() { fmt.Println("recovered:", recover()) }()
	fmt.Println(deep(2000))
}
`

// TestForgottenLines: a program without its lines runs as before, and its
// functions keep their names.
func TestForgottenLines(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module deep\n\ngo 1.26\n", "main.go": deepProgram} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "deep.wasm")
	build := exec.Command("go", append(append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", file}, inlining...), ".")...)
	build.Dir, build.Env = dir, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	run := func() string {
		root, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("node", "--stack-size=8192", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), file).CombinedOutput()
		if err != nil {
			t.Fatalf("node: %v\n%s", err, out)
		}
		return string(out)
	}
	if got, want := run(), "true main.deep 13\nrecovered: the bottom\n"; got != want {
		t.Fatalf("as it was built it prints %q, expected %q", got, want)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := (&builder{stdout: &said}).shrink(file); err != nil || said.Len() > 0 {
		t.Fatalf("%v; it said %q", err, said.String())
	}
	if got, want := run(), "true main.deep 0\nrecovered: the bottom\n"; got != want {
		t.Fatalf("without lines it prints %q, expected %q", got, want)
	}
	zeros := func(b []byte) int { return bytes.Count(b, []byte{0}) }
	after, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if more := zeros(after) - zeros(before); more < 20_000 {
		t.Errorf("only %d bytes more are zero", more)
	}
}

// What is no such table is left as it is.
func TestForgottenLinesRefuses(t *testing.T) {
	head := string(lineTableMagic)
	for name, text := range map[string]string{
		"no table": "abc", "two tables": head + head, "nothing behind the magic": "abc" + head,
		"no function":            head + strings.Repeat("\x00", 200),
		"tables that lie beyond": head + strings.Repeat("\x07\x00\x00\x00\x00\x00\x00\x00", 8) + "abc",
		"other order":            head + strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 8) + "abc",
	} {
		memory := []byte(text)
		if err := forgetLines(memory); !errors.Is(err, errLines) || string(memory) != text {
			t.Errorf("%s: %v; expected %v, and nothing changed", name, err, errLines)
		}
	}
}
