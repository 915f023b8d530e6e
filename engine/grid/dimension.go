package grid

import (
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Dim is one of the dimensions, an index into a [Case].
type Dim int

// The dimensions.
const (
	Protocol    Dim = iota // how tokens are asked for
	Policy                 // the MFA policy of the tenant
	Remembered             // whether the tenant remembers the browser
	CookieAge              // how old auth0-mf is; implies that there is one
	Session                // the single sign-on session of the browser
	Application            // the client_id
	Person                 // who signs in
	Persistence            // whether cookies persist, and whether the browser was closed since
	ACRValues              // acr_values of the request
	Code                   // which rules and actions are switched on
	Factor                 // the second factor that the person has enrolled
	dims
)

// Name is what the dimension is called in addresses.
func (d Dim) Name() string { return titles[d][0] }

// Title is what people call it.
func (d Dim) Title() string { return titles[d][1] }

// Names lists the dimensions for people to choose from.
func Names() []Dim {
	list := make([]Dim, dims)
	for d := range list {
		list[d] = Dim(d)
	}
	return list
}

// Case is one value for each dimension, by its id; the empty text takes what
// the scenario has, and where that says nothing, the plainest.
type Case [dims]string

// With returns the case with another value in one dimension.
func (c Case) With(d Dim, value string) Case {
	c[d] = value
	return c
}

// Dimension is a dimension with the values that it has in a scenario.
type Dimension struct {
	Dim    Dim     `json:"-"`
	Name   string  `json:"name"` // in addresses: protocol, cookie-age, ...
	Title  string  `json:"title"`
	Values []Value `json:"values"`
	Of     int     `json:"of,omitempty"` // so many values there would be, if not all are here
}

// Value is one value of a dimension.
type Value struct {
	ID    string `json:"id"` // in a [Case]
	Title string `json:"title"`
}

// Protocols, by what people call them; the names that code sees differ (facts
// 1.4).
const (
	byCode     = "code"
	byImplicit = "implicit"
	byHybrid   = "hybrid"
	silently   = "silent"
	byDevice   = "device"
	byRefresh  = "refresh"
	byPassword = "password"
	byExchange = "exchange"
)

// Values that need more than their id to be understood.
const (
	yes, no       = "yes", "no"
	none          = "none"
	multiFactor   = "multi-factor"
	withMFA       = "+mfa"    // behind an age: a factor was passed while signing in
	closed        = "-closed" // behind a cookie mode: the browser was closed since
	scriptOn      = "=on"     // behind KIND/NAME
	scriptOff     = "=off"
	allOff        = "all=off"
	usualAge      = "1h"
	rememberedAge = "1d"
)

// fixed are the dimensions whose values are the same in every scenario, as
// pairs of id and title.
var fixed = [dims][]Value{
	Protocol: {
		{byCode, "Code flow"}, {byImplicit, "Implicit flow"}, {byHybrid, "Hybrid flow"}, {silently, "prompt=none"},
		{byDevice, "Device flow"}, {byRefresh, "Refresh"}, {byPassword, "Password grant"}, {byExchange, "Token exchange"},
	},
	Policy:     {{"never", "Never"}, {"always", "Always"}, {"adaptive", "Adaptive"}},
	Remembered: {{no, "Not remembered"}, {yes, "Remembered"}},
	CookieAge: {
		{"1d", "1 d"}, {"6d", "6 d"}, {"8d", "8 d, unused"}, {"20d/3d", "20 d, used 3 d ago"},
		{"29d/1d", "29 d, used 1 d ago"}, {"31d/2d", "31 d, used 2 d ago"},
	},
	Session: {
		{none, "No session"}, {"1h", "1 h ago"}, {"1h" + withMFA, "1 h ago, with MFA"}, {"2d", "2 d ago"},
		{"4d", "4 d ago, unused"}, {"8d/1h", "8 d ago, used 1 h ago"},
	},
	Persistence: {
		{"persistent", "Persistent"}, {"persistent" + closed, "Persistent, browser closed"},
		{"non-persistent", "Not persistent"}, {"non-persistent" + closed, "Not persistent, browser closed"},
	},
	ACRValues: {{none, "No acr_values"}, {multiFactor, "Multi-factor"}},
	Factor: {
		{"otp", "One-time code"}, {"push-notification", "Push"}, {"sms", "SMS"}, {"webauthn-roaming", "Security key"},
		{"email", "Email alone"}, {none, "None"},
	},
}

// titles are the names of the dimensions: in addresses, and for people.
var titles = [dims][2]string{
	{"protocol", "Protocol"}, {"policy", "Policy"}, {"remembered", "Remembered or not"}, {"cookie-age", "Age of auth0-mf"},
	{"session", "SSO session"}, {"application", "Application"}, {"person", "Person"}, {"persistence", "Persistent or not"},
	{"acr-values", "acr_values"}, {"code", "Rule on or off"}, {"factor", "Enrolled factor"},
}

// valuesMax bounds the values of a dimension.
const valuesMax = 20

// Dimensions returns all dimensions with the values that they have in the
// scenario.
func (g *Grid) Dimensions() []Dimension {
	list := make([]Dimension, dims)
	for d := range list {
		list[d] = Dimension{Dim: Dim(d), Name: titles[d][0], Title: titles[d][1], Values: fixed[d]}
	}
	config := &g.base.Setup.Tenant
	for _, a := range config.Apps {
		list[Application].Values = append(list[Application].Values, Value{a.ID, a.Name})
	}
	for _, p := range config.People {
		list[Person].Values = append(list[Person].Values, Value{p.Name, p.Name})
	}
	list[Code].Values = codeValues(config)
	for d := range list {
		if n := len(list[d].Values); n > valuesMax {
			list[d].Values, list[d].Of = list[d].Values[:valuesMax], n
		}
	}
	return list
}

// codeValues are the code as it is, with each script the other way, and with
// none.
func codeValues(c *tenant.Config) []Value {
	values := []Value{{"", "As it is"}}
	on := 0
	for _, of := range []struct {
		kind script.Kind
		list []tenant.Script
	}{{script.Rule, c.Rules}, {script.Action, c.Actions}} {
		for _, s := range of.list {
			id, title := string(of.kind)+"/"+s.Name, string(of.kind)+" "+s.Name
			if s.Enabled {
				on++
				values = append(values, Value{id + scriptOff, title + " off"})
			} else {
				values = append(values, Value{id + scriptOn, title + " on"})
			}
		}
	}
	if on > 1 {
		values = append(values, Value{allOff, "No code"})
	}
	return values
}

// DimNamed returns the dimension with a name.
func DimNamed(name string) (Dim, bool) {
	i := slices.IndexFunc(titles[:], func(t [2]string) bool { return t[0] == name })
	return Dim(i), i >= 0
}

// switched returns the scenario's scripts as a value of [Code] has them.
func switched(s *scenario.Scenario, value string) []change {
	var list []change
	add := func(kind script.Kind, scripts []tenant.Script) {
		for _, x := range scripts {
			id := string(kind) + "/" + x.Name
			if on := value == id+scriptOn || x.Enabled && value != id+scriptOff && value != allOff; on != x.Enabled {
				list = append(list, change{kind, x.Name, on})
			}
		}
	}
	add(script.Rule, s.Setup.Tenant.Rules)
	add(script.Action, s.Setup.Tenant.Actions)
	return list
}

// change switches one script on or off.
type change struct {
	kind script.Kind
	name string
	on   bool
}

// title names a case by the values that were chosen.
func (g *Grid) title(c Case) string {
	var parts []string
	for _, d := range g.Dimensions() {
		for _, v := range d.Values {
			if v.ID == c[d.Dim] && v.ID != "" {
				parts = append(parts, d.Title+": "+v.Title)
			}
		}
	}
	if len(parts) == 0 {
		return "A sign-in"
	}
	return strings.Join(parts, "; ")
}
