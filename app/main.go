//go:build !js

// Command app is the MFA Playground: natively it plays scenario files, builds
// the static site and serves it (this file); compiled for a browser it is the
// page (main_js.go).
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

const usage = `The MFA Playground: why a sign-in asked for a second factor, or did not.

Usage:

  go run ./app run [-json | -tap] [-junit FILE] [-run REGEXP] [-watch] FILE...   play scenario files
  go run ./app run -compare A,B FILE...        print the steps that end differently under two profiles
  go run ./app build [-fast] [-o DIR]          write the static site (default: dist)
  go run ./app serve [-addr HOST:PORT] [-dir DIR]   serve the site, building it first when it is missing
  go run ./app lint FILE...                    say what keeps lessons from being good ones
  go run ./app new-lesson [-o DIR] NAME        write a small lesson to begin with
  go run ./app share [-base ADDRESS] FILE      print the link that opens a scenario file in the page
  go run ./app tenant [-addr HOST:PORT] [-cert FILE] [FILE]   let real programs talk to the tenant of a scenario

run exits with 0 when every expectation holds, with 1 when one does not, and
with 2 when a file cannot be read. With -compare it exits with 0 when every step
ends the same, with 1 when one does not, and with 2 when a file or a profile
cannot be read. The scenario format is described in the
documentation of package engine/scenario and on the site under /format/.
`

// The exit codes of all commands.
const (
	exitOK     = 0
	exitFailed = 1 // an expectation did not hold, or the work did not succeed
	exitUsage  = 2 // the command line or an input file cannot be read
)

// A command runs with the arguments after its name and returns the exit code.
type command func(ctx context.Context, args []string, stdout, stderr io.Writer) int

var commands = map[string]command{
	"run":    runCommand,
	"build":  buildCommand,
	"serve":  serveCommand,
	"tenant": tenantCommand,
	"share":  shareCommand,

	"dictionary": dictionaryCommand, // for who makes a new version of links
	"lint":       lintCommand,
	"new-lesson": newLessonCommand,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := dispatch(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// dispatch runs the command that the first argument names.
func dispatch(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return exitOK
	}
	run, ok := commands[args[0]]
	if !ok {
		fmt.Fprintf(stderr, "app: unknown command %q; expected run, build, serve, lint, new-lesson or tenant\n\n%s", args[0], usage)
		return exitUsage
	}
	return run(ctx, args[1:], stdout, stderr)
}
