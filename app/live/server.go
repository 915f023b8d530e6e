//go:build !js

// Package live lets real programs talk to the tenant of a scenario: it turns
// HTTP requests into the engine's values and its answers back into HTTP, on the
// wall clock plus an offset. It is for the person's own machine only.
//
// The tenant itself knows nothing of this: everything it answers here it
// answers in the simulation too. What is added is the adapter (this file), the
// pages as plain HTML (page.go) and the endpoints under /_sim/ that steer the
// clock and show the tenant's storage (sim.go).
package live

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/quotes"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// bodyMax is how many bytes of a request's body are read. No form of the
// tenant comes near it.
const bodyMax = 64 << 10

// Server is the tenant of a scenario as an HTTP handler. It answers one request
// at a time: the tenant's storage knows no others.
type Server struct {
	config  tenant.Config
	sandbox script.Sandbox
	clock   func() time.Time // the wall clock

	mu      sync.Mutex
	api     quotes.API
	scripts script.Container // nil when no script is enabled
	state   tenant.State
	offset  time.Duration // how far the tenant is ahead of the clock
	journal tenant.Journal
}

// New makes a server for the tenant of a scenario. The origin is the address
// that clients dial, such as http://127.0.0.1:8090; over http the cookies are
// not Secure, because no client would send them back. Close releases the
// scripts.
func New(ctx context.Context, setup engine.Setup, origin string, sandbox script.Sandbox, clock func() time.Time) (*Server, error) {
	s := &Server{config: setup.Tenant, sandbox: sandbox, clock: clock}
	s.config.Origin = origin
	s.config.LoopbackCallbacks = true
	if err := s.reset(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Close releases the scripts.
func (s *Server) Close() {
	if s.scripts != nil {
		s.scripts.Close()
		s.scripts = nil
	}
}

// reset begins the scenario anew, now. What scripts kept in their globals is
// forgotten too.
func (s *Server) reset(ctx context.Context) error {
	s.Close()
	if program := s.config.Program(); len(program.Rules)+len(program.Actions) > 0 {
		scripts, err := s.sandbox.Open(ctx, program)
		if err != nil {
			return fmt.Errorf("live: the script host failed: %w", err)
		}
		s.scripts = scripts
	}
	s.journal, s.offset = tenant.Journal{}, 0
	s.config.Start = s.now()
	s.state, _ = tenant.Begin(&s.config)
	s.api = quotes.API{Audience: s.config.API.Audience, Issuer: s.config.At("/"), Start: s.config.Start}
	return nil
}

// now is the tenant's time, without the monotonic clock of this process.
func (s *Server) now() time.Time { return s.clock().UTC().Round(0).Add(s.offset) }

// ServeHTTP answers for the tenant, for the API when a request names its host,
// and for /_sim/.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if steering(r) {
		s.sim(w, r)
		return
	}
	req, err := s.request(w, r)
	if err != nil {
		http.Error(w, "The request cannot be read: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	now := s.now()
	if r.Host == s.api.Host() {
		send(w, s.api.Serve(req, now), nil)
		return
	}
	t := tenant.Tenant{Config: &s.config, State: &s.state, Now: now, Scripts: s.scripts, Journal: &s.journal, Peer: peer(r)}
	// A client that hangs up must not leave a script half run.
	send(w, t.Serve(context.WithoutCancel(r.Context()), req), &t)
	s.trim()
}

// peer is who sent a request. Nothing more is known about addresses here.
func peer(r *http.Request) tenant.Peer {
	language, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return tenant.Peer{IP: host, Language: language}
}

// request is the engine's form of a request, at the tenant's own address
// whatever name the client knows it by.
func (s *Server) request(w http.ResponseWriter, r *http.Request) (wire.Request, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyMax))
	if err != nil {
		return wire.Request{}, err
	}
	address := s.config.At(r.URL.EscapedPath())
	if r.URL.RawQuery != "" {
		address += "?" + r.URL.RawQuery
	}
	return wire.Request{Method: r.Method, URL: address, Header: r.Header.Clone(), Body: string(body)}, nil
}

// send writes an answer; what a person would see becomes plain HTML.
func send(w http.ResponseWriter, resp wire.Response, t *tenant.Tenant) {
	for name, values := range resp.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	body := resp.Body
	if resp.Page != nil {
		body = draw(*resp.Page, t)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", pagePolicy(*resp.Page))
		w.Header().Set("Cache-Control", "no-store")
	}
	w.WriteHeader(resp.Status)
	_, _ = io.WriteString(w, body) // a client that hung up is no concern of ours
}
