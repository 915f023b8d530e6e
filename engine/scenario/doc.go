// Package scenario is the text form of a simulation: a tenant, the people and
// devices around it, what they do step by step, and what is expected of it.
// One format has four uses: conformance test, built-in lesson, file in
// somebody's repository, and link.
//
// The manual of the format is FORMAT.md in this folder, which is also [Manual]
// and a page of the site. A scenario in short:
//
//	The display keeps working
//
//	A display refreshes its token after a day.
//
//	-- tenant --
//	start 2026-11-02T08:00:00Z
//	person ada email=ada@example.com
//	app wall-display type=device metadata.device_type=display
//	rule mfa off
//	browser ada person=ada
//	display display app=wall-display
//
//	-- rules/mfa.js --
//	function mfa(user, context, callback) {
//	  callback(null, user, context);
//	}
//
//	-- steps --
//	# the first day
//	display: power on
//	ada: activate display
//	ada: confirm
//	ada: sign-in
//	  expect mfa not-asked
//	wait 5s
//	  expect led green
//
// # Reading and writing
//
// [Parse] reads a file and reports every mistake with line and column;
// [Scenario.Print] gives the same bytes back. The With methods, InsertStep,
// ReplaceStep, RemoveStep and TruncateSteps return a changed scenario and keep
// every byte that they need not change. [Encode] and [Decode] are the form
// that stands in a link.
//
// # Playing
//
// [Run] plays a scenario, [Judge] compares frames with the expect lines, and
// [Transcript] writes what happened in words that a reviewer can check without
// reading Go. [Lessons] are the built-in scenarios.
//
// An outcome of the simulated world (mfa_required, a script that throws, a
// step that was skipped) is never a Go error; a mistake in a file always is.
package scenario
