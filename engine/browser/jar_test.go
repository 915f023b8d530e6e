package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mfaplayground/engine/wire"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func setting(lines ...string) wire.Response {
	return wire.Response{Status: 200, Header: http.Header{"Set-Cookie": lines}}
}

// typed is a request for an address that a person typed.
func typed(address string) leg { return leg{}.toward(wire.Get(address)) }

func (j Jar) names() string {
	s := ""
	for _, c := range j {
		s += c.Name + " "
	}
	return strings.TrimSpace(s)
}

func TestJarSends(t *testing.T) {
	var jar Jar
	jar.store(typed("https://a.example/deep/er"), setting("s=1; Path=/; Secure", "p=2; Path=/deep; Secure", "plain=3; Path=/",
		"d=4", "sub=5; Path=/; Domain=.A.example", "alien=6; Domain=b.example", "all=7; Domain=example"), noon)
	jar.store(typed("https://a.example/"), setting("q=8; Path=/deep"), noon.Add(-time.Hour))
	for _, c := range []struct{ address, want string }{
		{"https://a.example/", "s=1; plain=3; sub=5"},
		{"https://a.example/deep/er", "q=8; p=2; d=4; s=1; plain=3; sub=5"}, // longer paths first, then older
		{"https://a.example/deeper", "s=1; plain=3; sub=5"},
		{"http://a.example/", "plain=3; sub=5"},
		{"https://b.example/", ""},
		{"https://sub.a.example/", "sub=5"}, // the others are host-only
		{"https://nota.example/", ""},
	} {
		if got := jar.header(typed(c.address)); got != c.want {
			t.Errorf("to %s goes %q, expected %q", c.address, got, c.want)
		}
	}
}

func TestJarSameSite(t *testing.T) { // RFC 6265bis section 5.8.3
	var jar Jar
	jar.store(typed("https://t.example/"), setting("none=1; Secure; SameSite=None", "lax=2; SameSite=Lax", "strict=3; SameSite=Strict",
		"unset=4", "insecure=5; SameSite=None"), noon)
	get, post := wire.Get("https://t.example/"), wire.PostForm("https://t.example/", nil)
	blocked := Settings{BlocksThirdParty: true}
	for _, c := range []struct {
		l    leg
		want string
	}{
		{leg{}.toward(get), "none=1; lax=2; strict=3; unset=4"},
		{leg{from: "login.t.example"}.toward(post), "none=1; lax=2; strict=3; unset=4"},
		{leg{from: "a.example"}.toward(get), "none=1; lax=2; unset=4"},
		{leg{from: "a.example"}.toward(post), "none=1"},
		{leg{from: "a.example", embedded: true}.toward(get), "none=1"},
		{leg{from: "a.example", embedded: true, Settings: blocked}.toward(get), ""},
		{leg{from: "a.example", embedded: true, Settings: Settings{RejectsNone: true}}.toward(get), "none=1; unset=4"},
		{leg{from: "app.t.example", embedded: true, Settings: blocked}.toward(get), "none=1; lax=2; strict=3; unset=4"},
		{leg{from: "a.example", Settings: blocked}.toward(get), "none=1; lax=2; unset=4"},
	} {
		if got := jar.header(c.l); got != c.want {
			t.Errorf("%s from %q, embedded %t, blocked %t: %q goes, expected %q",
				c.l.req.Method, c.l.from, c.l.embedded, c.l.BlocksThirdParty, got, c.want)
		}
	}
}

func TestJarTakes(t *testing.T) { // RFC 6265bis section 5.7
	all := setting("none=1; Secure; SameSite=None", "lax=2", "big="+strings.Repeat("x", 4096))
	for _, c := range []struct {
		l    leg
		want string
	}{
		{typed("https://t.example/"), "none lax"},
		{typed("http://t.example/"), "lax"}, // no Secure cookie over plain HTTP
		{leg{Settings: Settings{RejectsNone: true}}.toward(wire.Get("https://t.example/")), "lax"},
		{leg{from: "a.example", embedded: true}.toward(wire.Get("https://t.example/")), "none"},
		{leg{from: "a.example", embedded: true, Settings: Settings{BlocksThirdParty: true}}.toward(wire.Get("https://t.example/")), ""},
	} {
		var jar Jar
		if jar.store(c.l, all, noon); jar.names() != c.want {
			t.Errorf("%+v: the jar holds %q, expected %q", c.l, jar.names(), c.want)
		}
	}
}

func TestJarLifetimes(t *testing.T) {
	var jar Jar
	jar.store(typed("https://a.example/"), setting(
		"week=1; Path=/; Expires=Mon, 09 Nov 2026 12:00:00 GMT",
		"both=2; Path=/; Max-Age=60; Expires=Mon, 09 Nov 2026 12:00:00 GMT", // Max-Age wins
		"session=3; Path=/",
	), noon)
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{59 * time.Second, "week both session"},
		{60 * time.Second, "week session"},
		{7*24*time.Hour - time.Second, "week session"},
		{7 * 24 * time.Hour, "session"},
	} {
		jar.expire(noon.Add(c.after))
		if got := jar.names(); got != c.want {
			t.Errorf("after %s the jar holds %q, expected %q", c.after, got, c.want)
		}
	}
	if before := jar.endProcess(); len(jar) != 0 || before.names() != "session" {
		t.Errorf("the end of the process leaves %q of %q", jar.names(), before.names())
	}
}

func TestJarReplaces(t *testing.T) {
	var jar Jar
	at := typed("https://a.example/")
	jar.store(at, setting("k=old; Path=/"), noon)
	jar.store(at, setting("k=new; Path=/; HttpOnly; Secure; SameSite=None"), noon.Add(time.Hour))
	if len(jar) != 1 || jar[0].Value != "new" || !jar[0].Created.Equal(noon) || jar[0].SameSite != http.SameSiteNoneMode {
		t.Errorf("after a second Set-Cookie the jar holds %+v", jar)
	}
	jar.store(at, setting("k=; Path=/; Max-Age=0"), noon)
	if len(jar) != 0 {
		t.Errorf("Max-Age=0 leaves %+v", jar)
	}
	for i := range perHostMax + 2 {
		jar.store(at, setting(fmt.Sprintf("c%d=1", i)), noon.Add(time.Duration(i)*time.Second))
	}
	if len(jar) != perHostMax || jar[0].Name != "c2" {
		t.Errorf("of too many cookies %d are kept, the first is %s", len(jar), jar[0].Name)
	}
}

func TestJarByHand(t *testing.T) {
	var jar Jar
	jar.store(typed("https://a.example/"), setting("k=v; Path=/", "k_compat=v; Path=/"), noon)
	if jar.edit("other", "x") || jar.remove("other", false) {
		t.Error("a cookie that is not there was edited or removed")
	}
	if !jar.edit("k", "x") || jar[0].Value != "x" || !jar[0].Edited || jar[1].Edited {
		t.Errorf("editing gives %+v", jar)
	}
	if !jar.remove("k", true) || jar.names() != "k_compat" {
		t.Errorf("removing one of the twins leaves %q", jar.names())
	}
	jar.store(typed("https://a.example/"), setting("k=v; Path=/"), noon)
	if !jar.remove("k", false) || len(jar) != 0 {
		t.Errorf("removing both leaves %q", jar.names())
	}
}

// Whatever a server sets and whenever it is asked: what goes is alive, belongs
// to the address, is in order, and is the last value that was kept.
func TestJarRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := func(label string, options ...string) string { return rapid.SampledFrom(options).Draw(t, label) }
		var jar Jar
		now := noon
		for range rapid.IntRange(1, 20).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "later")) * time.Second)
			l := leg{
				from: one("from", "", "a.example", "c.example"), embedded: rapid.Bool().Draw(t, "embedded"),
				Settings: Settings{BlocksThirdParty: rapid.Bool().Draw(t, "blocks"), RejectsNone: rapid.Bool().Draw(t, "rejects")},
			}.toward(wire.Get(one("scheme", "https", "http") + "://" + one("host", "a.example", "b.a.example", "c.example") + one("path", "/", "/x", "/x/y")))
			line := one("name", "k", "l") + "=v" + one("attributes", "", "; Path=/x", "; Domain=a.example", "; Path=/") +
				one("lifetime", "", "; Max-Age=50", "; Max-Age=0", "; Expires=Mon, 02 Nov 2026 12:05:00 GMT") +
				one("security", "", "; Secure", "; Secure; SameSite=None", "; SameSite=None", "; SameSite=Strict", "; SameSite=Lax")
			jar.store(l, setting(line), now)
			checkJar(t, jar, l, now)
		}
	})
}

func checkJar(t *rapid.T, jar Jar, l leg, now time.Time) {
	for i, c := range jar {
		switch {
		case !c.Expires.IsZero() && !now.Before(c.Expires):
			t.Fatalf("a dead cookie is kept: %+v", c)
		case c.SameSite == http.SameSiteNoneMode && !c.Secure:
			t.Fatalf("SameSite=None without Secure is kept: %+v", c)
		}
		for _, other := range jar[:i] {
			if c.replaces(other) {
				t.Fatalf("the same cookie is there twice: %+v", jar)
			}
		}
	}
	u, header := l.req.Address(), jar.header(l)
	sent := 0
	for _, c := range jar {
		if c.reaches(u.Host, u.Path) && (u.Scheme == "https" || !c.Secure) && l.sends(c) {
			sent++
		}
	}
	if got := strings.Count(header, "="); got != sent {
		t.Fatalf("%d of %d cookies go: %s", got, sent, header)
	}
	if header != "" && l.embedded && l.BlocksThirdParty && l.from != "" && site(l.from) != site(u.Host) {
		t.Fatalf("cookies go to a third party: %s", header)
	}
}
