package tenant

import (
	"cmp"
	"time"

	"mfaplayground/engine/script"
)

// Config is everything about a tenant that its owner sets. It is plain data
// and is never changed by a request.
type Config struct {
	Domain  string    // host name of the tenant, such as tenant.example
	Origin  string    // where it answers, such as http://127.0.0.1:8090; empty: https://Domain
	Start   time.Time // when the scenario begins
	Policy  Policy
	Risk    RiskSettings
	Plan    Plan // empty: enterprise
	Session SessionLimits
	Apps    []App
	API     API
	// UserCode is the form of the codes that devices show (facts 8.2).
	UserCode UserCodeForm
	People   []Person
	Held     []Held // refresh tokens from before the start

	Connections []Connection // besides the tenant's own database
	Rules       []Script
	Actions     []Script
	// Configuration is what rules share (facts 1.7).
	Configuration map[string]string
	// Factors are the types of second factors that are switched on, in the order
	// in which they are offered; nil stands for [DefaultFactors].
	Factors []string
	// CustomizeMFA is "Customize MFA Factors using Actions" (facts 2.6).
	CustomizeMFA bool
	Profile      string // name of the profile whose answers Assume holds, if any
	Assume       Assumptions
	Guard        Guard
	// LoopbackCallbacks registers every callback on the person's own machine for
	// every application, whatever its port (RFC 8252 section 7.3). Only a tenant
	// that real programs talk to sets it.
	LoopbackCallbacks bool
}

// At returns the absolute address of a path at the tenant.
func (c *Config) At(path string) string {
	if c.Origin == "" {
		return "https://" + c.Domain + path
	}
	return c.Origin + path
}

// Policy is the tenant's own MFA setting (facts 3.1).
type Policy string

// The policies that are simulated.
const (
	PolicyNever  Policy = "never"
	PolicyAlways Policy = "always"
	// PolicyAdaptive asks when the risk assessment has low confidence (facts 11).
	PolicyAdaptive Policy = "adaptive"
)

// SessionLimits are the lifetimes of the single sign-on session (facts 4.2).
type SessionLimits struct {
	Idle       time.Duration // without activity; 72 h unless set
	Absolute   time.Duration // since it was created; 168 h unless set
	Persistent bool          // cookies survive the end of the browser process
	// The same for sessions that begin while cookies are not persistent.
	EphemeralIdle     time.Duration // 24 h unless set
	EphemeralAbsolute time.Duration // 72 h unless set
}

// of returns the limits of a session, ephemeral or not.
func (l SessionLimits) of(ephemeral bool) (idle, absolute time.Duration) {
	if !ephemeral {
		return l.Idle, l.Absolute
	}
	return cmp.Or(l.EphemeralIdle, DefaultEphemeralIdle), cmp.Or(l.EphemeralAbsolute, DefaultEphemeralAbsolute)
}

// Plan is the subscription of a tenant; it bounds what its owner can set.
type Plan string

// The plans (facts 4.2).
const (
	PlanSelfService Plan = "self-service"
	PlanEnterprise  Plan = "enterprise"
)

// AppType tells how an application signs people in.
type AppType string

// The application types.
const (
	AppSPA    AppType = "spa"    // runs in a browser tab: authorization code with PKCE
	AppDevice AppType = "device" // has no browser of its own: device authorization flow
	AppNative AppType = "native" // a mobile or desktop application, which may ask for the password itself
	AppWeb    AppType = "web"    // runs on a server, which keeps a secret
	AppM2M    AppType = "m2m"    // a program that acts for itself: client credentials
)

// AppTypes is every type, in the order in which people read them.
var AppTypes = []string{string(AppSPA), string(AppDevice), string(AppNative), string(AppWeb), string(AppM2M)}

// BrowserTypes are those of the applications that sign people in through a
// browser. A native one opens the system's browser for it.
var BrowserTypes = []AppType{AppSPA, AppWeb, AppNative}

// App is a registered application (a client).
type App struct {
	ID       string // client_id
	Name     string
	Type     AppType
	Grants   []string // grant types, by the names of [GrantNames]; none: what its type has
	Metadata map[string]string
	Refresh  RefreshPolicy

	ThirdParty   bool // of somebody else than the tenant's owner: people have to consent
	NoWebOrigins bool // has no Allowed Web Origins: no frame gets an answer by message (facts 5.4)
}

// Origin is where the application lives.
func (a App) Origin() string { return "https://" + a.ID + ".example" }

// Callback is the one registered redirect_uri of the application.
func (a App) Callback() string { return a.Origin() + "/callback" }

// API is the one resource server of the tenant.
type API struct {
	Audience      string
	TokenLifetime time.Duration // of access tokens; 24 h unless set (facts 6.1)
	NoOffline     bool          // it does not allow offline access: nobody gets refresh tokens (facts 6.1)
}

// Person is somebody who can sign in.
type Person struct {
	Name    string   // one word, as steps use it
	Email   string   // empty for somebody who has none (facts 3.3)
	Factors []string // types of second factors that are enrolled at first

	Connection Connection // where she signs in; zero: the tenant's own database
	Passkey    bool       // she has one beside her password
	// Profile is what else is known about her, as scripts see it. Her metadata
	// there is what it was before the first request.
	Profile script.User
}

// UserID is the primary identifier of the person's account (facts 1.3).
func (p Person) UserID() string {
	if p.Connection.Name != "" {
		return p.Connection.Strategy + "|" + p.Connection.Name + "|" + p.Name
	}
	return databaseStrategy + "|" + p.Name
}

// ConnectionName names where the person signs in, as scripts see it.
func (p Person) ConnectionName() string { return p.Connection.shown().Name }

// userID is the identifier of somebody who may have been deleted since.
func (c *Config) userID(name string) string {
	p, known := c.PersonByName(name)
	if !known {
		p.Name = name
	}
	return p.UserID()
}

// Login is what the person signs in with: her address, or without one the name
// of her account.
func (p *Person) Login() string { return cmp.Or(p.Email, p.Profile.Username, p.Name) }

// Script is one rule or action of the tenant; only enabled ones run.
type Script struct {
	script.Source
	Enabled bool
}

// Defaults of what a scenario leaves out, each with its source.
const (
	DefaultSessionIdle     = 72 * time.Hour  // facts 4.2
	DefaultSessionAbsolute = 168 * time.Hour // facts 4.2

	DefaultEphemeralIdle     = 24 * time.Hour // facts 4.2
	DefaultEphemeralAbsolute = 72 * time.Hour // facts 4.2

	DefaultTokenLifetime = 24 * time.Hour // facts 6.1: 86 400 s
)

// AppByID returns the application with a client_id.
func (c *Config) AppByID(id string) (App, bool) {
	for i := range c.Apps {
		if c.Apps[i].ID == id {
			return c.Apps[i], true
		}
	}
	return App{}, false
}

// PersonByName returns the person with a step name.
func (c *Config) PersonByName(name string) (Person, bool) {
	if p := c.person(name); p != nil {
		return *p, true
	}
	return Person{}, false
}

// person is PersonByName for who only looks: copies of people take long.
func (c *Config) person(name string) *Person {
	for i := range c.People {
		if c.People[i].Name == name {
			return &c.People[i]
		}
	}
	return nil
}

// PersonByLogin returns the person with a sign-in name, or the zero Person.
func (c *Config) PersonByLogin(login string) Person {
	for i := range c.People {
		if c.People[i].Login() == login {
			return c.People[i]
		}
	}
	return Person{}
}

// Program returns the enabled scripts in their order of execution.
func (c *Config) Program() script.Program {
	return script.Program{Rules: c.rules(), Actions: enabled(c.Actions), Configuration: c.Configuration}
}

// rules returns the rules that run; none does once their end of life has come
// (facts 9.1).
func (c *Config) rules() []script.Source {
	if !c.Assume.Yes(AssumeRulesRun) {
		return nil
	}
	return enabled(c.Rules)
}

func enabled(scripts []Script) []script.Source {
	var on []script.Source
	for _, s := range scripts {
		if s.Enabled {
			on = append(on, s.Source)
		}
	}
	return on
}
