package main

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// mounted returns the page of the first lesson, mounted without a script
// engine, as go-app's own tests do it.
func mounted(t *testing.T) (*root, app.ClientDispatcher) {
	t.Helper()
	lessons := bundledLessons()
	model, _ := play.New(lessons, lessons[0].Slug, "./")
	page := newRoot(model, nil)
	engine := app.NewClientTester(page)
	t.Cleanup(engine.Close)
	engine.Consume()
	return page, engine
}

func TestTheRootDrawsWhatItIsTold(t *testing.T) {
	page, engine := mounted(t)
	page.tell(play.SelectInspectorTab{Tab: play.TabLogs})
	engine.Consume()
	if page.model.Inspector != play.TabLogs {
		t.Fatalf("tab %q is open; expected logs", page.model.Inspector)
	}
	if drawn := app.HTMLString(page); !strings.Contains(drawn, "Nothing was logged") {
		t.Error("the page does not show the tab that was opened")
	}
}

func TestAnEditWithoutAScriptEngineIsExplained(t *testing.T) {
	page, engine := mounted(t)
	page.tell(play.SetPolicy{Policy: "always"})
	for range 3 {
		engine.Consume()
	}
	if !strings.Contains(page.model.Problem, "script engine could not be loaded") {
		t.Fatalf("problem %q; expected a word about the script engine", page.model.Problem)
	}
	if page.model.Setup().Tenant.Policy != "always" {
		t.Error("the edit was lost")
	}
}

func TestAFaultOfTheProgramOffersTheScenario(t *testing.T) {
	page, engine := mounted(t)
	page.model.Scenario = nil // what cannot happen
	text := app.HTMLString(page.Render())
	page.tell(play.CopyText{})
	engine.Consume()
	if page.crash == "" && !strings.Contains(text, "The playground failed") {
		t.Fatal("a fault in an update or in drawing was not caught")
	}
	if drawn := app.HTMLString(page.Render()); !strings.Contains(drawn, "The playground failed") {
		t.Error("the page after the fault is not shown")
	}
}
