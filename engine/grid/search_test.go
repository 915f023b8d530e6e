package grid

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/scenario"
)

// lessonNamed reads a lesson.
func lessonNamed(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../scenario/lessons", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Parse(name+".txtar", string(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// requiring is a lesson whose rule asks everybody, whatever the browser.
func requiring(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	s := lessonNamed(t, name)
	s, err := s.WithCode("rule", s.Setup.Tenant.Rules[0].Name, "function mfa(user, context, callback) {\n"+
		"  context.multifactor = { provider: 'any', allowRememberBrowser: false };\n  callback(null, user, context);\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole goes through a whole search.
func whole(t testing.TB, r *Runner, s *scenario.Scenario, c Claim, vary []Dim) *Search {
	t.Helper()
	found, err := NewSearch(Of(s), c, vary)
	if err != nil {
		t.Fatal(err)
	}
	for !found.Done() {
		if err := found.Go(context.Background(), r, nil); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// Known surprises are found by who claims that they cannot be.
func TestSearchFindsKnownSurprises(t *testing.T) {
	r := NewRunner(openSandbox(t))
	for _, test := range []struct {
		name  string
		s     *scenario.Scenario
		claim Claim
		fixed []Dim // that are not varied
		steps string
		told  string
	}{
		{"the display is refused", requiring(t, "the-display-that-stopped"), Claim{"display/display", NeverAsked, 0}, nil,
			"display: power on", "nobody can be asked"},
		{"prompt=none goes round the rule", lessonNamed(t, "bypass-on-prompt-none"), Claim{"", NoPassword, 0}, nil,
			"ada: visit portal prompt=none", "did not ask"},
		{"a remembered browser is not asked", lessonNamed(t, "remember-this-device"), Claim{"person/ada", AlwaysAsked, 0}, []Dim{Session, Protocol},
			"ada: visit portal\nada: sign-in", "The auth0-mf cookie counts"},
		{"nobody is ever asked", lessonNamed(t, "the-display-that-stopped"), Claim{"person/ada", AskedEvery, 30}, []Dim{Policy, CookieAge},
			"ada: visit portal\nada: sign-in", "SSO session: 31d ago."},
		{"a native app's refresh is refused", requiring(t, "remember-me-and-my-mobile-app"), Claim{"", NeverRefused, 0}, []Dim{Policy},
			"ada: visit phone prompt=none", "login_required"},
	} {
		vary := slices.DeleteFunc(slices.Clone(Varied), func(d Dim) bool { return slices.Contains(test.fixed, d) })
		f := whole(t, r, test.s, test.claim, vary)
		if f.Found == nil {
			t.Errorf("%s: nothing was found in %d cases", test.name, f.Covered)
			continue
		}
		s, err := f.Scenario()
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var steps []string
		for _, l := range s.Lines {
			steps = append(steps, l.Text)
		}
		if got := strings.Join(steps, "\n"); got != test.steps || len(steps) != f.Found.Steps {
			t.Errorf("%s: found, said to have %d steps:\n%s\nwant\n%s", test.name, f.Found.Steps, got, test.steps)
		}
		if !strings.Contains(f.Told(), test.told) {
			t.Errorf("%s: told %q, want %q in it", test.name, f.Told(), test.told)
		}
		result, err := scenario.Run(context.Background(), s, openSandbox(t))
		if err != nil {
			t.Fatal(err)
		}
		if failed := result.Failed(); len(failed) != 1 || failed[0].Line != len(s.Lines)-1 {
			t.Errorf("%s: the scenario does not break its claim:\n%s", test.name, s.Print())
		}
		if s.Title != "Counterexample: "+Sentence(test.s, test.claim) {
			t.Errorf("%s: title %q", test.name, s.Title)
		}
	}
}

// What is found is the shortest: over a small space, every case is played in
// full as the scenario that it is, and none with fewer steps, or with as many
// that lies nearer to the scenario at hand, breaks the claim.
func TestSearchFindsTheShortest(t *testing.T) {
	sandbox := openSandbox(t)
	r := NewRunner(sandbox)
	vary := []Dim{Protocol, CookieAge, Session}
	for _, name := range []string{"remember-this-device", "the-display-that-stopped", "bypass-on-prompt-none"} {
		for _, must := range Musts {
			s, claim := lessonNamed(t, name), Claim{"person/ada", must, 30}
			f := whole(t, r, s, claim, vary)
			g := Of(s)
			shortest, covered, steps := [2]int{1 << 30, 0}, 0, 0
			seen := map[string]bool{}
			for _, protocol := range f.values[Protocol] {
				for _, age := range f.values[CookieAge] {
					for _, session := range f.values[Session] {
						c := Case{Person: "ada", Protocol: protocol, CookieAge: age, Session: session}
						full, err := g.Scenario(c)
						p := g.plan(c)
						if err != nil || seen[g.same(p)] {
							continue
						}
						seen[g.same(p)] = true
						covered++
						far := 0
						for _, d := range vary {
							if c[d] != "" {
								far++
							}
						}
						if claim.broken(p, Read(last(t, full, sandbox))) && slices.Compare([]int{len(full.Lines), far}, shortest[:]) < 0 {
							shortest, steps = [2]int{len(full.Lines), far}, len(full.Lines)
						}
					}
				}
			}
			switch {
			case f.Found == nil && (steps > 0 || f.Covered != covered):
				t.Errorf("%s %s: nothing found among %d cases; of %d the shortest has %d steps", name, must, f.Covered, covered, steps)
			case f.Found != nil && ([2]int{f.Found.Steps, len(f.differences())} != shortest || f.Covered > covered):
				t.Errorf("%s %s: found %d steps, %v, after %d of %d cases; the shortest has %v", name, must, f.Found.Steps, f.differences(), f.Covered, covered, shortest)
			}
		}
	}
}

// What holds is reported with all that was covered; twice the same, each case
// once.
func TestSearchCoversAll(t *testing.T) {
	r := NewRunner(openSandbox(t))
	s := requiring(t, "the-display-that-stopped")
	claim := Claim{"person/ada", NoPassword, 0}
	f := whole(t, r, s, claim, Varied)
	if f.Found != nil || f.Progress() != 100 || f.Covered < 3000 || len(f.seen) != f.Covered {
		t.Errorf("%d cases covered, %d different ones, %d %%; found %+v", f.Covered, len(f.seen), f.Progress(), f.Found)
	}
	again := whole(t, r, s, claim, Varied)
	if again.Covered != f.Covered {
		t.Errorf("%d cases the first time, %d the second", f.Covered, again.Covered)
	}
	for _, part := range []string{"Policy (3)", "Protocol (7)", "SSO session (7)", "Persistent or not (5)", "Enrolled factor (4)"} {
		if !strings.Contains(f.Space(), part) {
			t.Errorf("varied %q, want %q in it", f.Space(), part)
		}
	}
	if none := whole(t, r, s, claim, nil); none.Covered != 1 || none.Space() != "nothing but the scenario itself" {
		t.Errorf("nothing is varied: %d cases, %q", none.Covered, none.Space())
	}
}

func TestSearchCanBeEnded(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	f, err := NewSearch(Of(lessonNamed(t, "remember-this-device")), Claim{"", AskedEvery, 30}, Varied)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Go(ctx, NewRunner(openSandbox(t)), nil); err == nil || f.Covered != 0 {
		t.Errorf("%d cases after the end, error %v", f.Covered, err)
	}
}

func TestSearchRefusesNonsense(t *testing.T) {
	g := Of(lessonNamed(t, "remember-this-device"))
	for _, c := range []Claim{{"person/nobody", NeverAsked, 0}, {"display/none", NeverAsked, 0}, {"", "wrong", 0}, {"", AskedEvery, 0}, {"", AskedEvery, 366}, {"moon/x", NeverAsked, 0}} {
		if _, err := NewSearch(g, c, Varied); err == nil {
			t.Errorf("%+v can be searched", c)
		}
	}
}

func TestSentences(t *testing.T) {
	s := lessonNamed(t, "the-display-that-stopped")
	for _, test := range []struct {
		claim Claim
		want  string
	}{
		{Claim{"display/display", NeverAsked, 0}, "The display is never asked for a second factor"},
		{Claim{"person/ada", AskedEvery, 30}, "Ada is asked at least every 30 days"},
		{Claim{"person/ada", AskedEvery, 1}, "Ada is asked at least every day"},
		{Claim{"", NoPassword, 0}, "Nobody gets tokens on a password alone"},
		{Claim{"application/portal", AlwaysAsked, 0}, "Ada's portal is asked for a second factor every time"},
	} {
		if got := Sentence(s, test.claim); got != test.want {
			t.Errorf("%+v reads %q, want %q", test.claim, got, test.want)
		}
	}
	if got := len(Subjects(s)); got != 5 {
		t.Errorf("%d subjects: %v", got, Subjects(s))
	}
}

var update = flag.Bool("update", false, "write the counterexample anew; explain each changed line in the commit")

// The browser finds the same, byte for byte: web/test/search.test.mjs reads this
// file too.
func TestSearchIsTheSameEverywhere(t *testing.T) {
	const file = "testdata/counterexample.txtar"
	f := whole(t, NewRunner(openSandbox(t)), lessonNamed(t, "bypass-on-prompt-none"), Claim{"person/ada", AskedEvery, 30}, Varied)
	s, err := f.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(s.Print()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if s.Print() != string(want) {
		t.Errorf("found\n%s\nwant\n%s", s.Print(), want)
	}
}
