package engine

import (
	"time"

	"mfaplayground/engine/browser"
	"mfaplayground/engine/display"
	"mfaplayground/engine/tenant"
)

// Setup is the world before the first step.
type Setup struct {
	Start    time.Time
	Tenant   tenant.Config
	Browsers []Browser
	Displays []Display
}

// Browser is one browser of one person.
type Browser struct {
	Name   string // as steps use it
	Person string // who signs in unless a step says otherwise
	browser.Settings
	Peer tenant.Peer // where it is
	Past Past        // what was done in it before the start
}

// Display is one connected display.
type Display struct {
	Name     string // as steps use it
	App      string // client_id of the application that it is
	Firmware display.Firmware
	Pairing  display.Pairing // what it does while it waits for its owner

	Connected Connected // how it was connected before the start
}
