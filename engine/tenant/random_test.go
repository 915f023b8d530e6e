package tenant

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestRandomRotation uses refresh tokens of one family in any order and at any
// time, and checks what must hold whatever the implementation (facts 6.5):
//
//   - a token that nobody used before works, while the family lives;
//   - one that was used before works only within the leeway after that;
//   - when one is refused for having been used, no token works any more;
//   - nothing works beyond the idle and the absolute lifetime.
func TestRandomRotation(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		policy := RefreshPolicy{
			Rotating: true,
			Leeway:   rapid.SampledFrom([]time.Duration{0, 3 * time.Second, time.Minute}).Draw(t, "leeway"),
			Idle:     rapid.SampledFrom([]time.Duration{time.Hour, 7 * 24 * time.Hour}).Draw(t, "idle"),
			Absolute: 10 * 24 * time.Hour,
		}
		l, first := holding(outer, policy)
		tokens, used := []string{first}, map[string]time.Time{}
		begun, last, dead := l.Now, l.Now, false
		waits := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Second, 2 * time.Second, 3 * time.Second, 59 * time.Second, time.Hour, 6 * 24 * time.Hour})
		for range rapid.IntRange(1, 12).Draw(t, "uses") {
			l.Now = l.Now.Add(waits.Draw(t, "wait"))
			n := rapid.IntRange(0, len(tokens)-1).Draw(t, "token")
			token := tokens[n]
			over := dead || l.Now.Sub(last) >= policy.Idle || l.Now.Sub(begun) >= policy.Absolute
			since, before := used[token]
			resp := l.refreshWith(token)
			switch {
			case resp.Status != 200 && !over && !before:
				t.Fatalf("token %d was never used and is refused: %s", n, resp.Body)
			case resp.Status != 200 && !over && l.Now.Sub(since) < policy.Leeway && len(used) == 1:
				t.Fatalf("token %d, the only one used so far, is refused within its leeway: %s", n, resp.Body)
			case resp.Status != 200:
				dead = true
				continue
			case over:
				t.Fatalf("token %d works after the family ended", n)
			case before && l.Now.Sub(since) >= policy.Leeway:
				t.Fatalf("token %d works %s after it was used, with a leeway of %s", n, l.Now.Sub(since), policy.Leeway)
			}
			if !before {
				used[token] = l.Now
			}
			last = l.Now
			next, _ := l.json(resp)["refresh_token"].(string)
			tokens = append(tokens, next)
		}
	})
}
