package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/quotes"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
)

// World is what does not change while steps are played: the setup, and the
// container in which the tenant's code runs.
type World struct {
	setup   Setup
	sites   []browser.Site
	api     quotes.API
	scripts script.Container // nil when no script is enabled
}

// State is the world at one instant. It holds values only; [World.Step] works
// on a copy, so that nothing is left half done and any state can be kept.
type State struct {
	Now      time.Time
	Tenant   tenant.State
	Browsers []browser.State
	Displays []display.State
	Answers  map[string]map[string]string // what applications know from the answers they got, by actor
}

// Open prepares a world. Close it when its last step has been played.
func Open(ctx context.Context, setup Setup, sandbox script.Sandbox) (*World, error) {
	return open(ctx, setup, sites(&setup.Tenant), sandbox)
}

// open is Open for who knows the sites.
func open(ctx context.Context, setup Setup, sites []browser.Site, sandbox script.Sandbox) (*World, error) {
	setup.Tenant.Start = setup.Start
	w := &World{setup: setup, sites: sites}
	w.api = quotes.API{
		Audience: setup.Tenant.API.Audience, Issuer: "https://" + setup.Tenant.Domain + "/", Start: setup.Start,
	}
	program := setup.Tenant.Program()
	if len(program.Rules)+len(program.Actions) == 0 {
		return w, nil
	}
	scripts, err := sandbox.Open(ctx, program)
	if err != nil {
		return nil, fmt.Errorf("engine: the script host failed: %w", err)
	}
	w.scripts = scripts
	return w, nil
}

// Close releases the container.
func (w *World) Close() {
	if w.scripts != nil {
		w.scripts.Close()
	}
}

// sites describes the applications that people open in a browser.
func sites(c *tenant.Config) []browser.Site {
	var all []browser.Site
	for _, app := range c.Apps {
		if !slices.Contains(tenant.BrowserTypes, app.Type) {
			continue
		}
		site := browser.Site{
			ClientID: app.ID, Name: app.Name, Origin: app.Origin(), Tenant: "https://" + c.Domain,
			Audience: c.API.Audience, Keeps: app.Type != tenant.AppSPA, Challenge: tenant.Challenge,
		}
		if app.Confidential() {
			site.Secret = app.Secret()
		}
		all = append(all, site)
	}
	return all
}

// Begin returns the world before the first step.
func (w *World) Begin() State {
	storage, oldest := tenant.Begin(&w.setup.Tenant)
	s := State{Now: w.setup.Start, Answers: map[string]map[string]string{}, Tenant: storage}
	for i, held := range w.setup.Tenant.Held {
		s.Answers[held.App] = map[string]string{"refresh_token": oldest[i]}
	}
	for _, b := range w.setup.Browsers {
		s.Browsers = append(s.Browsers, browser.State{Name: b.Name, Person: b.Person, Settings: b.Settings})
	}
	for _, d := range w.setup.Displays {
		s.Displays = append(s.Displays, display.New(d.Name, d.Firmware, d.Pairing))
	}
	w.plant(&s)
	return s
}

// Clone returns an independent copy.
func (s State) Clone() State {
	s.Tenant = s.Tenant.Clone()
	browsers := make([]browser.State, len(s.Browsers))
	for i, b := range s.Browsers {
		browsers[i] = b.Clone()
	}
	displays := make([]display.State, len(s.Displays))
	for i, d := range s.Displays {
		displays[i] = d.Clone()
	}
	s.Answers = maps.Clone(s.Answers) // those of one actor are replaced, never changed
	s.Browsers, s.Displays = browsers, displays
	return s
}

// Step plays one step on a copy of a state, and returns the copy with the
// frame of all that happened. An error means that the script host failed,
// never that the step went wrong: that is an outcome.
func (w *World) Step(ctx context.Context, before State, step Step) (State, Frame, error) {
	after := before.Clone()
	frame, err := w.play(ctx, &after, step)
	if err != nil {
		return before, Frame{}, err
	}
	return after, frame, nil
}

// play plays one step on a state itself, which is worthless after an error.
func (w *World) play(ctx context.Context, state *State, step Step) (Frame, error) {
	for i := range state.Displays {
		state.Displays[i].Forget()
	}
	p := play{world: w, state: state, journal: &tenant.Journal{}}
	p.frame = Frame{Start: state.Now}
	p.frame.Skipped = p.perform(ctx, step)
	if p.journal.Err != nil {
		return Frame{}, fmt.Errorf("engine: the script host failed: %w", p.journal.Err)
	}
	p.close()
	return p.frame, nil
}

// Replay plays steps from the beginning and returns a frame for each.
func Replay(ctx context.Context, setup Setup, steps []Step, sandbox script.Sandbox) ([]Frame, error) {
	w, err := Open(ctx, setup, sandbox)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	state := w.Begin()
	frames := make([]Frame, 0, len(steps))
	for i, step := range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		frame, err := w.play(ctx, &state, step) // nobody keeps the states in between
		if err != nil {
			return nil, fmt.Errorf("step %d: %w", i+1, err)
		}
		frame.Index = i
		frames = append(frames, frame)
	}
	return frames, nil
}
