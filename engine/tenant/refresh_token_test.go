package tenant

import (
	"net/url"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

const unknownToken = "Unknown or invalid refresh token."

// A person has at most 200 refresh tokens with an application: the next one
// ends the oldest, and nobody else's (facts 6.5).
func TestTheOldestRefreshTokenGoes(t *testing.T) {
	l, first := holding(t, RefreshPolicy{})
	wall, _ := l.Config.AppByID("wall")
	foreign := l.startFamily(grant{App: wall, Person: "bob"})
	l.Config.People = append(l.Config.People, Person{Name: "bob", Email: "bob@example.com"})
	var tokens []string
	for range 200 {
		l.Now = l.Now.Add(time.Second)
		tokens = append(tokens, l.startFamily(grant{App: wall, Person: "ada"}))
	}
	l.fails(l.refreshWith(first), 403, "invalid_grant", unknownToken)
	for _, token := range []string{tokens[0], tokens[199], foreign} {
		if resp := l.refreshWith(token); resp.Status != 200 {
			t.Errorf("%d %s", resp.Status, resp.Body)
		}
	}
}

// holding returns a tenant that has issued a refresh token to the app "wall".
func holding(t *testing.T, policy RefreshPolicy) (*lab, string) {
	l := newLab(t)
	l.Config.Apps[1].Refresh = policy
	app, _ := l.Config.AppByID("wall")
	return l, l.startFamily(grant{App: app, Person: "ada", Scope: "offline_access"})
}

func (l *lab) refreshWith(token string) wire.Response {
	return l.post("/oauth/token", url.Values{"grant_type": {grantRefresh}, "client_id": {"wall"}, "refresh_token": {token}})
}

// next exchanges a token that must work and returns the one that replaces it.
func (l *lab) next(token string) string {
	l.t.Helper()
	next, _ := l.json(l.refreshWith(token))["refresh_token"].(string)
	return next
}

func TestRevoke(t *testing.T) { // RFC 7009, facts 6.5
	l, token := holding(t, RefreshPolicy{})
	l.fails(l.post("/oauth/revoke", url.Values{"token": {token}}), 401, "invalid_client", "Client authentication failed")
	l.fails(l.post("/oauth/revoke", url.Values{"client_id": {"wall"}}), 400, "invalid_request", "Missing required parameter: token")
	if resp := l.post("/oauth/revoke", url.Values{"client_id": {"portal"}, "token": {token}}); resp.Status != 200 || l.refreshWith(token).Status != 200 {
		t.Error("another application's token was revoked")
	}
	if resp := l.post("/oauth/revoke", url.Values{"client_id": {"wall"}, "token": {token}}); resp.Status != 200 || resp.Body != "" {
		t.Errorf("revoking: %d %q", resp.Status, resp.Body)
	}
	l.fails(l.refreshWith(token), 403, "invalid_grant", unknownToken)
}

func TestRefreshLifetimes(t *testing.T) { // facts 6.5
	const day = 24 * time.Hour
	for _, c := range []struct {
		policy         RefreshPolicy
		idle, absolute time.Duration
	}{
		{RefreshPolicy{}, 30 * day, 31_557_600 * time.Second},
		{RefreshPolicy{Idle: time.Hour, Absolute: 10 * time.Hour}, time.Hour, 10 * time.Hour},
		{RefreshPolicy{Rotating: true}, 30 * day, 30 * day},
		{RefreshPolicy{Rotating: true, Idle: 7 * day}, 7 * day, 30 * day},
	} {
		l, token := holding(t, c.policy)
		begun := l.Now
		for l.Now.Add(c.idle-time.Second).Sub(begun) < c.absolute {
			l.Now = l.Now.Add(c.idle - time.Second)
			resp := l.refreshWith(token)
			if resp.Status != 200 {
				t.Fatalf("%+v after %s: %d %s", c.policy, l.Now.Sub(begun), resp.Status, resp.Body)
			}
			if c.policy.Rotating {
				token, _ = l.json(resp)["refresh_token"].(string)
			}
		}
		l.Now = begun.Add(c.absolute)
		l.fails(l.refreshWith(token), 403, "invalid_grant", unknownToken)
		l, token = holding(t, c.policy)
		l.Now = l.Now.Add(c.idle)
		l.fails(l.refreshWith(token), 403, "invalid_grant", unknownToken)
	}
}

func TestRotation(t *testing.T) { // facts 6.5
	l, first := holding(t, RefreshPolicy{Rotating: true})
	second := l.next(first)
	third := l.next(second)
	if first == second || second == third {
		t.Fatal("rotation gives the same token again")
	}
	l.fails(l.refreshWith(first), 403, "invalid_grant", unknownToken) // reuse
	l.fails(l.refreshWith(third), 403, "invalid_grant", unknownToken) // and the whole family is gone
	if last := l.Journal.Logs[len(l.Journal.Logs)-2]; last.Code != "ferrt" {
		t.Errorf("reuse is logged as %s", last.Code)
	}
}

func TestRotationLeeway(t *testing.T) { // facts 6.5 and 10.24
	l, first := holding(t, RefreshPolicy{Rotating: true, Leeway: 3 * time.Second})
	here := l.next(first)
	l.Now = l.Now.Add(2 * time.Second)
	there := l.next(first) // the other tab
	if here == there {
		t.Fatal("both tabs got the same token")
	}
	l.next(here)
	l.next(there)
	l.fails(l.refreshWith(first), 403, "invalid_grant", unknownToken) // not the immediate predecessor any more

	l, first = holding(t, RefreshPolicy{Rotating: true, Leeway: 3 * time.Second})
	l.next(first)
	l.Now = l.Now.Add(3 * time.Second)
	l.fails(l.refreshWith(first), 403, "invalid_grant", unknownToken) // too late
}

func TestForgedRefreshToken(t *testing.T) {
	l, token := holding(t, RefreshPolicy{Rotating: true})
	for _, forged := range []string{"", "v1.", "v1.a.b.c", "v1.a.1.c", token + "x", token[:len(token)-1], "v2" + token[2:]} {
		if resp := l.refreshWith(forged); resp.Status == 200 {
			t.Errorf("%q was accepted", forged)
		}
	}
	l.next(token)
}
