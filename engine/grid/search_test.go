package grid

import (
	"context"
	"flag"
	"fmt"
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
	for _, part := range []string{"Policy (3)", "Protocol (7)", "SSO session (7)", "Persistent or not (4)", "Enrolled factor (4)", "Application (2)"} {
		if !strings.Contains(f.Space(), part) {
			t.Errorf("varied %q, want %q in it", f.Space(), part)
		}
	}
	if none := whole(t, r, s, claim, nil); none.Covered != 1 || none.Space() != "nothing but the scenario itself" {
		t.Errorf("nothing is varied: %d cases, %q", none.Covered, none.Space())
	}
}

// Each dimension of a search really varies: with it alone something is found that
// is not there without it, and it is said to have been varied.
func TestEveryDimensionOfASearchVaries(t *testing.T) {
	const askUnless = "function mfa(user, context, callback) {\n  if (!(%s)) context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n"
	r := NewRunner(openSandbox(t))
	for _, test := range []struct {
		vary   Dim
		past   string // of Ada's browser
		unless string // the rule asks
		must   Must
		told   string
	}{
		{Policy, "", "true", NeverAsked, "Policy: Always"},
		{Protocol, "", "context.request.query.prompt === 'none'", NoPassword, "Protocol: prompt=none"},
		{CookieAge, "", "false", AlwaysAsked, "Age of auth0-mf: 1 d"},
		{Factor, "", "!user.multifactor || user.multifactor.length === 0", NoPassword, "Enrolled factor: Email alone"},
		{Session, "", "context.authentication.methods.some((m) => m.name === 'mfa')", AlwaysAsked, "SSO session: 1 h ago, with MFA"},
		{Persistence, "signed-in=1h passed=otp", "context.authentication.methods.some((m) => m.name === 'mfa')", NeverAsked, "Persistent or not: Not persistent, browser closed"},
		{Person, "", "user.email === 'bea@example.com'", NoPassword, "Person: bea"},
		{Application, "", "context.clientID === 'letters'", NoPassword, "Application: letters"},
	} {
		text := "One rule\n\n-- tenant --\npolicy never\nstart 2026-11-02T08:00:00Z\nsession cookie=persistent\n" +
			"person ada email=ada@example.com factors=otp\nperson bea email=bea@example.com factors=otp\napp portal type=spa\napp letters type=spa\n" +
			"browser ada person=ada " + test.past + "\nrule mfa\n-- rules/mfa.js --\n" + fmt.Sprintf(askUnless, test.unless) + "-- steps --\nada: visit portal\n"
		s, err := scenario.Parse("one", text)
		if err != nil {
			t.Fatal(err)
		}
		claim := Claim{Must: test.must}
		if f := whole(t, r, s, claim, nil); f.Found != nil {
			t.Errorf("%s: found without it: %s", test.vary.Title(), f.Told())
		}
		f := whole(t, r, s, claim, []Dim{test.vary})
		if f.Found == nil || !strings.HasPrefix(f.Told(), test.told+".") {
			t.Errorf("%s: found %+v; want %q", test.vary.Title(), f.Found, test.told)
		}
		if !strings.HasPrefix(f.Space(), test.vary.Title()+" (") || strings.Count(f.Space(), "(") != 1 {
			t.Errorf("%s: said to have varied %q", test.vary.Title(), f.Space())
		}
	}
}

// The policy that the tenant has comes first: whether a claim holds with it is
// known when a counterexample has another.
func TestSearchLeavesOtherPoliciesForLast(t *testing.T) {
	r := NewRunner(openSandbox(t))
	s := lessonNamed(t, "closed-browser-forgets")
	vary := []Dim{Policy, Protocol, CookieAge, Session}
	f := whole(t, r, s, Claim{Must: NoPassword}, vary)
	own := whole(t, r, s, Claim{Must: NoPassword}, vary[1:])
	if f.Found == nil || !f.Found.Policy || f.Own != own.Covered || f.Covered <= f.Own || own.Found != nil || own.Own != own.Covered {
		t.Errorf("%d cases of its own among %d, found %+v; with its own alone %d cases, found %+v", f.Own, f.Covered, f.Found, own.Covered, own.Found)
	}
	// A shorter one with another policy does not come before.
	s = lessonNamed(t, "bypass-on-prompt-none")
	if f := whole(t, r, s, Claim{Must: NoPassword}, Varied); f.Found == nil || f.Found.Policy || f.Covered != f.Own {
		t.Errorf("found %+v after %d cases, %d of its own", f.Found, f.Covered, f.Own)
	}
}

// More people and applications than can be gone through are left out by turns,
// and it says so: who is in, and how many are not.
func TestSearchSaysWhoTookPart(t *testing.T) {
	s := crowd(t)
	if n := len(Subjects(s)); n != 31 {
		t.Errorf("a claim can be about %d; want everybody, 20 people and 10 applications", n)
	}
	f, err := NewSearch(Of(s), Claim{Must: NoPassword}, Varied)
	if err != nil {
		t.Fatal(err)
	}
	if size := f.size(); size > spaceMax || size < spaceMax/2 {
		t.Errorf("%d combinations; at most %d are gone through", size, spaceMax)
	}
	f.spread(nil)
	if len(f.space) != f.size() {
		t.Errorf("%d combinations, said to be %d", len(f.space), f.size())
	}
	for _, part := range []string{"Person (7 of 20: p0, p1, p2, p3, p4, p5, p6)", "Application (6 of 10: app0, app1, app2, app3, app4, app5)"} {
		if !strings.Contains(f.Space(), part) {
			t.Errorf("varied %q, want %q in it", f.Space(), part)
		}
	}
	// Without another dimension there is room for all of them.
	vary := slices.DeleteFunc(slices.Clone(Varied), func(d Dim) bool { return d == CookieAge || d == Session })
	if f, err = NewSearch(Of(s), Claim{Must: NoPassword}, vary); err != nil || !strings.Contains(f.Space(), "Person (20), Application (10)") {
		t.Errorf("varied %q, %v", f.Space(), err)
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
