package display

import "time"

// Firmware is how the device's program treats an answer it did not expect.
type Firmware string

// The firmwares.
const (
	// Naive tries the same request again every hour, for ever.
	Naive Firmware = "naive"
	// Careful reads the error: on mfa_required it stops and asks its owner to
	// connect it again.
	Careful Firmware = "careful"
)

// Pairing is what the device's program does while it waits for its owner. The
// zero value does as RFC 8628 section 3.5 has it.
type Pairing struct {
	// Poll is how often it polls, whatever the tenant says; zero: as told.
	Poll time.Duration
	// Expired is what follows when the code has run out; empty: [ExpiredStop].
	Expired Expired
}

// Expired is what a device does when its code has run out.
type Expired string

// What can be done about a code that has run out.
const (
	ExpiredStop  Expired = "stop"    // wait for somebody to press the button
	ExpiredPoll  Expired = "poll-on" // go on polling with it
	ExpiredRenew Expired = "renew"   // ask for another code
)

// LED is the colour of the device's light.
type LED string

// The colours.
const (
	LEDOff   LED = "off"
	LEDBlue  LED = "blue"  // waiting for its owner
	LEDGreen LED = "green" // showing a fresh quotation
	LEDRed   LED = "red"   // in trouble
)

// View is what a person standing before the display sees, and what its serial
// port says.
type View struct {
	Name     string       `json:"name"`
	Firmware Firmware     `json:"firmware"`
	Screen   []string     `json:"screen"` // lines of at most 32 characters
	LED      LED          `json:"led"`
	Phase    Phase        `json:"phase"`
	Tries    int          `json:"tries"` // failed tries since the last success
	UserCode string       `json:"user_code,omitempty"`
	Serial   []SerialLine `json:"serial,omitempty"` // what it said during this step
	Muted    int          `json:"muted,omitempty"`  // lines it said beyond those kept
	// TokenExpires is when its access token ends; zero when it has none.
	TokenExpires time.Time `json:"token_expires,omitzero"`
	HasRefresh   bool      `json:"has_refresh"`
}

// SerialLine is one line of the serial log.
type SerialLine struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}
