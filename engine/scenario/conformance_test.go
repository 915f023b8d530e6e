package scenario

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

var update = flag.Bool("update", false,
	"rewrite the transcripts of testdata; explain each changed line in the commit")

// categories are the first words that the name of a scenario may have.
var categories = []string{"adaptive", "assume", "decide", "policy", "action", "admin", "authorize", "browser", "cookie", "device", "factor", "mfa", "refresh", "remember", "rule", "session", "token"}

// TestScenarios plays every scenario of testdata, judges its expectations and
// compares its transcript.
func TestScenarios(t *testing.T) {
	sandbox := openSandbox(t)
	for _, file := range scenarioFiles(t, "testdata/*.txtar") {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			category, _, _ := strings.Cut(name, "_")
			if !slices.Contains(categories, category) {
				t.Errorf("the first word of the name is %q, want one of %v", category, categories)
			}
			s := readScenario(t, file)
			if !strings.Contains(s.Story, "(facts ") && name != "rule_switched_off" {
				t.Error("the story names no fact")
			}
			r := play(t, s, sandbox)
			if len(r.Checks) == 0 {
				t.Error("nothing is expected")
			}
			for _, c := range r.Failed() {
				t.Errorf("%s:%d: %s, but got %s", file, c.Expect.Row, c.Expect.Text, c.Got)
			}
			checkReasons(t, s.Print(), r.Frames)
			compareTranscript(t, file, r)
		})
	}
}

// checkReasons checks that every decision has causes that say something and
// rest on a part of the fact sheet, and that where the page has no tick box one
// of them is why, unless the provider remembers by itself.
func checkReasons(t *testing.T, code string, frames []engine.Frame) {
	t.Helper()
	for _, f := range frames {
		for _, d := range f.Decisions {
			if len(d.Because) == 0 {
				t.Errorf("frame %d: no cause is given for %s", f.Index, d.Outcome)
			}
			noBox, alone := 0, regexp.MustCompile(`'(google-authenticator|duo)'`).MatchString(code)
			for _, r := range d.Because {
				if r.NoBox {
					noBox++
				}
				if r.Source == "" || r.Fact == "" || strings.Contains(r.Text, "%!") || !strings.HasSuffix(r.Text, ".") && d.Outcome != tenant.Denied {
					t.Errorf("frame %d: the cause %+v is not finished", f.Index, r)
				}
			}
			if want := d.Outcome == tenant.Asked && !d.RememberOffered; !alone && want != (noBox == 1 && d.Outcome == tenant.Asked) {
				t.Errorf("frame %d: %d causes tell why there is no tick box; offered: %t", f.Index, noBox, d.RememberOffered)
			}
		}
	}
}

// compareTranscript holds the transcript of a file against what happened, or
// rewrites it.
func compareTranscript(t *testing.T, file string, r Result) {
	t.Helper()
	got := Transcript(r)
	for i, line := range strings.Split(got, "\n") {
		if len(line) > 110 {
			t.Errorf("line %d of the transcript has %d columns: %s", i+1, len(line), line)
		}
	}
	if got == r.Scenario.Transcript {
		return
	}
	if !*update {
		t.Errorf("%s: the transcript differs, %s\n(go test ./engine/scenario -update rewrites it)",
			file, changed(r.Scenario.Transcript, got))
		return
	}
	after, err := r.Scenario.WithTranscript(got)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(after.Print()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEveryWayGivesTheSame plays every scenario and lesson in several ways
// that must not matter: again, out of a link, with other line ends, and cut
// off in the middle.
func TestEveryWayGivesTheSame(t *testing.T) {
	sandbox := openSandbox(t)
	files := append(scenarioFiles(t, "testdata/*.txtar"), scenarioFiles(t, "lessons/*.txtar")...)
	for _, file := range files {
		s := readScenario(t, file)
		want := play(t, s, sandbox)
		linked, err := Decode(mustEncode(t, s))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		windows := mustParse(t, file, strings.ReplaceAll(s.Print(), "\n", "\r\n"))
		for way, other := range map[string]*Scenario{"again": s, "from a link": linked, "with other line ends": windows} {
			if got := play(t, other, sandbox); !reflect.DeepEqual(got.Frames, want.Frames) {
				t.Errorf("%s: played %s, the frames differ", file, way)
			}
		}
		half, err := s.TruncateSteps(len(s.Lines) / 2)
		if err != nil {
			t.Fatal(err)
		}
		if got := play(t, half, sandbox); !sameFrames(got.Frames, want.Frames[:len(half.Lines)]) {
			t.Errorf("%s: the first half ends otherwise without the second", file)
		}
	}
}

func sameFrames(a, b []engine.Frame) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}

func play(t testing.TB, s *Scenario, sandbox script.Sandbox) Result {
	t.Helper()
	r, err := Run(context.Background(), s, sandbox)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Frames) != len(s.Lines) {
		t.Fatalf("%d steps give %d frames", len(s.Lines), len(r.Frames))
	}
	return r
}

func scenarioFiles(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	return files
}

func readScenario(t testing.TB, file string) *Scenario {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return mustParse(t, file, string(text))
}
