//go:build !js

package engine

import _ "embed" // for the fact sheet

// FactSheet is FACTS.md: what is known of the real service, with its sources.
// The page's program does without it; the site has it as a page.
//
//go:embed FACTS.md
var FactSheet string
