package tenant

import (
	"time"

	"mfaplayground/engine/script"
)

// Outcome is how the question "a second factor?" was answered.
type Outcome string

// The outcomes of a [Decision].
const (
	Asked      Outcome = "asked"      // the MFA page is shown
	Remembered Outcome = "remembered" // required, but this browser is remembered
	NotAsked   Outcome = "not-asked"  // nothing requires it
	Refused    Outcome = "refused"    // required, but there is nobody to ask: mfa_required or login_required
	Denied     Outcome = "denied"     // a script ended the login before the question arose
)

// Decision is why MFA was or was not asked, as a list of causes.
type Decision struct {
	At       time.Time `json:"at"`
	App      string    `json:"app"`      // client_id
	Person   string    `json:"person"`   // who signs in
	Protocol string    `json:"protocol"` // facts 1.4
	Silent   bool      `json:"silent,omitempty"`
	Outcome  Outcome   `json:"outcome"`
	// RememberOffered tells that the MFA page shows the tick box.
	RememberOffered bool     `json:"remember_offered"`
	Because         []Reason `json:"because"`
	// Runs tells which scripts ran, in order.
	Runs []script.Run `json:"runs,omitempty"`
	// Question is what was decided; see [Decision.Alternatives].
	Question Question `json:"-"`
}

// Source names what kind of thing a [Reason] comes from.
type Source string

// The sources.
const (
	FromRule       Source = "rule"
	FromAction     Source = "action"
	FromPolicy     Source = "policy"
	FromCookie     Source = "cookie"
	FromRequest    Source = "request"
	FromSession    Source = "session"
	FromAssumption Source = "assumption"
	FromPerson     Source = "person" // of an [Alternative] only
)

// Reason is one cause of a [Decision], in a sentence that a newcomer
// understands.
type Reason struct {
	Source Source `json:"source"`
	Name   string `json:"name,omitempty"` // the script, cookie, parameter or assumption
	Line   int    `json:"line,omitempty"` // of the script
	Text   string `json:"text"`
	Fact   string `json:"fact"` // section of the fact sheet, such as "4.4"
	// Claim is the one claim there that the reason rests on, if there is just
	// one: a numbered fact such as "F5" or a row of a table such as "4.4/3".
	Claim string `json:"claim,omitempty"`
	// NoBox tells that this is why the MFA page does not offer to remember the
	// browser.
	NoBox bool `json:"no_box,omitempty"`
}

// Cite names what a reason rests on: facts 4.4, facts 4.4/3, or F5, facts 4.4.
func (r Reason) Cite() string {
	switch {
	case r.Claim == "":
		return "facts " + r.Fact
	case r.Claim[0] == 'F':
		return r.Claim + ", facts " + r.Fact
	}
	return "facts " + r.Claim
}

// Log is one entry of the tenant's log (facts 12).
type Log struct {
	At          time.Time `json:"at"`
	Code        string    `json:"code"` // s, f, sertft, fertft, ...
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	App         string    `json:"app,omitempty"`
	Person      string    `json:"person,omitempty"`
}
