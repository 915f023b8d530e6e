//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"mfaplayground/engine/lesson"
)

// lessonName is what the name of a lesson, which is also its address, may be.
var lessonName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// newLessonCommand writes a small lesson to begin with.
func newLessonCommand(_ context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("new-lesson", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("o", ".", "`DIR` that the file is written to")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() != 1 {
		fmt.Fprintln(stderr, "new-lesson: expected one name, such as why-nobody-is-asked")
		return exitUsage
	}
	name := strings.TrimSuffix(flags.Arg(0), ".txtar")
	if !lessonName.MatchString(name) {
		fmt.Fprintf(stderr, "new-lesson: %q is no name for a lesson; expected words of small letters and digits with - between them\n", name)
		return exitUsage
	}
	file := filepath.Join(*dir, name+".txtar")
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintf(stderr, "new-lesson: %s is there already; it was left as it is\n", file)
		return exitFailed
	}
	if err != nil {
		fmt.Fprintf(stderr, "new-lesson: %v\n", err)
		return exitFailed
	}
	_, err = f.WriteString(strings.ReplaceAll(lesson.Template, "TITLE", strings.ReplaceAll(name, "-", " ")))
	if err = errors.Join(err, f.Close()); err != nil {
		fmt.Fprintf(stderr, "new-lesson: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(stdout, "%s is written. Replace it piece by piece, and after each piece:\n\n  go run ./app lint %s\n", file, file)
	return exitOK
}
