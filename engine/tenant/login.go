package tenant

import (
	"context"
	"net/url"

	"mfaplayground/engine/wire"
)

// pathLogin is the prompt for the first factor.
const pathLogin = "/u/login"

// loginPage asks who is there. People are picked, never typed: the page has no
// field for a password, because nothing real is ever asked for.
func (t *Tenant) loginPage(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	fields := make([]wire.Field, 0, len(t.Config.People))
	for _, p := range t.Config.People {
		fields = append(fields, wire.Field{Name: "username", Type: "person", Label: p.Name, Value: p.Login()})
	}
	for _, p := range t.Config.People {
		if p.Passkey {
			fields = append(fields, wire.Field{Name: "passkey", Type: "choice", Label: "Passkey of " + p.Name, Value: p.Login()})
		}
	}
	return page(wire.Page{
		Kind: wire.PageLogin, Title: "Log in to " + tx.App.Name,
		Text: []string{"Choose who signs in. The password counts as right."},
		Form: &wire.Form{Action: t.prompt(pathLogin, tx), Fields: fields},
	}), nil
}

// The methods that a first factor leaves in the session (facts 1.5, 2.3).
const (
	methodPassword  = "pwd"
	methodFederated = "federated"
	methodPasskey   = "passkey"
)

// login takes the first factor as given: a password, which begins the session;
// a passkey, likewise; or nothing yet from who signs in somewhere else.
func (t *Tenant) login(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return wire.Response{}, err
	}
	form := req.Form()
	if p := t.Config.PersonByLogin(form.Get("passkey")); p.Name != "" && p.Passkey {
		return t.enter(req, tx, p, methodPasskey)
	}
	switch p := t.Config.PersonByLogin(form.Get("username")); {
	case p.Connection.Name != "":
		return t.handOver(tx, p), nil
	case p.Name != "":
		return t.enter(req, tx, p, methodPassword)
	}
	t.log("f", "Failed Login", "Wrong email or password.", tx.App.ID, "")
	return wire.Response{}, invalidRequest("Wrong email or password.")
}

// enter begins the session of a person who has passed the first factor.
func (t *Tenant) enter(req wire.Request, tx transaction, p Person, method string) (wire.Response, error) {
	if e := t.mayGoOn(p.Name); e != nil {
		t.log("f", "Failed Login", e.Description, tx.App.ID, p.Name)
		return wire.Response{}, e.of(tx)
	}
	t.State.transactions[tx.ID] = tx.again(p.Name)
	resp := redirect(t.url("/authorize/resume"), url.Values{"state": {tx.ID}})
	t.touch(&resp, t.startSession(req, p.Name, method), tx.App.ID)
	return resp, nil
}

// prompt is the address of a prompt of an authorization.
func (t *Tenant) prompt(path string, tx transaction) string {
	return t.url(path) + "?" + url.Values{"state": {tx.ID}}.Encode()
}
