package engine

import (
	"cmp"
	"context"
	"net/url"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// factor passes, fails, enrols or chooses a second factor. A notification that
// another program had sent is answered on the phone, without any page.
func (p *play) factor(ctx context.Context, b *browser.Browser, s Step) string {
	typ := cmp.Or(s.Object, "otp")
	shown := b.Page.Factor()
	if s.Verb == VerbChoose {
		return p.choose(ctx, b, s.Object)
	}
	kind := wire.MFAPage(typ)
	if s.Verb == VerbEnroll {
		kind = wire.EnrollPage(typ)
	}
	gesture := "accept"
	if s.Verb == VerbFail {
		gesture = "refuse"
	}
	switch {
	// What is wrong while enrolling is failed as well.
	case b.Shows(kind) || s.Verb == VerbFail && b.Shows(wire.EnrollPage(typ)):
	case s.Verb != VerbEnroll && typ == "push-notification" && p.tenant(tenant.Peer{}).AnswerPush(b.Person, gesture):
		return ""
	case shown == "":
		return "no second factor is asked for"
	default:
		return "what is asked for is " + shown
	}
	// The page decides between typing and pressing, as for a person.
	form := url.Values{"code": {p.code(b, typ, s.Verb == VerbFail)}}
	if b.Page.Form.Field("code") == nil {
		form = url.Values{"action": {gesture}}
	}
	if s.Remember && b.Page.Form.Field("rememberBrowser") != nil {
		form.Set("rememberBrowser", "true")
	}
	b.Submit(ctx, form)
	return ""
}

// code is what the person named on the page types: the right code, or one that
// differs from it in every place.
func (p *play) code(b *browser.Browser, typ string, wrong bool) string {
	person := p.state.Tenant.Current(&p.world.setup.Tenant).PersonByLogin(b.Page.Form.Field("username").Value)
	code := []byte(p.tenant(tenant.Peer{}).Proof(person, typ))
	for i, c := range code {
		if wrong {
			code[i] = '0' + (c-'0'+1)%10
		}
	}
	return string(code)
}

// choose goes to another factor by way of "Try another method".
func (p *play) choose(ctx context.Context, b *browser.Browser, typ string) string {
	const another = "pick-authenticator"
	switch {
	case b.Page.Factor() == "" && !b.Shows(wire.PageMFAOptions):
		return "no second factor is asked for"
	case !b.Shows(wire.PageMFAOptions) && !offers(b.Page, another):
		return "no other method is offered"
	case b.Shows(wire.PageMFAOptions) && !offers(b.Page, typ):
		return typ + " is not offered"
	case !b.Shows(wire.PageMFAOptions):
		b.Submit(ctx, url.Values{"action": {another}})
	}
	if offers(b.Page, typ) { // if not, she is left with those that are
		b.Submit(ctx, url.Values{"action": {typ}})
	}
	return ""
}

// offers tells whether a page has a button that sends a value.
func offers(page *wire.Page, value string) bool {
	if page == nil || page.Form == nil {
		return false
	}
	for _, f := range page.Form.Fields {
		if f.Type == "choice" && f.Value == value {
			return true
		}
	}
	return false
}
