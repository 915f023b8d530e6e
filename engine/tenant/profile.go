package tenant

// Profile is a dated set of answers to the open questions: how a tenant behaved
// at a time, as the sources of that time have it. The line
//
//	profile NAME
//
// of a scenario takes all its answers; assume lines override them.
type Profile struct {
	Name, Title, Text string
	Answers           Assumptions
}

// Profiles lists the profiles, the oldest first.
var Profiles = []Profile{
	{"2021-rules", "2021, Rules", "April 2021, as Auth0's founder told the story of the display: Rules run, a policy leaves refresh exchanges alone, and the /mfa/ audience is one like any other.",
		Assumptions{AssumePolicyOnRefresh: "no", AssumeTokenLife: "10m", AssumeAudience: "no", AssumeRulesRun: "yes"}},
	{"2026-rules", "2026, Rules", "The last months of Rules, as nextjs-auth0 documents them: they run, and the policy \"Always\" reaches refresh exchanges.",
		Assumptions{AssumePolicyOnRefresh: "yes", AssumeTokenLife: "5m", AssumeAudience: "yes", AssumeRulesRun: "yes"}},
	{"2026-actions", "2026, Actions", "After 18 November 2026, by the same source: Rules do not run any more, and only Actions and the policy ask.",
		Assumptions{AssumePolicyOnRefresh: "yes", AssumeTokenLife: "5m", AssumeAudience: "yes", AssumeRulesRun: "no"}},
}

// With returns the assumptions of a profile with the given answers in front of
// its own.
func (p Profile) With(answers Assumptions) Assumptions {
	all := Assumptions{}
	for _, a := range AssumptionList {
		if v, ok := answers[a.Name]; ok {
			all[a.Name] = v
		} else if v, ok := p.Answers[a.Name]; ok {
			all[a.Name] = v
		}
	}
	return all
}
