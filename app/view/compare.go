package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// differenceShown is how many changed steps the bar shows one by one.
const differenceShown = 3

// difference tells which steps end differently than before the latest edit, or
// than the pinned baseline, and opens each before and after.
func difference(m play.Model, send Send) app.UI {
	n := len(m.Changes)
	if n == 0 && !m.Against.Pinned {
		return el("div.difference[role=status]", toggle{"hidden", true})
	}
	rest := n - differenceShown
	return el("div.difference[role=status]", toggle{"hidden", false},
		el("strong", differenceText(m)),
		el("ul", each(m.Changes[:min(n, differenceShown)], func(_ int, c play.Change) app.UI { return change(m, c, send) })),
		more(m, rest, send),
		when(!m.Against.Pinned, button(send, play.Undo{}, class("quiet"), "Undo")),
		pin(m, send),
		when(!m.Against.Pinned, button(send, play.Dismiss{}, class("square"),
			attr("aria-label", "Dismiss the comparison"), icon("close"))),
		beside(m, send))
}

// more opens the first of the changed steps that the bar has no room for; from
// there it is a click to each of the others.
func more(m play.Model, rest int, send Send) any {
	if rest <= 0 {
		return nil
	}
	return button(send, play.OpenBeside{At: m.Changes[differenceShown].At}, class("quiet"), fmt.Sprintf("and %d more", rest))
}

// pin keeps what is shown to compare every later edit with it, or lets it go.
func pin(m play.Model, send Send) markup {
	if m.Against.Pinned {
		return button(send, play.Unpin{}, class("quiet"), "Let the baseline go")
	}
	return button(send, play.Pin{}, class("quiet"),
		attr("title", "Compare every edit from now on with what is shown now"), "Keep as baseline")
}

// differenceText is the headline of the difference bar.
func differenceText(m play.Model) string {
	all, text := len(m.Result.Frames), ""
	switch n := len(m.Changes); n {
	case 0:
		return "All steps end as in the baseline"
	case 1:
		text = fmt.Sprintf("1 of %d steps now ends differently", all)
	default:
		text = fmt.Sprintf("%d of %d steps now end differently", n, all)
	}
	if m.Against.Pinned {
		return text + " than in the baseline"
	}
	return text
}

// change is one step that ends differently, in a few words.
func change(m play.Model, c play.Change, send Send) app.UI {
	before, after := apart(c.Before.Text, c.After.Text)
	return el("li", button(send, play.OpenBeside{At: c.At}, class("change"), attr("id", play.ChangeID(c.At)),
		attr("aria-expanded", c.At == m.Beside), attr("title", "Show both side by side"),
		span("change-step", fmt.Sprintf("Step %d", c.At+1)),
		span("change-before", before),
		icon("right"),
		hiddenText("now: "),
		span("change-after", after)))
}

// apart leaves out what two sentences have in common, part by part; sentences
// that do not differ stay whole.
func apart(before, after string) (string, string) {
	b, a := strings.Split(before, ", "), strings.Split(after, ", ")
	left := slices.DeleteFunc(slices.Clone(b), func(part string) bool { return slices.Contains(a, part) })
	right := slices.DeleteFunc(slices.Clone(a), func(part string) bool { return slices.Contains(b, part) })
	if len(left) == 0 || len(right) == 0 {
		return before, after
	}
	return strings.Join(left, ", "), strings.Join(right, ", ")
}

// beside shows the opened step before and after, side by side.
func beside(m play.Model, send Send) app.UI {
	at := slices.IndexFunc(m.Changes, func(c play.Change) bool { return c.At == m.Beside })
	now, ok := m.FrameAt(m.Beside)
	if at < 0 || !ok {
		return nil
	}
	c := m.Changes[at]
	// The buttons stay what they are: go-app turns one element into another, and
	// a click on its way would meet the wrong one.
	to := func(i int, label, picture string) markup {
		inside := i >= 0 && i < len(m.Changes)
		msg := play.OpenBeside{At: c.At}
		if inside {
			msg.At = m.Changes[i].At
		}
		return button(send, msg, class("square"), toggle{"disabled", !inside},
			attr("aria-label", label), attr("title", label), icon(picture))
	}
	return el("section.beside[aria-label=Before and after]",
		el("div.beside-head", el("h2", fmt.Sprintf("Step %d: %s", c.At+1, m.Lines()[c.At].Text)),
			to(at-1, "Previous difference", "left"), to(at+1, "Next difference", "right"),
			button(send, play.OpenBeside{At: -1}, class("square"), attr("aria-label", "Close before and after"), icon("close"))),
		ended("Before", c.Before, c.Was),
		ended("Now", c.After, now))
}

// ended is how a step ended, in words: the decision with its causes, then what
// browsers and displays show.
func ended(title string, e play.Ending, f engine.Frame) app.UI {
	var causes []tenant.Reason
	headline := e.Text
	if n := len(f.Decisions); n > 0 {
		causes, headline = f.Decisions[n-1].Because, headlines[f.Decisions[n-1].Outcome]
	}
	var shown []string
	if f.Skipped != "" {
		shown = append(shown, "Skipped: "+f.Skipped)
	}
	for _, b := range f.Browsers {
		if b.Page != nil {
			shown = append(shown, whose(b.Name)+": "+b.Page.Title)
		}
		var names []string
		for _, c := range b.Jar {
			names = append(names, c.Name)
		}
		if len(names) > 0 {
			shown = append(shown, whose(b.Name)+" has the cookies "+strings.Join(names, ", "))
		}
	}
	for _, d := range f.Displays {
		shown = append(shown, "The "+d.Name+": "+strings.Join(d.Screen, " "))
	}
	return el("div.ended", attr("data-mark", e.Mark),
		el("h3", title), el("b", icon(markIcon(e.Mark)), el("span", headline)),
		el("ul", each(causes, func(_ int, r tenant.Reason) app.UI { return el("li", r.Text) })),
		el("ul.ended-shown", each(shown, func(_ int, text string) app.UI { return el("li", text) })))
}
