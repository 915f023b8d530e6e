package scenario

import (
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// lifetimes are the attributes that set how long sessions live, each with the
// most that a plan allows (facts 4.2).
var lifetimes = []struct {
	key                     string
	of                      func(*tenant.SessionLimits) *time.Duration
	selfService, enterprise time.Duration
}{
	{"idle", func(l *tenant.SessionLimits) *time.Duration { return &l.Idle }, 72 * time.Hour, MaxIdle},
	{"absolute", func(l *tenant.SessionLimits) *time.Duration { return &l.Absolute }, 720 * time.Hour, MaxAbsolute},
	{"ephemeral-idle", func(l *tenant.SessionLimits) *time.Duration { return &l.EphemeralIdle }, 72 * time.Hour, MaxIdle},
	{"ephemeral-absolute", func(l *tenant.SessionLimits) *time.Duration { return &l.EphemeralAbsolute }, 720 * time.Hour, MaxAbsolute},
}

// sessionSyntax is what the tenant file and the step of an administrator share.
const sessionSyntax = "session [idle=DURATION] [absolute=DURATION] [ephemeral-idle=DURATION] [ephemeral-absolute=DURATION] " +
	"[cookie=persistent|non-persistent]"

func (p *parser) session(e entry, syntax string) {
	p.noArguments(e, syntax)
	p.sessionLimits(&p.s.Setup.Tenant.Session, e)
}

// sessionLimits reads the settings of sessions.
func (p *parser) sessionLimits(limits *tenant.SessionLimits, e entry) {
	keys := []string{"cookie"}
	for _, l := range lifetimes {
		keys = append(keys, l.key)
	}
	attrs := p.attributes(e, keys...)
	for _, l := range lifetimes {
		if w, ok := attrs[l.key]; ok {
			p.duration(l.of(limits), w, l.enterprise)
		}
	}
	if w, ok := attrs["cookie"]; ok {
		mode, ok := p.pick("cookie mode", w.value, w.where.start, string(tenant.CookiePersistent), string(tenant.CookieNonPersistent))
		limits.Persistent = ok && mode == string(tenant.CookiePersistent)
	}
}

func (p *parser) plan(e entry, syntax string) {
	p.attributes(e)
	w, ok := p.argument(e, syntax)
	if !ok {
		return
	}
	plan, _ := p.pick("plan", w.text, w.where.start, string(tenant.PlanSelfService), string(tenant.PlanEnterprise))
	p.s.Setup.Tenant.Plan = tenant.Plan(plan)
}

// planned checks that the plan of the tenant allows the lifetimes of a line.
func (p *parser) planned(attrs []word) {
	if p.s.Setup.Tenant.Plan != tenant.PlanSelfService {
		return
	}
	for _, w := range attrs {
		for _, l := range lifetimes {
			if d, _ := ParseDuration(w.value); w.key == l.key && d > l.selfService {
				p.fail(w.where.start, "%s is too long for the plan self-service; expected at most %s", w.value, FormatDuration(l.selfService))
			}
		}
	}
}

// parseSetSession reads what an administrator changes; the step carries all
// settings as they are from then on.
func parseSetSession(c *cursor, step *engine.Step) bool {
	step.Verb = engine.VerbSetSession
	w, ok := c.next("what is set")
	if !ok {
		return false
	}
	if w.text != "session" {
		c.p.fail(w.where.start, "%q cannot be set; expected %s", short(w.text), c.syntax)
		return false
	}
	e := entry{keyword: w.text}
	for len(c.words) > 0 && c.words[0].key != "" {
		attr, _ := c.next("a setting")
		e.attrs = append(e.attrs, attr)
	}
	if len(e.attrs) == 0 {
		c.p.fail(c.end, "the setting is missing; expected %s", c.syntax)
		return false
	}
	if c.p.limits == nil {
		limits := c.p.s.Setup.Tenant.Session
		c.p.limits = &limits
	}
	c.p.sessionLimits(c.p.limits, e)
	c.p.planned(e.attrs)
	step.Limits = *c.p.limits
	return true
}
