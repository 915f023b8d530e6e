package scenario

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine/facts"
)

func factSheet(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../FACTS.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever a scenario claims to show must stand in the fact sheet.
func TestClaimsExist(t *testing.T) {
	known := facts.Known(factSheet(t))
	for _, file := range append(scenarioFiles(t, "testdata/*.txtar"), scenarioFiles(t, "lessons/*.txtar")...) {
		for _, id := range readScenario(t, file).Claims {
			if !known[id] {
				t.Errorf("%s claims %s, which engine/FACTS.md does not have", file, id)
			}
		}
	}
}

func TestClaimsAreNoPartOfTheStory(t *testing.T) {
	const tail = "\n-- tenant --\nstart 2026-11-02T08:00:00Z\n-- steps --\nwait 1h\n"
	for _, c := range []struct {
		comment, story string
		claims         []string
	}{
		{"Title\n\nA story.\n\nclaims: F5 4.4/3\n", "A story.", []string{"F5", "4.4/3"}},
		{"Title\n\nA story.\nclaims: F60", "A story.", []string{"F60"}},
		{"Title\nclaims: 11.2/1 4.6\n", "", []string{"11.2/1", "4.6"}},
		{"Title\n\nA story with claims: F5 in it.", "A story with claims: F5 in it.", nil},
	} {
		s, err := Parse("x.txtar", c.comment+tail)
		if err != nil {
			t.Errorf("%q: %v", c.comment, err)
			continue
		}
		if s.Title != "Title" || s.Story != c.story || !slices.Equal(s.Claims, c.claims) {
			t.Errorf("%q: title %q, story %q, claims %v", c.comment, s.Title, s.Story, s.Claims)
		}
	}
	for comment, want := range map[string]string{
		"Title\nclaims:\n":       "x.txtar:2:1: no fact is claimed",
		"Title\n\nclaims: 5 F5":  `x.txtar:3:1: "5" is no id of a fact`,
		"Title\nclaims: 4.4/":    `"4.4/" is no id of a fact`,
		"Title\nclaims: F5, 4.4": `"F5," is no id of a fact`,
		"Title\nclaims: F5 4.":   `"4." is no id of a fact`,
	} {
		if _, err := Parse("x.txtar", comment+tail); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", comment, err, want)
		}
	}
}
