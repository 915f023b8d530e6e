package grid

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Scenario returns a case as a real scenario, whose last step ends as the case
// does. A case that is not possible has none: the error tells why.
func (g *Grid) Scenario(c Case) (*scenario.Scenario, error) {
	p := g.plan(c)
	if p.why != nil {
		return nil, errors.New(p.why[0].Text)
	}
	return g.tell(p, g.title(c), g.asked(p))
}

// tell writes a plan as a scenario with a title and steps.
func (g *Grid) tell(p plan, title string, steps []string) (*scenario.Scenario, error) {
	s, err := g.base.Retold(title, steps)
	for _, e := range p.edits(g.base) {
		if err != nil {
			return nil, fmt.Errorf("grid: %w", err)
		}
		s, err = e(s)
	}
	return s, err
}

// asked are the steps of a plan without the sign-in, where a session makes the
// visit go on without one.
func (g *Grid) asked(p plan) []string {
	all := slices.Concat(p.steps, p.enter)
	steps, err := g.read(p.steps)
	if err != nil || len(p.enter) == 0 {
		return all
	}
	setup := p.setup(g.base.Setup)
	setup.Tenant.Rules, setup.Tenant.Actions = nil, nil // nothing runs before somebody is known
	a, err := engine.Try(context.Background(), setup, steps, nobody{})
	if err != nil {
		return all
	}
	f, err := a.Go(context.Background())
	if err == nil && len(f.Browsers) > 0 && f.Browsers[0].Page != nil && f.Browsers[0].Page.Kind == wire.PageLogin {
		return all
	}
	return p.steps
}

// nobody is the host of a tenant without scripts.
type nobody struct{}

// Open implements [script.Sandbox]; nobody calls it.
func (nobody) Open(context.Context, script.Program) (script.Container, error) {
	return nil, errors.New("grid: there is no script to run")
}

// read reads steps of the grid, each text once.
func (g *Grid) read(texts []string) ([]engine.Step, error) {
	list := make([]engine.Step, len(texts))
	for i, text := range texts {
		step, known := g.steps[text]
		if !known {
			var err error
			if step, err = g.base.ReadStep(text); err != nil {
				return nil, fmt.Errorf("grid: %w", err)
			}
			g.steps[text] = step
		}
		list[i] = step
	}
	return list, nil
}

// edit changes a scenario in one place.
type edit func(*scenario.Scenario) (*scenario.Scenario, error)

// edits turn the scenario at hand into that of a plan: as [plan.setup] does, but
// in its text.
func (p plan) edits(base *scenario.Scenario) []edit {
	var list []edit
	set := func(keyword, name, key, value string) {
		list = append(list, func(s *scenario.Scenario) (*scenario.Scenario, error) {
			return s.With(scenario.Spot{Keyword: keyword, Name: name, Key: key}, value)
		})
	}
	if p.policy != "" {
		list = append(list, func(s *scenario.Scenario) (*scenario.Scenario, error) { return s.WithPolicy(p.policy) })
	}
	if p.cookie != "" {
		set("session", "", "cookie", string(p.cookie))
	}
	if p.factor != "" {
		set("person", p.person, "factors", p.factor)
	}
	for _, c := range p.code {
		list = append(list, func(s *scenario.Scenario) (*scenario.Scenario, error) { return s.WithEnabled(c.kind, c.name, c.on) })
	}
	for _, b := range base.Setup.Browsers {
		past := engine.Past{}
		if b.Name == p.browser {
			set("browser", b.Name, "person", p.person)
			past = p.past
		}
		set("browser", b.Name, "signed-in", span(past.SignedIn, past.Used))
		set("browser", b.Name, "passed", past.Passed)
		set("browser", b.Name, "remembered", span(past.Remembered, past.Renewed))
		set("browser", b.Name, "refresh-token", since(past.Token, past.TokenAge))
	}
	for _, d := range base.Setup.Displays {
		connected := engine.Connected{}
		if d.Name == p.display {
			set("display", d.Name, "app", p.app)
			connected = p.connected
		}
		set("display", d.Name, "connected", since(connected.Person, connected.Age))
	}
	return list
}

// span writes AGE/LAST, or AGE where both are the same.
func span(first, last time.Duration) string {
	switch first {
	case 0:
		return ""
	case last:
		return scenario.FormatDuration(first)
	}
	return scenario.FormatDuration(first) + "/" + scenario.FormatDuration(last)
}

// since writes NAME/AGE.
func since(name string, age time.Duration) string {
	if name == "" {
		return ""
	}
	return name + "/" + scenario.FormatDuration(age)
}

// Kind is how a case ends: a [tenant.Outcome], or one of two more.
type Kind = tenant.Outcome

// The ways to end besides those of a decision.
const (
	Away       Kind = "away"       // code sent the browser to another page first
	Impossible Kind = "impossible" // the case cannot be
)

// Outcome is how a case ends, and why.
type Outcome struct {
	Kind    Kind
	Offered bool // the MFA page offers to remember the browser
	Because []tenant.Reason
	Decided bool // the question of a second factor came up
}

// Same tells whether two cases end alike, whatever the reasons.
func (o Outcome) Same(other Outcome) bool { return o.Kind == other.Kind && o.Offered == other.Offered }

// Word is the outcome in one word: challenged, skipped, refused, sent away, not
// possible.
func (o Outcome) Word() string {
	switch o.Kind {
	case tenant.Asked:
		return "challenged"
	case tenant.Remembered, tenant.NotAsked:
		return "skipped"
	case Away:
		return "sent away"
	case Impossible:
		return "not possible"
	}
	return "refused"
}

// Read tells how a case ended from the frame of its last step.
func Read(f engine.Frame) Outcome {
	if n := len(f.Decisions); n > 0 {
		d := f.Decisions[n-1]
		return Outcome{d.Outcome, d.RememberOffered, d.Because, true}
	}
	if f.Skipped != "" {
		return Outcome{Kind: Impossible, Because: []tenant.Reason{{Source: tenant.FromRequest, Text: "That step can do nothing: " + f.Skipped + ".", Fact: "3.2"}}}
	}
	said := ""
	for _, x := range f.Exchanges {
		if code, description := refusal(x.Response); code != "" {
			said = code + ": " + description
		}
	}
	for _, b := range f.Browsers {
		switch {
		case b.Page == nil:
		case b.Page.Kind == wire.PageExternal:
			return Outcome{Kind: Away, Because: []tenant.Reason{{Source: tenant.FromRequest, Fact: "1.9",
				Text: "Code sends the browser to " + b.Page.Title + " first; it is decided when she comes back."}}}
		case said == "" && b.Page.Kind == wire.PageError:
			said = b.Page.Title
		}
	}
	return Outcome{Kind: tenant.Refused, Because: []tenant.Reason{{Source: tenant.FromRequest, Fact: "5.2",
		Text: "The question of a second factor did not come up. The answer is " + said}}}
}

// refusal is the OAuth error in an answer, wherever it stands.
func refusal(r wire.Response) (code, description string) {
	if next := r.Location(); next != "" {
		u := wire.Get(next).Address()
		q := u.Query()
		return q.Get("error"), q.Get("error_description")
	}
	members := r.Members()
	return members["error"], members["error_description"]
}
