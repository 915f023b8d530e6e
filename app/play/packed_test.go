//go:build !js

package play

import (
	"encoding/json"
	"slices"
	"testing"

	"mfaplayground/engine/lesson"
	"mfaplayground/engine/tenant"
)

func TestAPackedResultIsTheSame(t *testing.T) {
	m := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	want := []lesson.Verdict{{Name: "a", Goal: "b", Says: "c"}, {Name: "d", Goal: "e", Met: true}}
	text := Pack(m.Scenario, m.Result, want)
	result, verdicts, err := Unpack(m.Scenario, text)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(verdicts, want) {
		t.Errorf("the verdicts are %+v; expected %+v", verdicts, want)
	}
	before, _ := json.Marshal(m.Result)
	now, _ := json.Marshal(result)
	if string(before) != string(now) || len(result.Frames) != 4 {
		t.Fatal("the result is another one after packing and unpacking")
	}
	for i := range result.Frames {
		if !EndingOf(result.Frames[i]).Same(EndingOf(m.Result.Frames[i])) {
			t.Errorf("step %d ends differently after unpacking", i+1)
		}
	}
}

func TestForeignResultsAreRefused(t *testing.T) {
	m := after(t)
	text := Pack(m.Scenario, m.Result, nil)
	other := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	for name, text := range map[string]string{"of another scenario": text, "cut": text[:len(text)/2], "empty": "", "text": "hello, world"} {
		if _, _, err := Unpack(other.Scenario, text); err == nil {
			t.Errorf("a result that is %s was taken", name)
		}
	}
}
