//go:build !js

// Command app is the MFA Playground's command line.
package main

import (
	_ "github.com/andybalholm/brotli"
	_ "github.com/maxence-charriere/go-app/v9/pkg/app"
	_ "github.com/tetratelabs/wazero"
)

func main() {}
