package play

import (
	"fmt"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// Sheet names a dialog.
type Sheet string

// The dialogs; at most one is open.
const (
	SheetShare  Sheet = "share"
	SheetExport Sheet = "export"
	SheetImport Sheet = "import"
)

// Sheets is what the dialogs show.
type Sheets struct {
	Open         Sheet  // the one that is open; empty: none
	Link, Moment string // addresses: of the scenario, and of what is on the screen
	Import       Import
}

type (
	// OpenSheet opens a dialog.
	OpenSheet struct{ Sheet Sheet }
	// CloseSheet tells that the dialog was closed.
	CloseSheet struct{}
	// CopyAs copies what is shown in one of the forms below.
	CopyAs struct{ Form Form }
	// SaveAs saves it.
	SaveAs struct{ Form Form }
)

func (OpenSheet) msg()  {}
func (CloseSheet) msg() {}
func (CopyAs) msg()     {}
func (SaveAs) msg()     {}

// Form is a form in which what is shown can leave the page.
type Form string

// The forms.
const (
	FormLink     Form = "link"     // the address of the scenario
	FormMoment   Form = "moment"   // the address of what is on the screen
	FormReply    Form = "reply"    // the link as Markdown, with what it shows
	FormStep     Form = "step"     // the selected step as a sequence diagram
	FormDiagram  Form = "diagram"  // all steps as one
	FormFile     Form = "file"     // the scenario file
	FormHAR      Form = "har"      // all exchanges as an HTTP archive
	FormCurl     Form = "curl"     // all requests as commands
	FormRequest  Form = "request"  // the selected one of them
	FormMarkdown Form = "markdown" // story, code and transcript
	FormSVG      Form = "svg"      // a picture of the timeline
	FormPNG      Form = "png"      // the same in pixels
	FormFolder   Form = "folder"   // rules and actions for auth0-deploy-cli
)

type (
	// ShowSheet opens the dialog that has been drawn.
	ShowSheet struct{ Sheet Sheet }
	// Export has web/share.js write what is shown in a form, and copy or save it;
	// Name is that of the file, without its ending. It answers with [Done] or
	// [Failed].
	Export struct {
		Form     Form
		Copy     bool
		Name     string
		Text     string // the scenario file
		Link     string // the address that opens it
		At       int    // the selected step
		Exchange int    // the selected exchange of it; -1 is none
		Where    string // how that step ended
		Result   scenario.Result
	}
)

func (ShowSheet) cmd() {}
func (Export) cmd()    {}

// share answers the messages about dialogs and what they offer.
func (m Model) share(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case OpenSheet:
		return m.openSheet(msg.Sheet)
	case CloseSheet:
		m.Sheets = Sheets{}
		return m, nil
	case CopyAs:
		return m.export(msg.Form, true)
	case SaveAs:
		return m.export(msg.Form, false)
	case Chosen:
		m.Sheets.Import = importOf(msg.Text)
		return m, []Cmd{Announce{Text: m.Sheets.Import.Said()}}
	case UseImport:
		return m.useImport()
	}
	return m, nil
}

// openSheet opens a dialog, with the addresses that it may need.
func (m Model) openSheet(sheet Sheet) (Model, []Cmd) {
	m.Sheets = Sheets{Open: sheet}
	for form, to := range map[Form]*string{FormLink: &m.Sheets.Link, FormMoment: &m.Sheets.Moment} {
		address, err := m.link(form == FormMoment)
		if err != nil {
			return m.unshared(err)
		}
		*to = address
	}
	return m, []Cmd{ShowSheet{Sheet: sheet}}
}

// unshared tells why something could not be copied or saved.
func (m Model) unshared(err error) (Model, []Cmd) {
	m.Problem = fmt.Sprintf("This cannot be shared: %v", err)
	return m, []Cmd{Announce{Text: m.Problem}}
}

// settled tells whether the result is that of the scenario.
func (m Model) settled() bool {
	return m.Played == m.Scenario && len(m.Result.Frames) == len(m.Lines())
}

// link returns the address that opens the scenario, or what is on the screen
// exactly. It claims the outcome, if that is known.
func (m Model) link(moment bool) (string, error) {
	place := m.Place()
	fragment, err := place.Fragment()
	if !moment {
		fragment, err = place.scenarioPart()
	}
	if err != nil {
		return "", err
	}
	if m.settled() {
		if fragment != "" {
			fragment += "&"
		}
		fragment += ClaimKey + "=" + engine.Version + "." + scenario.Digest(m.Result.Frames)
	}
	return m.Address + "#" + fragment, nil
}

// export has what is shown copied or saved in a form.
func (m Model) export(form Form, copies bool) (Model, []Cmd) {
	link, err := m.link(form == FormMoment || form == FormReply)
	if err != nil {
		return m.unshared(err)
	}
	switch {
	case form == FormLink || form == FormMoment:
		return m, []Cmd{Copy{What: "Link", Text: link}}
	case form == FormFile && copies:
		return m, []Cmd{Copy{What: "Scenario", Text: m.Scenario.Print()}}
	case !m.settled():
		return m.unshared(fmt.Errorf("the scenario is still being played; expected a moment's patience"))
	}
	result := m.Result
	result.Scenario = m.Scenario
	return m, []Cmd{Export{
		Form: form, Copy: copies, Name: fileName(m.Scenario.Title), Text: m.Scenario.Print(),
		Link: link, At: m.At, Exchange: m.Exchange, Where: m.Where(), Result: result,
	}}
}

// fileName makes a name of a title that every file system takes.
func fileName(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case b.Len() == 60:
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return name
	}
	return "scenario"
}
