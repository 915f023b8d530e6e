package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// shareTools are the buttons that take what is shown elsewhere.
func shareTools(send Send) []markup {
	return []markup{
		button(send, play.OpenSheet{Sheet: play.SheetExport}, class("plain"), attr("aria-haspopup", "dialog"),
			attr("title", "Save the scenario, its requests or a picture, or import a tenant"), "Export"),
		button(send, play.OpenSheet{Sheet: play.SheetShare}, class("primary"), attr("aria-haspopup", "dialog"),
			attr("title", "Links to what you see"), icon("share"), still("span", "Share")),
	}
}

// claim tells whether what the opened link says of its outcome came out. Like
// that of a problem its element is always there.
func claim(m play.Model, send Send) app.UI {
	verified, text := m.Verdict()
	if text == "" {
		return el("div.claim[role=status]", toggle{"hidden", true})
	}
	mark := "failed"
	if verified {
		mark = "done"
	}
	return el("div.claim[role=status]", toggle{"hidden", false}, attr("data-verified", verified),
		icon(mark), el("p", text),
		button(send, play.DropClaim{}, class("square"), attr("aria-label", "Dismiss what the link claims"), icon("close")))
}

// sheet is the dialog that is open, if any. It is closed by the browser, which
// then gives the focus back; web/share.js knows how.
func sheet(m play.Model, send Send) any {
	switch m.Sheets.Open {
	case play.SheetShare:
		return dialog(m, "Share", send, shareSheet(m, send)...)
	case play.SheetExport:
		return dialog(m, "Export", send, exportSheet(m, send)...)
	case play.SheetImport:
		return dialog(m, "Import a tenant", send, importSheet(m, send)...)
	}
	return nil
}

func dialog(m play.Model, title string, send Send, parts ...any) app.UI {
	all := append([]any{attr("id", "sheet-"+string(m.Sheets.Open)), on("close", play.CloseSheet{}, send),
		el("header.sheet-head", el("h2[id=sheet-title]", title), span("notice", m.Notice),
			el("button.square[data-close=yes][aria-label=Close]", icon("close")))}, parts...)
	return el("dialog.sheet[aria-labelledby=sheet-title]", all...)
}

// shareSheet offers links and what holds one.
func shareSheet(m play.Model, send Send) []any {
	return []any{
		linkField("Link to the scenario", "Opens at its end. Nothing is stored anywhere: the address holds it all, and no server sees it.",
			m.Sheets.Link, play.FormLink, send),
		linkField("Link to this moment", m.Where()+". The same tab is open.", m.Sheets.Moment, play.FormMoment, send),
		el("p.hint", "Both say how the steps ended here; who opens one is told whether that comes out again."),
		el("div.share-more",
			el("section", el("h3", "For an answer or an issue"),
				copyButton(play.FormReply, "Copy as Markdown", send),
				el("h3", "Sequence diagram (Mermaid)"),
				copyButton(play.FormStep, "Copy this step", send),
				copyButton(play.FormDiagram, "Copy all steps", send)),
			el("figure", el("qr-code", attr("data-text", m.Sheets.Link)), el("figcaption", "Open it on another device"))),
	}
}

// linkField is an address with a button that copies it.
func linkField(label, hint, address string, form play.Form, send Send) app.UI {
	id := "address-" + string(form)
	return el("div.link-field",
		el("label", attr("for", id), label),
		el("div.row",
			void("input[type=text][data-select=yes]", attr("id", id), attr("value", address), toggle{"readonly", true}, attr("aria-describedby", id+"-hint")),
			button(send, play.CopyAs{Form: form}, class("primary"), attr("aria-label", "Copy the "+lower(label)), "Copy")),
		el("p.hint", attr("id", id+"-hint"), hint+" ", fmt.Sprintf("%d characters.", len(address))))
}

// lower begins a label within a sentence.
func lower(label string) string { return string(label[0]|0x20) + label[1:] }

func copyButton(form play.Form, label string, send Send) markup {
	return button(send, play.CopyAs{Form: form}, class("plain"), label)
}

// exports are what the scenario can be saved as.
var exports = []struct {
	name, about string
	save        play.Form
	also        play.Form // a second kind of file
	copies      bool
}{
	{"Scenario file", "The text of it all, for the command line and for your repository.", play.FormFile, "", true},
	{"HTTP archive (HAR)", "Every request and answer, for a network panel.", play.FormHAR, "", false},
	{"cURL", "Every request as a command, for a tenant served by the command line.", play.FormCurl, "", true},
	{"Markdown", "Story, code and transcript as a document.", play.FormMarkdown, "", true},
	{"Timeline", "The picture of the timeline as you see it.", play.FormSVG, play.FormPNG, false},
	{"Rules and actions", "A folder (.zip) as auth0-deploy-cli deploys it.", play.FormFolder, "", false},
}

// exportSheet lists them.
func exportSheet(m play.Model, send Send) []any {
	var rows []any
	for _, e := range exports {
		label := "Save"
		if e.also != "" {
			label = "SVG"
		}
		rows = append(rows, el("li",
			el("div", el("b", e.name), el("p.hint", e.about)),
			el("div.row",
				when(e.copies, button(send, play.CopyAs{Form: e.save}, class("plain"), attr("aria-label", "Copy "+e.name), "Copy")),
				button(send, play.SaveAs{Form: e.save}, class("plain"), attr("aria-label", label+" "+e.name), label),
				when(e.also != "", button(send, play.SaveAs{Form: e.also}, class("plain"), attr("aria-label", "PNG "+e.name), "PNG")))))
	}
	return []any{
		el("ul.exports", rows...),
		el("div.import-offer",
			el("p", el("b", "The other way round: "), "try your own tenant's configuration here."),
			button(send, play.OpenSheet{Sheet: play.SheetImport}, class("plain"), "Import a tenant")),
	}
}

// importSheet takes files, and tells what becomes of them.
func importSheet(m play.Model, send Send) []any {
	i := m.Sheets.Import
	parts := []any{
		el("p", "Export your tenant with auth0-deploy-cli, as a folder or as YAML, and choose it here. The files are read in this page and go nowhere."),
		el("file-import", on("edit", play.Chosen{}, send),
			el("label.choose", el("span", "Files, or a .zip"), void("input[type=file][multiple=multiple][accept=.json,.js,.yaml,.yml,.zip]")),
			el("label.choose", el("span", "A folder"), void("input[type=file][webkitdirectory=yes]")),
			el("p.hint", "or drop them here")),
	}
	if i.Problem != "" {
		parts = append(parts, el("p.import-problem[role=alert]", icon("failed"), el("span", i.Problem)))
	}
	parts = append(parts,
		findings("Cannot be read", i.Broken, "Left out. Mend the file and choose the folder again."),
		findings("Taken over", i.Taken, ""),
		findings("Not simulated", i.Left, "Left out."),
		findings("Secrets", i.Secrets, "Their values were not taken."))
	if i.Scenario != nil {
		parts = append(parts,
			el("p.hint", "Code is taken as it is: a secret that is written into it travels with every link."),
			el("div.row", button(send, play.UseImport{}, class("primary"), "Use this tenant")))
	}
	return parts
}

// findings is one part of the report on an import.
func findings(title string, list []string, about string) any {
	if len(list) == 0 {
		return nil
	}
	return el("section.findings", el("h3", title, count(len(list))), when(about != "", el("p.hint", about)),
		el("ul[tabindex=0]", attr("aria-label", title), each(list, func(_ int, text string) app.UI { return el("li", text) })))
}
