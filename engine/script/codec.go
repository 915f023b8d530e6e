package script

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Backstop is the wall time after which a host gives up on one run and answers
// with [OutOfTime]. Counted work ends every ordinary endless loop in well under
// a second; the backstop is only for a single built-in operation that runs for
// minutes and cannot be counted, such as a search in megabytes of text.
const Backstop = 10 * time.Second

// timeoutText is what the service says when the 20 seconds of a chain are over
// (facts 1.8).
const timeoutText = "Request to Webtask exceeded allowed execution time"

// EncodeProgram returns the text in which a host hands a program to the
// prelude.
func EncodeProgram(program Program) (string, error) { return encode("program", program) }

func encode(what string, value any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return "", fmt.Errorf("script: encode the %s: %w", what, err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// DecodeVerdict reads the verdict that the prelude wrote.
func DecodeVerdict(text string) (Verdict, error) {
	var v Verdict
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return Verdict{}, fmt.Errorf("script: decode the verdict: %w", err)
	}
	return v, nil
}

// ErrCrash is what a host's error wraps when the engine itself broke down under
// a script: it nests text so deeply that the host's stack is too small.
var ErrCrash = errors.New("script: the script engine broke down")

// crashText is what Node says when its stack is too small.
const crashText = "Maximum call stack size exceeded"

// Crashed is the verdict of a host whose engine broke down, see [ErrCrash].
func Crashed(program Program) Verdict { return cutShort(program, Threw, crashText) }

// OutOfTime is the verdict of a host that had to stop a run by wall time. It
// cannot tell which script was running unless there is only one.
func OutOfTime(program Program) Verdict { return cutShort(program, TimedOut, timeoutText) }

func cutShort(program Program, reason Reason, text string) Verdict {
	stop := &Stop{Reason: reason, Error: "access_denied", Description: text}
	var runs []Run
	for _, s := range program.Rules {
		runs = append(runs, Run{Kind: Rule, Script: s.Name, Outcome: "stopped"})
	}
	for _, s := range program.Actions {
		runs = append(runs, Run{Kind: Action, Script: s.Name, Outcome: "stopped"})
	}
	if len(runs) == 1 {
		stop.Place = Place{Kind: runs[0].Kind, Script: runs[0].Script}
	}
	return Verdict{Stop: stop, Runs: runs}
}
