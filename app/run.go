//go:build !js

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// runOptions are what the command line of run says.
type runOptions struct {
	json     bool
	tap      bool
	junit    string         // file to write to; empty: none
	profiles string         // to compare; empty: play
	watch    bool           // play again when a file changes
	only     *regexp.Regexp // of the scenarios whose name or title matches; nil: all
	patterns []string
}

// runCommand plays scenario files one after the other. Every file is read and
// played, whatever became of the ones before it; the worst outcome is the exit
// code.
func runCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	options, err := runOptionsOf(args, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return exitUsage
	}
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return exitFailed
	}
	defer sandbox.Close()
	if options.watch {
		return watch(ctx, options, sandbox, stdout, stderr)
	}
	return runAll(ctx, options, sandbox, stdout, stderr)
}

// runOptionsOf reads the command line.
func runOptionsOf(args []string, stderr io.Writer) (runOptions, error) {
	var o runOptions
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.json, "json", false, "print one JSON document with the frames and checks of every file")
	flags.BoolVar(&o.tap, "tap", false, "print the Test Anything Protocol, version 14")
	flags.StringVar(&o.junit, "junit", "", "write a JUnit report to `FILE` as well")
	flags.StringVar(&o.profiles, "compare", "", "`A,B`: print the steps that end differently under two profiles")
	flags.BoolVar(&o.watch, "watch", false, "play again whenever a file changes, until it is interrupted")
	only := flags.String("run", "", "play only the scenarios whose file name or title matches `REGEXP`")
	if err := flags.Parse(args); err != nil {
		return o, errors.New("expected run [-json | -tap | -compare A,B] [-junit FILE] [-run REGEXP] [-watch] FILE..., of which there may be many")
	}
	o.patterns = flags.Args()
	switch {
	case len(o.patterns) == 0:
		return o, errors.New("no scenario file given; expected run [-json | -tap | -compare A,B] [-junit FILE] [-run REGEXP] [-watch] FILE..., of which there may be many")
	case o.json && o.tap:
		return o, errors.New("-json and -tap both want the output; expected one of them")
	case o.profiles != "" && (o.json || o.tap || o.junit != ""):
		return o, errors.New("-compare prints differences; expected it without -json, -tap and -junit")
	}
	if *only != "" {
		expression, err := regexp.Compile(*only)
		if err != nil {
			return o, fmt.Errorf("-run: %w; expected a regular expression", err)
		}
		o.only = expression
	}
	return o, nil
}

// runAll plays all files once.
func runAll(ctx context.Context, o runOptions, sandbox script.Sandbox, stdout, stderr io.Writer) int {
	names, err := expand(o.patterns)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return exitUsage
	}
	if o.profiles != "" {
		return compareFiles(ctx, o.profiles, names, sandbox, stdout, stderr)
	}
	code := exitOK
	var outcomes []outcome
	for _, name := range names {
		x := runFile(ctx, name, o.only, sandbox, stderr)
		if x.skipped {
			continue
		}
		outcomes = append(outcomes, x)
		code = max(code, x.code)
		if x.played() && !o.json && !o.tap {
			fmt.Fprint(stdout, transcriptOf(name, x.result, len(names) > 1))
		}
	}
	if len(outcomes) == 0 {
		fmt.Fprintf(stderr, "run: no scenario matches -run %s; expected at least one\n", o.only)
		return exitUsage
	}
	if err := report(o, outcomes, stdout); err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return exitFailed
	}
	return code
}

// report writes what other programs read.
func report(o runOptions, outcomes []outcome, stdout io.Writer) error {
	if o.junit != "" {
		text, err := junitText(outcomes)
		if err != nil {
			return fmt.Errorf("JUnit report: %w", err)
		}
		if err := os.WriteFile(o.junit, text, 0o644); err != nil {
			return fmt.Errorf("JUnit report: %w", err)
		}
	}
	if o.tap {
		_, err := io.WriteString(stdout, tapText(outcomes))
		return err
	}
	if !o.json {
		return nil
	}
	runs := []fileRun{}
	for _, x := range outcomes {
		if x.played() {
			runs = append(runs, runOf(x.name, x.result))
		}
	}
	return printJSON(stdout, runs)
}

// expand returns the files that patterns name: a pattern with *, ? or [ stands
// for all that match it, in the order of their names; every other one is a name.
func expand(patterns []string) ([]string, error) {
	var names []string
	for _, pattern := range patterns {
		if !strings.ContainsAny(pattern, "*?[") {
			names = append(names, pattern)
			continue
		}
		found, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("%q: %w; expected a pattern such as scenarios/*.txtar", pattern, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("no file matches %q; expected at least one", pattern)
		}
		names = append(names, found...)
	}
	return names, nil
}

// readFile reads and parses a scenario file with the code that lies in files of
// its own, or says what is wrong with it.
func readFile(name string, stderr io.Writer) *scenario.Scenario {
	parsed, err := parseFile(name)
	if err != nil {
		fmt.Fprintln(stderr, err)
	}
	return parsed
}

// parseFile is readFile for who tells what is wrong himself.
func parseFile(name string) (*scenario.Scenario, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s:1:1: cannot be read (%w); expected a scenario file", name, causeOf(err))
	}
	// A root opens nothing that lies outside of its folder, by whatever way.
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("%s:1:1: its folder cannot be read (%w); expected a scenario file", name, causeOf(err))
	}
	defer root.Close()
	whole, err := scenario.Gather(name, string(text), func(path string) (string, error) {
		code, err := root.ReadFile(filepath.FromSlash(path))
		return string(code), causeOf(err)
	})
	if err != nil {
		return nil, err
	}
	return scenario.Parse(name, whole)
}

// causeOf takes the name of the file off an error, where that is told anyway.
func causeOf(err error) error {
	var cause *os.PathError
	if errors.As(err, &cause) {
		return cause.Err
	}
	return err
}

// compareFiles plays each file under two profiles and prints the steps that
// end differently. The exit code tells whether there are any, as that of diff
// does.
func compareFiles(ctx context.Context, profiles string, files []string, sandbox script.Sandbox, stdout, stderr io.Writer) int {
	a, b, ok := strings.Cut(profiles, ",")
	if !ok || a == "" || b == "" {
		fmt.Fprintf(stderr, "run: %q are not two profiles; expected two names such as 2021-rules,2026-actions\n", profiles)
		return exitUsage
	}
	code := exitOK
	for _, name := range files {
		parsed := readFile(name, stderr)
		if parsed == nil {
			code = exitUsage
			continue
		}
		c, err := scenario.Compare(ctx, parsed, a, b, sandbox)
		if err != nil {
			fmt.Fprintf(stderr, "run: %v\n", err)
			return exitUsage
		}
		if len(c.Differ) > 0 {
			code = max(code, exitFailed)
		}
		if len(files) > 1 {
			fmt.Fprintf(stdout, "== %s\n\n", name)
		}
		fmt.Fprintln(stdout, c)
	}
	return code
}

// outcome is what became of one file.
type outcome struct {
	name    string
	result  scenario.Result
	fault   string // why it could not be played; empty when it was
	code    int
	skipped bool // it does not match -run
	took    time.Duration
}

// played tells whether there is a result.
func (o outcome) played() bool { return o.result.Scenario != nil }

// title names the scenario for people.
func (o outcome) title() string {
	if o.played() {
		return o.result.Scenario.Title
	}
	return o.name
}

// runFile plays one file. What is wrong with it goes to stderr, each message
// beginning with file:line:column.
func runFile(ctx context.Context, name string, only *regexp.Regexp, sandbox script.Sandbox, stderr io.Writer) outcome {
	start := time.Now()
	parsed, err := parseFile(name)
	if only != nil && !only.MatchString(name) && (parsed == nil || !only.MatchString(parsed.Title)) {
		return outcome{skipped: true}
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return outcome{name: name, fault: err.Error(), code: exitUsage}
	}
	result, err := scenario.Run(ctx, parsed, sandbox)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return outcome{name: name, fault: err.Error(), code: exitFailed}
	}
	o := outcome{name: name, result: result, took: time.Since(start)}
	failed := result.Failed()
	for _, check := range failed {
		fmt.Fprintln(stderr, failureText(parsed, check))
	}
	if len(failed) > 0 {
		fmt.Fprintf(stderr, "%s: %d of %d expectations did not hold\n", name, len(failed), len(result.Checks))
		o.code = exitFailed
	}
	return o
}

// failureText says which expectation did not hold and what was seen instead.
func failureText(s *scenario.Scenario, check scenario.Check) string {
	row := check.Expect.Row
	return fmt.Sprintf("%s:%d:%d: %s; got %s", s.Name(), row, indentOf(s.Print(), row)+1, check.Expect.Text, check.Got)
}

// indentOf returns how many characters of white space begin a line of text,
// which is counted from 1.
func indentOf(text string, row int) int {
	lines := strings.Split(text, "\n")
	if row < 1 || row > len(lines) {
		return 0
	}
	line := lines[row-1]
	return len(line) - len(strings.TrimLeft(line, " \t"))
}

// transcriptOf returns what happened, with a heading when there are several
// files.
func transcriptOf(name string, result scenario.Result, headed bool) string {
	text := scenario.Transcript(result)
	if headed {
		return "== " + name + "\n\n" + text + "\n"
	}
	return text
}

// printJSON writes one document. Maps are printed by encoding/json in the
// order of their keys, so the same files give the same bytes.
func printJSON(w io.Writer, runs []fileRun) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Scenarios []fileRun `json:"scenarios"`
	}{runs})
}
