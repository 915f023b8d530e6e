package tenant

import (
	"context"
	"slices"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// api.authentication.challengeWith* and enrollWith* suspend the pipeline after
// the action that calls them; the next one starts when the person is done, and
// sees what she did (facts 2.6). What they ask for overrides what enable(),
// rules and the policy ask for (facts 3.4).

// notSetUp is what the log says when a command cannot be carried out (facts
// 2.6). The same words reach the application (inferred).
const notSetUp = "An MFA challenge is used in a PostLogin action but the requested factors are not properly set up. " +
	"To perform MFA, enable the requested factors and ensure the user is enrolled with them."

// command turns a command into a demand. It returns none when there is nothing
// left to do, and a stop when it cannot be carried out: types that are switched
// off, not enrolled (to challenge), enrolled already (to enrol) or passed in
// this transaction are ignored.
func (t *Tenant) command(s *script.Suspend, person string, passed []string) (*demand, *script.Stop) {
	if s.Kind == script.SuspendEnroll && len(t.enrolledFactors(person)) > 0 && len(passed) == 0 {
		return nil, t.cannot(s, person) // she has to pass a challenge first
	}
	factors, spent := t.usable(s, s.Factors, person, passed)
	additional, more := t.usable(s, s.Additional, person, passed)
	if len(factors) == 0 && len(additional) > 0 {
		factors, additional = additional[:1], additional[1:]
	}
	switch {
	case len(factors) > 0:
		return &demand{Kind: s.Kind, Factors: factors, Additional: additional, Pick: s.Any}, nil
	case spent+more == 0:
		return nil, t.cannot(s, person)
	case s.Kind == script.SuspendEnroll && t.Config.Assume.Value(AssumeEnrollAll) == "fail":
		return nil, t.cannot(s, person)
	}
	return nil, nil
}

// usable keeps the types of a command that the person can use now. It counts
// those that are spent: passed, or when she should enrol, enrolled already.
func (t *Tenant) usable(s *script.Suspend, factors []script.Factor, person string, passed []string) (types []string, spent int) {
	enrolled := t.enrolledFactors(person)
	for _, f := range factors {
		has := slices.Contains(enrolled, f.Type)
		why := ""
		switch {
		case slices.ContainsFunc(passed, func(typ string) bool { return actionType(typ) == f.Type }):
			spent++
			continue
		case !t.factorEnabled(f.Type):
			why = " is not enabled."
		case s.Kind == script.SuspendChallenge && !has:
			why = " is not enrolled."
		case s.Kind == script.SuspendEnroll && has:
			spent++
			why = " is enrolled already."
		case f.Preferred == factorSMS || f.Preferred == factorVoice: // options.preferredMethod of phone
			types = append(types, f.Preferred)
			continue
		default:
			types = append(types, f.Type)
			continue
		}
		t.log("w", "Warning", "Action "+s.Script+": the factor "+f.Type+why, "", person)
	}
	return types, spent
}

// cannot stops a login whose command cannot be carried out.
func (t *Tenant) cannot(s *script.Suspend, person string) *script.Stop {
	t.log("mfar", "MFA Required", notSetUp, "", person)
	return &script.Stop{Place: s.Place, Reason: script.Invalid, Error: "access_denied", Description: notSetUp}
}

// obey carries out the command that suspended the pipeline of an
// authorization. It answers when the person has to do something; otherwise the
// pipeline can go on, or has been stopped.
func (p *passage) obey() (*wire.Response, error) {
	d, stop := p.command(p.tx.Suspend, p.session.Person, p.tx.Passed)
	switch {
	case stop != nil:
		p.tx.Verdict.Stop, p.tx.Verdict.Suspend, p.tx.Suspend = stop, nil, nil
		p.storeMetadata(p.session.Person, p.tx.Verdict.AppMetadata, p.tx.Verdict.UserMetadata)
		return nil, nil
	case d == nil:
		p.goOn()
		return nil, nil
	}
	if resp, err := p.decideMFA(); resp != nil || err != nil {
		return resp, err
	}
	a := p.tx.Answer
	switch a.Outcome {
	case Asked:
		if a.Invalidate {
			p.forget(p.req)
		}
		d.Offered, d.Automatic = a.Offered, a.Automatic
		return p.demand(*d)
	case Remembered:
		p.tx.Commanded = true
		p.goOn()
		return nil, nil
	}
	return p.requireMFA()
}

// goOn lets the pipeline go on behind the action that suspended it.
func (p *passage) goOn() {
	p.tx.Resume = &script.Resume{State: p.tx.Suspend.State}
	p.tx.Suspend = nil
}

// runAlone runs the pipeline where there is no browser. A command pauses the
// grant; a redirect cannot happen (facts 1.9, 6.2).
func (t *Tenant) runAlone(ctx context.Context, job script.Job, person string) (script.Verdict, *demand, error) {
	for {
		v, err := t.run(ctx, job, person)
		if err != nil || v.Suspend == nil {
			return v, nil, err
		}
		var d *demand
		if v.Suspend.Kind == script.SuspendRedirect {
			e := interactionRequired()
			v.Stop = &script.Stop{Place: v.Suspend.Place, Reason: script.Invalid, Error: e.Code, Description: e.Description}
		} else {
			d, v.Stop = t.command(v.Suspend, person, nil)
		}
		if v.Stop != nil {
			v.Suspend = nil
			t.storeMetadata(person, v.AppMetadata, v.UserMetadata)
		}
		if v.Stop != nil || d != nil {
			return v, d, nil
		}
		job.Resume = &script.Resume{State: v.Suspend.State}
	}
}

// factorEnabled tells whether the tenant has a type of factor switched on.
func (t *Tenant) factorEnabled(typ string) bool {
	return slices.ContainsFunc(expanded([]string{typ}), func(one string) bool { return slices.Contains(t.Config.factorsOn(), one) })
}
