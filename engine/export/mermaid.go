package export

import (
	"fmt"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/wire"
)

// mermaidMessages is how many exchanges a diagram has at most; readers give up
// before, and so does Mermaid.
const mermaidMessages = 150

// Mermaid returns the steps from one index up to another as a sequence diagram
// in Mermaid's language: who asked whom for what, and what was decided.
func Mermaid(r scenario.Result, from, to int) string {
	d := diagram{ids: map[string]string{}}
	for i := from; i < min(to, len(r.Frames)); i++ {
		d.step(i, r.Scenario.Lines[i].Text, r.Frames[i])
	}
	if d.left > 0 && len(d.order) > 0 {
		d.note(d.order[0], fmt.Sprintf("%d more exchanges are left out", d.left))
	}
	var head strings.Builder
	head.WriteString("sequenceDiagram\n")
	for _, name := range d.order {
		fmt.Fprintf(&head, "  participant %s as %s\n", d.ids[name], label(name))
	}
	return head.String() + d.body.String()
}

// diagram is a sequence diagram in the making.
type diagram struct {
	body  strings.Builder
	ids   map[string]string // of each party, by its name
	order []string          // the parties in the order in which they appear
	sent  int               // exchanges so far
	left  int               // exchanges beyond the limit
}

// id returns how the diagram's text calls a party; names are for readers only.
func (d *diagram) id(name string) string {
	if _, known := d.ids[name]; !known {
		d.ids[name] = fmt.Sprintf("p%d", len(d.ids)+1)
		d.order = append(d.order, name)
	}
	return d.ids[name]
}

func (d *diagram) note(over, text string) {
	fmt.Fprintf(&d.body, "  Note over %s: %s\n", d.id(over), label(text))
}

// step writes what one step did.
func (d *diagram) step(i int, text string, f engine.Frame) {
	who := "everybody"
	if len(f.Exchanges) > 0 {
		who = f.Exchanges[0].From
	} else if name, _, ok := strings.Cut(text, ":"); ok {
		who = name
	}
	title := fmt.Sprintf("%d. %s", i+1, text)
	if f.Skipped != "" {
		title += " (skipped)"
	}
	d.note(who, title)
	for _, x := range f.Exchanges {
		if d.sent++; d.sent > mermaidMessages {
			d.left++
			continue
		}
		from, to := d.id(x.From), d.id(x.To)
		u := x.Request.Address()
		fmt.Fprintf(&d.body, "  %s->>%s: %s\n", from, to, label(x.Request.Method+" "+u.Path))
		fmt.Fprintf(&d.body, "  %s-->>%s: %s\n", to, from, label(answerOf(x.Response)))
		if n := x.Decision; n > 0 && n <= len(f.Decisions) {
			d.note(x.To, "MFA "+strings.ReplaceAll(string(f.Decisions[n-1].Outcome), "-", " "))
		}
	}
}

// answerOf sums a response up.
func answerOf(r wire.Response) string {
	text := fmt.Sprint(r.Status)
	if p := r.Page; p != nil {
		text += " " + p.Title
	}
	if to := (wire.Request{URL: r.Location()}).Address(); to.Path != "" {
		text += " to " + to.Host + to.Path
	}
	for _, c := range r.SetCookies() {
		if strings.HasSuffix(c.Name, wire.TwinSuffix) {
			continue
		}
		if c.MaxAge < 0 {
			text += ", clears " + c.Name
		} else {
			text += ", sets " + c.Name
		}
	}
	return text
}

// labelLength is how many characters of a text a diagram shows.
const labelLength = 80

// label escapes what Mermaid, or the HTML that it draws, would take for syntax:
// its entities are those of HTML with "#" for "&".
func label(text string) string {
	var b strings.Builder
	for n, r := range []rune(text) {
		if n == labelLength {
			b.WriteString("...")
			break
		}
		switch {
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		case strings.ContainsRune("#;<>&%\"'`{}[]\\$@", r):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
