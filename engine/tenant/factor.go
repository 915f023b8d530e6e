package tenant

import (
	"slices"
	"strings"

	"mfaplayground/engine/script"
)

// The types of second factors whose names code has to know.
const (
	factorOTP      = "otp"
	factorPush     = "push-notification"
	factorSMS      = "sms"
	factorVoice    = "voice"
	factorEmail    = "email"
	factorRecovery = "recovery-code"
	factorDuo      = "duo"
)

// factor is what makes one type of second factor differ from the others.
type factor struct {
	Type      string // as actions name it, but for sms and voice, which they call phone (facts 2.6)
	challenge string // its prompts in Universal Login
	enroll    string // empty: it cannot be enrolled there
	id        string // how the ids of its authenticators begin (facts 7.3)
	api       string // authenticator_type of the MFA API; empty: not known there
	channel   string // oob_channel
	code      bool   // answered with a code, not with a gesture
	sent      bool   // a code is sent, or a notification
	dependent bool   // only beside an independent factor (facts 3.1)
	ask       string // the text of its prompt
}

// factorTable is every factor, in the order in which they are offered unless
// the tenant says otherwise.
var factorTable = []factor{
	{factorOTP, "mfa-otp-challenge", "mfa-otp-enrollment-qr", "totp", "otp", "", true, false, false, "Enter the one-time code that your authenticator shows."},
	{factorPush, "mfa-push-challenge-push", "mfa-push-enrollment-qr", "push", "oob", "auth0", false, true, false, "A notification was sent to your phone. Accept it there."},
	{factorSMS, "mfa-sms-challenge", "mfa-sms-enrollment", "sms", "oob", "sms", true, true, false, "Enter the code that was sent to your phone as a text message."},
	{factorVoice, "mfa-voice-challenge", "mfa-voice-enrollment", "voice", "oob", "voice", true, true, false, "Enter the code that a call to your phone told."},
	{"webauthn-roaming", "mfa-webauthn-roaming-challenge", "mfa-webauthn-roaming-enrollment", "webauthn-roaming", "", "", false, false, false, "Touch your security key."},
	{"webauthn-platform", "mfa-webauthn-platform-challenge", "mfa-webauthn-platform-enrollment", "webauthn-platform", "", "", false, false, true, "Use the fingerprint or face recognition of this device."},
	{factorEmail, "mfa-email-challenge", "", "email", "oob", "email", true, true, true, "Enter the code that was sent to your email address."},
	{factorRecovery, "mfa-recovery-code-challenge", "", "recovery-code", "recovery-code", "", true, false, true, "Enter the recovery code that you were given. You will get a new one."},
	// Duo's own page stands behind these two addresses (facts 1.6: external).
	{factorDuo, "mfa-duo-challenge", "mfa-duo-enrollment", "duo", "", "", false, false, false, "Duo asks on a page of its own. Accept it there."},
}

// FactorTypes are the types of second factors.
var FactorTypes = func() (types []string) {
	for _, f := range factorTable {
		types = append(types, f.Type)
	}
	return types
}()

// DefaultFactors are switched on unless the tenant says otherwise: all but
// email and recovery codes, which are off by default (facts 7.5).
var DefaultFactors = FactorTypes[:6:6]

// Independent tells whether a factor may stand alone (facts 3.1).
func Independent(typ string) bool {
	f, ok := factorOf(typ)
	return ok && !f.dependent
}

func factorOf(typ string) (factor, bool) {
	for _, f := range factorTable {
		if f.Type == typ {
			return f, true
		}
	}
	return factor{}, false
}

// factorsOn are the types that the tenant has switched on.
func (c *Config) factorsOn() []string {
	if c.Factors == nil {
		return DefaultFactors
	}
	return c.Factors
}

// providers lists what each provider lets a person use in Universal Login,
// whether switched on or not (facts 1.6).
var providers = map[string][]string{
	"guardian":             {factorPush, factorSMS, factorOTP, factorEmail},
	"google-authenticator": {factorPush, factorSMS, factorOTP, factorEmail},
	factorDuo:              {factorDuo},
}

// expanded replaces phone, which actions say, with what it stands for.
func expanded(types []string) []string {
	var list []string
	for _, typ := range types {
		switch typ {
		case "phone":
			list = append(list, factorSMS, factorVoice)
		case "push":
			list = append(list, factorPush)
		default:
			list = append(list, typ)
		}
	}
	return list
}

// actionType is what actions call a factor (facts 2.6).
func actionType(typ string) string {
	if typ == factorSMS || typ == factorVoice {
		return "phone"
	}
	return typ
}

// An authenticator is one enrolled factor of a person. Twins were made
// together, and go together (facts 7.3): they share what follows the bar.
type authenticator struct {
	ID, Type string
	Active   bool // confirmed
	Name     string
}

// twin tells whether two authenticators were made together.
func (a authenticator) twin(b authenticator) bool {
	_, mine, _ := strings.Cut(a.ID, "|")
	_, other, _ := strings.Cut(b.ID, "|")
	return mine == other
}

// twins lists what else comes with a factor (facts 7.3).
var twins = map[string][]string{factorPush: {factorOTP}, factorSMS: {factorVoice}, factorVoice: {factorSMS}}

// enrolled is what a person has enrolled: at first what the scenario
// says, and a verified email address wherever the factor email is on.
func (t *Tenant) enrolled(person string) []authenticator {
	list, known := t.State.enrolled[person]
	if known {
		return list
	}
	p, _ := t.Config.PersonByName(person)
	for _, typ := range p.Factors {
		list = t.withFactor(list, p, typ, true)
	}
	return t.withEmail(list, p)
}

// withEmail adds a verified address to a list, where the factor email is on.
func (t *Tenant) withEmail(list []authenticator, p Person) []authenticator {
	if t.byEmail(p) {
		return t.withFactor(list, p, factorEmail, true)
	}
	return list
}

// byEmail tells whether the address of a person is a factor.
func (t *Tenant) byEmail(p Person) bool {
	return p.Profile.EmailVerified && p.Email != "" && slices.Contains(t.Config.factorsOn(), factorEmail)
}

// withFactor adds a factor and its twins to a list, unless they are there.
func (t *Tenant) withFactor(list []authenticator, p Person, typ string, active bool) []authenticator {
	device := "dev_" + t.digest("authenticator "+p.Name+typ, 1, 12)
	for _, one := range append([]string{typ}, twins[typ]...) {
		if slices.ContainsFunc(list, func(a authenticator) bool { return a.Type == one && (a.Active || !active) }) {
			continue
		}
		f, _ := factorOf(one)
		list = append(list[:len(list):len(list)], authenticator{ID: f.id + "|" + device, Type: one, Active: active, Name: p.masked(one)})
	}
	return list
}

// masked names an authenticator without giving it away (facts 7.3).
func (p Person) masked(typ string) string {
	switch typ {
	case factorSMS, factorVoice:
		phone := p.Profile.PhoneNumber
		if len(phone) < 4 {
			phone = "+15550008730"
		}
		return strings.Repeat("X", 8) + phone[len(phone)-4:]
	case factorEmail:
		name, host, _ := strings.Cut(p.Email, "@")
		return name[:min(2, len(name))] + "***@" + host[:min(2, len(host))] + "****"
	}
	return ""
}

// enroll confirms a factor of a person.
func (t *Tenant) enroll(p Person, typ string) {
	list := slices.DeleteFunc(slices.Clone(t.enrolled(p.Name)), func(a authenticator) bool { return !a.Active && a.Type == typ })
	t.State.enrolled[p.Name] = t.withFactor(list, p, typ, true)
}

// unenroll removes authenticators of a person, and tells whether there were any.
// A verified address stays (facts 7.3).
func (t *Tenant) unenroll(person string, match func(authenticator) bool) bool {
	before := t.enrolled(person)
	after := slices.DeleteFunc(slices.Clone(before), func(a authenticator) bool { return a.Type != factorEmail && match(a) })
	t.State.enrolled[person] = after
	return len(after) < len(before)
}

// has tells whether a person has an active authenticator of a type.
func (t *Tenant) has(person, typ string) bool { return slices.Contains(t.enrolledTypes(person), typ) }

// enrolledTypes are the types that a person has enrolled: those of
// [Tenant.enrolled], whose identifiers take longer to make.
func (t *Tenant) enrolledTypes(person string) []string {
	types := []string{}
	add := func(typ string) {
		if !slices.Contains(types, typ) {
			types = append(types, typ)
		}
	}
	list, known := t.State.enrolled[person]
	for _, a := range list {
		if a.Active {
			add(a.Type)
		}
	}
	if known {
		return types
	}
	p, _ := t.Config.PersonByName(person)
	for _, typ := range p.Factors {
		add(typ)
		for _, twin := range twins[typ] {
			add(twin)
		}
	}
	if t.byEmail(p) {
		add(factorEmail)
	}
	return types
}

// enrolledFactors is event.user.enrolledFactors (facts 2.2.2).
func (t *Tenant) enrolledFactors(person string) []string {
	types := []string{}
	for _, typ := range t.enrolledTypes(person) {
		if name := actionType(typ); !slices.Contains(types, name) {
			types = append(types, name)
		}
	}
	return types
}

// acceptable lists the factors that answer a demand, in the order in which they are
// offered: of a challenge those that are enrolled, of an enrolment those that
// are not. A factor that was passed in this transaction does not count again
// (facts 2.6). A recovery code is a way out, never the first way in.
func (t *Tenant) acceptable(tx transaction, person string, types []string) []string {
	on, d := t.Config.factorsOn(), tx.Demand
	chosen := len(types) > 0
	if !chosen {
		types = on
	}
	var list []string
	for _, typ := range expanded(types) {
		f, known := factorOf(typ)
		switch {
		case !known, !slices.Contains(on, typ) && !d.Regardless, slices.Contains(tx.Passed, typ), slices.Contains(list, typ):
		case typ == factorDuo && !chosen && len(on) > 1: // only as the sole factor (facts 1.6)
		case d.Kind == script.SuspendEnroll && (t.has(person, typ) || f.enroll == ""):
		case d.Kind == script.SuspendChallenge && (!t.has(person, typ) || typ == factorRecovery && !chosen):
		default:
			list = append(list, typ)
		}
	}
	return list
}
