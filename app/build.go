//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// defaultSite is where the site is built and served from.
const defaultSite = "dist"

// Names of what the page loads. This is the one place where they are chosen;
// in the site each lies in assets/ under a name with its digest (build_names.go).
var site = struct {
	style, icons, icon, wasmExec, boot, page, app, editor, worker, quickjs, prelude string
	frame, packed                                                                   string
	lessons, share, files                                                           string
	embed, embedTypes, offline                                                      string // other sites know these names
	terms, tour, tourStyle, grid                                                    string
	seek, seekJS, seekWorker, packedSeek                                            string
}{
	style:    "style.css",
	icons:    "icons.css",
	icon:     "icon.svg",
	wasmExec: "wasm_exec.js",
	boot:     "boot.js",
	page:     "page.js",
	share:    "share.js",
	grid:     "grid.js",
	files:    "files.js",
	app:      "app.wasm",
	editor:   "editor.js",
	worker:   "script-worker.js",
	quickjs:  "quickjs.wasm",
	prelude:  "prelude.js",

	frame:      "embed-frame.js",
	packed:     "packed.js",
	embed:      "embed.js",
	embedTypes: "embed.d.ts",
	lessons:    "lessons.js",
	offline:    "sw.js",
	terms:      "terms.js",
	tour:       "tour.js",
	seek:       "seek.wasm",
	seekJS:     "seek.js",
	seekWorker: "seek-worker.js",
	packedSeek: "packed-seek.js",
	tourStyle:  "tour.css",
}

// builder holds what the steps of one build share.
type builder struct {
	root   string // directory of go.mod
	out    string // directory of the site
	fast   bool   // leave out the compressed variants
	stdout io.Writer
	stderr io.Writer

	firstStyle string            // the minified style that every page carries in itself
	embedStyle string            // what the pages of embeds carry more
	names      map[string]string // of each asset, its name in the site
}

// buildCommand writes the whole static site from nothing.
func buildCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", defaultSite, "`DIR` that the site is written to; what it held before is replaced")
	fast := flags.Bool("fast", false, "leave out the .br and .gz variants")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "build: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}
	b := &builder{out: *out, fast: *fast, stdout: stdout, stderr: stderr}
	if err := b.build(ctx); err != nil {
		fmt.Fprintf(stderr, "build: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// build runs the steps in order; each says what it does and how long it took.
// The site is made in a directory of its own and exchanged at the end, so that
// a failed build leaves the last good site in place.
func (b *builder) build(ctx context.Context) error {
	final, err := filepath.Abs(b.out)
	if err != nil {
		return fmt.Errorf("output directory %s: %w", b.out, err)
	}
	if err := replaceable(final); err != nil {
		return err
	}
	b.out = final + ".new"
	if err := os.RemoveAll(b.out); err != nil {
		return fmt.Errorf("clearing %s: %w", b.out, err)
	}
	steps := []struct {
		name string
		run  func(context.Context) error
	}{
		{"tools", b.findTools},
		{"npm packages", b.installPackages},
		{"scripts and styles", b.bundle},
		{"app.wasm", b.compile},
		{"packed files", b.pack},
		{"names", b.fingerprint},
		{"pages", b.pages},
		{"service worker", b.offline},
		{"compressed variants", b.compress},
	}
	for _, step := range steps {
		start := time.Now()
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Fprintf(b.stdout, "  %-20s %6.1f s\n", step.name, time.Since(start).Seconds())
	}
	if err := os.RemoveAll(final); err != nil {
		return fmt.Errorf("removing the old site: %w", err)
	}
	if err := os.Rename(b.out, final); err != nil {
		return fmt.Errorf("putting the new site in place: %w", err)
	}
	fmt.Fprintf(b.stdout, "The site is in %s\n", final)
	return nil
}

// replaceable refuses to replace a directory that does not look like a site: a
// slip of the finger in -o must not cost anybody's files.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("output directory: %w", err)
	}
	for _, sign := range []string{namesFile, site.boot} { // boot.js: of a site whose names had no digests yet
		if _, err := os.Stat(filepath.Join(dir, sign)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%s holds files but no site; expected a new, an empty or a built directory", dir)
}

// path joins names to the root of the sources.
func (b *builder) path(names ...string) string {
	return filepath.Join(append([]string{b.root}, names...)...)
}

// write writes one file of the site, making its directory.
func (b *builder) write(name string, content []byte) error {
	target := filepath.Join(b.out, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, content, 0o644)
}

// copy copies one file into the site under another name.
func (b *builder) copy(from, name string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return b.write(name, content)
}
