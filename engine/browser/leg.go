package browser

import (
	"net/http"
	"net/url"
	"strings"

	"mfaplayground/engine/wire"
)

// leg is one request with what decides about its cookies: who caused it, and
// whether its answer fills the tab.
type leg struct {
	req      wire.Request
	to       *url.URL // where it goes
	from     string   // host of the page that caused it; empty when the person typed the address
	embedded bool     // in a hidden frame of that page: a third party, unless of the same site
	Settings
}

// toward completes a leg.
func (l leg) toward(req wire.Request) leg {
	l.req = req.Open()
	l.to = l.req.Address()
	return l
}

// Settings are what makes browsers differ.
type Settings struct {
	BlocksThirdParty bool // keeps cookies from the frames of other sites (facts 10, number 30: ITP)
	RejectsNone      bool // an old agent: drops every cookie with SameSite=None (facts 4.1)
}

// foreign tells whether a page of another site caused the request.
func (l leg) foreign() bool {
	return l.from != "" && site(l.from) != site(l.to.Host)
}

// barred tells whether the request goes without cookies both ways.
func (l leg) barred() bool { return l.embedded && l.BlocksThirdParty && l.foreign() }

// sends tells whether a cookie goes along as far as its SameSite says (RFC
// 6265bis section 5.8.3).
func (l leg) sends(c Cookie) bool {
	switch {
	case l.barred():
		return false
	case l.anywhere(c) || !l.foreign():
		return true
	}
	return c.SameSite != http.SameSiteStrictMode && !l.embedded && l.req.Method == http.MethodGet
}

// takes tells whether a cookie that the answer sets is kept (RFC 6265bis
// section 5.7).
func (l leg) takes(c Cookie, secure bool) bool {
	none := c.SameSite == http.SameSiteNoneMode
	switch {
	case l.barred(), len(c.Name)+len(c.Value) > cookieBytesMax:
		return false
	case c.Secure && !secure, none && (!c.Secure || l.RejectsNone):
		return false
	}
	return l.anywhere(c) || !l.embedded || !l.foreign()
}

// anywhere tells whether a cookie goes with requests of other sites as well. One
// without SameSite counts as Lax, but not where nobody knew of that yet.
func (l leg) anywhere(c Cookie) bool {
	unset := c.SameSite == 0 || c.SameSite == http.SameSiteDefaultMode
	return c.SameSite == http.SameSiteNoneMode || unset && l.RejectsNone
}

// site is the registrable domain of a host. Every name of the simulation ends
// in a public suffix of one label, so it is the last two.
func site(host string) string {
	if i := strings.LastIndexByte(host, '.'); i > 0 {
		return host[strings.LastIndexByte(host[:i], '.')+1:]
	}
	return host
}
