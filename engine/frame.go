package engine

import (
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// Frame is all that one step did, and what the world looked like afterwards.
type Frame struct {
	Index int       `json:"index"` // of the step, from 0
	Start time.Time `json:"start"` // virtual time before the step
	At    time.Time `json:"at"`    // and after it
	// Skipped tells why the step did nothing; empty when it was done.
	Skipped     string              `json:"skipped,omitempty"`
	Exchanges   []wire.Exchange     `json:"exchanges,omitempty"`
	Omitted     int                 `json:"omitted,omitempty"` // exchanges beyond the limit of a frame
	Decisions   []tenant.Decision   `json:"decisions,omitempty"`
	Logs        []tenant.Log        `json:"logs,omitempty"`
	Console     []script.Line       `json:"console,omitempty"`
	Diagnostics []script.Diagnostic `json:"diagnostics,omitempty"`
	Runs        int                 `json:"runs,omitempty"` // how often the scripts were run
	Browsers    []browser.View      `json:"browsers,omitempty"`
	Displays    []display.View      `json:"displays,omitempty"`
	// Remembered lists the browsers that the tenant remembers, and Sessions
	// the single sign-on sessions, as the tenant's own storage has them.
	Remembered []tenant.RememberedBrowser `json:"remembered,omitempty"`
	Sessions   []tenant.Session           `json:"sessions,omitempty"`
	Tokens     []tenant.Issued            `json:"tokens,omitempty"` // issued by this step
	// Families lists the families of refresh tokens that have not been revoked.
	Families []tenant.RefreshFamily `json:"families,omitempty"`
}
