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
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// runCommand plays scenario files one after the other. Every file is read and
// played, whatever became of the ones before it; the worst outcome is the exit
// code.
func runCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(stderr)
	asJSON := flags.Bool("json", false, "print one JSON document with the frames and checks of every file")
	profiles := flags.String("compare", "", "`A,B`: print the steps that end differently under two profiles")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "run: no scenario file given; expected run [-json] [-compare A,B] FILE...")
		return exitUsage
	}
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return exitFailed
	}
	defer sandbox.Close()
	if *profiles != "" {
		return compareFiles(ctx, *profiles, flags.Args(), sandbox, stdout, stderr)
	}
	runs := []fileRun{}
	code := exitOK
	for _, name := range flags.Args() {
		result, fileCode := runFile(ctx, name, sandbox, stderr)
		code = max(code, fileCode)
		if fileCode == exitUsage || result.Scenario == nil {
			continue
		}
		runs = append(runs, runOf(name, result))
		if !*asJSON {
			fmt.Fprint(stdout, transcriptOf(name, result, flags.NArg() > 1))
		}
	}
	if *asJSON {
		if err := printJSON(stdout, runs); err != nil {
			fmt.Fprintf(stderr, "run: %v\n", err)
			return exitFailed
		}
	}
	return code
}

// readFile reads and parses a scenario file, or says what is wrong with it.
func readFile(name string, stderr io.Writer) *scenario.Scenario {
	text, err := os.ReadFile(name)
	if err != nil {
		var cause *os.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		fmt.Fprintf(stderr, "%s:1:1: cannot be read (%v); expected a scenario file\n", name, err)
		return nil
	}
	parsed, err := scenario.Parse(name, string(text))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return nil
	}
	return parsed
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

// runFile plays one file. What is wrong with it goes to stderr, each message
// beginning with file:line:column.
func runFile(ctx context.Context, name string, sandbox script.Sandbox, stderr io.Writer) (scenario.Result, int) {
	parsed := readFile(name, stderr)
	if parsed == nil {
		return scenario.Result{}, exitUsage
	}
	result, err := scenario.Run(ctx, parsed, sandbox)
	if err != nil {
		fmt.Fprintf(stderr, "run: %v\n", err)
		return scenario.Result{}, exitFailed
	}
	failed := result.Failed()
	for _, check := range failed {
		fmt.Fprintln(stderr, failureText(parsed, check))
	}
	if len(failed) > 0 {
		fmt.Fprintf(stderr, "%s: %d of %d expectations did not hold\n", name, len(failed), len(result.Checks))
		return result, exitFailed
	}
	return result, exitOK
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
