package engine

import (
	"context"
	"errors"

	"mfaplayground/engine/script"
)

// Replay plays steps from the beginning and returns a frame for each. An error
// means that the script host failed, never that a step went wrong.
func Replay(ctx context.Context, setup Setup, steps []Step, sandbox script.Sandbox) ([]Frame, error) {
	return nil, errors.New("engine: not written yet")
}
