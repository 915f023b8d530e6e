package scenario

import (
	"encoding/json"
	"net/url"

	"mfaplayground/engine/wire"
)

// oauthError returns the OAuth error code of a response, or the empty string.
func oauthError(r wire.Response) string {
	code, _ := oauthErrorText(r)
	return code
}

// oauthErrorText returns the OAuth error of a response with its description:
// from the address that it redirects to, from the hidden form of a page that
// hands the answer on, or from the body.
func oauthErrorText(r wire.Response) (code, description string) {
	var answer url.Values
	switch location := r.Location(); {
	case location != "":
		u, err := url.Parse(location)
		if err != nil {
			return "", ""
		}
		if answer = u.Query(); u.Fragment != "" {
			answer, err = url.ParseQuery(u.Fragment)
			if err != nil {
				return "", ""
			}
		}
	case r.Page != nil && (r.Page.Kind == wire.PageFormPost || r.Page.Kind == wire.PageWebMessage):
		answer = r.Page.Form.Values()
	default:
		return bodyError(r)
	}
	return answer.Get("error"), answer.Get("error_description")
}

// bodyError reads the error of a JSON answer (RFC 6749 section 5.2).
func bodyError(r wire.Response) (code, description string) {
	if r.Body == "" || r.Status < 400 {
		return "", ""
	}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal([]byte(r.Body), &body) != nil {
		return "", ""
	}
	return body.Error, body.Description
}
