package scenario

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDictionariesAreNeverEdited: whoever changes one breaks every link that
// was made with it. A better dictionary takes the next version of links.
func TestDictionariesAreNeverEdited(t *testing.T) {
	for version, want := range map[rune]string{
		'2': "98651a946360e8da3e3a3adfc39d32b7f8cbc9cd4122c57609d2f2767ac4382a",
	} {
		text, err := os.ReadFile(fmt.Sprintf("dictionary/%c.txt", version))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(text)); got != want {
			t.Errorf("the dictionary of version %c has the digest %s; expected %s for ever", version, got, want)
		}
	}
}

// released returns every text that links build on: the lessons as they are, and
// as they were.
func released(t testing.TB) []string {
	t.Helper()
	var bases []string
	for _, l := range Lessons() {
		bases = append(bases, l.Scenario().Print())
	}
	for _, name := range mustGlob(t, "lessons/released/*.txtar") {
		text := mustRead(t, name)
		if want := BaseName(SumOf(text)); filepath.Base(name) != want {
			t.Errorf("%s was edited, which breaks links; with this text its name would be %s", name, want)
		}
		bases = append(bases, text)
	}
	return bases
}

// TestOldLinksOpen opens links of every version that was ever released. A link
// that builds on a lesson fails here when the lesson was edited since: then keep
// its former text in lessons/released, under the name that BaseName gives it.
func TestOldLinksOpen(t *testing.T) {
	bases := released(t)
	found := map[byte]int{}
	for _, name := range mustGlob(t, "testdata/links/*.link") {
		link := strings.TrimSpace(mustRead(t, name))
		found[link[0]]++
		s, err := Decode(link, bases...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := mustRead(t, strings.TrimSuffix(name, ".link")+".txtar"); s.Print() != want {
			t.Errorf("%s opens another scenario than it was made of", name)
		}
	}
	for version := byte(versionPlain); version <= versionLatest; version++ {
		if found[version] < 5 {
			t.Errorf("there are %d links of version %c; expected at least 5", found[version], version)
		}
	}
}

// TestLinksAreShort holds what is promised of the length of links.
func TestLinksAreShort(t *testing.T) {
	const change = "\n  context.multifactor = { provider: 'any', allowRememberBrowser: user.email.endsWith('@example.com') };\n"
	for _, l := range Lessons() {
		s := l.Scenario()
		link := mustEncodeOver(t, s, s.Print())
		retitled := mustEncodeOver(t, mustParse(t, l.Slug, strings.Replace(s.Print(), "ada@", "lovelace@", 1)), s.Print())
		if len(link) > 150 || len(retitled) > 150 {
			t.Errorf("%s: %d and, slightly edited, %d characters; expected at most 150", l.Slug, len(link), len(retitled))
		}
		for _, rule := range s.Setup.Tenant.Rules {
			edited, err := s.WithCode("rule", rule.Name, story1Cure+change)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(mustEncodeOver(t, edited, s.Print())); n > 500 {
				t.Errorf("%s with another rule: %d characters; expected at most 500", l.Slug, n)
			}
		}
		if n := len(mustEncode(t, s)); n > 2000 {
			t.Errorf("%s without the lesson to build on: %d characters; expected at most 2,000", l.Slug, n)
		}
	}
	var lengths []int
	for _, name := range mustGlob(t, "testdata/*.txtar") {
		n := len(mustEncode(t, mustParse(t, name, mustRead(t, name))))
		if lengths = append(lengths, n); n > 2000 {
			t.Errorf("%s: %d characters; expected at most 2,000", name, n)
		}
	}
	slices.Sort(lengths)
	t.Logf("%d scenarios: median %d, longest %d characters", len(lengths), lengths[len(lengths)/2], lengths[len(lengths)-1])
}

func mustEncodeOver(t testing.TB, s *Scenario, base string) string {
	t.Helper()
	link, err := Encode(s, base)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func mustGlob(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func mustRead(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
