package view

import (
	"mfaplayground/app/play"
	"mfaplayground/engine/tenant"
)

// otherwise lists what would have changed a decision, each with what would have
// come of it, and leads to where it can be changed.
func otherwise(d tenant.Decision, links causeLinks) any {
	list := d.Alternatives()
	if len(list) == 0 {
		return nil
	}
	return still("section.otherwise[aria-label=What would have changed it]",
		still("h4", "What would have changed it"),
		still("ul", each(list, func(_ int, a tenant.Alternative) markup {
			return still("li.cause",
				still("div.cause-head",
					sourceChip(tenant.Reason{Source: a.Source, Name: a.Name, Line: a.Line}, links),
					still("b.then", attr("data-mark", a.Answer.Outcome), icon(string(a.Answer.Outcome)), still("span", thenText(d, a.Answer)))),
				still("p", a.Text+"."))
		})))
}

// thenText is what would have come of an alternative.
func thenText(d tenant.Decision, a tenant.Answer) string {
	text := capital(play.OutcomeText(a.Outcome))
	switch {
	case a.Outcome != d.Outcome:
		return text
	case a.Offered:
		return text + ", with a tick box"
	}
	return text + ", without a tick box"
}
