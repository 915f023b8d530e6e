module mfaplayground

go 1.26.0

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

// Tests only: clients that nobody here wrote, and random scenarios.
require (
	github.com/coreos/go-oidc/v3 v3.21.0
	golang.org/x/oauth2 v0.37.0
	pgregory.net/rapid v1.3.0
)

require (
	github.com/go-jose/go-jose/v4 v4.1.4 // indirect
	github.com/google/uuid v1.3.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
)
