package tenant

import (
	"reflect"
	"testing"

	"mfaplayground/engine/script"
)

// single lists changes of one input each that a question allows, by what they
// come from. It is the list of what has to be told if it makes a difference.
func single(q Question) map[Source][]Question {
	list := map[Source][]Question{}
	add := func(from Source, change func(q *Question)) {
		other := q
		change(&other)
		list[from] = append(list[from], other)
	}
	for _, policy := range []Policy{PolicyNever, PolicyAlways} {
		if policy != q.Policy {
			add(FromPolicy, func(q *Question) { q.Policy = policy })
		}
	}
	if q.Rule != nil {
		add(FromRule, func(q *Question) { q.Rule = nil })
	}
	if q.Action != nil {
		add(FromAction, func(q *Question) { q.Action = nil })
	}
	if q.Silent {
		add(FromRequest, func(q *Question) { q.Silent = false })
	}
	if q.MultiFactorACR {
		add(FromRequest, func(q *Question) { q.MultiFactorACR = false })
	}
	if q.MFAAudience {
		add(FromRequest, func(q *Question) { q.MFAAudience = false })
	}
	if q.Leg == LegBrowser || q.Leg == LegDevice {
		add(FromCookie, func(q *Question) { q.Cookie = CookieValid - q.Cookie }) // the other of two
	}
	add(FromAssumption, func(q *Question) { q.Readings.PolicyOnRefresh = !q.Readings.PolicyOnRefresh })
	add(FromAssumption, func(q *Question) { q.Readings.ACRAlone = !q.Readings.ACRAlone })
	return list
}

// changed counts the inputs that differ.
func changed(a, b Question) (n int) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			n++
		}
	}
	return n
}

// Of every question: each alternative changes one thing and makes the difference
// that is said of it, by the oracle; and none that makes one is missing.
func TestAlternativesAreExactAndComplete(t *testing.T) {
	directives := []*script.Directive{nil, {Provider: "none"}, {Provider: "any"}}
	wrong, alternatives := 0, 0
	everyFact(directives, []CookieState{CookieAbsent, CookieValid}, []string{"low"}, func(q Question) {
		if wrong > 5 || q.Command == CommandDone {
			return
		}
		q.Readings = defaultReadings
		was := plain(q)
		d := Decision{Outcome: was.Outcome, Question: q, Because: []Reason{{Source: FromAction, Name: "mfa"}}}
		list := d.Alternatives()
		alternatives += len(list)
		for _, a := range list {
			same := a.Answer.Outcome == was.Outcome && a.Answer.Offered == was.Offered
			if n := changed(q, a.Question); n != 1 || plain(a.Question) != a.Answer || same {
				wrong++
				t.Errorf("%+v:\n%q changes %d inputs and leads to %+v; the oracle says %+v, and before %+v", q, a.Text, n, a.Answer, plain(a.Question), was)
			}
		}
		for from, others := range single(q) {
			for _, other := range others {
				if now := plain(other); now.Outcome != was.Outcome && !tells(list, from, now) {
					wrong++
					t.Errorf("%+v:\na %s that makes it %s is not among %+v", q, from, now.Outcome, list)
				}
			}
		}
	})
	if alternatives == 0 {
		t.Error("no decision has an alternative")
	}
}

func tells(list []Alternative, from Source, answer Answer) bool {
	for _, a := range list {
		if a.Source == from && a.Answer == answer {
			return true
		}
	}
	return false
}

// What comes without its question, as from elsewhere, tells nothing.
func TestNoAlternativesWithoutAQuestion(t *testing.T) {
	if list := (Decision{Outcome: Asked}).Alternatives(); list != nil {
		t.Errorf("%+v", list)
	}
}
