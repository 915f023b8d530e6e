//go:build !js

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What follows keeps out of the browser binary what Go's own library prepares
// when a program starts, though nothing in the page ever uses it: a package
// variable is made whether it is read or not, and all that its value refers to
// is linked. The build compiles copies of these few files in which such a
// variable is made when it is first read; the linker then sees that nobody
// does. It is 0.15 MB of brotli, and less to do before the page answers.

// lateFile is a file of Go's library and what is to be changed in it.
type lateFile struct {
	path      string   // below GOROOT/src
	variables []string // made when they are first read
	functions []string // renamed, so that nothing calls them: init, or Type.Method
}

// lateFiles are the changes. What each of them links otherwise, beside it.
var lateFiles = []lateFile{
	{path: "crypto/hpke/kem.go", // the elliptic curves P-256, P-384 and P-521, for TLS
		variables: []string{"dhKEMP256", "dhKEMP384", "dhKEMP521", "dhKEMX25519"}},
	{path: "crypto/hpke/pq.go", // the same, and ML-KEM
		variables: []string{"mlkem768X25519", "mlkem768P256", "mlkem1024P384", "mlkem768", "mlkem1024"}},
	{path: "crypto/internal/fips140/ecdsa/ecdsa.go", // the curves, for signatures
		variables: []string{"_P224", "_P256", "_P384", "_P521"}},
	{path: "text/template/funcs.go", // the functions of templates, for go-app's server
		variables: []string{"builtinFuncs"}},
	{path: "html/entity.go", // the 2231 named characters of HTML, for reading them
		variables: []string{"entityMaps"}},
	{path: "net/lookup_unix.go", // reading /etc/protocols
		variables: []string{"readProtocolsOnce"}},
	{path: "mime/type_unix.go", // reading the system's table of types: there is none in a page
		functions: []string{"init"}},
	{path: "regexp/regexp.go", // the compiler of expressions, of which the page has none
		functions: []string{"Regexp.UnmarshalText"}},

	// What cryptography tests on itself, if it is in FIPS 140 mode.
	{path: "crypto/internal/fips140/ecdh/cast.go", variables: []string{"fipsSelfTest"}},
	{path: "crypto/internal/fips140/ecdsa/cast.go", variables: []string{"fipsSelfTest", "fipsSelfTestDeterministic"}},
	{path: "crypto/internal/fips140/ed25519/cast.go", variables: []string{"fipsSelfTest"}},
	{path: "crypto/internal/fips140/mlkem/cast.go", variables: []string{"fipsSelfTest"}},
	{path: "crypto/internal/fips140/aes/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/aes/gcm/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/drbg/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/hkdf/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/sha3/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/tls12/cast.go", functions: []string{"init"}},
	{path: "crypto/internal/fips140/tls13/cast.go", functions: []string{"init"}},
}

// overlay writes the changed files and the list of them that `go build
// -overlay` reads, and returns the list's name. A file that another version of
// Go has written differently is left as it is, and the reader is told.
func (b *builder) overlay(ctx context.Context) (string, error) {
	goroot, err := b.output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return "", err
	}
	dir := b.path("web", "build", "_overlay") // go ignores folders with such a name
	replace := map[string]string{}
	for _, late := range lateFiles {
		original := filepath.Join(goroot, "src", filepath.FromSlash(late.path))
		source, err := os.ReadFile(original)
		if err == nil {
			source, err = late.change(source)
		}
		if err != nil {
			fmt.Fprintf(b.stdout, "  note: app.wasm is larger than it could be, Go's %s is not as expected: %v\n", late.path, err)
			continue
		}
		changed := filepath.Join(dir, filepath.FromSlash(late.path))
		if err := os.MkdirAll(filepath.Dir(changed), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(changed, source, 0o644); err != nil {
			return "", err
		}
		replace[original] = changed
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, list, 0o644)
}

// edit puts a text in the place of a part of a file.
type edit struct {
	from, to int // offsets in bytes
	text     string
}

// change returns the source with the changes made.
func (late lateFile) change(source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, late.path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	text := func(n ast.Node) string { return string(source[at(n.Pos()):at(n.End())]) }
	var edits []edit
	for _, declaration := range file.Decls {
		if part, with := late.replacement(declaration, text); part != nil {
			edits = append(edits, edit{at(part.Pos()), at(part.End()), with})
		}
	}
	if all := len(late.variables) + len(late.functions); len(edits) != all {
		return nil, fmt.Errorf("%d of %d declarations found", len(edits), all)
	}
	declared := edits
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && late.names(call.Fun) {
			return false // a variable that is a function is called already
		}
		if expr, ok := n.(ast.Expr); ok && late.names(expr) {
			from, to := at(n.Pos()), at(n.End())
			inside := func(e edit) bool { return e.from <= from && to <= e.to }
			if !slices.ContainsFunc(declared, inside) {
				edits = append(edits, edit{from, to, text(n) + "()"})
			}
		}
		return true
	})
	return apply(source, edits), nil
}

// names tells whether an expression is the name of one of the variables.
func (late lateFile) names(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && slices.Contains(late.variables, name.Name)
}

// replacement returns the part of a declaration that is to be changed, if any
// is, and what stands in its place.
func (late lateFile) replacement(declaration ast.Decl, text func(ast.Node) string) (ast.Node, string) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			name = strings.TrimPrefix(text(d.Recv.List[0].Type), "*") + "." + name
		}
		if slices.Contains(late.functions, name) {
			return d.Name, "late_" + d.Name.Name
		}
	case *ast.GenDecl:
		spec, ok := d.Specs[0].(*ast.ValueSpec)
		if ok && d.Tok == token.VAR && len(d.Specs) == 1 && len(spec.Values) == 1 && late.names(spec.Names[0]) {
			if with, ok := onFirstRead(spec.Names[0].Name, spec.Values[0], text); ok {
				return d, with
			}
		}
	}
	return nil, ""
}

// onFirstRead turns a variable into a function of its name that makes the value
// once: a pointer to a struct, or a function made by sync.Once*, which the new
// one calls. There is one thread in a page, so nothing needs to be locked.
func onFirstRead(name string, value ast.Expr, text func(ast.Node) string) (string, bool) {
	const pattern = "var late_%[1]s %[2]s\n\nfunc %[1]s() %[3]s {\n" +
		"\tif late_%[1]s == nil {\n\t\tlate_%[1]s = %[4]s\n\t}\n\t%[5]slate_%[1]s%[6]s\n}"
	switch v := value.(type) {
	case *ast.UnaryExpr:
		if literal, ok := v.X.(*ast.CompositeLit); ok {
			kind := "*" + text(literal.Type)
			return fmt.Sprintf(pattern, name, kind, kind, text(value), "return ", ""), true
		}
	case *ast.CallExpr:
		if len(v.Args) != 1 || !strings.HasPrefix(text(v.Fun), "sync.Once") {
			return "", false
		}
		if literal, ok := v.Args[0].(*ast.FuncLit); ok && literal.Type.Results != nil {
			return fmt.Sprintf(pattern, name, text(literal.Type), text(literal.Type.Results), text(value), "return ", "()"), true
		} else if ok {
			return fmt.Sprintf(pattern, name, text(literal.Type), "", text(value), "", "()"), true
		}
	}
	return "", false
}

// apply makes edits that do not overlap.
func apply(source []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	done := 0
	for _, e := range edits {
		out = append(append(out, source[done:e.from]...), e.text...)
		done = e.to
	}
	return append(out, source[done:]...)
}
