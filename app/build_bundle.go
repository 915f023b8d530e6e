//go:build !js

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"mfaplayground/app/view"
	"mfaplayground/engine/script"
)

// bundles lists what esbuild makes: a source in web/, its name in the site, and
// its format. Module workers are left out: a classic one starts in every
// browser.
var bundles = []struct{ source, name, format string }{
	{"editor.js", site.editor, "esm"},
	{"script-worker.js", site.worker, "iife"},
	{"boot.js", site.boot, "iife"},
}

// bundle makes the scripts and the style sheet and copies what is loaded as it
// is.
func (b *builder) bundle(ctx context.Context) error {
	for _, bundle := range bundles {
		if err := b.esbuild(ctx, b.path("web", bundle.source), bundle.name, "--format="+bundle.format); err != nil {
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
	if err := b.copy(b.path("web", "icon.svg"), site.icon); err != nil {
		return err
	}
	if err := b.write(site.prelude, []byte(script.Prelude())); err != nil {
		return err
	}
	return b.copy(b.path("web", "node_modules", "quickjs-wasi", "quickjs.wasm"), site.quickjs)
}

// style joins the style sheets in the order in which the page wants them: one
// request before the first paint. The icons follow after it.
func (b *builder) style(ctx context.Context) error {
	var joined bytes.Buffer
	for _, sheet := range append(slices.Clone(view.Stylesheets), "site.css") {
		content, err := os.ReadFile(b.path("web", sheet))
		if err != nil {
			return err
		}
		joined.Write(content)
		joined.WriteByte('\n')
	}
	source := b.path("web", "build", "all.css")
	if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(source, joined.Bytes(), 0o644); err != nil {
		return err
	}
	if err := b.esbuild(ctx, b.path("web", "icons.css"), site.icons); err != nil {
		return err
	}
	return b.esbuild(ctx, source, site.style)
}

// esbuild bundles and minifies one source into the site.
func (b *builder) esbuild(ctx context.Context, source, name string, more ...string) error {
	args := append([]string{
		b.path("web", "node_modules", "esbuild", "bin", "esbuild"), source,
		"--bundle", "--minify", "--target=es2022", "--log-level=warning", "--legal-comments=none",
		"--outfile=" + filepath.Join(b.out, name),
	}, more...)
	_, err := b.output(ctx, "node", args...)
	return err
}

// inlining says where functions are inlined in the browser binary: almost
// nowhere, which takes 9 % off the download and is not felt. net/http is the
// exception, because without inlining its initialisation keeps the whole HTTP
// client alive (0.1 MB of brotli); and so is the arithmetic behind RSA.
var inlining = []string{
	"-gcflags=all=-l",
	"-gcflags=net/http=",
	"-gcflags=crypto/internal/fips140/bigmod=",
}

// compile builds the program for the browser.
func (b *builder) compile(ctx context.Context) error {
	args := append([]string{"build", "-trimpath", "-ldflags=-s -w"}, inlining...)
	_, err := b.outputIn(ctx, []string{"GOOS=js", "GOARCH=wasm"},
		"go", append(args, "-o", filepath.Join(b.out, site.app), "./app")...)
	return err
}
