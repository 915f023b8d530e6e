//go:build !js

package play

import (
	"encoding/json"
	"testing"

	"mfaplayground/engine/tenant"
)

func TestAPackedResultIsTheSame(t *testing.T) {
	m := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	text := Pack(m.Scenario, m.Result)
	result, err := Unpack(m.Scenario, text)
	if err != nil {
		t.Fatal(err)
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
	text := Pack(m.Scenario, m.Result)
	other := after(t, SetPolicy{Policy: tenant.PolicyAlways})
	for name, text := range map[string]string{"of another scenario": text, "cut": text[:len(text)/2], "empty": "", "text": "hello, world"} {
		if _, err := Unpack(other.Scenario, text); err == nil {
			t.Errorf("a result that is %s was taken", name)
		}
	}
}
