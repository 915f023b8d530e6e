package grid

import (
	"context"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

func openSandbox(t testing.TB) *script.Native {
	t.Helper()
	s, err := script.NewNative(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// scenarios reads all lessons and all scenarios of the conformance tests.
func scenarios(t testing.TB) map[string]*scenario.Scenario {
	t.Helper()
	all := map[string]*scenario.Scenario{}
	for _, pattern := range []string{"../scenario/lessons/*.txtar", "../scenario/testdata/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) < 30 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := scenario.Parse(filepath.Base(file), string(text))
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)] = s
		}
	}
	return all
}

// someCases are cases that have each value of each dimension once with plain
// others, and once with those of its neighbours.
func someCases(g *Grid) []Case {
	var cases []Case
	list := g.Dimensions()
	for i, d := range list {
		for j, v := range d.Values {
			cases = append(cases, Case{}.With(d.Dim, v.ID))
			for _, other := range []Dimension{list[(i+1)%len(list)], list[Protocol], list[Session], list[CookieAge]} {
				if n := len(other.Values); n > 0 && other.Dim != d.Dim {
					cases = append(cases, Case{Policy: "always"}.With(d.Dim, v.ID).With(other.Dim, other.Values[(i+j)%n].ID))
				}
			}
		}
	}
	return cases
}

// every is of how many cases the tests take one: each replay in full takes as
// long as a hundred evaluations.
const every = 6

// draw deals the cases of a scenario out, so that all scenarios together have all.
func draw(name string, c Case) int {
	h := fnv.New32a()
	h.Write([]byte(name + strings.Join(c[:], "/")))
	return int(h.Sum32() % every)
}

// last plays a scenario in full and returns the frame that decides.
func last(t testing.TB, s *scenario.Scenario, sandbox script.Sandbox) engine.Frame {
	t.Helper()
	frames, err := engine.Replay(context.Background(), s.Setup, s.Steps(), sandbox)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range frames {
		if f.Skipped != "" && i > 0 {
			return frames[i-1]
		}
		if len(f.Decisions) > 0 {
			return f
		}
	}
	return frames[len(frames)-1]
}

// Every outcome is what the replay of the case's own scenario shows.
func TestOutcomesAreThoseOfReplays(t *testing.T) {
	sandbox := openSandbox(t)
	kinds := map[Kind]int{}
	all := scenarios(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		g := Of(all[name])
		cases := slices.DeleteFunc(someCases(g), func(c Case) bool { return draw(name, c) != 0 })
		outcomes, err := NewRunner(sandbox).Evaluate(context.Background(), g, cases, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wrong := 0
		for i, c := range cases {
			kinds[outcomes[i].Kind]++
			full, err := g.Scenario(c)
			if err != nil {
				if outcomes[i].Kind != Impossible {
					t.Fatalf("%s %v: %s, but there is no scenario: %v", name, c, outcomes[i].Kind, err)
				}
				continue
			}
			p := g.plan(c)
			if setup := p.setup(g.base.Setup); !reflect.DeepEqual(plain(setup), plain(full.Setup)) {
				t.Fatalf("%s %v: the scenario has another setup:\n%+v\n%+v", name, c, plain(setup), plain(full.Setup))
			}
			got := Read(last(t, full, sandbox))
			if !reflect.DeepEqual(got, outcomes[i]) {
				if wrong++; wrong < 4 {
					t.Errorf("%s %v:\n%s\nevaluated %+v\nreplayed  %+v", name, c, full.Print(), outcomes[i], got)
				}
			}
		}
	}
	t.Logf("%v", kinds)
	for _, kind := range []Kind{"asked", "remembered", "not-asked", "refused", "denied", Away, Impossible} {
		if kinds[kind] < 5 {
			t.Errorf("only %d cases end as %s: does the test still try everything?", kinds[kind], kind)
		}
	}
}

// plain is a setup without the difference between empty and no lists.
func plain(s engine.Setup) engine.Setup {
	if len(s.Tenant.Rules) == 0 {
		s.Tenant.Rules = nil
	}
	if len(s.Tenant.Actions) == 0 {
		s.Tenant.Actions = nil
	}
	if len(s.Displays) == 0 {
		s.Displays = nil
	}
	if len(s.Browsers) == 0 {
		s.Browsers = nil
	}
	return s
}
