//go:build !js

package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mfaplayground/engine/script"
)

// watchPause is how often the files are looked at. Asking works on every file
// system, also on those that tell nobody of changes.
const watchPause = 300 * time.Millisecond

// watch plays all files, and again whenever one of them or a script beside them
// changes, until it is interrupted; the exit code is that of the last time.
func watch(ctx context.Context, o runOptions, sandbox script.Sandbox, stdout, stderr io.Writer) int {
	code, seen := exitOK, uint64(0)
	for {
		if now := stateOf(o.patterns); now != seen {
			seen = now
			code = runAll(ctx, o, sandbox, stdout, stderr)
			fmt.Fprintf(stderr, "run: exit code %d; waiting for a change (Ctrl-C ends it)\n", code)
		}
		select {
		case <-ctx.Done():
			return code
		case <-time.After(watchPause):
		}
	}
}

// stateOf sums up the names, sizes and times of the files and of all scripts in
// their folders. What cannot be read counts as not there.
func stateOf(patterns []string) uint64 {
	names, err := expand(patterns)
	if err != nil {
		return 1
	}
	h := fnv.New64a()
	note := func(name string, info fs.FileInfo) {
		fmt.Fprintln(h, name, info.Size(), info.ModTime().UnixNano())
	}
	folders := map[string]bool{}
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			note(name, info)
		}
		dir := filepath.Dir(name)
		if folders[dir] {
			continue
		}
		folders[dir] = true
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err == nil && filepath.Ext(path) == ".js" {
				if info, err := entry.Info(); err == nil {
					note(path, info)
				}
			}
			return nil
		})
	}
	return h.Sum64()
}
