package play

import (
	"context"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// sample is a small scenario with both kinds of script.
const sample = `A sample

A story of one sentence. And another.

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy never
session idle=72h absolute=168h cookie=persistent
assume policy-on-refresh=no
person ada email=ada@example.com factors=otp
app portal type=spa name="Ada's portal"
app wall type=device name="Quotes display"
api https://api.quotes.example token-lifetime=24h
rule mfa
action mfa off
browser ada person=ada
display display app=wall firmware=naive

-- rules/mfa.js --
function mfa(user, context, callback) {
  callback(null, user, context);
}

-- actions/mfa.js --
exports.onExecutePostLogin = async (event, api) => {};

-- steps --
# Monday
ada: visit portal
ada: sign-in
ada: pass otp
wait 1d
`

// asking is a rule that asks everybody.
const asking = "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}\n"

// host plays rules for these tests: a rule that names context.multifactor asks
// for it. What scripts can really do is tested in package script.
type host struct{ program script.Program }

func (host) Open(_ context.Context, p script.Program) (script.Container, error) { return host{p}, nil }

func (host) Close() {}

func (h host) Run(_ context.Context, _ script.Job) (script.Verdict, error) {
	var v script.Verdict
	for _, r := range h.program.Rules {
		if strings.Contains(r.Code, "context.multifactor") {
			v.Rule = &script.Directive{Place: script.Place{Kind: script.Rule, Script: r.Name, Line: 2}, Provider: "any"}
		}
	}
	return v, nil
}

// opened returns the model of a page on the sample, before its first replay.
func opened(t *testing.T) (Model, []Cmd) {
	t.Helper()
	m, cmds := New([]Lesson{{Slug: "sample", Title: "A sample", Text: sample}}, "sample", "./")
	if m.Problem != "" {
		t.Fatal(m.Problem)
	}
	return m, cmds
}

// played carries out the replay that the commands ask for.
func played(t *testing.T, m Model, cmds []Cmd) Model {
	t.Helper()
	for _, c := range cmds {
		replay, ok := c.(Replay)
		if !ok {
			continue
		}
		result, err := scenario.Run(context.Background(), replay.Scenario, host{})
		if err != nil {
			t.Fatal(err)
		}
		m, _ = Update(m, Replayed{Sequence: replay.Sequence, Scenario: replay.Scenario, Result: result})
	}
	return m
}

// after returns the model after the messages, each with its replay.
func after(t *testing.T, msgs ...Msg) Model {
	t.Helper()
	m, cmds := opened(t)
	return then(t, played(t, m, cmds), msgs...)
}

// then sends messages to a model and plays what they ask for.
func then(t *testing.T, m Model, msgs ...Msg) Model {
	t.Helper()
	for _, msg := range msgs {
		next, cmds := Update(m, msg)
		m = played(t, next, cmds)
	}
	return m
}

// texts are the steps of a model as text.
func texts(m Model) string {
	var list []string
	for _, line := range m.Lines() {
		list = append(list, line.Text)
	}
	return strings.Join(list, "; ")
}

// find returns the first command of a type.
func find[C Cmd](cmds []Cmd) (C, bool) {
	for _, c := range cmds {
		if found, ok := c.(C); ok {
			return found, true
		}
	}
	var none C
	return none, false
}

func TestNewAsksForAReplayAndSelectsTheEnd(t *testing.T) {
	m, cmds := opened(t)
	replay, ok := find[Replay](cmds)
	if !ok || replay.Sequence != m.Sequence || replay.After != 0 {
		t.Fatalf("commands %+v; expected a replay at once with sequence %d", cmds, m.Sequence)
	}
	if m.At != 3 || m.Rule != "mfa" || !m.Replaying {
		t.Fatalf("at %d, rule %q, replaying %t; expected the last step, mfa, true", m.At, m.Rule, m.Replaying)
	}
}

func TestStaleResultsAreDropped(t *testing.T) {
	m := after(t)
	frames := len(m.Result.Frames)
	m, _ = Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	stale := Replayed{Sequence: m.Sequence - 1, Result: scenario.Result{Frames: []engine.Frame{{}}}}
	if next, cmds := Update(m, stale); len(next.Result.Frames) != frames || !next.Replaying || cmds != nil {
		t.Fatalf("a stale result was taken over: %d frames, replaying %t", len(next.Result.Frames), next.Replaying)
	}
}

func TestAFailedReplayKeepsTheLastResult(t *testing.T) {
	m := after(t)
	m, _ = Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	next, _ := Update(m, Replayed{Sequence: m.Sequence, Err: "the host is gone"})
	if next.Problem != "the host is gone" || len(next.Result.Frames) != 4 {
		t.Fatalf("problem %q, %d frames; expected the message and the 4 frames from before", next.Problem, len(next.Result.Frames))
	}
}

func TestTypingIsOneEditAndReplaysAfterAPause(t *testing.T) {
	m := after(t)
	before := m
	var cmds []Cmd
	for _, code := range []string{"f", "fu", asking} {
		m, cmds = Update(m, EditCode{Kind: script.Rule, Name: "mfa", Code: code})
	}
	if replay, ok := find[Replay](cmds); !ok || replay.After != TypingPause {
		t.Fatalf("commands %+v; expected a replay after %v", cmds, TypingPause)
	}
	if len(m.Past) != 1 {
		t.Fatalf("%d entries to undo; expected 1 for one burst of typing", len(m.Past))
	}
	if m.Shown != before.Shown {
		t.Fatal("what was typed was written back to the editor")
	}
	m = played(t, m, cmds)
	if got := MarkOf(m.Result.Frames[1]); got != Mark(tenant.Asked) {
		t.Fatalf("step 2 is marked %q; expected asked", got)
	}
	m, cmds = Update(m, Undo{})
	if m.Scenario.Print() != before.Scenario.Print() {
		t.Fatal("undo did not bring the scenario back")
	}
	if set, ok := find[SetEditor](cmds); !ok || !strings.Contains(set.Text, "callback(null") || strings.Contains(set.Text, "multifactor") {
		t.Fatalf("commands %+v; expected the editor to be set to the code from before", cmds)
	}
	m, _ = Update(m, Redo{})
	if code, _ := m.Code(script.Rule, "mfa"); code.Code != asking {
		t.Fatalf("after redo the rule is %q", code.Code)
	}
}

func TestUpdateLeavesTheOldModelAlone(t *testing.T) {
	m := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	text, past, first := m.Scenario.Print(), len(m.Past), len(m.Changes)
	for _, msg := range []Msg{
		EditCode{Kind: script.Rule, Name: "mfa", Code: asking}, Act{Text: "ada: close tab"}, RemoveStep{},
		WaitFor{Duration: time.Hour}, Undo{}, SetValue{At: scenario.Spot{Keyword: "app", Name: "wall", Key: "metadata.a"}, Value: "b"},
	} {
		Update(m, msg)
	}
	if m.Scenario.Print() != text || len(m.Past) != past || len(m.Changes) != first || len(m.Lines()) != 4 {
		t.Fatal("an update changed the model it was given")
	}
}

func TestTheDifferenceNamesChangedSteps(t *testing.T) {
	m := after(t, EditCode{Kind: script.Rule, Name: "mfa", Code: asking})
	var at []int
	for _, c := range m.Changes {
		at = append(at, c.At)
	}
	// Signing in now ends on the MFA page, and passing is no longer skipped.
	if len(at) < 2 || at[0] != 1 || at[1] != 2 {
		t.Fatalf("changed steps %v; expected 1 and 2 among them", at)
	}
	if c := m.Changes[0]; c.Before.Mark != Mark(tenant.NotAsked) || c.After.Mark != Mark(tenant.Asked) {
		t.Fatalf("step 2 went from %q to %q; expected from not-asked to asked", c.Before.Mark, c.After.Mark)
	}
	if m, _ = Update(m, Dismiss{}); len(m.Changes) != 0 {
		t.Fatal("the comparison was dismissed and is still there")
	}
}

func TestAnInsertedStepIsComparedWithNothing(t *testing.T) {
	m := after(t, SelectFrame{At: 1}, WaitFor{Duration: time.Hour})
	for _, c := range m.Changes {
		if c.At == 2 {
			t.Fatal("the new step is said to end differently")
		}
	}
}

func TestFailedMarks(t *testing.T) {
	f := engine.Frame{Exchanges: []wire.Exchange{{Response: wire.Response{Page: &wire.Page{Kind: wire.PageError}}}}}
	if MarkOf(f) != MarkFailed {
		t.Fatalf("an error page is marked %q; expected failed", MarkOf(f))
	}
	if MarkOf(engine.Frame{Skipped: "nothing there"}) != MarkSkipped {
		t.Fatal("a skipped step is not marked as skipped")
	}
}
