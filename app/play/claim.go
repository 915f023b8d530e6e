package play

import (
	"fmt"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
)

// ClaimKey is the name in an address of what it claims.
const ClaimKey = "is"

// Claim is what a link says of its outcome: which rules it was made with, and
// the digest of how each step ended. A link can say what it likes: the page
// plays the scenario itself, shows what comes out, and compares.
type Claim struct {
	Of      *scenario.Scenario // what was claimed; nil: nothing was
	Version string             // of the engine; empty if the claim cannot be read
	Digest  string
	Got     string // the digest of what came out; empty until it was played
}

// DropClaim closes the note about the link's claim.
type DropClaim struct{}

func (DropClaim) msg() {}

// claimOf reads what an address claims about a scenario.
func claimOf(text string, s *scenario.Scenario) Claim {
	if text == "" {
		return Claim{}
	}
	version, digest, _ := strings.Cut(text, ".")
	if version == "" || len(version) > 8 || strings.Trim(version, "0123456789") != "" || len(digest) != len(scenario.Digest(nil)) {
		return Claim{Of: s}
	}
	return Claim{Of: s, Version: version, Digest: digest}
}

// check compares the claim with what came out, when that is known.
func (m Model) check() Model {
	if m.Claim.Of != nil && m.Played == m.Claim.Of && len(m.Result.Frames) == len(m.Claim.Of.Lines) {
		m.Claim.Got = scenario.Digest(m.Result.Frames)
	}
	return m
}

// Verdict tells whether what the link claimed came out; the text is empty when
// there is nothing to say. After an edit the scenario is another one, of which
// nothing was claimed.
func (m Model) Verdict() (verified bool, text string) {
	c := m.Claim
	if c.Of == nil || c.Of != m.Scenario || c.Got == "" {
		return false, ""
	}
	const truth = "What you see is what the rules here produce."
	switch {
	case c.Version == "":
		return false, "Not verified: what this link says of its outcome cannot be read. " + truth
	case c.Digest == c.Got:
		return true, "Verified: every step ends as it did for whoever made this link."
	case c.Version == engine.Version:
		return false, fmt.Sprintf("Differs: this link claims another outcome, by the same engine version %s. It was altered. %s", c.Version, truth)
	}
	return false, fmt.Sprintf("Differs: this link was made with engine version %s; here, version %s, some steps end otherwise. %s", c.Version, engine.Version, truth)
}
