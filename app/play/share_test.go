package play

import (
	"strings"
	"testing"

	"mfaplayground/engine/script"
)

// linkOf returns the address that the dialog Share offers.
func linkOf(t *testing.T, m Model, moment bool) string {
	t.Helper()
	m, cmds := Update(m, OpenSheet{Sheet: SheetShare})
	if show, ok := find[ShowSheet](cmds); !ok || show.Sheet != SheetShare || m.Sheets.Open != SheetShare {
		t.Fatal("the dialog was not opened")
	}
	if moment {
		return m.Sheets.Moment
	}
	return m.Sheets.Link
}

func TestALinkClaimsItsOutcome(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking}, SelectFrame{At: 1})
	for _, moment := range []bool{false, true} {
		_, fragment, _ := strings.Cut(linkOf(t, m, moment), "#")
		if strings.Contains(fragment, "at=2") != moment {
			t.Errorf("the fragment is %q", fragment)
		}
		fresh := after(t, Open{Fragment: "#" + fragment})
		if verified, text := fresh.Verdict(); !verified || fresh.Problem != "" {
			t.Errorf("the verdict is %q, the problem %q", text, fresh.Problem)
		}
		forged := strings.Replace(fragment, "is=1.", "is=1.A", 1)
		forged = forged[:len(forged)-1]
		if verified, text := after(t, Open{Fragment: "#" + forged}).Verdict(); verified || !strings.HasPrefix(text, "Differs:") {
			t.Errorf("a forged claim: %q", text)
		}
		older := strings.Replace(fragment, "is=1.", "is=0.A", 1)
		if verified, text := after(t, Open{Fragment: "#" + older[:len(older)-1]}).Verdict(); verified || !strings.Contains(text, "made with engine version 0") {
			t.Errorf("a claim of another version: %q", text)
		}
		if verified, text := after(t, Open{Fragment: "#" + fragment}, SwitchScript{Kind: script.Rule, Name: "mfa"}).Verdict(); verified || text != "" {
			t.Errorf("after an edit the verdict is still %q", text)
		}
	}
	for _, odd := range []string{"verified", "1.", "99999999999.AAAAAAAAAAAA", "<b>.AAAAAAAAAAAA"} {
		if verified, text := after(t, Open{Fragment: "#is=" + odd}).Verdict(); verified || !strings.HasPrefix(text, "Not verified") || strings.Contains(text, "<b>") {
			t.Errorf("%q: the verdict is %q", odd, text)
		}
	}
	if _, text := after(t).Verdict(); text != "" {
		t.Errorf("without a claim: %q", text)
	}
}

func TestALinkThatBuildsOnAnotherLessonAsksForIt(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	_, fragment, _ := strings.Cut(linkOf(t, m, false), "#")
	base := m.LessonText()
	other := after(t)
	other.Lessons = []Lesson{{Slug: other.Lesson, Title: "Other", Text: strings.Replace(base, "\n", " changed\n", 1)}}
	next, cmds := Update(other, Open{Fragment: fragment})
	fetch, ok := find[FetchBase](cmds)
	if !ok || next.Problem != "" {
		t.Fatalf("nothing is fetched; the problem is %q", next.Problem)
	}
	next, _ = Update(next, Open{Fragment: fetch.Fragment, Base: base, Fetched: true})
	if next.Problem != "" || next.Scenario.Print() != m.Scenario.Print() {
		t.Errorf("with the lesson: %q", next.Problem)
	}
	next, cmds = Update(other, Open{Fragment: fetch.Fragment, Fetched: true})
	if _, again := find[FetchBase](cmds); again || !strings.Contains(next.Problem, "builds on a lesson that is not here") {
		t.Errorf("without the lesson: %q", next.Problem)
	}
}

func TestAnImportIsTakenOver(t *testing.T) {
	m := after(t, OpenSheet{Sheet: SheetImport}, Chosen{}.Fill(`{"text": "no scenario", "left": ["a"]}`))
	if m.Sheets.Import.Problem == "" || m.Sheets.Import.Scenario != nil || len(m.Sheets.Import.Left) != 1 {
		t.Errorf("an unsound scenario gives %+v", m.Sheets.Import)
	}
	before := m.Scenario
	good := `{"text": "Mine\n\n-- tenant --\nstart 2026-11-02T08:00:00Z\nperson ada email=ada@example.com\napp portal type=spa\nbrowser ada person=ada\n-- steps --\nada: visit portal\n", "taken": ["x"]}`
	m, _ = Update(m, Chosen{Text: good})
	m, _ = Update(m, UseImport{})
	if m.Scenario.Title != "Mine" || m.Sheets.Open != "" {
		t.Fatalf("the scenario is %q", m.Scenario.Title)
	}
	if m, _ = Update(m, Undo{}); m.Scenario != before {
		t.Error("an import cannot be undone")
	}
	for _, text := range []string{`{"error": "none here", "broken": ["a.json"]}`, strings.Replace(good, `"taken"`, `"broken": ["a.json"], "taken"`, 1)} {
		i := after(t, Chosen{Text: text}).Sheets.Import
		if len(i.Broken) != 1 || i.Problem == "" && !strings.HasSuffix(i.Said(), ", 1 files cannot be read") {
			t.Errorf("a broken file gives %+v, said as %q", i, i.Said())
		}
	}
	if m := after(t, Chosen{Text: "nonsense"}); m.Sheets.Import.Problem == "" {
		t.Error("nonsense was read")
	}
}

func TestFileNames(t *testing.T) {
	for title, want := range map[string]string{"The display, that  stopped?": "the-display-that-stopped", "\u202e../..": "scenario", "<b>": "b"} {
		if got := fileName(title); got != want {
			t.Errorf("%q is called %q; expected %q", title, got, want)
		}
	}
}
