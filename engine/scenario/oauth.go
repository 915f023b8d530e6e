package scenario

import (
	"encoding/json"
	"net/url"

	"mfaplayground/engine/wire"
)

// oauthError returns the OAuth error that a response carries in its JSON body
// (RFC 6749 section 5.2) or in the address it redirects to (section 4.1.2.1),
// or the empty string.
func oauthError(r wire.Response) string {
	if location := r.Location(); location != "" {
		u, err := url.Parse(location)
		if err != nil {
			return ""
		}
		return u.Query().Get("error")
	}
	if r.Body == "" || r.Status < 400 {
		return ""
	}
	var body struct {
		Error string `json:"error"`
	}
	if json.Unmarshal([]byte(r.Body), &body) != nil {
		return ""
	}
	return body.Error
}
