package play

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"mfaplayground/engine/wire"
)

// Parts lists the parts that an exchange has.
func Parts(x wire.Exchange) []Part {
	parts := []Part{PartHeaders}
	if x.Request.Body != "" || x.Request.Address().RawQuery != "" {
		parts = append(parts, PartPayload)
	}
	parts = append(parts, PartResponse)
	if len(x.Request.Header["Cookie"]) > 0 || len(x.Response.Header["Set-Cookie"]) > 0 {
		parts = append(parts, PartCookies)
	}
	if len(Tokens(x)) > 0 {
		parts = append(parts, PartTokens)
	}
	return parts
}

// OpenPart is the part of an exchange that is shown: the one that was chosen,
// if the exchange has it; else what the answer says, or where it leads.
func (m Model) OpenPart(x wire.Exchange) Part {
	switch {
	case slices.Contains(Parts(x), m.Requests.Part):
		return m.Requests.Part
	case x.Response.Body != "":
		return PartResponse
	}
	return PartHeaders
}

// Carried is a token that an exchange carries.
type Carried struct {
	Where string // request or response
	Name  string // of the parameter, header or member
	Text  string
}

// tokenNames are the parameters and members whose values are tokens, or stand
// for something that is.
var tokenNames = []string{
	"access_token", "id_token", "refresh_token", "mfa_token", "session_transfer_token", "session_token",
	"subject_token", "actor_token", "id_token_hint", "token", "client_assertion", "request", "code", "device_code", "oob_code",
}

// Tokens lists the tokens that an exchange carries: in its headers, its
// parameters, the address that it leads to, and its bodies.
func Tokens(x wire.Exchange) []Carried {
	var list []Carried
	add := func(where string, values url.Values) {
		for _, name := range tokenNames {
			if text := values.Get(name); text != "" && !slices.ContainsFunc(list, func(f Carried) bool { return f.Text == text }) {
				list = append(list, Carried{where, name, text})
			}
		}
	}
	if kind, text, ok := strings.Cut(x.Request.Header.Get("Authorization"), " "); ok && strings.EqualFold(kind, "Bearer") {
		list = append(list, Carried{"request", "Authorization", text})
	}
	add("request", x.Request.Query())
	add("request", x.Request.Form())
	add("request", members(x.Request.Body))
	add("response", members(x.Response.Body))
	if u, err := url.Parse(x.Response.Location()); err == nil {
		add("response", u.Query())
		if fragment, err := url.ParseQuery(u.Fragment); err == nil {
			add("response", fragment)
		}
	}
	return list
}

// members are the texts of a JSON object.
func members(body string) url.Values {
	if !strings.HasPrefix(body, "{") {
		return nil
	}
	var object map[string]any
	if json.Unmarshal([]byte(body), &object) != nil {
		return nil
	}
	values := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if text, ok := object[name].(string); ok {
			values.Set(name, text)
		}
	}
	return values
}
