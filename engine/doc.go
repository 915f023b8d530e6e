// Package engine imitates the MFA behaviour of an Auth0 tenant together with
// everything around it that makes the behaviour visible: a browser with its
// cookie jar, a small connected display, and the API that the display calls.
//
// The engine is a passive state machine. Time, identifiers and the verdicts of
// scripts are inputs; the same [Setup] and the same steps give the same frames,
// byte for byte, natively and in a browser. There is no goroutine, no wall
// clock, no randomness and no input or output in here.
//
// # What is simulated
//
// Sign-in with a password, a passkey or at a company's identity provider, the
// single sign-on session, every OAuth and OpenID Connect flow
// that ends in tokens for a person or a program, rules and post-login actions,
// the MFA prompt with all its factors and their enrolment, the remembered
// browser, adaptive MFA with a risk that is set by hand, the MFA API, the device
// flow, refresh tokens with and without rotation, consent, logout, the log, and
// of the Management API what touches any of these. Each fact of FACTS.md has an
// id (package facts) and a scenario that shows it (scenario/testdata).
//
// # What is not
//
// Social and passwordless connections, sign-up, organizations, forms, SAML and
// Classic Login. Rules and actions that touch a member of these are told its
// name; script/members.txt marks them. Where the sources are silent or
// contradict each other, the answer is an assumption with a default
// (tenant/assume.go), which a scenario can change.
//
// # Reading order
//
// [Step] and [Setup] (what goes in), [Frame] (what comes out), [Replay] (how),
// then the parties: tenant, browser, display, quotes. Package scenario is the
// text form of it all, package script runs the tenant's code; export and
// deploycli are the forms of other tools.
//
// What is known of the real service stands in FACTS.md, with sources and
// confidence; comments cite its sections, as in "facts 4.4".
package engine

// Version names the rules of the simulation. It changes with a release in which
// a scenario can end otherwise than before, so that who opens a link learns
// which rules it was made with.
const Version = "1"
