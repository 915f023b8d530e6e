package engine_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The limits of promise 4 in lines.
const (
	functionLinesMax = 70
	fileLinesMax     = 400
	testLinesMax     = 600
)

// TestStyle reads every source of the module and holds it against the rules
// below, so that no reviewer has to. A message says what to do instead.
func TestStyle(t *testing.T) {
	sources := readSources(t, "..")
	if len(sources) < 20 {
		t.Fatalf("found %d sources; expected the whole module: is the test run in engine/?", len(sources))
	}
	for _, s := range sources {
		for _, found := range check(s) {
			t.Error(found)
		}
	}
	for _, found := range checkPackages(sources) {
		t.Error(found)
	}
}

// TestNothingBuiltIsTracked asks git: what a build makes does not belong into
// the history.
func TestNothingBuiltIsTracked(t *testing.T) {
	cmd := exec.Command("git", "-c", "safe.directory=*", "ls-files")
	cmd.Dir = ".."
	listed, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v; the checks need git and a clone", err)
	}
	for name := range strings.FieldsSeq(string(listed)) {
		if built(name) {
			t.Errorf("%s is tracked; it is made by the build: git rm --cached it and name it in .gitignore", name)
		}
	}
}

// built reports whether a file is something that a build makes.
func built(name string) bool {
	return regexp.MustCompile(`(^|/)(node_modules|dist)/|\.(wasm|br|gz|prof|test)$|(^|/)wasm_exec[^/]*\.js$|^web/build/`).MatchString(name)
}

// source is one file under test. File is nil for what is not Go.
type source struct {
	path string // relative to the module's root, with slashes
	text string
	fset *token.FileSet
	file *ast.File
}

// readSources reads all Go, JavaScript and style sources below root.
func readSources(t *testing.T, root string) []*source {
	t.Helper()
	var sources []*source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{".git", "node_modules", "dist", "dist.new", "build"}, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		slashed := filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator)))
		if !slices.Contains([]string{".go", ".js", ".mjs", ".css"}, path.Ext(slashed)) || built(slashed) {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := parse(slashed, string(text))
		if err != nil {
			return err
		}
		sources = append(sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// parse makes a source of a text.
func parse(name, text string) (*source, error) {
	s := &source{path: name, text: text}
	if path.Ext(name) != ".go" {
		return s, nil
	}
	s.fset = token.NewFileSet()
	file, err := parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("style: %w", err)
	}
	s.file = file
	return s, nil
}

func (s *source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// at words a finding with its place.
func (s *source) at(pos token.Pos, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: %s", s.path, s.fset.Position(pos).Line, fmt.Sprintf(format, args...))
}

// check returns what is wrong with one source.
func check(s *source) []string {
	found := append(checkLength(s), checkLeftOpen(s)...)
	if s.file == nil {
		return found
	}
	found = append(found, checkFunctions(s)...)
	found = append(found, checkBans(s)...)
	if !s.isTest() {
		found = append(found, checkDocs(s)...)
	}
	return found
}

// checkLength counts the lines of a file.
func checkLength(s *source) []string {
	lines, most := strings.Count(s.text, "\n"), fileLinesMax
	if s.isTest() || strings.HasPrefix(s.path, "web/test/") {
		most = testLinesMax
	}
	if lines <= most {
		return nil
	}
	return []string{fmt.Sprintf("%s has %d lines, more than %d: give each concept its own file", s.path, lines, most)}
}

// leftOpen finds marks of unfinished work, and those that git leaves where two
// changes met. They are put together here so that this file does not carry any.
var leftOpen = regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "X" + "XX"}, "|") + `)\b|^(<{7}|>{7}) `)

func checkLeftOpen(s *source) []string {
	var found []string
	for i, line := range strings.Split(s.text, "\n") {
		if mark := leftOpen.FindString(line); mark != "" {
			found = append(found, fmt.Sprintf("%s:%d: %s: finish it or file an issue", s.path, i+1, mark))
		}
	}
	return found
}

// checkFunctions counts the lines of functions.
func checkFunctions(s *source) []string {
	var found []string
	for _, decl := range s.file.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		lines := s.fset.Position(function.End()).Line - s.fset.Position(function.Pos()).Line + 1
		if lines > functionLinesMax {
			found = append(found, s.at(function.Pos(), "function %s has %d lines, more than %d: split off what has a name of its own",
				function.Name.Name, lines, functionLinesMax))
		}
	}
	return found
}

// vagueName matches names that say nothing about what they hold.
var vagueName = regexp.MustCompile(`(Manager|Util|Utils|Helper|Helpers)$`)

// checkDocs asks for a comment on everything exported, beginning with the name
// where one thing is declared.
func checkDocs(s *source) []string {
	var found []string
	for _, decl := range s.file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.IsExported() && receiverExported(decl) {
				found = append(found, docOf(s, decl.Pos(), decl.Name.Name, decl.Doc)...)
			}
		case *ast.GenDecl:
			found = append(found, checkGroup(s, decl)...)
		}
	}
	return found
}

// checkGroup checks a declaration of types, constants or variables. A comment
// above a group of values counts for each of them.
func checkGroup(s *source, decl *ast.GenDecl) []string {
	var found []string
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if vagueName.MatchString(spec.Name.Name) {
				found = append(found, s.at(spec.Pos(), "type %s: name it after what it is", spec.Name.Name))
			}
			doc := spec.Doc
			if doc == nil && len(decl.Specs) == 1 {
				doc = decl.Doc
			}
			if grouped := decl.Lparen.IsValid() && doc == nil && (decl.Doc != nil || spec.Comment != nil); grouped {
				continue
			}
			if spec.Name.IsExported() {
				found = append(found, docOf(s, spec.Pos(), spec.Name.Name, doc)...)
			}
		case *ast.ValueSpec:
			if spec.Names[0].IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				found = append(found, s.at(spec.Pos(), "%s is exported without a comment", spec.Names[0].Name))
			}
		}
	}
	return found
}

// docOf checks the comment of one declaration.
func docOf(s *source, pos token.Pos, name string, doc *ast.CommentGroup) []string {
	if doc == nil || strings.TrimSpace(doc.Text()) == "" {
		return []string{s.at(pos, "%s is exported without a comment", name)}
	}
	words := strings.Fields(doc.Text())
	if slices.Contains([]string{"A", "An", "The"}, words[0]) && len(words) > 1 {
		words = words[1:]
	}
	if words[0] != name {
		return []string{s.at(pos, "the comment of %s begins with %q; begin it with the name", name, words[0])}
	}
	return nil
}

// receiverExported reports whether a function is reachable from outside: it has
// no receiver, or one of an exported type.
func receiverExported(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	name := f.Recv.List[0].Type
	if star, ok := name.(*ast.StarExpr); ok {
		name = star.X
	}
	if generic, ok := name.(*ast.IndexExpr); ok {
		name = generic.X
	}
	ident, ok := name.(*ast.Ident)
	return ok && ident.IsExported()
}

// checkPackages asks for one package comment in each folder.
func checkPackages(sources []*source) []string {
	documented := map[string]bool{}
	var folders []string
	for _, s := range sources {
		if s.file == nil || s.isTest() {
			continue
		}
		folder := path.Dir(s.path)
		if _, seen := documented[folder]; !seen {
			folders = append(folders, folder)
		}
		documented[folder] = documented[folder] || s.file.Doc != nil
	}
	var found []string
	for _, folder := range folders {
		if !documented[folder] {
			found = append(found, fmt.Sprintf("%s: no file has a package comment: say in doc.go what the package is for", folder))
		}
	}
	return found
}

// checkBans holds imports, calls and statements against the table of bans.
func checkBans(s *source) []string {
	names := importNames(s.file)
	var found []string
	for _, b := range bans {
		if !b.where(s) {
			continue
		}
		for _, spec := range s.file.Imports {
			importPath, _ := strconv.Unquote(spec.Path.Value)
			if slices.ContainsFunc(b.imports, func(banned string) bool { return matchesImport(importPath, banned) }) {
				found = append(found, s.at(spec.Pos(), "import of %s: %s", importPath, b.instead))
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if what := b.offends(n, names); what != "" {
				found = append(found, s.at(n.Pos(), "%s: %s", what, b.instead))
			}
			return true
		})
	}
	return found
}

// matchesImport reports whether a path is the banned one, or below it when that
// one ends with a slash.
func matchesImport(importPath, banned string) bool {
	return importPath == banned || strings.HasSuffix(banned, "/") && strings.HasPrefix(importPath+"/", banned)
}

// importNames maps the names under which a file knows its imports to the paths.
func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(importPath)
		if strings.TrimLeft(name, "v0123456789") == "" { // a major version, as in jwt/v5
			name = path.Base(path.Dir(importPath))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = importPath
	}
	return names
}
