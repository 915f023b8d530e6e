package engine_test

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// goApp is the toolkit that draws the page.
const goApp = "github.com/maxence-charriere/go-app/"

// ban is something that a part of the sources must not do.
type ban struct {
	where   func(s *source) bool
	imports []string       // paths; one that ends with a slash stands for all below it
	calls   []string       // "import/path.Name": functions of packages
	methods *regexp.Regexp // names of methods, whatever they are called on
	spawns  bool           // go statements
	instead string         // what to do instead
}

// bans lists them all, each with what to do instead.
var bans = []ban{
	{
		where: passive,
		calls: []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc",
			"time.Tick", "time.NewTimer", "time.NewTicker"},
		instead: "time is an input: take it from the step, the job or the request",
	},
	{
		where:   passive,
		imports: []string{"math/rand", "math/rand/v2", "crypto/rand"},
		instead: "nothing is random: derive identifiers from a counter or a seed",
	},
	{
		where:   func(s *source) bool { return passive(s) && !nativeHost(s) },
		imports: []string{"os/", "net", "io/fs", "io/ioutil", "syscall", "log/"},
		instead: "no input or output here: take text and values, return text and values",
	},
	{
		where:   passive,
		imports: []string{"net/http/cookiejar", "net/http/httptest"},
		instead: "use engine/browser's jar and engine/wire's values: these read the wall clock or open connections",
	},
	{
		where: passive,
		calls: []string{"net/http.Get", "net/http.Post", "net/http.PostForm", "net/http.Head", "net/http.Client",
			"net/http.DefaultClient", "net/http.NewServeMux", "net/http.ListenAndServe", "net/http.Server"},
		instead: "exchange wire.Request and wire.Response: a client or server costs 0.6 MB in the browser",
	},
	{
		// The native script host must answer even when wazero cannot.
		where:   func(s *source) bool { return passive(s) && !nativeHost(s) },
		spawns:  true,
		instead: "the engine, play and view are passive; only package main starts goroutines",
	},
	{
		where:   func(s *source) bool { return !strings.HasPrefix(s.path, "web/") && (!inMain(s) || s.isTest()) },
		imports: []string{"syscall/js"},
		instead: "only package app's js files talk to the browser",
	},
	{
		where:   func(s *source) bool { return passive(s) && !nativeHost(s) },
		imports: []string{"github.com/tetratelabs/wazero/"},
		instead: "reach scripts through script.Sandbox",
	},
	{
		where:   func(s *source) bool { return !drawing(s) },
		imports: []string{goApp},
		instead: "draw in app/view; everything else works on play.Model",
	},
	{
		where:   func(s *source) bool { return strings.HasPrefix(s.path, "engine/") || strings.HasPrefix(s.path, "app/") },
		imports: []string{"text/template", "html/template"},
		instead: "write text with fmt: templates switch the linker's dead-code elimination off",
	},
	{
		where:   passive,
		calls:   []string{"github.com/golang-jwt/jwt/v5.Parse", "github.com/golang-jwt/jwt/v5.ParseWithClaims"},
		methods: regexp.MustCompile(`^(SignedString|ParseWithClaims)$`),
		instead: "call jwt.SigningMethodRS256 or HS256 by name: a call through the interface links every algorithm, 0.13 MB in the browser",
	},
	{
		where:   inMain,
		calls:   []string{goApp + "v9/pkg/app.RouteWithRegexp", goApp + "v9/pkg/app.RouteWithRegexpFunc"},
		instead: "route the page's own path: the compiler of regular expressions is 0.03 MB in the browser",
	},
	{
		where: func(s *source) bool {
			return drawing(s) && !slices.Contains([]string{"app/view/event.go", "app/view/elem.go"}, s.path) && importsGoApp(s)
		},
		methods: regexp.MustCompile(`^On([A-Z]\w*)?$`),
		instead: "attach handlers through on() of app/view/event.go: go-app tells bare closures apart by code pointer only",
	},
	{
		where:   func(s *source) bool { return strings.HasPrefix(s.path, "app/view/") },
		methods: regexp.MustCompile(`^Styles?$`),
		instead: "the page's policy refuses style attributes: use a class and web/*.css",
	},
	{
		where:   func(s *source) bool { return s.isTest() },
		methods: regexp.MustCompile(`^Skip(f|Now)?$`),
		instead: "a skipped test looks green: make it run or take it out",
	},
}

// passive holds for the code that computes and does nothing else. Tests may
// read files and clocks.
func passive(s *source) bool {
	part := strings.HasPrefix(s.path, "engine/") || strings.HasPrefix(s.path, "app/play/") || strings.HasPrefix(s.path, "app/view/")
	return part && !s.isTest()
}

// nativeHost holds for the script host of the command line, which reads the
// script engine's file and runs it under wazero.
func nativeHost(s *source) bool { return strings.HasPrefix(s.path, "engine/script/native") }

// inMain holds for the packages main of the program: the page, and the search.
func inMain(s *source) bool {
	dir := path.Dir(s.path)
	return dir == "app" || dir == "app/seek"
}

// drawing holds for what may know the toolkit: the views, and in package main
// the files that mount and pre-render them.
func drawing(s *source) bool {
	return regexp.MustCompile(`^(app/view/|app/(root|main|build)\w*\.go$|web/bench/)`).MatchString(s.path)
}

func importsGoApp(s *source) bool {
	return slices.ContainsFunc(s.file.Imports, func(spec *ast.ImportSpec) bool {
		return strings.HasPrefix(strings.Trim(spec.Path.Value, `"`), goApp)
	})
}

// offends returns what a node does that is banned, or the empty string.
func (b ban) offends(n ast.Node, imports map[string]string) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		if b.spawns {
			return "go statement"
		}
	case *ast.SelectorExpr:
		qualifier, ok := n.X.(*ast.Ident)
		if ok && imports[qualifier.Name] != "" && slices.Contains(b.calls, imports[qualifier.Name]+"."+n.Sel.Name) {
			return qualifier.Name + "." + n.Sel.Name
		}
	case *ast.CallExpr:
		selector, ok := n.Fun.(*ast.SelectorExpr)
		if ok && b.methods != nil && b.methods.MatchString(selector.Sel.Name) {
			return "call of ." + selector.Sel.Name
		}
	}
	return ""
}

// styleCase is a text that breaks a rule, or comes close to it.
type styleCase struct {
	name, path, text string
	want             string // part of the finding; empty: none
}

var overlong = strings.Repeat("\t_ = 0\n", functionLinesMax)

var styleCases = []styleCase{
	{"long function", "engine/a.go", "package a\nfunc f() {\n" + overlong + "}\n", "function f has 72 lines"},
	{"function at the limit", "engine/a.go", "package a\nfunc f() {\n" + overlong[:7*(functionLinesMax-2)] + "}\n", ""},
	{"long file", "app/a.go", "package a\n" + strings.Repeat("\n", fileLinesMax), "has 401 lines"},
	{"long test", "app/a_test.go", "package a\n" + strings.Repeat("\n", testLinesMax), "has 601 lines"},
	{"test at the limit", "app/a_test.go", "package a\n" + strings.Repeat("\n", testLinesMax-1), ""},
	{"long script", "web/a.js", strings.Repeat("\n", fileLinesMax+1), "has 401 lines"},
	{"mark", "web/a.css", "/* TO" + "DO colours */", "finish it"},
	{"export without comment", "engine/a.go", "package a\nfunc F() {}\n", "F is exported without a comment"},
	{"method without comment", "engine/a.go", "package a\n// T is.\ntype T int\nfunc (T) F() {}\n", "F is exported without"},
	{"method of a hidden type", "engine/a.go", "package a\ntype t int\nfunc (t) F() {}\n", ""},
	{"comment without the name", "engine/a.go", "package a\n// Does it.\nfunc F() {}\n", "begin it with the name"},
	{"constant without comment", "engine/a.go", "package a\nconst C = 1\n", "C is exported without"},
	{"commented group", "engine/a.go", "package a\n// The numbers.\nconst (\n\tC = 1\n\tD = 2\n)\n", ""},
	{"vague name", "engine/a.go", "package a\ntype clockManager int\n", "name it after what it is"},
	{"wall clock", "engine/a.go", "package a\nimport \"time\"\nvar t = time.Now()\n", "time is an input"},
	{"wall clock renamed", "engine/a.go", "package a\nimport x \"time\"\nvar t = x.Now()\n", "time is an input"},
	{"wall clock in a test", "engine/a_test.go", "package a\nimport \"time\"\nvar t = time.Now()\n", ""},
	{"wall clock in the server", "app/serve.go", "package main\nimport \"time\"\nvar t = time.Now()\n", ""},
	{"a type of package time", "engine/a.go", "package a\nimport \"time\"\nvar t time.Time\n", ""},
	{"randomness", "app/play/a.go", "package a\nimport _ \"math/rand/v2\"\n", "nothing is random"},
	{"files", "engine/a.go", "package a\nimport _ \"os\"\n", "no input or output"},
	{"processes", "engine/a.go", "package a\nimport _ \"os/exec\"\n", "no input or output"},
	{"files in the native host", "engine/script/native.go", "package a\nimport _ \"os\"\n", ""},
	{"sockets", "app/view/a.go", "package a\nimport _ \"net\"\n", "no input or output"},
	{"values of net/http", "engine/a.go", "package a\nimport \"net/http\"\nvar h http.Header\n", ""},
	{"client", "engine/a.go", "package a\nimport \"net/http\"\nvar c http.Client\n", "a client or server costs"},
	{"jar", "engine/a.go", "package a\nimport _ \"net/http/cookiejar\"\n", "engine/browser's jar"},
	{"goroutine", "engine/a.go", "package a\nfunc f() { go f() }\n", "only package main starts goroutines"},
	{"goroutine in main", "app/root.go", "package main\nfunc f() { go f() }\n", ""},
	{"browser in the engine", "engine/a.go", "package a\nimport _ \"syscall/js\"\n", "talk to the browser"},
	{"browser in a view", "app/view/a.go", "package a\nimport _ \"syscall/js\"\n", "talk to the browser"},
	{"toolkit in play", "app/play/a.go", "package a\nimport _ \"" + goApp + "v9/pkg/app\"\n", "draw in app/view"},
	{"toolkit in the build", "app/build_x.go", "package main\nimport _ \"" + goApp + "v9/pkg/app\"\n", ""},
	{"toolkit in the command", "app/run.go", "package main\nimport _ \"" + goApp + "v9/pkg/app\"\n", "draw in app/view"},
	{"template", "app/build_x.go", "package main\nimport _ \"html/template\"\n", "write text with fmt"},
	{"bare handler", "app/view/a.go", "package a\nimport \"" + goApp + "v9/pkg/app\"\nvar b = app.Button().OnClick(nil)\n", "through on()"},
	{"bare generic handler", "app/root.go", "package a\nimport \"" + goApp + "v9/pkg/app\"\nvar b = app.Div().On(\"x\", nil)\n", "through on()"},
	{"handler in its file", "app/view/event.go", "package a\nimport \"" + goApp + "v9/pkg/app\"\nvar b = app.Div().On(\"x\", nil)\n", ""},
	{"style attribute", "app/view/a.go", "package a\nvar b = div.Style(\"color\", \"red\")\n", "refuses style attributes"},
	{"wazero in the engine", "engine/a.go", "package a\nimport _ \"github.com/tetratelabs/wazero\"\n", "script.Sandbox"},
	{"two changes that met", "web/a.css", "<<<<<<" + "< HEAD\na {}\n", "finish it"},
	{"skipped test", "app/a_test.go", "package a\nfunc f() { t.Sk" + "ip() }\n", "looks green"},
}

// TestStyleCanFail shows each rule something that breaks it, and something
// close to it that does not.
func TestStyleCanFail(t *testing.T) {
	for _, c := range styleCases {
		t.Run(c.name, func(t *testing.T) {
			s, err := parse(c.path, c.text)
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Join(check(s), "\n")
			if c.want == "" && found != "" {
				t.Errorf("found %q; expected nothing", found)
			}
			if c.want != "" && !strings.Contains(found, c.want) {
				t.Errorf("found %q; expected something with %q", found, c.want)
			}
		})
	}
	bare, err := parse("engine/bare/a.go", "package bare\n")
	if err != nil {
		t.Fatal(err)
	}
	if found := checkPackages([]*source{bare}); len(found) != 1 {
		t.Errorf("found %q; expected the missing package comment", found)
	}
}

// TestBuiltFiles checks how built files are told from sources.
func TestBuiltFiles(t *testing.T) {
	for _, name := range []string{"dist/index.html", "app.wasm", "wasm_exec.js", "web/node_modules/x/y.js", "web/build/all.css", "a.br"} {
		if !built(name) {
			t.Errorf("built(%q) is false; expected true", name)
		}
	}
	for _, name := range []string{"web/editor.js", "app/build.go", "engine/script/prelude.js"} {
		if built(name) {
			t.Errorf("built(%q) is true; expected false", name)
		}
	}
}
