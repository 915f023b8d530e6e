package scenario

import "testing"

func TestRiskMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"policy always", "policy adaptive\nrisk assessment=of", `f:11:6: unknown answer "of"; expected on or off (did you mean "on"?)`},
		{"policy always", "policy adaptive\nrisk confidence=lowly", `f:11:6: unknown confidence "lowly"; expected low, medium, high, neutral or computed (did you mean "low"?)`},
		{"policy always", "policy adaptive\nrisk new-device=low", `f:11:6: unknown code ""; expected initial_login, assessment_not_available, match, partial_match, no_match, unknown_device or no_device_history`},
		{"policy always", "policy adaptive\nrisk untrusted-ip=mid/found_on_deny_list", `f:11:6: unknown confidence "mid"; expected low, medium, high or neutral`},
		{"wait 6d23h", "risk confidence=lowly", `f:42:6: unknown confidence "lowly"; expected low, medium, high, neutral or computed (did you mean "low"?)`},
		{"wait 6d23h", "risk low", `f:42:6: unexpected "low"; expected risk [confidence=low|medium|high|neutral] [new-device=CONFIDENCE/CODE] [impossible-travel=CONFIDENCE/CODE] [untrusted-ip=CONFIDENCE/CODE]`},
		{"wait 6d23h", "risk", `f:42:5: what changes is missing; expected risk [confidence=low|medium|high|neutral] [new-device=CONFIDENCE/CODE] [impossible-travel=CONFIDENCE/CODE] [untrusted-ip=CONFIDENCE/CODE]`},
	})
}
