package tenant

import (
	"cmp"
	"context"
	"hash/fnv"
	"net/url"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// accountAge is how long before the scenario every account was created. Rules
// can read it; nothing else depends on it.
const accountAge = 365 * 24 * time.Hour

// runScripts runs the pipeline of an authorization. It stops where the person
// has to do something first, and goes on from there when she has.
func (p *passage) runScripts() (*wire.Response, error) {
	switch {
	case p.tx.Decided:
		return nil, nil
	case p.tx.pendingRedirect(): // she left the external page by another way
		return p.sendAway()
	case p.tx.Suspend != nil: // she has done what was demanded
		p.tx.Commanded = true
		p.goOn()
	case !p.tx.Fresh && p.tx.Resume == nil: // signing in has just stored it
		p.touch(&p.cookies, p.session, p.tx.App.ID)
		p.session = p.State.Sessions[p.session.ID]
	}
	for {
		job := p.browserJob()
		job.Resume = p.tx.Resume
		verdict, err := p.run(p.ctx, job, p.session.Person)
		if err != nil {
			return nil, err
		}
		p.tx.Verdict, p.tx.Suspend, p.tx.Resume, p.tx.Risk = verdict, verdict.Suspend, nil, job.Risk
		if verdict.Suspend == nil {
			p.session = p.orderSession(&p.cookies, p.session, verdict)
			return nil, nil
		}
		if p.tx.pendingRedirect() {
			return p.redirectFirst()
		}
		resp, err := p.obey()
		if resp != nil || err != nil || p.tx.Resume == nil {
			return resp, err
		}
	}
}

// browserJob tells the scripts what is known where there is a browser: the
// session, what was completed in it, and the authorization request.
func (p *passage) browserJob() script.Job {
	job := p.job(p.tx.App, p.session.Person, p.tx.Protocol, p.req)
	if job.Risk = p.tx.Risk; p.tx.Resume == nil { // one assessment for each login
		job.Risk = p.assess(p.leg(), p.session.Person, p.req)
	}
	if p.Scripts == nil {
		return job
	}
	job.Methods = p.session.methods()
	job.Session = p.session.shown(p.limits())
	job.Request.Query = flat(p.tx.Query)
	job.Audience = cmp.Or(p.tx.Query.Get("audience"), job.Audience)
	if p.tx.Resume != nil && p.tx.Resume.Callback { // what the external page sent back (facts 2.11: re-issued)
		job.Request.Query, job.Request.Body = flat(p.req.Query()), flat(p.req.Form())
	}
	job.Interactive, job.Transfer = !p.tx.prompt("none"), p.tx.Brought
	q := p.tx.Query
	job.Transaction = &script.Transaction{
		ID: p.tx.ID, ACRValues: strings.Fields(q.Get("acr_values")), Prompt: strings.Fields(q.Get("prompt")),
		RedirectURI: p.tx.RedirectURI, Scopes: strings.Fields(p.tx.Scope), ResponseType: strings.Fields(q.Get("response_type")),
		ResponseMode: q.Get("response_mode"), State: p.tx.State, LoginHint: q.Get("login_hint"), UILocales: q.Get("ui_locales"),
	}
	return job
}

// methods is event.authentication.methods (facts 2.3).
func (s Session) methods() []script.Method {
	list := make([]script.Method, 0, len(s.Methods))
	for _, m := range s.Methods {
		list = append(list, script.Method{Name: m.Name, Type: m.Type, TimestampMS: m.At.UnixMilli()})
	}
	return list
}

// shown is event.session (facts 2.2.3).
func (s Session) shown(limits SessionLimits) *script.Session {
	mode := s.CookieMode
	if mode == "" && limits.Persistent {
		mode = CookiePersistent
	} else if mode == "" {
		mode = CookieNonPersistent
	}
	return &script.Session{
		ID: s.ID, ClientIDs: s.Apps, CookieMode: string(mode),
		CreatedMS: s.Created.UnixMilli(), AuthenticatedMS: s.Created.UnixMilli(),
		UpdatedMS: s.LastUsed.UnixMilli(), LastInteractedMS: s.LastUsed.UnixMilli(),
		IdleExpiresMS: s.Idle.UnixMilli(), ExpiresMS: s.End.UnixMilli(), Metadata: s.Metadata,
	}
}

// job fills in what every run of the pipeline knows.
func (t *Tenant) job(app App, person, protocol string, req wire.Request) script.Job {
	if t.Scripts == nil { // nobody would read it
		return script.Job{Transaction: &script.Transaction{}}
	}
	seed := fnv.New32a()
	seed.Write([]byte(t.id("run")))
	metadata := app.Metadata
	if metadata == nil {
		metadata = map[string]string{}
	}
	who, _ := t.Config.PersonByName(person)
	tenant, _, _ := strings.Cut(t.Config.Domain, ".")
	return script.Job{
		NowMS: t.Now.UnixMilli(), Seed: seed.Sum32(), Tenant: tenant, Protocol: protocol,
		Client:       script.Client{ID: app.ID, Name: app.Name, Metadata: metadata},
		Connection:   who.Connection.shown(),
		User:         t.user(person),
		Request:      t.shownRequest(req),
		Transaction:  &script.Transaction{},
		Audience:     t.Config.API.Audience,
		LoginsCount:  t.account(person).Logins,
		Customizable: t.Config.CustomizeMFA,
	}
}

// shownRequest is a request as scripts see it, without what was asked for.
func (t *Tenant) shownRequest(req wire.Request) script.Request {
	return script.Request{
		Method: req.Method, IP: t.Peer.IP, UserAgent: req.Header.Get("User-Agent"), Hostname: t.Config.Domain,
		Language: t.Peer.Language, ASN: t.Peer.ASN, GeoIP: t.Peer.GeoIP,
		Query: map[string]string{}, Body: map[string]string{},
	}
}

// user is the person as scripts see her now.
func (t *Tenant) user(person string) script.User {
	p, _ := t.Config.PersonByName(person)
	a := t.account(person)
	u := p.Profile
	u.ID, u.Email, u.EnrolledFactors = p.UserID(), p.Email, t.enrolledFactors(person)
	u.Name, u.Nickname = cmp.Or(u.Name, p.Login()), cmp.Or(u.Nickname, p.Name)
	u.AppMetadata, u.UserMetadata = a.App, a.User
	u.CreatedMS = t.Config.Start.Add(-accountAge).UnixMilli()
	u.UpdatedMS = u.CreatedMS
	if !a.LastLogin.IsZero() { // facts 1.3: it moves with every login
		u.UpdatedMS, u.LastLoginMS = a.LastLogin.UnixMilli(), a.LastLogin.UnixMilli()
	}
	return u
}

// rulesEnd is the end of life of rules (facts 9.1): a remark, no change of what
// happens.
var rulesEnd = time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC)

// run executes the pipeline, files what the scripts said, and writes the
// metadata that they changed, once at the end (facts 2.8).
func (t *Tenant) run(ctx context.Context, job script.Job, person string) (script.Verdict, error) {
	if t.Scripts == nil {
		return script.Verdict{}, nil
	}
	t.Journal.Runs++
	v, err := t.Scripts.Run(ctx, job)
	if err != nil {
		return script.Verdict{}, err
	}
	if rules := t.Config.rules(); len(rules) > 0 && !t.Config.Start.Before(rulesEnd) {
		t.Journal.Diagnostics = append(t.Journal.Diagnostics, script.Diagnostic{
			Place: script.Place{Kind: script.Rule, Script: rules[0].Name},
			Text:  "Rules no longer run on the real service since 18 November 2026; here they do, unless the assumption " + AssumeRulesRun + " says no",
		})
	}
	t.Journal.Console = append(t.Journal.Console, v.Console...)
	t.Journal.Diagnostics = append(t.Journal.Diagnostics, v.Diagnostics...)
	if v.Suspend == nil {
		t.storeMetadata(person, v.AppMetadata, v.UserMetadata)
	}
	for _, orders := range []*script.Orders{v.Session, v.RefreshToken} {
		if v.Stop == nil && orders != nil && orders.Revoke != nil { // facts 2.8: revoking denies
			r := orders.Revoke
			v.Stop = &script.Stop{Place: r.Place, Reason: script.Denied, Error: "access_denied", Description: r.Reason}
		}
	}
	if v.Stop != nil && v.Stop.Kind == script.Action && v.Stop.Reason != script.Denied {
		t.log("actions_execution_failed", "Action failed", v.Stop.Script+": "+v.Stop.Description, job.Client.ID, person)
	}
	return v, nil
}

// flat keeps the first value of each parameter, as scripts see them.
func flat(values url.Values) map[string]string {
	m := make(map[string]string, len(values))
	for name, v := range values {
		m[name] = v[0]
	}
	return m
}
