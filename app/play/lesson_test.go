package play

import (
	"strings"
	"testing"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// course is the sample as a lesson: Ada has to be asked.
const course = sample + `
-- lesson --
answer Nobody asks.
goal Ask Ada.
hint Look.
hint Look again.
hint Set context.multifactor.
takeaway Ask.
sources 3.1 C:1
related sample
wrong wait password alone

-- checks/ada --
goal Ada is asked
ada: visit portal
ada: sign-in
  expect mfa asked
  ! Ada signs in with a password alone.

-- checks/ben --
goal Ben is asked
set person ben email=ben@example.net
set browser ben person=ben
ben: visit portal
ben: sign-in
  expect mfa asked
  ! Ben signs in with a password alone.

-- solution/as-a-rule/rules/mfa.js --
function mfa(user, context, callback) {
  context.multifactor = { provider: 'any' };
  callback(null, user, context);
}

-- wrong/wait/tenant --
set session idle=1h absolute=1h
`

// taught returns the model of a page on the course, with its checks played.
func taught(t *testing.T, msgs ...Msg) Model {
	t.Helper()
	lessons := []Lesson{{Slug: "sample", Title: "A sample", Text: course}, {Slug: "other", Title: "Another"}}
	m, cmds := New(lessons, "sample", "./")
	if m.Problem != "" {
		t.Fatal(m.Problem)
	}
	m, _ = examined(t, played(t, m, cmds))
	for _, msg := range msgs {
		next, cmds := Update(m, msg)
		m, _ = examined(t, played(t, next, cmds))
	}
	return m
}

// examined plays the checks that a model asks for.
func examined(t *testing.T, m Model) (Model, []Cmd) {
	t.Helper()
	ask, ok := find[Judge](m.Judge())
	if !ok {
		return m, nil
	}
	verdicts, err := ask.Lesson.JudgeAll(t.Context(), ask.Scenario, host{})
	if err != nil {
		t.Fatal(err)
	}
	return Update(m, Judged{Sequence: ask.Sequence, Verdicts: verdicts})
}

func TestALessonIsSolvedAndKept(t *testing.T) {
	m := taught(t)
	if m.Done() || m.Guide.Met() != 0 || m.Guide.Verdicts[1].Says != "Ben signs in with a password alone." {
		t.Fatalf("at the start the verdicts are %+v", m.Guide.Verdicts)
	}
	if strings.Contains(m.Scenario.Print(), "checks/") {
		t.Fatal("the scenario still has the lesson in it")
	}
	next, cmds := Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	m = played(t, next, cmds)
	m, cmds = examined(t, m)
	said, _ := find[Announce](cmds)
	if kept, ok := find[Solve](cmds); !ok || kept.Lesson != "sample" ||
		!strings.HasPrefix(said.Text, "Step 4 of 4, wait 1d: ") || !strings.HasSuffix(said.Text, "now end differently. Solved: Ask Ada.") {
		t.Fatalf("commands %+v; expected the lesson to be kept as solved and announced", cmds)
	}
	if !m.Done() || !m.WasSolved("sample") {
		t.Fatal("the lesson is not solved")
	}
	if len(m.Judge()) != 0 {
		t.Fatal("the same scenario is judged twice")
	}
	if m = taught(t, ProgressRead{Solved: []string{"sample"}}); !m.WasSolved("sample") || m.Done() {
		t.Fatal("what was solved before is not what is solved now")
	}
}

func TestVerdictsOnAnEarlierScenarioAreDropped(t *testing.T) {
	m := taught(t)
	ask := Judged{Sequence: m.Sequence, Verdicts: []lesson.Verdict{{Met: true}}}
	m, _ = Update(m, SetPolicy{Policy: tenant.PolicyAlways})
	if m, _ = Update(m, ask); m.Done() {
		t.Fatal("verdicts on the scenario before were taken over")
	}
}

func TestHintsComeOneByOne(t *testing.T) {
	m := taught(t)
	for i, want := range []string{"Hint 1: Look.", "Hint 2: Look again.", "Hint 3: Set context.multifactor.", ""} {
		var cmds []Cmd
		m, cmds = Update(m, ShowHint{})
		said, _ := find[Announce](cmds)
		if said.Text != want || m.Guide.Hints != min(i+1, 3) || !m.Guide.Open {
			t.Fatalf("%d hints are shown, said %q; expected %q", m.Guide.Hints, said.Text, want)
		}
	}
}

func TestTheSolutionIsAnEdit(t *testing.T) {
	m := taught(t, ShowSolution{Name: "as-a-rule"})
	if !m.Done() || !strings.Contains(m.Shown, "context.multifactor") || len(m.Past) != 1 {
		t.Fatalf("solved %t, the editor shows %q, %d edits to undo", m.Done(), m.Shown, len(m.Past))
	}
	if m = then(t, m, Undo{}); strings.Contains(m.Scenario.Print(), "context.multifactor") {
		t.Fatal("undo left the solution in place")
	}
}

func TestACheckOpensAsAScenario(t *testing.T) {
	m := taught(t, OpenCheck{Name: "ben"})
	if texts(m) != "ben: visit portal; ben: sign-in" {
		t.Fatalf("the steps are %s", texts(m))
	}
	if m = then(t, m, Undo{}); texts(m) != "ada: visit portal; ada: sign-in; ada: pass otp; wait 1d" {
		t.Fatalf("after undo the steps are %s", texts(m))
	}
}

func TestAScenarioFromElsewhereIsNotJudged(t *testing.T) {
	m := taught(t, OpenCheck{Name: "ben"})
	if !m.Guide.Lesson.Of(m.Scenario) {
		t.Fatal("a check that was opened is not about the lesson any more")
	}
	other, err := scenario.Parse("other", strings.Replace(sample, "A sample", "Another", 1))
	if err != nil {
		t.Fatal(err)
	}
	if m.Scenario = other; m.Guide.Lesson.Of(m.Scenario) || len(m.Judge()) != 0 {
		t.Fatal("a scenario of another title is held against the lesson's checks")
	}
}

func TestThePathLeadsOn(t *testing.T) {
	m := taught(t)
	if next, ok := m.Next(); !ok || next.Slug != "other" || m.TitleOf("other") != "Another" {
		t.Fatalf("the next lesson is %+v", next)
	}
	m.Lesson = "other"
	if _, ok := m.Next(); ok {
		t.Fatal("something follows the last lesson")
	}
}
