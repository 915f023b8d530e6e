//go:build !js

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mfaplayground/app/view"
	"mfaplayground/engine/script"
)

// bundles lists what esbuild makes: a source in web/, its name in the site, and
// its format. All are classic scripts and workers: those start in every browser,
// and also where a page is cut off from the site's origin.
var bundles = []struct{ source, name, format string }{
	{"editor.js", site.editor, "iife"},
	{"script-worker.js", site.worker, "iife"},
	{"boot.js", site.boot, "iife"},
	{"page.js", site.page, "iife"},
	{"embed-frame.js", site.frame, "iife"},
	{"embed.js", site.embed, "iife"},
	{"lessons.js", site.lessons, "iife"},
	{"share.js", site.share, "iife"},
	{"grid.js", site.grid, "iife"},
	{"files.js", site.files, "iife"},
	{"offline.js", "offline.js", "iife"},
	{"sw.js", site.offline, "iife"},
	{"terms.js", site.terms, "iife"},
	{"tour.js", site.tour, "iife"},
	{"seek.js", site.seekJS, "iife"},
	{"seek-worker.js", site.seekWorker, "iife"},
}

// bundle makes the scripts and the style sheet and copies what is loaded as it
// is.
func (b *builder) bundle(ctx context.Context) error {
	for _, bundle := range bundles {
		if err := b.esbuild(ctx, b.path("web", bundle.source), filepath.Join(b.out, bundle.name), "--format="+bundle.format); err != nil {
			return err
		}
	}
	if err := b.style(ctx); err != nil {
		return err
	}
	goroot, err := b.output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	// The toolchain's own copy fits the compiler; go-app's is older. The one at
	// the top of the sources is for readers and for other hosts.
	exec := filepath.Join(goroot, "lib", "wasm", "wasm_exec.js")
	content, err := os.ReadFile(exec)
	if err != nil {
		return fmt.Errorf("%w (it comes with Go; is the installation complete?)", err)
	}
	if err := os.WriteFile(b.path("wasm_exec.js"), content, 0o644); err != nil {
		return err
	}
	if err := b.write(site.wasmExec, content); err != nil {
		return err
	}
	for from, to := range map[string]string{"icon.svg": site.icon, "embed.d.ts": site.embedTypes} {
		if err := b.copy(b.path("web", from), to); err != nil {
			return err
		}
	}
	if err := b.write(site.prelude, []byte(script.Prelude())); err != nil {
		return err
	}
	return b.copy(b.path("web", "node_modules", "quickjs-wasi", "quickjs.wasm"), site.quickjs)
}

// style makes the style in three parts, by the time at which they are wanted:
// what is above the panels is part of every document, so that the first paint
// waits for no request; the panels follow in one file, the icons in another.
//
// Measured on a lesson's page against the empty page of go-app, whose first
// paint takes 70 to 100 ms: 2.0 to 2.5 times that with one file in the head,
// 1.6 with two files, 1.2 when the panels were laid out a frame later, 0.7 to
// 0.9 like this. A third of it is the file, two thirds are the panels, which
// the browser reads and lays out only behind their link (view.laterStyle).
func (b *builder) style(ctx context.Context) error {
	first, err := b.minified(ctx, view.FirstStyles, "first.css")
	if err != nil {
		return err
	}
	b.firstStyle = strings.TrimSpace(string(first))
	embed, err := b.minified(ctx, []string{"embed.css"}, "embed.css")
	if err != nil {
		return err
	}
	b.embedStyle = strings.TrimSpace(string(embed))
	later, err := b.minified(ctx, append(slices.Clone(view.LaterStyles), "site.css"), "later.css")
	if err != nil {
		return err
	}
	if err := b.write(site.style, later); err != nil {
		return err
	}
	if err := b.esbuild(ctx, b.path("web", "tour.css"), filepath.Join(b.out, site.tourStyle)); err != nil {
		return err
	}
	return b.icons(ctx)
}

// minified joins style sheets of web/ and returns what esbuild makes of them.
func (b *builder) minified(ctx context.Context, sheets []string, name string) ([]byte, error) {
	var joined bytes.Buffer
	for _, sheet := range sheets {
		content, err := os.ReadFile(b.path("web", sheet))
		if err != nil {
			return nil, err
		}
		joined.Write(content)
		joined.WriteByte('\n')
	}
	source := b.path("web", "build", name)
	if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(source, joined.Bytes(), 0o644); err != nil {
		return nil, err
	}
	target := b.path("web", "build", "min-"+name)
	if err := b.esbuild(ctx, source, target); err != nil {
		return nil, err
	}
	return os.ReadFile(target)
}

// esbuild bundles and minifies one source. What it warns of, such as a style
// sheet that browsers would read only in part, is an error here.
func (b *builder) esbuild(ctx context.Context, source, target string, more ...string) error {
	args := append([]string{
		b.path("web", "node_modules", "esbuild", "bin", "esbuild"), source,
		"--bundle", "--minify", "--target=es2022", "--log-level=warning", "--legal-comments=none",
		"--outfile=" + target,
	}, more...)
	_, warnings, err := b.run(ctx, nil, "node", args...)
	if err == nil && warnings != "" {
		err = fmt.Errorf("esbuild warns of %s:\n%s", source, warnings)
	}
	return err
}

// inlining says where functions are inlined in the page's program: almost
// nowhere, which takes 9 % off the download. net/http is the exception, because
// without inlining its initialisation keeps the whole HTTP client alive (0.1 MB
// of brotli); and so are Go's own runtime, which all the rest spends much of its
// time in (12 kB), and the arithmetic behind RSA. The others are packages whose
// callers take less room that way.
var inlining = []string{
	"-gcflags=all=-l",
	"-gcflags=runtime=",
	"-gcflags=internal/runtime/atomic=",
	"-gcflags=internal/runtime/maps=",
	"-gcflags=internal/runtime/sys=",
	"-gcflags=internal/runtime/math=",
	"-gcflags=internal/runtime/gc=",
	"-gcflags=internal/runtime/gc/scan=",
	"-gcflags=internal/abi=",
	"-gcflags=internal/goarch=",
	"-gcflags=net/http=",
	"-gcflags=crypto/internal/fips140/bigmod=",
	"-gcflags=crypto/internal/fips140/sha256=",
	"-gcflags=crypto/internal/fips140deps/byteorder=",
	"-gcflags=internal/byteorder=",
	"-gcflags=net/url=",
	"-gcflags=strconv=",
	"-gcflags=internal/strconv=",
	"-gcflags=context=",
	"-gcflags=errors=",
}

// compile builds the programs for the browser: that of the page, and the search,
// which a Worker loads when somebody first searches. Nobody waits for the search
// to see a page, but for its answer, so its functions are inlined.
func (b *builder) compile(ctx context.Context) error {
	if err := b.compileOne(ctx, site.app, "./app", inlining...); err != nil {
		return err
	}
	return b.compileOne(ctx, site.seek, "./app/seek")
}

// compileOne builds one of them, without what Go's library prepares in vain. A
// version of Go that cannot do without it gets it.
func (b *builder) compileOne(ctx context.Context, name, pkg string, flags ...string) error {
	overlay, err := b.overlay(ctx)
	if err != nil {
		return err
	}
	target := filepath.Join(b.out, name)
	build := func(more ...string) error {
		args := slices.Concat([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", target}, flags, more, []string{pkg})
		_, err := b.outputIn(ctx, []string{"GOOS=js", "GOARCH=wasm"}, "go", args...)
		return err
	}
	small := build("-overlay=" + overlay)
	if ctx.Err() != nil {
		return small
	}
	if small != nil {
		if err := build(); err != nil {
			return err
		}
		fmt.Fprintf(b.stdout, "  note: %s is larger than it could be: %v\n", name, small)
	}
	return b.shrink(target)
}
