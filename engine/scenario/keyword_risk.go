package scenario

import (
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
)

// The line and the step of the risk assessment take the same attributes.
const (
	riskAttributes = `[confidence=low|medium|high|neutral] [new-device=CONFIDENCE/CODE] ` +
		`[impossible-travel=CONFIDENCE/CODE] [untrusted-ip=CONFIDENCE/CODE]`
	riskSyntax     = `risk [assessment=on|off] ` + riskAttributes
	riskStepSyntax = `risk ` + riskAttributes
)

// riskWords are the attributes of the risk assessment.
func riskWords() []string {
	list := []string{"confidence"}
	for _, a := range tenant.Assessors {
		list = append(list, a.Word)
	}
	return list
}

// risk reads what adaptive MFA says about logins. The line alone switches the
// assessment on (facts 3.1: a switch of its own, beside the policy).
func (p *parser) risk(e entry, syntax string) {
	p.noArguments(e, syntax)
	attrs := p.attributes(e, append([]string{"assessment"}, riskWords()...)...)
	r := tenant.RiskSettings{On: true}
	if w, ok := attrs["assessment"]; ok {
		answer, _ := p.pick("answer", w.value, w.where.start, "on", "off")
		r.On = answer == "on"
	}
	p.assessments(&r, attrs)
	r = tenant.RiskSettings{On: r.On}.With(r)
	p.s.Setup.Tenant.Risk = r
}

// riskStep reads a step that changes the assessment by hand.
func (p *parser) riskStep(words []word, text span) (engine.Step, bool) {
	faults := len(p.faults)
	e := entry{keyword: string(engine.VerbRisk), text: text, attrs: words}
	for _, w := range words {
		if w.key == "" {
			p.extra(w, riskStepSyntax)
			return engine.Step{}, false
		}
	}
	if len(words) == 0 {
		p.fail(text.end, "what changes is missing; expected %s", riskStepSyntax)
	}
	step := engine.Step{Verb: engine.VerbRisk}
	p.assessments(&step.Risk, p.attributes(e, riskWords()...))
	return step, len(p.faults) == faults
}

// assessments reads what is set by hand; "computed" takes the hand off.
func (p *parser) assessments(r *tenant.RiskSettings, attrs map[string]word) {
	if w, ok := attrs["confidence"]; ok {
		r.Confidence, _ = p.pick("confidence", w.value, w.where.start, append(tenant.Confidences[:4:4], "computed")...)
	}
	for _, a := range tenant.Assessors {
		w, ok := attrs[a.Word]
		if !ok {
			continue
		}
		*r.Hand(a.Word) = w.value
		if w.value == "computed" {
			continue
		}
		confidence, code, _ := strings.Cut(w.value, "/")
		if _, ok := p.pick("confidence", confidence, w.where.start, tenant.Confidences...); ok {
			p.pick("code", code, w.where.start, a.Codes...)
		}
	}
}
