package scenario

import (
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// pastKeys are the attributes of a browser that tell what was done in it before
// the start.
var pastKeys = []string{"signed-in", "passed", "remembered", "refresh-token"}

// past reads what was done in a browser before the start.
func (p *parser) past(attrs map[string]word) engine.Past {
	var past engine.Past
	if w, ok := attrs["signed-in"]; ok {
		past.SignedIn, past.Used = p.ages(w, w.value)
	}
	if w, ok := attrs["passed"]; ok {
		past.Passed, _ = p.pick("factor", w.value, w.where.start, tenant.FactorTypes...)
		if past.SignedIn == 0 {
			p.fail(w.where.start, "nobody passes a factor without signing in; expected signed-in=AGE as well")
		}
	}
	if w, ok := attrs["remembered"]; ok {
		past.Remembered, past.Renewed = p.ages(w, w.value)
	}
	if w, ok := attrs["refresh-token"]; ok {
		past.Token, past.TokenAge = p.since(w)
	}
	return past
}

// ages reads AGE or AGE/LAST: how long before the start something was done for
// the first time, and for the last.
func (p *parser) ages(w word, text string) (first, last time.Duration) {
	age, again, twice := strings.Cut(text, "/")
	first, ok := ParseDuration(age)
	if last = first; twice {
		recent := false
		last, recent = ParseDuration(again)
		ok = ok && recent && last <= first
	}
	switch {
	case !ok || first == 0:
		p.fail(w.where.start, "%q is not how long ago; expected one such as 6d, or 20d/3d for 20 days ago and for the last time 3 days ago", short(text))
	case first > MaxWait:
		p.fail(w.where.start, "%s is too long ago; expected at most %s", age, FormatDuration(MaxWait))
	default:
		return first, last
	}
	return 0, 0
}

// since reads NAME/AGE.
func (p *parser) since(w word) (name string, age time.Duration) {
	name, text, found := strings.Cut(w.value, "/")
	if !found {
		p.fail(w.where.start, "%q does not tell how long ago; expected NAME/AGE such as %s/6d", short(w.value), short(name))
		return name, 0
	}
	if age, last := p.ages(w, text); age == last {
		return name, age
	}
	p.fail(w.where.start, "%q has two instants; expected NAME/AGE", short(w.value))
	return name, 0
}

// pastNames checks the names in what was done before the start.
func (p *parser) pastNames(keyword string, w word) {
	name, _, _ := strings.Cut(w.value, "/")
	switch {
	case keyword == "browser" && w.key == "refresh-token":
		p.knownApp(name, w.where.start, tenant.BrowserTypes...)
	case keyword == "display" && w.key == "connected":
		p.knownPerson(name, w.where.start)
	}
}
