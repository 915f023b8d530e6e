// Package script runs the tenant's own code: Rules, then post-login Actions.
//
// The code runs in QuickJS, the same engine and the same prelude.js in every
// host, so that a verdict has the same bytes natively and in the browser. A
// host is anything that fulfils [Sandbox]: native.go (wazero) for the command
// line and the tests, a Worker for the page (app/script_js.go). Scripts reach
// no network, storage, page, clock or randomness: there are no host objects.
//
// A script's own failure (a syntax error, a throw, no callback, an endless
// loop, too much memory) is an outcome of the simulated tenant and therefore
// part of the [Verdict]. An error is returned only when the host itself fails.
package script

import (
	"context"
	"maps"
	"slices"
)

// Sandbox opens containers: the one interface between engine and hosts.
//
// Obligations: a new container shares nothing with any other; the same program
// and the same jobs in the same order give the same verdict bytes on every
// host and machine; Run returns for every script whatsoever. It is bounded by
// counted work, so that it ends at the same place everywhere. Two things cannot
// be counted, and only for them may hosts differ in when they give up: one
// built-in operation that runs for many seconds ([Backstop]), and data or text
// given to eval that is nested hundreds of levels deep ([ErrCrash]).
type Sandbox interface {
	Open(ctx context.Context, program Program) (Container, error)
}

// Container is one running copy of a [Program]. Like the real service's, it
// keeps `global` between runs. One container serves one replay.
type Container interface {
	Run(ctx context.Context, job Job) (Verdict, error)
	Close()
}

// Program is the enabled code of a tenant, in the order in which it runs: all
// rules, then all actions (facts 9.2).
type Program struct {
	Rules   []Source `json:"rules,omitempty"`
	Actions []Source `json:"actions,omitempty"`
	// Configuration is the key-value map that rules see as `configuration`
	// (facts 1.7).
	Configuration map[string]string `json:"configuration,omitempty"`
}

// Equal tells whether two programs are the same.
func (p Program) Equal(other Program) bool {
	return slices.EqualFunc(p.Rules, other.Rules, Source.equal) && slices.EqualFunc(p.Actions, other.Actions, Source.equal) &&
		maps.Equal(p.Configuration, other.Configuration)
}

func (s Source) equal(other Source) bool {
	return s.Name == other.Name && s.Code == other.Code && maps.Equal(s.Secrets, other.Secrets)
}

// Source is the text of one rule or action.
type Source struct {
	Name string `json:"name"`
	Code string `json:"code"`
	// Secrets is the key-value map that an action sees as event.secrets (facts
	// 2.11); rules share [Program.Configuration] instead.
	Secrets map[string]string `json:"secrets,omitempty"`
}

// Job is one run of the whole pipeline: what is known when it starts. The
// prelude builds `user` and `context` from it for rules, `event` for actions.
type Job struct {
	NowMS    int64  `json:"now_ms"` // virtual time, epoch milliseconds
	Seed     uint32 `json:"seed"`   // for Math.random
	Tenant   string `json:"tenant"`
	Protocol string `json:"protocol"` // facts 1.4: oidc-basic-profile, oauth2-refresh-token, ...

	Client     Client     `json:"client"`
	Connection Connection `json:"connection"`
	User       User       `json:"user"`
	Request    Request    `json:"request"`
	// Methods are the authentication methods completed in the session. Nil
	// means there is no session, as on a refresh exchange (facts 1.5).
	Methods     []Method     `json:"methods"`
	Session     *Session     `json:"session,omitempty"`
	Transaction *Transaction `json:"transaction,omitempty"` // nil never; browserless grants carry protocol and scopes only
	Audience    string       `json:"audience,omitempty"`
	LoginsCount int          `json:"logins_count"`
	// RefreshToken is set on a refresh exchange (facts 2.2.4).
	RefreshToken *RefreshToken `json:"refresh_token,omitempty"`
	// Transfer is set when a session transfer token began the session of this login.
	Transfer *SessionTransfer `json:"transfer,omitempty"`
	Risk     *Risk            `json:"risk,omitempty"` // nil: risk assessment is off
	// Interactive tells that a page may be shown: false on grants without a
	// browser and under prompt=none. Then a redirect or a prompt cannot happen
	// and api.redirect.canRedirect() is false (facts 2.8).
	Interactive bool `json:"interactive"`
	// Customizable is the tenant's "Customize MFA Factors using Actions", which
	// challengeWith* and enrollWith* need (facts 2.6).
	Customizable bool    `json:"customizable"`
	Resume       *Resume `json:"resume,omitempty"`
}

// Client is the application that asks (context.clientID, event.client).
type Client struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Metadata map[string]string `json:"metadata"` // values are strings (facts 0.46)
}

// Connection is where the person signed in.
type Connection struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Strategy string `json:"strategy"`
}

// User is the person, as rules and actions see her (facts 1.3, 2.2.2). Empty
// metadata maps are nil here; the prelude leaves them undefined for rules and
// gives empty objects to actions. Instants that are zero, and texts that are
// empty, are left out.
type User struct {
	ID                  string         `json:"user_id"`
	Email               string         `json:"email,omitempty"`
	EmailVerified       bool           `json:"email_verified"`
	Username            string         `json:"username,omitempty"`
	Name                string         `json:"name"`
	Nickname            string         `json:"nickname"`
	GivenName           string         `json:"given_name,omitempty"`
	FamilyName          string         `json:"family_name,omitempty"`
	Picture             string         `json:"picture,omitempty"`
	PhoneNumber         string         `json:"phone_number,omitempty"`
	PhoneVerified       bool           `json:"phone_verified,omitempty"`
	Blocked             bool           `json:"blocked,omitempty"`
	CreatedMS           int64          `json:"created_ms"`
	UpdatedMS           int64          `json:"updated_ms"`
	LastLoginMS         int64          `json:"last_login_ms,omitempty"`
	LastPasswordResetMS int64          `json:"last_password_reset_ms,omitempty"`
	AppMetadata         map[string]any `json:"app_metadata,omitempty"`
	UserMetadata        map[string]any `json:"user_metadata,omitempty"`
	EnrolledFactors     []string       `json:"enrolled_factors"` // types: otp, email, ... (facts 2.3)
	Roles               []string       `json:"roles,omitempty"`  // context.authorization, event.authorization
}

// Request is the HTTP request that caused the run. Query holds the parameters
// of the authorization request; Body those of a token request, without
// secrets, for actions only (facts 1.5).
type Request struct {
	Method    string            `json:"method"`
	IP        string            `json:"ip"`
	UserAgent string            `json:"user_agent"`
	Hostname  string            `json:"hostname"`
	Language  string            `json:"language,omitempty"`
	ASN       string            `json:"asn,omitempty"`
	Query     map[string]string `json:"query"`
	Body      map[string]string `json:"body"`
	// GeoIP has the names of actions (countryCode); the prelude gives rules
	// theirs (country_code, facts 1.5).
	GeoIP map[string]any `json:"geoip,omitempty"`
}

// Risk is the risk assessment of adaptive MFA (facts 11.1): what rules see as
// context.riskAssessment, actions as event.authentication.riskAssessment.
type Risk struct {
	Confidence  string                `json:"confidence"` // low, medium, high, neutral
	Version     string                `json:"version"`    // "1"
	Assessments map[string]Assessment `json:"assessments"`
}

// Assessment is what one assessor says (facts 11.2).
type Assessment struct {
	Confidence string            `json:"confidence"`
	Code       string            `json:"code"`
	Details    map[string]string `json:"details,omitempty"`
}

// Method is one completed authentication method. Rules see its time in epoch
// milliseconds, actions as an ISO string with Type on mfa (facts 1.5, 2.3).
type Method struct {
	Name        string `json:"name"` // pwd, mfa
	Type        string `json:"type,omitempty"`
	TimestampMS int64  `json:"timestamp_ms"`
}

// Session is the single sign-on session (facts 2.2.3).
type Session struct {
	ID               string         `json:"id"`
	ClientIDs        []string       `json:"client_ids"`
	CookieMode       string         `json:"cookie_mode,omitempty"` // persistent, non-persistent
	CreatedMS        int64          `json:"created_ms,omitempty"`
	AuthenticatedMS  int64          `json:"authenticated_ms,omitempty"`
	UpdatedMS        int64          `json:"updated_ms,omitempty"`
	LastInteractedMS int64          `json:"last_interacted_ms,omitempty"`
	IdleExpiresMS    int64          `json:"idle_expires_ms,omitempty"`
	ExpiresMS        int64          `json:"expires_ms,omitempty"`
	Metadata         map[string]any `json:"metadata,omitempty"`
}

// Transaction is the authorization request, as event.transaction shows it.
type Transaction struct {
	ID           string   `json:"id,omitempty"` // browser flows only
	ACRValues    []string `json:"acr_values"`
	Prompt       []string `json:"prompt"`
	RedirectURI  string   `json:"redirect_uri,omitempty"`
	Scopes       []string `json:"requested_scopes"`
	ResponseType []string `json:"response_type"`
	ResponseMode string   `json:"response_mode,omitempty"`
	State        string   `json:"state,omitempty"`
	LoginHint    string   `json:"login_hint,omitempty"`
	UILocales    string   `json:"ui_locales,omitempty"`
}

// RefreshToken describes the token being exchanged (facts 2.2.4).
type RefreshToken struct {
	ID              string         `json:"id"`
	CreatedMS       int64          `json:"created_ms"`
	ExpiresMS       int64          `json:"expires_ms,omitempty"`
	IdleExpiresMS   int64          `json:"idle_expires_ms,omitempty"`
	LastExchangedMS int64          `json:"last_exchanged_ms,omitempty"`
	Rotating        bool           `json:"rotating,omitempty"`
	SessionID       string         `json:"session_id,omitempty"`
	Metadata        map[string]any `json:"metadata,omitempty"`
	Audiences       []string       `json:"audiences,omitempty"` // resource_servers
}

// SessionTransfer is event.session_transfer_token: who issued the token that
// brought the session, and from where (facts 2.2).
type SessionTransfer struct {
	ClientID string  `json:"client_id"`
	Request  Request `json:"request"`
}

// Resume tells that a suspended pipeline goes on. User, Methods and Request of
// the job are as they are now; what the scripts did before is in State.
type Resume struct {
	// State is the [Suspend.State] of the verdict that suspended the pipeline.
	State string `json:"state"`
	// Callback is set when the browser came back to /continue from a redirect.
	// The action that redirected runs its onContinuePostLogin; after a rule's
	// redirect all rules run again with the protocol redirect-callback (facts
	// 1.9, 2.1). Otherwise a factor was challenged or enrolled, and the next
	// action starts (facts 2.6).
	Callback bool `json:"callback,omitempty"`
}
