package script

// Verdict is all that one pipeline run decided, said and did.
type Verdict struct {
	// Stop is set when a script ended the login: no tokens are issued.
	Stop *Stop `json:"stop,omitempty"`
	// Rule is what the final context.multifactor of the rules asks for, if
	// anything (facts 1.6).
	Rule *Directive `json:"rule,omitempty"`
	// Action is what the last api.multifactor.enable asks for, if anything
	// (facts 2.5).
	Action *Directive `json:"action,omitempty"`
	// IDTokenClaims and AccessTokenClaims hold custom claims as JSON values.
	IDTokenClaims     map[string]any `json:"id_token_claims,omitempty"`
	AccessTokenClaims map[string]any `json:"access_token_claims,omitempty"`
	// Runs tells what became of each script, in order of execution.
	Runs []Run `json:"runs,omitempty"`
	// Console holds what scripts logged, in order.
	Console []Line `json:"console,omitempty"`
	// Diagnostics are remarks for the editor that are not outcomes: a second
	// callback, an unknown member, a member not simulated.
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
}

// Kind tells rules from actions.
type Kind string

// The kinds of script.
const (
	Rule   Kind = "rule"
	Action Kind = "action"
)

// Place is a position in a script. Line and Column count from 1; 0 is unknown.
type Place struct {
	Kind   Kind   `json:"kind"`
	Script string `json:"script"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Directive asks for multi-factor authentication, or with provider "none"
// asks not to.
type Directive struct {
	Place
	Provider string `json:"provider"`
	// AllowRememberBrowser is nil when the script left it out: the default is
	// true in a rule and false in an action (facts 1.6, 2.5).
	AllowRememberBrowser *bool `json:"allow_remember_browser,omitempty"`
}

// Reason says why a script stopped the login.
type Reason string

// The reasons for a [Stop] (facts 1.8, 2.10).
const (
	Denied     Reason = "denied"      // callback(error), UnauthorizedError, api.access.deny
	Threw      Reason = "threw"       // an uncaught exception or rejection
	Syntax     Reason = "syntax"      // the code does not parse; the whole chain is broken
	NoCallback Reason = "no-callback" // nothing left to run, and never called back
	TimedOut   Reason = "timed-out"   // the counted budget that stands for 20 seconds is spent
	Memory     Reason = "memory"      // more memory than the container has
)

// Stop tells which script ended the login and how the wire says so.
type Stop struct {
	Place
	Reason      Reason `json:"reason"`
	Error       string `json:"error"`             // OAuth code: access_denied or unauthorized
	Description string `json:"error_description"` // the message the application receives
}

// Run is the fate of one script in one pipeline.
type Run struct {
	Kind    Kind   `json:"kind"`
	Script  string `json:"script"`
	Outcome string `json:"outcome"` // continued, stopped, not-reached
}

// Line is one console message.
type Line struct {
	Place
	Level string `json:"level"` // log, info, warn, error
	Text  string `json:"text"`
}

// Diagnostic is a remark at a place.
type Diagnostic struct {
	Place
	Text string `json:"text"`
}
