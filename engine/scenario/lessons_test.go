package scenario

import (
	"path/filepath"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

func TestLessonsAreComplete(t *testing.T) {
	lessons := Lessons()
	files := scenarioFiles(t, "lessons/*.txtar")
	if len(files) != len(lessons) {
		t.Errorf("there are %d files and %d lessons; every file needs a place in the order", len(files), len(lessons))
	}
	for _, l := range lessons {
		whole := mustParse(t, l.Slug, l.Text)
		if whole.Print() != l.Text || l.Scenario().Print()+whole.Lesson != l.Text || whole.Title != l.Title || l.Scenario().Story == "" || len(l.Scenario().Lines) == 0 {
			t.Errorf("lesson %s is incomplete", l.Slug)
		}
		if l.Scenario().Name() != filepath.Base(l.Slug+".txtar") {
			t.Errorf("lesson %s is named %s", l.Slug, l.Scenario().Name())
		}
	}
}

// story1 are the texts that the first story asks its reader to type.
const (
	story1Naive = `function mfa(user, context, callback) {
  context.multifactor = { provider: 'any', allowRememberBrowser: false };
  callback(null, user, context);
}`
	story1Cure = `function mfa(user, context, callback) {
  if (context.clientMetadata.device_type === 'display' &&
      context.protocol === 'oauth2-refresh-token') {
    return callback(null, user, context);
  }
  context.multifactor = { provider: 'any', allowRememberBrowser: false };
  callback(null, user, context);
}`
)

// story1 plays the first lesson after edits, and returns for each step whether
// MFA was asked ("asked"), and what the display shows at the end.
func story1(t *testing.T, edits ...func(*Scenario) (*Scenario, error)) ([]engine.Frame, display.View) {
	t.Helper()
	s := Lessons()[0].Scenario()
	for _, edit := range edits {
		var err error
		if s, err = edit(s); err != nil {
			t.Fatal(err)
		}
	}
	r := play(t, s, openSandbox(t))
	last := r.Frames[len(r.Frames)-1]
	return r.Frames, displayIn(last, "display")
}

// asked counts the frames whose last decision has an outcome.
func asked(frames []engine.Frame, outcome tenant.Outcome) int {
	n := 0
	for _, f := range frames {
		if d, ok := (view{now: f}).lastDecision(); ok && d.Outcome == outcome {
			n++
		}
	}
	return n
}

func code(kind script.Kind, text string) func(*Scenario) (*Scenario, error) {
	return func(s *Scenario) (*Scenario, error) { return s.WithCode(kind, "mfa", text) }
}

func enabled(kind script.Kind, on bool) func(*Scenario) (*Scenario, error) {
	return func(s *Scenario) (*Scenario, error) { return s.WithEnabled(kind, "mfa", on) }
}

// TestStoryOfTheDisplay follows the first story as its reader does.
func TestStoryOfTheDisplay(t *testing.T) {
	always := func(s *Scenario) (*Scenario, error) { return s.WithPolicy(tenant.PolicyAlways) }
	assumed := func(s *Scenario) (*Scenario, error) { return s.WithAssumption(tenant.AssumePolicyOnRefresh, "yes") }
	tests := []struct {
		name    string
		edits   []func(*Scenario) (*Scenario, error)
		asked   int // sign-ins that end in the MFA page: connecting the display, visiting the portal
		refused int // steps that end in a refused refresh
		led     display.LED
	}{
		{"as it opens", nil, 0, 0, display.LEDGreen},
		{"the rule is typed", []func(*Scenario) (*Scenario, error){code(script.Rule, story1Naive)}, 2, 5, display.LEDRed},
		{"the exemption is added", []func(*Scenario) (*Scenario, error){code(script.Rule, story1Cure)}, 2, 0, display.LEDGreen},
		{"policy instead", []func(*Scenario) (*Scenario, error){enabled(script.Rule, false), always}, 2, 0, display.LEDGreen},
		{"policy on refresh", []func(*Scenario) (*Scenario, error){enabled(script.Rule, false), always, assumed}, 2, 5, display.LEDRed},
		{"the action instead", []func(*Scenario) (*Scenario, error){enabled(script.Rule, false), enabled(script.Action, true)}, 2, 0, display.LEDGreen},
	}
	for _, test := range tests {
		frames, shown := story1(t, test.edits...)
		if got := asked(frames, tenant.Asked); got != test.asked {
			t.Errorf("%s: asked %d times, want %d", test.name, got, test.asked)
		}
		if got := asked(frames, tenant.Refused); got != test.refused {
			t.Errorf("%s: refused in %d steps, want %d", test.name, got, test.refused)
		}
		if shown.LED != test.led || (shown.Tries > 20) != (test.led == display.LEDRed) {
			t.Errorf("%s: the display ends with led %s after %d tries: %s", test.name, shown.LED, shown.Tries, screenText(shown))
		}
		if first := screenText(displayIn(frames[5], "display")); !strings.Contains(first, "Seneca") {
			t.Errorf("%s: the first quotation is %s", test.name, first)
		}
	}
}

// TestStoryOfTheRememberedBrowser checks what each visit of the second story
// ends in.
func TestStoryOfTheRememberedBrowser(t *testing.T) {
	s := Lessons()[1].Scenario()
	r := play(t, s, openSandbox(t))
	var outcomes []string
	for _, f := range r.Frames {
		if d, ok := (view{now: f}).lastDecision(); ok {
			outcomes = append(outcomes, string(d.Outcome))
		}
	}
	want := "asked remembered asked remembered remembered remembered remembered asked remembered remembered"
	if got := strings.Join(outcomes, " "); got != want {
		t.Errorf("the visits end in\n%s, want\n%s", got, want)
	}
}
