package view

import (
	"encoding/json"
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/script"
)

// remark is a message at a line of code, as the editor element reads it from
// its diagnostics attribute.
type remark struct {
	Line     int    `json:"line"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"` // error, warning
	Text     string `json:"message"`
}

// remarksFor collects what the last replay had to say about a script: remarks
// of all steps, each once, and the selected step's reasons to stop.
func remarksFor(m play.Model, kind script.Kind, name string) []remark {
	var list []remark
	seen := map[remark]bool{}
	add := func(r remark) {
		if !seen[r] {
			seen[r] = true
			list = append(list, r)
		}
	}
	for _, f := range m.Result.Frames {
		for _, d := range f.Diagnostics {
			if d.Kind == kind && d.Script == name {
				add(remark{Line: d.Line, Column: d.Column, Severity: "warning", Text: d.Text})
			}
		}
		for _, d := range f.Decisions {
			if d.Outcome != "denied" {
				continue
			}
			for _, r := range d.Because {
				if string(r.Source) == string(kind) && r.Name == name && r.Line > 0 {
					add(remark{Line: r.Line, Severity: "error", Text: r.Text})
				}
			}
		}
	}
	return list
}

// litLine is the line of a script that the selected step's last decision names
// as a cause; 0 is none.
func litLine(m play.Model, kind script.Kind, name string) int {
	f, _ := m.Frame()
	line := 0
	for _, d := range f.Decisions {
		for _, r := range d.Because {
			if string(r.Source) == string(kind) && r.Name == name && r.Line > 0 {
				line = r.Line
			}
		}
	}
	return line
}

// editor is the code editor: a custom element that takes over from the plain
// text area inside it once its code has been loaded.
func editor(m play.Model, kind script.Kind, source script.Source, remarks []remark, send Send) app.UI {
	msg := play.EditCode{Kind: kind, Name: source.Name}
	return el("code-editor.editor",
		attr("label", kinds[kind].label), attr("kind", string(kind)), attr("script", source.Name), attr("step", m.At),
		attr("diagnostics", diagnostics(remarks)),
		attr("highlight", litLine(m, kind, source.Name)),
		editorValue(m.Shown),
		on("edit", msg, send),
		el("textarea", attr("aria-label", kinds[kind].label), attr("spellcheck", "false"),
			attr("autocomplete", "off"), on("input", msg, send),
			opening(m.Shown)))
}

// diagnostics writes remarks for the editor. The writer of JSON is cold when the
// page opens, and mostly there are none.
func diagnostics(remarks []remark) string {
	if len(remarks) == 0 {
		return "[]"
	}
	text, err := json.Marshal(remarks)
	if err != nil {
		panic("view: internal error: remarks cannot be written as JSON: " + err.Error())
	}
	return string(text)
}

// editorValue sets the property of the live element; pre-rendered, the text
// area holds the code already.
func editorValue(code string) any {
	if app.IsClient {
		return attr("value", code)
	}
	return nil
}

func plain(n int) string { return fmt.Sprint(n) }
