module mfaplayground

go 1.26

// Linked into the browser binary.
require (
	github.com/golang-jwt/jwt/v5 v5.3.1
	github.com/maxence-charriere/go-app/v9 v9.8.0
)

// Native command and tests only.
require (
	github.com/andybalholm/brotli v1.2.8
	github.com/tetratelabs/wazero v1.12.0
)

require (
	github.com/google/uuid v1.3.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
)
