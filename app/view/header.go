package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
)

// header is the bar at the top: what this is, which lesson, undo and share.
func header(m play.Model, send Send) app.UI {
	return el("header.top",
		still("h1.brand", mark(), still("span", "MFA Playground")),
		lessonPicker(m),
		el("div.top-tools",
			el("span.notice[role=status]", m.Notice),
			tool(play.Undo{}, "undo", "Undo", "u", len(m.Past) == 0, send),
			tool(play.Redo{}, "redo", "Redo", "r", len(m.Future) == 0, send),
			shareTools(send),
			moreMenu(send),
		),
	)
}

// tool is a button with an icon, and a key that presses it: web/keys.js finds
// the keys in the page and lists them.
func tool(msg play.Msg, picture, label, key string, off bool, send Send) markup {
	title := label
	if key != "" {
		title += " (" + key + ")"
	}
	return button(send, msg, class("square"), toggle{"disabled", off}, attr("aria-label", label), attr("title", title),
		when(key != "", attr("aria-keyshortcuts", key)), icon(picture))
}

// moreMenu holds what is needed now and then. What it does without the model,
// web/page.js does.
func moreMenu(send Send) markup {
	return still("details.menu.more-menu",
		still("summary.square[aria-label=More][title=More]", icon("dots")),
		still("div.menu-body",
			button(send, play.Restart{}, class("quiet"), attr("title", "Go back to the lesson as bundled; can be undone"), "Restart the lesson"),
			still("button.quiet[data-do=tour]", "Guided start"),
			still("button.quiet[data-do=print]", "Print"),
			still("button.quiet[data-do=shortcuts][aria-keyshortcuts=?]", "Keyboard shortcuts"),
			still("label.theme", "Theme", still("select[data-theme-choice=yes]",
				still("option[value=]", "Automatic"), still("option[value=light]", "Light"), still("option[value=dark]", "Dark")))))
}

// mark is the sign of the playground: a shield with a hand of a clock.
func mark() markup {
	return still("svg[viewBox=0 0 24 24][data-c=logo][aria-hidden=true][focusable=false][width=22][height=22]",
		still("path[data-c=logo-shield][d=M12 1.500l9 3.200v6.600c0 5.200-3.700 9-9 11.200-5.300-2.200-9-6-9-11.200V4.700z]"),
		still("path[data-c=logo-hand][d=M12 6.500v5.800l3.800 2.400]"))
}

// lessonPicker lists the lessons as links to their own pages.
func lessonPicker(m play.Model) markup {
	return pickerDrawn.of(pickerID{m.Base, m.Lesson, len(m.Lessons), strings.Join(m.Guide.Solved, " ")}, func() markup { return drawPicker(m) })
}

// pickerDrawn is the list of lessons, which hardly ever changes.
var pickerDrawn told[pickerID, markup]

type pickerID struct {
	base, lesson string
	lessons      int
	solved       string
}

func drawPicker(m play.Model) markup {
	title := m.Lesson
	for _, l := range m.Lessons {
		if l.Slug == m.Lesson {
			title = l.Title
		}
	}
	return still("details.menu.lessons",
		still("summary", span("menu-label", "Lesson"), still("b", title), icon("down")),
		still("nav[aria-label=Lessons]",
			still("ol", each(m.Lessons, func(_ int, l play.Lesson) markup {
				return still("li", still("a[data-plain=yes]", attr("href", LessonAddress(m, l)),
					when(l.Slug == m.Lesson, attr("aria-current", "page")), l.Title,
					when(m.WasSolved(l.Slug), still("span.solved-mark", "solved"))))
			})),
			still("a.all[data-plain=yes]", attr("href", m.Base+"lessons/"), "All lessons, with a search")))
}

// LessonAddress is the relative address of a lesson's page.
func LessonAddress(m play.Model, l play.Lesson) string {
	return m.Base + "lessons/" + l.Slug + "/"
}

// strip is the line below the header: what to look for, and what this is not.
func strip(m play.Model, send Send) app.UI {
	lead, rest := story(m)
	return el("aside.strip[aria-label=About this lesson]",
		el("details.story",
			el("summary", el("b", "The story"), span("lead", lead), span("read-on", "Read on and try it"), icon("down")),
			still("div.story-text[tabindex=0][role=group][aria-label=The story]", each(rest, storyBlock))),
		el("div.honest",
			el("p", "An independent imitation of an Auth0 tenant's MFA; not affiliated."),
			el("details.menu.guesses",
				el("summary", "What is guessed"),
				guessList(m)),
		),
		outcome(m),
		goalBar(m, send))
}

// outcome tells in a sentence what the panels show in full. It is there before
// them: the first paint ends with it.
func outcome(m play.Model) any {
	where := m.Where()
	return when(where != "", still("p.outcome", still("b", "The outcome"), span("ending", where)))
}

// block is a paragraph of the story, or code in it.
type block struct {
	text string
	code bool
}

// story splits the scenario's story into its first sentence and its blocks.
// As in package documentation, an indented block is code.
func story(m play.Model) (lead string, blocks []block) {
	if m.Scenario == nil {
		return "", nil
	}
	for _, text := range strings.Split(m.Scenario.Story, "\n\n") {
		switch {
		case strings.TrimSpace(text) == "":
		case strings.HasPrefix(text, "    "):
			blocks = append(blocks, block{dedent(text), true})
		default:
			blocks = append(blocks, paragraphs(text)...)
		}
	}
	if len(blocks) == 0 {
		return m.Scenario.Title, nil
	}
	lead = blocks[0].text
	if end := strings.Index(lead, ". "); end > 0 {
		lead = lead[:end+1]
	}
	return lead, blocks
}

// paragraphs joins the lines of a paragraph; a line that begins with a dash
// begins one of its own.
func paragraphs(text string) []block {
	var blocks []block
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if n := len(blocks); n > 0 && !strings.HasPrefix(line, "- ") {
			blocks[n-1].text += " " + line
			continue
		}
		blocks = append(blocks, block{text: line})
	}
	return blocks
}

// dedent takes the four spaces that mark code away.
func dedent(text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "    ")
	}
	return strings.Join(lines, "\n")
}

// storyBlock draws a block of the story.
func storyBlock(_ int, b block) markup {
	if b.code {
		return still("pre.code[tabindex=0]", b.text)
	}
	return still("p", b.text)
}
