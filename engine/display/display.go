// Package display is the small connected device on the shelf: it shows a
// quotation a day. It was authorized once through the device flow, holds a
// refresh token, and renews its access token to call the API. It knows the
// other parties only as a [wire.Handler].
//
// The firmware is a state machine on virtual time: power and button are its
// inputs, [State.NextWake] says when it wants to run next, [Device.Wake] runs
// it. Its screen is text.
package display

import (
	"context"
	"fmt"
	"time"

	"mfaplayground/engine/wire"
)

// Phase is where the firmware stands.
type Phase string

// The phases.
const (
	PhaseOff     Phase = "off"
	PhaseIdle    Phase = "idle"    // not connected, and not trying
	PhaseCode    Phase = "code"    // shows a user code and polls
	PhaseWorking Phase = "working" // shows a quotation
	PhaseStuck   Phase = "stuck"   // what it tried failed; it will try again
)

// Intervals of the firmware.
const (
	quoteEvery = 24 * time.Hour  // a quotation a day
	retryEvery = time.Hour       // after a failure, for ever
	slowDownBy = 5 * time.Second // RFC 8628 section 3.5
)

// serialMax bounds what one step keeps of the serial log.
const serialMax = 40

// State is what the device holds. Power cuts keep its refresh token, as flash
// memory would.
type State struct {
	Name     string
	Firmware Firmware
	Pairing  Pairing
	Phase    Phase

	deviceCode, userCode, verifyAt string
	interval                       time.Duration
	codeExpires                    time.Time
	notice                         string // why the careful firmware asks to be connected again

	accessToken   string
	accessExpires time.Time
	refreshToken  string

	quote, author string
	trouble       string // the last error, as the screen shows it
	tries         int
	wake          time.Time // zero: nothing to do
	serial        []SerialLine
	muted         int
}

// Device runs the firmware at one instant.
type Device struct {
	*State
	Now      time.Time
	Send     wire.Handler
	ClientID string
	Tenant   string // https://tenant.example
	API      string // https://api.quotes.example
}

// New returns a device that was never switched on.
func New(name string, firmware Firmware, pairing Pairing) State {
	return State{Name: name, Firmware: firmware, Pairing: pairing, Phase: PhaseOff}
}

// Clone returns an independent copy whose serial log is empty.
func (s State) Clone() State {
	s.serial, s.muted = nil, 0
	return s
}

// Remember gives the device the refresh token of a connection from before.
func (s *State) Remember(refreshToken string) { s.refreshToken = refreshToken }

// UserCode is the code on the screen, or the empty string.
func (s State) UserCode() string {
	if s.Phase != PhaseCode {
		return ""
	}
	return s.userCode
}

// VerificationURI is where the person enters the code.
func (s State) VerificationURI() string { return s.verifyAt }

// NextWake is when the firmware wants to run next; false means never.
func (s State) NextWake() (time.Time, bool) { return s.wake, !s.wake.IsZero() }

// PowerOn starts the firmware; it tells whether the device was off.
func (d *Device) PowerOn(ctx context.Context) bool {
	if d.Phase != PhaseOff {
		return false
	}
	d.Phase = PhaseIdle
	d.say("boot, firmware %s", d.Firmware)
	if d.refreshToken == "" {
		d.connect(ctx)
		return true
	}
	d.renew(ctx)
	return true
}

// PowerOff cuts the power; it tells whether the device was on. A pairing that
// was not finished is forgotten.
func (d *Device) PowerOff() bool {
	if d.Phase == PhaseOff {
		return false
	}
	d.Phase, d.wake, d.tries, d.notice = PhaseOff, time.Time{}, 0, ""
	d.accessToken, d.accessExpires = "", time.Time{}
	return true
}

// Press is the button: renew now, or ask for a new code; it tells whether the
// device was on.
func (d *Device) Press(ctx context.Context) bool {
	switch {
	case d.Phase == PhaseOff:
		return false
	case d.refreshToken != "":
		d.say("button: renew now")
		d.renew(ctx)
	default:
		d.say("button: connect")
		d.connect(ctx)
	}
	return true
}

// Wake runs what is due.
func (d *Device) Wake(ctx context.Context) {
	d.wake = time.Time{}
	switch d.Phase {
	case PhaseCode:
		d.poll(ctx)
	case PhaseWorking, PhaseStuck:
		d.update(ctx)
	}
}

// say writes a line to the serial log.
func (d *Device) say(format string, args ...any) {
	if len(d.serial) >= serialMax {
		d.muted++
		return
	}
	d.serial = append(d.serial, SerialLine{At: d.Now, Text: fmt.Sprintf(format, args...)})
}

// Forget drops what the serial log holds, when a new step begins.
func (s *State) Forget() { s.serial, s.muted = nil, 0 }
