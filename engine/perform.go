package engine

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/token"
	"mfaplayground/engine/wire"
)

// perform does what a step says. It returns why the step was skipped, or the
// empty string. A step that finds nothing to act on is skipped, so that a
// scenario survives any edit of its rules.
func (p *play) perform(ctx context.Context, s Step) string {
	// Time, settings and risk have no actor; programs need none in the world.
	if s.Verb == VerbWait {
		p.wait(ctx, s.Wait)
		return ""
	}
	if s.Verb == VerbSetSession {
		p.state.Tenant.Limits = &s.Limits
		return ""
	}
	if s.Verb == VerbRisk {
		p.state.Tenant.SetRisk(s.Risk)
		return ""
	}
	if s.Verb == VerbCall {
		return p.call(ctx, s)
	}
	if s.Verb == VerbAdminister {
		return p.administer(ctx, s)
	}
	if d := p.display(s.Actor); d != nil {
		switch s.Verb {
		case VerbPowerOn:
			return unless(d.PowerOn(ctx), "the display is on already")
		case VerbPowerOff:
			return unless(d.PowerOff(), "the display is off already")
		case VerbPress:
			return unless(d.Press(ctx), "the display is off")
		}
		return "a display cannot do that"
	}
	b := p.browser(s.Actor)
	if b == nil {
		return "there is no browser or display named " + s.Actor
	}
	switch s.Verb {
	case VerbVisit, VerbCheckSession, VerbLogOut, VerbRefresh, VerbActivate:
		return p.open(ctx, b, s)
	case VerbSignIn, VerbPass, VerbFail, VerbEnroll, VerbChoose, VerbConfirm, VerbCancel, VerbReturn:
		return p.respond(ctx, b, s)
	case VerbQuitBrowser:
		p.quit(b)
		return ""
	case VerbEditCookie:
		return unless(b.EditCookie(s.Object, s.Value), "there is no cookie named "+s.Object)
	case VerbDeleteCookie:
		return unless(b.DeleteCookie(s.Object, s.Alone), "there is no cookie named "+s.Object)
	}
	return handle(ctx, b, s)
}

func unless(done bool, why string) string {
	if done {
		return ""
	}
	return why
}

// open loads an application, leaves it, or loads the activation page.
func (p *play) open(ctx context.Context, b *browser.Browser, s Step) string {
	if s.Verb != VerbActivate {
		extra := url.Values{}
		for _, param := range s.Params {
			extra.Set(param.Name, p.told(param.Value))
		}
		for _, site := range p.world.sites {
			switch {
			case site.ClientID != s.Object:
				continue
			case s.Verb == VerbRefresh:
				return unless(b.Refresh(ctx, site), "the application has no refresh token")
			case s.Verb == VerbLogOut:
				b.LogOut(ctx, site, s.Value == "oidc")
			case s.Verb == VerbCheckSession:
				b.CheckSession(ctx, site, extra)
			default:
				b.Visit(ctx, site, extra)
			}
			return ""
		}
		return "there is no application named " + s.Object + " that a browser can open"
	}
	// The person types what she reads off the screen, so there must be something
	// to read.
	d := p.display(s.Object)
	if d == nil || d.UserCode() == "" {
		return "the display " + s.Object + " shows no code"
	}
	b.Type(ctx, d.VerificationURI())
	b.Submit(ctx, url.Values{"user_code": {d.UserCode()}})
	return ""
}

// told replaces $ACTOR.NAME by what that actor got in an answer; so a token can
// go from a program to a browser.
func (p *play) told(value string) string {
	actor, name, _ := strings.Cut(strings.TrimPrefix(value, "$"), ".")
	if known, ok := p.state.Answers[actor][name]; ok && strings.HasPrefix(value, "$") {
		return known
	}
	return value
}

// confirmable lists the pages that are answered with yes or no.
var confirmable = []wire.PageKind{wire.PageDeviceConfirm, wire.PageLogoutConfirm, wire.PageConsent}

// respond answers the prompt that the browser shows, if it is the one that the
// step is about.
func (p *play) respond(ctx context.Context, b *browser.Browser, s Step) string {
	switch s.Verb {
	case VerbSignIn:
		if !b.Shows(wire.PageLogin) {
			return "nobody asks who is there"
		}
		name := s.Object
		if name == "" {
			name = b.Person
		}
		person, ok := p.person(name)
		if !ok {
			return "there is no person named " + name
		}
		if s.Passkey && !person.Passkey {
			return name + " has no passkey"
		}
		field := "username"
		if s.Passkey {
			field = "passkey"
		}
		b.Submit(ctx, url.Values{field: {person.Login()}})
	case VerbPass, VerbFail, VerbEnroll, VerbChoose:
		return p.factor(ctx, b, s)
	case VerbConfirm, VerbCancel:
		// A recovery code can be noted, but there is nothing to cancel about it.
		if !slices.ContainsFunc(confirmable, b.Shows) && !(b.Shows(wire.PageRecoveryCode) && s.Verb == VerbConfirm) {
			return "nothing is there to confirm"
		}
		action := "accept"
		if s.Verb == VerbCancel {
			action = "refuse"
		}
		b.Submit(ctx, url.Values{"action": {action}})
	case VerbReturn:
		if !b.Shows(wire.PageExternal) {
			return "no external page is open"
		}
		// Such a site is not simulated: the step says what it would send.
		b.Navigate(ctx, wire.Get(b.Page.Form.Action+"?"+p.bringBack(b.Page.Form, s.Params).Encode()))
	}
	return ""
}

// person finds somebody as she is known now, also when she has been deleted: she
// can still try.
func (p *play) person(name string) (tenant.Person, bool) {
	if now, ok := p.state.Tenant.Current(&p.world.setup.Tenant).PersonByName(name); ok {
		return now, true
	}
	return p.world.setup.Tenant.PersonByName(name)
}

// sessionTokenLife is how long a token lives that the external site signs.
const sessionTokenLife = 5 * time.Minute

// bringBack is the query with which the external site sends the browser back.
// With signed=SECRET it puts the rest into a token of its own, as
// api.redirect.validateToken expects it (facts 2.8).
func (p *play) bringBack(form *wire.Form, params []Param) url.Values {
	query, secret := url.Values{"state": {form.Field("state").Value}}, ""
	for _, param := range params {
		if param.Name == "signed" {
			secret = param.Value
		} else {
			query.Set(param.Name, param.Value)
		}
	}
	if secret == "" {
		return query
	}
	claims := token.Claims{"iat": p.state.Now.Unix(), "exp": p.state.Now.Add(sessionTokenLife).Unix()}
	for name := range query {
		claims[name] = query.Get(name)
	}
	return url.Values{"state": query["state"], "session_token": {token.SignShared(secret, claims)}}
}

// handle does what a person does to the windows and tabs of a browser.
func handle(ctx context.Context, b *browser.Browser, s Step) string {
	switch s.Verb {
	case VerbOpenTab:
		return unless(b.OpenTab(), "there is no room for another tab")
	case VerbSwitchTab:
		return unless(b.SwitchTab(s.Tab), "there is no such tab")
	case VerbReopen:
		if b.Open {
			return "the browser is running"
		}
		b.Reopen(ctx, s.Restore)
		return ""
	case VerbBack:
		return unless(b.Open && b.Back(ctx), "there is no page to go back to")
	case VerbReload:
		return unless(b.Open && b.Reload(ctx), "no page is open")
	case VerbAbandon:
		if b.Page == nil {
			return "no page is open"
		}
		b.Leave()
		return ""
	case VerbCloseTab:
		if s.Tab > 0 {
			return unless(b.CloseOther(s.Tab), "there is no such tab")
		}
		if !b.Open {
			return "no tab is open"
		}
		b.CloseTab()
		return ""
	}
	return "a browser cannot do that"
}
