package lesson

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/facts"
	"mfaplayground/engine/script"
)

var only = flag.String("lesson", "", "hold only the lessons whose names contain this")

// TestEveryLessonIsAGoodOne plays every lesson in every way: its start fails,
// its solutions pass, its wrong fixes get their messages, and tricks do not help.
func TestEveryLessonIsAGoodOne(t *testing.T) {
	sections := facts.Sections(engine.FactSheet)
	files, err := filepath.Glob("../scenario/lessons/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no lessons: %v", err)
	}
	slugs := map[string]bool{}
	for _, file := range files {
		slugs[strings.TrimSuffix(filepath.Base(file), ".txtar")] = true
	}
	sandbox, err := script.NewNative(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sandbox.Close)
	known := Known{Section: func(n string) bool { return sections[n] }, Lesson: func(s string) bool { return slugs[s] }}
	for _, file := range files {
		if !strings.Contains(file, *only) {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found, err := Lint(context.Background(), file, string(text), known, sandbox)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Error(f)
			}
		})
	}
}
