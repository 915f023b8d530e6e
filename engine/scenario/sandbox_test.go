package scenario

import (
	"context"
	"testing"

	"mfaplayground/engine/script"
)

// openSandbox starts the real script engine; it needs the packages of web/
// to be installed, as make does.
func openSandbox(t testing.TB) script.Sandbox {
	t.Helper()
	sandbox, err := script.NewNative(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sandbox.Close)
	return sandbox
}
