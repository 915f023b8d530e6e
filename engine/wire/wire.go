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

// opened is a request taken apart. It is only read.
type opened struct {
	address     *url.URL
	query, form url.Values
	cookies     []*http.Cookie
}

// Open takes a request apart once, for whoever looks at it again and again.
func (r Request) Open() Request {
	u := r.Address()
	r.opened = &opened{address: u, query: u.Query(), form: r.Form(), cookies: r.cookies()}
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

// PostForm returns a POST request with a form as its body.
func PostForm(address string, form url.Values) Request {
	return Request{
		Method: http.MethodPost, URL: address,
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		Body:   form.Encode(),
	}
}

// Address returns the parsed URL; an address that cannot be parsed gives the
// zero URL, which no endpoint answers. That of an opened request is for reading.
func (r Request) Address() *url.URL {
	if r.opened != nil {
		return r.opened.address
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return &url.URL{}
	}
	return u
}

// Query returns the parameters of the address; they are for reading.
func (r Request) Query() url.Values {
	if r.opened != nil {
		return r.opened.query
	}
	return r.Address().Query()
}

// Form returns the parameters of the body, if it is a form; they are for
// reading.
func (r Request) Form() url.Values {
	if r.opened != nil {
		return r.opened.form
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return url.Values{}
	}
	values, err := url.ParseQuery(r.Body)
	if err != nil {
		return url.Values{}
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
	if r.opened != nil {
		return r.opened.cookies
	}
	var all []*http.Cookie
	for _, line := range r.Header["Cookie"] {
		if cookies, err := http.ParseCookie(line); err == nil {
			all = append(all, cookies...)
		}
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
