package scenario

import (
	"strconv"

	"mfaplayground/engine"
	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
)

// one parses a verb of a single word.
func one(v engine.Verb) func(*cursor, *engine.Step) bool {
	return func(_ *cursor, step *engine.Step) bool {
		step.Verb = v
		return true
	}
}

// two parses a verb with a fixed second word.
func two(second string, v engine.Verb) func(*cursor, *engine.Step) bool {
	return func(c *cursor, step *engine.Step) bool {
		step.Verb = v
		_, ok := c.choice("word", second)
		return ok
	}
}

// visitParams are the parameters that a visit may add to its authorization
// request, each with the values it takes (none: any).
var visitParams = []struct {
	name   string
	values []string
}{
	{"prompt", []string{"none", "login", "consent", "select_account"}},
	{"acr_values", nil},
	{"audience", nil},
	{"scope", nil},
	{"max_age", nil},
	{"response_type", nil},
	{"response_mode", []string{"query", "fragment", "form_post", "web_message"}},
	{"login_hint", nil},
	{"session_transfer_token", nil},
}

func parseVisit(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbVisit
	app, ok := c.next("the application")
	if !ok || !c.p.knownApp(app.text, app.where.start, tenant.BrowserTypes...) {
		return false
	}
	step.Object = app.text
	for len(c.words) > 0 && c.words[0].key != "" {
		w, _ := c.next("a parameter")
		if !c.param(step, w) {
			return false
		}
	}
	return true
}

func parseReturn(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbReturn
	for len(c.words) > 0 && c.words[0].key != "" {
		w, _ := c.next("a parameter")
		if !c.add(step, w) {
			return false
		}
	}
	return true
}

// add adds any parameter to a step, once.
func (c *cursor) add(step *engine.Step, w word) bool {
	for _, p := range step.Params {
		if p.Name == w.key {
			c.p.fail(w.where.start, "the parameter %q is there twice; expected it once", w.key)
			return false
		}
	}
	if len(w.value) > maxValue || len(step.Params) == MaxMetadata {
		c.p.fail(w.where.start, "there is too much in %q; expected at most %d parameters of %d bytes", short(w.key), MaxMetadata, maxValue)
		return false
	}
	step.Params = append(step.Params, engine.Param{Name: w.key, Value: w.value})
	return true
}

func parseCheckSession(c *cursor, step *engine.Step) bool {
	if !parseVisit(c, step) {
		return false
	}
	step.Verb = engine.VerbCheckSession
	for _, p := range step.Params {
		if p.Name == "prompt" || p.Name == "response_mode" {
			c.p.fail(c.end, "a hidden frame always asks with prompt=none and response_mode=web_message; expected %s", c.syntax)
			return false
		}
	}
	return true
}

func parseLogOut(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbLogOut
	app, ok := c.next("the application")
	step.Object = app.text
	if ok && len(c.words) > 0 {
		step.Value, ok = c.choice("word", "oidc")
	}
	return ok && c.p.knownApp(app.text, app.where.start, tenant.BrowserTypes...)
}

func parseRefresh(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbRefresh
	app, ok := c.next("the application")
	step.Object = app.text
	return ok && c.p.knownApp(app.text, app.where.start, tenant.BrowserTypes...)
}

// param adds one parameter to a visit.
func (c *cursor) param(step *engine.Step, w word) bool {
	var names []string
	for _, known := range visitParams {
		names = append(names, known.name)
		if known.name != w.key {
			continue
		}
		if known.values != nil {
			if _, ok := c.p.pick("value of "+w.key, w.value, w.where.start, known.values...); !ok {
				return false
			}
		}
		return c.add(step, w)
	}
	c.p.fail(w.where.start, "unknown parameter %q; %s", short(w.key), oneOf(w.key, names))
	return false
}

func parseSignIn(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbSignIn
	if c.take("as") {
		person, ok := c.next("the person")
		if !ok || !c.p.knownPerson(person.text, person.where.start) {
			return false
		}
		step.Object = person.text
	}
	if !c.take("with") {
		return true
	}
	_, step.Passkey = c.choice("first factor", "passkey")
	return step.Passkey
}

func parseActivate(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbActivate
	name, ok := c.next("the display")
	if !ok || !c.p.knownDisplay(name.text, name.where.start) {
		return false
	}
	step.Object = name.text
	return true
}

func parseEditCookie(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbEditCookie
	if !parseCookie(c, step) {
		return false
	}
	value, ok := c.next("the new value")
	if !ok {
		return false
	}
	if !isCookieValue(value.text) {
		c.p.fail(value.where.start, "%q cannot be the value of a cookie; expected at most %d printable characters without space, "+
			"comma, semicolon, quote and backslash", short(value.text), maxValue)
		return false
	}
	step.Value = value.text
	return true
}

func parseDeleteCookie(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbDeleteCookie
	ok := parseCookie(c, step)
	step.Alone = c.take("alone")
	return ok
}

func parseClose(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbCloseTab
	if _, ok := c.choice("word", "tab"); !ok {
		return false
	}
	return len(c.words) == 0 || c.tab(step)
}

func parseSwitch(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbSwitchTab
	_, ok := c.choice("word", "tab")
	return ok && c.tab(step)
}

// tab takes the number of a tab.
func (c *cursor) tab(step *engine.Step) bool {
	w, ok := c.next("the number of the tab")
	if !ok {
		return false
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < 1 || n > browser.TabsMax {
		c.p.fail(w.where.start, "%q is not the number of a tab; expected 1 to %d, counted from the left", short(w.text), browser.TabsMax)
		return false
	}
	step.Tab = n
	return true
}

func parseReopen(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbReopen
	_, ok := c.choice("word", "browser")
	step.Restore = c.take("restore")
	return ok
}

func parseCookie(c *cursor, step *engine.Step) bool {
	if _, ok := c.choice("word", "cookie"); !ok {
		return false
	}
	name, ok := c.cookieName()
	step.Object = name
	return ok
}

// cookieName takes the name of a cookie.
func (c *cursor) cookieName() (string, bool) {
	name, ok := c.next("the cookie")
	if !ok {
		return "", false
	}
	if !isName(name.text) {
		c.p.fail(name.where.start, "%q is not the name of a cookie; expected one such as auth0-mf or auth0", short(name.text))
		return "", false
	}
	return name.text, true
}

// isCookieValue tells whether a text is a cookie-value (RFC 6265 section 4.1.1).
func isCookieValue(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7f, c == '"', c == ',', c == ';', c == '\\':
			return false
		}
	}
	return len(s) <= maxValue
}

func parsePower(c *cursor, step *engine.Step) bool {
	position, ok := c.choice("position", "on", "off")
	step.Verb = engine.VerbPowerOff
	if position == "on" {
		step.Verb = engine.VerbPowerOn
	}
	return ok
}
