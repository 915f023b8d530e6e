package export

import (
	"fmt"
	"strings"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// Markdown returns a played scenario as a document: its story, the link that
// opens it (unless it is empty), the code that runs, and what happened.
func Markdown(r scenario.Result, link string) string {
	s := r.Scenario
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", plain(s.Title))
	for _, block := range strings.Split(s.Story, "\n\n") {
		switch {
		case strings.TrimSpace(block) == "":
		case strings.HasPrefix(block, "    "):
			b.WriteString(fenced("", strings.Trim(block, "\n")))
		default:
			fmt.Fprintf(&b, "%s\n\n", plain(block))
		}
	}
	if link != "" {
		fmt.Fprintf(&b, "[Open it in the MFA Playground](<%s>)\n\n", link)
	}
	b.WriteString("The simulation imitates the MFA behaviour of an Auth0 tenant; it is independent of Auth0.\n\n")
	code(&b, script.Rule, s.Setup.Tenant.Rules)
	code(&b, script.Action, s.Setup.Tenant.Actions)
	b.WriteString("## What happens\n\n")
	b.WriteString(fenced("text", strings.TrimRight(scenario.Transcript(r), "\n")))
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// code writes the scripts that run.
func code(b *strings.Builder, kind script.Kind, scripts []tenant.Script) {
	for _, s := range scripts {
		if s.Enabled {
			fmt.Fprintf(b, "## %s `%s`\n\n%s", strings.ToUpper(string(kind[:1]))+string(kind[1:]), s.Name, fenced("js", s.Code))
		}
	}
}

// Link returns the link to a scenario as Markdown, with what it shows.
func Link(title, outcome, link string) string {
	text := fmt.Sprintf("[%s](<%s>)", plain(title), link)
	if outcome != "" {
		text += ": " + plain(outcome)
	}
	return text + "\n"
}

// plain escapes what Markdown, or HTML in it, would take for markup.
func plain(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j, r := range line {
			switch {
			case strings.ContainsRune("\\`*_[]<>&|~$", r), j == 0 && strings.ContainsRune("#+-=:", r):
				b.WriteByte('\\')
			case j > 0 && (r == '.' || r == ')') && strings.Trim(line[:j], "0123456789") == "":
				b.WriteByte('\\') // a number would begin a list
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fenced is a block of code. Its fence is longer than any run of backticks in
// it, so that the code cannot end it.
func fenced(language, text string) string {
	longest, run := 2, 0
	for _, r := range text {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	return fence + language + "\n" + text + "\n" + fence + "\n\n"
}
