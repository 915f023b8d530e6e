package engine

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// call sends one request of an application that is no browser and no display.
// What it knows from the answers so far, and what people tell it, stands behind
// a $ in the path and in the values.
func (p *play) call(ctx context.Context, s Step) string {
	path, missing := p.fill(s.Actor, s.Object)
	values := url.Values{}
	var sent []Param
	for _, param := range s.Params {
		value, lost := p.fill(s.Actor, param.Value)
		values.Set(param.Name, value)
		sent = append(sent, Param{Name: param.Name, Value: value})
		missing += lost
	}
	if missing != "" {
		return "nobody has said so far what " + missing + " is"
	}
	resp := p.from(s.Actor)(ctx, p.request(s, "/"+strings.TrimPrefix(path, "/"), values))
	answers := maps.Clone(p.state.Answers[s.Actor])
	if answers == nil {
		answers = map[string]string{}
	}
	for _, param := range sent {
		answers["sent."+param.Name] = param.Value
	}
	maps.Copy(answers, resp.Members())
	p.state.Answers[s.Actor] = answers
	return ""
}

// request builds the request of a call: a form for the endpoints of OAuth, JSON
// for all others, a query where there is no body. The application names itself,
// and shows its secret if it has one, unless the step says something else.
func (p *play) request(s Step, path string, values url.Values) wire.Request {
	req := wire.Request{Method: strings.ToUpper(s.Value), Header: http.Header{}}
	req.Header.Set("User-Agent", s.Actor+"/1.0")
	for name := range values {
		if header, ok := strings.CutPrefix(name, "header."); ok {
			req.Header.Set(header, values.Get(name))
			values.Del(name)
		}
	}
	if token := values.Get("bearer"); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	body := values.Get("body")
	values.Del("bearer")
	values.Del("body")
	oauth := strings.HasPrefix(path, "/oauth/")
	app, _ := p.world.setup.Tenant.AppByID(s.Actor)
	if app.ID != "" && req.Method == http.MethodPost && (oauth || path == "/mfa/challenge") {
		identify(values, app)
	}
	for name, v := range values {
		if v[0] == "" {
			values.Del(name) // name="" leaves out what would be added
		}
	}
	req.URL = p.world.setup.Tenant.At(path)
	switch {
	case req.Method == http.MethodGet || req.Method == http.MethodDelete:
		if len(values) > 0 {
			req.URL += "?" + values.Encode()
		}
	case oauth:
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Body = values.Encode()
	default:
		req.Header.Set("Content-Type", "application/json")
		req.Body = jsonBody(body, values)
	}
	return req
}

// identify adds what an application says about itself (RFC 6749 section 2.3.1).
func identify(values url.Values, app tenant.App) {
	if !values.Has("client_id") {
		values.Set("client_id", app.ID)
	}
	if !values.Has("client_secret") && app.Confidential() {
		values.Set("client_secret", app.Secret())
	}
}

// jsonBody is the whole body if one was given, else an object of the values:
// what reads as JSON is taken as that, all else as text.
func jsonBody(whole string, values url.Values) string {
	if whole != "" {
		return whole
	}
	members := make(map[string]any, len(values))
	for name := range values {
		var v any
		if json.Unmarshal([]byte(values.Get(name)), &v) != nil {
			v = values.Get(name)
		}
		members[name] = v
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic("engine: internal error: " + err.Error())
	}
	return string(text)
}

// fill puts what is known in the place of each $NAME, and returns the names of
// which nothing is known.
func (p *play) fill(actor, text string) (filled, missing string) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "$")
		b.WriteString(before)
		if !found {
			return b.String(), missing
		}
		end := 0
		for end < len(rest) && isWordByte(rest[end]) {
			end++
		}
		value, ok := p.known(actor, rest[:end])
		if !ok {
			missing = "$" + rest[:end]
		}
		b.WriteString(value)
		text = rest[end:]
	}
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
}

// known is a member of an answer that the actor got, such as mfa_token, or what
// a person reads off for a factor, such as ada.otp.
func (p *play) known(actor, name string) (string, bool) {
	if value, ok := p.state.Answers[actor][name]; ok {
		return value, true
	}
	who, factor, _ := strings.Cut(name, ".")
	person, ok := p.world.setup.Tenant.PersonByName(who)
	if !ok || !slices.Contains(tenant.FactorTypes, factor) {
		return "", false
	}
	return p.tenant(tenant.Peer{}).Proof(person, factor), true
}
