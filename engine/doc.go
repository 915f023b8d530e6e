// Package engine imitates the MFA behaviour of an Auth0 tenant together with
// everything around it that makes the behaviour visible: a browser with its
// cookie jar, a small connected display, and the API that the display calls.
//
// The engine is a passive state machine. Time, identifiers and the verdicts of
// scripts are inputs; the same [Setup] and the same steps give the same frames,
// byte for byte, natively and in a browser. There is no goroutine, no wall
// clock, no randomness and no input or output in here.
//
// Reading order: [Step] and [Setup] (what goes in), [Frame] (what comes out),
// [Replay] (how), then the parties: tenant, browser, display, quotes. Package
// scenario is the text form of it all, package script runs the tenant's code.
//
// What is known of the real service stands in FACTS.md, with sources and
// confidence; comments cite its sections, as in "facts 4.4".
package engine

// Version names the rules of the simulation. It changes with a release in which
// a scenario can end otherwise than before, so that who opens a link learns
// which rules it was made with.
const Version = "1"
