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
	Page    *wire.Page `json:"page,omitempty"` // nil: a blank tab
	Jar     Jar        `json:"jar,omitempty"`
}

// Cookie is one cookie of the jar, as RFC 6265 section 5.3 stores it.
type Cookie struct {
	Host     string        `json:"host"` // host-only: no cookie here has a Domain
	Name     string        `json:"name"`
	Value    string        `json:"value"`
	Path     string        `json:"path"`
	Created  time.Time     `json:"created"`
	Expires  time.Time     `json:"expires,omitzero"` // zero: ends with the browser process
	HTTPOnly bool          `json:"http_only"`
	Secure   bool          `json:"secure"`
	SameSite http.SameSite `json:"same_site"`
	Edited   bool          `json:"edited,omitempty"` // a person changed the value
}
