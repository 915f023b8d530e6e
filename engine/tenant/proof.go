package tenant

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"time"
)

// proofLife is how long a code can be used (facts 4.8).
const proofLife = 5 * time.Minute

// challenge is one request to prove something: a code that was sent, or a
// notification on a phone.
type challenge struct {
	Person, Type string
	Code         string // what was sent
	Answer       string // of a notification: accept or refuse, once there is one
	Sent         time.Time
	Polled       time.Time // when the MFA API was last asked about it
	Pause        string    // the mfa_token that it belongs to, if any
}

// challenge sends a code or a notification, and returns its id.
func (t *Tenant) send(person, typ, pause string) string {
	id := t.id("challenge")
	sum := sha256.Sum256([]byte(t.Config.Domain + id))
	number := (int(sum[0])<<16 | int(sum[1])<<8 | int(sum[2])) % 1_000_000
	t.State.challenges[id] = challenge{Person: person, Type: typ, Code: fmt.Sprintf("%06d", number), Sent: t.Now, Pause: pause}
	t.State.latest[person+" "+typ] = id
	return id
}

// verdicts on an answer.
type proof int

const (
	proved proof = iota
	wrong
	limited  // too many wrong codes (facts 4.8)
	pending  // a notification that nobody has answered
	rejected // a notification that was refused
	expired  // the challenge is older than its codes live
)

// prove checks an answer to a challenge. A code counts once.
func (t *Tenant) prove(person Person, typ, id, answer string) proof {
	f, _ := factorOf(typ)
	switch {
	case !f.code && !f.sent:
		if answer == "accept" {
			return proved
		}
		return rejected
	case f.code && !t.mayTry(person.Name):
		return limited
	}
	c, found := t.State.challenges[id]
	switch right := false; {
	case typ == factorOTP:
		right = t.freshOTP(person, answer)
		if right {
			t.State.used[person.Name+" "+answer] = t.Now
		}
		return t.tried(person.Name, right)
	case typ == factorRecovery:
		if right = answer == t.State.recoveryCode(person.Name); right {
			t.State.recovery[person.Name]++
		}
		return t.tried(person.Name, right)
	case !found || c.Person != person.Name || c.Type != typ || t.Now.Sub(c.Sent) >= proofLife:
		return expired
	case f.code:
		if right = answer == c.Code; right {
			delete(t.State.challenges, id)
		}
		return t.tried(person.Name, right)
	}
	switch c.Answer {
	case "accept":
		delete(t.State.challenges, id)
		return proved
	case "refuse":
		delete(t.State.challenges, id)
		return rejected
	}
	return pending
}

// tried counts a wrong code.
func (t *Tenant) tried(person string, right bool) proof {
	if right {
		return proved
	}
	v := t.State.tries[person]
	v.Left--
	t.State.tries[person] = v
	return wrong
}

// freshOTP tells whether a code is one that the authenticator showed within
// the life of codes, and was not used before.
func (t *Tenant) freshOTP(p Person, code string) bool {
	used, was := t.State.used[p.Name+" "+code]
	if was && t.Now.Sub(used) < 2*proofLife {
		return false
	}
	for back := time.Duration(0); back < proofLife; back += otpPeriod {
		if code == p.OTP(t.Now.Add(-back)) {
			return true
		}
	}
	return false
}

// recoveryCode is the recovery code that a person has noted: 24 characters
// (facts 7.5). Each use makes the next one.
func (s State) recoveryCode(person string) string {
	sum := sha256.Sum256([]byte("recovery code of " + person + " " + strconv.Itoa(s.recovery[person])))
	return base32.StdEncoding.EncodeToString(sum[:15])
}

// Proof is what a person reads off, or was sent, for a factor: the code that
// her authenticator shows, the last message to her, her recovery code. There is
// no device to look at. For a factor that is answered with a gesture it is accept.
func (t *Tenant) Proof(p Person, typ string) string {
	switch f, _ := factorOf(typ); {
	case typ == factorOTP:
		for back := time.Duration(0); back < proofLife; back += otpPeriod {
			if code := p.OTP(t.Now.Add(-back)); t.freshOTP(p, code) {
				return code // she never types one twice
			}
		}
		return p.OTP(t.Now)
	case typ == factorRecovery:
		return t.State.recoveryCode(p.Name)
	case f.code:
		return t.State.challenges[t.State.latest[p.Name+" "+typ]].Code
	}
	return "accept"
}

// AnswerPush accepts or refuses the last notification on a person's phone. It
// tells whether there was one.
func (t *Tenant) AnswerPush(person, answer string) bool {
	id := t.State.latest[person+" "+factorPush]
	c, found := t.State.challenges[id]
	if !found || c.Answer != "" || t.Now.Sub(c.Sent) >= proofLife {
		return false
	}
	c.Answer = answer
	t.State.challenges[id] = c
	return true
}
