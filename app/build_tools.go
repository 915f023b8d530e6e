//go:build !js

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tools are the programs that a build calls, each with where to get it.
var tools = []struct{ name, source string }{
	{"go", "https://go.dev/dl/ (1.26 or newer)"},
	{"node", "https://nodejs.org/ (20 or newer)"},
	{"npm", "https://nodejs.org/ (it comes with Node)"},
}

// findTools checks that every tool is there and finds the sources.
func (b *builder) findTools(ctx context.Context) error {
	var missing []string
	for _, tool := range tools {
		if _, err := exec.LookPath(tool.name); err != nil {
			missing = append(missing, fmt.Sprintf("%s is not installed; get it from %s", tool.name, tool.source))
		}
	}
	if len(missing) > 0 {
		return errors.New(strings.Join(missing, "\n"))
	}
	mod, err := b.output(ctx, "go", "env", "GOMOD")
	if err != nil {
		return err
	}
	if mod == "" || mod == os.DevNull {
		return errors.New("run this inside the playground's sources: there is no go.mod here or above")
	}
	b.root = filepath.Dir(mod)
	return nil
}

// installPackages runs npm ci when the packages are missing or were installed
// from another lock file. A copy of that file is kept beside them.
func (b *builder) installPackages(ctx context.Context) error {
	lock, err := os.ReadFile(b.path("web", "package-lock.json"))
	if err != nil {
		return err
	}
	stamp := b.path("web", "node_modules", ".installed-from")
	if installed, err := os.ReadFile(stamp); err == nil && bytes.Equal(installed, lock) {
		return nil
	}
	if _, err := b.output(ctx, "npm", "--prefix", b.path("web"), "ci", "--no-audit", "--no-fund"); err != nil {
		return fmt.Errorf("npm ci in web/: %w", err)
	}
	return os.WriteFile(stamp, lock, 0o644)
}

// output runs a program and returns what it printed, without the final newline.
// A failure carries what the program said.
func (b *builder) output(ctx context.Context, name string, args ...string) (string, error) {
	return b.outputIn(ctx, nil, name, args...)
}

// outputIn is [builder.output] with additional environment variables.
func (b *builder) outputIn(ctx context.Context, env []string, name string, args ...string) (string, error) {
	stdout, _, err := b.run(ctx, env, name, args...)
	return stdout, err
}

// run runs a program and returns what it said on its two outputs.
func (b *builder) run(ctx context.Context, env []string, name string, args ...string) (out, warnings string, err error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = b.root
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said := strings.TrimSpace(stderr.String() + stdout.String())
		return "", "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, said)
	}
	return strings.TrimSpace(stdout.String()), strings.TrimSpace(stderr.String()), nil
}
