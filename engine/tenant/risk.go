package tenant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine/script"
	"mfaplayground/engine/wire"
)

// RiskSettings is what adaptive MFA says about logins (facts 11). The real
// score is not published, so that every part of it can be set by hand; an empty
// text stands for what [Tenant.assess] computes.
type RiskSettings struct {
	On         bool   // assessments are made for code, whatever the policy
	Confidence string // overall: low, medium, high or neutral
	// The assessors, each as CONFIDENCE/CODE.
	NewDevice, ImpossibleTravel, UntrustedIP string
}

// Assessor is one part of a risk assessment (facts 11.2).
type Assessor struct {
	Word  string // in scenarios
	Name  string // in riskAssessment.assessments
	Codes []string
	usual string // unless it is set by hand
}

// Assessors are the three that sign-ins know.
var Assessors = []Assessor{
	{"new-device", "NewDevice", strings.Fields("initial_login assessment_not_available match partial_match no_match unknown_device no_device_history"), ""},
	{"impossible-travel", "ImpossibleTravel", strings.Fields("minimal_travel_from_last_login travel_from_last_login substantial_travel_from_last_login " +
		"impossible_travel_from_last_login invalid_travel missing_geoip anonymous_proxy unknown_location initial_login " +
		"location_history_not_found assessment_not_available"), "high/minimal_travel_from_last_login"},
	{"untrusted-ip", "UntrustedIP", strings.Fields("not_found_on_deny_list found_on_deny_list invalid_ip_address assessment_not_available"), "high/not_found_on_deny_list"},
}

// Confidences are the values of a confidence, the lowest first; neutral says
// nothing (facts 11.1).
var Confidences = []string{"low", "medium", "high", "neutral"}

// deviceMemory is how long a device is known without being seen (facts 11.3).
const deviceMemory = 30 * 24 * time.Hour

// Hand returns what is set by hand for an assessor.
func (r *RiskSettings) Hand(word string) *string {
	switch word {
	case "new-device":
		return &r.NewDevice
	case "impossible-travel":
		return &r.ImpossibleTravel
	case "untrusted-ip":
		return &r.UntrustedIP
	}
	return &r.Confidence
}

// With returns the settings with those of another set by hand where it has any;
// the word "computed" takes a hand off again.
func (r RiskSettings) With(other RiskSettings) RiskSettings {
	for _, word := range []string{"confidence", "new-device", "impossible-travel", "untrusted-ip"} {
		switch value := *other.Hand(word); value {
		case "":
		case "computed":
			*r.Hand(word) = ""
		default:
			*r.Hand(word) = value
		}
	}
	return r
}

// SetRisk changes by hand what the assessors say from now on.
func (s *State) SetRisk(change RiskSettings) { s.risk = s.risk.With(change) }

// assess returns the risk assessment of a login, or nil where none is made:
// without the adaptive policy it is made for browsers only, and never for a
// refresh exchange (facts 11.5, 3.2).
func (t *Tenant) assess(leg Leg, person string, req wire.Request) *script.Risk {
	adaptive := t.Config.Policy == PolicyAdaptive
	if leg == LegRefresh || leg == LegExchange || leg == LegPassword && !adaptive || !adaptive && !t.Config.Risk.On {
		return nil
	}
	settings := t.Config.Risk.With(t.State.risk)
	risk := &script.Risk{Version: "1", Assessments: map[string]script.Assessment{}}
	lowest := len(Confidences) - 1
	for _, assessor := range Assessors {
		said, details := *settings.Hand(assessor.Word), map[string]string(nil)
		if said == "" {
			said = assessor.usual
		}
		if said == "" {
			said, details = t.newDevice(leg, person, req)
		}
		confidence, code, _ := strings.Cut(said, "/")
		risk.Assessments[assessor.Name] = script.Assessment{Confidence: confidence, Code: code, Details: details}
		lowest = min(lowest, slices.Index(Confidences, confidence))
	}
	risk.Confidence = settings.Confidence
	if risk.Confidence == "" {
		risk.Confidence = Confidences[lowest] // a suggestion: facts 11.3
	}
	return risk
}

// newDevice computes the assessor of that name: the user agent and the did
// cookie, held against the devices of the last 30 days (facts 11.3, inferred).
// A password exchange has no cookies, so that nothing can be said, and what
// fails is low.
func (t *Tenant) newDevice(leg Leg, person string, req wire.Request) (string, map[string]string) {
	if leg == LegPassword {
		return "low/assessment_not_available", nil
	}
	seen := t.account(person).Seen
	if len(seen) == 0 {
		return "neutral/initial_login", nil
	}
	known := 0
	details := map[string]string{}
	for i, key := range t.deviceKeys(req) {
		name, value := []string{"useragent", "device"}[i], "unknown"
		if at, ok := seen[key]; ok && t.Now.Sub(at) < deviceMemory {
			known++
			value = "known"
		}
		details[name] = value
	}
	return []string{"low/no_match", "medium/partial_match", "high/match"}[known], details
}

// deviceKeys are what a device is known by: its user agent and its did cookie.
// Of an old browser the twin counts, and a forged cookie counts for nothing.
func (t *Tenant) deviceKeys(req wire.Request) []string {
	return []string{"user agent " + req.Header.Get("User-Agent"), "did " + t.device(req)}
}

// knowDevice notes that a person has signed in with a device.
func (t *Tenant) knowDevice(person string, req wire.Request) {
	a := t.account(person)
	a.Seen = maps.Clone(a.Seen)
	if a.Seen == nil {
		a.Seen = map[string]time.Time{}
	}
	for _, key := range t.deviceKeys(req) {
		if key != "did " {
			a.Seen[key] = t.Now
		}
	}
	t.State.accounts[person] = a
}
