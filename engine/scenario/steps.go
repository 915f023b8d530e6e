package scenario

import (
	"slices"
	"strings"

	"mfaplayground/engine"
)

// verb is one thing that a step can do. A verb is found by its first word.
type verb struct {
	word   string
	syntax []string // one per form
	actor  string   // browser, display, application or admin
	parse  func(c *cursor, step *engine.Step) bool
}

// waitSyntax is that of the step that lets time pass.
const waitSyntax = "wait DURATION"

// verbs is the whole language of steps besides wait.
var verbs = []verb{
	{"visit", []string{"BROWSER: visit APP [prompt=none|login|consent|select_account] [acr_values=VALUES] [audience=AUDIENCE] [scope=SCOPES] [max_age=SECONDS] [response_type=TYPES] [response_mode=query|fragment|form_post|web_message] [login_hint=ADDRESS] [session_transfer_token=TOKEN]"}, actorBrowser, parseVisit},
	{"sign-in", []string{"BROWSER: sign-in [as PERSON] [with passkey]"}, actorBrowser, parseSignIn},
	{"pass", []string{"BROWSER: pass FACTOR [remember]"}, actorBrowser, parsePass},
	{"fail", []string{"BROWSER: fail FACTOR"}, actorBrowser, ofFactor(engine.VerbFail)},
	{"enroll", []string{"BROWSER: enroll FACTOR"}, actorBrowser, ofFactor(engine.VerbEnroll)},
	{"choose", []string{"BROWSER: choose FACTOR", "BROWSER: choose another"}, actorBrowser, parseChoose},
	{"check-session", []string{"BROWSER: check-session APP [acr_values=VALUES]"}, actorBrowser, parseCheckSession},
	{"log-out", []string{"BROWSER: log-out APP [oidc]"}, actorBrowser, parseLogOut},
	{"refresh", []string{"BROWSER: refresh APP"}, actorBrowser, parseRefresh},
	{"abandon", []string{"BROWSER: abandon"}, actorBrowser, one(engine.VerbAbandon)},
	{"activate", []string{"BROWSER: activate DISPLAY"}, actorBrowser, parseActivate},
	{"confirm", []string{"BROWSER: confirm"}, actorBrowser, one(engine.VerbConfirm)},
	{"cancel", []string{"BROWSER: cancel"}, actorBrowser, one(engine.VerbCancel)},
	{"back", []string{"BROWSER: back"}, actorBrowser, one(engine.VerbBack)},
	{"reload", []string{"BROWSER: reload"}, actorBrowser, one(engine.VerbReload)},
	{"open", []string{"BROWSER: open tab"}, actorBrowser, two("tab", engine.VerbOpenTab)},
	{"switch", []string{"BROWSER: switch tab N"}, actorBrowser, parseSwitch},
	{"return", []string{"BROWSER: return [signed=SECRET] [KEY=VALUE ...]"}, actorBrowser, parseReturn},
	{"close", []string{"BROWSER: close tab [N]"}, actorBrowser, parseClose},
	{"quit", []string{"BROWSER: quit browser"}, actorBrowser, two("browser", engine.VerbQuitBrowser)},
	{"reopen", []string{"BROWSER: reopen browser [restore]"}, actorBrowser, parseReopen},
	{"edit", []string{"BROWSER: edit cookie COOKIE VALUE"}, actorBrowser, parseEditCookie},
	{"delete", []string{"BROWSER: delete cookie COOKIE [alone]"}, actorBrowser, parseDeleteCookie},
	{"delete", []string{"admin: delete factor PERSON", "admin: delete user PERSON"}, actorAdmin, parseAdminDelete},
	{"get", []string{"APP: get PATH [KEY=VALUE ...]"}, actorApp, parseCall},
	{"post", []string{"APP: post PATH [KEY=VALUE ...]"}, actorApp, parseCall},
	{"put", []string{"APP: put PATH [KEY=VALUE ...]"}, actorApp, parseCall},
	{"patch", []string{"APP: patch PATH [KEY=VALUE ...]"}, actorApp, parseCall},
	{"delete", []string{"APP: delete PATH [KEY=VALUE ...]"}, actorApp, parseCall},
	{"power", []string{"DISPLAY: power on", "DISPLAY: power off"}, actorDisplay, parsePower},
	{"set", []string{"admin: set " + sessionSyntax, "admin: set policy never|always|adaptive"}, actorAdmin, parseSet},
	{"forget", []string{"admin: forget browsers PERSON"}, actorAdmin, parseDeed},
	{"end", []string{"admin: end sessions PERSON"}, actorAdmin, parseDeed},
	{"revoke", []string{"admin: revoke tokens|everything PERSON", "admin: revoke device DISPLAY"}, actorAdmin, parseDeed},
	{"change", []string{"admin: change password PERSON", "admin: change email PERSON ADDRESS", "admin: change phone PERSON PHONE", "admin: change username PERSON NAME"}, actorAdmin, parseDeed},
	{"block", []string{"admin: block PERSON"}, actorAdmin, parseDeed},
	{"unblock", []string{"admin: unblock PERSON"}, actorAdmin, parseDeed},
	{"press", []string{"DISPLAY: press"}, actorDisplay, one(engine.VerbPress)},
}

// The kinds of actor.
const (
	actorBrowser = "browser"
	actorDisplay = "display"
	actorApp     = "application"
	actorAdmin   = "admin" // who changes the tenant while the scenario runs; there is one
)

// steps reads the steps file: steps, the expect lines under them, # headings.
func (p *parser) steps(sec section) {
	row := 1 + strings.Count(p.text[:sec.body.start], "\n")
	for i, line := range lines(p.text, sec.body) {
		text := content(p.text, line)
		switch {
		case text.start == text.end:
			p.heading = false
		case p.text[text.start] == '#':
			p.headingLine(text)
		default:
			p.heading = false
			p.stepLine(line, text, row+i)
		}
	}
}

// headingLine reads a # line; several in a row make one heading.
func (p *parser) headingLine(text span) {
	title := strings.TrimSpace(strings.TrimLeft(p.text[text.start:text.end], "#"))
	if p.heading {
		title = strings.TrimSpace(p.phase + " " + title)
	}
	p.phase, p.heading = title, true
}

// stepLine reads a step or an expect line.
func (p *parser) stepLine(line, text span, row int) {
	words, ok := p.words(text)
	if !ok {
		return
	}
	if words[0].text == expectWord {
		p.expectLine(line, text, words[1:], row)
		return
	}
	if len(p.s.Lines) == MaxSteps {
		if !p.crowded {
			p.fail(text.start, "there are too many steps; expected at most %d", MaxSteps)
		}
		p.crowded = true
		return
	}
	// A step with a mistake is kept, so that its expect lines are read too.
	step, _ := p.step(words, text)
	p.s.Lines = append(p.s.Lines, Line{Step: step, Text: p.text[text.start:text.end], Phase: p.phase, Row: row})
	p.s.layout.blocks = append(p.s.layout.blocks, line)
	p.s.layout.steps = append(p.s.layout.steps, text)
}

// step reads one step.
func (p *parser) step(words []word, text span) (engine.Step, bool) {
	first := words[0]
	if first.text == string(engine.VerbWait) {
		return p.wait(&cursor{p: p, words: words[1:], end: text.end, syntax: waitSyntax})
	}
	if first.text == string(engine.VerbRisk) {
		return p.riskStep(words[1:], text)
	}
	actor, isActor := strings.CutSuffix(first.text, ":")
	if !isActor {
		p.notAStep(first)
		return engine.Step{}, false
	}
	kind, known := p.kindOfActor(actor)
	if !known {
		p.unknown("actor", actor, first.where.start, append(p.partyNames(true), p.partyNames(false)...))
		return engine.Step{}, false
	}
	c := &cursor{p: p, words: words[1:], end: text.end, syntax: actor + ": VERB"}
	w, ok := c.next("what " + actor + " does")
	if !ok {
		return engine.Step{}, false
	}
	step := engine.Step{Actor: actor}
	for _, v := range verbs {
		if v.word == w.text && v.by(kind) {
			c.syntax, c.taken = strings.Join(v.syntax, " or "), v.word
			ok := v.parse(c, &step) && c.done()
			return step, ok
		}
	}
	of := actor
	if kind != actorAdmin {
		of = strings.Replace("a "+kind, "a app", "an app", 1)
	}
	p.fail(w.where.start, "unknown verb %q for %s; %s", short(w.text), of, oneOf(w.text, verbsOf(kind)))
	return engine.Step{}, false
}

// kindOfActor tells what a name at the start of a step stands for. Browsers and
// displays come first, so that an application may have the name of one.
func (p *parser) kindOfActor(name string) (kind string, known bool) {
	isBrowser, isParty := p.partyOf(name)
	_, isApp := p.s.Setup.Tenant.AppByID(name)
	switch {
	case isBrowser:
		return actorBrowser, true
	case isParty:
		return actorDisplay, true
	case name == actorAdmin:
		return actorAdmin, true
	}
	return actorApp, isApp
}

// by tells whether a kind of actor can do it. An administrator sends requests
// as applications do.
func (v verb) by(kind string) bool {
	return v.actor == kind || v.actor == actorApp && kind == actorAdmin
}

// verbsOf returns the first words, each once, of the verbs of a kind of actor.
func verbsOf(kind string) []string {
	var list []string
	for _, v := range verbs {
		if v.by(kind) && !slices.Contains(list, v.word) {
			list = append(list, v.word)
		}
	}
	return list
}

// notAStep guesses what a line that starts with neither actor nor wait was
// meant to be.
func (p *parser) notAStep(first word) {
	options := []string{string(engine.VerbWait), string(engine.VerbRisk), expectWord}
	for _, name := range append(p.partyNames(true), p.partyNames(false)...) {
		options = append(options, name+":")
	}
	p.fail(first.where.start, "a line cannot start with %q; %s", short(first.text), oneOf(first.text, options))
}

func (p *parser) wait(c *cursor) (engine.Step, bool) {
	w, ok := c.next("the duration")
	if !ok || !c.done() {
		return engine.Step{}, false
	}
	d, ok := ParseDuration(w.text)
	if !ok || d == 0 {
		p.fail(w.where.start, "%q is not a duration; expected one such as 90s, 5m, 36h, 8d or 6d23h", short(w.text))
		return engine.Step{}, false
	}
	if d > MaxWait {
		p.fail(w.where.start, "%s is too long; expected at most %s in one step", w.text, FormatDuration(MaxWait))
		return engine.Step{}, false
	}
	if p.waited += d; p.waited > MaxWaits {
		p.fail(w.where.start, "the waits so far add up to more than %s; expected fewer or shorter ones", FormatDuration(MaxWaits))
		p.waited = 0
	}
	return engine.Step{Verb: engine.VerbWait, Wait: d}, true
}
