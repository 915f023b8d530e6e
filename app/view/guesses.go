package view

import (
	"mfaplayground/app/play"
	"mfaplayground/engine/tenant"
)

// factLink leads to a section of the fact sheet, which tells sources and
// confidence. It opens beside the page: nobody shall lose his place.
func factLink(m play.Model, section string) markup {
	return still("a.fact[target=_blank][rel=noopener]", attr("href", m.Base+"facts/#"+section),
		attr("title", "Fact sheet, section "+section), "fact "+section)
}

// guess is one place where the imitation guesses, with the section of the fact
// sheet that says what is known.
type guess struct{ what, fact string }

// guessList is the list of them, which is the same on all pages of a depth.
func guessList(m play.Model) markup {
	return guessesDrawn.of(m.Base, func() markup {
		return still("div.menu-body",
			still("p", "The rest follows published material. The numbers lead to the fact sheet, with sources and confidence."),
			still("ul", each(guesses(), func(_ int, g guess) markup {
				return still("li", still("span", g.what), factLink(m, g.fact))
			})))
	})
}

var guessesDrawn told[string, markup]

// guesses lists where the imitation guesses or chooses between sources that
// contradict each other (facts 13 and 14): what has no switch, then what the
// assumptions answer by default.
func guesses() []guess {
	list := []guess{
		{"How auth0-mf looks on the wire: with the attributes that were captured of auth0.", "4.1"},
		{"Leaving the MFA page leaves a session behind that has only the password.", "4.6"},
		{"Connecting a device asks for MFA in the browser, where cookies count, and never while the device polls.", "8.4"},
		{"A script that hangs, or wants too much memory, ends in access_denied.", "1.8"},
		{"The wording of some errors: expired device codes, for one.", "6.3"},
		{"A refused refresh is logged as fertft.", "12"},
	}
	for _, a := range tenant.AssumptionList {
		list = append(list, guess{a.Question + " " + a.Answers[0].Effect, a.Fact})
	}
	return list
}
