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
	// Suspend is set when the pipeline waits for the person; all else that is in
	// the verdict is what the scripts said so far.
	Suspend *Suspend `json:"suspend,omitempty"`
	// Scope replaces the granted scope of the access token when not nil (rules:
	// context.accessToken.scope; actions: addScope, removeScope).
	Scope *[]string `json:"scope,omitempty"`
	// AppMetadata and UserMetadata are the changes to store; a nil value removes
	// the key (facts 1.7, 2.8). They are stored even when the login is denied.
	AppMetadata  map[string]any `json:"app_metadata,omitempty"`
	UserMetadata map[string]any `json:"user_metadata,omitempty"`
	// RecordedMethods are the URLs of api.authentication.recordMethod (facts 2.7).
	RecordedMethods []string `json:"recorded_methods,omitempty"`
	PrimaryUser     string   `json:"primary_user,omitempty"` // facts 2.7; noted, not simulated further
	// Session and RefreshToken are what actions asked for (facts 2.8).
	Session      *Orders `json:"session,omitempty"`
	RefreshToken *Orders `json:"refresh_token,omitempty"`
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

// Suspend says what the person has to do before the pipeline goes on (facts
// 1.9, 2.6, 2.8).
type Suspend struct {
	Place
	Kind SuspendKind `json:"type"` // Place has a kind of its own
	// Factors are the acceptable types of a challenge or enrolment, the first of
	// which is opened; Additional are those behind "Try another method". The
	// tenant ignores those that are disabled, not enrolled, or passed already in
	// this transaction.
	Factors    []Factor `json:"factors,omitempty"`
	Additional []Factor `json:"additional,omitempty"`
	Any        bool     `json:"any,omitempty"` // challengeWithAny, enrollWithAny: show a picker
	URL        string   `json:"url,omitempty"` // of a redirect, with its query, without state
	// State is opaque: it is handed back in [Resume].
	State string `json:"state"`
}

// SuspendKind is the reason for which a pipeline is suspended.
type SuspendKind string

// The kinds of suspension.
const (
	SuspendChallenge SuspendKind = "challenge" // api.authentication.challengeWith*
	SuspendEnroll    SuspendKind = "enroll"    // api.authentication.enrollWith*
	SuspendRedirect  SuspendKind = "redirect"  // api.redirect.sendUserTo, context.redirect
)

// Factor is one acceptable second factor.
type Factor struct {
	Type string `json:"type"` // otp, email, push-notification, phone, ... (facts 2.6)
	// Preferred is options.preferredMethod of phone: voice, sms or both.
	Preferred   string `json:"preferred,omitempty"`
	OTPFallback bool   `json:"otp_fallback,omitempty"` // of push-notification
}

// Orders is what actions asked to be done to a session or a refresh token.
type Orders struct {
	Revoke *Revoke `json:"revoke,omitempty"`
	// ExpiresMS and IdleExpiresMS are new ends, epoch milliseconds; 0 is none.
	ExpiresMS     int64          `json:"expires_ms,omitempty"`
	IdleExpiresMS int64          `json:"idle_expires_ms,omitempty"`
	CookieMode    string         `json:"cookie_mode,omitempty"` // sessions only
	Metadata      map[string]any `json:"metadata,omitempty"`    // changes; nil removes
	Evict         bool           `json:"evict,omitempty"`       // remove all metadata first
}

// Revoke ends a session or a refresh token, and denies the login (facts 2.8).
type Revoke struct {
	Place
	Reason                string `json:"reason"`
	PreserveRefreshTokens bool   `json:"preserve_refresh_tokens,omitempty"`
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
	Invalid    Reason = "invalid"     // a command that cannot be carried out, such as a fifth challenge (facts 2.6)
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
