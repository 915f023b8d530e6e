package browser

import (
	"net/http"
	"time"

	"mfaplayground/engine/wire"
)

// View is what a person sitting before the browser sees, and its jar.
type View struct {
	Name    string     `json:"name"`
	Person  string     `json:"person"`
	Open    bool       `json:"open"`
	Address string     `json:"address,omitempty"`
	Back    string     `json:"back,omitempty"` // where "back" leads; empty: nowhere
	Page    *wire.Page `json:"page,omitempty"` // nil: a blank tab
	Jar     Jar        `json:"jar,omitempty"`
	// Account is what the application in the tab in front shows of the person
	// who is signed in to it; nil when nobody is.
	Account *Account `json:"account,omitempty"`
	// Tabs are the titles of the tabs, when there are several; Front is the
	// index of the one whose page is shown.
	Tabs  []string `json:"tabs,omitempty"`
	Front int      `json:"front,omitempty"`
}

// Account is what an application knows of the person who signed in.
type Account struct {
	App     string    `json:"app"`              // client_id
	Person  string    `json:"person,omitempty"` // from the ID token: the email address, or else the subject
	Expires time.Time `json:"expires,omitzero"` // end of the access token
	Refresh bool      `json:"refresh"`          // there is a refresh token
}

// String writes the cookie as the Set-Cookie line that makes it.
func (c Cookie) String() string {
	line := http.Cookie{
		Name: c.Name, Value: c.Value, Path: c.Path, Expires: c.Expires,
		HttpOnly: c.HTTPOnly, Secure: c.Secure, SameSite: c.SameSite,
	}
	if c.Subdomains {
		line.Domain = c.Host
	}
	return line.String()
}

// Cookie is one cookie of the jar, as RFC 6265 section 5.3 stores it.
type Cookie struct {
	Host     string        `json:"host"` // the host that set it, or its Domain
	Name     string        `json:"name"`
	Value    string        `json:"value"`
	Path     string        `json:"path"`
	Created  time.Time     `json:"created"`
	Expires  time.Time     `json:"expires,omitzero"` // zero: ends with the browser process
	HTTPOnly bool          `json:"http_only"`
	Secure   bool          `json:"secure"`
	SameSite http.SameSite `json:"same_site"`
	// Subdomains tells that the cookie has a Domain and goes to hosts below it
	// too; none of the tenant's has (facts 4.1: host-only).
	Subdomains bool `json:"subdomains,omitempty"`
	Edited     bool `json:"edited,omitempty"` // a person changed the value
}
