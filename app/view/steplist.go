package view

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// A story of up to cardsMost steps is drawn whole, a card each; of a longer one
// two blocks of cards are drawn. The list moves on by a block, when the selected
// step comes within half a block of its end: so it stays what it is while
// somebody goes through it, and is drawn anew rarely when it is scrubbed.
const (
	cardsMost  = 42
	cardsBlock = 14
)

// cards are the first step that is drawn, and the first that no longer is.
func cards(at, n int) (from, to int) {
	if n <= cardsMost {
		return 0, n
	}
	from = (at - cardsBlock/2) / cardsBlock * cardsBlock // toward 0
	from = min(from, n-2*cardsBlock)
	return from, from + 2*cardsBlock
}

// stepList is the list of steps: a card each.
func stepList(m play.Model, send Send) app.UI {
	changed := map[int]bool{}
	for _, c := range m.Changes {
		changed[c.At] = true
	}
	n := len(m.Lines())
	from, to := cards(m.At, n)
	more := func(at, n int) any {
		return when(n > 0, el("li.more-steps", button(send, play.SelectFrame{At: at}, class("quiet"), fmt.Sprintf("%d more", n))))
	}
	return el("div.scroller[tabindex=-1]",
		el("ol.steps[aria-label=Steps][data-keys=arrows]", on("keydown", play.StepKey{}, send),
			more(from-1, from),
			each(m.Lines()[from:to], func(i int, line scenario.Line) markup {
				return step(m, from+i, line, changed[from+i], send)
			}),
			more(to, n-to)))
}

// step is one step as a card.
func step(m play.Model, i int, line scenario.Line, changed bool, send Send) markup {
	ending, mark := "not played", play.MarkNone
	if f, ok := m.FrameAt(i); ok {
		ending, mark = play.EndText(f), play.MarkOf(f)
	}
	index := -1
	if i == m.At {
		index = 0
	}
	first := i == 0 || m.Lines()[i-1].Phase != line.Phase
	return still("li.step",
		when(first && line.Phase != "", attr("data-first", "yes")),
		when(changed, attr("data-changed", "yes")),
		attr("data-mark", mark), attr("data-verb", line.Step.Verb),
		when(first && line.Phase != "", span("step-phase", line.Phase)),
		button(send, play.SelectFrame{At: i}, class("step-button"), attr("id", play.StepID(i)),
			attr("tabindex", index), when(i == m.At, attr("aria-current", "step")),
			attr("title", line.Text+" \u2192 "+ending),
			cardOf(cardText{i, stepText(line), mark, changed})))
}

// cardText is what a card says.
type cardText struct {
	at      int
	text    string
	mark    play.Mark
	changed bool
}

// cardsDrawn remembers cards: while somebody travels, all but two stay as they
// are. A long story has some hundreds.
var cardsDrawn = map[cardText]markup{}

const cardsKept = 2000

func cardOf(c cardText) markup {
	card, drawn := cardsDrawn[c]
	if drawn {
		return card
	}
	if len(cardsDrawn) == cardsKept {
		clear(cardsDrawn)
	}
	card = still("span.step-card",
		still("span.step-top", span("step-number", plain(c.at+1)),
			when(c.changed, still("span.step-changed", "\u0394", hiddenText("changed"))),
			icon(markIcon(c.mark))),
		span("step-text", c.text),
		span("step-mark", marks[c.mark]))
	cardsDrawn[c] = card
	return card
}

// stepText is a step as the timeline writes it: a wait needs no word for it.
func stepText(line scenario.Line) string {
	if line.Step.Verb == engine.VerbWait {
		return "+ " + lasting(line.Step.Wait)
	}
	return line.Text
}

// stepTools go to the neighbours of the selected step, and edit the list around
// it.
func stepTools(m play.Model, send Send) app.UI {
	at, n := m.At, len(m.Lines())
	return el("div.step-tools",
		el("div.row[role=group][aria-label=Step]",
			tool(play.TravelKey{Key: "ArrowLeft"}, "left", "Previous step", "k", at == 0, send),
			span("position", position(m)),
			tool(play.TravelKey{Key: "ArrowRight"}, "right", "Next step", "j", at >= n-1, send)),
		still("div.row[role=group][aria-label=Edit the steps]",
			tool(play.WriteStep{New: true}, "plus", "Insert a step after this one", "i", false, send),
			tool(play.WriteStep{}, "pencil", "Edit this step", "e", false, send),
			tool(play.DuplicateStep{}, "copy", "Duplicate this step", "d", false, send),
			tool(play.MoveStep{}, "earlier", "Move this step earlier", "", at == 0, send),
			tool(play.MoveStep{Later: true}, "later", "Move this step later", "", at >= n-1, send),
			tool(play.RemoveStep{}, "trash", "Remove this step", "", false, send),
			tool(play.WriteSteps{}, "lines", "Edit all steps as text", "", false, send)))
}

// draft is the field in which a step, or the list of them, is written.
func draft(m play.Model, send Send) app.UI {
	d := m.Draft
	if d.Mode == play.DraftNone {
		return el("div", toggle{"hidden", true})
	}
	label, text := fmt.Sprintf("Step %d", d.At+1), ""
	switch {
	case d.Mode == play.DraftNew:
		label = fmt.Sprintf("New step %d", d.At+1)
	case d.Mode == play.DraftList:
		label, text = "Steps as text", m.Scenario.StepsText()
	case d.At < len(m.Lines()):
		text = m.Lines()[d.At].Text
	}
	field := play.FieldStep
	if d.Mode == play.DraftList {
		field = play.FieldSteps
	}
	bad := m.Flaw.Field == field
	about := []any{attr("id", field), attr("data-draft", string(d.Mode)+plain(d.At)), attr("aria-invalid", bad),
		when(bad, attr("aria-describedby", field+"-flaw"))}
	input := void("input[type=text][autocomplete=off][spellcheck=false][placeholder=ada: visit portal]", append(about, attr("value", text))...)
	if d.Mode == play.DraftList {
		input = el("textarea[rows=10][spellcheck=false]", append(about, opening(text))...)
	}
	return el("div", toggle{"hidden", false},
		el("form.draft", attr("aria-label", label), on("submit", play.CommitDraft{Draft: d}, send),
			el("label", attr("for", field), label),
			input,
			el("div.row",
				el("button.primary[type=submit]", "Save"),
				button(send, play.CancelDraft{}, class("plain"), attr("type", "button"), attr("data-escape", "yes"), "Cancel"),
				el("a.hint[data-plain=yes][target=_blank][rel=noopener]", attr("href", m.Base+"format/"), "How steps are written")),
			flaw(m, field)))
}
