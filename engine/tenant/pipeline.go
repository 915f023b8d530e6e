package tenant

import (
	"context"
	"hash/fnv"
	"net/url"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// accountAge is how long ago, at the Unix epoch of a scenario's first request,
// every account was created. Rules can read it; nothing else depends on it.
const accountAge = 365 * 24 * time.Hour

// The addresses that people and devices come from (RFC 5737: documentation).
const (
	browserIP = "203.0.113.7"
	deviceIP  = "203.0.113.20"
)

// runScripts runs the pipeline once for each authorization.
func (p *passage) runScripts() (*wire.Response, error) {
	if p.tx.Decided {
		return nil, nil
	}
	if !p.tx.Fresh { // signing in has just stored it
		p.touch(&p.cookies, p.session, p.tx.App.ID)
		p.session = p.State.Sessions[p.session.ID]
	}
	job := p.job(p.tx.App, p.session.Person, p.tx.Protocol, p.req)
	job.Request.IP = browserIP
	job.Methods = make([]script.Method, 0, len(p.session.Methods))
	for _, m := range p.session.Methods {
		job.Methods = append(job.Methods, script.Method{Name: m.Name, Type: m.Type, TimestampMS: m.At.UnixMilli()})
	}
	job.Session = &script.Session{ID: p.session.ID, ClientIDs: p.session.Apps}
	job.Request.Query = flat(p.tx.Query)
	job.Transaction = &script.Transaction{
		ACRValues:    strings.Fields(p.tx.Query.Get("acr_values")),
		Prompt:       strings.Fields(p.tx.Query.Get("prompt")),
		RedirectURI:  p.tx.RedirectURI,
		Scopes:       strings.Fields(p.tx.Scope),
		ResponseType: strings.Fields(p.tx.Query.Get("response_type")),
		State:        p.tx.State,
	}
	verdict, err := p.run(p.ctx, job)
	p.tx.Verdict = verdict
	return nil, err
}

// job fills in what every run of the pipeline knows.
func (t *Tenant) job(app App, person, protocol string, req wire.Request) script.Job {
	p, _ := t.Config.PersonByName(person)
	seed := fnv.New32a()
	seed.Write([]byte(t.id("run")))
	metadata := app.Metadata
	if metadata == nil {
		metadata = map[string]string{}
	}
	created := t.Config.Start.Add(-accountAge).UnixMilli()
	tenant, _, _ := strings.Cut(t.Config.Domain, ".")
	return script.Job{
		NowMS: t.Now.UnixMilli(), Seed: seed.Sum32(), Tenant: tenant, Protocol: protocol,
		Client:     script.Client{ID: app.ID, Name: app.Name, Metadata: metadata},
		Connection: script.Connection{ID: "con_people", Name: "Username-Password-Authentication", Strategy: "auth0"},
		User: script.User{
			ID: p.UserID(), Email: p.Email, EmailVerified: true, Name: p.Email, Nickname: p.Name,
			CreatedMS: created, UpdatedMS: created, EnrolledFactors: p.Factors,
		},
		Request: script.Request{
			Method: req.Method, UserAgent: req.Header.Get("User-Agent"), Hostname: t.Config.Domain,
			Query: map[string]string{}, Body: map[string]string{},
		},
		Transaction: &script.Transaction{},
		Audience:    t.Config.API.Audience,
		LoginsCount: t.State.logins[person],
	}
}

// run executes the pipeline and files what the scripts said.
func (t *Tenant) run(ctx context.Context, job script.Job) (script.Verdict, error) {
	if t.Scripts == nil {
		return script.Verdict{}, nil
	}
	verdict, err := t.Scripts.Run(ctx, job)
	if err != nil {
		return script.Verdict{}, err
	}
	t.Journal.Console = append(t.Journal.Console, verdict.Console...)
	t.Journal.Diagnostics = append(t.Journal.Diagnostics, verdict.Diagnostics...)
	return verdict, nil
}

// flat keeps the first value of each parameter, as scripts see them.
func flat(values url.Values) map[string]string {
	m := make(map[string]string, len(values))
	for name, v := range values {
		m[name] = v[0]
	}
	return m
}
