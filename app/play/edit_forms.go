package play

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Messages of the forms of the Tenant panel. Each changes one place of the
// tenant file; an edit that is refused is named at its field.
type (
	// SetValue sets the value at a spot. With On, the control is a switch with
	// the words On and Off.
	SetValue struct {
		At             scenario.Spot
		Value, On, Off string
	}
	// SetItem puts a word into the list at a spot, or takes it out.
	SetItem struct {
		At   scenario.Spot
		Item string
		On   bool
	}
	// MoveItem moves a word of the list at a spot, by -1 or 1.
	MoveItem struct {
		At   scenario.Spot
		Item string
		By   int
	}
	// AddPair adds an attribute whose key begins with a prefix to a line; Text is
	// KEY=VALUE.
	AddPair struct {
		Keyword, Name, Prefix string
		Text                  string
	}
	// AddLine adds a person, an application, a browser or a display.
	AddLine struct{ Keyword, Name string }
	// RemoveLine takes one away.
	RemoveLine struct{ Keyword, Name string }
)

// Messages about the scripts of the tenant.
type (
	// AddScript adds a rule or action; Text is its name, a line feed, its code.
	AddScript struct {
		Kind script.Kind
		Text string
	}
	// RemoveScript takes one away.
	RemoveScript struct {
		Kind script.Kind
		Name string
	}
	// MoveScript has one run earlier (-1) or later (1).
	MoveScript struct {
		Kind script.Kind
		Name string
		By   int
	}
	// RenameScript gives one another name.
	RenameScript struct {
		Kind     script.Kind
		Name, To string
	}
)

// ToggleGroup opens or closes a part of the Tenant panel.
type ToggleGroup struct{ ID string }

func (SetValue) msg()     {}
func (SetItem) msg()      {}
func (MoveItem) msg()     {}
func (AddPair) msg()      {}
func (AddLine) msg()      {}
func (RemoveLine) msg()   {}
func (AddScript) msg()    {}
func (RemoveScript) msg() {}
func (MoveScript) msg()   {}
func (RenameScript) msg() {}
func (ToggleGroup) msg()  {}

// Fill sets the value; a switch takes its word.
func (m SetValue) Fill(value string) Msg {
	m.Value = value
	if m.On != "" {
		m.Value = m.Off
		if value == "true" {
			m.Value = m.On
		}
	}
	return m
}

// Fill sets whether the word is in the list.
func (m SetItem) Fill(value string) Msg { m.On = value == "true"; return m }

// Fill sets the pair.
func (m AddPair) Fill(value string) Msg { m.Text = value; return m }

// Fill sets the name.
func (m AddLine) Fill(value string) Msg { m.Name = strings.TrimSpace(value); return m }

// Fill sets the name and the code.
func (m AddScript) Fill(value string) Msg { m.Text = value; return m }

// Fill sets the new name.
func (m RenameScript) Fill(value string) Msg { m.To = strings.TrimSpace(value); return m }

// Refusal is an edit of a form that was not made: what was typed stays in its
// field, with what was expected below it.
type Refusal struct{ Field, Typed, Text string }

// FieldID is the id of the field for a spot.
func FieldID(at scenario.Spot) string {
	return strings.TrimRight("set-"+at.Keyword+"-"+at.Name+"-"+at.Key, "-")
}

// AddID is the id of the field that adds a line of a keyword.
func AddID(keyword string) string { return "add-" + keyword }

// PairID is the id of the field that adds an attribute.
func PairID(keyword, name, prefix string) string { return "add-" + keyword + "-" + name + "-" + prefix }

// NameID is the id of the field with the name of a script.
func NameID(kind script.Kind) string { return "name-" + string(kind) }

// form answers the messages of forms.
func (m Model) form(msg Msg) (Model, []Cmd) {
	switch msg := msg.(type) {
	case SetValue:
		next, err := m.Scenario.With(msg.At, strings.TrimSpace(msg.Value))
		return m.filled(FieldID(msg.At), msg.Value, next, err)
	case SetItem, MoveItem:
		return m.editWords(msg)
	case AddPair:
		next, err := m.withPair(msg)
		return m.filled(PairID(msg.Keyword, msg.Name, msg.Prefix), msg.Text, next, err)
	case AddLine:
		next, err := m.withLine(msg)
		return m.filled(AddID(msg.Keyword), msg.Name, next, err)
	case RemoveLine:
		next, err := m.Scenario.WithoutLine(msg.Keyword, msg.Name)
		return m.filled("remove-"+msg.Keyword+"-"+msg.Name, "", next, err)
	case ToggleGroup:
		return m.toggle(msg.ID), nil
	}
	return m.editScripts(msg)
}

// toggle opens a part that is closed, or closes it.
func (m Model) toggle(id string) Model {
	if i := slices.Index(m.Toggled, id); i >= 0 {
		m.Toggled = slices.Concat(m.Toggled[:i], m.Toggled[i+1:])
		return m
	}
	m.Toggled = append(slices.Clone(m.Toggled), id)
	return m
}

// Unfolded tells whether a part is open. Those whose name begins with "open-"
// open by themselves.
func (m Model) Unfolded(id string) bool {
	return strings.HasPrefix(id, "open-") != slices.Contains(m.Toggled, id)
}

// unfold opens a part.
func (m Model) unfold(id string) Model {
	if m.Unfolded(id) {
		return m
	}
	return m.toggle(id)
}

// filled takes over what a field led to.
func (m Model) filled(field, typed string, next *scenario.Scenario, err error) (Model, []Cmd) {
	if err != nil {
		m.Refused = Refusal{Field: field, Typed: typed, Text: firstOf(err)}
		return m, []Cmd{SyncForms{}, Announce{Text: m.Refused.Text}}
	}
	m.Refused = Refusal{}
	if next == m.Scenario {
		return m, []Cmd{SyncForms{}}
	}
	m, cmds := m.edited("", next, 0)
	return m, append(cmds, SyncForms{})
}

// firstOf is the first mistake of an edit, without its place in the file.
func firstOf(err error) string {
	var list scenario.Errors
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Msg
	}
	return err.Error()
}

// List returns the words that count at a spot: those of the text, or the
// default.
func (m Model) List(at scenario.Spot) []string {
	text := m.Scenario.Value(at)
	switch {
	case at.Keyword == "factors" && text == "":
		return tenant.DefaultFactors
	case at.Keyword == "factors":
		return strings.Fields(text)
	case at.Key == "factors" && text == "":
		return []string{"otp"}
	case text == "" || text == "none":
		return nil
	}
	return strings.Split(text, ",")
}

// editWords answers the messages about lists of words.
func (m Model) editWords(msg Msg) (Model, []Cmd) {
	var at scenario.Spot
	var list []string
	var item, focus string
	switch msg := msg.(type) {
	case SetItem:
		at, item, list = msg.At, msg.Item, slices.Clone(m.List(msg.At))
		list = slices.DeleteFunc(list, func(word string) bool { return word == item })
		if msg.On {
			list = append(list, item)
		}
	case MoveItem:
		at, item, list = msg.At, msg.Item, slices.Clone(m.List(msg.At))
		focus = fmt.Sprint(msg.By)
		i := slices.Index(list, item)
		if to := i + msg.By; i >= 0 && to >= 0 && to < len(list) {
			list[i], list[to] = list[to], list[i]
		}
	}
	value := strings.Join(list, ",")
	switch {
	case at.Keyword == "factors" && len(list) == 0:
		return m.filled(ItemID(at, item), "", nil, errors.New("at least one factor stays switched on; expected an independent one"))
	case at.Keyword == "factors":
		value = strings.Join(list, " ")
	case len(list) == 0:
		value = "none"
	}
	next, err := m.Scenario.With(at, value)
	m, cmds := m.filled(ItemID(at, item), "", next, err)
	// The word may stand elsewhere now: whoever goes on stays with it.
	return m, append(cmds, Focus{ID: ItemID(at, item) + focus})
}

// ItemID is the id of the box for a word of a list; with -1 or 1 behind it, of
// the button that moves the word.
func ItemID(at scenario.Spot, item string) string { return FieldID(at) + "-" + item }

// withPair adds an attribute.
func (m Model) withPair(msg AddPair) (*scenario.Scenario, error) {
	key, value, ok := strings.Cut(msg.Text, "=")
	at := scenario.Spot{Keyword: msg.Keyword, Name: msg.Name, Key: msg.Prefix + strings.TrimSpace(key)}
	switch {
	case strings.TrimSpace(msg.Text) == "":
		return m.Scenario, nil
	case !ok || strings.TrimSpace(key) == "" || strings.TrimSpace(value) == "":
		return nil, fmt.Errorf("%q is not a key with a value; expected KEY=VALUE, such as plan=gold", msg.Text)
	case m.Scenario.Value(at) != "":
		return nil, fmt.Errorf("the key %q is there already; expected another one", strings.TrimSpace(key))
	}
	return m.Scenario.With(at, strings.TrimSpace(value))
}

// withLine adds a line with what it cannot do without.
func (m Model) withLine(msg AddLine) (*scenario.Scenario, error) {
	if msg.Name == "" {
		return m.Scenario, nil
	}
	setup := m.Setup()
	var attributes []scenario.Attribute
	switch msg.Keyword {
	case "person":
		attributes = []scenario.Attribute{{Key: "email", Value: msg.Name + "@example.com"}}
	case "app":
		attributes = []scenario.Attribute{{Key: "type", Value: string(tenant.AppSPA)}}
	case "connection":
		attributes = []scenario.Attribute{{Key: "strategy", Value: tenant.Strategies[0]}}
	case "browser":
		if len(setup.Tenant.People) == 0 {
			return nil, errors.New("nobody could sit before it; expected a person first")
		}
		attributes = []scenario.Attribute{{Key: "person", Value: setup.Tenant.People[0].Name}}
	case "display":
		i := slices.IndexFunc(setup.Tenant.Apps, func(a tenant.App) bool { return a.Type == tenant.AppDevice })
		if i < 0 {
			return nil, errors.New("no application is of type device; expected one first")
		}
		attributes = []scenario.Attribute{{Key: "app", Value: setup.Tenant.Apps[i].ID}}
	}
	return m.Scenario.WithLine(msg.Keyword, msg.Name, attributes...)
}

// editScripts answers the messages that add, order, rename and remove scripts.
func (m Model) editScripts(msg Msg) (Model, []Cmd) {
	field := ""
	var next *scenario.Scenario
	var err error
	switch msg := msg.(type) {
	case AddScript:
		name, code, _ := strings.Cut(msg.Text, "\n")
		name = m.freeName(msg.Kind, name)
		if next, err = m.Scenario.WithScript(msg.Kind, name, code); err == nil {
			m = m.closed("add-" + string(msg.Kind))
			return m.opened(msg.Kind, name, next)
		}
		field = AddID(string(msg.Kind))
	case RemoveScript:
		next, err = m.Scenario.WithoutScript(msg.Kind, msg.Name)
		field = NameID(msg.Kind)
		if err == nil {
			return m.opened(msg.Kind, "", next)
		}
	case MoveScript:
		next, err = m.Scenario.WithScriptMoved(msg.Kind, msg.Name, msg.By)
		field = NameID(msg.Kind)
	case RenameScript:
		field = NameID(msg.Kind)
		if next, err = m.Scenario.WithScriptNamed(msg.Kind, msg.Name, msg.To); err == nil && next != m.Scenario {
			m = m.closed("rename-" + string(msg.Kind))
			return m.opened(msg.Kind, msg.To, next)
		}
		return m.filled(field, msg.To, next, err)
	}
	return m.filled(field, "", next, err)
}

// closed closes a part of the panel that is closed unless toggled.
func (m Model) closed(id string) Model {
	m.Toggled = slices.DeleteFunc(slices.Clone(m.Toggled), func(s string) bool { return s == id })
	return m
}

// opened makes a scenario the current one with a script of it in the editor;
// the empty name stands for the first one there is.
func (m Model) opened(kind script.Kind, name string, next *scenario.Scenario) (Model, []Cmd) {
	m.Refused = Refusal{}
	m, cmds := m.edited("", next, 0)
	if name = cmp.Or(name, firstScript(m.scripts(kind), "")); kind == script.Action {
		m.Action = name
	} else {
		m.Rule = name
	}
	m = m.show()
	return m, append(cmds, SetEditor{Text: m.Shown})
}

// freeName is a name that no script of a kind has, made from the wished one.
func (m Model) freeName(kind script.Kind, wish string) string {
	name := wish
	for n := 2; ; n++ {
		if _, taken := m.Code(kind, name); !taken {
			return name
		}
		name = fmt.Sprintf("%s-%d", wish, n)
	}
}
