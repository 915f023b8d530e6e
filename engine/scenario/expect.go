package scenario

import (
	"strconv"
	"strings"

	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// expectWord starts an expect line.
const expectWord = "expect"

// Expectation is one expect line.
type Expectation struct {
	Text string // as written, without surrounding space
	Row  int    // line in the file, from 1

	verb  string
	not   bool     // the line says expect not ...
	party string   // the browser or display that it is about, if any
	args  []string // what follows the verb
}

// expectation is one kind of expect line: how it reads and how it is judged.
type expectation struct {
	word   string
	syntax string
	party  string // actorBrowser or actorDisplay when it is about one
	parse  func(c *cursor) ([]string, bool)
	// judge tells whether it holds, and in any case what is there.
	judge func(v view, args []string) (held bool, got string)
}

// expectations is the whole language of expect lines, in the order in which
// the manual explains it.
var expectations = []expectation{
	{"step", "expect step done|skipped", "", options("state", "done", "skipped"), judgeStep},
	{"mfa", "expect mfa asked|remembered|not-asked|refused|denied|none", "", options("outcome",
		string(tenant.Asked), string(tenant.Remembered), string(tenant.NotAsked), string(tenant.Refused),
		string(tenant.Denied), nothing), judgeMFA},
	{"because", "expect because rule|action|policy|cookie|request|session|assumption [NAME] [line N]", "", parseBecause, judgeBecause},
	{"remember", "expect remember offered|not-offered", "", options("state", "offered", "not-offered"), judgeRemember},
	{"page", `expect page login|mfa-FACTOR|mfa-options|enroll-FACTOR|recovery-code|external|app|device-code|device-confirm|device-done|error|none ["TEXT"]`, actorBrowser, parsePage, judgePage},
	{"cookie", "expect cookie COOKIE present|absent|set|renewed|expires DURATION|expires at-quit|has TEXT", actorBrowser, parseCookieState, judgeCookie},
	{"screen", `expect screen "TEXT"`, actorDisplay, parseText, judgeScreen},
	{"led", "expect led off|blue|green|red", actorDisplay, options("colour",
		string(display.LEDOff), string(display.LEDBlue), string(display.LEDGreen), string(display.LEDRed)), judgeLED},
	{"tries", "expect tries [at-least] N", actorDisplay, parseTries, judgeTries},
	{"status", "expect status NUMBER [ERROR]", "", parseStatus, judgeStatus},
	{"answer", `expect answer MEMBER ["TEXT"]`, "", parseAnswer, judgeAnswer},
	{"claim", `expect claim access-token|id-token NAME ["VALUE"]`, "", parseClaim, judgeClaim},
	{"log", "expect log CODE", "", parseWord, judgeLog},
	{"console", `expect console "TEXT"`, "", parseText, judgeConsole},
	{"remark", `expect remark "TEXT"`, "", parseText, judgeRemark},
}

// nothing is the word for "there is none".
const nothing = "none"

// kindOf returns the kind of an expectation.
func kindOf(verb string) (expectation, bool) {
	for _, kind := range expectations {
		if kind.word == verb {
			return kind, true
		}
	}
	return expectation{}, false
}

// expectLine reads an expect line and adds it to the step above.
func (p *parser) expectLine(line, text span, words []word, row int) {
	if len(p.s.Lines) == 0 {
		p.fail(text.start, "nothing can be expected before the first step; expected a step above")
		return
	}
	last := len(p.s.Lines) - 1
	p.s.layout.blocks[last].end = line.end
	c := &cursor{p: p, words: words, end: text.end, syntax: "expect [not] WHAT"}
	e, ok := p.expectation(c, p.s.Lines[last].Step.Actor)
	if !ok {
		return
	}
	e.Text, e.Row = p.text[text.start:text.end], row
	p.s.Lines[last].Expect = append(p.s.Lines[last].Expect, e)
}

// expectation reads what follows the word expect, under a step of an actor.
func (p *parser) expectation(c *cursor, actor string) (Expectation, bool) {
	e := Expectation{not: c.take("not")}
	if name, isParty := strings.CutSuffix(c.peek(), ":"); isParty {
		w, _ := c.next("the party")
		if _, known := p.partyOf(name); !known {
			p.unknown("actor", name, w.where.start, append(p.partyNames(true), p.partyNames(false)...))
			return e, false
		}
		e.party = name
	}
	w, ok := c.next("what is expected")
	if !ok {
		return e, false
	}
	var known []string
	for _, kind := range expectations {
		known = append(known, kind.word)
		if kind.word != w.text {
			continue
		}
		e.verb, c.syntax = kind.word, kind.syntax
		if e.args, ok = kind.parse(c); !ok || !c.done() {
			return e, false
		}
		return e, p.about(&e, kind, actor, w)
	}
	p.fail(w.where.start, "unknown expectation %q; %s", short(w.text), oneOf(w.text, known))
	return e, false
}

// about settles which browser or display an expectation looks at: the one it
// names, else the actor of the step, else the only one there is.
func (p *parser) about(e *Expectation, kind expectation, actor string, w word) bool {
	if kind.party == "" {
		if e.party != "" {
			p.fail(w.where.start, "%q is about no browser or display; expected it without %q", kind.word, e.party+":")
			return false
		}
		return true
	}
	wantBrowser := kind.party == actorBrowser
	names := p.partyNames(wantBrowser)
	if e.party != "" {
		if isBrowser, _ := p.partyOf(e.party); isBrowser == wantBrowser {
			return true
		}
		p.fail(w.where.start, "%q is about a %s and %q is none; %s", kind.word, kind.party, e.party, oneOf(e.party, names))
		return false
	}
	if isBrowser, known := p.partyOf(actor); known && isBrowser == wantBrowser {
		e.party = actor
		return true
	}
	if len(names) != 1 {
		p.fail(w.where.start, "it is not clear which %s is meant, there are %d; expected its name, such as expect NAME: %s",
			kind.party, len(names), kind.word)
		return false
	}
	e.party = names[0]
	return true
}

// options parses one word out of a fixed set.
func options(what string, words ...string) func(*cursor) ([]string, bool) {
	return func(c *cursor) ([]string, bool) {
		word, ok := c.choice(what, words...)
		return []string{word}, ok
	}
}

func parseWord(c *cursor) ([]string, bool) {
	w, ok := c.next("a word")
	return []string{w.text}, ok
}

func parseText(c *cursor) ([]string, bool) {
	w, ok := c.next("the text")
	if ok && w.text == "" {
		c.p.fail(w.where.start, "the text is empty; expected %s", c.syntax)
		return nil, false
	}
	return []string{w.text}, ok
}

func parsePage(c *cursor) ([]string, bool) {
	pages := []string{string(wire.PageMFAOptions), string(wire.PageRecoveryCode)}
	for _, typ := range tenant.FactorTypes {
		pages = append(pages, string(wire.MFAPage(typ)), string(wire.EnrollPage(typ)))
	}
	kind, ok := c.choice("page", append(pages, string(wire.PageLogin), string(wire.PageExternal), string(wire.PageApp), string(wire.PageDeviceCode),
		string(wire.PageDeviceConfirm), string(wire.PageLogoutConfirm), string(wire.PageConsent), string(wire.PageDeviceDone), string(wire.PageError), nothing)...)
	if !ok || len(c.words) == 0 {
		return []string{kind}, ok
	}
	text, ok := parseText(c)
	return append([]string{kind}, text...), ok
}

// parseBecause gives source, name and line; name and line may be empty.
func parseBecause(c *cursor) ([]string, bool) {
	source, ok := c.choice("source", string(tenant.FromRule), string(tenant.FromAction), string(tenant.FromPolicy),
		string(tenant.FromCookie), string(tenant.FromRequest), string(tenant.FromSession), string(tenant.FromAssumption))
	if !ok {
		return nil, false
	}
	args := []string{source, "", ""}
	if len(c.words) > 0 && c.peek() != "line" {
		w, _ := c.next("a name")
		args[1] = w.text
	}
	if c.take("line") {
		line, ok := c.number("the line")
		if !ok {
			return nil, false
		}
		args[2] = line
	}
	return args, true
}

// parseClaim gives the kind of token, the name and the value, which may be
// empty.
func parseClaim(c *cursor) ([]string, bool) {
	kind, ok := c.choice("token", claimAccess, claimID)
	if !ok {
		return nil, false
	}
	name, ok := c.next("the claim")
	args := []string{kind, name.text, ""}
	if ok && len(c.words) > 0 {
		w, _ := c.next("the value")
		args[2] = w.text
	}
	return args, ok
}

// The kinds of token that an expectation looks into.
const (
	claimAccess = "access-token"
	claimID     = "id-token"
)

// number takes a whole number and returns it in its plain spelling.
func (c *cursor) number(what string) (string, bool) {
	w, ok := c.next(what)
	if !ok {
		return "", false
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < 0 || n > 1_000_000 {
		c.p.fail(w.where.start, "%q is not a number; expected a whole number from 0 to 1000000", short(w.text))
		return "", false
	}
	return strconv.Itoa(n), true
}

func parseTries(c *cursor) ([]string, bool) {
	compare := "exactly"
	if c.take("at-least") {
		compare = "at-least"
	}
	n, ok := c.number("the number")
	return []string{compare, n}, ok
}

func parseStatus(c *cursor) ([]string, bool) {
	n, ok := c.number("the status")
	if !ok || len(c.words) == 0 {
		return []string{n, ""}, ok
	}
	code, ok := parseWord(c)
	return append([]string{n}, code...), ok
}

func parseCookieState(c *cursor) ([]string, bool) {
	name, ok := c.cookieName()
	if !ok {
		return nil, false
	}
	state, ok := c.choice("state", "present", "absent", "set", "renewed", "expires", "has")
	switch {
	case ok && state == "has":
		text, ok := parseText(c)
		return append([]string{name, state}, text...), ok
	case !ok || state != "expires":
		return []string{name, state}, ok
	}
	w, ok := c.next("the time that is left")
	if !ok {
		return nil, false
	}
	d, isDuration := ParseDuration(w.text)
	switch {
	case w.text == atQuit:
		return []string{name, state, atQuit}, true
	case isDuration:
		return []string{name, state, FormatDuration(d)}, true
	}
	c.p.fail(w.where.start, "%q is not a duration; expected one such as 7d or 6d23h, or %s", short(w.text), atQuit)
	return nil, false
}

// atQuit is said of a cookie that ends with the browser process.
const atQuit = "at-quit"
