//go:build !js

// Command seek, compiled for a browser, is the search for counterexamples: a
// program of its own that the page loads when somebody first searches, into a
// Worker of its own (web/seek-worker.js), so that the page is neither larger nor
// slower for it. Natively there is nothing to run.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "seek: this program runs in a browser's Worker; go run ./app build makes it")
	os.Exit(2)
}
