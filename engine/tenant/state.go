package tenant

import "time"

// Session is one single sign-on session: somebody signed in, in one browser.
type Session struct {
	ID       string    `json:"id"`
	Person   string    `json:"person"`
	Created  time.Time `json:"created"`
	LastUsed time.Time `json:"last_used"`
	Methods  []Method  `json:"methods"`
	Apps     []string  `json:"apps,omitempty"`
}

// Method is one authentication method completed in a session.
type Method struct {
	Name string    `json:"name"` // pwd, mfa
	Type string    `json:"type,omitempty"`
	At   time.Time `json:"at"`
}

// RememberedBrowser is one browser that the tenant remembers for one person: what
// the auth0-mf cookie stands for (facts 4.5).
type RememberedBrowser struct {
	Handle  string    `json:"handle"` // the value that the cookie carries
	Person  string    `json:"person"`
	MFAAt   time.Time `json:"mfa_at"`  // when the factor was passed: the 30 days count from here
	Renewed time.Time `json:"renewed"` // the 7 days count from here
	Expires time.Time `json:"expires"` // the sooner of both
	CapAt   time.Time `json:"cap_at"`  // MFAAt and 30 days
}

// Issued is one set of tokens given out, for the Tokens panel.
type Issued struct {
	At           time.Time `json:"at"`
	App          string    `json:"app"`
	Person       string    `json:"person"`
	Grant        string    `json:"grant"`
	AccessToken  string    `json:"access_token"`
	IDToken      string    `json:"id_token,omitempty"`
	RefreshToken string    `json:"refresh_token,omitempty"`
	Expires      time.Time `json:"expires"`
}
