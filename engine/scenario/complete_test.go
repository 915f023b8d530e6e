package scenario

import (
	"testing"

	"mfaplayground/engine/facts"
)

// Every fact that we promise to keep is shown by a scenario, and every
// scenario shows one.
func TestEveryFactIsShown(t *testing.T) {
	shown := map[string]bool{}
	for _, file := range scenarioFiles(t, "testdata/*.txtar") {
		s := readScenario(t, file)
		if len(s.Claims) == 0 {
			t.Errorf("%s claims nothing; expected a line \"claims: F5 4.4/3\" at the end of its comment", file)
		}
		for _, id := range s.Claims {
			shown[id] = true
		}
	}
	for _, c := range facts.Claims(factSheet(t)) {
		if !shown[c.ID] {
			t.Errorf("no scenario shows %s: %s", c.ID, c.Text)
		}
	}
}
