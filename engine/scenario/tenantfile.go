package scenario

import (
	"strings"

	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// entry is one line of the tenant file: a keyword, its arguments and its
// KEY=VALUE attributes in any order.
type entry struct {
	keyword string
	line    span // with its line end
	text    span // without surrounding space
	args    []word
	attrs   []word
}

// keyword is one kind of line of the tenant file.
type keyword struct {
	word   string
	syntax string
	once   bool // at most one such line
	parse  func(p *parser, e entry, syntax string)
}

// appSyntax is long.
const appSyntax = `app ID type=spa|device|native|web|m2m [name="TEXT"] [party=first|third] [web-origins=own|none] [grants=GRANT,...] [refresh=rotating|non-rotating] [leeway=DURATION] ` +
	`[refresh-idle=DURATION|never] [refresh-absolute=DURATION|never] [metadata.KEY=VALUE ...]`

const browserSyntax = "browser NAME person=PERSON [third-party-cookies=allowed|blocked] [samesite-none=kept|rejected] " +
	"[signed-in=AGE[/LAST]] [passed=FACTOR] [remembered=AGE[/LAST]] [refresh-token=APP/AGE] " +
	"[ip=ADDRESS] [asn=NUMBER] [language=TAG] [geoip.KEY=VALUE ...]"

// keywords is the whole language of the tenant file, in the order in which the
// manual explains it.
var keywords = []keyword{
	{"domain", "domain HOST", true, (*parser).domain},
	{"start", "start YYYY-MM-DDTHH:MM:SSZ", true, (*parser).start},
	{"policy", "policy never|always|adaptive", true, (*parser).policy},
	{"plan", "plan self-service|enterprise", true, (*parser).plan},
	{"risk", riskSyntax, true, (*parser).risk},
	{"session", sessionSyntax, true, (*parser).session},
	{"profile", "profile NAME", true, (*parser).underProfile},
	{"assume", "assume NAME=VALUE ...", true, (*parser).assume},
	{"customize-mfa", "customize-mfa on|off", true, (*parser).customizeMFA},
	{"attack-protection", "attack-protection [bot-detection=on|off] [breached-passwords=on|off] [rate=NUMBER]", true, (*parser).guard},
	{"factors", "factors FACTOR ...", true, (*parser).factors},
	{"configuration", "configuration KEY=VALUE ...", true, (*parser).configuration},
	{"connection", "connection NAME strategy=waad|ad|samlp|oidc [mfa=on|off]", false, (*parser).connection},
	{"person", personSyntax, false, (*parser).person},
	{"app", appSyntax, false, (*parser).app},
	{"api", "api AUDIENCE [token-lifetime=DURATION] [offline-access=on|off]", true, (*parser).api},
	{"refresh-tokens", "refresh-tokens PERSON app=APP count=NUMBER", false, (*parser).held},
	{"user-code", "user-code [charset=base20|digits] [mask=MASK]", true, (*parser).userCode},
	{"rule", "rule NAME [off] [file=PATH]", false, (*parser).rule},
	{"action", "action NAME [off] [file=PATH] [secret.KEY=VALUE ...]", false, (*parser).action},
	{"browser", browserSyntax, false, (*parser).browser},
	{"display", "display NAME app=APP [firmware=naive|careful] [poll=DURATION] [expired=stop|poll-on|renew] [connected=PERSON/AGE]", false, (*parser).display},
}

// defaultAudience is what the display calls unless the tenant file says more.
const defaultAudience = "https://api.quotes.example"

// tenant reads the tenant file.
func (p *parser) tenant(sec section) {
	config := &p.s.Setup.Tenant
	config.Domain = "tenant.example"
	config.Policy = tenant.PolicyNever
	config.Session = tenant.SessionLimits{
		Idle: tenant.DefaultSessionIdle, Absolute: tenant.DefaultSessionAbsolute, Persistent: true,
	}
	config.API = tenant.API{Audience: defaultAudience, TokenLifetime: tenant.DefaultTokenLifetime}

	seen := map[string]bool{}
	for _, line := range lines(p.text, sec.body) {
		text := content(p.text, line)
		if text.start == text.end || p.text[text.start] == '#' {
			continue
		}
		if e, ok := p.entry(line, text); ok {
			p.s.layout.entries = append(p.s.layout.entries, e)
			p.keyword(e, seen)
		}
	}
	if !seen["start"] {
		p.fail(sec.nameAt, "the start is missing; expected a line such as start 2026-11-02T08:00:00Z")
	}
	assumed(config)
	p.references()
}

// entry takes one line of the tenant file apart.
func (p *parser) entry(line, text span) (entry, bool) {
	words, ok := p.words(text)
	if !ok {
		return entry{}, false
	}
	e := entry{keyword: words[0].text, line: line, text: text}
	for _, w := range words[1:] {
		if w.key == "" {
			e.args = append(e.args, w)
			continue
		}
		e.attrs = append(e.attrs, w)
	}
	return e, true
}

func (p *parser) keyword(e entry, seen map[string]bool) {
	names := make([]string, 0, len(keywords))
	for _, k := range keywords {
		if k.word != e.keyword {
			names = append(names, k.word)
			continue
		}
		if k.once && seen[k.word] {
			p.fail(e.text.start, "there is a second %q line; expected one", k.word)
			return
		}
		seen[k.word] = true
		k.parse(p, e, k.syntax)
		return
	}
	p.fail(e.text.start, "unknown keyword %q; %s", short(e.keyword), oneOf(e.keyword, names))
}

// argument returns the one argument of an entry, further literal words aside.
func (p *parser) argument(e entry, syntax string) (word, bool) {
	if len(e.args) == 0 {
		p.fail(e.text.end, "a word is missing after %q; expected %s", e.keyword, syntax)
		return word{}, false
	}
	if len(e.args) > 1 {
		p.extra(e.args[1], syntax)
		return word{}, false
	}
	return e.args[0], true
}

// extra complains about a word that has no place in its line.
func (p *parser) extra(w word, syntax string) {
	if strings.HasPrefix(w.text, "#") {
		p.fail(w.where.start, "a comment follows on the same line; expected it on a line of its own")
		return
	}
	p.fail(w.where.start, "unexpected %q; expected %s", short(w.text), syntax)
}

// attributes returns the attributes of an entry by key. A key that ends in a
// dot allows every key that starts so.
func (p *parser) attributes(e entry, allowed ...string) map[string]word {
	found := make(map[string]word, len(e.attrs))
	for _, w := range e.attrs {
		known := false
		for _, key := range allowed {
			rest, isPrefix := strings.CutPrefix(w.key, key)
			known = known || w.key == key || strings.HasSuffix(key, ".") && isPrefix && rest != ""
		}
		_, twice := found[w.key]
		switch {
		case len(allowed) == 0:
			p.fail(w.where.start, "%q takes no attributes; expected no %q", e.keyword, short(w.key)+"=")
		case !known:
			p.fail(w.where.start, "unknown attribute %q; %s", short(w.key), oneOf(w.key, allowed))
		case twice:
			p.fail(w.where.start, "the attribute %q is there twice; expected it once", short(w.key))
		default:
			found[w.key] = w
		}
	}
	return found
}

// pick reads a word that must be one of the options.
func (p *parser) pick(what, given string, at int, options ...string) (string, bool) {
	for _, option := range options {
		if given == option {
			return option, true
		}
	}
	p.fail(at, "unknown %s %q; %s", what, short(given), oneOf(given, options))
	return "", false
}

// name reads a name and checks that no other of its kind has it.
func (p *parser) name(e entry, syntax string, taken func(string) bool) (string, bool) {
	w, ok := p.argument(e, syntax)
	if !ok {
		return "", false
	}
	if !isName(w.text) {
		p.fail(w.where.start, "%q is not a name; expected at most %d letters, digits, - and _", short(w.text), maxName)
		return "", false
	}
	if taken(w.text) {
		p.fail(w.where.start, "the %s %q is there twice; expected each name once", e.keyword, w.text)
		return "", false
	}
	return w.text, true
}

// room checks that there are not too many of a kind.
func (p *parser) room(e entry, have, most int) bool {
	if have < most {
		return true
	}
	p.fail(e.text.start, "there is one %s too many; expected at most %d", e.keyword, most)
	return false
}

// declared tells whether the tenant file names a script.
func (p *parser) declared(kind script.Kind, name string) bool {
	list := p.s.Setup.Tenant.Rules
	if kind == script.Action {
		list = p.s.Setup.Tenant.Actions
	}
	for _, s := range list {
		if s.Name == name {
			return true
		}
	}
	return false
}
