//go:build !js

package play

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// exempting is a rule as people write one.
const exempting = `function forceMfa(user, context, callback) {
  // The displays in the hall cannot answer a prompt.
  const hall = ['display', 'clock', 'door-sign'];
  if (hall.includes(context.clientMetadata.device_type) && context.protocol === 'oauth2-refresh-token') {
    return callback(null, user, context);
  }
  context.multifactor = { provider: 'any', allowRememberBrowser: !user.email.endsWith('@example.com') };
  callback(null, user, context);
}
`

// momentOf returns how many characters the link to a moment adds to the address,
// when as much is open as can be; the lesson is the page's own text.
func momentOf(t *testing.T, lesson, text string) int {
	t.Helper()
	m, _ := New([]Lesson{{Slug: "x", Text: lesson}}, "x", "")
	if text != lesson {
		s, err := scenario.Parse("x", text)
		if err != nil {
			t.Fatal(err)
		}
		m.Scenario = s
	}
	m.Played, m.Result.Frames = m.Scenario, make([]engine.Frame, len(m.Lines()))
	m.At, m.Tenant, m.Inspector = len(m.Lines())-1, TabSettings, TabRequests
	m.Exchange, m.Chosen = 99, true
	m.Requests = RequestList{Part: PartResponse, All: true, Actor: "display"}
	fragment := strings.TrimPrefix(linkOf(t, m, true), "#")
	for _, part := range []string{"at=", "tab=requests", "tenant=", "x=100", "part=", "list=all", "by=", "is=1."} {
		if !strings.Contains(fragment, part) {
			t.Fatalf("the link %q lacks %q", fragment, part)
		}
	}
	return len(fragment)
}

// TestALinkToAMomentIsShort holds what is promised of the length of links for
// the longest that is offered.
func TestALinkToAMomentIsShort(t *testing.T) {
	longest := map[int]int{}
	check := func(what string, limit, n int) {
		longest[limit] = max(longest[limit], n)
		if n > limit {
			t.Errorf("%s: %d characters; expected at most %d", what, n, limit)
		}
	}
	for _, l := range scenario.Lessons() {
		s := l.Scenario()
		check(l.Slug, 150, momentOf(t, s.Print(), s.Print()))
		for _, rule := range s.Setup.Tenant.Rules {
			edited, err := s.WithCode(script.Rule, rule.Name, exempting)
			if err != nil {
				t.Fatal(err)
			}
			check(l.Slug+" with another rule", 500, momentOf(t, s.Print(), edited.Print()))
		}
		check(l.Slug+" on another page", 2000, momentOf(t, sample, s.Print()))
	}
	files, err := filepath.Glob("../../engine/scenario/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d scenarios, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		check(name, 2000, momentOf(t, sample, string(text)))
	}
	t.Logf("the longest for each limit: %v", longest)
}
