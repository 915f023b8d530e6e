// Package grid asks the engine one question in many cases: is a second factor
// asked for? A case is a sign-in or an exchange with one value of each
// [Dimension]; all else is as in the scenario at hand: its tenant, its people
// and applications, its code.
//
//	g := grid.Of(scenario)
//	asked := grid.NewRunner(sandbox)
//	cases := []grid.Case{{grid.Protocol: "refresh", grid.Policy: "always"}, {grid.CookieAge: "8d"}}
//	outcomes, err := asked.Evaluate(ctx, g, cases, nil)
//
// The values that a dimension has in a scenario are those of [Grid.Dimensions];
// [Grid.Table] makes the cases of two of them. [Grid.Scenario] is a case as a
// real scenario, to be opened, played and changed.
//
// # What a case is
//
// A case begins at the start of the scenario, with what lies before it planted
// (engine.Past): how long ago the person signed in, and for how long the browser
// is remembered. Then it is as few steps as lead to one decision. Steps of the
// scenario itself play no part.
//
// # How it is evaluated
//
// By the code that plays scenarios, only that it stops at the decision (see
// engine.Attempt). [Runner.Evaluate] plays each case up to where it asks the
// scripts, has the host run many of these questions in one message, each question
// once, in a container of its own, plays other cases meanwhile, and goes on with
// those that have their answer (desk.go). So an outcome is what the replay of the
// case's scenario shows; a test holds the two against each other.
package grid
