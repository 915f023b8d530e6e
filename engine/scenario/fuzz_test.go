package scenario

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// addSeeds adds every scenario of this package to a fuzz corpus.
func addSeeds(f *testing.F) {
	f.Helper()
	f.Add(small)
	for _, pattern := range []string{"testdata/*.txtar", "lessons/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no seeds in %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
}

// FuzzParse checks that whatever parses is printed back byte for byte, that
// the mistakes of whatever does not parse lie in the file, and that edits give
// scenarios again.
func FuzzParse(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("fuzz", text)
		if err != nil {
			var list Errors
			if !errors.As(err, &list) || len(list) == 0 {
				t.Fatalf("the error is of type %T: %v", err, err)
			}
			for _, e := range list {
				if e.Line < 1 || e.Column < 1 || e.Msg == "" {
					t.Fatalf("a mistake without a place: %v", e)
				}
			}
			return
		}
		if s.Print() != text {
			t.Fatal("printing does not give back what was read")
		}
		fuzzEdits(t, s)
	})
}

// fuzzEdits makes edits that must succeed on every scenario with room left.
func fuzzEdits(t *testing.T, s *Scenario) {
	if len(s.Print()) > MaxText-1000 || len(s.Lines) > MaxSteps-1 {
		return
	}
	always, err := s.WithPolicy(tenant.PolicyAlways)
	if err != nil || always.Setup.Tenant.Policy != tenant.PolicyAlways {
		t.Fatalf("setting the policy: %v", err)
	}
	for _, r := range s.Setup.Tenant.Rules {
		coded, err := s.WithCode(script.Rule, r.Name, "x\n-- y --\n")
		if err != nil || len(coded.Lines) != len(s.Lines) {
			t.Fatalf("setting code: %v", err)
		}
		off, err := coded.WithEnabled(script.Rule, r.Name, !r.Enabled)
		if err != nil || len(off.Lines) != len(s.Lines) {
			t.Fatalf("switching a rule: %v", err)
		}
	}
	fuzzLines(t, s)
	for i := range s.Lines {
		less, err := s.RemoveStep(i)
		if err != nil || len(less.Lines) != len(s.Lines)-1 {
			t.Fatalf("removing step %d: %v", i, err)
		}
		same, err := s.ReplaceStep(i, s.Lines[i].Text)
		if err != nil || same.Print() != s.Print() {
			t.Fatalf("replacing step %d by itself: %v", i, err)
		}
		if i == 20 {
			break
		}
	}
}

// fuzzLines makes edits of lines that must succeed: a name that is free, an
// order that another edit takes back, a value that is taken away again.
func fuzzLines(t *testing.T, s *Scenario) {
	for _, r := range s.Setup.Tenant.Rules {
		other := strings.Repeat("z", maxName)
		if _, taken := s.layout.sections[fileOf(script.Rule, other)]; taken {
			return
		}
		named, err := s.WithScriptNamed(script.Rule, r.Name, other)
		if err != nil {
			t.Fatalf("renaming a rule: %v", err)
		}
		if back, err := named.WithScriptNamed(script.Rule, other, r.Name); err != nil || len(back.Setup.Tenant.Rules) != len(s.Setup.Tenant.Rules) {
			t.Fatalf("renaming it back: %v", err)
		}
		moved, err := s.WithScriptMoved(script.Rule, r.Name, 1)
		if err != nil {
			t.Fatalf("moving a rule: %v", err)
		}
		if back, err := moved.WithScriptMoved(script.Rule, r.Name, -1); err != nil || moved != s && back.Print() != s.Print() {
			t.Fatalf("moving it back: %v", err)
		}
	}
	for _, at := range []Spot{{"attack-protection", "", "rate"}, {"customize-mfa", "", ""}} {
		value := map[string]string{"rate": "7", "": "on"}[at.Key]
		set, err := s.With(at, value)
		if err != nil || set.Value(at) != value {
			t.Fatalf("setting %v: %v", at, err)
		}
		if unset, err := set.With(at, ""); err != nil || unset.Value(at) != "" {
			t.Fatalf("taking %v away: %v", at, err)
		}
	}
}

// FuzzDecode checks that no link makes the reader fail in an unknown way, and
// that what is read can be packed again.
func FuzzDecode(f *testing.F) {
	f.Add(mustEncode(f, mustParse(f, "small", small)))
	f.Add("1AAAA")
	f.Add("2x")
	f.Add("hello")
	f.Add("3AAAA")
	base := Lessons()[0].Scenario()
	f.Add(mustEncodeOver(f, base, base.Print()))
	for _, version := range "12" {
		f.Add(envelope(version, []byte{}))
		f.Add(envelope(version, []byte{0}))
		f.Add(envelope(version, []byte{1, 2, 3, 4, 5}))
		f.Add(envelope(version, deflated(f, small)))
		f.Add(envelope(version, append([]byte{0}, deflated(f, small)...)))
	}
	for _, name := range mustGlob(f, "testdata/links/*.link") {
		f.Add(strings.TrimSpace(mustRead(f, name)))
	}
	f.Fuzz(func(t *testing.T, link string) {
		s, err := Decode(link, base.Print())
		if err != nil {
			var list Errors
			for _, known := range []error{ErrNotALink, ErrNewer, ErrTruncated, ErrTampered, ErrTooLarge} {
				if errors.Is(err, known) {
					return
				}
			}
			var missing MissingBase
			if !errors.As(err, &list) && !errors.As(err, &missing) {
				t.Fatalf("an unknown way to fail: %v", err)
			}
			return
		}
		back, err := Decode(mustEncode(t, s))
		if err != nil || back.Print() != s.untold() {
			t.Fatalf("packing again: %v", err)
		}
	})
}
