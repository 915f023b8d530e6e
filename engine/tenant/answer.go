package tenant

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// Response modes: how the answer of an authorization reaches the application
// (OAuth 2.0 Multiple Response Type Encoding Practices; OAuth 2.0 Form Post
// Response Mode; facts 5.4).
const (
	modeQuery      = "query"
	modeFragment   = "fragment"
	modeFormPost   = "form_post"
	modeWebMessage = "web_message"
)

// responseTypes is what can be asked for at /authorize, and how rules and
// actions know it (facts 1.4).
var responseTypes = map[string]string{
	"code":                protocolCode,
	"id_token":            protocolImplicit,
	"token":               protocolImplicit,
	"id_token token":      protocolImplicit,
	"code id_token":       protocolHybrid,
	"code token":          protocolHybrid,
	"code id_token token": protocolHybrid,
}

// The protocols of /authorize (facts 1.4).
const (
	protocolCode     = "oidc-basic-profile"
	protocolImplicit = "oidc-implicit-profile"
	protocolHybrid   = "oidc-hybrid-profile"
)

// responseType is what an authorization request asks for, its words in one
// order whatever order they came in.
func responseType(q url.Values) string {
	words := strings.Fields(q.Get("response_type"))
	slices.Sort(words)
	return strings.Join(words, " ")
}

func (tx transaction) asksFor(word string) bool {
	return slices.Contains(strings.Fields(tx.Query.Get("response_type")), word)
}

// responseMode is how an answer is to be sent, and whether that can be done:
// tokens never go into a query.
func responseMode(q url.Values) (mode string, ok bool) {
	inQuery := responseType(q) == "code"
	switch mode = q.Get("response_mode"); mode {
	case "":
		if inQuery || responseTypes[responseType(q)] == "" {
			return modeQuery, true
		}
		return modeFragment, true
	case modeQuery:
		return mode, inQuery
	case modeFragment, modeFormPost, modeWebMessage:
		return mode, true
	}
	return modeQuery, false
}

// answer sends the browser back to the application with the answer of an
// authorization; what is empty is left out.
func (tx transaction) answer(values url.Values) wire.Response {
	values.Set("state", tx.State)
	switch tx.Mode {
	case modeFragment:
		resp := redirect(tx.RedirectURI, nil)
		resp.Header = http.Header{"Location": {tx.RedirectURI + "#" + filled(values).Encode()}}
		return resp
	case modeFormPost:
		return page(hiddenForm(wire.PageFormPost, "Back to the application",
			"This page sends a form to the application by itself.", tx.RedirectURI, values))
	case modeWebMessage:
		return page(hiddenForm(wire.PageWebMessage, "A message to the page around",
			"This page hands an authorization_response to the page around it, by postMessage.", originOf(tx.RedirectURI), values))
	}
	return redirect(tx.RedirectURI, values)
}

// originOf is the origin of a registered address (RFC 6454 section 6.2).
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic("tenant: internal error: a registered address does not parse: " + err.Error())
	}
	return u.Scheme + "://" + u.Host
}

// filled drops parameters without a value.
func filled(values url.Values) url.Values {
	for name, v := range values {
		if v[0] == "" {
			delete(values, name)
		}
	}
	return values
}

func hiddenForm(kind wire.PageKind, title, text, action string, values url.Values) wire.Page {
	form := wire.Form{Action: action}
	filled(values)
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		form.Fields = append(form.Fields, wire.Field{Name: name, Type: "hidden", Value: values.Get(name)})
	}
	return wire.Page{Kind: kind, Title: title, Text: []string{text}, Form: &form}
}

// give is the answer of an authorization that nothing stands against: a code,
// tokens, or both, as the request asks for (OpenID Connect Core sections 3.1 to
// 3.3).
func (p *passage) give(g grant) wire.Response {
	values := url.Values{}
	if p.tx.asksFor("code") {
		key := p.id("code")
		p.State.codes[key] = g
		values.Set("code", key)
	}
	if !p.tx.asksFor("token") && !p.tx.asksFor("id_token") {
		return p.tx.answer(values)
	}
	issued := Issued{At: p.Now, App: g.App.ID, Person: g.Person, Grant: grantImplicit, Expires: p.Now.Add(idTokenLife)}
	if p.tx.asksFor("token") {
		life := p.Config.API.TokenLifetime
		issued.Expires = p.Now.Add(life)
		issued.AccessToken = p.sign(p.accessClaims(g, issued.Expires))
		values.Set("access_token", issued.AccessToken)
		values.Set("token_type", "Bearer")
		values.Set("expires_in", strconv.Itoa(int(life/time.Second)))
		values.Set("scope", g.accessScope())
	}
	if p.tx.asksFor("id_token") {
		claims := p.idClaims(g, grantImplicit)
		for name, of := range map[string]string{"c_hash": values.Get("code"), "at_hash": issued.AccessToken} {
			if of != "" {
				claims[name] = halfHash(of)
			}
		}
		issued.IDToken = p.sign(claims)
		values.Set("id_token", issued.IDToken)
	}
	p.Journal.Issued = append(p.Journal.Issued, issued)
	return p.tx.answer(values)
}

// halfHash ties a code or an access token to the ID token beside it (OpenID
// Connect Core section 3.3.2.11).
func halfHash(of string) string {
	sum := sha256.Sum256([]byte(of))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
