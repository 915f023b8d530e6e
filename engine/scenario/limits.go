package scenario

import "time"

// Limits of a scenario. They keep a link that somebody else made from stalling
// the reader's browser; no scenario that tells a story comes near them.
const (
	MaxText      = 256 << 10                // bytes of the whole file, also of an unpacked link
	MaxSteps     = 10_000                   // steps
	MaxWait      = 400 * day                // of one wait step
	MaxWaits     = 36_500 * day             // of all wait steps together: dates stay far below the year 9999
	MaxScripts   = 20                       // rules, and as many actions
	MaxParties   = 8                        // browsers, and as many displays
	MaxPeople    = 100                      // people
	MaxApps      = 100                      // applications
	MaxMetadata  = 10                       // metadata keys of one application
	MaxIdle      = 2400 * time.Hour         // of a session without activity (facts 4.2, enterprise maximum)
	MaxAbsolute  = 8760 * time.Hour         // of a session since it was created (facts 4.2, enterprise maximum)
	MaxLeeway    = 60 * time.Second         // of a rotating refresh token
	MaxRefresh   = 31_557_600 * time.Second // of a refresh token, idle or in all: 365.25 days (facts 6.5)
	MaxTokenLife = 2_592_000 * time.Second  // of an access token: 30 days

	maxName   = 40  // characters of a name
	maxValue  = 255 // characters of a display name, address or metadata value
	maxErrors = 100 // mistakes that one parse reports

	day = 24 * time.Hour
)
