package scenario

import (
	"strconv"
	"strings"
	"time"

	"mfaplayground/engine/tenant"
)

// The rotation types of refresh tokens (facts 6.5).
const (
	refreshRotating    = "rotating"
	refreshNonRotating = "non-rotating"
)

func (p *parser) app(e entry, syntax string) {
	config := &p.s.Setup.Tenant
	name, ok := p.name(e, syntax, func(id string) bool { _, taken := config.AppByID(id); return taken })
	attrs := p.attributes(e, "type", "name", "party", "web-origins", "grants", "refresh", "leeway", "refresh-idle", "refresh-absolute", "metadata.")
	if !ok || !p.free(e, name) || !p.room(e, len(config.Apps), MaxApps) {
		return
	}
	app := tenant.App{ID: name, Name: name, Refresh: p.refresh(attrs), Metadata: p.under(e, "metadata.")}
	if w, ok := attrs["name"]; ok && p.value(w) {
		app.Name = w.value
	}
	if w, ok := attrs["type"]; ok {
		kind, _ := p.pick("type", w.value, w.where.start, tenant.AppTypes...)
		app.Type = tenant.AppType(kind)
	} else {
		p.fail(e.text.end, "the type is missing; expected %s", syntax)
	}
	app.Grants = p.grants(attrs)
	app.ThirdParty = p.oneOfTwo(attrs, "party", "first", "third")
	app.NoWebOrigins = p.oneOfTwo(attrs, "web-origins", "own", "none")
	config.Apps = append(config.Apps, app)
}

// held reads how many refresh tokens somebody has from before the start.
func (p *parser) held(e entry, syntax string) {
	attrs := p.attributes(e, "app", "count")
	person, ok := p.argument(e, syntax)
	app, given := attrs["app"]
	count, counted := attrs["count"]
	if !given || !counted {
		p.fail(e.text.end, "the application or the count is missing; expected %s", syntax)
		return
	}
	n, err := strconv.Atoi(count.value)
	if err != nil || n < 1 || n > tenant.RefreshTokensMax {
		p.fail(count.where.start, "%q is not a count; expected 1 to %d", short(count.value), tenant.RefreshTokensMax)
		return
	}
	held := &p.s.Setup.Tenant.Held
	if ok && p.room(e, len(*held), MaxMetadata) {
		*held = append(*held, tenant.Held{Person: person.text, App: app.value, Count: n})
	}
}

// oneOfTwo reads an attribute with two values; it tells whether the second was
// given.
func (p *parser) oneOfTwo(attrs map[string]word, key, usual, other string) bool {
	w, ok := attrs[key]
	if !ok {
		return false
	}
	value, _ := p.pick(key, w.value, w.where.start, usual, other)
	return value == other
}

// grants reads which grant types an application may use, if it says so.
func (p *parser) grants(attrs map[string]word) []string {
	w, ok := attrs["grants"]
	if !ok {
		return nil
	}
	var list []string
	for _, given := range strings.Split(w.value, ",") {
		if name, ok := p.pick("grant", given, w.where.start, tenant.GrantNames...); ok {
			list = append(list, name)
		}
	}
	return list
}

// refreshLife reads how long refresh tokens live.
func (p *parser) refreshLife(to *time.Duration, w word) {
	if w.value == "never" {
		*to = tenant.Unlimited
		return
	}
	p.duration(to, w, MaxRefresh)
}

// userCode reads the form of the codes that devices show (facts 8.2).
func (p *parser) userCode(e entry, syntax string) {
	p.noArguments(e, syntax)
	attrs := p.attributes(e, "charset", "mask")
	form := tenant.UserCodeForm{}
	if w, ok := attrs["charset"]; ok {
		form.Charset, _ = p.pick("charset", w.value, w.where.start, tenant.CharsetBase20, tenant.CharsetDigits)
	}
	if w, ok := attrs["mask"]; ok {
		form.Mask = w.value
		_, fewest := form.Masks()
		if strings.Trim(w.value, "*- ") != "" || strings.Count(w.value, "*") < fewest || len(w.value) > 20 {
			p.fail(w.where.start, "%q is not a mask; expected %d or more * with - or blanks between them, at most 20 characters in all", short(w.value), fewest)
		}
	}
	p.s.Setup.Tenant.UserCode = form
}

// refresh reads how the refresh tokens of an application live (facts 6.5).
func (p *parser) refresh(attrs map[string]word) tenant.RefreshPolicy {
	var policy tenant.RefreshPolicy
	if w, ok := attrs["refresh"]; ok {
		kind, _ := p.pick("rotation", w.value, w.where.start, refreshRotating, refreshNonRotating)
		policy.Rotating = kind == refreshRotating
	}
	if w, ok := attrs["leeway"]; ok {
		p.period(&policy.Leeway, w, MaxLeeway)
		if !policy.Rotating {
			p.fail(w.where.start, "a leeway is given, but tokens do not rotate; expected refresh=%s as well", refreshRotating)
		}
	}
	if w, ok := attrs["refresh-idle"]; ok {
		p.refreshLife(&policy.Idle, w)
	}
	if w, ok := attrs["refresh-absolute"]; ok {
		p.refreshLife(&policy.Absolute, w)
		switch {
		case policy.Absolute == tenant.Unlimited && policy.Rotating:
			p.fail(w.where.start, "tokens rotate and never expire; expected refresh=%s or a duration", refreshNonRotating)
		case policy.Idle != tenant.Unlimited && policy.Idle > policy.Absolute:
			p.fail(attrs["refresh-idle"].where.start, "refresh tokens may be idle for %s and live for %s; expected the former to be no longer",
				FormatDuration(policy.Idle), FormatDuration(policy.Absolute))
		}
	}
	return policy
}
