package tenant

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"mfaplayground/engine/wire"
)

// client finds the application that a request to a token endpoint is from. It
// names itself in the form, or in an Authorization header (RFC 6749 section
// 2.3.1), where general clients try it first. All clients are public so far: a
// secret is not looked at.
func (t *Tenant) client(req wire.Request) (App, bool) {
	id := params(req).Get("client_id")
	if basic, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Basic "); ok && id == "" {
		pair, err := base64.StdEncoding.DecodeString(basic)
		if err != nil {
			return App{}, false
		}
		escaped, _, _ := strings.Cut(string(pair), ":")
		if id, err = url.QueryUnescape(escaped); err != nil {
			return App{}, false
		}
	}
	return t.Config.AppByID(id)
}

// params returns the parameters of a request to an endpoint that programs call:
// a form (RFC 6749 appendix B) or, as the samples of the API's documentation
// send it, a JSON object. Members of it that are no strings are left out.
func params(req wire.Request) url.Values {
	if !strings.HasPrefix(req.Header.Get("Content-Type"), "application/json") {
		return req.Form()
	}
	var members map[string]any
	values := url.Values{}
	if err := json.Unmarshal([]byte(req.Body), &members); err != nil {
		return values
	}
	for name, member := range members {
		if text, ok := member.(string); ok {
			values.Set(name, text)
		}
	}
	return values
}
