package wire

import (
	"net/url"
	"strings"
)

// PageKind names what a page is for. People act on kinds, never on markup.
type PageKind string

// The pages that parties of the simulation answer with.
const (
	PageLogin         PageKind = "login"          // the tenant asks who is there
	PageMFA           PageKind = "mfa-otp"        // the tenant asks for a one-time code; see [MFAPage]
	PageMFAOptions    PageKind = "mfa-options"    // the tenant lets choose among factors
	PageRecoveryCode  PageKind = "recovery-code"  // the tenant shows a recovery code, once
	PageDeviceCode    PageKind = "device-code"    // the tenant asks for the code a device shows
	PageDeviceConfirm PageKind = "device-confirm" // the tenant asks whether the device shows this code
	PageDeviceDone    PageKind = "device-done"    // the device is connected
	PageLoggedOut     PageKind = "logged-out"     // the session at the tenant is over
	PageLogoutConfirm PageKind = "logout-confirm" // the tenant asks whether to end the session
	PageExternal      PageKind = "external"       // a page of neither tenant nor application, to which code sent the browser
	PageConsent       PageKind = "consent"        // the tenant asks whether an application may have access
	PageFormPost      PageKind = "form-post"      // sends its form by itself
	PageWebMessage    PageKind = "web-message"    // in a frame: hands its fields to the page around it
	PageApp           PageKind = "app"            // an application's own page
	PageError         PageKind = "error"          // something went wrong, with the reason
)

// MFAPage is the page that asks for a factor.
func MFAPage(factor string) PageKind { return PageKind("mfa-" + factor) }

// EnrollPage is the page that enrols a factor.
func EnrollPage(factor string) PageKind { return PageKind("enroll-" + factor) }

// Factor returns the factor that the page asks for or enrols, or the empty
// string for any other page.
func (p *Page) Factor() string {
	if p == nil || p.Kind == PageMFAOptions {
		return ""
	}
	for _, prefix := range []string{"mfa-", "enroll-"} {
		if factor, ok := strings.CutPrefix(string(p.Kind), prefix); ok {
			return factor
		}
	}
	return ""
}

// Page is what a person sees: plain text and forms, without markup. The
// simulated stage draws it; nothing in it is ever treated as HTML.
type Page struct {
	Kind  PageKind `json:"kind"`
	Title string   `json:"title"`
	Text  []string `json:"text,omitempty"` // one paragraph each
	Form  *Form    `json:"form,omitempty"`
	Error string   `json:"error,omitempty"` // the OAuth error that the page is about
}

// Form is what a page lets a person send.
type Form struct {
	Action string  `json:"action"` // absolute address
	Fields []Field `json:"fields"`
}

// Field is one input of a [Form].
type Field struct {
	Name  string `json:"name"`
	Type  string `json:"type"` // hidden, person, code, checkbox, choice
	Label string `json:"label,omitempty"`
	Value string `json:"value,omitempty"`
}

// Field returns the named field, or nil.
func (f *Form) Field(name string) *Field {
	if f == nil {
		return nil
	}
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}

// Values are what the form holds before anybody fills it in.
func (f *Form) Values() url.Values {
	values := url.Values{}
	for _, field := range f.Fields {
		values.Set(field.Name, field.Value)
	}
	return values
}
