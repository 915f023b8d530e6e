package tenant

import (
	"context"
	"net/url"
	"strings"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// Connection is where people sign in: the zero value is the tenant's own
// database, any other one the identity provider of a company (facts 1.4).
type Connection struct {
	Name     string
	Strategy string // one of [Strategies]
	// MFA tells whether the provider asks for a second factor of its own. The
	// tenant is never told (facts 10.25).
	MFA bool
}

// Strategies are the kinds of identity providers that can be connected.
var Strategies = []string{"waad", "ad", "samlp", "oidc"}

// databaseName and databaseStrategy are the connection of everybody else.
const (
	databaseName     = "Username-Password-Authentication"
	databaseStrategy = "auth0"
)

// shown is the connection as scripts see it.
func (c Connection) shown() script.Connection {
	if c.Name == "" {
		return script.Connection{ID: "con_people", Name: databaseName, Strategy: databaseStrategy}
	}
	return script.Connection{ID: "con_" + c.Name, Name: c.Name, Strategy: c.Strategy}
}

// ConnectionByHost returns the identity provider that answers for a host.
func (c *Config) ConnectionByHost(host string) (Connection, bool) {
	for _, one := range c.Connections {
		if one.host() == host {
			return one, true
		}
	}
	return Connection{}, false
}

func (c Connection) host() string { return "idp." + c.Name + ".example" }

// pathProviders is where a tenant that real programs talk to has the identity
// providers of its connections: on that machine there is nobody else.
const pathProviders = "/_idp/"

// at is the address of the identity provider's sign-in page.
func (c Connection) at(config *Config) string {
	if config.Origin != "" {
		return config.At(pathProviders + c.Name)
	}
	return "https://" + c.host() + "/authorize"
}

// SignInPage is the page of the identity provider. What it asks for happens on
// it, and stays there.
func (c Connection) SignInPage(config *Config, state string) wire.Response {
	asks := "It has asked for the password, and for nothing else."
	if c.MFA {
		asks = "It has asked for the password and for a second factor of its own."
	}
	return page(wire.Page{
		Kind: wire.PageExternal, Title: c.Name + ": company sign-in",
		Text: []string{
			"This page belongs to the identity provider of the connection " + c.Name + ". " + asks +
				" It tells the tenant who signed in, and nothing about how.",
		},
		Form: &wire.Form{Action: config.At(pathProvided), Fields: []wire.Field{
			{Name: "state", Type: "hidden", Value: state},
			{Name: "return", Type: "choice", Label: "Sign in with " + c.Name},
		}},
	})
}

// providerPage serves the identity provider's page where it has no host of its own.
func (t *Tenant) providerPage(req wire.Request) (wire.Response, bool) {
	name, ok := strings.CutPrefix(req.Address().Path, pathProviders)
	if !ok || t.Config.Origin == "" {
		return wire.Response{}, false
	}
	for _, one := range t.Config.Connections {
		if one.Name == name {
			return one.SignInPage(t.Config, req.Query().Get("state")), true
		}
	}
	return wire.Response{}, false
}

// pathProvided is where identity providers send browsers back to.
const pathProvided = "/login/callback"

// handOver sends the browser to the identity provider of a person's connection.
// No session begins before she is back.
func (t *Tenant) handOver(tx transaction, p Person) wire.Response {
	tx.Upstream = p.Name
	t.State.transactions[tx.ID] = tx
	return redirect(p.Connection.at(t.Config), url.Values{"state": {tx.ID}})
}

// provided takes the identity provider's word for who signed in. The method is
// federated, whatever she did there (facts 1.5).
func (t *Tenant) provided(_ context.Context, req wire.Request) (wire.Response, error) {
	state := req.Query().Get("state")
	if state == "" {
		state = req.Form().Get("state")
	}
	tx, known := t.State.transactions[state]
	p, _ := t.Config.PersonByName(tx.Upstream)
	if !known || p.Name == "" {
		return wire.Response{}, invalidRequest("No sign-in waits for an identity provider under this state. Start again.")
	}
	return t.enter(req, tx, p, methodFederated)
}
