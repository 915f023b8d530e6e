package view

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// factLink leads to a section of the fact sheet, which tells sources and
// confidence. It opens beside the page: nobody shall lose his place.
func factLink(m play.Model, section string) app.UI {
	return el("a.fact[target=_blank][rel=noopener]", attr("href", m.Base+"facts/#"+section),
		attr("title", "Fact sheet, section "+section), "fact "+section)
}

// guess is one place where the imitation guesses, with the section of the fact
// sheet that says what is known.
type guess struct{ what, fact string }

// guesses lists where the imitation guesses or chooses between sources that
// contradict each other (facts 13 and 14).
var guesses = []guess{
	{"Whether the policy \"Always\" also covers refresh exchanges: the sources contradict each other. Off here, with a switch under Policy & sessions.", "3.2"},
	{"Whose browser auth0-mf remembers when two people share it: the last one who passed and ticked.", "4.5"},
	{"How auth0-mf looks on the wire: with the attributes that were captured of auth0.", "4.1"},
	{"Silent authentication renews auth0-mf, as every /authorize does where MFA is required.", "4.4"},
	{"acr_values alone demands nothing; it only keeps a remembered browser from counting.", "4.4"},
	{"Logging out leaves auth0-mf alone.", "4.7"},
	{"Leaving the MFA page leaves a session behind that has only the password.", "4.6"},
	{"A sign-in that was spared by a remembered browser does not count as mfa in methods or amr.", "2.9"},
	{"When a Rule and an Action both ask, the Action wins.", "3.4"},
	{"The provider \"none\" in a Rule means that nothing is asked.", "1.6"},
	{"On a refresh exchange a Rule finds no methods and an empty query.", "1.5"},
	{"An exchange that ends in mfa_required does not use the refresh token up.", "6.4"},
	{"Connecting a device asks for MFA in the browser, where cookies count, and never while the device polls.", "8.4"},
	{"A script that hangs, or wants too much memory, ends in access_denied.", "1.8"},
	{"The wording of some errors: expired device codes, for one.", "6.3"},
	{"A refused refresh is logged as fertft.", "12"},
}
