// Package wire holds HTTP messages as plain values: what one party sent and
// what the other answered, ready to be printed, compared, stored and shown
// again. Nothing here opens a connection.
//
// The values are made of the standard library's own parts (http.Header,
// url.Values, http.Cookie), so that names and parsing rules are the ones every
// Go programmer knows.
package wire

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Request is one HTTP request.
type Request struct {
	Method string      `json:"method"`
	URL    string      `json:"url"` // absolute
	Header http.Header `json:"header,omitempty"`
	Body   string      `json:"body,omitempty"`

	opened *opened // by [Request.Open]
}

// opened is what has been taken apart of a request so far; nil: nothing.
type opened struct {
	address     *url.URL
	query, form url.Values
	cookies     []*http.Cookie
}

// Open returns a request that is taken apart once, for whoever looks at it again
// and again.
func (r Request) Open() Request {
	if r.opened == nil {
		r.opened = &opened{}
	}
	return r
}

// Close returns the request as it is kept.
func (r Request) Close() Request {
	r.opened = nil
	return r
}

// Response is the answer to a [Request]. A response that a person would see as
// a page carries it in Page; Body then stays empty.
type Response struct {
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
	Body   string      `json:"body,omitempty"`
	Page   *Page       `json:"page,omitempty"`
}

// Exchange is one request with its response: the unit of the Requests panel.
type Exchange struct {
	At       time.Time `json:"at"`
	From     string    `json:"from"` // the actor that asked: a browser's or a device's name
	To       string    `json:"to"`   // the party that answered: tenant, api or an application
	Request  Request   `json:"request"`
	Response Response  `json:"response"`
	// Decision is one more than the index, in the same frame, of the decision
	// that this exchange led to; 0 means it led to none.
	Decision int `json:"decision,omitempty"`
}

// TwinSuffix ends the name of a cookie's twin: the same value without
// SameSite, for agents that mishandle SameSite=None (facts 4.1).
const TwinSuffix = "_compat"

// Handler answers requests. The browser and the display know the tenant and
// the API only as one of these.
type Handler func(ctx context.Context, req Request) Response

// Get returns a GET request for an address.
func Get(address string) Request { return Request{Method: http.MethodGet, URL: address} }

// PostForm returns a POST request with a form as its body. The form changes no
// more.
func PostForm(address string, form url.Values) Request {
	return Request{
		Method: http.MethodPost, URL: address,
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		Body:   form.Encode(),
		opened: &opened{form: form},
	}
}

// Address returns the parsed URL; an address that cannot be parsed gives the
// zero URL, which no endpoint answers. That of an opened request is for reading.
func (r Request) Address() *url.URL {
	if r.opened != nil && r.opened.address != nil {
		return r.opened.address
	}
	u := parsed(r.URL)
	if r.opened != nil {
		r.opened.address = u
	}
	return u
}

// parsed is url.Parse. It takes the addresses apart itself that have nothing to
// be decoded before the query, and no fragment: nearly all that there are.
func parsed(address string) *url.URL {
	rest, ok := strings.CutPrefix(address, "https://")
	place, query, asks := strings.Cut(rest, "?")
	host, _, _ := strings.Cut(place, "/")
	if ok && host != "" && asks == (query != "") && madeOf(place, "/.-_") && madeOf(query, "=&%+.-_") {
		return &url.URL{Scheme: "https", Host: host, Path: place[len(host):], RawQuery: query}
	}
	u, err := url.Parse(address)
	if err != nil {
		return &url.URL{}
	}
	return u
}

// madeOf tells whether a text has nothing but letters, digits and some signs.
func madeOf(text, signs string) bool {
	for i := range len(text) {
		c := text[i]
		if letter := c | 0x20; ('a' > letter || letter > 'z') && ('0' > c || c > '9') && strings.IndexByte(signs, c) < 0 {
			return false
		}
	}
	return true
}

// Query returns the parameters of the address; they are for reading.
func (r Request) Query() url.Values {
	if r.opened == nil {
		return r.Address().Query()
	}
	if r.opened.query == nil {
		r.opened.query = r.Address().Query()
	}
	return r.opened.query
}

// Form returns the parameters of the body, if it is a form; they are for
// reading.
func (r Request) Form() url.Values {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return url.Values{}
	}
	if r.opened != nil && r.opened.form != nil {
		return r.opened.form
	}
	values, err := url.ParseQuery(r.Body)
	if err != nil {
		values = url.Values{}
	}
	if r.opened != nil {
		r.opened.form = values
	}
	return values
}

// Cookie returns the value of the named cookie that the request carries, or
// the empty string.
func (r Request) Cookie(name string) string {
	for _, c := range r.cookies() {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (r Request) cookies() []*http.Cookie {
	if r.opened != nil && r.opened.cookies != nil {
		return r.opened.cookies
	}
	var all []*http.Cookie
	for _, line := range r.Header["Cookie"] {
		if cookies, err := http.ParseCookie(line); err == nil {
			all = append(all, cookies...)
		}
	}
	if r.opened != nil {
		r.opened.cookies = all
	}
	return all
}

// SetCookies returns the cookies that the response sets, in order.
func (r Response) SetCookies() []*http.Cookie {
	var cookies []*http.Cookie
	for _, line := range r.Header["Set-Cookie"] {
		if c, err := http.ParseSetCookie(line); err == nil {
			cookies = append(cookies, c)
		}
	}
	return cookies
}

// Location returns the address that the response redirects to, or the empty
// string when it does not redirect.
func (r Response) Location() string {
	if r.Status < 300 || r.Status > 399 {
		return ""
	}
	return r.Header.Get("Location")
}
