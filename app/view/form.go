package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/engine/scenario"
)

// form draws the fields of one line of the tenant file. A field shows what the
// file says, and in grey what counts when it says nothing.
type form struct {
	m             play.Model
	send          Send
	keyword, name string
}

func (f form) spot(key string) scenario.Spot {
	return scenario.Spot{Keyword: f.keyword, Name: f.name, Key: key}
}

func (f form) value(key string) string { return f.m.Scenario.Value(f.spot(key)) }

// row is a field with its label and its note; below it stands why its last edit
// was refused.
func (f form) row(id, label, note string, control app.UI) app.UI {
	return el("div.row",
		el("label", attr("for", id), label), control,
		when(note != "", el("span.hint", attr("id", "hint-"+id), note)),
		fault(f.m, id))
}

// fault tells why the edit of a field was not made.
func fault(m play.Model, id string) any {
	return when(m.Refused.Text != "" && m.Refused.Field == id,
		el("p.fault", attr("id", "fault-"+id), icon("failed"), el("span", m.Refused.Text)))
}

// described ties a field to its note, and to why its edit was refused.
func described(m play.Model, id, note string) []any {
	var ids []string
	if note != "" {
		ids = append(ids, "hint-"+id)
	}
	refused := m.Refused.Text != "" && m.Refused.Field == id
	if refused {
		ids = append(ids, "fault-"+id)
	}
	if len(ids) == 0 {
		return []any{attr("id", id)}
	}
	parts := []any{attr("id", id), attr("aria-describedby", strings.Join(ids, " "))}
	if refused {
		parts = append(parts, attr("aria-invalid", "true"))
	}
	return parts
}

// kept is what a field holds: the value, or what was typed and refused.
func kept(m play.Model, id, value string) string {
	if m.Refused.Text != "" && m.Refused.Field == id {
		return m.Refused.Typed
	}
	return value
}

// input is a text field that sends what was typed when it is left, or at Enter.
func input(m play.Model, id, value, placeholder, note string, msg play.Msg, send Send) app.UI {
	value = kept(m, id, value)
	return void("input[type=text][autocomplete=off][autocapitalize=off][spellcheck=false]",
		append(described(m, id, note), attr("value", value), attr("data-held", value),
			attr("placeholder", placeholder), on("change", msg, send))...)
}

// text is a field for a text; standard is what counts without one.
func (f form) text(key, label, standard, note string) app.UI {
	id := play.FieldID(f.spot(key))
	return f.row(id, label, note, input(f.m, id, f.value(key), standard, note, play.SetValue{At: f.spot(key)}, f.send))
}

// pick is a choice of words, the first of which counts unless another is
// given. A word may bring its title, behind a bar.
func (f form) pick(key, label, note string, words ...string) app.UI {
	id := play.FieldID(f.spot(key))
	value := kept(f.m, id, f.value(key))
	if value == "" {
		value, _, _ = strings.Cut(words[0], "|")
	}
	options := each(words, func(_ int, one string) app.UI {
		word, title, ok := strings.Cut(one, "|")
		if !ok {
			title = word
		}
		return el("option", attr("value", word), toggle{"selected", word == value}, title)
	})
	parts := append(described(f.m, id, note), attr("data-held", value), on("change", play.SetValue{At: f.spot(key)}, f.send), options)
	return f.row(id, label, note, el("select", parts...))
}

// toggle is a switch between two words.
func (f form) toggle(key, label, note, on, off string, standard bool) app.UI {
	msg := play.SetValue{At: f.spot(key), On: on, Off: off}
	value := f.value(key)
	return f.box(play.FieldID(msg.At), label, note, value == on || value == "" && standard, msg)
}

// box is a check box with its note.
func (f form) box(id, label, note string, checked bool, msg play.Msg) app.UI {
	parts := append(described(f.m, id, note), toggle{"checked", checked}, attr("data-held", checked), on("change", msg, f.send))
	return el("div.row.row-box",
		void("input[type=checkbox]", parts...),
		el("label", attr("for", id), label),
		when(note != "", el("span.hint", attr("id", "hint-"+id), note)),
		fault(f.m, id))
}

// pairs are the attributes of a line whose keys start with a prefix, and a
// field that adds one. Without a prefix they are those that no other field has.
func (f form) pairs(title, prefix, example string, others ...string) []app.UI {
	var list []app.UI
	for _, a := range f.m.Scenario.Attributes(f.keyword, f.name, prefix) {
		if prefix == "" && isOther(a.Key, others) {
			continue
		}
		list = append(list, f.text(prefix+a.Key, a.Key, "empty removes it", ""))
	}
	id := play.PairID(f.keyword, f.name, prefix)
	add := play.AddPair{Keyword: f.keyword, Name: f.name, Prefix: prefix}
	return append(list, f.row(id, "Add to "+title, "", input(f.m, id, "", example, "", add, f.send)))
}

// isOther tells whether a key is one of others, or begins with one that ends
// with a dot.
func isOther(key string, others []string) bool {
	for _, other := range others {
		if key == other || strings.HasSuffix(other, ".") && strings.HasPrefix(key, other) {
			return true
		}
	}
	return false
}

// remove takes the line of the form away.
func (f form) remove(what string) app.UI {
	id := "remove-" + f.keyword + "-" + f.name
	return el("div.row-end",
		button(f.send, play.RemoveLine{Keyword: f.keyword, Name: f.name}, class("quiet"), attr("id", id),
			icon("trash"), still("span", "Remove "+what)),
		fault(f.m, id))
}

// adder is a field that adds a line by its name.
func adder(m play.Model, keyword, label string, send Send) app.UI {
	id := play.AddID(keyword)
	return el("div.row.row-add",
		el("label", attr("for", id), label),
		input(m, id, "", "name, then Enter", "", play.AddLine{Keyword: keyword}, send),
		fault(m, id))
}

// group is a part of a form that can be closed; closed it shows what matters of
// it, and is not drawn.
func group(m play.Model, send Send, id, title, summary string, content func() []any) app.UI {
	open := m.Unfolded(id)
	parts := []any{el("h3.group-head", button(send, play.ToggleGroup{ID: id}, attr("aria-expanded", open),
		icon("chevron"), span("group-title", title), span("group-summary", summary)))}
	if open {
		parts = append(parts, el("div.group-body[role=group]", append([]any{attr("aria-label", title)}, content()...)...))
	}
	return el("section.group", parts...)
}

// purpose is what a group is for, with its fact.
func purpose(m play.Model, text, fact string) app.UI {
	return el("p.group-text", el("span", text), " ", factLink(m, fact))
}

// locked is a value that nobody can change, with the reason.
func locked(label, value, reason string) app.UI {
	return el("div.locked", icon("lock"),
		span("locked-label", label), el("code", value), span("hint", reason))
}
