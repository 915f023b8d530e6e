package tenant

import (
	"net/url"
	"strings"
)

// registered tells whether a browser may be sent to an address: it is the one
// that the application has registered, or the configuration allows all on the
// person's own machine.
func (t *Tenant) registered(address, callback string) bool {
	return address == callback || t.Config.LoopbackCallbacks && loopback(address)
}

// loopback tells whether an address is a redirect URI on the person's own
// machine: plain HTTP, any port (RFC 8252 sections 7.3 and 8.3), and no
// fragment (RFC 6749 section 3.1.2).
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.User != nil || strings.Contains(address, "#") {
		return false
	}
	switch u.Hostname() {
	case "127.0.0.1", "::1", "localhost":
		return true
	}
	return false
}
