//go:build js

package main

import (
	"context"
	"encoding/json"
	"syscall/js"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// offerHeadless sets window.mfaPlayground, through which programs (a console, a
// test, an agent) play scenarios without touching the page:
//
//	const { frames, checks } = JSON.parse(await mfaPlayground.run(text, "name.txtar"))
//
// The text is a scenario file; what comes back is what `run -json` prints for
// one file, with the same frames. A file that cannot be read rejects the
// promise with the message that names file, line and column. mfaPlayground.check
// tells at once what is wrong with a file; the empty text is nothing.
func offerHeadless(sandbox script.Sandbox) {
	run := js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, name := "", "scenario.txtar"
		if len(args) > 0 {
			text = args[0].String()
		}
		if len(args) > 1 {
			name = args[1].String()
		}
		return promise(func() (string, error) { return runHeadless(text, name, sandbox) })
	})
	check := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if _, err := scenario.Parse("scenario", args[0].String()); err != nil {
			return err.Error()
		}
		return ""
	})
	js.Global().Set("mfaPlayground", map[string]any{"run": run, "check": check})
}

// runHeadless plays one file and returns its result as JSON.
func runHeadless(text, name string, sandbox script.Sandbox) (string, error) {
	parsed, err := scenario.Parse(name, text)
	if err != nil {
		return "", err
	}
	result, err := scenario.Run(context.Background(), parsed, sandbox)
	if err != nil {
		return "", err
	}
	packed, err := json.Marshal(runOf(name, result))
	return string(packed), err
}

// promise returns a promise of what work ends with. The work runs on a
// goroutine of its own: a function called by JavaScript must not block.
func promise(work func() (string, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
		go func() {
			defer executor.Release()
			value, err := work()
			if err != nil {
				settle[1].Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			settle[0].Invoke(value)
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}
