//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/facts"
	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario/lessons"
	"mfaplayground/engine/script"
)

// lintCommand tells what keeps lessons from being good ones. Each finding
// begins with file:line:column.
func lintCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("lint", flag.ContinueOnError)
	flags.SetOutput(stderr)
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "lint: no lesson given; expected lint FILE...")
		return exitUsage
	}
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "lint: %v\n", err)
		return exitFailed
	}
	defer sandbox.Close()
	known := knownToLessons(flags.Args())
	code := exitOK
	for _, name := range flags.Args() {
		text, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintf(stderr, "lint: %v\n", err)
			code = exitUsage
			continue
		}
		found, err := lesson.Lint(ctx, name, string(text), known, sandbox)
		if err != nil {
			fmt.Fprintf(stderr, "lint: %v\n", err)
			return exitFailed
		}
		for _, f := range found {
			fmt.Fprintln(stderr, f)
			code = max(code, exitFailed)
		}
		if len(found) == 0 {
			fmt.Fprintf(stdout, "%s: a good lesson\n", name)
		}
	}
	return code
}

// knownToLessons is what lessons may refer to: the fact sheet, the built-in
// lessons, and the other files that are given.
func knownToLessons(names []string) lesson.Known {
	sections := facts.Sections(engine.FactSheet)
	slugs := map[string]bool{}
	for _, e := range lessons.Path() {
		slugs[e.Slug] = true
	}
	for _, name := range names {
		slugs[strings.TrimSuffix(filepath.Base(name), ".txtar")] = true
	}
	return lesson.Known{
		Section: func(number string) bool { return sections[number] },
		Lesson:  func(slug string) bool { return slugs[slug] },
	}
}
