package tenant

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// State is what the tenant stores between requests. It holds values only: a
// copy made by [State.Clone] shares nothing that changes.
type State struct {
	Sessions     map[string]Session           // by handle
	Remembered   map[string]RememberedBrowser // by handle
	transactions map[string]transaction       // by the state parameter of the prompts
	codes        map[string]grant             // by authorization code
	devices      map[string]deviceGrant       // by device code
	refresh      map[string]family            // by id
	pauses       map[string]pause             // by the id in an mfa_token
	tries        map[string]tries             // by person
	counters     map[string]int               // by kind of identifier
	accounts     map[string]account           // by person
	enrolled     map[string][]authenticator   // by person, once they changed
	challenges   map[string]challenge         // by id
	latest       map[string]string            // id of the last challenge by person and type
	used         map[string]time.Time         // one-time codes by person and code
	consents     map[string]string            // scopes by person and application
	transfers    map[string]transfer          // sessions on their way to a browser, by token
	recovery     map[string]int               // how many recovery codes each person has used
	risk         RiskSettings                 // set by hand since the start
	policy       Policy                       // that the Management API has set; empty: the configured one
	swept        time.Time

	pace   pace           // of requests to the token endpoint
	Limits *SessionLimits // settings of sessions that changed since the scenario began; never written through
}

// NewState returns the storage of a tenant that nobody has used yet.
func NewState() State {
	return State{
		Sessions:     map[string]Session{},
		Remembered:   map[string]RememberedBrowser{},
		transactions: map[string]transaction{},
		codes:        map[string]grant{},
		devices:      map[string]deviceGrant{},
		refresh:      map[string]family{},
		pauses:       map[string]pause{},
		tries:        map[string]tries{},
		counters:     map[string]int{},
		accounts:     map[string]account{},
		enrolled:     map[string][]authenticator{},
		challenges:   map[string]challenge{},
		latest:       map[string]string{},
		used:         map[string]time.Time{},
		consents:     map[string]string{},
		transfers:    map[string]transfer{},
		recovery:     map[string]int{},
	}
}

// Clone returns an independent copy.
func (s State) Clone() State {
	s.Sessions = copied(s.Sessions)
	s.Remembered = copied(s.Remembered)
	s.transactions = copied(s.transactions)
	s.codes = copied(s.codes)
	s.devices = copied(s.devices)
	s.refresh = copied(s.refresh)
	s.pauses = copied(s.pauses)
	s.tries = copied(s.tries)
	s.counters = copied(s.counters)
	s.accounts = copied(s.accounts)
	s.enrolled = copied(s.enrolled)
	s.challenges = copied(s.challenges)
	s.latest = copied(s.latest)
	s.used = copied(s.used)
	s.consents = copied(s.consents)
	s.transfers = copied(s.transfers)
	s.recovery = copied(s.recovery)
	return s
}

// copied is maps.Clone, but for what most maps are most of the time: empty.
func copied[M ~map[K]V, K comparable, V any](m M) M {
	if len(m) == 0 {
		return M{}
	}
	return maps.Clone(m)
}

// Session is one single sign-on session: somebody signed in, in one browser.
type Session struct {
	ID       string    `json:"id"`
	Person   string    `json:"person"`
	Created  time.Time `json:"created"`
	LastUsed time.Time `json:"last_used"`
	Idle     time.Time `json:"idle"` // when it ends for want of activity
	End      time.Time `json:"end"`  // when it ends whatever happens
	Methods  []Method  `json:"methods"`
	Apps     []string  `json:"apps,omitempty"`  // client_ids that used it
	Actor    string    `json:"actor,omitempty"` // who acts for the person in a delegated session (facts 5.2)

	Metadata map[string]any `json:"metadata,omitempty"` // that actions wrote (facts 2.8)

	Ephemeral  bool       `json:"ephemeral,omitempty"`   // began while cookies were not persistent: other lifetimes
	CookieMode CookieMode `json:"cookie_mode,omitempty"` // set by an action; empty: as the tenant has it
	idleMax    time.Duration
}

// CookieMode tells whether cookies survive the end of the browser process.
type CookieMode string

// The cookie modes (facts 4.2).
const (
	CookiePersistent    CookieMode = "persistent"
	CookieNonPersistent CookieMode = "non-persistent"
)

// Method is one authentication method completed in a session.
type Method struct {
	Name string    `json:"name"` // pwd, mfa
	Type string    `json:"type,omitempty"`
	At   time.Time `json:"at"`
}

// RememberedBrowser is one browser that the tenant remembers for one person:
// what the auth0-mf cookie stands for (facts 4.5).
type RememberedBrowser struct {
	Handle      string    `json:"handle"` // what the cookie carries, signed
	Person      string    `json:"person"`
	UserAgent   string    `json:"user_agent"`
	MFAAt       time.Time `json:"mfa_at"`  // when the factor was passed: the 30 days count from here
	Renewed     time.Time `json:"renewed"` // the 7 days count from here
	Expires     time.Time `json:"expires"` // the sooner of both
	CapAt       time.Time `json:"cap_at"`  // 30 days after MFAAt
	Invalidated bool      `json:"invalidated,omitempty"`
}

// Issued is one set of tokens given out, for the Tokens panel.
type Issued struct {
	At           time.Time `json:"at"`
	App          string    `json:"app"` // client_id
	Person       string    `json:"person"`
	Grant        string    `json:"grant"` // grant_type
	AccessToken  string    `json:"access_token,omitempty"`
	IDToken      string    `json:"id_token,omitempty"`
	RefreshToken string    `json:"refresh_token,omitempty"`
	Spent        string    `json:"spent,omitempty"` // the refresh token that was exchanged for them
	Expires      time.Time `json:"expires"`         // of the access token
}

// SessionList returns the sessions in the order in which they began.
func (s State) SessionList() []Session {
	return ordered(s.Sessions, func(v Session) time.Time { return v.Created })
}

// RememberedList returns the remembered browsers in the order in which they
// passed MFA.
func (s State) RememberedList() []RememberedBrowser {
	return ordered(s.Remembered, func(v RememberedBrowser) time.Time { return v.MFAAt })
}

// ordered lists the values of a map by their instants, then by their keys. It
// sorts texts, because each type of element that is sorted would add its own
// copy of the algorithm to the page.
func ordered[T any](m map[string]T, at func(T) time.Time) []T {
	list := make([]T, 0, len(m))
	for _, key := range orderedKeys(m, at) {
		list = append(list, m[key])
	}
	return list
}

// orderedKeys lists the keys of a map in the order of [ordered].
func orderedKeys[T any](m map[string]T, at func(T) time.Time) []string {
	const width = 20 // digits of an instant, so that texts sort as numbers do
	keys := make([]string, 0, len(m))
	if len(m) == 1 {
		for key := range m {
			return append(keys, key)
		}
	}
	for key, v := range m {
		digits := strconv.FormatInt(at(v).UnixNano(), 10)
		keys = append(keys, strings.Repeat("0", width-len(digits))+digits+key)
	}
	slices.Sort(keys)
	for i, key := range keys {
		keys[i] = key[width:]
	}
	return keys
}

// Sweep periods: how long the tenant keeps what has run out. Sessions go at
// once; the rest stays long enough to be answered with its own error, and a
// remembered browser long enough to tell people when it ended.
const (
	sweepEvery         = time.Hour
	transactionLife    = time.Hour
	deadDeviceLife     = time.Hour
	deadRememberedLife = 90 * 24 * time.Hour
)

// life is how long an authorization waits for the person.
func (tx transaction) life() time.Duration {
	if tx.pendingRedirect() {
		return redirectLife
	}
	return transactionLife
}

// sweep forgets what can no longer matter, so that the cost of a step does not
// grow with the length of a scenario.
func (s *State) sweep(now time.Time) {
	if now.Sub(s.swept) < sweepEvery {
		return
	}
	s.swept = now
	maps.DeleteFunc(s.Sessions, func(_ string, v Session) bool { return v.ended(now) })
	maps.DeleteFunc(s.transactions, func(_ string, v transaction) bool { return now.Sub(v.Began) >= v.life() })
	maps.DeleteFunc(s.codes, func(_ string, v grant) bool { return now.Sub(v.Issued) >= codeLife })
	maps.DeleteFunc(s.devices, func(_ string, v deviceGrant) bool { return now.Sub(v.Expires) >= deadDeviceLife })
	maps.DeleteFunc(s.refresh, func(_ string, v family) bool { return v.expired(now) })
	maps.DeleteFunc(s.challenges, func(_ string, v challenge) bool { return now.Sub(v.Sent) >= sweepEvery })
	maps.DeleteFunc(s.used, func(_ string, v time.Time) bool { return now.Sub(v) >= sweepEvery })
	maps.DeleteFunc(s.pauses, func(_ string, v pause) bool { return now.Sub(v.Began) >= deadPauseLife })
	maps.DeleteFunc(s.Remembered, func(_ string, v RememberedBrowser) bool { return now.Sub(v.Expires) >= deadRememberedLife })
}
