//go:build !js

package live

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/tenant"
)

// journalMax is how many log events and decisions are kept.
const journalMax = 200

// crossOrigin refuses what pages of other sites send in a person's browser.
var crossOrigin = http.NewCrossOriginProtection()

// steering tells whether a request is for the simulator and not for the tenant.
func steering(r *http.Request) bool {
	return r.URL.Path == "/_sim" || strings.HasPrefix(r.URL.Path, "/_sim/")
}

// sim answers the endpoints that no real tenant has:
//
//	POST /_sim/advance  by=36h   let time pass
//	POST /_sim/reset             forget everything, and go back to the wall clock
//	GET  /_sim/state             the clock, the tenant's storage and its journal
//
// All three answer with the state, as JSON.
func (s *Server) sim(w http.ResponseWriter, r *http.Request) {
	if err := crossOrigin.Check(r); err != nil || !Loopback(r.RemoteAddr) || !Loopback(r.Host) {
		refuse(w, http.StatusForbidden, "The simulator is steered from this machine only, by its own address.")
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /_sim/state":
	case "POST /_sim/reset":
		if err := s.reset(context.WithoutCancel(r.Context())); err != nil {
			refuse(w, http.StatusInternalServerError, err.Error())
			return
		}
	case "POST /_sim/advance":
		r.Body = http.MaxBytesReader(w, r.Body, bodyMax)
		by, ok := scenario.ParseDuration(r.FormValue("by"))
		if !ok || by == 0 || s.offset+by > scenario.MaxWaits {
			refuse(w, http.StatusBadRequest, "by: expected a duration such as 90s, 36h or 8d, in all at most "+
				scenario.FormatDuration(scenario.MaxWaits)+".")
			return
		}
		s.offset += by
	default:
		refuse(w, http.StatusNotFound, "The simulator has POST /_sim/advance, POST /_sim/reset and GET /_sim/state.")
		return
	}
	answer(w, http.StatusOK, s.snapshot())
}

// snapshot is what /_sim/ answers with. Lists are never null.
func (s *Server) snapshot() any {
	return struct {
		Issuer     string                     `json:"issuer"`
		Now        time.Time                  `json:"now"`
		OffsetS    int64                      `json:"offset_s"` // ahead of the wall clock, in seconds
		Sessions   []tenant.Session           `json:"sessions"`
		Remembered []tenant.RememberedBrowser `json:"remembered"`
		Logs       []tenant.Log               `json:"logs"`
		Decisions  []tenant.Decision          `json:"decisions"`
	}{
		s.config.At("/"), s.now(), int64(s.offset / time.Second),
		listed(s.state.SessionList()), listed(s.state.RememberedList()),
		listed(s.journal.Logs), listed(s.journal.Decisions),
	}
}

func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// trim keeps of the journal what snapshot shows, and not more than its newest.
func (s *Server) trim() {
	s.journal = tenant.Journal{Logs: newest(s.journal.Logs), Decisions: newest(s.journal.Decisions)}
}

func newest[T any](list []T) []T { return list[max(0, len(list)-journalMax):] }

func refuse(w http.ResponseWriter, status int, text string) {
	answer(w, status, map[string]string{"error": text})
}

func answer(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic("live: internal error: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// Loopback tells whether an address, with or without a port, is one of this
// machine alone.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
