package tenant

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/wire"
)

// The prompts for second factors: one for each challenge and each enrolment of
// [factorTable], and these.
const (
	pathPrompts       = "/u/"
	pathOptions       = pathPrompts + "mfa-login-options"
	pathEnrollOptions = pathPrompts + "mfa-enroll-options"
	pathFirstCode     = pathPrompts + "mfa-recovery-code-enrollment"
	pathNewCode       = pathPrompts + "mfa-recovery-code-challenge-new-code"
)

// promptLife is how long the second factor may come after the first (facts 4.8).
const promptLife = 5 * time.Minute

// pickAnother is what the button "Try another method" sends.
const pickAnother = "pick-authenticator"

// promptEndpoint answers for every prompt about second factors.
func promptEndpoint(method, path string) func(*Tenant, context.Context, wire.Request) (wire.Response, error) {
	switch {
	case !strings.HasPrefix(path, pathPrompts+"mfa-"):
	case method == "GET":
		return (*Tenant).promptPage
	case method == "POST":
		return (*Tenant).answerPrompt
	}
	return nil
}

// promptPage shows the prompt that the authorization is at, whatever prompt the
// address names: people go back and forth.
func (t *Tenant) promptPage(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, session, err := t.waiting(req)
	if err != nil {
		return wire.Response{}, err
	}
	return page(t.promptForm(tx, session.Person)), nil
}

// promptForm draws a prompt.
func (t *Tenant) promptForm(tx transaction, name string, remarks ...string) wire.Page {
	d, options := *tx.Demand, t.options(tx, name)
	person, _ := t.Config.PersonByName(name)
	f, _ := factorOf(d.open)
	// The name rides along so that whoever answers for the person (a step of the
	// simulation, the page over HTTP) knows whose code to read off.
	fields := []wire.Field{{Name: "username", Type: "hidden", Label: person.Name, Value: person.Login()}}
	choice := func(label, value string) {
		fields = append(fields, wire.Field{Name: "action", Type: "choice", Label: label, Value: value})
	}
	view := wire.Page{Kind: wire.MFAPage(d.open), Title: "Verify your identity", Text: append(remarks, f.ask)}
	if d.enrolling() {
		view.Kind, view.Title = wire.EnrollPage(d.open), "Secure your account"
		view.Text = append(remarks, "Set up a second factor: "+d.open+".", f.ask)
	}
	switch {
	case d.passed != "" || d.enrolled != "": // the factor is done; its new recovery code is not noted yet
		view.Kind, view.Title = wire.PageRecoveryCode, "Your recovery code"
		view.Text = []string{"Note it now; it is shown once.", t.State.recoveryCode(name)}
		choice("Continue", "accept")
	case d.open == "":
		view.Kind, view.Text = wire.PageMFAOptions, []string{"Select a method."}
		for _, typ := range options {
			choice(typ, typ)
		}
	case f.code:
		fields = append(fields, wire.Field{Name: "code", Type: "code", Label: "Code"})
		if d.open == factorOTP {
			fields[1].Label = "One-time code"
		}
	default:
		choice("Accept", "accept")
		choice("Refuse", "refuse")
	}
	if d.open != "" && d.passed+d.enrolled == "" {
		if d.Offered {
			fields = append(fields, wire.Field{Name: "rememberBrowser", Type: "checkbox", Label: RememberLabel})
		}
		if len(options) > 1 {
			// A form with named buttons sends the first one when somebody presses
			// Enter, so that the code needs a button in front of "Try another".
			if f.code {
				choice("Continue", "default")
			}
			choice("Try another method", pickAnother)
		}
	}
	view.Form = &wire.Form{Action: t.prompt(d.path(), tx), Fields: fields}
	return view
}

// answerPrompt takes what a person sent from a prompt.
func (t *Tenant) answerPrompt(_ context.Context, req wire.Request) (wire.Response, error) {
	tx, session, err := t.waiting(req)
	if err != nil {
		return wire.Response{}, err
	}
	d, action := *tx.Demand, req.Form().Get("action")
	goTo := func() (wire.Response, error) {
		t.State.transactions[tx.ID] = tx
		return redirect(t.url(tx.Demand.path()), url.Values{"state": {tx.ID}}), nil
	}
	switch {
	case d.passed != "" || d.enrolled != "": // the recovery code is noted
		return t.finishDemand(req, tx, session, d.passed+d.enrolled), nil
	case req.Address().Path != d.path(): // an answer to a prompt that is not open any more
		return goTo()
	case d.open == "" || action == pickAnother:
		// An action that is no option leaves her at the list: an old page, or a
		// factor that was removed meanwhile.
		d.open = ""
		tx.Demand = &d
		if slices.Contains(t.options(tx, session.Person), action) {
			t.open(&tx, session.Person, action)
		}
		return goTo()
	}
	person, _ := t.Config.PersonByName(session.Person)
	answer := req.Form().Get("code")
	if f, _ := factorOf(d.open); !f.code {
		// There is no phone to look at: the buttons of the page stand for it.
		answer = action
		if f.sent && action != "" {
			t.AnswerPush(person.Name, action)
		}
	}
	got := t.prove(person, d.open, d.sent, answer)
	if got != proved {
		return t.askAgain(tx, person, got), nil
	}
	// What was ticked is kept, for a recovery code may have to be noted before
	// the browser gets its cookie.
	d.remember = d.open != factorEmail && t.remembers(d, req)
	tx.Demand = &d
	return t.passPrompt(req, tx, session, person)
}

// askAgain shows the prompt again, and says why.
func (t *Tenant) askAgain(tx transaction, person Person, got proof) wire.Response {
	remark := "That code is not right."
	code, name, text := "gd_auth_failed", "Second factor failed", "Invalid "+tx.Demand.open+"."
	switch got {
	case pending:
		again := t.promptForm(tx, person.Name, "Nobody has answered the notification yet.")
		return page(again)
	case rejected:
		code, name, text, remark = "gd_auth_rejected", "Second factor rejected", tx.Demand.open, "It was refused."
	case limited:
		code, name, text, remark = "gd_otp_rate_limit_exceed", "Too many wrong codes", "", "Too many wrong codes. Try again later."
	case expired:
		text, remark = "The code has expired.", "That code has expired. A new one was sent."
	}
	switch {
	case tx.Demand.open == factorOTP && got == wrong:
		text = "Invalid otp_code."
	case tx.Demand.open == factorRecovery && got == wrong:
		code, name, text = "gd_recovery_failed", "Recovery code failed", ""
	}
	t.log(code, name, text, tx.App.ID, person.Name)
	if got == expired || got == rejected { // the next try needs a new challenge
		t.open(&tx, person.Name, tx.Demand.open)
		t.State.transactions[tx.ID] = tx
	}
	again := t.promptForm(tx, person.Name, remark)
	return wire.Response{Status: 400, Page: &again}
}

// passPrompt goes on after a factor was proved: an address is verified, a
// factor enrolled, a new recovery code shown, or the demand is done.
func (t *Tenant) passPrompt(req wire.Request, tx transaction, session Session, person Person) (wire.Response, error) {
	d := *tx.Demand
	next := func() (wire.Response, error) {
		tx.Demand = &d
		t.State.transactions[tx.ID] = tx
		return redirect(t.url(d.path()), url.Values{"state": {tx.ID}}), nil
	}
	switch {
	case d.enrolling():
		t.log("gd_enrollment_complete", "Enrollment complete", d.open, tx.App.ID, person.Name)
		t.enroll(person, d.open)
		if !d.NoRecovery && t.firstRecovery(person) {
			d.enrolled = d.open
			return next()
		}
	case d.open == factorRecovery:
		t.log("gd_recovery_succeed", "Recovery code passed", "", tx.App.ID, person.Name)
		t.log("gd_auth_succeed", "Second factor passed", d.open, tx.App.ID, person.Name)
		d.passed = d.open
		return next()
	default:
		t.log("gd_auth_succeed", "Second factor passed", d.open, tx.App.ID, person.Name)
	}
	if d.Verify { // the address was only the door to enrolment (facts 3.3)
		d.Verify, d.open = false, ""
		tx.Demand = &d
		options := t.options(tx, person.Name)
		if len(options) == 0 {
			return wire.Response{}, stopped("access_denied", notSetUp).of(tx)
		}
		t.open(&tx, person.Name, options[0])
		d = *tx.Demand
		return next()
	}
	return t.finishDemand(req, tx, session, d.open), nil
}

// firstRecovery gives a person her recovery code, where they are switched on
// and she has none (facts 7.5).
func (t *Tenant) firstRecovery(person Person) bool {
	if !slices.Contains(t.Config.factorsOn(), factorRecovery) || t.has(person.Name, factorRecovery) {
		return false
	}
	t.enroll(person, factorRecovery)
	return true
}

// finishDemand goes back to the authorization. The email factor never has the
// browser remembered (facts 4.4).
func (t *Tenant) finishDemand(req wire.Request, tx transaction, session Session, typ string) wire.Response {
	d := *tx.Demand
	tx = tx.done(typ)
	t.State.transactions[tx.ID] = tx
	resp := redirect(t.url("/authorize/resume"), url.Values{"state": {tx.ID}})
	t.touch(&resp, session.addMFA(actionType(typ), t.Now), tx.App.ID)
	if d.remember {
		t.remember(&resp, req.Header.Get("User-Agent"), session.Person)
	}
	return resp
}

// waiting finds an authorization that is waiting for a second factor, and the
// session of the browser that asks.
func (t *Tenant) waiting(req wire.Request) (transaction, Session, error) {
	tx, err := t.transaction(req)
	if err != nil {
		return transaction{}, Session{}, err
	}
	if tx.Demand == nil {
		return transaction{}, Session{}, invalidRequest("This sign-in is not waiting for a second factor.")
	}
	session, ok := t.session(req)
	if !ok {
		return transaction{}, Session{}, sessionEnded()
	}
	if e := tx.refuseOther(session); e != nil {
		return transaction{}, Session{}, e
	}
	// The time counts from the first factor; with a session from before, which
	// may be days old, from when the second one was asked for.
	since := tx.Demand.Began
	if tx.Fresh && session.Created.Before(since) {
		since = session.Created
	}
	if t.Now.Sub(since) >= promptLife {
		delete(t.State.transactions, tx.ID)
		t.log("f", "Failed Login", promptOver().Description, tx.App.ID, session.Person)
		return transaction{}, Session{}, promptOver()
	}
	return tx, session, nil
}

// Facts 4.8 for the time; the text is this simulator's own.
func promptOver() *oauthError {
	return invalidRequest("More than five minutes lie between the first and the second factor. Start again.")
}
